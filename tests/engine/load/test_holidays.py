"""National holidays, held against a second source."""

from __future__ import annotations

from datetime import date

import holidays

from engine.load.holidays import Holiday, closed_days, national_holidays


def test_two_sources_agree_on_1990_to_2050() -> None:
    other = holidays.country_holidays("JP", years=range(1990, 2051))
    assert set(closed_days(national_holidays(1990, 2050, 2026))) == set(other)


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
