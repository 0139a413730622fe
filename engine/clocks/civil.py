"""Periods as the civil code counts them (民法138–143条): pure functions on whole days.

民法140条: a period in days, weeks, months or years does not count its first day, unless it begins at
0:00; the first day that counts is called `kisan` (起算日) here. 民法141条: it ends with the end of its last
day. 民法143条: weeks, months and years follow the calendar; a period ends on the day before the one that
answers to `kisan` in the last week, month or year, and where a month has no such day, on its last day.

Dates before year 1 or after year 9999 do not exist here: a result beyond is the nearest date that exists.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Protocol

from engine.model.basics import Period


class Calendar(Protocol):
    """Says on which days an office is open."""

    def is_open(self, day: date) -> bool: ...


class _AlwaysOpen:
    __slots__ = ()

    def is_open(self, day: date) -> bool:  # noqa: ARG002 (every day is the same)
        return True


ALWAYS_OPEN: Calendar = _AlwaysOpen()


def add_days(d: date, n: int) -> date:
    """`d` moved by `n` calendar days (`n` may be negative)."""
    return date.fromordinal(min(max(d.toordinal() + n, 1), date.max.toordinal()))


def shift(d: date, n: int, business: bool = False, calendar: Calendar = ALWAYS_OPEN) -> date:
    """`d ⊕ n`: `d` moved by `n` calendar days or, if `business`, to the n-th open day after it.

    A negative `n` moves back.
    """
    if not business:
        return add_days(d, n)
    step, left = (1, n) if n > 0 else (-1, -n)
    end = date.max if n > 0 else date.min
    while left and d != end:
        d = add_days(d, step)
        left -= calendar.is_open(d)
    return d


def last_day(kisan: date, period: Period, calendar: Calendar = ALWAYS_OPEN) -> date:
    """The last day of `period` whose first counted day is `kisan`.

    A period of 0 ends the day before `kisan`. `calendar` matters to business days only: there it is the n-th
    open day on or after `kisan`.
    """
    n = period.number
    match period.unit:
        case "day":
            return add_days(kisan, n - 1)
        case "week":
            return add_days(kisan, 7 * n - 1)
        case "business_day":
            return shift(add_days(kisan, -1), n, True, calendar)
        case "month":
            return _last_day_of_months(kisan, n)
        case "year":
            return _last_day_of_months(kisan, 12 * n)


def _last_day_of_months(kisan: date, months: int) -> date:
    # 民法143条2項: the day before the answering day; ただし書: without such a day, the last day of the month.
    year, month = divmod(kisan.year * 12 + kisan.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        return date.max if months > 0 else date.min
    length = monthrange(year, month + 1)[1]
    if kisan.day > length:
        return date(year, month + 1, length)
    return add_days(date(year, month + 1, kisan.day), -1)


def after(period: Period, d: date, calendar: Calendar = ALWAYS_OPEN) -> date:
    """The last day of `period` counted without `d` itself (民法140条本文, 初日不算入)."""
    return last_day(add_days(d, 1), period, calendar)


def from_(period: Period, d: date, calendar: Calendar = ALWAYS_OPEN) -> date:
    """The last day of `period` with `d` as its first day (起算して; 民法140条ただし書)."""
    return last_day(d, period, calendar)


def before(period: Period, d: date, calendar: Calendar = ALWAYS_OPEN) -> date:
    """The earliest day from which `period` reaches `d`: the earliest x with `after(period, x) >= d`."""
    x = _about(period, d, calendar)
    # The guess is near; `after` never decreases, so walking to the edge is exact.
    while x > date.min and after(period, x, calendar) >= d:
        x = add_days(x, -1)
    while x < date.max and after(period, x, calendar) < d:
        x = add_days(x, 1)
    return x


def _about(period: Period, d: date, calendar: Calendar) -> date:
    n = period.number
    match period.unit:
        case "day":
            return add_days(d, -n)
        case "week":
            return add_days(d, -7 * n)
        case "business_day":
            return shift(d, -n, True, calendar)
        case "month":
            return _last_day_of_months(d, -n)
        case "year":
            return _last_day_of_months(d, -12 * n)


def months_between(a: date, b: date) -> int:
    """How many full civil months lie between `a` and `b`, `a` not counted; negative if `b` is earlier.

    The largest n with `after(n months, a) <= b`: 2023-01-31 to 2023-02-28 is one month.
    """
    if b < a:
        return -months_between(b, a)
    n = (b.year - a.year) * 12 + b.month - a.month + 1
    while after(Period(n, "month"), a) > b:
        n -= 1
    return n


def end_of_month(d: date) -> date:
    """The last day of the month of `d`."""
    return d.replace(day=monthrange(d.year, d.month)[1])


def fiscal_year_start(d: date) -> date:
    """1 April of the fiscal year that holds `d`."""
    return date(fiscal_year(d), 4, 1)


def fiscal_year_end(d: date) -> date:
    """31 March that ends the fiscal year that holds `d`."""
    return date(min(fiscal_year(d) + 1, date.max.year), 3, 31)


def fiscal_year(d: date) -> int:
    """The calendar year in which the fiscal year (April to March) of `d` began."""
    return d.year if d.month >= 4 else max(d.year - 1, date.min.year)
