"""National holidays, held against a second source."""

from __future__ import annotations

from datetime import date

import holidays
import jpholiday
import pytest

from engine.load.holidays import Holiday, closed_days, national_holidays


def test_two_sources_agree_on_1990_to_2050() -> None:
    other = holidays.country_holidays("JP", years=range(1990, 2051))
    assert set(closed_days(national_holidays(1990, 2050, 2026))) == set(other)


@pytest.mark.parametrize("year", [1948, 1973, 1988, 2009, 2019, 2032, 2147])
def test_to_ask_only_the_days_that_may_be_leaves_none_out(year: int) -> None:
    """Substitute days, days squeezed in, the five days after a Sunday in May, and years of exceptions."""
    every = sorted((day, name) for day, name in jpholiday.between(date(year, 1, 1), date(year, 12, 31)))
    assert [(one.day, one.name) for one in national_holidays(year, year, year)] == every


def test_names_and_order() -> None:
    found = national_holidays(2024, 2024, 2026)
    assert found[0] == Holiday(date(2024, 1, 1), "元日")
    assert Holiday(date(2024, 7, 15), "海の日") in found
    assert [h.day for h in found] == sorted(h.day for h in found)


def test_equinoxes_beyond_next_year_are_forecasts() -> None:
    forecast = {h.day for h in national_holidays(2026, 2032, 2026) if h.forecast}
    assert date(2027, 3, 21) not in forecast and date(2027, 9, 23) not in forecast
    assert date(2028, 3, 20) in forecast and date(2028, 9, 22) in forecast
    assert date(2032, 9, 21) in forecast  # a holiday only because the equinox falls on the 22nd
    assert date(2028, 1, 1) not in forecast


def test_no_years_no_holidays() -> None:
    assert national_holidays(2026, 2025, 2026) == ()
