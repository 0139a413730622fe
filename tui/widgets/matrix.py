"""A table of few rows and columns whose cells are texts: one cell is under the cursor, arrows go in both directions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import key_name
from tui.cleaning import clean, width, wrap
from tui.house import house_of
from tui.theme import Token
from tui.waiting import MovesWithin

HEAD = 18  # cells of the titles at the left, at most
GAP = 2


class MatrixGrid(ScrollView, MovesWithin, can_focus=True):
    """The table. Says `Chosen` when a cell is opened; the arrows at its edges do nothing."""

    DEFAULT_CSS = "MatrixGrid { background: $bg; height: 1fr; }"

    class Chosen(Message):
        """A cell is opened: its row and column, from 0."""

        def __init__(self, row: int, column: int) -> None:
            super().__init__()
            self.row, self.column = row, column

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows: Sequence[str] = ()
        self.columns: Sequence[str] = ()
        self.texts: Sequence[Sequence[str]] = ()
        self.at = (0, 0)
        self._lines: list[tuple[int, tuple[str, ...]]] = []
        self._spread: tuple[int, ...] = ()

    def show(self, rows: Sequence[str], columns: Sequence[str], texts: Sequence[Sequence[str]]) -> None:
        """Other contents; the cursor stays where it is, if that is still there."""
        self.rows, self.columns, self.texts = rows, columns, texts
        self.at = (min(self.at[0], max(len(rows) - 1, 0)), min(self.at[1], max(len(columns) - 1, 0)))
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(self.scrollable_content_region.width, 20)
        head = min(max([width(clean(one)) for one in self.rows], default=0), HEAD, room // 3)
        count = max(len(self.columns), 1)
        self._spread = (head, *[max((room - head - GAP) // count - GAP, 4)] * count)
        self._lines = list(self._written())
        self.virtual_size = Size(max(self.size.width - 1, 0), len(self._lines))
        self._keep_in_sight()
        self.refresh()

    def _written(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """Lines of words for each column, with the row they belong to; -1 for the titles."""
        yield from ((-1, line) for line in self._wrapped(("", *self.columns)))
        for n, title in enumerate(self.rows):
            yield from ((n, line) for line in self._wrapped((title, *self.texts[n])))
            yield n, ("",) * (len(self.columns) + 1)

    def _wrapped(self, texts: Sequence[str]) -> Iterator[tuple[str, ...]]:
        parts = [wrap(clean(text), room) or [""] for text, room in zip(texts, self._spread, strict=True)]
        for n in range(max(len(lines) for lines in parts)):
            yield tuple(lines[n] if n < len(lines) else "" for lines in parts)

    def on_resize(self) -> None:
        self._lay_out()

    # --- moving

    def on_key(self, event: events.Key) -> None:
        steps = {"Up": (-1, 0), "Down": (1, 0), "Left": (0, -1), "Right": (0, 1), "k": (-1, 0), "j": (1, 0)}
        key = key_name(event.key, event.character)
        if key not in steps or not self.rows:
            return
        event.stop()
        event.prevent_default()
        down, across = steps[key]
        row = min(max(self.at[0] + down, 0), len(self.rows) - 1)
        self.go(row, min(max(self.at[1] + across, 0), len(self.columns) - 1))

    def go(self, row: int, column: int) -> None:
        """Put the cursor on a cell."""
        self.at = (row, column)
        self._keep_in_sight()
        self.refresh()

    def _keep_in_sight(self) -> None:
        own = [n for n, (row, _) in enumerate(self._lines) if row == self.at[0]]
        if own and self.size.height:
            top, seen = round(self.scroll_y), self.size.height
            first = 0 if self.at[0] == 0 else own[0]
            if first < top or own[-1] >= top + seen:
                self.scroll_to(
                    y=max(min(first, own[-1] - seen + 1), 0) if first >= top else first, animate=False
                )

    def on_click(self, event: events.Click) -> None:
        at, x = event.y + round(self.scroll_y), event.x
        row = self._lines[at][0] if 0 <= at < len(self._lines) else -1
        starts = [sum(self._spread[:n]) + GAP * n for n in range(1, len(self._spread))]
        column = sum(x >= start for start in starts) - 1
        if row < 0 or column < 0:
            return
        if (row, column) == self.at:
            self.post_message(self.Chosen(row, column))
        self.go(row, column)

    # --- drawing

    def render_line(self, y: int) -> Strip:
        palette, at = house_of(self).palette, y + round(self.scroll_y)
        blank = palette.style("ink", "bg")
        if not 0 <= at < len(self._lines):
            return Strip.blank(self.size.width, blank)
        row, words = self._lines[at]
        first = at == 0 or self._lines[at - 1][0] != row
        parts: list[Segment] = []
        for n, (text, room) in enumerate(zip(words, self._spread, strict=True)):
            here = row >= 0 and (row, n - 1) == self.at
            on: Token = "hi" if here and self.has_focus else "bg"
            ink: Token = "accent" if row < 0 else "muted" if n == 0 else "ink"
            mark = (">" if here and first else " ") if n else ""
            mark_ink: Token = "accent" if self.has_focus else "faint"
            parts.append(Segment(mark, palette.style(mark_ink, on, bold=True)))
            fill = " " * max(room - width(text), 0)
            parts.append(Segment(text + fill, palette.style(ink, on, bold=row < 0)))
            parts.append(Segment(" " * (GAP - 1 if n else GAP), blank))
        return Strip(parts).adjust_cell_length(self.size.width, blank)
