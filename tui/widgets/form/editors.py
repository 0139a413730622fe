"""What one types or chooses in: a line, a long text, a choice shown open or closed. They know text, not forms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, ClassVar, Final

from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.cleaning import clean, width, wrap
from tui.widgets.fields import one_to_one
from tui.widgets.form.words import word

_LOST: Final = re.compile("[\x00\ud800-\udfff]")
_GAP: Final = "  "


class TextEditor(Input):
    """One line. Enter goes on and never submits; Ctrl+Z and Ctrl+Y undo and redo what was typed."""

    DEFAULT_CSS = """
    TextEditor {
        border: none; height: 1; padding: 0 1; background: $field; color: $ink;
        &:focus { border: none; background: $hi; }
        &>.input--placeholder { color: $faint; }
    }
    """

    class Lines(Message):
        """Several lines were pasted: the text as it would be with them."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, value: str = "", placeholder: str = "") -> None:
        self._past: list[str] = []
        self._ahead: list[str] = []
        self._moving = True
        super().__init__(value, placeholder, select_on_focus=False)
        self._moving = False
        self.cursor_blink = False

    @property
    def _value(self) -> Text:
        return one_to_one(self.value)

    def watch_value(self, old: str, new: str) -> None:
        if old != new and not self._moving:
            self._past.append(old)
            self._ahead.clear()

    async def action_submit(self) -> None:
        """Enter is the row's: it goes to the next field."""

    def on_key(self, event: events.Key) -> None:
        if event.key in ("ctrl+z", "ctrl+y"):
            event.stop()
            event.prevent_default()
            self._step(*((self._past, self._ahead) if event.key == "ctrl+z" else (self._ahead, self._past)))

    def _step(self, source: list[str], target: list[str]) -> None:
        if source:
            target.append(self.value)
            self._moving = True
            self.value = source.pop()
            self._moving = False
            self.cursor_position = len(self.value)

    def _on_paste(self, event: events.Paste) -> None:
        """Committed text of an input method arrives here too, as one piece."""
        event.stop()
        event.prevent_default()
        text = _LOST.sub("", event.text.replace("\r\n", "\n").replace("\r", "\n"))
        start, end = sorted(self.selection)
        if "\n" in text.strip("\n"):
            self.post_message(self.Lines(self.value[:start] + text + self.value[end:]))
        elif text.strip("\n"):
            self.replace(text.strip("\n"), start, end)


