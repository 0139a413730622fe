"""One line of a form: mark and label, what one types or chooses in, what was understood, what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.cleaning import clean, width, wrap
from tui.widgets.form.editors import LongEditor, PickEditor, TextEditor
from tui.widgets.form.model import OPEN_CHOICES, Fault, Row
from tui.widgets.form.words import word

LABEL: Final = 22  # cells of the label column, its two marks included


class FieldRow(Widget):
    """A line of a form. It says what was typed or chosen; the form decides what that means."""

    DEFAULT_CSS = """
    FieldRow { height: auto; layout: vertical; }
    FieldRow > .form-line { height: auto; }
    FieldRow .label { width: 22; height: auto; color: $muted; }
    FieldRow.here .label { color: $accent; text-style: bold; }
    FieldRow.heading .label { width: 1fr; color: $faint; }
    FieldRow .editor { width: 1fr; }
    FieldRow.short .editor { width: 20; }
    FieldRow .back { width: 1fr; height: auto; padding: 0 1; color: $ok; }
    FieldRow.long-back .back { display: none; }
    FieldRow > .said { height: auto; padding: 0 0 0 23; display: none; }
    """

    class Edited(Message):
        """A value was typed or chosen."""

        def __init__(self, line: FieldRow, value: Any) -> None:
            super().__init__()
            self.line = line
            self.value = value

    class Entered(Message):
        """The line got the focus."""

        def __init__(self, line: FieldRow) -> None:
            super().__init__()
            self.line = line

    class Left(Message):
        """The line lost the focus."""

        def __init__(self, line: FieldRow) -> None:
            super().__init__()
            self.line = line

    class Wanted(Message):
        """The choices of the line are wanted."""

        def __init__(self, line: FieldRow, typed: str = "") -> None:
            super().__init__()
            self.line = line
            self.typed = typed

    class Lines(Message):
        """A text of several lines was pasted."""

        def __init__(self, line: FieldRow, text: str) -> None:
            super().__init__()
            self.line = line
            self.text = text

    def __init__(self, row: Row, value: Any, language: str = "ja") -> None:
        super().__init__()
        self.row = row
        self.language = language
        self.known = value  # what the form holds here, as far as this line was told or told it
        self._faults: tuple[Fault, ...] = ()
        self._said: Any = None
        self._note = ""
        self._label = Static(markup=False, classes="label")
        self._back = Static(markup=False, classes="back")
        self._below = Static(markup=False, classes="said")
        self.editor = self._editor(value)
        self.set_class(row.kind in ("heading", "gone"), "heading")
        self.set_class(row.kind in ("int", "date", "link"), "short")

    def _editor(self, value: Any) -> TextEditor | LongEditor | PickEditor | None:
        kind = self.row.kind
        if not self.row.stops:
            return None
        if kind in ("pick", "picks"):
            return PickEditor(
                self.row.choices, value, many=kind == "picks", open_at=OPEN_CHOICES, language=self.language
            )
        if kind == "long":
            return LongEditor(str(value or ""))
        return TextEditor(str(value or ""))

    def compose(self) -> ComposeResult:
        with Horizontal(classes="form-line"):
            yield self._label
            if self.editor is not None:
                self.editor.add_class("editor")
                yield self.editor
                if self.row.kind in ("int", "date", "text", "link"):
                    yield self._back
        yield self._below

    def on_mount(self) -> None:
        self._mark()
        self._back.display = False

    # --- what is shown

    def show(self, row: Row, value: Any, faults: Sequence[Fault], back: str, note: str) -> None:
        """The line as it is now. Only a value that changed elsewhere replaces what is typed: keys may be under way."""
        self.row = row
        self._faults = tuple(faults)
        self._mark()
        changed = (value or "") != (self.known or "")
        self.known = value
        if isinstance(self.editor, PickEditor):
            self.editor.offer(row.choices, value if changed else self.editor.value)
        elif changed and isinstance(self.editor, TextEditor):
            self.editor.value = str(value or "")
        elif changed and isinstance(self.editor, LongEditor):
            self.editor.text = str(value or "")
        self._read_back(back)
        self._tell(note)

    def _read_back(self, back: str) -> None:
        raw = self.editor.value if isinstance(self.editor, TextEditor) else ""
        shown = clean(back) if back else (clean(raw) if clean(raw) != raw else "")
        if shown != getattr(self._back, "_shown", None):
            self._back._shown = shown  # type: ignore[attr-defined]
            self._back.update(Text(shown))
            self._back.display = bool(shown)

    def _mark(self) -> None:
        here = self.holds_cursor
        self.set_class(here, "here")
        mark = ">" if here else "!" if any(f.hard for f in self._faults) else " "
        star = "*" if self.row.required else " "
        inner = "  " * min(self.row.depth, 1) if self.row.entry else ""
        title = clean(self.row.title)
        if self.row.kind == "gone":
            title = word("gone", self.language, title)
        text = Text(f"{mark}{star}")
        if mark == "!" and self.is_attached:
            text.stylize(self.app.theme_variables["over"], 0, 1)
        room = LABEL - 3 if self.editor is not None else 200
        text.append(("\n  " + inner).join(wrap(inner + title, room)))
        self._label.update(text)

    def on_resize(self) -> None:
        self._tell(self._note)

    def _tell(self, note: str) -> None:
        self._note = note
        room = max((self.size.width or self.app.size.width) - LABEL - 2, LABEL)
        said = (self._faults, note if self.holds_cursor else "", self.app.theme, room)
        if said == self._said:
            return
        self._said = said
        colours, why = self.app.theme_variables, word("why", self.language)
        text = Text()
        for fault in self._faults:
            ink = colours["over"] if fault.hard else colours["soon"]
            text.append(("\n" if text else "") + _broken(fault.text, room), ink)
            if fault.basis:
                text.append("\n" + _broken(fault.basis, room - width(why) - 2), ink)
                text.append("  " + why, colours["muted"])
        if said[1]:
            text.append(("\n" if text else "") + _broken(said[1], room), colours["muted"])
        self._below.update(text)
        self._below.display = bool(text)

    # --- what happens

    @property
    def holds_cursor(self) -> bool:
        return self.editor is not None and self.editor.has_focus

    @property
    def typed(self) -> Any:
        """What stands in it now."""
        if isinstance(self.editor, LongEditor):
            return self.editor.text
        return self.editor.value if self.editor is not None else None

    @property
    def ready(self) -> bool:
        """Whether it can take the focus: it stands on the screen, with what one types in."""
        return self.is_mounted and self.editor is not None and self.editor.is_mounted

    def take_focus(self) -> None:
        if self.editor is not None and self.editor.is_attached:
            # At once, not by a message: keys that are on their way already belong to the new field.
            self.screen.set_focus(self.editor)

    def on_descendant_focus(self, _event: events.DescendantFocus) -> None:
        self._mark()
        self.post_message(self.Entered(self))

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        self._mark()
        self.post_message(self.Left(self))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self, event.value))

    @on(TextArea.Changed)
    def _written(self, event: TextArea.Changed) -> None:
        event.stop()
        self.post_message(self.Edited(self, event.text_area.text))

    @on(PickEditor.Picked)
    def _picked(self, event: PickEditor.Picked) -> None:
        event.stop()
        self.post_message(self.Edited(self, event.value))

    @on(PickEditor.Wanted)
    def _wanted(self, event: PickEditor.Wanted) -> None:
        event.stop()
        self.post_message(self.Wanted(self, event.typed))

    @on(TextEditor.Lines)
    def _lines(self, event: TextEditor.Lines) -> None:
        event.stop()
        self.post_message(self.Lines(self, event.text))


def _broken(said: str, room: int) -> str:
    """A sentence in lines: where a line ends is decided, never accidental."""
    return "\n".join(wrap(clean(said), max(room, 10)))
