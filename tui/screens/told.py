"""Something that is shown once and must not pass with the next key: it stays until somebody closes it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean, wrap
from tui.place import Dialog

ROOM = 54


class Told(Dialog[None]):
    """A heading, what is told, and what is to be done with it. Enter or Esc closes it."""

    FOCUSES: ClassVar[bool] = False

    def __init__(self, title: str, what: str, about: Sequence[str]) -> None:
        super().__init__()
        self._heading = title
        self._what = what
        self._about = tuple(about)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(clean(self._heading), style="bold"), classes="line")
            yield Static(classes="line")
            strong = self.house.palette.style("accent", "field", bold=True)
            yield Static(Text("  " + clean(self._what), style=strong), classes="line")
            yield Static(classes="line")
            for line in (part for one in self._about for part in wrap(clean(one), ROOM)):
                yield Static(line, classes="line", markup=False)
            yield Static(self.word("told.keys"), classes="line", markup=False)

    def pressed(self, key: str, event: events.Key) -> None:
        if key == "Enter":
            event.stop()
            self.dismiss(None)
            return
        super().pressed(key, event)
