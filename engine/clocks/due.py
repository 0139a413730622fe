"""The due date: base period, all extensions, the pauses in date order, and rolling at the very end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial

from engine.clocks import words
from engine.clocks.civil import Calendar, add_days, after, last_day, shift
from engine.clocks.pauses import Block, blocks, known_by, length, span
from engine.clocks.terms import Extension, Rolls, Step, Terms, Told
from engine.model.basics import Period, Text


@dataclass(frozen=True, slots=True)
class Run:
    """A clock with a number, computed: the date with extensions only, the date with pauses, and how."""

    extended: date
    unrolled: date
    paused: bool
    steps: tuple[Told, ...]


def first_counted(start: date, terms: Terms) -> date:
    """The first counted day (起算日, 民法140条)."""
    return add_days(start, 1) if terms.counting == "exclude_first" else start


def roll(d: date, rolls: Rolls, calendar: Calendar) -> date:
    """`d`, or the open day after or before it (民法142条, where the office has chosen so)."""
    if rolls == "none":
        return d
    step = 1 if rolls == "next_business_day" else -1
    while not calendar.is_open(d) and date.min < d < date.max:
        d = add_days(d, step)
    return d


def run(terms: Terms, now: date, calendar: Calendar) -> Run | None:
    """The clock as it stands on `now`; None if it has not started or has no number."""
    base = _base(terms, calendar)
    if base is None:
        return None
    d = base
    steps: list[Told] = [*opening(terms), partial(_base_step, terms, base)]
    for extension, n in _extended(terms, base, calendar):
        d = shift(d, n, terms.business, calendar)
        steps.append(partial(_extension_step, extension, n, d, terms))
    extended, paused = d, False
    for block in blocks(terms.pauses, terms.start, now):
        counts = block.first <= roll(d, terms.rolls, calendar)
        n = length(block, terms.business, calendar) if counts else 0
        paused = paused or (counts and block.open)
        d = shift(d, n, terms.business, calendar)
        steps.append(partial(_pause_step, block, n if counts else None, d, terms))
    if not paused and (due := roll(d, terms.rolls, calendar)) != d:
        steps.append(partial(_roll_step, d, due, terms, calendar))
    return Run(extended, d, paused, tuple(steps))


def extension_days(terms: Terms, calendar: Calendar) -> tuple[tuple[Extension, int], ...]:
    """Every extension in the order of decision, with its days in the clock's unit; empty without a number."""
    base = _base(terms, calendar)
    return () if base is None else _extended(terms, base, calendar)


def _extended(terms: Terms, base: date, calendar: Calendar) -> tuple[tuple[Extension, int], ...]:
    found: list[tuple[Extension, int]] = []
    for extension in sorted(terms.extensions, key=_order) if terms.extensions else ():
        before = shift(base, sum(n for _, n in found), terms.business, calendar)
        found.append((extension, _days(extension, before, terms, calendar)))
    return tuple(found)


def _days(extension: Extension, before: date, terms: Terms, calendar: Calendar) -> int:
    if extension.to is not None:
        # Measured before rolling, from the date as it stood when the extension was decided: what the letter
        # said stays true when an earlier pause is taken back.
        d = before
        then = known_by(terms.pauses, extension.decided)
        for block in blocks(then, terms.start, extension.decided):
            if block.first <= roll(d, terms.rolls, calendar):
                d = shift(d, length(block, terms.business, calendar), terms.business, calendar)
        return span(d, extension.to, terms.business, calendar)
    if isinstance(extension.days, Period):
        return _period_days(extension.days, before, terms.business, calendar)
    return max(extension.days or 0, 0)


def _period_days(p: Period, before: date, business: bool, calendar: Calendar) -> int:
    if business and p.unit == "business_day":
        return max(p.number, 0)
    return span(before, after(p, before, calendar), business, calendar)


def _base(terms: Terms, calendar: Calendar) -> date | None:
    if terms.until is not None:
        return terms.until
    if terms.start is None or terms.period is None:
        return None
    return last_day(first_counted(terms.start, terms), terms.period, calendar)


def _order(e: Extension) -> tuple[date, str, date, str, str]:
    return e.decided, e.sort, e.to or date.max, str(e.days), str(e.title)


def opening(terms: Terms) -> tuple[Told, ...]:
    """The first step: the starting event."""
    return () if terms.start is None else (partial(_start_step, terms, terms.start),)


def _start_step(terms: Terms, start: date) -> Step:
    text = words.label(terms.start_title, "起算の日", "start")
    return Step(start, text.ja, text.en, terms.start_basis, start, "start")


def _base_step(terms: Terms, base: date) -> Step:
    if terms.until is not None or terms.period is None:
        text = words.label(terms.until_title, "定めた日", "date set")
        at = base.isoformat()
        return Step(base, f"{text.ja} {at}", f"{text.en} {at}", terms.basis, base, "until")
    text = words.counted(terms.period, terms.counting)
    return Step(base, text.ja, text.en, terms.basis, base, "period", terms.period.number)


def _roll_step(d: date, due: date, terms: Terms, calendar: Calendar) -> Step:
    text = words.rolled(d, terms.rolls, calendar)
    return Step(d, text.ja, text.en, terms.basis, due, "roll")


def _extension_step(extension: Extension, n: int, d: date, terms: Terms) -> Step:
    title = words.label(extension.title, "延長", "extension")
    on = words.near(extension.decided, terms.start)
    text = words.added(Text(f"{title.ja} {on}", f"{title.en} {on}"), n, terms.business)
    return Step(extension.decided, text.ja, text.en, extension.basis or terms.basis, d, "extension", n)


def _pause_step(block: Block, n: int | None, d: date, terms: Terms) -> Step:
    title = words.together(block.titles)
    basis = "・".join(dict.fromkeys(filter(None, block.bases))) or terms.basis
    text = words.pause(title, block.first, None if block.open else block.last, terms.start)
    if n is None:
        late = Text(f"{text.ja}(期限の後のため加えない)", f"{text.en} (after the due date: not added)")
        return Step(block.first, late.ja, late.en, basis, d, "late_pause", 0)
    text = words.added(text, n, terms.business)
    return Step(block.first, text.ja, text.en, basis, None if block.open else d, "pause", n)
