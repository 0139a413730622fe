"""A page of consequences before something that matters: what will be written, and what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from tui.cleaning import clean, width, wrap
from tui.place import Dialog
from tui.theme import Token
from tui.widgets.fields import Field

ROOM = 70  # cells of a line of the page


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and its lines; `ink` marks what cannot be undone."""

    heading: str
    lines: tuple[str, ...]
    ink: Token = "ink"


class KeyLine(Static):
    """The line that names the keys, for the mouse: tells how far along it one pressed, in cells."""

    class Pressed(Message):
        def __init__(self, x: int) -> None:
            super().__init__()
            self.x = x

    def on_click(self, event: events.Click) -> None:
        event.stop()
        self.post_message(self.Pressed(event.x))


class Confirm(Dialog[bool]):
    """Answers True when it is to be done. Only Ctrl+S or F12 does it; with `typed` that text must stand there."""

    def __init__(self, title: str, doing: str, parts: Sequence[Part], typed: str = "") -> None:
        super().__init__()
        self._heading = title
        self._doing = doing
        self._parts = tuple(parts)
        self._typed = typed

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(clean(self._heading), style="bold"), classes="line")
            with VerticalScroll(id="confirm-body"):
                yield Static(self._page(), id="confirm-page")
            if self._typed:
                yield Static(Text(self.word("confirm.type", what=clean(self._typed))), classes="line")
                field = Field(id="confirm-typed")
                yield field
            yield KeyLine(self._keys(), classes="line", id="confirm-keys")

    def _page(self) -> Text:
        palette, page = self.house.palette, Text()
        for part in self._parts:
            page.append(clean(part.heading) + "\n", palette.style("faint", "field"))
            for line in part.lines:
                for n, piece in enumerate(wrap(clean(line), ROOM - 2)):
                    page.append(("  " if not n else "    ") + piece + "\n", palette.style(part.ink, "field"))
        page.rstrip()
        return page

    def _keys(self) -> Text:
        palette = self.house.palette
        line = Text().append(self.word("confirm.back"), palette.style("accent", "field", bold=True))
        doing = self.word("confirm.do", label=clean(self._doing))
        return line.append(f"    {doing}", palette.style("muted", "field"))

    def on_mount(self) -> None:
        if self._typed:
            self.query_one(Input).focus()
        else:
            self.query_one("#confirm-body").focus()

    def pressed(self, key: str, event: events.Key) -> None:
        """Enter does nothing here on purpose."""
        if key not in ("Ctrl+S", "F12"):
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
        self._do()

    def on_key_line_pressed(self, event: KeyLine.Pressed) -> None:
        """The line of keys is two buttons: what goes back, and what does it."""
        event.stop()
        if event.x < width(self.word("confirm.back")) + 2:
            self.dismiss(None)
        else:
            self._do()

    def _do(self) -> None:
        if self._typed and self.query_one(Input).value.strip() != self._typed:
            said = self.word("confirm.typed_wrong", what=clean(self._typed))
            self.query_one("#confirm-keys", Static).update(
                Text(said, style=self.house.palette.style("soon", "field"))
            )
            return
        self.dismiss(True)
