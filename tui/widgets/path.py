"""The drawn path of a case: its steps in a line, dates beneath, and what hung on a step below that.

ASCII alone joins the steps. More than fit: passed ones fold into one, the present one and the end stay.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from rich.style import Style
from rich.text import Text

from tui.cleaning import clean, cut, width
from tui.labels import word
from tui.theme import Palette, Token

if TYPE_CHECKING:
    from engine.desk import Side, Stop

JOINTS: Final = (" --- ", " -- ", " - ")


@dataclass(frozen=True, slots=True)
class Box:
    """A step as it is drawn: its name, what stands beneath, how it is lit."""

    label: str
    under: str
    how: str
    stop: Stop | None = None


def day_mark(iso: str) -> str:
    """`11-26`."""
    return iso[5:]


def path_lines(stops: Sequence[Stop], room: int, palette: Palette, on: Token, language: str) -> list[Text]:
    """The path in lines of at most `room` cells: steps, dates, and one line for each thing that hung there."""
    boxes = [_box(stop, palette, language) for stop in stops]
    joint, kept = _fold(boxes, room, language)
    names, under = Text(style=palette.style("faint", on)), Text(style=palette.style("muted", on))
    starts: dict[str, int] = {}
    for n, box in enumerate(kept):
        if n:
            names.append(joint, palette.style("faint", on))
        start = width(names.plain)
        if box.stop is not None:
            starts[box.stop.id] = start
        under.append(" " * (start - width(under.plain)))
        names.append(box.label, _style(box, palette, on))
        shown = cut(box.under, max(width(box.label) + len(joint) - 1, 5))
        under.append(shown, palette.style("accent" if box.how == "now" else "muted", on))
    found = [names]
    if under.plain.strip():
        found.append(under)
    for box in kept:
        for side in box.stop.sides if box.stop else ():
            found.append(_side(side, starts[box.stop.id] if box.stop else 0, room, palette, on, language))
    for line in found:
        line.truncate(room)
    return found


def _box(stop: Stop, palette: Palette, language: str) -> Box:
    label = clean(stop.title)
    if stop.how == "now":
        label = f"[{label}]" if palette.plain else f" {label} "
    under = day_mark(stop.entered) if stop.how in ("done", "now") and stop.entered else ""
    if stop.how == "now" and not under:
        under = word("desk.now", language)
    return Box(label, under, stop.how, stop)


def _style(box: Box, palette: Palette, on: Token) -> Style:
    if box.how == "now":
        return palette.chip("accent")
    return palette.style("ok" if box.how == "done" else "muted" if box.how == "next" else "faint", on)


def _fold(boxes: list[Box], room: int, language: str) -> tuple[str, list[Box]]:
    """The widest joint with which the steps fit; else passed steps folded, then coming ones, the end kept."""
    for joint in JOINTS:
        if _length(boxes, joint) <= room:
            return joint, boxes
    joint, kept = JOINTS[-1], list(boxes)
    here = next((n for n, b in enumerate(kept) if b.how == "now"), len(kept) - 1)
    for drop in range(1, here):
        folded = Box(f"{word('desk.done', language)} {drop + 1}", "", "done")
        kept = [folded, *boxes[drop + 1 :]]
        if _length(kept, joint) <= room:
            return joint, kept
    while _length(kept, joint) > room:
        now = next((n for n, b in enumerate(kept) if b.how == "now"), 0)
        if len(kept) - now <= 3:
            break
        rest = [b for b in kept[now + 2 : -1] if b.label != ".."]
        kept = [*kept[: now + 2], *rest[:-1], Box("..", "", "next"), kept[-1]]
        if not rest:
            break
    return joint, kept


def _length(boxes: Sequence[Box], joint: str) -> int:
    return sum(width(b.label) for b in boxes) + len(joint) * (len(boxes) - 1)


def _side(side: Side, start: int, room: int, palette: Palette, on: Token, language: str) -> Text:
    title = clean(side.title)
    span = f"{day_mark(side.opened)}..{day_mark(side.ended) if side.ended else ''}"
    days = ""
    if side.ended:
        took = (date.fromisoformat(side.ended) - date.fromisoformat(side.opened)).days
        days = f" ({word('path.days', language, days=took)})"
    said = f"{title} {clean(side.state_title)} {span}{days}"
    start = max(min(start, room - 3 - width(said)), 0)
    line = Text(" " * start + "+- ", style=palette.style("faint", on))
    line.append(
        cut(said, max(room - start - 3, 0)), palette.style("pause" if not side.ended else "muted", on)
    )
    return line
