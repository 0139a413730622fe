"""Changing a cell of the tables: typed in place, chosen from what is valid, put together, given back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events, on

from tui.cleaning import clean, width
from tui.screens.workshop.asking import TYPE, AskText, Chooser, entry
from tui.screens.workshop.drawing import FOLD, is_paragraph
from tui.screens.workshop.working import Working
from tui.sentences import sentence
from tui.widgets.cellpane import CellPane

if TYPE_CHECKING:
    from engine.desk.workshop.choices import Choice
    from engine.desk.workshop.rows import Cell

NONE = "*none"
OPEN = frozenset(
    ("silent", "unmapped")
)  # words of the files for what is not there yet: typed over, never shown
CHOSEN = frozenset(("bool", "choice", "list", "basis"))


class Editing(Working):
    """What the screen of the tables does with a cell."""

    # --- between the list and the page

    @property
    def inside(self) -> bool:
        """Whether the cursor is at the right of the list."""
        return self.pane.rows.has_focus

    def enter(self) -> None:
        """From the list to what stands at the right of it."""
        self.pane.focus_rows()

    def leave(self) -> None:
        """Back to the list."""
        self.left.focus()

    def back(self) -> None:
        if self.inside:
            self.leave()
        else:
            super().back()

    def pressed(self, key: str, event: events.Key) -> None:
        """Tab goes between the list and the page; letters are the registry's."""
        if key in ("Tab", "Shift+Tab") and not self.pane.editing:
            event.stop()
            event.prevent_default()
            if self.inside:
                self.leave()
            else:
                self.enter()
            return
        super().pressed(key, event)

    # --- opening

    def open_cell(self) -> None:
        """Enter at the right: type into the cell, choose for it, unfold what is hidden, fill a gap."""
        key = self.pane.cursor
        if self._reading_only(key):
            return
        if key == FOLD:
            self.unfolded = True
            self.fill()
        elif self.hole_at() is not None:
            self.fill_hole()
        elif key.startswith("*row ") and self.row is not None:
            self.left.cursor = f"{self.row.key}/rows/{key.removeprefix('*row ')}"
        elif (cell := self.cell) is not None:
            self.edit_cell(cell)

    def _reading_only(self, key: str) -> bool:
        """Whether a value is to be changed by somebody who may only read: then it is said."""
        cell = self.cell
        folded = key == FOLD or key.startswith("*row ") or (cell is not None and cell.slot.kind == "group")
        barred = "" if folded else self.shop.barred
        if barred:
            self.refuse(barred)
        return bool(barred)

    def edit_cell(self, cell: Cell) -> None:
        kind, whole = cell.slot.kind, self.list_of(cell)
        if whole is not None:
            self.choose(whole)
        elif kind == "group":
            self.opened |= {cell.key}
            self.fill()
        elif kind == "map":
            self.add_entry(cell)
        elif kind in CHOSEN:
            self.choose(cell)
        elif is_paragraph(cell):
            self.long_text(cell)
        else:
            self.type_in(cell)

    def type_in(self, cell: Cell, text: str = "") -> None:
        """Type in a cell, from `text` on if something was typed already."""
        text = text or ("" if cell.text in OPEN else cell.text)
        self.kept = None
        self.pane.edit(cell.key, text, self.column())
        self._read(cell, text)

    def fill_hole(self) -> None:
        """A row for the combination that no row decides."""
        hole, row = self.hole_at(), self.row
        if hole is None or row is None:
            return
        if not hole.gap:
            self.house.tell(hole.words)
            return
        from engine.desk.workshop.making import row_for

        done = self.doing(lambda: row_for(self.shop, self.view, row.path, hole.cells))
        if done is not None:
            self.left.cursor = f"{row.file}#{'/'.join(done.path)}"
            self.fill()
            self.pane.focus_rows()

    def open_list(self) -> bool:
        """Show the entries of the list under the cursor one beneath the other; False where there are not two."""
        cell = self.cell if self.pane.rows.has_focus else None
        if cell is None or cell.slot.kind != "list":
            return False
        before, self.opened = self.opened, self.opened | {cell.key}
        self.fill()
        if f"{cell.key}/1" not in self.cells:
            self.opened = before
            self.fill()
            return False
        self.pane.rows.cursor = f"{cell.key}/0"
        self.house.tell(self.word("tables.order"))
        return True

    def follow(self, definition: str, path: tuple[str, ...], by: int) -> None:
        """The cursor goes with an entry of a list that was moved: its place is its name."""
        here, at = f"{definition}#{'/'.join(path[:-1])}", path[-1]
        if here in self.cells and at.isdigit() and f"{here}/{int(at) + by}" in self.cells:
            self.pane.rows.cursor = f"{here}/{int(at) + by}"

    def add_entry(self, cell: Cell) -> None:
        """One more entry of a map of values: what it is for (its name in the file where nothing is named), a value."""

        def take(key: str | None) -> None:
            if key:
                value: Any = "true" if cell.slot.element == "rule" else key
                self.write(cell.file, (*cell.path, key), value)

        named = {k: label for of in cell.slot.of for k, label in self.view.labels.get(of, {}).items()}
        if named:
            entries = [entry(key, label) for key, label in named.items()]
            self.app.push_screen(Chooser(clean(cell.title), "", entries), take)
        else:
            self.app.push_screen(AskText(cell.title, self.word("ask.key")), take)

    def long_text(self, cell: Cell) -> None:
        """A paragraph of a letter, on a page of its own."""
        from tui.screens.workshop.lettering import LetterPage

        def take(text: str | None) -> None:
            if text is not None and text != cell.text:
                self.take_text(cell, text)

        self.app.push_screen(LetterPage(self.shop, self.view, cell), take)

    # --- typing

    @on(CellPane.Typed)
    def _typed(self, event: CellPane.Typed) -> None:
        event.stop()
        cell = self.cells.get(event.key)
        if cell is not None and event.text != self.kept:  # the last letter may be told after Enter was
            self.kept = None
            self._read(cell, event.text)

    def _read(self, cell: Cell, text: str) -> None:
        from engine.desk.workshop.typed import understood

        said, good = understood(self.view, cell, text)
        shown = self.word("tables.reading", said=said) if said and good else said
        self.show_strip(shown, "ink" if good else "over")

    @on(CellPane.Entered)
    def _entered(self, event: CellPane.Entered) -> None:
        event.stop()
        cell = self.cells.get(event.key)
        if cell is None:
            self.pane.close()
            return
        typed = event.text.strip()
        same = typed == cell.text or (not typed and cell.text in OPEN)
        if same or self.take_text(cell, event.text):
            self.pane.close()
            self.show_strip()
            if event.step:
                self.pane.rows.move(event.step)
        else:
            self.kept = event.text

    def take_text(self, cell: Cell, text: str) -> bool:
        """Write what was typed; nothing typed takes the value away. False: it cannot be, and the field stays."""
        from engine.desk import UsageError
        from engine.desk.workshop.typed import value_of

        if not text.strip():
            return self.take_away(cell.file, cell.path)
        try:
            value = value_of(self.view, cell, text)
        except UsageError as no:
            self.show_strip(no.within(self.house.language), "over")
            return False
        return self.write(cell.file, cell.path, value)

    @on(CellPane.Wanted)
    def _wanted(self, event: CellPane.Wanted) -> None:
        event.stop()
        cell = self.cells.get(event.key)
        typed = self.pane.field.value
        self.pane.close()
        if cell is not None:
            self.choose(cell, typed)

    @on(CellPane.Closed)
    def _left_field(self, event: CellPane.Closed) -> None:
        event.stop()
        self.show_strip()

    # --- choosing

    def choose(self, cell: Cell, typed: str = "") -> None:
        """F4: what is valid in the cell."""
        from engine.desk.workshop.choices import choices

        if cell.slot.kind == "rule":
            self.build_rule(cell, typed or cell.text)
            return
        listed = choices(self.view, cell)
        taken = self._taken(cell)
        entries = [entry(c.key, c.title, c.about, taken=c.key in taken, why=c.why) for c in listed]
        if cell.slot.kind in ("period", "number", "text", "label", "basis", "date", "int") or cell.slot.of:
            entries.append(entry(TYPE, self.word("choose.type")))
        if not cell.empty:
            entries.append(entry(NONE, self.word("choose.none")))
        kind = cell.slot.kind
        abouts = {
            "list": "choose.more" if "cell" in cell.slot.of else "choose.listed",
            "basis": "choose.basis",
        }
        about = self.word(abouts[kind]) if kind in abouts else clean(cell.slot.help)

        def take(key: str | None) -> None:
            if key == TYPE:
                self.type_in(cell, page.typed)
            elif key == NONE:
                self.take_away(cell.file, cell.path)
            elif key is not None:
                self._take_choice(cell, next(c for c in listed if c.key == key), taken)

        page = Chooser(clean(cell.title), about, entries)
        page.begin_at = taken[0] if len(taken) == 1 else ""
        self.app.push_screen(page, take)

    def build_rule(self, cell: Cell, text: str) -> None:
        """Put a rule together."""
        from tui.screens.workshop.ruling import RulePage

        def take(rule: str | None) -> None:
            if rule is not None and rule != cell.text:
                self.write(cell.file, cell.path, rule)

        self.app.push_screen(RulePage(self.view, cell, text), take)

    def _taken(self, cell: Cell) -> list[str]:
        from engine.desk.workshop.typed import plain_of

        value = plain_of(self.view, cell)
        if isinstance(value, dict):
            return [f"setting:{value['setting']}"] if "setting" in value else [f"={value.get('status', '')}"]
        values = value if isinstance(value, list) else [] if value is None else [value]
        return [str(one).lower() if isinstance(one, bool) else str(one) for one in values]

    def _take_choice(self, cell: Cell, choice: Choice, taken: list[str]) -> None:
        if cell.slot.kind == "basis" and isinstance(choice.value, dict):
            self._because(cell, choice)
        elif cell.slot.kind == "list" and not isinstance(choice.value, dict):
            self._toggle(cell, choice, taken)
        else:
            self.write(cell.file, cell.path, choice.value)

    def _because(self, cell: Cell, choice: Choice) -> None:
        """What is no article wants its reason: what fills the gap."""

        def take(text: str | None) -> None:
            if text:
                self.write(cell.file, cell.path, {**choice.value, "text": text})

        self.app.push_screen(AskText(choice.title, self.word("choose.because"), cell.text), take)

    def _toggle(self, cell: Cell, choice: Choice, taken: list[str]) -> None:
        """One more of several, or one less. A table's cell with one value is that value."""
        if choice.key == "-" or taken == ["-"] or not taken:
            values = [choice.value]
        else:
            kept = [one for one in taken if one != choice.key]
            values = kept if len(kept) < len(taken) else [*taken, choice.value]
        table = "cell" in cell.slot.of
        if not values:
            if table:
                self.write(cell.file, cell.path, "-")
            else:
                self.take_away(cell.file, cell.path)
        else:
            self.write(cell.file, cell.path, values[0] if table and len(values) == 1 else values)

    # --- writing

    def doing(self, deed: Callable[[], Any]) -> Any:
        """Do something with the working copy and draw again; what is refused is said. None if it was."""
        from engine.desk import MadoguchiError, Refused

        try:
            done = deed()
        except Refused as no:
            self.refuse(" ".join(one.within(self.house.language) for one in no.objections))
            return None
        except MadoguchiError as no:
            self.refuse(no.within(self.house.language))
            return None
        self.renew()
        return done

    def refuse(self, why: str) -> None:
        """Nothing was written: said beneath, in full, and in the line of keys."""
        first = why.split("\n")[0]
        self.refused = first
        self.show_strip(first, "over")
        if width(first) < self.app.size.width:
            self.house.tell(sentence(first))

    def write(self, definition: str, path: tuple[str, ...], value: Any) -> bool:
        """Make a value stand in a cell."""
        done = self.doing(lambda: self.shop.set(definition, path, value))
        if done is None:
            return False
        self._told(done)
        return True

    def take_away(self, definition: str, path: tuple[str, ...]) -> bool:
        """Take the value of a cell away."""
        done = self.doing(lambda: self.shop.remove(definition, path))
        if done is None:
            return False
        self._told(done)
        return True

    def _told(self, done: Any) -> None:
        name = done.file.rpartition("/")[2]
        self.house.tell(self.word("tables.written", file=name) if name else self.word("tables.same"))
