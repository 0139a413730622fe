"""The closed days of an office in words."""

from datetime import date

from engine.clocks.calendar import OfficeCalendar
from engine.desk.closing import closed_lines
from engine.load.holidays import NationalHolidays, _year


def test_named_days_are_those_of_the_coming_year_and_no_other_year_is_worked_out() -> None:
    """Two hundred years of holidays take half a minute: a page that lists one year must not wait for them."""
    _year.cache_clear()
    calendar = OfficeCalendar(frozenset((5, 6)), NationalHolidays(), (((12, 29), (1, 3)),))
    said = closed_lines(calendar, date(2026, 11, 24))
    assert said[:3] == ["土 日", "12/29-1/3", "2027-01-01 元日"]
    assert said[-1] == "2027-11-23 勤労感謝の日"
    assert _year.cache_info().misses == 2
