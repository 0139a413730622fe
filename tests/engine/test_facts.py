"""The facts of a case, one provider after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.errors import DefinitionError
from engine.facts import CaseFacts, Moment, typed
from engine.model.basics import MISSING, Period
from engine.model.case import Case
from engine.model.rule import Type
from tests.engine.little import APPLIED, Office, play, received

DAY = date(2024, 4, 1)


def test_events_by_day_by_whom_and_how_often() -> None:
    there = received("commands: {look: {title: 見る, done: 見, from: open, by: [clerk], basis: 第1条}}")
    there.do("look", "2024-04-09")
    there.do("look", "2024-04-03")
    facts = there.facts()
    assert [facts[f"event.look{part}"] for part in ("", ".first", ".by", ".count")] == [
        date(2024, 4, 9),
        date(2024, 4, 3),
        "taro",
        2,
    ]
    assert [facts[f"event.decide{part}"] for part in ("", ".first", ".by")] == [MISSING] * 3
    assert facts["event.decide.count"] == 0


def test_the_case_the_day_and_who_acts() -> None:
    there = received()
    facts = CaseFacts(there.workflow, there.case, Moment(DAY, "withdraw", "hanako"))
    found = [
        facts[p] for p in ("kind", "today", "command", "actor", "case.number", "case.unit", "case.window")
    ]
    assert found == ["see", DAY, "withdraw", "hanako", "R6-001", MISSING, MISSING]


def test_what_the_organisation_says() -> None:
    facts = received().facts()
    paths = (
        "org.title",
        "org.sender",
        "org.windows.main.address",
        "org.windows.main.hours",
        "org.windows.x.phone",
    )
    assert [facts[p] for p in paths] == ["見本組合", "代表 見本 太郎", "見本市1-1", MISSING, MISSING]
    assert [facts[p] for p in ("setting.SET-01", "setting.SET-02", "setting.SET-99")] == [
        "exclude_first",
        20,
        MISSING,
    ]


@pytest.mark.parametrize(
    "path", ["nothing", "application.no", "fee.no.total", "clock.no.due", "table.no.x", "task.no"]
)
def test_what_is_not_there_is_missing(path: str) -> None:
    assert received().fact(path) is MISSING


TASKS = """
tasks:
  part:
    title: 部分
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], form: part, to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], form: result, to: done, basis: 第1条}
    clocks: {answer: {title: 期限, starts: event.open_part, period: 10 days, stops: [end_part], expired: alert}}
forms:
  part: {title: 部分, properties: {what: {type: string, title: 何}, by: {type: string, format: date, title: まで}}}
  result: {title: 結果, properties: {good: {type: boolean, title: 可}}}
commands:
  withdraw: {require: {all: {rule: "every task.part where (good otherwise false)", message: x}}}
"""


def with_parts() -> Office:
    there = received(TASKS)
    there.do("open_part", "2024-04-02", {"what": "甲", "by": "2024-04-20"})
    there.do("open_part", "2024-04-04", {"what": "乙"})
    there.do("end_part", "2024-04-05", {"good": True}, task=1)
    return there


def test_instances_are_elements_with_their_own_facts() -> None:
    listed: Any = with_parts().fact("task.part")
    first, second = listed
    assert first["open"] is False
    assert (first["ended"], first["state"], first["number"]) == (True, "done", 1)
    assert (first["part.what"], first["what"], first["result.good"], first["good"]) == (
        "甲",
        "甲",
        True,
        True,
    )
    assert first["by"] == date(2024, 4, 20)
    assert second["opened"] == date(2024, 4, 4)
    assert "by" not in second
    assert "good" not in second


def test_quantifiers_see_every_instance() -> None:
    there = with_parts()
    assert there.refused("withdraw", "2024-04-06") == ["all"]
    there.do("end_part", "2024-04-06", {"good": True})
    assert there.refused("withdraw", "2024-04-06") == []


def test_inside_an_instance_events_and_clocks_are_its_own() -> None:
    there = with_parts()
    first, second = there.case.instances["part"]
    assert there.fact("event.open_part", inside=second) == date(2024, 4, 4)
    assert there.fact("event.end_part", inside=second) is MISSING
    assert there.fact("event.receive", inside=second) == DAY
    assert there.fact("clock.answer.due", inside=first) == date(2024, 4, 12)
    assert there.fact("clock.answer.due", inside=second) == date(2024, 4, 14)
    assert there.fact("clock.answer.due") is MISSING


CLOCK = """
commands:
  ask: {title: 尋ねる, done: 尋, from: open, by: [clerk], basis: 第1条}
  reply: {title: 答える, done: 答, from: open, by: [clerk], basis: 第1条}
