"""Until when, asked without a case: the time limits of 互助会 第20条 and what others leave silent."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.desk.ask import InputError, ask_due
from engine.errors import UsageError
from tests.engine.desk.asking import AICHI, day, due, extended, office, refused

ROLL = {"SET_02": "next_business_day"}


@pytest.mark.parametrize(
    ("received", "hosei", "settings", "expected"),
    [
        ("2024-04-01", (), {}, "2024-05-01"),
        ("2024-04-01", (), {"SET_01": "include_first"}, "2024-04-30"),
        ("2024-04-01", ("2024-04-10..2024-04-20",), {}, "2024-05-11"),
        ("2024-04-01", ("2024-04-10..2024-04-20",), {"SET_03": "inclusive"}, "2024-05-12"),
        ("2024-04-01", ("2024-04-10..2024-04-20",), {"SET_03": "exclusive"}, "2024-05-10"),
        ("2024-04-01", ("2024-04-10..2024-04-20",), ROLL, "2024-05-13"),
        ("2024-02-15", (), {}, "2024-03-16"),
        ("2024-02-15", (), ROLL, "2024-03-18"),
        ("2023-02-15", (), {}, "2023-03-17"),
        ("2024-06-03", ("2024-06-10..2024-06-14", "2024-06-20..2024-06-28"), {}, "2024-07-15"),
        ("2024-06-03", ("2024-06-10..2024-06-14", "2024-06-20..2024-06-28"), ROLL, "2024-07-16"),
        ("2024-12-02", (), {}, "2025-01-01"),
        ("2024-12-02", (), ROLL, "2025-01-06"),
        ("2024-04-01", ("2024-04-10..2024-06-30",), {}, "2024-07-21"),  # A-16, once answered
        ("2024-04-01", ("2024-04-10..2024-04-20", "2024-04-15..2024-04-22"), {}, "2024-05-13"),  # SET-22
        ("2024-04-01", ("2024-04-10..2024-04-20",), {"SET_16": "completed"}, "2024-05-20"),
    ],
)
def test_the_due_date(received: str, hosei: tuple[str, ...], settings: dict[str, Any], expected: str) -> None:
    answer = due(office(**settings), received, hosei=hosei)
    assert (answer["due"], answer["refused"]) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "received", "hosei", "extend", "form", "expected"),
    [
        ("disclosure", "2024-06-03", (), ("15@2024-07-01",), {}, "2024-07-18"),
        ("correction", "2024-07-01", (), ("90@2024-07-25",), {"takes_long": True}, "2024-10-29"),
        ("correction", "2024-07-01", (), ("30@2024-07-25",), {"takes_long": False}, "2024-08-30"),
        (
            "disclosure",
            "2024-08-05",
            ("2024-08-09..2024-08-23",),
            ("20@2024-09-17",),
            {},
            "2024-10-08",
        ),
    ],
)
def test_an_extension_that_is_possible(
    kind: str, received: str, hosei: tuple[str, ...], extend: tuple[str, ...], form: Any, expected: str
) -> None:
    answer = due(office(), received, kind=kind, hosei=hosei, extend=extend, **form)
    assert (answer["due"], answer["refused"]) == (expected, [])


@pytest.mark.parametrize(
    ("kind", "received", "extend", "settings", "form", "rules", "stays"),
    [
        ("disclosure", "2024-06-03", ("31@2024-07-01",), {}, {}, ["sum"], "2024-07-03"),
        (
            "correction",
            "2024-07-01",
            ("45@2024-07-25",),
            {},
            {"takes_long": False},
            ["sum"],
            "2024-07-31",
        ),
        (
            "purpose_notice",
            "2024-07-01",
            ("45@2024-07-25",),
            {},
            {"takes_long": True},
            ["sum"],
            "2024-07-31",
        ),
        ("disclosure", "2024-06-03", ("20@2024-06-20", "10@2024-07-01"), {}, {}, ["times"], "2024-07-23"),
        (
            "disclosure",
            "2024-06-03",
            ("20@2024-06-20", "11@2024-07-01"),
            {"SET_06a": "2"},
            {},
            ["sum"],
            "2024-07-23",
        ),
        (
            "disclosure",
            "2024-06-03",
            ("20@2024-06-20", "11@2024-07-01"),
            {"SET_06a": "unlimited"},
            {},
            ["sum"],
            "2024-07-23",
        ),
        ("disclosure", "2024-06-03", ("15@2024-07-04",), {}, {}, ["record"], "2024-07-03"),
    ],
)
def test_a_refused_extension_changes_nothing(
    kind: str,
    received: str,
    extend: tuple[str, ...],
    settings: dict[str, Any],
    form: Any,
    rules: list[str],
    stays: str,
) -> None:
    answer = due(office(**settings), received, kind=kind, extend=extend, **form)
    assert refused(answer) == [f"extension.ordinary.{rule}" for rule in rules]
    assert answer["due"] == stays
    assert all(one["basis"] == "第20条第2項" and one["message"] for one in answer["refused"])


def test_two_extensions_where_the_office_reads_it_so() -> None:
    built = office(SET_06a="2")
    answer = due(built, "2024-06-03", extend=("20@2024-06-20", "10@2024-07-01"))
    assert (answer["due"], answer["refused"]) == ("2024-08-02", [])


def test_a_late_extension_is_possible_with_a_note_where_the_office_reads_it_so() -> None:
    built = office(SET_07="any")
    found = ask_due(
        built, "disclosure", day("2024-06-03"), [], extended("15@2024-07-04"), {}, day("2024-07-04")
    )
    assert (found["answer"]["due"], found["answer"]["refused"]) == ("2024-07-18", [])
    assert "注意" in found["derivation"][-1]["text"]


@pytest.mark.parametrize(
    ("form", "fields"),
    [
        ({"reason": "照会のため", "new_due": "2024-07-18"}, []),
        ({"reason": "照会のため", "new_due": "令和6年7月18日"}, []),
        ({"reason": "照会のため"}, []),
        ({"reason": ""}, ["/reason"]),
        ({"reason": "　"}, ["/reason"]),
        ({"new_due": "2024-07-18"}, ["/reason"]),
        ({"reason": "照会のため", "new_due": "2024-07-19"}, ["/new_due"]),
        ({"reason": "照会のため", "new_due": ""}, ["/new_due"]),
    ],
)
def test_reason_and_new_due_date_once_one_is_given(form: dict[str, Any], fields: list[str]) -> None:
    answer = due(office(), "2024-06-03", extend=("15@2024-07-01",), **form)
    assert [(one["rule"], one["field"]) for one in answer["refused"]] == [("form", f) for f in fields]
    assert answer["due"] == ("2024-07-03" if fields else "2024-07-18")


def test_the_due_fields_belong_to_the_last_extension_given() -> None:
    built = office(SET_06a="2")
    answer = due(
        built, "2024-06-03", extend=("20@2024-06-20", "10@2024-07-01"), reason="照会", new_due="2024-08-02"
    )
    assert (answer["due"], answer["refused"]) == ("2024-08-02", [])


def test_the_new_due_date_is_that_of_the_day_the_extension_was_decided() -> None:
    answer = due(
        office(),
        "2024-06-03",
        extend=("10@2024-06-28",),
        hosei=("2024-07-05..2024-07-08",),
        reason="照会",
        new_due="2024-07-13",
    )
    assert (answer["due"], answer["refused"]) == ("2024-07-16", [])


def test_no_extension_while_hosei_is_open() -> None:
    answer = due(office(), "2024-04-01", hosei=("2024-04-10..2024-04-20",), extend=("10@2024-04-15",))
    assert (answer["due"], refused(answer)) == ("2024-05-11", ["task.hosei"])


def test_zero_days_are_no_extension() -> None:
    answer = due(office(), "2024-06-03", extend=("0@2024-07-01",))
    assert [(o["rule"], o["field"]) for o in answer["refused"]] == [("form", "/days")]


def test_open_hosei_stops_the_clock() -> None:
    answer = due(office(), "2024-04-01", hosei=("2024-04-10..",), today="2024-06-30")
    assert answer == {
        "due": None,
        "label": "",
        "remaining_days": 21,
        "elapsed_days": 90,
        "overdue": False,
        "paused": True,
        "refused": [],
    }


def test_days_of_hosei_from_the_day_it_reached_the_person() -> None:
    built = office(SET_04="request_reached")
    answer = due(built, "2024-04-01", hosei=("2024-04-10..2024-04-20",), reached_on="2024-04-13")
    assert answer["due"] == "2024-05-08"


@pytest.mark.parametrize(("today", "left", "overdue"), [("2024-04-24", 7, False), ("2024-05-03", -2, True)])
def test_days_left_and_overdue(today: str, left: int, overdue: bool) -> None:
    answer = due(office(), "2024-04-01", today=today)
    assert (answer["remaining_days"], answer["overdue"]) == (left, overdue)


def test_without_a_number_of_days_nothing_is_invented() -> None:
    answer = due(office(AICHI), "2024-05-01", today="2024-06-30")
    assert answer == {
        "due": None,
        "label": "遅滞なく",
        "remaining_days": None,
        "elapsed_days": 60,
        "overdue": False,
        "paused": False,
        "refused": [],
    }


def test_without_a_number_of_days_nothing_is_extended() -> None:
    answer = due(office(AICHI), "2024-05-01", extend=("15@2024-05-10",), hosei=("2024-05-02..",))
    assert (answer["due"], refused(answer)) == (None, ["none_defined"])


def test_another_clock_by_name() -> None:
    answer = due(office(), "2024-04-01", hosei=("2024-04-10..",), clock="answer", answer_by="2024-04-30")
    assert answer["due"] == "2024-04-30"


def test_a_clock_that_has_not_started_says_so() -> None:
    found = ask_due(office(), "disclosure", day("2024-04-01"), [], [], {}, day("2024-04-01"), "answer")
    assert (found["answer"]["due"], found["answer"]["label"]) == (None, "")
    assert [one["text"] for one in found["derivation"]] == ["補正の期限: この求めでは始まりません"]


def test_business_days_of_an_invented_union() -> None:
    built = office("mihon_union")
    assert due(built, "2024-04-02")["due"] == "2024-04-25"
    assert due(built, "2024-04-02", kind="correction")["due"] == "2024-05-08"
    answer = due(built, "2024-04-02", extend=("8@2024-04-09",))
    assert refused(answer) == ["extension.ordinary.each"]
    answer = due(built, "2024-04-02", extend=("7@2024-04-09",), reason="照会", new_due="2024-05-09")
    assert (answer["due"], answer["refused"]) == ("2024-05-09", [])


def test_the_derivation_says_fact_rule_and_article() -> None:
    found = ask_due(
        office(), "disclosure", day("2024-06-03"), [], extended("15@2024-07-01"), {}, day("2024-06-03")
    )
    assert found["derivation"] == [
        {"date": "2024-06-03", "text": "受付", "basis": "第19条第1項", "result": "2024-06-03"},
        {"date": "2024-07-03", "text": "+30日(初日不算入)", "basis": "第20条第1項", "result": "2024-07-03"},
        {"date": "2024-07-01", "text": "延長 07-01 +15", "basis": "第20条第2項", "result": "2024-07-18"},
    ]


@pytest.mark.parametrize(
    ("kind", "clock", "near"), [("disclosur", "", "disclosure"), ("disclosure", "decisio", "decision")]
)
def test_unknown_names_give_the_nearest(kind: str, clock: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        due(office(), "2024-04-01", kind=kind, clock=clock)
    assert near in caught.value.ja and near in caught.value.en
    assert caught.value.exit == 2


@pytest.mark.parametrize(
    "told",
    [
        {"hosei": ("2024-04-20..2024-04-10",)},
        {"hosei": ("2024-03-20..2024-04-10",)},
        {"extend": ("10@2024-03-31",)},
        {"extend": ("10@2024-04-20",), "new_due": "2024-13-01"},
        {"extend": ("10@2024-04-20",), "takes_long": "perhaps"},
    ],
)
def test_what_no_case_could_have_is_unusable(told: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        due(office(), "2024-04-01", **told)
    assert (caught.value.code, caught.value.exit) == ("input", 1)
    assert caught.value.ja and caught.value.en


@given(
    received=st.dates(day("2000-01-01"), day("2100-01-01")),
    asked=st.integers(0, 60),
    lasted=st.integers(0, 60),
    days=st.integers(1, 60),
    decided=st.integers(0, 60),
)
def test_an_answer_is_plain_data_and_a_refusal_changes_nothing(
    received: Any, asked: int, lasted: int, days: int, decided: int
) -> None:
    pause = (received + timedelta(asked), received + timedelta(asked + lasted))
    decision = received + timedelta(decided)
    plain = ask_due(office(), "disclosure", received, [pause], [], {}, received)
    longer = ask_due(office(), "disclosure", received, [pause], [(days, decision)], {}, received)
    assert json.loads(json.dumps(longer)) == longer
    if longer["answer"]["refused"]:
        assert longer["answer"]["due"] == plain["answer"]["due"]
    else:
        moved = day(longer["answer"]["due"]) - day(plain["answer"]["due"])
        assert moved >= timedelta(days) and days <= 30
