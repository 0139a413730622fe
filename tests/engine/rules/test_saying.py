"""A rule said as a sentence over labels."""

from __future__ import annotations

import pytest

from engine.model.basics import Text
from engine.model.rule import Fact
from engine.rules import Vocabulary, always, read, say
from tests.engine.rules.office import BOOL, rule
from tests.engine.rules.test_limits import read_or_none

SENTENCES = [
    (
        "kind in [correction, stop_use] implies application.earlier.disclosed_on is present",
        "種類が「訂正」か「利用停止等」のときは、開示を受けた件の開示日があること",
        "if kind is “correction” or “stop use” then day of the earlier disclosure is present",
    ),
    ("kind = disclosure", "種類が「開示」であること", "kind is “disclosure”"),
    ("kind != disclosure", "種類が「開示」以外であること", "kind is not “disclosure”"),
    ("not kind = disclosure", "種類が「開示」でないこと", "not (kind is “disclosure”)"),
    (
        "event.decide.by != event.investigate.by",
        "決定した人が調べた人と異なること",
        "decider is not investigator",
    ),
    ("brought", "持参が「はい」であること", "brought is yes"),
    ("not brought", "持参が「はい」でないこと", "not (brought is yes)"),
    ("brought = false", "持参が「いいえ」であること", "brought is no"),
    ("days > 30", "延長日数が30を超えること", "days of extension is more than 30"),
    ("not days > 30", "延長日数が30を超えないこと", "not (days of extension is more than 30)"),
    (
        "received < 2026-10-01",
        "受付日が2026年10月1日より前であること",
        "receipt is before 2026-10-01",
    ),
    (
        "application.sent_on < 30 days before received",
        "差し出した日が受付日の30日前の日より前であること",
        "day of sending is before 30 days before receipt",
    ),
    (
        "today <= 1 month after received",
        "今日が受付日の翌日から起算して1か月の末日以前であること",
        "today is on or before 1 month after receipt",
    ),
    (
        "5 business_days from received",
        "受付日から起算して5営業日の末日",
        "5 business_days from receipt",
    ),
    (
        "kind = disclosure and days >= 3 and application.name is missing",
        "種類が「開示」であり、延長日数が3以上であり、氏名がないこと",
        "kind is “disclosure” and days of extension is at least 3 and name of applicant is missing",
    ),
    (
        "kind = disclosure or days <= 3",
        "種類が「開示」であるか、または延長日数が3以下であること",
        "kind is “disclosure” or days of extension is at most 3",
    ),
    (
        "brought and (days < 3 or days > 5)",
        "持参が「はい」であり、（延長日数が3未満であるか、または延長日数が5を超える）こと",
        "brought is yes and (days of extension is less than 3 or days of extension is more than 5)",
    ),
    (
        "application.name contains 「見本」",
        "氏名に「見本」を含むこと",
        "name of applicant contains “見本”",
    ),
    (
        "every task.hosei where state = answered",
        "補正のすべてについて、状態が「済」であること",
        "for every completion, 状態 is “answered”",
    ),
    (
        "any task.hosei where ended",
        "補正のうち終了が「はい」のものがあること",
        "there is any completion where 終了 is yes",
    ),
    ("no task.hosei where true", "補正がないこと", "there is no completion"),
    (
        "count(task.hosei where cost > 5) = 2",
        "補正のうち費用が5を超えるものの件数が2であること",
        "the number of completion where 費用 is more than 5 is 2",
    ),
    (
        "sum(task.hosei of cost where ended) * 2",
        "補正のうち終了が「はい」のものの費用の合計×2",
        "the sum of 費用 over completion where 終了 is yes times 2",
    ),
    (
        "if brought then 0 else (days + 1) * 2",
        "持参が「はい」のときは0、そうでないときは（延長日数＋1）×2",
        "if brought is yes then 0, else ((days of extension plus 1) times 2)",
    ),
    (
        "(days otherwise 0) > 3",
        "延長日数（ないときは0）が3を超えること",
        "(days of extension, or 0 if it is missing) is more than 3",
    ),
    ("max(received, today)", "受付日と今日のうち最も遅い日", "the greatest of receipt, today"),
    (
        "units(days, 5)",
        "延長日数を5ごとに数えた数（端数は1と数える）",
        "the begun units of 5 in days of extension",
    ),
    ("fiscal_year_end(received)", "受付日の年度の末日", "the last day of the fiscal year of receipt"),
    ("true", "つねに成り立つこと", "yes"),
    ("false", "つねに成り立たないこと", "no"),
]


@pytest.mark.parametrize(("text", "ja", "en"), SENTENCES)
def test_sentence(text: str, ja: str, en: str) -> None:
    assert say(rule(text)) == ja
    assert say(rule(text), "en") == en


def test_a_fact_without_a_label_is_called_by_its_path() -> None:
    names = Vocabulary({"plain": Fact("form.plain", BOOL, Text(""))})
    assert say(read("plain", names)) == "form.plainが「はい」であること"


def test_always_and_never() -> None:
    assert say(always()) == "つねに成り立つこと"
    assert always().run({}) is True
    assert always(False).run({}) is False


def test_nested_readings_are_bracketed() -> None:
    text = "not (brought and days > 3) implies (brought implies days > 3)"
    assert say(rule(text)) == (
        "（持参が「はい」であり、延長日数が3を超える）でないときは、"
        "（持参が「はい」のときは、延長日数が3を超える）こと"
    )


def test_every_readable_rule_can_be_said() -> None:
    for text, _ja, _en in SENTENCES:
        found = read_or_none(f"({text}) is present and ({text}) is missing")
        assert found is not None
        assert say(found)
        assert say(found, "en")
