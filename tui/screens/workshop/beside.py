"""What stands beside the list of some tables: papers by who asks and how; the form of a field, and what uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on

from tui.screens.workshop.editing import Editing
from tui.widgets.blocks import Block, Piece, text_lines
from tui.widgets.matrix import MatrixGrid
from tui.widgets.sample import SamplePane

if TYPE_CHECKING:
    from engine.desk.workshop.papers import Matrix
    from engine.desk.workshop.rows import Row
    from engine.desk.workshop.sample import SampleForm

PAPERS = ("evidence",)
USE = "*use"


class Beside(Editing):
    """The parts of the tables that are more than cells."""

    def __init__(self, organisation: str, workflow: str = "", tab: str = "steps", at: str = "") -> None:
        super().__init__(organisation, workflow, tab, at)
        self.papers: Matrix | None = None
        self.uses: list[tuple[str, tuple[str, ...]]] = []
        self._sampled: tuple[str, str, int] | None = None

    # --- papers as a table

    @property
    def grid(self) -> MatrixGrid:
        return self.query_one(MatrixGrid)

    def fill_papers(self) -> bool:
        """Show the table of papers where all of them are under the cursor; False where there is none to show."""
        from engine.desk.workshop.papers import matrix

        row, workflow = self.row, self.built
        here = row is not None and row.group and row.path == PAPERS and row.file == self.workflow
        self.papers = matrix(workflow, self.house.language) if here and workflow is not None else None
        table = self.papers
        if table is None:
            self.remove_class("across")
            return False
        texts = [[table.said[row, column] for column in table.columns.values] for row in table.rows.values]
        self.grid.show(list(table.rows.values.values()), list(table.columns.values.values()), texts)
        return True

    @property
    def inside(self) -> bool:
        return super().inside or self.grid.has_focus or self.sample.has_cursor

    def enter(self) -> None:
        """Into the cells; into the table of papers, which then has the whole width."""
        if self.papers is not None:
            self.add_class("across")
            self.grid.focus()
        else:
            super().enter()

    def leave(self) -> None:
        self.remove_class("across")
        super().leave()

    # --- what a changed period does

    def period_blocks(self, row: Row, key: str, room: int) -> list[Block]:
        """Under a changed period: from when, for which cases not, how many past ones took longer."""
        if row.shape != "clock" or len(row.path) != 2 or key != f"{row.key}/period":
            return []
        said = self.shop.period_said(row.file, row.path[1])
        return [Block("", tuple(text_lines(one, room, "soon", 2))) for one in said]

    # --- the form beside its fields

    @property
    def sample(self) -> SamplePane:
        return self.query_one(SamplePane)

    def fill_form(self) -> None:
        """Show the form that the row is in, if there is room; again where it or the definition is another."""
        form = self.sample_form() if self.has_class("broad") else None
        field = self.row.path[3] if self.row is not None and len(self.row.path) > 3 else ""
        group = form.fields[field].group if form is not None and field in form.fields else ""
        key = (
            (form.form.id, group, id(self.shop.shaped()))
            if form is not None and form.form is not None
            else None
        )
        self.set_class(form is not None, "form")
        if key != self._sampled and not self.sample.has_cursor:
            self._sampled = key
            self.sample.show(form, self.house.language, field)

    def sample_form(self) -> SampleForm | None:
        """The form that the row under the cursor is in, as the clerk will see it."""
        from engine.desk.workshop.sample import sample_form

        row, workflow = self.row, self.built
        if row is None or workflow is None or row.file != self.workflow:
            return None
        return sample_form(self.house.desk, workflow, row.path)

    def to_form(self) -> None:
        """f: into the form, to type in it; on a page of its own where nothing fits beside the fields."""
        from tui.screens.workshop.sampling import SamplePage

        form = self.sample_form()
        if form is None:
            self.house.tell(self.word("sample.none"))
        elif self.has_class("broad"):
            self.sample.enter()
        else:
            field = self.row.path[3] if self.row is not None and len(self.row.path) > 3 else ""
            self.app.push_screen(SamplePage(form, field))

    @on(SamplePane.Left)
    def _left_form(self, event: SamplePane.Left) -> None:
        event.stop()
        self.leave()

    def fill_uses(self) -> None:
        """What uses a field: rules, letters, registers."""
        from engine.desk.workshop.uses import used_in

        row = self.row
        field = row is not None and row.shape == "field" and row.origin != "off"
        self.uses = used_in(self.view, row) if row is not None and field else []

    def use_blocks(self, row: Row, room: int) -> list[Block]:
        from engine.desk.workshop.uses import tab_of

        if row.shape != "field":
            return []
        said = self.word("tables.used" if self.uses else "tables.unused", count=len(self.uses))
        found = [Block("", ((), (Piece(said, "accent", True),)))]
        for n, (name, path) in enumerate(self.uses):
            tab = self.word(f"workshop.{tab_of(self.view, name, path)}")
            text = f"{tab}  {' > '.join(self.titles(name, path))}"
            found.append(Block(f"{USE} {n}", tuple(text_lines(text, room, "muted"))))
        return found

    def open_cell(self) -> None:
        """Enter at the right: what uses the field is gone to, everything else is edited."""
        head, _, at = self.pane.cursor.partition(" ")
        if head == USE and at.isdigit() and int(at) < len(self.uses):
            self.go(*self.uses[int(at)])
        else:
            super().open_cell()

    @on(MatrixGrid.Chosen)
    def _cell_chosen(self, event: MatrixGrid.Chosen) -> None:
        event.stop()
        self.open_papers()

    def open_papers(self) -> None:
        """Enter on a cell: what is demanded there, as a tree."""
        from tui.screens.workshop.papers import PaperPage

        if self.papers is not None:
            self.app.push_screen(PaperPage(self, self.papers, self.papers.cell_at(*self.grid.at)))
