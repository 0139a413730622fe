"""What a clock says on a day, whether it may be extended, and how long a record is kept.

Pure: everything is computed from `Terms`, a day and a calendar; nothing is stored and no clock is read.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from typing import Final

from engine.clocks.civil import ALWAYS_OPEN, Calendar, add_days, last_day
from engine.clocks.due import Run, opening, roll, run
from engine.clocks.limits import Limits, extended_late, may_extend
from engine.clocks.pauses import ended_by
from engine.clocks.terms import (
    WITHOUT_DELAY,
    Counting,
    Extension,
    Pause,
    PauseCount,
    Reckoning,
    Rolls,
    Step,
    Terms,
)
from engine.clocks.words import derivation_line
from engine.model.basics import Period

_JAPAN: Final = timezone(timedelta(hours=9))


def reckon(terms: Terms, today: date, calendar: Calendar = ALWAYS_OPEN) -> Reckoning:
    """The due date, the days left and elapsed, and the derivation, as they stand on `today`.

    From the day the clock was stopped everything stands still; a pause open on that day ends on it.
    """
    stopped = terms.stopped_on is not None and terms.stopped_on <= today
    now = today
    if stopped and terms.stopped_on is not None:
        now = terms.stopped_on
        terms = _at_stop(terms, now)
    elapsed = None if terms.start is None else (now - terms.start).days
    found = run(terms, now, calendar)
    if found is None:
        return _without_number(terms, elapsed)
    if found.paused:
        left = (found.unrolled - now).days
        return Reckoning(None, None, left, elapsed, True, False, False, "", found.steps)
    return _with_due(terms, found, now, elapsed, stopped, calendar)


def _with_due(
    terms: Terms, found: Run, now: date, elapsed: int | None, stopped: bool, calendar: Calendar
) -> Reckoning:
    due = roll(found.unrolled, terms.rolls, calendar)
    overdue = now > due and not terms.soft
    return Reckoning(
        due=due,
        rolled_from=found.unrolled if due != found.unrolled else None,
        left=(due - now).days,
        elapsed=elapsed,
        paused=False,
        overdue=overdue,
        late=overdue and stopped,
        label="",
        steps=found.steps,
    )


def _without_number(terms: Terms, elapsed: int | None) -> Reckoning:
    silent = terms.period is None and terms.until is None and not terms.awaits_date
    label = WITHOUT_DELAY if silent else ""
    return Reckoning(None, None, None, elapsed, False, False, False, label, opening(terms))


def _at_stop(terms: Terms, stop: date) -> Terms:
    return replace(
        terms,
        pauses=ended_by(terms.pauses, stop),
        extensions=tuple(e for e in terms.extensions if e.decided <= stop),
    )


def retain(
    start: date, period: Period, counting: Counting = "exclude_first", calendar: Calendar = ALWAYS_OPEN
) -> tuple[date, date]:
    """How long a record is kept: (the last day it is kept through, the first day it may be disposed of)."""
    kisan = add_days(start, 1) if counting == "exclude_first" else start
    keep_through = last_day(kisan, period, calendar)
    return keep_through, add_days(keep_through, 1)


def day_in_japan(moment: date | datetime) -> date:
    """The day of a moment in Japan, without its hour; a plain date stays. ValueError without a time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone to fall on a day")
    return moment.astimezone(_JAPAN).date()


__all__ = [
    "WITHOUT_DELAY",
    "Terms",
    "Pause",
    "PauseCount",
    "Extension",
    "Counting",
    "Rolls",
    "Reckoning",
    "Step",
    "reckon",
    "derivation_line",
    "Limits",
    "may_extend",
    "extended_late",
    "retain",
    "day_in_japan",
]
