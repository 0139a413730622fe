"""What the screen of the tables works on: the working copy, the view of it, the row and cell in use."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual import events
from textual.geometry import Size

from tui.screens.case_words import told
from tui.screens.desk import TALL, WIDE
from tui.screens.lazily import LazyPlace
from tui.screens.workshop.drawing import HOLE, column_of, trouble_lines
from tui.screens.workshop.shops import shop_of
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines
from tui.widgets.cellpane import CellPane
from tui.widgets.rows import RowList

if TYPE_CHECKING:
    from engine.desk.workshop import Trouble, Workshop
    from engine.desk.workshop.grid import Hole
    from engine.desk.workshop.papers import Workflow
    from engine.desk.workshop.rows import Cell, Row
    from engine.desk.workshop.view import View


PROOFS = "proofs"
BROAD = 100  # columns from which the form stands beside its fields


class Working(LazyPlace):
    """The state of the tables of one workflow of an organisation; screens draw it (`renew`, `fill`)."""

    def __init__(self, organisation: str, workflow: str = "", tab: str = "steps", at: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.workflow = workflow
        self.tab = tab
        self.at = at
        self.rows: dict[str, Row] = {}
        self.cells: dict[str, Cell] = {}
        self.holes: list[Hole] = []
        self.troubles: tuple[Trouble, ...] = ()
        self.unfolded = False
        self.opened: frozenset[str] = frozenset()
        self.problem = -1
        self._walked: tuple[object, ...] = ()
        self._blockers: frozenset[tuple[object, ...]] = frozenset()
        self.filled = ""
        self.refused = ""
        self.kept: str | None = None
        """What was entered and refused: it stays in the field, and why under it."""
        self.told_of: tuple[str, str, Token] = ("", "", "ink")  # a row, and what was said of its problem
        self._view: View | None = None
        self._procedures: dict[str, str] = {}

    # --- parts

    @property
    def left(self) -> RowList:
        return self.query_one("#tables-rows", RowList)

    @property
    def pane(self) -> CellPane:
        return self.query_one(CellPane)

    @property
    def strip(self) -> BlockList:
        return self.query_one("#tables-strip", BlockList)

    @property
    def shop(self) -> Workshop:
        """The working copy of the organisation."""
        return shop_of(self.house.desk, self.organisation)

    @property
    def view(self) -> View:
        """The working copy as the tables look at it now."""
        if self._view is None:
            from engine.desk.workshop.looking import look, workflows_of

            if not self.workflow:
                self.workflow = workflows_of(self.shop)[0][0]
            self._view = look(self.shop, self.workflow, self.house.language)
        return self._view

    @property
    def built(self) -> Workflow | None:
        """The workflow as it would run; None where it cannot be put together."""
        built = self.shop.shaped().built
        return built.workflows.get(self.view.workflow) if built is not None else None

    @property
    def row(self) -> Row | None:
        """The row under the cursor at the left."""
        return self.rows.get(self.left.cursor)

    @property
    def cell(self) -> Cell | None:
        """The cell under the cursor at the right, if one is in use there."""
        return self.cells.get(self.pane.edited or self.pane.cursor)

    def whole_of(self, cell: Cell) -> Cell | None:
        """The map of values or the list that a cell is an entry of: it can be moved among its neighbours there."""
        inside = (one for one in self.cells.values() if one.path == cell.path[:-1])
        return next((one for one in inside if one.slot.kind in ("map", "list")), None)

    def list_of(self, cell: Cell) -> Cell | None:
        """The list that a cell is an entry of."""
        whole = self.whole_of(cell)
        return whole if whole is not None and whole.slot.kind == "list" else None

    def hole_at(self) -> Hole | None:
        """The gap or overlap under the cursor."""
        key = self.pane.cursor
        at = key.removeprefix(f"{HOLE} ")
        return (
            self.holes[int(at)]
            if key.startswith(HOLE) and at.isdigit() and int(at) < len(self.holes)
            else None
        )

    def column(self) -> int:
        return column_of(max(self.pane.rows.size.width - 3, 1))

    # --- room

    def on_resize(self, event: events.Resize) -> None:
        self.fit(event.size)
        self.call_after_refresh(self.fill)

    def fit(self, size: Size) -> None:
        """More stands on the screen where there is room for it."""
        self.set_class(size.width >= WIDE, "wide")
        self.set_class(size.width >= BROAD, "broad")
        self.set_class(size.height >= TALL, "tall")

    # --- what is wrong

    def last_good(self, shown: bool) -> bool:
        """Whether files changed outside do not fit together now: the last that did stays in sight, and it is said."""
        from engine.desk.workshop.looking import unfit

        said = unfit(self.shop) if shown else ""
        if said:
            self.show_strip(" ".join(said.split()), "over")
        return bool(said)

    def judge(self) -> None:
        """Shape and references at once; what takes proofs is shown when they are done, in a thread of their own."""
        self.troubles = self.shop.problems_so_far()
        self.show_judged()
        if not self.shop.shaped().proved:
            self.run_worker(self._prove, thread=True, group=PROOFS, exclusive=True)

    def _prove(self) -> None:
        self.shop.judged()
        self.app.call_from_thread(self._proved)

    def _proved(self) -> None:
        """All of it, unless something was changed meanwhile: then the next proofs are on their way."""
        if self.is_mounted and self.shop.shaped().proved:
            self.troubles = self.shop.problems_so_far()
            self.show_judged()

    def show_judged(self) -> None:
        """Draw what is wrong where it is."""
        raise NotImplementedError

    def next_trouble(self, leading: Sequence[Trouble]) -> Trouble:
        """What F3 goes to: what has come to stop publishing since, else the next one, after the last the first."""
        names = [(one.name, one.definition, one.path, one.text) for one in leading]
        blockers = frozenset(n for n, one in zip(names, leading, strict=True) if one.blocks)
        fresh = [at for at, name in enumerate(names) if name in blockers - self._blockers]
        step = 1 if not self._walked or self._walked in names else 0  # what was mended has left its place
        self.problem = fresh[0] if fresh else (self.problem + step) % len(leading)
        self._blockers = blockers
        self._walked = names[self.problem]
        return leading[self.problem]

    # --- drawn by the screen

    def renew(self) -> None:
        """Draw everything again from the working copy as it stands."""
        raise NotImplementedError

    def fill(self) -> None:
        """Draw the cells of the row under the cursor."""
        raise NotImplementedError

    def go(self, definition: str, path: tuple[str, ...]) -> None:
        """To what stands at a path."""
        raise NotImplementedError

    # --- beneath

    def show_strip(self, reading: str = "", ink: Token = "ink") -> None:
        """What is wrong; while something is typed, first how it is understood."""
        self.strip.show(lambda room: self._strip(room, reading, ink))

    def tell_of(self, said: str, ink: Token) -> None:
        """Say the problem of the row that was gone to, for as long as the cursor stays there."""
        self.told_of = (self.row.key if self.row is not None else "", said, ink)
        self.strip_again()

    def strip_again(self) -> None:
        """The strip of the row under the cursor: with the problem that led there, if one did."""
        key, said, ink = self.told_of
        if self.row is not None and self.row.key == key:
            self.show_strip(said, ink)
        else:
            self.show_strip()

    def _strip(self, room: int, reading: str, ink: Token) -> list[Block]:
        blocking = sum(one.blocks for one in self.troubles)
        notes = sum(one.severity == "warn" for one in self.troubles)
        if blocking:
            head: list[Piece] = [Piece(self.word("tables.problems", count=blocking), "over", True)]
        else:
            head = [Piece(self.word("tables.sound"), "ok", True)]
        if not self.shop.shaped().proved:
            head.append(Piece("  " + self.word("publish.checking"), "faint"))
        if notes:
            head.append(Piece("  " + self.word("tables.notes", count=notes), "soon"))
        if self.troubles:
            head.append(Piece("  " + self.word("tables.next"), "faint"))
        lines: list[Line] = [tuple(head)]
        if reading:
            lines = [*text_lines(told(sentence(reading)), room, ink)[:3], *lines]
        left = max(self.strip.size.height - len(lines), 0)
        lines += trouble_lines(self.shown_troubles(), room, left, self.house.language)
        return [Block("", (line,)) for line in lines]

    def shown_troubles(self) -> Sequence[Trouble]:
        """The problems as they are told here."""
        return self.troubles

    # --- where it comes from

    def chain(self, name: str, path: tuple[str, ...], cell: Cell | None) -> list[tuple[str, str, str]]:
        """What stands at a path and what is inherited there: words, origin, place."""
        from engine.desk.workshop.origins import chain

        return list(chain(self.view, name, path, cell))

    def titles(self, name: str, path: tuple[str, ...]) -> list[str]:
        """The labels down to a path."""
        from engine.desk.workshop.origins import titles

        return titles(self.view, name, path)

    def own_lines(self, row: Row) -> list[tuple[str, int, str, bool]]:
        """The lines of the office's own files that a row is written in."""
        from engine.desk.workshop.origins import own_lines

        return own_lines(self.shop, row.file, row.path)
