"""National holidays of Japan (国民の祝日に関する法律), taken from the jpholiday package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

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


FIRST_YEAR: Final = 1948
LAST_YEAR: Final = 2149


@cache
def _year(year: int) -> Mapping[date, str]:
    # A year costs tens of milliseconds, so only those that a clock really crosses are worked out.
    return closed_days(national_holidays(year, year, year))


class NationalHolidays(Mapping[date, str]):
    """Every national holiday with its name, each year worked out when it is first asked for."""

    def __getitem__(self, day: date) -> str:
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise KeyError(day)
        return _year(day.year)[day]

    def __iter__(self) -> Iterator[date]:
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            yield from _year(year)

    def __len__(self) -> int:
        return sum(len(_year(year)) for year in range(FIRST_YEAR, LAST_YEAR + 1))

    def __contains__(self, day: object) -> bool:
        return isinstance(day, date) and FIRST_YEAR <= day.year <= LAST_YEAR and day in _year(day.year)
