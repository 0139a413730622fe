"""The acceptance lines about dates, with every value of the settings they depend on."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from engine.clocks.calendar import OfficeCalendar
from engine.clocks.reckon import (
    WITHOUT_DELAY,
    Extension,
    Limits,
    Pause,
    Terms,
    derivation_line,
    extended_late,
    may_extend,
    reckon,
    retain,
)
from engine.load.holidays import closed_days, national_holidays
from engine.model.basics import Period, Text

OFFICE = OfficeCalendar(
    closed_weekdays=frozenset({5, 6}),
    closed_days=closed_days(national_holidays(2022, 2026, 2024)),
    closed_yearly=(((12, 29), (1, 3)),),
)
LATER = date(2026, 1, 5)


def d(text: str) -> date:
    return date.fromisoformat(text)


def pause(first: str, last: str | None = None, count: Any = "diff") -> Pause:
    return Pause(d(first), None if last is None else d(last), count, Text("補正", "correction"))


def filed(day: str, *pauses: Pause, **more: Any) -> Terms:
    title = Text("受付", "received")
    return Terms(d(day), Period(30, "day"), pauses=pauses, start_title=title, **more)


def extended(days: int, on: str) -> Extension:
    return Extension("ordinary", d(on), days)


def due(terms: Terms, **changes: Any) -> str:
    return str(reckon(replace(terms, **changes), LATER, OFFICE).due)


ROLL = {"rolls": "next_business_day"}
FIRST = {"counting": "include_first"}


@pytest.mark.parametrize(
    ("filed_on", "pauses", "changes", "expected"),
    [
        pytest.param("2024-04-01", [], {}, "2024-05-01", id="A-01"),
        pytest.param("2024-04-01", [], FIRST, "2024-04-30", id="A-01 first day counted"),
        pytest.param("2024-04-01", [], ROLL, "2024-05-01", id="A-01 rolled"),
        pytest.param("2024-04-01", [("2024-04-10", "2024-04-20")], {}, "2024-05-11", id="A-02"),
        pytest.param("2024-04-01", [("2024-04-10", "2024-04-20")], FIRST, "2024-05-10", id="A-02 first day"),
        pytest.param("2024-04-01", [("2024-04-10", "2024-04-20")], ROLL, "2024-05-13", id="A-02 rolled"),
        pytest.param(
            "2024-04-01", [("2024-04-10", "2024-04-20", "inclusive")], {}, "2024-05-12", id="A-02 +1"
        ),
        pytest.param(
            "2024-04-01", [("2024-04-10", "2024-04-20", "exclusive")], {}, "2024-05-10", id="A-02 -1"
        ),
        pytest.param("2024-02-15", [], {}, "2024-03-16", id="A-03"),
        pytest.param("2024-02-15", [], FIRST, "2024-03-15", id="A-03 first day counted"),
        pytest.param("2024-02-15", [], ROLL, "2024-03-18", id="A-03 rolled"),
        pytest.param("2023-02-15", [], {}, "2023-03-17", id="A-04"),
        pytest.param("2023-02-15", [], ROLL, "2023-03-17", id="A-04 rolled"),
        pytest.param(
            "2024-06-03",
            [("2024-06-10", "2024-06-14"), ("2024-06-20", "2024-06-28")],
            {},
            "2024-07-15",
            id="A-05",
        ),
        pytest.param(
            "2024-06-03",
            [("2024-06-10", "2024-06-14"), ("2024-06-20", "2024-06-28")],
            ROLL,
            "2024-07-16",
            id="A-05 rolled",
        ),
        pytest.param("2024-12-02", [], {}, "2025-01-01", id="A-12"),
        pytest.param("2024-12-02", [], ROLL, "2025-01-06", id="A-12 rolled"),
        pytest.param("2024-08-05", [("2024-08-09", "2024-08-23")], {}, "2024-09-18", id="A-13"),
        pytest.param("2024-04-01", [("2024-04-10", "2024-06-30")], {}, "2024-07-21", id="A-16 answered"),
    ],
)
def test_due_date(
    filed_on: str, pauses: list[tuple[Any, ...]], changes: dict[str, Any], expected: str
) -> None:
    assert due(filed(filed_on, *(pause(*p) for p in pauses)), **changes) == expected


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        pytest.param(filed("2024-06-03", extensions=(extended(15, "2024-07-01"),)), "2024-07-18", id="A-06"),
        pytest.param(filed("2024-07-01", extensions=(extended(90, "2024-07-25"),)), "2024-10-29", id="A-08"),
        pytest.param(filed("2024-07-01", extensions=(extended(30, "2024-07-25"),)), "2024-08-30", id="A-09"),
        pytest.param(
            filed("2024-08-05", pause("2024-08-09", "2024-08-23"), extensions=(extended(20, "2024-09-17"),)),
            "2024-10-08",
            id="A-13",
        ),
    ],
)
def test_extended_due_date(terms: Terms, expected: str) -> None:
    assert due(terms) == expected


ONCE_30 = Limits(times=1, sum=30)


@pytest.mark.parametrize(
    ("filed_on", "earlier", "days", "on", "limits", "exceeded"),
    [
        pytest.param("2024-06-03", [], 15, "2024-07-01", ONCE_30, [], id="A-06"),
        pytest.param("2024-06-03", [], 31, "2024-07-01", ONCE_30, ["sum"], id="A-07"),
        pytest.param("2024-07-01", [], 90, "2024-07-25", Limits(times=1), [], id="A-08 no sum"),
        pytest.param("2024-07-01", [], 45, "2024-07-25", ONCE_30, ["sum"], id="A-09"),
        pytest.param("2024-07-01", [], 30, "2024-07-25", ONCE_30, [], id="A-09 30 days"),
        pytest.param("2024-07-01", [], 45, "2024-07-25", ONCE_30, ["sum"], id="A-10"),
        pytest.param("2024-06-03", [20], 10, "2024-07-02", ONCE_30, ["times"], id="A-11 once"),
        pytest.param("2024-06-03", [20], 10, "2024-07-02", Limits(2, sum=30), [], id="A-11 twice"),
        pytest.param("2024-06-03", [20], 11, "2024-07-02", ONCE_30, ["times", "sum"], id="A-11 31 once"),
        pytest.param("2024-06-03", [20], 11, "2024-07-02", Limits(2, sum=30), ["sum"], id="A-11 31 twice"),
        pytest.param("2024-06-03", [20], 11, "2024-07-02", Limits(sum=30), ["sum"], id="A-11 31 unlimited"),
        pytest.param("2024-06-03", [], 15, "2024-07-03", ONCE_30, [], id="A-14 on the last day"),
        pytest.param("2024-06-03", [], 15, "2024-07-04", ONCE_30, ["record"], id="A-14"),
        pytest.param("2024-06-03", [], 15, "2024-07-04", Limits(1, sum=30, record="any"), [], id="A-14 any"),
        pytest.param("2024-06-03", [], 21, "2024-07-01", Limits(each=20), ["each"], id="each"),
        pytest.param("2024-06-03", [], 20, "2024-07-01", Limits(cap=Period(50, "day")), [], id="cap"),
        pytest.param(
            "2024-06-03", [], 21, "2024-07-01", Limits(cap=Period(50, "day")), ["cap"], id="over cap"
        ),
    ],
)
def test_extension_limits(
    filed_on: str, earlier: list[int], days: int, on: str, limits: Limits, exceeded: list[str]
) -> None:
    terms = filed(filed_on, extensions=tuple(extended(n, "2024-07-01") for n in earlier))
    assert may_extend(terms, limits, days, d(on), OFFICE, sort="ordinary") == exceeded


def test_limits_never_include_pauses_and_are_kept_per_sort() -> None:
    terms = filed("2024-06-03", pause("2024-06-10", "2024-06-20"), extensions=(extended(20, "2024-07-01"),))
    cap = Limits(times=1, sum=20, cap=Period(70, "day"))
    assert may_extend(terms, cap, 20, d("2024-07-02"), OFFICE, sort="further") == []
    assert may_extend(terms, cap, 21, d("2024-07-02"), OFFICE, sort="further") == ["sum", "cap"]
    assert may_extend(terms, cap, 1, d("2024-07-02"), OFFICE, sort="ordinary") == ["times", "sum"]


def test_a_late_extension_is_known_so_that_it_can_be_a_warning() -> None:
    """A-14 with every value of the setting."""
    terms = filed("2024-06-03")
    assert extended_late(terms, d("2024-07-04"))
    assert not extended_late(terms, d("2024-07-03"))
    # Rolled to Monday, the last day to extend is that Monday.
    rolled = filed("2024-02-15", rolls="next_business_day")
    assert not extended_late(rolled, d("2024-03-18"), OFFICE)
    assert extended_late(rolled, d("2024-03-19"), OFFICE)
    # Nothing runs out while it is paused.
    assert not extended_late(filed("2024-06-03", pause("2024-06-10")), d("2024-09-01"))


def test_an_extension_to_a_date() -> None:
    terms = filed("2024-06-03", pause("2024-06-10", "2024-06-20"))
    assert may_extend(terms, Limits(each=7), None, d("2024-07-01"), OFFICE, to=d("2024-07-20")) == []
    assert may_extend(terms, Limits(each=7), None, d("2024-07-01"), OFFICE, to=d("2024-07-21")) == ["each"]
    letter = (Extension("further", d("2024-07-01"), to=d("2024-07-20")),)
    assert due(terms, extensions=letter) == "2024-07-20"
    assert due(terms, extensions=letter, pauses=()) == "2024-07-20"
    assert due(terms, extensions=(Extension("further", d("2024-07-01"), to=d("2024-07-05")),)) == "2024-07-13"


def test_an_extension_by_a_month_follows_the_calendar() -> None:
    month = (Extension("further", d("2024-07-01"), Period(1, "month")),)
    assert due(filed("2024-06-03"), extensions=month) == "2024-08-03"


def test_while_paused_no_date_is_shown_and_the_days_left_stand_still() -> None:
    """A-16."""
    terms = filed("2024-04-01", pause("2024-04-10"))
    found = reckon(terms, d("2024-06-30"), OFFICE)
    assert (found.due, found.left, found.paused, found.overdue) == (None, 21, True, False)
    assert found.elapsed == 90
    assert (
        derivation_line(found) == "2024-04-01 受付 → +30日(初日不算入) → 補正 04-10〜 +81 → 停止中(残り21日)"
    )


def test_completion_as_filing_date() -> None:
    """SET-16: the start is the caller's date; days before it never run, so they are not given back either."""
    assert due(filed("2024-04-20", pause("2024-04-10", "2024-04-20"))) == "2024-05-20"


