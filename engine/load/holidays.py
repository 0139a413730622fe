"""National holidays of Japan (国民の祝日に関する法律), taken from the jpholiday package."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

# Whatever hangs on an equinox is a forecast with it: its substitute day, and the day squeezed in before it.
_EQUINOX = ("春分の日", "秋分の日", "国民の休日")


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday. `forecast`: it hangs on an equinox that has not been announced, so it may still move."""

    day: date
    name: str
    forecast: bool = False


def national_holidays(first_year: int, last_year: int, this_year: int) -> tuple[Holiday, ...]:
    """The holidays from 1 January of `first_year` to 31 December of `last_year`, in order.

    Equinoxes are announced in February for the year after; those beyond `this_year` + 1 are forecasts.
    """
    import jpholiday  # late: nothing on the first screen needs it

    found = jpholiday.between(date(first_year, 1, 1), date(last_year, 12, 31))
    return tuple(
        Holiday(day, name, day.year > this_year + 1 and name.startswith(_EQUINOX))
        for day, name in sorted(found)
    )


def closed_days(holidays: tuple[Holiday, ...]) -> dict[date, str]:
    """The holidays as an office calendar takes them: name by day."""
    return {holiday.day: holiday.name for holiday in holidays}