class LongEditor(TextArea):
    """A long text. Enter makes a line, Tab goes on."""

    DEFAULT_CSS = """
    LongEditor {
        border: none; height: auto; min-height: 3; max-height: 8; padding: 0 1;
        background: $field; color: $ink;
        &:focus { border: none; background: $hi; }
        & .text-area--cursor-line { background: transparent; }
    }
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text, soft_wrap=True, tab_behavior="focus", show_line_numbers=False)
        self.cursor_blink = False
        self.highlight_cursor_line = False

    def get_line(self, line_index: int) -> Text:
        return one_to_one(self.document.get_line(line_index))


class PickEditor(Widget, can_focus=True):
    """One of some values, or several. Up to `open_at` they are all shown, more are one line with a list behind it."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {"pick--here", "pick--taken", "pick--other", "pick--key"}
    DEFAULT_CSS = """
    PickEditor {
        height: auto; min-height: 1; padding: 0 1; background: $field; color: $ink;
        &:focus { background: $hi; }
        & .pick--here { text-style: underline; }
        & .pick--taken { color: $accent; text-style: bold; }
        & .pick--other { color: $muted; }
        & .pick--key { color: $accent; }
    }
    """

    class Picked(Message):
        """Something was chosen or taken back: the value, or the list of values."""

        def __init__(self, value: Any) -> None:
            super().__init__()
            self.value = value

    class Wanted(Message):
        """The whole list is wanted; `typed` is what was typed to find it."""

        def __init__(self, typed: str = "") -> None:
            super().__init__()
            self.typed = typed

    def __init__(
        self,
        choices: Sequence[tuple[str, str]],
        value: Any = None,
        *,
        many: bool = False,
        open_at: int = 7,
        language: str = "ja",
    ) -> None:
        super().__init__()
        self.choices = tuple((key, clean(label)) for key, label in choices)
        self.value = value
        self.many = many
        self.language = language
        self.open = len(choices) <= open_at
        self.here = self._index()
        self._spots: list[tuple[int, int, int, int]] = []

    @property
    def taken(self) -> list[str]:
        """The values chosen."""
        if self.many:
            return [str(v) for v in self.value or ()]
        return [str(self.value)] if self.value not in (None, "") else []

    def offer(self, choices: Sequence[tuple[str, str]], value: Any) -> None:
        """Other choices or another value, from outside."""
        shown = tuple((key, clean(label)) for key, label in choices)
        if (shown, value) != (self.choices, self.value):
            same = shown == self.choices
            self.choices, self.value = shown, value
            self.here = min(self.here, max(0, len(shown) - 1)) if same and self.many else self._index()
            self.refresh(layout=True)

    def _index(self) -> int:
        keys = [key for key, _ in self.choices]
        return keys.index(self.taken[0]) if self.taken and self.taken[0] in keys else 0

    def render(self) -> Text:
        return self._draw(max(1, self.content_size.width))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return self._draw(max(1, width)).plain.count("\n") + 1

    def _draw(self, room: int) -> Text:
        self._spots = []
        if not self.open:
            return self._one_line(room)
        text, line, column = Text(end="", no_wrap=True), 0, 0
        for number, (key, label) in enumerate(self.choices):
            pieces = wrap(self._label(key, label), room)
            if column and column + len(_GAP) + width(pieces[0]) > room:
                text.append("\n")
                line, column = line + 1, 0
            elif column:
                text.append(_GAP)
                column += len(_GAP)
            for i, piece in enumerate(pieces):
                if i:
                    text.append("\n")
                    line, column = line + 1, 0
                text.append(piece, self._style(number, key))
                self._spots.append((line, column, column + width(piece), number))
                column += width(piece)
            if len(pieces) > 1:
                column = room
        return text

    def _label(self, key: str, label: str) -> str:
        if self.many:
            return f"[{'x' if key in self.taken else ' '}] {label}"
        return f"[{label}]" if key in self.taken else f" {label} "

    def _style(self, number: int, key: str) -> Any:
        style = self.get_component_rich_style(
            "pick--taken" if key in self.taken else "pick--other", partial=True
        )
        if self.has_focus and number == self.here:
            style += self.get_component_rich_style("pick--here", partial=True)
        return style

    def _one_line(self, room: int) -> Text:
        labels = dict(self.choices)
        said = "、".join(labels.get(v, clean(v)) for v in self.taken)
        if said:
            return Text("\n".join(wrap(said, room)), end="", no_wrap=True)
        return Text(
            word("choose", self.language), self.get_component_rich_style("pick--key", partial=True), end=""
        )

    # --- keys and mouse

    def on_key(self, event: events.Key) -> None:
        if self._act(event.key, event.character):
            event.stop()
            event.prevent_default()

    def _act(self, key: str, character: str | None) -> bool:
        if key in ("delete", "backspace") and self.taken:
            self._pick([] if self.many else None)
            return True
        if not self.open:
            return self._act_closed(key, character)
        if key in ("left", "right"):
            self._move(1 if key == "right" else -1)
            return True
        digit = unicodedata.normalize("NFKC", character or "")
        if digit.isdecimal() and 1 <= int(digit) <= len(self.choices):
            self.here = int(digit) - 1
            self._take(toggle=self.many)
            return True
        if key == "space":
            self._take(toggle=True)
            return True
        if key == "enter" and not self.many and not self.taken:
            self._take(toggle=False)
        return False

    def _act_closed(self, key: str, character: str | None) -> bool:
        if key in ("enter", "space"):
            self.post_message(self.Wanted())
            return True
        if character is not None and character.isprintable() and not character.isspace():
            self.post_message(self.Wanted(character))
            return True
        return False

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if not self.open:
            self.post_message(self.Wanted(_LOST.sub("", event.text.split("\n")[0])))

    def _move(self, step: int) -> None:
        if self.choices:
            fresh = not self.many and not self.taken
            self.here = self.here if fresh else (self.here + step) % len(self.choices)
            if self.many:
                self.refresh()
            else:
                self._take(toggle=False)

    def _take(self, *, toggle: bool) -> None:
        if not self.choices:
            return
        key = self.choices[self.here][0]
        if self.many:
            taken = self.taken
            kept = [t for t in taken if t != key] if toggle and key in taken else [*taken, key]
            order = [k for k, _ in self.choices]
            self._pick(sorted(dict.fromkeys(kept), key=lambda k: order.index(k) if k in order else -1))
        elif toggle and key in self.taken:
            self._pick(None)
        else:
            self._pick(key)

    def _pick(self, value: Any) -> None:
        self.value = value
        self.refresh(layout=True)
        self.post_message(self.Picked(value))

    def on_click(self, event: events.Click) -> None:
        self.focus()
        if not self.open:
            self.post_message(self.Wanted())
            return
        at = event.get_content_offset(self)
        for line, start, end, number in self._spots if at is not None else ():
            if at is not None and at.y == line and start <= at.x < end:
                self.here = number
                self._take(toggle=self.many)
                return
