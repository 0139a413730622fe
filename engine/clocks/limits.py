"""Whether a clock may be extended once more: the limits of one sort. They never include pauses."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from engine.clocks.civil import ALWAYS_OPEN, Calendar, last_day, shift
from engine.clocks.due import extension_days, first_counted, roll, run
from engine.clocks.terms import Extension, Terms
from engine.model.basics import Period


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of one sort; None is no limit.

    `times`: how often; `each`: days of one; `sum`: days of all; `cap`: the whole period with its extensions,
    counted from the start; `record`: by when it must be recorded.
    """

    times: int | None = None
    each: int | None = None
    sum: int | None = None
    cap: Period | None = None
    record: Literal["before_expiry", "any"] = "before_expiry"


def may_extend(
    terms: Terms,
    limits: Limits,
    days: Period | int | None,
    today: date,
    calendar: Calendar = ALWAYS_OPEN,
    *,
    sort: str = "",
    to: date | None = None,
) -> list[str]:
    """The limits that one more extension of `sort`, decided on `today`, would exceed; empty if it is allowed.

    Ids: `times`, `each`, `sum`, `cap`, `record`, in this order. `to` in place of `days` extends to a date.
    Count and sum are of the same sort, the cap is on all sorts together; a clock without a number knows only
    `times`.
    """
    asked = Extension(sort, today, days, to)
    earlier = [n for e, n in extension_days(terms, calendar) if e.sort == sort]
    times = sum(e.sort == sort for e in terms.extensions)
    new = _days_of(terms, asked, calendar)
    exceeded = {
        "times": limits.times is not None and times >= limits.times,
        "each": limits.each is not None and new > limits.each,
        "sum": limits.sum is not None and sum(earlier) + new > limits.sum,
        "cap": _beyond_cap(terms, limits, new, calendar),
        "record": limits.record != "any" and extended_late(terms, today, calendar),
    }
    return [limit for limit, is_exceeded in exceeded.items() if is_exceeded]


def extended_late(terms: Terms, today: date, calendar: Calendar = ALWAYS_OPEN) -> bool:
    """Whether `today` is after the due date as it stood then; where `record` is `any` this is a warning.

    Never while paused, nor for a clock without a due date.
    """
    then = replace(terms, extensions=tuple(e for e in terms.extensions if e.decided <= today))
    found = run(then, today, calendar)
    return found is not None and not found.paused and today > roll(found.unrolled, terms.rolls, calendar)


def _days_of(terms: Terms, asked: Extension, calendar: Calendar) -> int:
    together = replace(terms, extensions=(*terms.extensions, asked))
    return next((n for e, n in extension_days(together, calendar) if e is asked), 0)


def _beyond_cap(terms: Terms, limits: Limits, new: int, calendar: Calendar) -> bool:
    # Without a start there is nothing to count the cap from.
    if limits.cap is None or terms.start is None:
        return False
    found = run(terms, terms.start, calendar)
    if found is None:
        return False
    end = last_day(first_counted(terms.start, terms), limits.cap, calendar)
    return shift(found.extended, new, terms.business, calendar) > end
