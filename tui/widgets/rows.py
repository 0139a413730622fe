"""A list of rows in columns that line up by cell width, under headings. Draws only what is seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import key_name
from tui.cleaning import clean, cut, fit, width, wrap
from tui.house import house_of
from tui.theme import Palette, Token
from tui.waiting import MovesWithin
from tui.width import table

GUTTER: Final = 2  # cells at the left: the cursor and a space; marks stand there too
GAP: Final = 2
WIDEST_GAP: Final = 4


@dataclass(frozen=True, slots=True)
class Column:
    """A column: at most `most` cells, shrunk down to `least` where the pane is narrow.

    Columns with a `drop` are left out on panes where the rest does not fit, the highest first.
    """

    id: str
    label: str
    least: int
    most: int
    right: bool = False
    drop: int = 0


class Cell(NamedTuple):
    """What stands in one column of a row."""

    text: str
    ink: Token = "ink"
    bold: bool = False
    chip: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A row (`key` names it) or, without cells, the heading of those that follow."""

    key: str
    cells: tuple[Cell, ...] = ()
    heading: str = ""
    count: str = ""
    ink: Token = "faint"


class RowList(ScrollView, MovesWithin, can_focus=True):
    """The list. Says `Selected` when the cursor moved and `Chosen` when a row is opened."""

    cursor: reactive[str] = reactive("", repaint=False)
    """The key of the row under the cursor; empty without rows."""

    class Selected(Message):
        def __init__(self, rows: RowList, key: str) -> None:
            super().__init__()
            self.rows = rows
            self.key = key

        @property
        def control(self) -> RowList:
            return self.rows

    class Chosen(Selected):
        pass

    def __init__(
        self,
        columns: Sequence[Column] = (),
        *,
        header: bool = True,
        empty: str = "",
        id: str | None = None,
        surface: Token = "bg",
    ) -> None:
        super().__init__(id=id)
        self.columns = tuple(columns)
        self.items: tuple[Item, ...] = ()
        self.marked: frozenset[str] = frozenset()
        self.empty = empty
        self.header = header and any(c.label for c in columns)
        self.surface: Token = surface
        self.spaced = False
        self._lines: list[Item | None] = []
        self._keys: list[str] = []
        self._at: dict[str, int] = {}  # the line of each row
        self._wanted = longest(self.columns, ())
        self._widths: tuple[int, ...] = ()
        self._gap = GAP

    # --- contents

    def show(self, items: Sequence[Item], columns: Sequence[Column] | None = None) -> None:
        """Other rows; the cursor stays on its row, or near where that was."""
        before = self._place(self.cursor)
        known = self.items, self.columns
        self.items = tuple(items)
        if columns is not None:
            self.columns = tuple(columns)
        if known[0] is not self.items or known[1] != self.columns:
            self._keys = [i.key for i in self.items if i.cells]
            self._wanted = longest(self.columns, self.items)
        self._arrange()
        keys = self._keys
        if self.cursor not in self._at:
            self.cursor = keys[min(before, len(keys) - 1)] if keys else ""
        self.call_after_refresh(self._keep_in_sight)
        self.refresh()

    def keys(self) -> list[str]:
        return list(self._keys)

    def _place(self, key: str) -> int:
        return self._keys.index(key) if key in self._at else 0

    def _arrange(self) -> None:
        self._lines = []
        for item in self.items:
            if self.spaced and not item.cells and self._lines:
                self._lines.append(None)
            self._lines.append(item)
        self._at = {item.key: n for n, item in enumerate(self._lines) if item and item.cells}
        room = self.scrollable_content_region.width - GUTTER - 1
        self._widths, self._gap = widths(self.columns, self._wanted, room)
        self.virtual_size = Size(max(self.size.width - 1, 0), len(self._lines) + self.header)

    def on_resize(self) -> None:
        self._arrange()
        self.call_after_refresh(self._keep_in_sight)

    def plain(self) -> str:
        """Every row as plain text, nothing cut, in columns; headings on lines of their own."""
        head = [tuple(column.label for column in self.columns)] if self.header else []
        rows = head + [tuple(clean(cell.text) for cell in item.cells) for item in self.items if item.cells]
        right = frozenset(n for n, column in enumerate(self.columns) if column.right)
        lines = iter(table(rows, right))
        found = [next(lines)] if head else []
        for item in self.items:
            found.append(next(lines) if item.cells else f"{clean(item.heading)} {item.count}".rstrip())
        return "\n".join(found) if self.items else self.empty

    # --- moving

    def on_key(self, event: events.Key) -> None:
        steps = {"Up": -1, "k": -1, "Down": 1, "j": 1, "PgUp": -self._page(), "PgDn": self._page()}
        ends = {"Home": 0, "g": 0, "End": -1, "G": -1}
        key = key_name(event.key, event.character)
        if key in steps:
            self.move(steps[key])
        elif key in ends and self._keys:
            self.cursor = self._keys[ends[key]]
        else:
            return
        event.stop()
        event.prevent_default()

    def move(self, steps: int) -> None:
        """Move the cursor by so many rows; it stops at the ends."""
        keys = self._keys
        if keys:
            self.cursor = keys[min(max(self._place(self.cursor) + steps, 0), len(keys) - 1)]

    def _page(self) -> int:
        return max(self.size.height - 2, 1)

    def watch_cursor(self, before: str, key: str) -> None:
        self._keep_in_sight()
        for row in (before, key):
            if row in self._at:
                self.refresh_line(self._at[row] + self.header)
        self.post_message(self.Selected(self, key))

    def _keep_in_sight(self) -> None:
        """Scroll so that the cursor is seen; at the first row of a group its heading, too."""
        at = self._at.get(self.cursor)
        if at is None:
            return
        seen = self.size.height - self.header
        above = at - 1 if at and (head := self._lines[at - 1]) and not head.cells else at
        top = round(self.scroll_y)
        if above < top:
            self.scroll_to(y=above, animate=False)
        elif at >= top + seen:
            self.scroll_to(y=at - seen + 1, animate=False)

    def choose(self) -> None:
        """Open the row under the cursor."""
        if self.cursor:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        line = event.y - self.header + round(self.scroll_y)
        if event.y < self.header or not 0 <= line < len(self._lines):
            return
        item = self._lines[line]
        if item is None or not item.cells:
            return
        if item.key == self.cursor:
            self.choose()
        self.cursor = item.key

    # --- drawing

    def render_line(self, y: int) -> Strip:
        palette = house_of(self).palette
        room = self.size.width
        if self.header and y == 0:
            return self._header(palette).adjust_cell_length(room, palette.style("ink", self.surface))
        at = y - self.header + round(self.scroll_y)
        item = self._lines[at] if 0 <= at < len(self._lines) else None
        if item is None:
            said = [] if self._lines else wrap(clean(self.empty), max(room - GUTTER - 1, 10))
            text = said[y - self.header - 1] if 0 < y - self.header <= len(said) else ""
            blank = Segment("  " + text, palette.style("muted", self.surface))
            return Strip([blank]).adjust_cell_length(room, palette.style("ink", self.surface))
        on: Token = "hi" if item.cells and item.key == self.cursor else self.surface
        drawn = self._row(item, palette, on) if item.cells else self._heading(item, palette)
        return Strip(drawn).adjust_cell_length(room, palette.style("ink", on))

    def _header(self, palette: Palette) -> Strip:
        style = palette.style("faint", self.surface)
        parts = [Segment(" " * GUTTER, style)]
        for column, room in zip(self.columns, self._widths, strict=False):
            if room:
                parts.append(Segment(fit(column.label, room, column.right) + " " * self._gap, style))
        return Strip(parts)

    def _heading(self, item: Item, palette: Palette) -> list[Segment]:
        return [
            Segment(" ", palette.chip(item.ink) if not palette.plain else palette.style("ink", self.surface)),
            Segment(" ", palette.style("ink", self.surface)),
            Segment(self._heading_cut(item), palette.style(item.ink, self.surface)),
            Segment(f" {item.count}", palette.style("faint", self.surface)),
        ]

    def _heading_cut(self, item: Item) -> str:
        return cut(clean(item.heading), max(self.scrollable_content_region.width - 4 - width(item.count), 8))

    def _row(self, item: Item, palette: Palette, on: Token) -> list[Segment]:
        here = item.key == self.cursor
        strong = here and self.has_focus
        mark = "*" if item.key in self.marked else " "
        parts = [
            Segment(">" if here else " ", palette.style("accent" if strong else "faint", on, bold=True)),
            Segment(mark, palette.style("accent", on, bold=True)),
        ]
        for column, cell, room in zip(self.columns, item.cells, self._widths, strict=False):
            if room:
                style = palette.style(cell.ink, on, bold=cell.bold)
                if cell.chip:
                    style = palette.chip(cell.ink)
                parts.append(Segment(fit(clean(cell.text), room, column.right), style))
                parts.append(Segment(" " * self._gap, palette.style("ink", on)))
        return parts