def test_a_pause_that_begins_after_the_due_date_changes_nothing() -> None:
    found = reckon(filed("2024-04-01", pause("2024-05-02")), d("2024-05-10"), OFFICE)
    assert (str(found.due), found.left, found.paused, found.overdue) == ("2024-05-01", -9, False, True)
    assert "期限の後のため加えない" in derivation_line(found)
    on_the_day = reckon(filed("2024-04-01", pause("2024-05-01")), d("2024-05-10"), OFFICE)
    assert (on_the_day.paused, on_the_day.left) == (True, 0)


def test_an_inclusive_pause_on_an_uncounted_starting_day_gives_both_ends() -> None:
    assert due(filed("2024-04-01", pause("2024-04-01", "2024-04-01", "inclusive"))) == "2024-05-02"


@pytest.mark.parametrize("received", ["2024-05-01"])
def test_without_a_number_no_date_is_invented(received: str) -> None:
    """A-17, A-18."""
    found = reckon(Terms(d(received), start_title=Text("受付", "received")), d("2025-05-01"), OFFICE)
    assert (found.due, found.left, found.overdue, found.elapsed) == (None, None, False, 365)
    assert found.label == WITHOUT_DELAY
    assert derivation_line(found) == "2024-05-01 受付 → 遅滞なく(経過365日)"
    assert derivation_line(found, "en") == "2024-05-01 received → without delay (365 days elapsed)"


