"""The cells of one element: a list to read, with a field that opens on the value itself when it is edited."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.message import Message
from textual.widgets import Input

from tui.widgets.blocks import GUTTER, Block, BlockList
from tui.widgets.form.editors import TextEditor


class CellPane(Container):
    """The list, and the field in front of it. What the text means is the screen's business."""

    DEFAULT_CSS = """
    CellPane { layers: base edit; height: 1fr; background: $bg; }
    CellPane > BlockList { layer: base; height: 1fr; background: $bg; }
    CellPane > TextEditor { layer: edit; display: none; height: 1; padding: 0 1 0 0; }
    CellPane.editing > TextEditor { display: block; }
    """

    class Typed(Message):
        """The text in the field is another; `key` names the cell."""

        def __init__(self, key: str, text: str) -> None:
            super().__init__()
            self.key, self.text = key, text

    class Entered(Typed):
        """The text is to be taken; with `step` the cell after (1) or before (-1) is wanted next."""

        def __init__(self, key: str, text: str, step: int = 0) -> None:
            super().__init__(key, text)
            self.step = step

    class Wanted(Message):
        """The choices of the cell that is edited are wanted."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    class Closed(Message):
        """The field was left without taking anything."""

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.rows = BlockList()
        self.field = TextEditor()
        self.edited = ""

    def compose(self) -> ComposeResult:
        yield self.rows
        yield self.field

    # --- contents

    def show(self, make: Callable[[int], Sequence[Block]]) -> None:
        self.rows.show(make)

    @property
    def cursor(self) -> str:
        return self.rows.cursor

    def focus_rows(self) -> None:
        self.rows.focus()

    # --- editing

    @property
    def editing(self) -> bool:
        return self.has_class("editing")

    def edit(self, key: str, text: str, column: int) -> None:
        """Open the field on the value of a cell, which begins in `column`."""
        self.edited = key
        line = self.rows.line_of(key)
        self.field.styles.offset = (column + GUTTER, max(line, 0))
        self.field.styles.width = max(self.size.width - column - GUTTER - 1, 10)
        self.field.value = text
        self.field.cursor_position = len(text)
        self.add_class("editing")
        self.field.focus()

    def close(self) -> None:
        if self.editing:
            self.remove_class("editing")
            self.edited = ""
        self.rows.focus()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.editing:
            self.post_message(self.Typed(self.edited, event.value))

    def on_key(self, event: events.Key) -> None:
        if not self.editing:
            return
        steps = {"enter": 0, "down": 1, "up": -1, "tab": 1, "shift+tab": -1}
        if event.key in steps:
            self.post_message(self.Entered(self.edited, self.field.value, steps[event.key]))
        elif event.key == "f4":
            self.post_message(self.Wanted(self.edited))
        elif event.key == "escape":
            self.close()
            self.post_message(self.Closed())
        else:
            return
        event.stop()
        event.prevent_default()
