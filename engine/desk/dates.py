"""Dates as they are typed, and what they were understood as."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from engine.clocks.civil import Calendar
from engine.wareki import DateError, format_wareki, parse_date, short_wareki, weekday


@dataclass(frozen=True, slots=True)
class Reading:
    """What a typed date was understood as. `day` is None if it is none: then `ja` and `en` say why.

    `suggestion` is what may have been meant (`R8.11.22`).
    """

    day: date | None
    ja: str = ""
    en: str = ""
    suggestion: str = ""


def read_day(text: str, today: date, calendar: Calendar) -> Reading:
    """The day that was typed: in words of the calendar, days from today, and whether the office is closed then."""
    try:
        day = parse_date(text, today)
    except DateError as no:
        return Reading(None, no.ja, no.en, no.suggestion)
    away = (day - today).days
    ja = "今日" if away == 0 else f"{-away:,}日前" if away < 0 else f"{away:,}日先"
    en = "today" if away == 0 else f"{-away:,} days ago" if away < 0 else f"in {away:,} days"
    closed = not calendar.is_open(day)
    return Reading(
        day,
        f"{format_wareki(day)}({weekday(day)}) {ja}{' 休業日' if closed else ''}",
        f"{day.isoformat()} {weekday(day, 'en')} {en}{', closed' if closed else ''}",
    )


def days_of_month(year: int, month: int) -> list[list[date | None]]:
    """The weeks of a month, Monday first; None outside it."""
    from calendar import Calendar as Weeks

    return [
        [day if day.month == month else None for day in week]
        for week in Weeks(0).monthdatescalendar(year, month)
    ]


def spelled(day: date, language: str = "ja") -> str:
    """`令和8年11月26日(木)`, or the ISO date with its weekday."""
    if language == "en":
        return f"{day.isoformat()} {weekday(day, 'en')}"
    return f"{format_wareki(day)}({weekday(day)})"


__all__ = ["Reading", "days_of_month", "read_day", "short_wareki", "spelled"]
