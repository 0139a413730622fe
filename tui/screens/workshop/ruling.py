"""A rule, typed or put together: fact, comparison, value, and/or; read back, and tried on a sample."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import clean, width
from tui.place import Dialog
from tui.screens.workshop.asking import AskText, Chooser, entry
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines
from tui.widgets.form.editors import TextEditor

if TYPE_CHECKING:
    from engine.desk.workshop.building import Asked
    from engine.desk.workshop.rows import Cell
    from engine.desk.workshop.view import View


ITSELF = "*itself"  # the fact as it is: an amount, a day


class RulePage(Dialog[str]):
    """Answers the rule as it is written (Ctrl+S), or None by Esc. F4 puts the next part together."""

    DEFAULT_CSS = """
    RulePage { align: center top; }
    RulePage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    RulePage Static { height: 1; color: $muted; }
    RulePage TextEditor { background: $field; margin: 1 0 0 0; }
    RulePage #rule-read { height: auto; min-height: 2; max-height: 8; padding: 1 0 0 0; }
    RulePage BlockList { height: 1fr; }
    """

    def __init__(self, view: View, cell: Cell, text: str) -> None:
        super().__init__()
        self.view, self.cell, self.text = view, cell, text
        self.sample: dict[str, object] = {}
        self.asked: list[Asked] = []

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(clean(self.cell.title), style="bold"), markup=False)
            yield TextEditor(self.text)
            yield Static(id="rule-read", markup=False)
            yield BlockList(id="rule-sample")
            yield Static(self.word("rule.keys"), markup=False, id="rule-keys")

    def on_mount(self) -> None:
        field = self.query_one(TextEditor)
        field.focus()
        field.cursor_position = len(self.text)
        self._read()

    @property
    def field(self) -> TextEditor:
        return self.query_one(TextEditor)

    @property
    def facts(self) -> BlockList:
        return self.query_one(BlockList)

    # --- read back, and tried

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._read()

    def _read(self) -> None:
        """The rule in words, or what is wrong with it; beneath the facts it reads, to try it on."""
        from engine.desk.workshop.building import asked
        from engine.desk.workshop.typed import understood

        text = self.field.value
        said, good = understood(self.view, self.cell, text)
        ink: Token = "ink" if good else "over"
        shown = self.word("tables.reading", said=said) if said and good else said or self.word("rule.empty")
        self.query_one("#rule-read", Static).update(
            Text(sentence(shown), style=self.house.palette.style(ink, "bg"))
        )
        self.asked = asked(self.view, self.cell, text) if good else []
        self.facts.show(lambda room: list(self._sample(room)))

    def _sample(self, room: int) -> Iterator[Block]:
        from engine.desk.workshop.building import outcome

        if not self.asked:
            return
        said, met = outcome(self.view, self.cell, self.field.value, self.sample)
        ink: Token = "ok" if met else "soon" if met is None else "over"
        head: Line = (Piece(self.word("rule.try") + "  ", "faint"), Piece(said, ink, True))
        yield Block("", (head,))
        for one in self.asked:
            value = self.sample.get(one.path)
            shown = one.say(value, self.view.language) if value is not None else self.word("rule.missing")
            label = clean(one.title)
            gap = " " * max(26 - width(label), 2)
            line = (Piece(label + gap, "muted"), Piece(shown, "ink" if value is not None else "faint"))
            yield Block(one.path, (line,) if width(label) + len(gap) + width(shown) <= room else (
                *text_lines(label, room, "muted"), *text_lines(shown, room, "ink", 4),
            ))  # fmt: skip

    def _next_value(self) -> None:
        """Space: another value of the fact under the cursor."""
        one = next((a for a in self.asked if a.path == self.facts.cursor), None)
        if one is None:
            return
        if one.values:
            known = [None, *one.values]
            at = known.index(self.sample.get(one.path)) if self.sample.get(one.path) in known else 0
            self._give(one.path, known[(at + 1) % len(known)])
            return

        def take(text: str | None) -> None:
            self._give(one.path, one.take(text) if text else None)

        self.app.push_screen(AskText(one.title, self.word(f"rule.kind.{one.kind}")), take)

    def _give(self, path: str, value: object) -> None:
        self.sample = {k: v for k, v in {**self.sample, path: value}.items() if v is not None}
        self._read()

    # --- putting together

    def build(self) -> None:
        """F4: the next part: a fact and its comparison, or and/or first where something stands already."""
        if not self.field.value.strip():
            self._fact("")
            return
        joins = [entry(key, self.word(f"rule.{key}")) for key in ("and", "or", "new")]

        def take(key: str | None) -> None:
            if key is not None:
                self._fact("" if key == "new" else key)

        self.app.push_screen(Chooser(self.word("rule.join"), "", joins), take)

    def _fact(self, join: str) -> None:
        from engine.desk.workshop.building import facts

        listed = facts(self.view, self.cell.path)
        entries = [entry(one.name, clean(one.title), one.name, group=one.group) for one in listed]

        def take(name: str | None) -> None:
            if name is not None:
                self._compare(join, name)

        self.app.push_screen(Chooser(self.word("rule.fact"), "", entries), take)

    def _compare(self, join: str, name: str) -> None:
        from engine.desk.workshop.building import comparisons

        listed = comparisons(self.view, self.cell.path, name)
        entries = [entry(key, label) for key, label in listed]
        if not join:
            entries.append(entry(ITSELF, self.word("rule.itself")))

        def take(key: str | None) -> None:
            if key == ITSELF:
                self._stand(name)
            elif key is not None:
                self._value(join, name, key)

        self.app.push_screen(Chooser(self.word("rule.compare"), "", entries), take)

    def _value(self, join: str, name: str, compare: str) -> None:
        from engine.desk.workshop.building import needs_value, values

        if not needs_value(compare):
            self._put(join, name, compare, "")
            return
        listed = values(self.view, self.cell.path, name)
        if not listed:
            about = self.word("rule.value.about")
            self.app.push_screen(
                AskText(self.word("rule.value"), about), lambda v: self._put(join, name, compare, v)
            )
            return
        entries = [entry(key, label) for key, label in listed]
        self.app.push_screen(
            Chooser(self.word("rule.value"), "", entries), lambda v: self._put(join, name, compare, v)
        )

    def _put(self, join: str, name: str, compare: str, value: str | None) -> None:
        from engine.desk.workshop.building import clause, joined

        if value is None:
            return
        part = clause(self.view, self.cell.path, name, compare, value)
        self._stand(joined(self.field.value if join else "", join, part))

    def _stand(self, text: str) -> None:
        self.field.value = text
        self.field.cursor_position = len(text)
        self.field.focus()

    # --- keys

    def pressed(self, key: str, event: events.Key) -> None:
        if key == "F4":
            self.build()
        elif key in ("Ctrl+S", "F12"):
            self._done()
        elif key in ("Down", "Tab") and self.field.has_focus and self.asked:
            self.facts.focus()
        elif key == "Enter" and self.field.has_focus:
            self._done()
        elif key in ("Space", "Enter") and self.facts.has_focus:
            self._next_value()
        elif key in ("Tab", "Shift+Tab") or (key == "Esc" and self.facts.has_focus):
            self.field.focus()
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()

    def _done(self) -> None:
        """Only what can be read is given back; what is wrong stands beneath already."""
        from engine.desk.workshop.typed import understood

        if understood(self.view, self.cell, self.field.value)[1]:
            self.dismiss(self.field.value.strip())