clocks:
  limit: {title: 期限, starts: event.receive, %s, stops: [reply], expired: alert}
"""


def test_the_parts_of_a_clock() -> None:
    there = received(CLOCK % "period: 10 days")
    facts = there.facts("2024-04-13")
    parts = ("due", "left", "elapsed", "expired", "paused", "period")
    assert [facts[f"clock.limit.{p}"] for p in parts] == [
        date(2024, 4, 11),
        -2,
        12,
        True,
        False,
        Period(10, "day"),
    ]


def test_a_clock_without_a_number_only_tells_the_days() -> None:
    facts = received(CLOCK % "period: silent").facts("2024-04-13")
    assert [facts[f"clock.limit.{p}"] for p in ("due", "left", "elapsed", "expired")] == [
        MISSING,
        MISSING,
        12,
        False,
    ]


def test_a_clock_exists_only_under_its_condition() -> None:
    assert received(CLOCK % "period: 10 days, when: kind = mend").fact("clock.limit.due") is MISSING


def test_without_again_the_first_start_holds_and_the_first_answer() -> None:
    there = received((CLOCK % "period: 10 days").replace("event.receive", "event.ask"))
    there.do("ask", "2024-04-03")
    there.do("ask", "2024-04-08")
    assert there.fact("clock.limit.due") == date(2024, 4, 13)


def test_a_clock_that_starts_again_forgets_the_answer_before() -> None:
    there = received((CLOCK % "period: 10 days, again: true").replace("event.receive", "event.ask"))
    there.do("ask", "2024-04-03")
    there.do("reply", "2024-04-04")
    assert there.fact("clock.limit.left", "2024-04-30") == 9
    there.do("ask", "2024-04-08")
    assert there.fact("clock.limit.due") == date(2024, 4, 18)
    assert there.fact("clock.limit.expired", "2024-04-30") is True
    there.do("reply", "2024-04-08")
    assert there.fact("clock.limit.expired", "2024-04-30") is False


def test_a_clock_stops_at_the_end_where_the_case_came_to_rest() -> None:
    there = received("clocks: {limit: {title: 期限, starts: event.receive, period: 10 days, expired: alert}}")
    there.do("withdraw", "2024-04-05")
    assert there.fact("clock.limit.left", "2024-06-01") == 6
    kept = received(
        "clocks: {limit: {title: 期限, starts: event.receive, period: 10 days, expired: alert, after_end: keep}}"
    )
    kept.do("withdraw", "2024-04-05")
    assert kept.fact("clock.limit.expired", "2024-06-01") is True


def test_the_period_of_a_table() -> None:
    there = received(
        """
clocks: {limit: {title: 期限, starts: event.receive, period: {table: days.length}, expired: alert}}
tables: {days: {title: 日数, hit: unique, in: {kind: kind}, out: {length: period}, rows: {
  a: {kind: see, length: 2 weeks}, b: {kind: mend, length: 1 month}}}}
"""
    )
    assert there.fact("clock.limit.due") == date(2024, 4, 15)
    assert there.fact("table.days.length") == Period(2, "week")


def test_evidence_counts_what_was_presented_over_all_events_and_is_shown() -> None:
    there = play(
        """
