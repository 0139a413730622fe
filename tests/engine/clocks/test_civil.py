"""民法138–143条, by example and against the walk day by day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.clocks.calendar import OfficeCalendar
from engine.clocks.civil import (
    after,
    before,
    end_of_month,
    fiscal_year_end,
    fiscal_year_start,
    from_,
    last_day,
    months_between,
    shift,
)
from engine.clocks.reckon import day_in_japan
from engine.model.basics import Period, Unit
from tests.engine.clocks import oracle
from tests.engine.clocks.strategies import dates


def d(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("number", "unit", "start", "expected"),
    [
        (30, "day", "2024-04-01", "2024-05-01"),
        (2, "week", "2024-04-01", "2024-04-15"),
        (1, "month", "2023-08-31", "2023-09-30"),
        (1, "month", "2023-01-31", "2023-02-28"),
        (1, "month", "2024-02-29", "2024-03-31"),
        (1, "month", "2023-02-28", "2023-03-31"),
        (1, "month", "2023-12-31", "2024-01-31"),
        (10, "year", "2022-02-28", "2032-02-29"),
        (1, "year", "2024-02-28", "2025-02-28"),
        (0, "day", "2024-04-01", "2024-04-01"),
        (0, "month", "2024-04-01", "2024-04-01"),
        (0, "business_day", "2024-04-06", "2024-04-06"),
        (5, "business_day", "2024-04-05", "2024-04-12"),
    ],
)
def test_after(number: int, unit: Unit, start: str, expected: str) -> None:
    weekends = OfficeCalendar(frozenset({5, 6}))
    assert after(Period(number, unit), d(start), weekends) == d(expected)


def test_from_counts_the_day_itself() -> None:
    assert from_(Period(1, "month"), d("2024-01-31")) == d("2024-02-29")
    assert from_(Period(30, "day"), d("2024-04-01")) == d("2024-04-30")
    assert from_(Period(1, "year"), d("2024-02-29")) == d("2025-02-28")


def test_before() -> None:
    assert before(Period(30, "day"), d("2024-05-31")) == d("2024-05-01")
    assert before(Period(1, "month"), d("2023-03-29")) == d("2023-02-28")
    assert before(Period(1, "business_day"), d("2024-04-06"), OfficeCalendar(frozenset({5, 6}))) == d(
        "2024-04-05"
    )


@given(dates, st.integers(1, 40), st.sampled_from(["week", "month"]))
def test_the_last_day_is_where_the_walk_ends(first: date, number: int, unit: Unit) -> None:
    period = Period(number, unit)
    assert last_day(first, period) == first + timedelta(days=oracle.counted_days(first, period) - 1)


@given(dates, dates)
def test_months_between_are_full_months(a: date, b: date) -> None:
    n = months_between(a, b)
    if a <= b:
        assert after(Period(n, "month"), a) <= b < after(Period(n + 1, "month"), a)
    else:
        assert n == -months_between(b, a)


@given(dates, st.integers(-400, 400), st.booleans())
def test_shift_goes_there_and_back(day: date, n: int, business: bool) -> None:
    weekends = OfficeCalendar(frozenset({5, 6}))
    there = shift(day, n, business, weekends)
    assert (there > day) == (n > 0) and (there < day) == (n < 0)
    if weekends.is_open(day) or not business:
        assert shift(there, -n, business, weekends) == day


def test_the_fiscal_year() -> None:
    assert (fiscal_year_start(d("2025-03-31")), fiscal_year_end(d("2025-03-31"))) == (
        d("2024-04-01"),
        d("2025-03-31"),
    )
    assert (fiscal_year_start(d("2025-04-01")), fiscal_year_end(d("2025-04-01"))) == (
        d("2025-04-01"),
        d("2026-03-31"),
    )
    assert end_of_month(d("2024-02-10")) == d("2024-02-29")


@pytest.mark.parametrize("unit", ["day", "week", "month", "year", "business_day"])
def test_beyond_the_calendar_is_its_last_or_first_day(unit: Unit) -> None:
    assert after(Period(400_000_000, unit), d("9990-01-01")) == date.max
    assert before(Period(400_000_000, unit), d("0010-01-01")) == date.min


def test_a_day_in_japan_begins_nine_hours_earlier() -> None:
    assert day_in_japan(datetime(2026, 11, 22, 15, 0, tzinfo=UTC)) == d("2026-11-23")
    assert day_in_japan(datetime(2026, 11, 22, 14, 59, tzinfo=UTC)) == d("2026-11-22")
    assert day_in_japan(d("2026-11-22")) == d("2026-11-22")
    with pytest.raises(ValueError, match="time zone"):
        day_in_japan(datetime(2026, 11, 22, 15, 0))
