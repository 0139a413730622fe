"""Fields in which nothing that is typed or pasted can reach the terminal as anything but a mark of one cell."""

from __future__ import annotations

from typing import Final

from rich.text import Text
from textual.widgets import Input, TextArea

from tui.cleaning import clean

HIDDEN: Final = "?"  # one cell for one hidden character, so that the caret stays where it belongs


def one_to_one(text: str) -> Text:
    """The text with every hidden character as a mark of one cell, character by character."""
    shown = Text(no_wrap=True, overflow="ignore", end="")
    for character in text:
        if clean(character) == character:
            shown.append(character)
        else:
            shown.append(HIDDEN, "reverse")
    return shown


class Field(Input):
    """One line; what stands in it is drawn one to one. The caret does not blink."""

    def __init__(self, value: str | None = None, *, id: str | None = None) -> None:
        super().__init__(value, id=id)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return one_to_one(self.value)


class Secret(Input):
    """One line of which nothing is seen but how many characters it has, each of them one cell of sure width."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, password=True)
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return Text("*" * len(self.value), no_wrap=True, overflow="ignore", end="")

    def _position_to_cell(self, position: int) -> int:
        return position


class Area(TextArea):
    """Several lines, drawn in the same way."""

    def __init__(self, text: str = "", *, id: str | None = None) -> None:
        super().__init__(text, id=id, soft_wrap=True)
        self.cursor_blink = False

    def get_line(self, line_index: int) -> Text:
        return one_to_one(self.document.get_line(line_index))
