"""A paper to be added to a cell: which, itself or a copy, how old, how long, why, and in which cells."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean
from tui.place import Dialog
from tui.screens.workshop.asking import AskText, Chooser, entry
from tui.sentences import sentence
from tui.widgets.blocks import Block, BlockList, Line, Piece, labelled, text_lines

if TYPE_CHECKING:
    from engine.desk.workshop.paper_edits import NewPaper
    from engine.desk.workshop.papers import Demand, Matrix, Place
    from tui.screens.workshop.beside import Beside

_COLUMN = 18
NEW = "*new"


class PaperForm(Dialog[bool]):
    """Answers True when the paper was added (Ctrl+S). The first thing asked is which paper it is."""

    DEFAULT_CSS = """
    PaperForm { align: center top; }
    PaperForm > Vertical { width: 100%; height: 100%; background: $field; padding: 0 1; }
    PaperForm Static { height: auto; background: $field; color: $muted; }
    PaperForm #paper-said { min-height: 1; color: $over; }
    PaperForm BlockList { height: 1fr; background: $field; }
    """

    def __init__(self, place: Beside, table: Matrix, cell: Place, group: Demand) -> None:
        super().__init__()
        self.place, self.table, self.cell, self.group = place, table, cell, group
        self.shared: tuple[Place, ...] = ()
        self.new: NewPaper | None = None
        self.basis_said = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(
                Text(f"{self.word('paper.title')}  {clean(self.group.title)}", style="bold"), markup=False
            )
            yield BlockList(surface="field")
            yield Static(id="paper-said", markup=False)
            yield Static(self.word("paper.keys"), markup=False)

    def on_mount(self) -> None:
        from engine.desk.workshop.paper_edits import NewPaper
        from engine.desk.workshop.papers import cells_of

        workflow = self.place.built
        found = cells_of(workflow, self.table, self.group.path) if workflow is not None else ()
        self.shared = found or (self.cell,)
        self.new = NewPaper("", frozenset(self.shared))
        self.show()
        self.lines.focus()
        self.call_after_refresh(self._which)

    @property
    def lines(self) -> BlockList:
        return self.query_one(BlockList)

    # --- what is shown

    def show(self) -> None:
        self.lines.show(lambda room: list(self._blocks(room)))

    def _blocks(self, room: int) -> Iterator[Block]:
        new = self.new
        if new is None:
            return
        said = {
            "name": new.label or self.word("tables.wanted"),
            "copy": self._copy_said(new),
            "age": self._age_said(new),
            "until": new.until or self.word("paper.none"),
            "basis": self.basis_said or self.word("tables.basis_wanted"),
        }
        for key, text in said.items():
            yield Block(key, tuple(labelled(self.word(f"paper.{key}"), [sentence(text)], _COLUMN, room)))
        yield Block("", ((), *text_lines(self.word("paper.cells"), room, "accent")))
        for row, column in self.shared:
            mark = "[x]" if (row, column) in new.cells else "[ ]"
            here = f"  {self.word('paper.here')}" if (row, column) == self.cell else ""
            line: Line = (
                Piece(f"{mark} ", "accent"),
                Piece(clean(self.table.title((row, column))) + here, "ink"),
            )
            yield Block(f"{row} {column}", (line,))

    def _copy_said(self, new: NewPaper) -> str:
        if new.copy == "same":
            return (
                self.word("paper.same", said=self.group.notes[0])
                if self.group.notes
                else self.word("papers.original")
            )
        return self.word("paper.copies" if new.copy else "paper.originals")

    def _age_said(self, new: NewPaper) -> str:
        if new.age == "same":
            said = "  ".join(self.group.notes[1:]) or self.word("paper.none")
            return self.word("paper.same", said=said) if self.group.notes else said
        return self.word("paper.none") if new.age == "none" else self._period(new.age)

    def _period(self, written: str) -> str:
        from engine.desk.workshop.saying import period_words

        return self.word("paper.within", period=period_words(written, self.house.language))

    def _put(self, **values: object) -> None:
        if self.new is not None:
            self.new = replace(self.new, **values)  # type: ignore[arg-type]  # names of its own fields
            self.query_one("#paper-said", Static).update("")
            self.show()

    # --- asking

    def _which(self) -> None:
        """Which paper: one the organisation knows, or a new one."""
        known = self.place.view.labels["documents"]
        inside = {one.paper for one in self._members()}
        entries = [entry(NEW, self.word("paper.new"))]
        entries += [entry(key, title) for key, title in known.items() if key not in inside]

        def take(key: str | None) -> None:
            if key == NEW:
                about = self.word("ask.label.about")
                self.app.push_screen(AskText(self.word("paper.new"), about), self._named)
            elif key is not None:
                until = self.place.view.org.map("documents").map(key).text("valid_until")
                self._put(label=known[key], paper=key, until=until)

        self.app.push_screen(Chooser(self.word("paper.name"), "", entries), take)

    def _named(self, label: str | None) -> None:
        if label:
            self._put(label=label, paper="")

    def _members(self) -> list[Demand]:
        from engine.desk.workshop.papers import tree

        workflow = self.place.built
        lines = tree(workflow, self.table, self.cell, self.house.language) if workflow is not None else []
        return [
            one
            for one in lines
            if one.kind == "paper" and one.path[: len(self.group.path)] == self.group.path
        ]

    def _copy(self) -> None:
        options = {"same": "same", "original": False, "copy": True}
        first = [entry("same", self.word("paper.as_list"))] if self.group.notes else []
        entries = [
            *first,
            entry("original", self.word("paper.originals")),
            entry("copy", self.word("paper.copies")),
        ]

        def take(key: str | None) -> None:
            if key is not None:
                self._put(copy=options[key])

        self.app.push_screen(Chooser(self.word("paper.copy"), "", entries), take)

    def _age(self) -> None:
        first = [entry("same", self.word("paper.as_list"))] if self.group.notes else []
        entries = [*first, entry("none", self.word("paper.none")), entry(NEW, self.word("paper.period"))]

        def take(key: str | None) -> None:
            if key == NEW:
                page = AskText(self.word("paper.age"), self.word("change.hint.period"))
                self.app.push_screen(page, self._aged)
            elif key is not None:
                self._put(age=key)

        self.app.push_screen(Chooser(self.word("paper.age"), "", entries), take)

    def _aged(self, text: str | None) -> None:
        from engine.desk.workshop.typed import period_of

        self._typed(text, "age", period_of)

    def _until(self) -> None:
        entries = [entry("none", self.word("paper.none")), entry(NEW, self.word("paper.day"))]

        def take(key: str | None) -> None:
            if key == NEW:
                self.app.push_screen(
                    AskText(self.word("paper.until"), self.word("rule.kind.date")), self._dated
                )
            elif key is not None:
                self._put(until="")

        self.app.push_screen(Chooser(self.word("paper.until"), "", entries), take)

    def _dated(self, text: str | None) -> None:
        from engine.desk.workshop.typed import day_of

        self._typed(text, "until", day_of)

    def _typed(self, text: str | None, field: str, read: Callable[[str], object]) -> None:
        """Take what was typed, or say why it cannot be understood."""
        from engine.desk import UsageError

        if not text:
            return
        try:
            self._put(**{field: read(text)})
        except UsageError as no:
            self._refuse(no.within(self.house.language))

    def _basis(self) -> None:
        from tui.screens.workshop.adding import ask_basis

        def take(value: object) -> None:
            self.basis_said = str(value.get("text", "")) if isinstance(value, dict) else str(value)
            self._put(basis=value)

        ask_basis(self.place, take)

    def _refuse(self, why: str) -> None:
        said = self.query_one("#paper-said", Static)
        said.update(Text(sentence(why.split("\n")[0]), style=self.house.palette.style("over", "field")))

    # --- keys

    def open_line(self) -> None:
        """Enter or Space on a line: ask for it; on a cell: in or out."""
        key = self.lines.cursor
        asking = {
            "name": self._which,
            "copy": self._copy,
            "age": self._age,
            "until": self._until,
            "basis": self._basis,
        }
        if key in asking:
            asking[key]()
        elif self.new is not None and key:
            row, _, column = key.partition(" ")
            self._put(cells=self.new.cells ^ {(row, column)})

    def finish(self) -> None:
        """Ctrl+S: write it; what lacks is asked for first."""
        from engine.desk.workshop.paper_edits import add_paper

        new, place = self.new, self.place
        if new is None or not new.label:
            self._which()
            return
        if new.basis is None:
            self._basis()
            return
        table, group, shared = self.table, self.group, self.shared
        if place.doing(lambda: add_paper(place.shop, place.view, table, group, shared, new)) is None:
            self._refuse(place.refused)
            return
        self.dismiss(True)

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        self.open_line()

    def pressed(self, key: str, event: events.Key) -> None:
        if key in ("Ctrl+S", "F12"):
            self.finish()
        elif key in ("Enter", "Space"):
            self.open_line()
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
