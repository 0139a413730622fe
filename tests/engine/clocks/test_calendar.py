"""Closed days are data: weekdays, named days, yearly spans."""

from __future__ import annotations

from datetime import date

import pytest

from engine.clocks.calendar import OfficeCalendar

OFFICE = OfficeCalendar(
    frozenset({6}), {date(2026, 5, 9): "創立記念日"}, (((12, 29), (1, 3)), ((8, 13), (8, 15)))
)


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2026, 5, 9), "創立記念日"),
        (date(2026, 11, 22), "日曜日"),
        (date(2026, 12, 28), ""),
        (date(2026, 12, 29), "12/29〜1/3"),
        (date(2027, 1, 2), "12/29〜1/3"),
        (date(2027, 1, 4), ""),
        (date(2026, 8, 12), ""),
        (date(2026, 8, 15), "8/13〜8/15"),
    ],
)
def test_a_closed_day_says_why(day: date, why: str) -> None:
    assert OFFICE.why_closed(day) == why
    assert OFFICE.is_open(day) == (not why)


def test_in_english() -> None:
    assert OFFICE.why_closed(date(2026, 11, 22), "en") == "Sunday"


def test_an_office_that_never_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="week"):
        OfficeCalendar(frozenset(range(7)))
    with pytest.raises(ValueError, match="year"):
        OfficeCalendar(closed_yearly=(((1, 1), (12, 31)),))
