"""National holidays of Japan (国民の祝日に関する法律), taken from the jpholiday package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from jpholiday import JPHoliday

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
    whole, ordinary = _sources()
    found = [
        (one.date, one.name) for one in ordinary.between(date(first_year, 1, 1), date(last_year, 12, 31))
    ]
    known = {day for day, _ in found}
    after = [day + timedelta(1) for day in known]
    while after:
        day = after.pop()
        if day.year <= last_year and day not in known and (more := whole.holidays(day)):
            known.add(day)
            found += [(day, one.name) for one in more]
            after.append(day + timedelta(1))
    return tuple(
        Holiday(day, name, day.year > this_year + 1 and name.startswith(_EQUINOX))
        for day, name in sorted(found)
    )


@cache
def _sources() -> tuple[JPHoliday, JPHoliday]:
    """Every holiday; and only those that stand for themselves.

    The others, 振替休日 and 国民の休日, follow upon a holiday, and to ask every day of a year for them takes ten
    times as long (a tenth of a second).
    """
    from jpholiday import JPHoliday  # late: nothing on the first screen needs it
    from jpholiday.checker.checker import NationalHolidayChecker, TransferHolidayChecker

    whole, ordinary = JPHoliday(), JPHoliday()
    for following in (NationalHolidayChecker, TransferHolidayChecker):
        ordinary.registry.unregister(following(ordinary.registry))
    return whole, ordinary


def closed_days(holidays: tuple[Holiday, ...]) -> dict[date, str]:
    """The holidays as an office calendar takes them: name by day."""
    return {holiday.day: holiday.name for holiday in holidays}


FIRST_YEAR: Final = 1948
LAST_YEAR: Final = 2149


@cache
def _year(year: int) -> Mapping[date, str]:
    # A year costs ten milliseconds, so only those that a clock really crosses are worked out.
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
