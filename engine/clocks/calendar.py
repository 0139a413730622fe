"""The days on which an office is closed, as data: weekdays, named days, and spans that return every year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from engine.clocks.civil import add_days

MonthDay = tuple[int, int]

_WEEKDAYS: Final = {
    "ja": ("月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """When an office is closed.

    `closed_weekdays`: 0 is Monday, 6 Sunday. `closed_days`: national holidays and days the office declared,
    each with its name. `closed_yearly`: spans of (month, day) to (month, day), both included; it may cross
    the new year. ValueError if no day of the week, or no day of the year, is left open.
    """

    closed_weekdays: frozenset[int] = frozenset()
    closed_days: Mapping[date, str] = field(default_factory=lambda: MappingProxyType({}), hash=False)
    closed_yearly: tuple[tuple[MonthDay, MonthDay], ...] = ()

    def __post_init__(self) -> None:
        if self.closed_weekdays >= frozenset(range(7)):
            raise ValueError("every day of the week is closed")
        leap_year = date(2000, 1, 1)  # has all 366 days a year may have
        if all(self._yearly(add_days(leap_year, n)) for n in range(366)):
            raise ValueError("every day of the year is closed")

    def is_open(self, day: date) -> bool:
        return (
            day.weekday() not in self.closed_weekdays
            and day not in self.closed_days
            and not (self.closed_yearly and self._yearly(day))
        )

    def why_closed(self, day: date, language: str = "ja") -> str:
        """The name of the holiday, the yearly span (`12/29〜1/3`) or the weekday; empty if it is open."""
        if day in self.closed_days:
            return self.closed_days[day]
        if span := self._yearly(day):
            (m1, d1), (m2, d2) = span
            return f"{m1}/{d1}{'–' if language == 'en' else '〜'}{m2}/{d2}"
        if day.weekday() in self.closed_weekdays:
            return _WEEKDAYS["en" if language == "en" else "ja"][day.weekday()]
        return ""

    def _yearly(self, day: date) -> tuple[MonthDay, MonthDay] | None:
        here = (day.month, day.day)
        for first, last in self.closed_yearly:
            inside = first <= here <= last if first <= last else here >= first or here <= last
            if inside:
                return first, last
        return None
