"""Date rules against days counted one by one."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.model.basics import MISSING, Value
from tests.engine.rules.office import Weekdays, case, day_by_day, rule, value

dates = st.dates(date(1990, 1, 1), date(2090, 12, 31))
numbers = st.integers(0, 60)
DAY = timedelta(days=1)


def moved(text: str, start: date, **more: Value) -> date:
    result = value(text, event__receive=start, **more)
    assert isinstance(result, date)
    return result


@given(dates, numbers)
def test_days_and_weeks_are_counted_one_by_one(start: date, n: int) -> None:
    assert moved(f"{n} days after received", start) == day_by_day(start, n)
    assert moved(f"{n} weeks after received", start) == day_by_day(start, 7 * n)
    assert moved(f"{n} days before received", day_by_day(start, n)) == start


@given(dates, numbers, st.sampled_from(["day", "week", "month", "year", "business_day"]))
def test_after_is_from_the_day_after(start: date, n: int, unit: str) -> None:
    facts = {"org__calendar": Weekdays()}
    after = case(event__receive=start, today=start + DAY)
    after["org.calendar"] = facts["org__calendar"]  # type: ignore[assignment]
    assert rule(f"{n} {unit}s after received = {n} {unit}s from today").run(after) is True


@given(dates, st.integers(1, 24), st.sampled_from(["day", "week", "month", "year"]))
def test_before_is_the_earliest_day_that_reaches(end: date, n: int, unit: str) -> None:
    start = moved(f"{n} {unit}s before received", end)
    assert moved(f"{n} {unit}s after received", start) >= end
    assert moved(f"{n} {unit}s after received", start - DAY) < end


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 month after 2025-08-31", date(2025, 9, 30)),
        ("1 month from 2024-01-31", date(2024, 2, 29)),
        ("10 years after 2022-02-28", date(2032, 2, 29)),
        ("1 day after 1 month after 2025-08-31", date(2025, 10, 1)),
        ("30 days before 2026-05-01", date(2026, 4, 1)),
    ],
)
def test_the_civil_code(text: str, expected: date) -> None:
    assert value(text) == expected


@given(dates, st.integers(1, 20))
def test_business_days_are_open_days(start: date, n: int) -> None:
    facts = case(event__receive=start)
    facts["org.calendar"] = Weekdays()  # type: ignore[assignment]
    day, left = start, n
    while left:
        day += DAY
        left -= day.weekday() < 5
    assert rule(f"{n} business_days after received").run(facts) == day


def test_business_days_without_a_calendar_are_missing() -> None:
    assert value("5 business_days after received", event__receive=date(2026, 4, 1)) is MISSING


@given(dates, dates)
def test_months_are_full_months(start: date, end: date) -> None:
    n = value("months(received, today)", event__receive=start, today=end)
    assert isinstance(n, int)
    first, last = min(start, end), max(start, end)
    assert moved(f"{abs(n)} months after received", first) <= last
    assert moved(f"{abs(n) + 1} months after received", first) > last
    assert n >= 0 if start <= end else n <= 0


@given(dates, dates)
def test_days_between(start: date, end: date) -> None:
    assert (
        value("days(received, today)", event__receive=start, today=end) == end.toordinal() - start.toordinal()
    )


@given(dates)
def test_the_fiscal_year_runs_from_april_to_march(day: date) -> None:
    start, end = moved("fiscal_year_start(received)", day), moved("fiscal_year_end(received)", day)
    assert start <= day <= end
    assert (start.month, start.day, end.month, end.day) == (4, 1, 3, 31)
    assert end.year == start.year + 1


@given(dates)
def test_the_end_of_a_month_is_followed_by_a_first(day: date) -> None:
    end = moved("end_of_month(received)", day)
    assert (end + DAY).day == 1
    assert (end.year, end.month) == (day.year, day.month)


def test_older_than_thirty_days_before_receipt() -> None:
    text = "application.sent_on < 30 days before received"
    received = date(2026, 5, 1)
    assert value(text, application__sent_on=date(2026, 4, 1), event__receive=received) is False
    assert value(text, application__sent_on=date(2026, 3, 31), event__receive=received) is True


def test_the_ends_of_time_do_not_raise() -> None:
    assert value("9999 years after 9999-12-31") == date.max
    assert value("9999 years before 0001-01-01") == date.min