def test_a_clock_that_has_not_started_or_waits_for_its_date_says_nothing() -> None:
    for terms in (Terms(period=Period(30, "day")), Terms(awaits_date=True)):
        found = reckon(terms, LATER, OFFICE)
        assert (found.due, found.elapsed, found.label, found.derivation) == (None, None, "", ())


def test_a_fixed_date_can_be_extended_and_rolled() -> None:
    terms = Terms(d("2024-04-01"), until=d("2024-04-27"), until_title=Text("答える日", "answer by"))
    assert due(terms) == "2024-04-27"
    assert due(terms, rolls="previous_business_day") == "2024-04-26"
    assert due(terms, rolls="next_business_day", extensions=(extended(2, "2024-04-20"),)) == "2024-04-30"


def test_answered_late_and_in_time() -> None:
    in_time = reckon(filed("2024-04-01", stopped_on=d("2024-05-01")), LATER, OFFICE)
    assert (in_time.late, in_time.overdue, in_time.left, in_time.elapsed) == (False, False, 0, 30)
    late = reckon(filed("2024-04-01", stopped_on=d("2024-05-03")), LATER, OFFICE)
    assert (late.late, late.overdue, late.left) == (True, True, -2)
    target = reckon(filed("2024-04-01", stopped_on=d("2024-05-03"), soft=True), LATER, OFFICE)
    assert (target.late, target.overdue) == (False, False)
    before = reckon(filed("2024-04-01", stopped_on=d("2024-05-03")), d("2024-05-02"), OFFICE)
    assert (before.late, before.overdue) == (False, True)


