"""Lines to read: drawn for the room there is, scrolled by keys, in one surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from tui.actions import key_name

Drawing = Callable[[int], Iterable[Text]]
"""What draws the lines for so many cells."""


def nothing(_: int) -> Iterable[Text]:
    return ()


class Page(VerticalScroll):
    """The lines of `draw`, again whenever the room changes."""

    DEFAULT_CSS = """
    Page { background: $bg; padding: 0 1; height: 1fr; }
    Page.side { background: $side; padding: 0 1 0 2; }
    Page > Static { width: 1fr; height: auto; }
    """

    def __init__(self, id: str | None = None, classes: str | None = None, *, focusable: bool = True) -> None:
        super().__init__(id=id, classes=classes, can_focus=focusable)
        self._draw: Drawing = nothing
        self._room = 0

    def compose(self) -> ComposeResult:
        yield Static(markup=False)

    def show(self, draw: Drawing, *, top: bool = True) -> None:
        """Other lines, from the top."""
        self._draw = draw
        self.again()
        if top:
            self.scroll_home(animate=False)

    def again(self) -> None:
        """Draw the same lines again: the colours or the room changed."""
        self._room = max(self.scrollable_content_region.width, 20)
        lines = list(self._draw(self._room))
        text = Text("\n").join(lines)
        if any(line.no_wrap for line in lines):
            text.no_wrap, text.overflow = True, "crop"
        self.query_one(Static).update(text)

    def on_resize(self) -> None:
        if max(self.scrollable_content_region.width, 20) != self._room:
            self.again()

    def on_key(self, event: events.Key) -> None:
        key = key_name(event.key, event.character)
        page = max(self.size.height - 2, 1)
        steps = {"Up": -1, "k": -1, "Down": 1, "j": 1, "PgUp": -page, "PgDn": page}
        if key in steps:
            self.scroll_relative(y=steps[key], animate=False)
        elif key in ("Home", "g"):
            self.scroll_home(animate=False)
        elif key in ("End", "G"):
            self.scroll_end(animate=False)
        else:
            return
        event.stop()
        event.prevent_default()
