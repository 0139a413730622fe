"""What hides the names when nobody touched the keys for a while."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.widgets import Static

from tui.cleaning import wrap
from tui.place import Dialog


class Curtain(Dialog[None]):
    """Covers everything; any key or click takes it away and does nothing else."""

    FOCUSES: ClassVar[bool] = False

    def compose(self) -> ComposeResult:
        for line in wrap(self.word("curtain"), 72):
            yield Static(line, markup=False)

    def pressed(self, key: str, event: events.Key) -> None:  # noqa: ARG002
        event.stop()
        event.prevent_default()
        self.dismiss(None)

    def on_click(self) -> None:
        self.dismiss(None)
