"""変える: a page for each of the eight plain questions: what there is, what it is to be, why, and for whom."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.geometry import Size
from textual.timer import Timer
from textual.widgets import Static

from tui.cleaning import clean
from tui.screens.workshop.change_deeds import ACTIONS
from tui.screens.workshop.change_drawing import LEFT, item_blocks, listed
from tui.screens.workshop.editing import Editing
from tui.screens.workshop.shops import accepted_at
from tui.widgets.blocks import Block, BlockList
from tui.widgets.cellpane import CellPane
from tui.widgets.preview import Divider
from tui.widgets.rows import RowList

if TYPE_CHECKING:
    from engine.desk.workshop import Trouble
    from engine.desk.workshop.questions import Effect, Item
    from engine.desk.workshop.rows import Cell, Row
    from engine.desk.workshop.view import View

TYPED = frozenset(("text", "label", "period", "number", "date", "int"))
REST = 0.3  # seconds without a key after which what is being typed is tried


class ChangeScreen(Editing):
    """The page of one question about an organisation."""

    PLACES: ClassVar[tuple[str, ...]] = ("change",)
    CSS = """
    ChangeScreen #change-title { height: 1; padding: 0 1; }
    ChangeScreen #change-body { height: 1fr; }
    ChangeScreen #tables-rows { width: 37; background: $side; }
    ChangeScreen.wide #tables-rows { width: 54; }
    ChangeScreen #change-right { width: 1fr; }
    ChangeScreen #tables-strip { height: 3; background: $field; }
    ChangeScreen.tall #tables-strip { height: 6; }
    """

    def __init__(self, question: str, organisation: str) -> None:
        super().__init__(organisation)
        self.question = question
        self.items: dict[str, Item] = {}
        self.effects: tuple[Effect, ...] = ()
        self.told: list[str] = []
        self.reasoned: set[str] = set()  # whose basis was chosen, if only to stay what it is
        self.outcomes: dict[str, list[tuple[str, tuple[Effect, ...]]]] = {}
        self._views: list[View] = []
        self._published: dict[str, View | None] = {}
        self._waiting: Timer | None = None

    def body(self) -> ComposeResult:
        yield Static(id="change-title", markup=False)
        with Horizontal(id="change-body"):
            yield RowList(LEFT, header=False, id="tables-rows", surface="side")
            yield Divider()
            with Vertical(id="change-right"):
                yield CellPane(id="tables-cells")
        yield BlockList(id="tables-strip", surface="field")

    def on_mount(self) -> None:
        self.fit(self.app.size)
        self.read_again()
        self.left.focus()

    def fit(self, size: Size) -> None:
        super().fit(size)
        if self._views:
            self._gather()

    # --- what it works on

    @property
    def item(self) -> Item | None:
        """What is under the cursor at the left."""
        return self.items.get(self.left.cursor)

    @property
    def view(self) -> View:
        """The workflow of the item in use."""
        item = self.item
        return item.view if item is not None else self._views[0]

    @property
    def row(self) -> Row | None:
        return self.item.row if self.item is not None else None

    @property
    def accepted(self) -> dict[str, str]:
        """Reasons for open points, to be published with the next version."""
        return accepted_at(self.house.desk, self.organisation)

    def published(self, view: View) -> View | None:
        """The same workflow as it is published."""
        from engine.desk.workshop.looking import look_published

        if view.workflow not in self._published:
            found = look_published(self.shop, view.workflow, self.house.language)
            self._published[view.workflow] = found
        return self._published[view.workflow]

    # --- what is shown

    def read_again(self) -> None:
        for news in self.shop.refresh():
            self.house.tell(self.word("tables.noticed", file=clean(news.file)))
        self._published.clear()
        self.renew()

    def renew(self) -> None:
        """Draw everything again from the working copy as it stands; what is wrong and what changes follow."""
        if self.last_good(bool(self._views)):
            return
        self.told_of = ("", "", "ink")
        from engine.desk.workshop.looking import look, workflows_of

        names = [name for name, _ in workflows_of(self.shop)]
        self._views = [look(self.shop, name, self.house.language) for name in names]
        self.outcomes.clear()
        self._gather()
        self.fill()
        self._head()
        self.call_after_refresh(self.judge)

    def show_judged(self) -> None:
        self._gather()
        self.weigh()
        self._head()

    def _gather(self) -> None:
        from engine.desk.workshop.questions import QUESTIONS, items, points

        found = items(self._views, self.question)
        if self.question == QUESTIONS[-1]:
            found = [*points(self._views, self.troubles), *found]
        self.items = {one.key: one for one in found}
        self.left.empty = self.word("change.nothing")
        self.left.show(listed(found, self.accepted, self.has_class("wide"), self.house.language))

    def weigh(self) -> None:
        """Reckon the example for the item in use; what each choice would do follows when the cursor rests."""
        from engine.desk.workshop.questions import effects, example

        item = self.item
        self.effects, self.told = (), []
        if item is not None:
            path = item.cell.path if item.cell is not None else ()
            if path[:1] == ("clocks",):
                self.told = self.shop.period_said(item.view.workflow, path[1])
            found = self.shop.consequences(example(item, self.house.desk.today()))
            self.effects = effects(found, item.view)
        self.fill()
        self.soon(self.compare_choices)

    def soon(self, what: object) -> None:
        """Do something when no key came for a moment; what waited before is forgotten."""
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(REST, self._if_open(what)) if callable(what) else None

    def compare_choices(self) -> None:
        """What every choice of a setting does on the example day."""
        from engine.desk.workshop.questions import outcomes

        item = self.item
        if item is None or item.cell is None or item.cell.slot.asks != self.question:
            return
        if item.cell.path[:1] == ("settings",) and item.key not in self.outcomes and not self.pane.editing:
            found = outcomes(self.shop, item, self.house.desk.today())
            self.outcomes[item.key] = [(choice.title, changes) for choice, changes in found]
            self.fill()

    def fill(self) -> None:
        """Draw the item under the cursor."""
        item = self.item
        own = [one for one in (item.cell, item.basis) if one is not None] if item is not None else []
        self.cells = {one.key: one for one in own}
        self.pane.show(lambda room: list(self._blocks(room)))
        self.strip_again()

    def _blocks(self, room: int) -> list[Block]:
        item = self.item
        if item is None:
            return []
        return item_blocks(self, item, self._faults(), room)

    def _faults(self) -> dict[str, str]:
        """What is wrong with the cells, in words."""
        return {
            key: one.text
            for one in reversed(self.troubles)
            for key, cell in self.cells.items()
            if one.blocks and one.definition == cell.file and one.path == cell.path
        }

    def _head(self) -> None:
        palette = self.house.palette
        name = self.word(f"change.{self.question}")
        org = self._views[0].title(self._views[0].org, self.organisation)
        count = self.changes
        said = self.word("tables.draft", count=count) if count else self.word("tables.clean")
        line = Text(name, style=palette.style("ink", "bg", bold=True))
        line.append(f"  {clean(org)}", palette.style("muted", "bg"))
        line.append(f"  {said}", palette.style("accent" if count else "faint", "bg"))
        self.query_one("#change-title", Static).update(line)

    @property
    def changes(self) -> int:
        """In how many places the working copy differs from what is published."""
        from engine.desk import MadoguchiError

        try:
            return len(self.shop.differences())
        except MadoguchiError:
            return len(self.shop.history())

    def shown_troubles(self) -> list[Trouble]:
        """Problems in words: lines of files are for those who look in detail, and where a file cannot be read."""
        return [replace(one, place="") if one.path else one for one in self.troubles]

    # --- what happens

    def context(self) -> str:
        return clean(self.item.label) if self.item is not None else ""

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        self.call_after_refresh(self.weigh)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.change()

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self.open_cell()

    def change(self) -> None:
        """Enter at the left: at once into the new value."""
        item = self.item
        if item is None:
            return
        self.pane.focus_rows()
        if item.cell is not None:
            self.pane.rows.cursor = item.cell.key
            self.open_cell()
        else:
            self.accept()

    def edit_cell(self, cell: Cell) -> None:
        """A value is changed here; what is made of elements of its own, in the tables."""
        if cell.slot.kind in ("elements", "one", "group", "map"):
            self.to_tables(cell.file, cell.path)
        else:
            super().edit_cell(cell)

    @on(CellPane.Typed)
    def _tried(self, event: CellPane.Typed) -> None:
        """What is typed is tried on the example when the keys rest."""
        cell = self.cells.get(event.key)
        if cell is not None:
            self.soon(partial(self._try, cell, event.text))

    def _try(self, cell: Cell, text: str) -> None:
        from engine.desk import MadoguchiError
        from engine.desk.workshop.questions import effects, example
        from engine.desk.workshop.typed import value_of

        item = self.item
        if item is None or not self.pane.editing or not text.strip():
            return
        try:
            here = {(cell.file, cell.path): value_of(item.view, cell, text)}
            found = self.shop.consequences(example(item, self.house.desk.today()), here)
        except MadoguchiError:
            return  # what is wrong with it stands beneath already
        self.effects = effects(found, item.view)
        self.pane.show(lambda room: list(self._blocks(room)))

    def write(self, definition: str, path: tuple[str, ...], value: object) -> bool:
        """Make a value stand; then its basis is asked for."""
        before = self.item
        if before is not None and before.basis is not None and before.basis.path == path:
            self.reasoned.add(before.key)
        written = super().write(definition, path, value)
        item = self.item
        if written and item is not None and self.asks_basis(item) and item.basis is not None:
            self.pane.rows.cursor = item.basis.key
            self.house.tell(self.word("change.because"))
        return written

    def asks_basis(self, item: Item) -> bool:
        """Whether the basis of a changed value is still to be looked at."""
        return item.asks_basis and item.key not in self.reasoned

    def _told(self, done: Any) -> None:
        """What was written, without the names of files: those are for who looks in detail."""
        self.house.tell(self.word("change.written" if done.file else "tables.same"))

    def accept(self) -> None:
        """a: leave an open point open, with a reason."""
        from tui.screens.workshop.asking import AskText

        item = self.item
        if item is None or not item.point:
            return
        if self.shop.barred:
            self.refuse(self.shop.barred)
            return

        def take(why: str | None) -> None:
            if why:
                self.accepted[item.point] = why
                self._gather()
                self.fill()

        title, known = " ".join(item.about), self.accepted.get(item.point, "")
        self.app.push_screen(AskText(title, self.word("publish.because"), known), take)

    def go(self, definition: str, path: tuple[str, ...]) -> None:
        """To the item of a path on this page, else to its row in the tables."""
        for key, item in self.items.items():
            cells = (item.cell, item.basis)
            if any(c is not None and (c.file, c.path) == (definition, path) for c in cells):
                self.left.cursor = key
                return
        self.to_tables(definition, path)

    def to_tables(self, definition: str, path: tuple[str, ...]) -> None:
        """The row of a path in the tables."""
        from engine.desk.workshop.uses import element_at, tab_of
        from tui.screens.workshop.tables import TablesScreen

        view = next((v for v in self._views if v.workflow == definition), self.view)
        tab = tab_of(view, definition, path)
        row = element_at(view, tab, definition, path)
        self.app.push_screen(TablesScreen(self.organisation, view.workflow, tab, row.key if row else ""))


window, members, period, papers, numbers, wording, fee, settings = (
    partial(ChangeScreen, question)
    for question in ("window", "members", "period", "papers", "numbers", "wording", "fee", "settings")
)

__all__ = [
    "ACTIONS", "ChangeScreen", "fee", "members", "numbers", "papers", "period", "settings", "window", "wording",
]  # fmt: skip
