"""The days of any clock of a case, for its ruler, and the word for what is left of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from engine.desk.standing import Span, _days_off

if TYPE_CHECKING:
    from engine.facts import CaseFacts
    from engine.model.workflow import Clock


def span_of_clock(facts: CaseFacts, clock: Clock, today: date) -> Span | None:
    """The days of one clock, or None where it does not exist or has not started.

    One that was answered stands still: `today` is then the day of the answer.
    """
    from engine.facts import terms_of

    found = facts.clock(clock.id)
    if found is None:
        return None
    reckoning, terms = found[1], terms_of(facts, clock)
    if terms.start is None:
        return None
    stopped = terms.stopped_on is not None and terms.stopped_on <= today
    now = terms.stopped_on if stopped and terms.stopped_on else today
    return Span(
        start=terms.start,
        today=now,
        due=reckoning.due,
        pauses=tuple(_days_off([(p.start, p.end, p.count) for p in terms.pauses], now)),
        left=reckoning.left,
        elapsed=reckoning.elapsed,
        paused=reckoning.paused,
        overdue=reckoning.overdue,
        stopped=stopped,
    )


def days_words(span: Span, soft: bool, language: str) -> str:
    """あと 3日, 4日超過, 停止中 残り21日, 12日目; nothing for a clock that was answered."""
    english = language == "en"
    if span.stopped:
        return ""
    if span.paused:
        return f"paused, {span.left} left" if english else f"停止中 残り{span.left}日"
    if span.due is None or span.left is None:
        return f"day {span.elapsed}" if english else f"{span.elapsed}日目"
    if span.left < 0 and soft:
        return f"{-span.left} past the target" if english else f"目安を{-span.left}日過ぎた"
    if span.left < 0:
        return f"{-span.left} over" if english else f"{-span.left}日超過"
    return f"{span.left} left" if english else f"あと{span.left}日"
