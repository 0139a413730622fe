"""くわしく: everything an organisation is, as tables of rows; changed in place, with what is wrong always in sight."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.cleaning import clean, cut, width
from tui.screens.workshop.beside import Beside
from tui.screens.workshop.deeds import ACTIONS
from tui.screens.workshop.drawing import (
    LEFT,
    blocks_of,
    grid_blocks,
    left_items,
)
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines
from tui.widgets.cellpane import CellPane
from tui.widgets.matrix import MatrixGrid
from tui.widgets.preview import Divider
from tui.widgets.rows import RowList
from tui.widgets.sample import SamplePane
from tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from engine.desk.workshop.rows import Row


class TablesScreen(Beside):
    """The tables of one workflow of an organisation. `at` is the key of the row to begin with."""

    PLACES: ClassVar[tuple[str, ...]] = ("tables",)
    CSS = """
    TablesScreen #tables-title { height: 1; padding: 0 1; }
    TablesScreen #tables-tabs { height: 1; padding: 0 1; background: $bg; }
    TablesScreen #tables-body { height: 1fr; }
    TablesScreen #tables-rows { width: 34; background: $side; }
    TablesScreen.wide #tables-rows { width: 48; }
    TablesScreen #tables-right { width: 1fr; }
    TablesScreen MatrixGrid { display: none; }
    TablesScreen.matrix MatrixGrid { display: block; }
    TablesScreen.matrix CellPane { display: none; }
    TablesScreen SamplePane { display: none; width: 1fr; }
    TablesScreen.broad.form SamplePane { display: block; }
    TablesScreen.broad.form #tables-rows { width: 34; }
    TablesScreen.across #tables-rows, TablesScreen.across Divider { display: none; }
    TablesScreen #tables-strip { height: 5; background: $field; }
    TablesScreen.tall #tables-strip { height: 9; }
    """

    def body(self) -> ComposeResult:
        yield Static(id="tables-title", markup=False)
        yield Tabs(id="tables-tabs")
        with Horizontal(id="tables-body"):
            yield RowList(LEFT, header=False, id="tables-rows", surface="side")
            yield Divider()
            with Vertical(id="tables-right"):
                yield CellPane(id="tables-cells")
                yield MatrixGrid(id="tables-matrix")
            yield SamplePane(id="tables-sample")
        yield BlockList(id="tables-strip", surface="field")

    def on_mount(self) -> None:
        self.fit(self.app.size)
        self.read_again()
        if self.at in self.rows:
            self.left.cursor = self.at
        self.left.focus()

    # --- what is shown

    def read_again(self) -> None:
        for news in self.shop.refresh():
            self.house.tell(self.word("tables.noticed", file=clean(news.file)))
        self.renew()

    def renew(self) -> None:
        """Draw everything again from the working copy as it stands; what is wrong with it follows."""
        if self.last_good(self._view is not None):
            return
        self.told_of = ("", "", "ink")
        self._view = None
        self._left()
        self.fill()
        self._heads()
        self.call_after_refresh(self.judge)

    def show_judged(self) -> None:
        self._left()
        self.fill()

    def _left(self) -> None:
        from engine.desk.workshop.rows import outline

        rows = outline(self.view, self.tab)
        self.rows = {row.key: row for row in rows}
        self.left.empty = self.word("none")
        self.left.show(left_items(rows, self._faulty(rows), self.house.language))

    def _faulty(self, rows: list[Row]) -> frozenset[str]:
        """The rows in which something blocks."""
        bad = [(one.definition, one.path) for one in self.troubles if one.blocks]
        return frozenset(
            row.key
            for row in rows
            if row.path and any(f == row.file and p[: len(row.path)] == row.path for f, p in bad)
        )

    def fill(self) -> None:
        """Draw the cells of the row under the cursor, and what is wrong beneath."""
        from engine.desk.workshop.rows import cells

        row = self.row
        self.cells = (
            {one.key: one for one in cells(self.view, row, self.opened)}
            if row and row.origin != "off"
            else {}
        )
        if row is not None and row.key != self.filled:
            self.filled, self.pane.rows.cursor = row.key, ""  # another row is read from its first cell
        self.set_class(self.fill_papers(), "matrix")
        self.fill_uses()
        self.call_after_refresh(self.fill_form)
        self.pane.show(lambda room: list(self._blocks(room)))
        self.strip_again()

    def _blocks(self, room: int) -> list[Block]:
        row, language = self.row, self.house.language
        if row is None:
            return []
        if row.origin == "off":
            return [Block("", tuple(text_lines(self.word("tables.off"), room, "muted")))]
        if row.group:
            hint = self.word("tables.empty") if row.said == "0" else ""
            return [Block("", tuple(text_lines(hint, room, "muted")))]
        found = [Block("", (self._head(row, room),))]
        if row.shape == "table":
            found += self._grid(row, room)
        for block in blocks_of(list(self.cells.values()), self._faults(), self.unfolded, room, language):
            found += [block, *self.period_blocks(row, block.key, room)]
        return [*found, *self.use_blocks(row, room)]

    def _head(self, row: Row, room: int) -> Line:
        place = row.place.rpartition("/")[2]
        title = cut(clean(row.title), max(room - width(place) - 2, 12))
        gap = " " * max(room - width(title) - width(place), 1)
        return Piece(title, "ink", True), Piece(
            gap + place if width(title) + width(place) + 1 <= room else "", "faint"
        )

    def _grid(self, row: Row, room: int) -> list[Block]:
        from engine.desk.workshop.grid import grid_of, holes_of

        built = self.shop.shaped().built
        workflow = built.workflows.get(self.workflow) if built is not None else None
        self.holes = holes_of(workflow, row.path[-1], self.house.language) if workflow is not None else []
        return list(grid_blocks(grid_of(self.view, row.path), self.holes, room, self.house.language))

    def _faults(self) -> dict[str, str]:
        """What is wrong with cells of the row, in words."""
        found: dict[str, str] = {}
        for one in self.troubles:
            for key, cell in self.cells.items():
                if one.blocks and one.definition == cell.file and one.path == cell.path:
                    found.setdefault(key, one.text)
        return found

    def _heads(self) -> None:
        from engine.desk.workshop.slots import TABS

        palette, names = self.house.palette, self.procedures
        org = self.view.title(self.view.org, self.organisation)
        line = Text(clean(org), style=palette.style("ink", "bg", bold=True))
        line.append(f"  {clean(names.get(self.workflow, ''))}", palette.style("muted", "bg"))
        if len(names) > 1:
            at = list(names).index(self.workflow) + 1 if self.workflow in names else 0
            said = self.word("tables.procedures", at=at, count=len(names))
            line.append(f"  {said}", palette.style("faint", "bg"))
        count = self.changes
        said = self.word("tables.draft", count=count) if count else self.word("tables.clean")
        line.append(f"  {said}", palette.style("accent" if count else "faint", "bg"))
        self.query_one("#tables-title", Static).update(line)
        self.query_one(Tabs).show([(tab, self.word(f"workshop.{tab}"), None) for tab in TABS], self.tab)

    @property
    def changes(self) -> int:
        """In how many places the working copy differs from what is published."""
        from engine.desk import MadoguchiError

        try:
            return len(self.shop.differences())
        except MadoguchiError:
            return len(self.shop.history())

    # --- what happens

    def context(self) -> str:
        row = self.row
        return clean(row.title) if row is not None else ""

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        self.unfolded, self.opened = False, frozenset()
        self.call_after_refresh(self.fill)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.enter()

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self.open_cell()

    @on(Tabs.Picked)
    def _picked(self, event: Tabs.Picked) -> None:
        event.stop()
        self.turn(event.tab)

    def turn(self, tab: str, at: str = "") -> None:
        """To another tab, at a row of it."""
        if tab != self.tab:
            self.tab = tab
            self._left()
            keys = self.left.keys()
            self.left.cursor = keys[0] if keys else ""
        if at in self.rows:
            self.left.cursor = at
        self.unfolded = False
        self.fill()
        self._heads()

    @property
    def procedures(self) -> dict[str, str]:
        """The procedures that run, by their names in the files; the last ones known where those do not fit."""
        from engine.desk import MadoguchiError
        from engine.desk.workshop.looking import workflows_of

        with suppress(MadoguchiError):
            self._procedures = dict(workflows_of(self.shop))
        return self._procedures

    def to_procedure(self, workflow: str) -> None:
        """The tables of another procedure, on the same tab."""
        if workflow != self.workflow:
            self.workflow = workflow
            self.renew()
            self.left.cursor = next(iter(self.left.keys()), "")

    def go(self, definition: str, path: tuple[str, ...]) -> None:
        """To the row and the cell of a path."""
        from engine.desk.workshop.uses import element_at, tab_of

        if not path:
            return
        if definition in self.procedures:
            self.to_procedure(definition)
        tab = tab_of(self.view, definition, path)
        row = element_at(self.view, tab, definition, path)
        self.turn(tab, row.key if row is not None else "")
        wanted = f"{definition}#{'/'.join(path)}"
        self.unfolded = wanted in self.cells and self.cells[wanted].empty
        self.fill()
        if wanted in self.cells:
            self.pane.focus_rows()
            self.pane.rows.cursor = wanted
        elif self.row is not None and self.row.shape == "table" and self.holes:
            self.pane.focus_rows()  # on the first gap, which Enter fills


__all__ = ["ACTIONS", "TablesScreen"]
