"""A slow second opinion: walks the calendar one day at a time and marks what runs and what stands still.

Written from the rule in words. A day of the period either counts or stands still. The first day counts or
not; in a clock of open days a closed day never counts. While a pause lasts, its days stand still: of 04-10 to
04-20 all but the first (`diff`), all (`inclusive`), all but both ends (`exclusive`). A clock that has used
its last day is not over while a pause begun by then has days left that stand still. It is over only on an
open day, if it rolls. It shares nothing with the engine but the data classes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.clocks.civil import Calendar
from engine.clocks.terms import Pause, Terms
from engine.model.basics import Period

DAY = timedelta(days=1)


def days_from(d: date) -> Iterator[date]:
    while True:
        yield d
        d += DAY


def counted_days(first: date, period: Period) -> int:
    """How many counting days the period holds, if nothing stands still."""
    if period.unit in ("day", "business_day"):
        return period.number
    if period.unit == "week":
        return sum(7 for _ in range(period.number))
    months = period.number if period.unit == "month" else sum(12 for _ in range(period.number))
    return _days_of_months(first, months)


def _days_of_months(first: date, months: int) -> int:
    """Walk: a month is over the day before the same number comes again, or with the month that lacks it."""
    passed = 0
    for days, day in enumerate(days_from(first)):
        if day.day == 1 and day != first:
            passed += 1
        if passed == months and day.day == first.day:
            return days
        if passed == months and (day + DAY).day == 1:
            return days + 1
    raise AssertionError


def pause_days(pause: Pause, start: date, today: date) -> set[date]:
    end = today if pause.end is None else pause.end
    found: set[date] = set()
    day = pause.start
    while day <= end:
        if day >= start:
            found.add(day)
        day += DAY
    return found


def together(pauses: tuple[Pause, ...], start: date, today: date) -> list[set[date]]:
    """The days of all pauses, as groups that have no day in common."""
    groups: list[set[date]] = []
    for pause in pauses:
        days = pause_days(pause, start, today)
        if not days:
            continue
        for group in [g for g in groups if g & days]:
            groups.remove(group)
            days |= group
        groups.append(days)
    return sorted(groups, key=min)


def standing(group: set[date], count: str) -> set[date]:
    """The days of a pause that stand still."""
    if count == "inclusive":
        return set(group)
    if count == "diff":
        return group - {min(group)}
    return group - {min(group), max(group)}


def due_date(terms: Terms, today: date, calendar: Calendar, extension: int = 0) -> date:
    """The due date of a clock with a period whose pauses are all counted alike.

    A pause gives its days only if the clock was not over when it began, as the clock stood without it.
    """
    assert terms.start is not None
    given: list[set[date]] = []
    for group in together(terms.pauses, terms.start, today):
        if min(group) > rolled(walk(terms, given, calendar, extension), terms.rolls, calendar):
            break
        given.append(group)
    return rolled(walk(terms, given, calendar, extension), terms.rolls, calendar)


def walk(terms: Terms, groups: list[set[date]], calendar: Calendar, extension: int) -> date:
    """The last day, before rolling, if all these pauses give their days."""
    assert terms.start is not None and terms.period is not None
    business = terms.period.unit == "business_day"
    first = terms.start + DAY if terms.counting == "exclude_first" else terms.start
    remaining = counted_days(first, terms.period) + extension
    count = terms.pauses[0].count if terms.pauses else "diff"
    waiting = [(min(g), standing(g, count)) for g in groups]

    for day in days_from(first):
        countable = calendar.is_open(day) or not business
        still = [days for begun, days in waiting if begun <= day]
        if countable and not any(day in days for days in still):
            remaining -= 1
        if remaining > 0 or any(_more_to_come(days, day, business, calendar) for days in still):
            continue
        while remaining == 0 and (later := [w for w in waiting if w[0] > day]):
            # It began on a closed day, or the open day, to which the end had rolled: its days are added.
            remaining += sum(calendar.is_open(d) or not business for d in later[0][1])
            waiting.remove(later[0])
        if remaining == 0:
            return day
    raise AssertionError


def _more_to_come(still: set[date], day: date, business: bool, calendar: Calendar) -> bool:
    return any(d > day and (calendar.is_open(d) or not business) for d in still)


def rolled(day: date, rolls: str, calendar: Calendar) -> date:
    while rolls != "none" and not calendar.is_open(day):
        day += DAY if rolls == "next_business_day" else -DAY
    return day