def longest(columns: Sequence[Column], items: Sequence[Item]) -> tuple[int, ...]:
    """The cells each column takes where there is room: its label's, or those of its longest text."""
    rows = [i.cells for i in items if i.cells]
    texts = ({column.label, *(clean(row[n].text) for row in rows)} for n, column in enumerate(columns))
    return tuple(min(c.most, max(map(width, said))) for c, said in zip(columns, texts, strict=True))


def widths(columns: Sequence[Column], longest: Sequence[int], room: int) -> tuple[tuple[int, ...], int]:
    """The width of each column in `room` cells (0 = left out), and the gap; `longest` is what each would take."""
    wanted = list(longest)
    least = [min(w, c.least) for w, c in zip(wanted, columns, strict=True)]
    kept = list(range(len(columns)))
    while _taken(least, kept, 1) > room and (droppable := [n for n in kept if columns[n].drop]):
        kept.remove(max(droppable, key=lambda n: columns[n].drop))
    firm = [least[n] if columns[n].most > _LONG else w for n, w in enumerate(wanted)]
    gap = 1 if _taken(firm, kept, GAP) > room else GAP  # rather close together than cut
    while _taken(wanted, kept, gap) > room:
        slack = max(kept, key=lambda n: wanted[n] - least[n])
        if wanted[slack] == least[slack]:
            break
        wanted[slack] -= 1
    left = room - _taken(wanted, kept, gap)
    if gap == GAP:
        gap += min(max(left, 0) // max(len(kept) - 1, 1), WIDEST_GAP - GAP)
    return tuple(wanted[n] if n in kept else 0 for n in range(len(columns))), gap


_LONG: Final = 30  # a column that may be wider holds running text: it is cut before the rest stands close


def _taken(wanted: Sequence[int], kept: Sequence[int], gap: int) -> int:
    return sum(wanted[n] for n in kept) + gap * (len(kept) - 1)
