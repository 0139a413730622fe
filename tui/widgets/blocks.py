"""A list of things of one line or several, under headings; one of them is under the cursor. Draws what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from tui.actions import key_name
from tui.cleaning import clean, width, wrap
from tui.house import house_of
from tui.theme import Palette, Token
from tui.waiting import MovesWithin

GUTTER: Final = 2  # cells at the left: the cursor and a space


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a line in one ink. `chip` fills it as the label of a state."""

    text: str
    ink: Token = "ink"
    bold: bool = False
    chip: bool = False


Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that belong together; `key` names what can be chosen, a block without one is only read."""

    key: str
    lines: tuple[Line, ...]


Making = Callable[[int], Sequence[Block]]


class BlockList(ScrollView, MovesWithin, can_focus=True):
    """The list. Says `Moved` when the cursor moved and `Chosen` when something is opened."""

    cursor: reactive[str] = reactive("")
    """The key of the block under the cursor; empty if there is nothing to choose."""

    class Moved(Message):
        def __init__(self, blocks: BlockList, key: str) -> None:
            super().__init__()
            self.blocks = blocks
            self.key = key

        @property
        def control(self) -> BlockList:
            return self.blocks

    class Chosen(Moved):
        pass

    def __init__(self, id: str | None = None, surface: Token = "bg") -> None:
        super().__init__(id=id)
        self.surface: Token = surface
        self.blocks: tuple[Block, ...] = ()
        self._make: Making = lambda _: ()
        self._lines: list[tuple[str, bool, Line]] = []
        self._room = 0

    # --- contents

    def show(self, make: Making) -> None:
        """Other contents: `make` gives the blocks for a number of cells. The cursor stays on its block."""
        self._make = make
        self._fill()

    def _fill(self) -> None:
        before = self.order()
        at = before.index(self.cursor) if self.cursor in before else 0
        self._room = max(self.scrollable_content_region.width - GUTTER - 1, 1)
        self.blocks = tuple(self._make(self._room))
        self._lines = [one for block in self.blocks for one in _numbered(block)]
        self.virtual_size = Size(max(self.size.width - 1, 0), len(self._lines))
        keys = self.order()
        if self.cursor not in keys:
            self.cursor = keys[min(at, len(keys) - 1)] if keys else ""
        self.call_after_refresh(self._keep_in_sight)
        self.refresh()

    def order(self) -> list[str]:
        """What can be chosen, in order."""
        return [block.key for block in self.blocks if block.key]

    def line_of(self, key: str) -> int:
        """The line of the pane on which a block begins; -1 if it is not there."""
        at = next((n for n, (own, first, _) in enumerate(self._lines) if own == key and first), None)
        return -1 if at is None else at - round(self.scroll_y)

    @property
    def height_of_all(self) -> int:
        """How many lines there are."""
        return len(self._lines)

    def plain(self) -> str:
        """Every line as plain text."""
        return "\n".join("".join(piece.text for piece in line) for _, _, line in self._lines)

    def on_resize(self) -> None:
        if max(self.scrollable_content_region.width - GUTTER - 1, 1) != self._room:
            self._fill()
        else:
            self.call_after_refresh(self._keep_in_sight)

    # --- moving

    def on_key(self, event: events.Key) -> None:
        page = max(self.size.height - 2, 1)
        steps = {"Up": -1, "k": -1, "Down": 1, "j": 1, "PgUp": -page, "PgDn": page}
        ends = {"Home": 0, "g": 0, "End": -1, "G": -1}
        key = key_name(event.key, event.character)
        if key in steps:
            self.move(steps[key])
        elif key in ends:
            self._end(ends[key])
        else:
            return
        event.stop()
        event.prevent_default()

    def move(self, steps: int) -> None:
        """Move the cursor by so many blocks; where nothing more can be chosen, the lines scroll on."""
        keys = self.order()
        at = keys.index(self.cursor) if self.cursor in keys else -1
        to = min(max(at + steps, 0), len(keys) - 1)
        if keys and to != at:
            self.cursor = keys[to]
        else:
            self.scroll_relative(y=steps, animate=False)

    def _end(self, which: int) -> None:
        if keys := self.order():
            self.cursor = keys[which]
        self.scroll_to(y=0 if which == 0 else self.max_scroll_y, animate=False)

    def watch_cursor(self, _: str, key: str) -> None:
        self._keep_in_sight()
        self.refresh()
        self.post_message(self.Moved(self, key))

    def _keep_in_sight(self) -> None:
        """Scroll so that the whole block is seen if it fits, its first line if not."""
        own = [n for n, (key, _, _) in enumerate(self._lines) if key and key == self.cursor]
        if not own or not self.size.height:
            return
        top, seen = round(self.scroll_y), self.size.height
        first = 0 if self.order()[:1] == [self.cursor] and own[0] < seen else own[0]
        if first < top:
            self.scroll_to(y=first, animate=False)
        elif own[-1] >= top + seen:
            self.scroll_to(y=min(own[0], own[-1] - seen + 1), animate=False)

    def choose(self) -> None:
        """Open what is under the cursor."""
        if self.cursor:
            self.post_message(self.Chosen(self, self.cursor))

    def on_click(self, event: events.Click) -> None:
        at = event.y + round(self.scroll_y)
        key = self._lines[at][0] if 0 <= at < len(self._lines) else ""
        if not key:
            return
        if key == self.cursor:
            self.choose()
        self.cursor = key

    # --- drawing

    def render_line(self, y: int) -> Strip:
        palette, room = house_of(self).palette, self.size.width
        at = y + round(self.scroll_y)
        if not 0 <= at < len(self._lines):
            return Strip.blank(room, palette.style("ink", self.surface))
        key, first, line = self._lines[at]
        here = bool(key) and key == self.cursor
        on: Token = "hi" if here and self.has_focus else self.surface
        mark = ">" if here and first else " "
        ink: Token = "accent" if self.has_focus else "faint"
        parts = [Segment(mark + " ", palette.style(ink, on, bold=True))]
        parts += [Segment(piece.text, _style(piece, palette, on)) for piece in line]
        return Strip(parts).adjust_cell_length(room, palette.style("ink", on))


def _numbered(block: Block) -> Iterator[tuple[str, bool, Line]]:
    """The lines of a block; those before its first words belong to nothing."""
    begun = False
    for line in block.lines:
        first = bool(line) and not begun
        begun = begun or first
        yield (block.key if begun else ""), first, line


def _style(piece: Piece, palette: Palette, on: Token) -> Style:
    return palette.chip(piece.ink) if piece.chip else palette.style(piece.ink, on, bold=piece.bold)


# --- making lines


def text_lines(
    text: str, room: int, ink: Token = "ink", indent: int = 0, *, bold: bool = False
) -> list[Line]:
    """A text wrapped into lines that all start in the same column."""
    lead = " " * indent
    return [
        (Piece(lead + part, ink, bold),)
        for part in wrap(clean(text), max(room - indent, 8))
        if part or not indent
    ]


def labelled(label: str, texts: Sequence[str], column: int, room: int, ink: Token = "ink") -> list[Line]:
    """A label at the left and texts in the column beside it; what is longer hangs under either."""
    names = wrap(clean(label), max(column - 2, 2))
    values = [part for text in texts or ("",) for part in wrap(clean(text), max(room - column, 8))]
    found: list[Line] = []
    for name, value in zip_longest(names, values, fillvalue=""):
        found.append((Piece(name + " " * (column - width(name)), "muted"), Piece(value, ink)))
    return found


def sided(left: Sequence[Piece], right: str, room: int, ink: Token = "muted") -> list[Line]:
    """Pieces with a text at the right edge; on the next line where both do not fit."""
    used = sum(width(piece.text) for piece in left)
    shown = clean(right)
    if not shown:
        return [tuple(left)]
    if used + 2 + width(shown) <= room:
        return [(*left, Piece(" " * (room - used - width(shown)) + shown, ink))]
    return [tuple(left), *text_lines(shown, room, ink, 3)]