evidence: {identity: {title: 本人確認, date: event.receive, need: {paper: {any: [card]}}, basis: 第2条}}
commands: {add: {title: 足す, done: 足, from: open, by: [clerk], form: more, basis: 第2条}}
forms:
  more: {title: 追加, properties: {own: {type: boolean, title: 本人の}, documents: {type: array, title: 書類,
    x-evidence: identity, x-when: own, items: {type: object, properties: {type: {title: 種,
        x-options: org.documents}}}}}}
"""
    )
    there.do("receive", "2024-04-01", APPLIED)
    assert there.fact("evidence.identity") == "missing"
    there.do("add", "2024-04-02", {"own": False, "documents": [{"type": "card"}]})
    assert there.fact("evidence.identity") == "missing"
    there.do("amend", "2024-04-02", {"event": 2, "form": {"own": True}, "reason": "誤り"})
    assert there.fact("evidence.identity") == "accepted"


FEE = """
commands: {pay: {title: 納める, done: 納付, from: open, by: [clerk], form: payment, basis: 第8条}}
fees: {copy: {title: 料, when: application.pages is present, lines: {page: {amount: 10 * application.pages},
  post: {amount: "90"}}, waived: {rule: fee.copy.sum < 100}, paid_at: {pay: payment.amount}}}
forms: {payment: {title: 納付, properties: {amount: {type: integer, title: 額}}}}
"""


def test_fees() -> None:
    there = received(FEE, pages=3)
    there.do("pay", "2024-04-02", {"amount": 100})
    parts = ("sum", "total", "paid", "balance", "applies", "line.page", "line.post", "line.no")
    assert [there.fact(f"fee.copy.{p}") for p in parts] == [120, 120, 100, 20, True, 30, 90, MISSING]
    assert received(FEE).fact("fee.copy.applies") is False


def test_letters_by_day_and_number() -> None:
    there = received(
        "notices: {n: {title: 通知, at: [confirm], to: applicant, number: 様式第1号, body: {a: {text: 以上}}}}"
    )
    assert there.fact("notice.n") is MISSING
    there.do("confirm", "2024-04-02")
    assert (there.fact("notice.n"), there.fact("notice.n.number")) == (date(2024, 4, 2), "様式第1号")


@pytest.mark.parametrize("read", ["two", "one"])
def test_a_condition_that_reads_itself_or_what_comes_later_is_refused(read: str) -> None:
    """Filling in a form from top to bottom never runs in a circle."""
    with pytest.raises(DefinitionError) as caught:
        received(
            f"""
forms: {{application: {{properties: {{one: {{type: string, title: 一, x-when: {read} is present}},
  two: {{type: string, title: 二, x-when: one is present}}}}}}}}
"""
        )
    assert [p.path for p in caught.value.problems] == ["forms.application.properties.one.x-when"]


@pytest.mark.parametrize(
    ("raw", "kind"),
    [("2024-02-30", "date"), (3, "date"), ("3", "int"), (True, "int"), ("yes", "bool"), (1, "text"), ("　", "text"),
     ({}, "list"), ([1], "object"), (None, "text"), ([], "list"), ({"a": 1}, "choice")],
)  # fmt: skip
def test_a_value_of_another_type_is_missing(raw: object, kind: str) -> None:
    assert typed(raw, Type(kind)) is MISSING  # type: ignore[arg-type]  # one of the kinds


def test_values_become_values_of_rules() -> None:
    people = Type("list", item=Type("object", fields={"on": Type("date"), "n": Type("int")}))
    assert typed([{"on": "2024-04-01", "n": "x", "more": 1}], people) == [{"on": DAY}]


def test_a_case_before_its_first_event() -> None:
    there = play()
    facts = CaseFacts(there.workflow, Case("shop", "see", "", ""), Moment(DAY))
    assert facts["event.receive"] is MISSING
    assert facts["application.name"] is MISSING
