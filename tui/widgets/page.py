"""Lines to read: drawn for the room there is, scrolled by keys, in one surface."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from rich.text import Text
from textual import events

from tui.actions import key_name
from tui.widgets.lines import Lines

Drawing = Callable[[int], Iterable[Text]]
"""What draws the lines for so many cells."""


def nothing(_: int) -> Iterable[Text]:
    return ()


class Page(Lines):
    """The lines of `draw`, again whenever the room changes."""

    DEFAULT_CSS = """
    Page { background: $bg; padding: 0 1; height: 1fr; }
    Page.side { background: $side; padding: 0 1 0 2; }
    """

    def __init__(self, id: str | None = None, classes: str | None = None, *, focusable: bool = True) -> None:
        super().__init__(id, classes, focusable=focusable)
        self._draw: Drawing = nothing
        self._drawn_for = 0

    def show(self, draw: Drawing, *, top: bool = True) -> None:
        """Other lines, from the top."""
        self._draw = draw
        self.again(top=top)

    def again(self, *, top: bool = False) -> None:
        """Draw the same lines again: the colours or the room changed."""
        self._drawn_for = self.room
        self.put(self._draw(self.room), top=top)

    def on_resize(self) -> None:
        self._fit()

    def watch_show_vertical_scrollbar(self) -> None:
        """The bar takes some of the room."""
        self._fit()

    def _fit(self) -> None:
        if self.room != self._drawn_for:
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
