"""The days on which an office is closed: as its organisations have them, and days of its own that it adds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.wareki import weekday

if TYPE_CHECKING:
    from engine.clocks.calendar import OfficeCalendar
    from engine.desk.desk import Desk

DAYS: Final = ("calendar", "closed", "days")
_MONDAY: Final = date(2001, 1, 1).toordinal()


def closed_lines(calendar: OfficeCalendar, today: date, language: str = "ja") -> list[str]:
    """Its closed days in words: days of the week, spans of every year, named days of the coming year."""
    week = [weekday(date.fromordinal(_MONDAY + day), language) for day in sorted(calendar.closed_weekdays)]
    years = [f"{m}/{d}-{n}/{e}" for (m, d), (n, e) in calendar.closed_yearly]
    end = today.replace(year=today.year + 1, day=min(today.day, 28))
    # asked day by day: the holidays of a year are worked out when one of its days is asked for
    coming = (today + timedelta(days=n) for n in range((end - today).days))
    named = [day for day in coming if day in calendar.closed_days]
    said = [" ".join(week), *years, *(f"{day.isoformat()} {calendar.closed_days[day]}" for day in named)]
    return [one for one in said if one]


def close_days(desk: Desk, organisations: Iterable[str], days: Mapping[date, str]) -> None:
    """Add closed days to the office's own definitions, and publish these as a version. MadoguchiError.

    Nothing else is judged anew: a further closed day leaves every proof as it is, and what the rules leave open
    stays open, as it was when the office was made.
    """
    from engine.desk.workshop.publishing import put
    from engine.desk.workshop.workshop import Workshop

    for organisation in organisations if days else ():
        shop, name = Workshop(desk, organisation), f"{organisation}/organisation"
        for day, title in days.items():
            shop.set(name, (*DAYS, day.isoformat()), title)
        with desk.office.lock():
            put(desk, shop.library, organisation, {}, desk.ledger.version(organisation))


def close_days_in(folder: Path, member: str, password: str, days: Mapping[date, str]) -> None:
    """The same in the office of a folder, for all its organisations."""
    from engine.desk.desk import open_desk

    with open_desk(folder, member, password=password) as desk:
        close_days(desk, list(desk.ledger.organisations), days)
