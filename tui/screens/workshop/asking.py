"""Small questions in front of the Workshop: one line of text, one of several choices."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import clean
from tui.place import Dialog
from tui.screens.picker import Entry, Picker
from tui.widgets.form.editors import TextEditor
from tui.widgets.rows import Column, RowList

TYPE = "*type"
"""The entry of a list that leads to a field: what is not in the list may be typed."""


class AskText(Dialog[str]):
    """One line of text; Enter gives it, Esc nothing."""

    DEFAULT_CSS = """
    AskText { align: center top; }
    AskText > Vertical { width: 76; max-width: 96%; height: auto; margin-top: 4; background: $field; padding: 1 1; }
    AskText Static { height: auto; background: $field; color: $muted; padding: 0 1; }
    AskText TextEditor { background: $hi; margin: 1 1; }
    """

    def __init__(self, title: str, about: str = "", value: str = "") -> None:
        super().__init__()
        self._heading, self._about, self._value = title, about, value

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(clean(self._heading), style="bold"), markup=False)
            yield Static(Text(clean(self._about)), markup=False)
            yield TextEditor(self._value)
            yield Static(self.word("ask.keys"), markup=False)

    def on_mount(self) -> None:
        field = self.query_one(TextEditor)
        field.focus()
        field.cursor_position = len(self._value)

    def pressed(self, key: str, event: events.Key) -> None:
        if key != "Enter":
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        self.dismiss(self.query_one(Input).value.strip() or None)


class Chooser(Picker):
    """One of some entries, found by typing. Those with a `why` cannot be chosen."""

    COLUMNS = (
        Column("key", "", 1, 2),
        Column("label", "", 16, 52),
        Column("about", "", 6, 40),
    )

    KEYS = "choose.keys"

    def __init__(self, title: str, about: str, listed: Sequence[Entry]) -> None:
        super().__init__(title, about)
        self._listed = tuple(listed)
        self.begin_at = ""
        self.typed = ""

    def on_mount(self) -> None:
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        rows = self.query_one(RowList)
        if self.begin_at in list(rows.keys()):
            rows.cursor = self.begin_at

    def entries(self, text: str) -> Sequence[Entry]:
        """Those whose words, or the words of their group, hold all that was typed; those to be typed always."""
        from engine.desk import folded

        words = [folded(part) for part in text.split()]
        found = [
            one
            for one in self._listed
            if all(word in folded(f"{one.search} {one.group}") for word in words)
            or (text and one.key == TYPE)
        ]
        exact = folded(text.strip())
        return sorted(found, key=lambda one: not exact or folded(one.cells[1].strip()) != exact)

    def choose(self, key: str) -> None:
        chosen = next((one for one in self._listed if one.key == key), None)
        if chosen is not None and not chosen.why:
            self.typed = self.query_one(Input).value.strip()
            self.dismiss(key)


def entry(
    key: str, label: str, about: str = "", *, taken: bool = False, why: str = "", group: str = ""
) -> Entry:
    """An entry of a `Chooser`, found by its words and by what is written in the file."""
    mark = "x" if taken else ""
    return Entry(key, (mark, clean(label), clean(about)), f"{label} {about} {key}", group, why)
