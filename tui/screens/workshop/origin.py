"""由来: where a value or an element comes from and what uses it; the lines of the office's own file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean, lines_of
from tui.place import Dialog
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines
from tui.widgets.page import Page

if TYPE_CHECKING:
    from engine.desk.workshop.rows import Cell, Row
    from tui.screens.workshop.working import Working


class OriginDrawer(Dialog[str]):
    """The chain of a row or a cell. Answers the place of use that was chosen: goes there."""

    DEFAULT_CSS = """
    OriginDrawer { align: right top; }
    OriginDrawer > Vertical { width: 100%; height: 100%; background: $field; padding: 0 1; }
    OriginDrawer BlockList { background: $field; height: 1fr; }
    OriginDrawer Static { height: 1; background: $field; color: $muted; }
    """

    def __init__(self, place: Working, row: Row, cell: Cell | None) -> None:
        super().__init__()
        self.place, self.row, self.cell = place, row, cell
        self.uses: list[tuple[str, tuple[str, ...]]] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="origin-head", markup=False)
            yield BlockList(id="origin-lines", surface="field")
            yield Static(self.word("lines.keys"), markup=False)

    def on_mount(self) -> None:
        from engine.desk.workshop.uses import used_in

        title = self.cell.title if self.cell else self.row.title
        palette = self.house.palette
        head = Text(f"{self.word('chain.title')}  ", style=palette.style("accent", "field", bold=True))
        head.append(clean(title), palette.style("ink", "field", bold=True))
        self.query_one("#origin-head", Static).update(head)
        self.uses = used_in(self.place.view, self.row)
        blocks = self.query_one(BlockList)
        blocks.show(lambda room: list(self._blocks(room)))
        blocks.focus()

    def _blocks(self, room: int) -> Iterator[Block]:
        yield from self._chain(room)
        said = "tables.used" if self.uses else "tables.unused"
        yield Block("", ((), (Piece(self.word(said, count=len(self.uses)), "accent", True),)))
        for n, (name, path) in enumerate(self.uses):
            yield Block(str(n), tuple(self._use(name, path, room)))

    def _chain(self, room: int) -> Iterator[Block]:
        """What stands now and who says it; under it what is inherited."""
        target = self.cell or self.row
        for said, origin, place in self.place.chain(target.file, target.path, self.cell):
            word = self.word(f"origin.{origin}")
            head: Line = (Piece(f"{word}  ", "accent", True), Piece(place, "faint"))
            text = said or self.word("chain.absent")
            yield Block("", (head, *text_lines(text, room, "ink", 2)))

    def _use(self, name: str, path: tuple[str, ...], room: int) -> Iterator[Line]:
        titles = self.place.titles(name, path)
        yield from text_lines(" > ".join(titles), room, "ink")
        yield from text_lines(self.place.view.place(name, path), room, "faint", 2)

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self._go()

    def _go(self) -> None:
        key = self.query_one(BlockList).cursor
        if key.isdigit():
            name, path = self.uses[int(key)]
            self.dismiss(None)
            self.place.go(name, path)

    def pressed(self, key: str, event: events.Key) -> None:
        if key in ("w", "F5"):
            event.stop()
            self.dismiss(None)
        elif key == "Enter":
            event.stop()
            self._go()
        else:
            super().pressed(key, event)


class FileLines(Dialog[None]):
    """The lines of the office's own files that an element is written in."""

    DEFAULT_CSS = """
    FileLines { align: center top; }
    FileLines > Vertical { width: 100%; height: 100%; background: $field; padding: 0 1; }
    FileLines Page { background: $field; }
    FileLines Static { background: $field; color: $muted; }
    """
    AROUND: ClassVar[int] = 2

    def __init__(self, place: Working, row: Row) -> None:
        super().__init__()
        self.place, self.row = place, row

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self.word("lines.title"), style="bold"), markup=False)
            yield Page(id="lines-page")
            yield Static(self.word("lines.keys"), markup=False)

    def on_mount(self) -> None:
        page = self.query_one(Page)
        page.show(self._lines)
        page.focus()

    def _lines(self, room: int) -> Iterator[Text]:
        del room
        palette = self.house.palette
        found = self.place.own_lines(self.row)
        if not found:
            yield Text(self.word("lines.none"), style=palette.style("muted", "field"))
        for name, number, text, own in found:
            label = f"{name.rpartition('/')[2]}:{number}"
            line = Text(f"{label:>20}  ", style=palette.style("faint", "field"), no_wrap=True)
            line.append(lines_of(text)[0], palette.style("ink" if own else "muted", "field", bold=own))
            yield line

    def pressed(self, key: str, event: events.Key) -> None:
        if key == "v":
            event.stop()
            self.dismiss(None)
        else:
            super().pressed(key, event)