def test_after_the_answer_everything_stands_still() -> None:
    paused = filed("2024-04-01", pause("2024-04-10"), stopped_on=d("2024-04-15"))
    found = reckon(paused, LATER, OFFICE)
    assert (str(found.due), found.paused, found.left) == ("2024-05-06", False, 21)
    later = filed("2024-04-01", pause("2024-04-20", "2024-04-30"), stopped_on=d("2024-04-15"))
    assert str(reckon(later, LATER, OFFICE).due) == "2024-05-01"


def test_the_derivation_on_one_line() -> None:
    terms = filed("2024-04-01", pause("2024-04-10", "2024-04-20"), basis="規程の条")
    found = reckon(terms, d("2024-04-22"), OFFICE)
    assert derivation_line(found) == (
        "2024-04-01 受付 → +30日(初日不算入) → 補正 04-10〜04-20 +10 → 2024-05-11"
    )
    assert derivation_line(found, "en") == (
        "2024-04-01 received → +30 days (first day not counted) → correction 04-10–04-20 +10 → 2024-05-11"
    )
    rolled = reckon(replace(terms, rolls="next_business_day"), d("2024-04-22"), OFFICE)
    assert derivation_line(rolled).endswith("+10 → 休み(土曜日)のため次の開庁日 → 2024-05-13")
    assert {step.basis for step in found.derivation[1:]} == {"規程の条"}


@pytest.mark.parametrize(
    ("start", "period", "counting", "keep", "dispose"),
    [
        pytest.param("2024-05-01", "10 year", "exclude_first", "2034-05-01", "2034-05-02", id="A-54"),
        pytest.param(
            "2024-05-01", "10 year", "include_first", "2034-04-30", "2034-05-01", id="A-54 day itself"
        ),
        pytest.param(
            "2025-03-31", "10 year", "exclude_first", "2035-03-31", "2035-04-01", id="A-54 fiscal year"
        ),
        pytest.param("2022-02-28", "10 year", "exclude_first", "2032-02-29", "2032-03-01", id="A-55"),
        pytest.param("2024-04-01", "1 year", "include_first", "2025-03-31", "2025-04-01", id="A-56"),
        pytest.param("2024-06-15", "3 year", "include_first", "2027-06-14", "2027-06-15", id="A-57"),
        pytest.param("2024-09-30", "3 year", "exclude_first", "2027-09-30", "2027-10-01", id="A-58"),
    ],
)
def test_retention(start: str, period: str, counting: Any, keep: str, dispose: str) -> None:
    number, unit = period.split()
    found = retain(d(start), Period(int(number), unit), counting)  # type: ignore[arg-type]
    assert found == (d(keep), d(dispose))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({**FIRST, "period": Period(60, "day")}, "2024-08-01", id="A-62 day of knowing counted"),
        pytest.param({"period": Period(60, "day")}, "2024-08-02", id="A-62 civil code"),
        pytest.param({**FIRST, "period": Period(30, "day")}, "2024-07-02", id="A-62 other case"),
    ],
)
def test_report_of_an_incident(changes: dict[str, Any], expected: str) -> None:
    assert due(filed("2024-06-03"), **changes) == expected
