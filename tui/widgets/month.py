"""A month as a grid, Monday first: closed days with their reason, and how many cases are due on each day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from tui.actions import key_name
from tui.cleaning import clean, cut, fit, width
from tui.house import house_of
from tui.theme import Palette, Token
from tui.waiting import MovesWithin

if TYPE_CHECKING:
    from engine.desk.calendar import Day

CELL: Final = 6  # cells a day takes; the last one parts it from the next
LINES: Final = 2  # lines a week takes


class Month(Widget, MovesWithin, can_focus=True):
    """The grid. Says `Moved` when the cursor is on another day, which may lie in another month."""

    DEFAULT_CSS = "Month { width: 44; height: 13; background: $bg; padding: 0 1; }"

    class Moved(Message):
        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.weeks: Sequence[Sequence[Day | None]] = ()
        self.cursor = date.min
        self.today = date.min
        self.heads: Sequence[str] = ()
        self.inks: Mapping[date, Token] = {}

    def show(
        self,
        weeks: Sequence[Sequence[Day | None]],
        cursor: date,
        today: date,
        heads: Sequence[str],
        inks: Mapping[date, Token],
    ) -> None:
        """Another month; `heads` name the weekdays, `inks` are the colours of days on which cases are due."""
        self.weeks, self.cursor, self.today, self.heads, self.inks = weeks, cursor, today, heads, inks
        self.refresh()

    def on_key(self, event: events.Key) -> None:
        steps = {"Up": -7, "k": -7, "Down": 7, "j": 7, "Left": -1, "Right": 1, "Home": None, "End": None}
        key = key_name(event.key, event.character)
        if key not in steps:
            return
        step = steps[key]
        if step is None:
            step = -self.cursor.weekday() if key == "Home" else 6 - self.cursor.weekday()
        self._move(self.cursor + timedelta(days=step))
        event.stop()
        event.prevent_default()

    def _move(self, day: date) -> None:
        self.cursor = day
        self.refresh()
        self.post_message(self.Moved(day))

    def on_click(self, event: events.Click) -> None:
        week, column = (event.y - 1) // LINES, (event.x - 1) // CELL
        if event.y >= 1 and 0 <= week < len(self.weeks) and 0 <= column < 7:
            day = self.weeks[week][column]
            if day is not None:
                self._move(day.day)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        palette = house_of(self).palette
        base = palette.style("ink", "bg")
        parts = [Segment(" ", base)]
        if y == 0:
            parts += [Segment(fit(head, CELL), palette.style("faint", "bg")) for head in self.heads]
        elif (y - 1) // LINES < len(self.weeks):
            for day in self.weeks[(y - 1) // LINES]:
                parts += self._cell(day, (y - 1) % LINES, palette)
        return Strip(parts).adjust_cell_length(self.size.width, base)

    def _cell(self, day: Day | None, line: int, palette: Palette) -> list[Segment]:
        if day is None:
            return [Segment(" " * CELL, palette.style("ink", "bg"))]
        here = day.day == self.cursor
        on: Token = "hi" if here else "bg"
        room = CELL - 1
        said, ink, bold = self._date(day, here) if line == 0 else self._under(day)
        return [
            Segment(fit(said, room), palette.style(ink, on, bold=bold)),
            Segment(" ", palette.style("ink", "bg")),
        ]

    def _date(self, day: Day, here: bool) -> tuple[str, Token, bool]:
        number = f"{day.day.day:>2}"
        mark = ">" if here else " "
        if day.day == self.today:
            return f"{mark}{number}{house_of(self).word('calendar.now')}", "accent", True
        closed: Token = "faint" if day.closed else "ink"
        return f"{mark}{number}", closed, here

    def _under(self, day: Day) -> tuple[str, Token, bool]:
        """The cases that are due, else why the office is closed (weekends say nothing)."""
        if day.rows:
            return house_of(self).word("calendar.due_count", count=len(day.rows)), self.inks[day.day], True
        name = clean(day.closed) if day.closed and day.day.weekday() < 5 else ""
        return f" {short(name, CELL - 2, house_of(self).word('calendar.shut'))}", "faint", False


def short(name: str, room: int, shut: str) -> str:
    """As much of a holiday's name as fits, without a mark: the whole stands beside the grid.

    A date or a word in Latin letters says something else when it is cut: `shut` stands for it.
    """
    if width(name) <= room:
        return name
    return shut if name[0].isascii() else cut(name, room + 2).removesuffix("..")
