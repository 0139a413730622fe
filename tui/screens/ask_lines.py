"""One line to type, in front of a place: the name of a file, a day, a reason."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import wrap
from tui.place import Dialog
from tui.widgets.fields import Field


class AskLines(Dialog[tuple[str, ...]]):
    """Fields one under the other; Enter goes from one to the next, and answers from the last. Esc answers nothing."""

    def __init__(self, title: str, about: str, fields: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._heading = title
        self._about = about
        self._fields = tuple(fields)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self._heading, style="bold"), classes="line")
            for line in wrap(self._about, 70):
                yield Static(line, classes="line", markup=False)
            for n, (label, value) in enumerate(self._fields):
                yield Static(label, classes="line", markup=False)
                field = Field(value, id=f"ask-{n}")
                yield field
            yield Static(self.word("ask_lines.keys"), classes="line", markup=False)

    def on_mount(self) -> None:
        self.query(Input).first().focus()

    def pressed(self, key: str, event: events.Key) -> None:
        if key not in ("Enter", "Ctrl+S", "F12"):
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        fields = list(self.query(Input))
        at = next((n for n, one in enumerate(fields) if one is self.focused), len(fields))
        if key == "Enter" and at + 1 < len(fields):
            fields[at + 1].focus()
        else:
            self.dismiss(tuple(one.value.strip() for one in fields))
