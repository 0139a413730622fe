"""Pauses made ready for counting: cut at the start, merged where they share a day, measured."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from engine.clocks import words
from engine.clocks.civil import Calendar, add_days
from engine.clocks.terms import Pause, PauseCount
from engine.model.basics import Text

# Where pauses that are counted differently share a day, the longest way of counting wins, so that a further
# pause never makes a date earlier.
_MORE: Final[dict[PauseCount, int]] = {"exclusive": 0, "diff": 1, "inclusive": 2}


@dataclass(frozen=True, slots=True)
class Block:
    """One or more pauses that share days: from `first` to `last`, both as dates of the pause."""

    first: date
    last: date
    open: bool
    count: PauseCount
    titles: tuple[Text, ...]
    bases: tuple[str, ...]


def known_by(pauses: Iterable[Pause], day: date) -> tuple[Pause, ...]:
    """The pauses as they stood on `day`: later ones gone, those that lasted longer still open."""
    return tuple(
        replace(p, end=None) if p.end is not None and p.end > day else p for p in pauses if p.start <= day
    )


def ended_by(pauses: Iterable[Pause], day: date) -> tuple[Pause, ...]:
    """The pauses cut off at `day`."""
    return tuple(replace(p, end=day) if p.end is None else p for p in known_by(pauses, day))


def blocks(pauses: Iterable[Pause], start: date | None, now: date) -> tuple[Block, ...]:
    """The pauses cut at `start`, merged where they share a day, in date order; an open one reaches `now`."""
    found: list[Block] = []
    for p in sorted(pauses, key=_order):
        first = p.start if start is None else max(p.start, start)
        last = now if p.end is None else p.end
        if last < p.start or last < first:
            continue  # over before the clock started, or not begun yet
        title = words.label(p.title, "停止", "pause")
        block = Block(first, last, p.end is None, p.count, (title,), (p.basis,))
        # Nothing ends a pause that is still open: whatever begins later shares its days.
        if found and (found[-1].open or first <= found[-1].last):
            found[-1] = _merged(found[-1], block, now)
        else:
            found.append(block)
    return tuple(found)


def length(block: Block, business: bool, calendar: Calendar) -> int:
    """By how many days a block moves the date; in a business-day clock, open days."""
    if not business:
        diff = (block.last - block.first).days
        return {"diff": diff, "inclusive": diff + 1, "exclusive": max(diff - 1, 0)}[block.count]
    first = block.first if block.count == "inclusive" else add_days(block.first, 1)
    last = add_days(block.last, -1) if block.count == "exclusive" else block.last
    return span(add_days(first, -1), last, True, calendar)


def span(a: date, b: date, business: bool, calendar: Calendar) -> int:
    """The days after `a` up to `b`, or only the open ones; 0 if `b` is not later."""
    days = max((b - a).days, 0)
    if not business:
        return days
    return sum(calendar.is_open(add_days(a, n)) for n in range(1, days + 1))


def _order(p: Pause) -> tuple[date, date, str, str, str]:
    return p.start, p.end or date.max, p.count, str(p.title), p.basis


def _merged(a: Block, b: Block, now: date) -> Block:
    still_open = a.open or b.open
    return Block(
        a.first,
        now if still_open else max(a.last, b.last),
        still_open,
        max(a.count, b.count, key=_MORE.__getitem__),
        (*a.titles, *b.titles),
        (*a.bases, *b.bases),
    )
