"""What each production of the language means."""

from __future__ import annotations

from datetime import date

import pytest

from engine.model.basics import MISSING, Period, Text, Value
from engine.model.rule import Fact, Facts, Type
from engine.rules import Vocabulary, read
from tests.engine.rules.office import KIND, NAMES, case, rule, value

FACTS = case(
    kind="disclosure",
    decision__outcome="partial",
    application__name="見本 花子",
    application__channel="post",
    event__receive=date(2026, 9, 1),
    extension__days=20,
    copying__pages=7,
    payment__brought=True,
    clock__decision__expired=False,
    clock__decision__period=Period(2, "week"),
    event__decide__by="hanako",
    event__investigate__by="taro",
    case__unit="clinic",
    decision__grounds=["a_one"],
    applicant__age=17,
    **{"setting__X-1a": "no", "setting__X-2": "1"},
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("true", True),
        ("false", False),
        ("kind = disclosure", True),
        ("disclosure = kind", True),
        ("(disclosure) = (kind)", True),
        ("kind != disclosure", False),
        ("kind in [correction, disclosure]", True),
        ("kind in [correction]", False),
        ("days in [10, 20]", True),
        ("days in [pages, pages + 13]", True),
        ("clock.decision.period in [1 month, 14 days]", True),
        ("outcome = grant or outcome = partial", True),
        ("outcome = grant or outcome = refuse or days > 5", True),
        ("kind = disclosure and brought and days = 20", True),
        ("kind = disclosure and brought and days = 21", False),
        ("not brought", False),
        ("not not brought", True),
        ("not kind = correction", True),
        ("brought implies days > 30", False),
        ("clock.decision.expired implies days > 30", True),
        ("brought implies clock.decision.expired implies brought", True),
        ("if brought then days else 0", 20),
        ("if brought then 1 else if clock.decision.expired then 2 else 3", 1),
        ("(if brought then disclosure else correction) = kind", True),
        ("kind = (if brought then disclosure else correction)", True),
        ("kind = (kind otherwise disclosure)", True),
        ("brought = true", True),
        ("brought != clock.decision.expired", True),
        ("days < 21 and days <= 20 and days > 19 and days >= 20", True),
        ("event.receive < 2026-10-01", True),
        ("2026-10-01 <= received", False),
        ("days + pages * 2 - 1", 33),
        ("(days + pages) * 2", 54),
        ("days - pages - 1", 12),
        ("today otherwise received", date(2026, 9, 1)),
        ("application.name contains 「花子」", True),
        ('application.name contains "太郎"', False),
        ('application.name = "見本 花子"', True),
        ("application.name = 「見本 花子」", True),
        ("decision.grounds contains a_one", True),
        ("decision.grounds contains a_two", False),
        ("event.decide.by != event.investigate.by", True),
        ("event.decide.by = hanako", True),
        ("case.unit = clinic", True),
        ("setting.X-1a = no", True),
        ("setting.X-2 = 1", True),
        ("clock.decision.period <= 30 days", True),
        ("clock.decision.period = 14 days", True),
        ("clock.decision.period > 1 week", True),
        ("12 months = 1 year", True),
        ("1 year >= 13 months", False),
        ("30 days", Period(30, "day")),
        ("5 business_days", Period(5, "business_day")),
        ("kind is present", True),
        ("application.earlier is missing", True),
        ("task.hosei is missing", True),
        ("applicant.age >= 18", False),
        ("min(days, pages, 9)", 7),
        ("max(received, 2026-12-01)", date(2026, 12, 1)),
        ("units(days, pages)", 3),
        ("units(21, pages)", 3),
        ("units(0, 5)", 0),
        ("days(received, 2026-09-30)", 29),
        ("days(2026-09-30, received)", -29),
        ("end_of_month(2024-02-03)", date(2024, 2, 29)),
        ("fiscal_year_start(2026-03-31)", date(2025, 4, 1)),
        ("fiscal_year_start(2026-04-01)", date(2026, 4, 1)),
        ("fiscal_year_end(2026-03-31)", date(2026, 3, 31)),
        ("fiscal_year_end(2026-04-01)", date(2027, 3, 31)),
        ("kind = disclosure\n  and\u3000brought", True),
    ],
)
def test_value(text: str, expected: Value) -> None:
    assert rule(text).run(FACTS) == expected


def test_and_binds_closer_than_or_and_implies_least() -> None:
    assert value("true or false and false") is True
    assert value("(true or false) and false") is False
    assert value("false or true implies false") is False


def test_a_value_removed_by_an_overlay_is_known_and_never_holds() -> None:
    inherited = rule("channel = fax")
    assert [inherited.run(case(application__channel=channel)) for channel in ("window", "post")] == [
        False,
        False,
    ]
    assert rule("channel in [fax, post]").run(case(application__channel="post")) is True


def test_a_bare_word_is_the_value_before_it_is_a_fact() -> None:
    level = Fact("level", Type("choice", {"days": Text("日"), "week": Text("週")}), Text("段階"))
    names = Vocabulary({**NAMES.facts, "level": level, "other": level})
    assert read("level = days", names).run(case(level="days", extension__days=3)) is True
    assert read("level = other", names).node.operands[1].op == "path"


def test_a_rule_wanted_as_a_choice_may_be_a_bare_value() -> None:
    assert rule("disclosure", KIND).run(Facts()) == "disclosure"
    assert rule("if brought then correction else disclosure", KIND).run(FACTS) == "correction"


def test_words_that_are_keywords_elsewhere_may_be_values() -> None:
    assert rule("setting.X-1a = no").run(FACTS) is True
    words = ("any", "every", "no", "count", "sum", "missing", "present")
    status = Fact("evidence.identity", Type("choice", {word: Text(word) for word in words}), Text("本人確認"))
    names = Vocabulary({status.path: status})
    for word in words:
        assert read(f"evidence.identity = {word}", names).run(Facts({status.path: word})) is True
        assert read(f"evidence.identity in [{word}] and true", names).run(Facts({status.path: "x"})) is False


def test_reads_are_canonical_paths_of_the_case() -> None:
    assert rule("received < today and any task.hosei where cost > days").reads == {
        "event.receive",
        "today",
        "task.hosei",
        "extension.days",
    }


def test_units_of_no_size_are_missing() -> None:
    assert value("units(days, pages)", extension__days=3, copying__pages=0) is MISSING


def test_periods_of_two_families_are_not_comparable_when_met_at_run_time() -> None:
    assert value("clock.decision.period <= 30 days", clock__decision__period=Period(1, "month")) is MISSING
