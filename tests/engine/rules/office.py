"""The vocabulary of a small invented office, as the tests of rules use it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.errors import DefinitionError, Problem
from engine.model.basics import Place, Text, Value
from engine.model.rule import Fact, Facts, Rule, Type
from engine.rules import Vocabulary, read

BOOL, INT, DATE, TEXT, PERIOD = Type("bool"), Type("int"), Type("date"), Type("text"), Type("period")


def choice(known: frozenset[str] = frozenset(), **values: str) -> Type:
    return Type("choice", {key: Text(label, key.replace("_", " ")) for key, label in values.items()}, known)


KIND = choice(disclosure="開示", correction="訂正", stop_use="利用停止等")
OUTCOME = choice(grant="全部", partial="一部", refuse="しない")
CHANNEL = choice(frozenset({"fax"}), window="窓口", post="郵送")

PAGE = Type("object", fields={"size": INT, "open": BOOL}, titles={"size": Text("大きさ")})
ELEMENT = Type(
    "object",
    fields={"ended": BOOL, "cost": INT, "state": choice(waiting="待ち", answered="済"), "answer.on": DATE}
    | {"pages": Type("list", item=PAGE), "agent": Type("object", fields={"age": INT})},
    titles={"ended": Text("終了"), "cost": Text("費用"), "state": Text("状態"), "answer.on": Text("回答日")},
)

_FACTS = [
    ("kind", KIND, "種類", "kind"),
    ("decision.outcome", OUTCOME, "決定の内容", "outcome"),
    ("application.channel", CHANNEL, "方法", "channel"),
    ("application.name", TEXT, "氏名", "name of applicant"),
    ("application.target", TEXT, "対象", "target"),
    ("application.earlier", Type("link"), "前の件", "earlier case"),
    ("application.earlier.disclosed_on", DATE, "開示を受けた件の開示日", "day of the earlier disclosure"),
    ("application.sent_on", DATE, "差し出した日", "day of sending"),
    ("event.receive", DATE, "受付日", "receipt"),
    ("today", DATE, "今日", "today"),
    ("extension.days", INT, "延長日数", "days of extension"),
    ("copying.pages", INT, "枚数", "pages"),
    ("payment.brought", BOOL, "持参", "brought"),
    ("clock.decision.expired", BOOL, "期限切れ", "expired"),
    ("clock.decision.period", PERIOD, "決定の期間", "period of decision"),
    ("event.decide.by", Type("member"), "決定した人", "decider"),
    ("event.investigate.by", Type("member"), "調べた人", "investigator"),
    ("case.unit", Type("unit", {"clinic": Text("診療所", "clinic")}), "担当課", "unit"),
    ("setting.X-1a", choice(yes="はい", no="いいえ"), "設定", "setting"),
    ("setting.X-2", Type("choice", {"1": Text("1回"), "unlimited": Text("無制限")}), "回数", "times"),
    ("decision.grounds", Type("list", item=choice(a_one="第一", a_two="第二")), "理由の区分", "grounds"),
    ("task.hosei", Type("list", item=ELEMENT), "補正", "completion"),
    (
        "applicant",
        Type("object", fields={"age": INT}, titles={"age": Text("年齢", "age")}),
        "申出人",
        "applicant",
    ),
]
BARE = {
    "outcome": "decision.outcome",
    "received": "event.receive",
    "days": "extension.days",
    "pages": "copying.pages",
    "brought": "payment.brought",
    "channel": "application.channel",
    "target": "application.target",
}


def _facts() -> dict[str, Fact]:
    facts = {path: Fact(path, type_, Text(ja, en)) for path, type_, ja, en in _FACTS}
    return facts | {bare: facts[path] for bare, path in BARE.items()}


NAMES = Vocabulary(_facts(), {"name": ("application.name", "agent.name")})
PLACE = Place("workflows/mihon/request.yaml", 12, 20)


def rule(text: str, want: Type | None = None) -> Rule:
    return read(text, NAMES, want, PLACE)


def value(text: str, **facts: Value) -> Value:
    """The value of a rule; facts are written with `__` for the dot."""
    return rule(text).run(case(**facts))


def case(**facts: Value) -> Facts:
    return Facts({name.replace("__", "."): content for name, content in facts.items()})


def problems(text: str, want: Type | None = None) -> tuple[Problem, ...]:
    with pytest.raises(DefinitionError) as caught:
        read(text, NAMES, want, PLACE)
    return caught.value.problems


class Weekdays:
    """An office open from Monday to Friday."""

    def is_open(self, day: date) -> bool:
        return day.weekday() < 5


def day_by_day(start: date, step: int) -> date:
    """The day `step` days on, counted one by one."""
    for _ in range(step):
        start += timedelta(days=1)
    return start
