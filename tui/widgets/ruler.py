"""The days of a period in one line: `---========-------|.#`."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rich.text import Text

from tui.theme import Palette, Token

if TYPE_CHECKING:
    from engine.desk import Span

USED: Final = "-"
NOT_COUNTED: Final = "="
TODAY: Final = "|"
LEFT: Final = "."
DUE: Final = "#"
_INK: Final[dict[str, Token]] = {
    USED: "muted",
    NOT_COUNTED: "pause",
    TODAY: "accent",
    LEFT: "muted",
    DUE: "soon",
}


def scale(span: Span, room: int) -> int:
    """How many days one character stands for, so that the period fits `room` cells."""
    days = (_last(span) - span.start).days + 1
    return -(-days // max(room, 1))


def marks(span: Span, room: int) -> str:
    """The ruler in at most `room` characters; a character that stands for several days shows the gravest."""
    per = scale(span, room)
    days = (_last(span) - span.start).days + 1
    found = []
    for first in range(0, days, per):
        group = [_mark(span, span.start + timedelta(days=n)) for n in range(first, min(first + per, days))]
        found.append(next(m for m in (TODAY, DUE, NOT_COUNTED, USED, LEFT) if m in group))
    return "".join(found)


def ruler(span: Span, room: int, palette: Palette, on: Token) -> Text:
    """The ruler in colours."""
    text = Text(style=palette.style("muted", on))
    for mark in marks(span, room):
        ink = "over" if mark == DUE and span.overdue else _INK[mark]
        text.append(mark, palette.style(ink, on, bold=mark in (TODAY, DUE)))
    return text


def _last(span: Span) -> date:
    return max(span.due or span.today, span.today)


def _mark(span: Span, day: date) -> str:
    if day == span.today:
        return TODAY
    if day == span.due:
        return DUE
    if any(first <= day <= last for first, last in span.pauses):
        return NOT_COUNTED
    return USED if day < span.today else LEFT
