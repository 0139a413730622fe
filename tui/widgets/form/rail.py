"""The sections of a form with how far each is: a column beside the form, or one line above it."""

from __future__ import annotations

from typing import ClassVar, Final

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from tui.cleaning import clean, cut, fit, width
from tui.widgets.form.model import FormModel, Progress
from tui.widgets.form.words import word

REVIEW: Final = "@review"
_INKS: Final = {
    "done": "ok",
    "now": "accent",
    "left": "muted",
    "lacking": "soon",
    "wrong": "over",
    "later": "faint",
}


class Rail(Widget, can_focus=True):
    """Where one is in a form. Arrows and Enter choose a section; the last one is the review."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"rail--{ink}" for ink in _INKS.values()} | {
        "rail--here",
        "rail--ink",
    }
    DEFAULT_CSS = """
    Rail { background: $side; color: $muted; padding: 0 1; height: auto; }
    Rail .rail--ok { color: $ok; }
    Rail .rail--accent { color: $accent; text-style: bold; }
    Rail .rail--muted { color: $muted; }
    Rail .rail--faint { color: $faint; }
    Rail .rail--soon { color: $soon; }
    Rail .rail--over { color: $over; }
    Rail .rail--ink { color: $ink; }
    Rail .rail--here { background: $hi; }
    """

    class Chosen(Message):
        """A section was chosen."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(self, model: FormModel, *, upright: bool) -> None:
        super().__init__()
        self.model = model
        self.upright = upright
        self.current = ""
        self.here = 0
        self.saved = ""
        self._spots: list[tuple[int, int, int]] = []

    def names(self) -> list[tuple[str, str]]:
        """The sections and the review: (id, title)."""
        return [*self.model.sections(), (REVIEW, word("review", self.model.language))]

    def show(self, current: str, saved: str) -> None:
        self.current, self.saved = current, saved
        self.refresh(layout=True)

    def on_focus(self) -> None:
        keys = [key for key, _ in self.names()]
        self.here = keys.index(self.current) if self.current in keys else 0
        self.refresh()

    def on_blur(self) -> None:
        self.refresh()

    # --- drawing

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return self._draw(max(width, 1)).plain.count("\n") + 1

    def render(self) -> Text:
        return self._draw(max(self.content_size.width, 1))

    def _draw(self, room: int) -> Text:
        return self._column(room) if self.upright else self._line(room)

    def _progress(self, section: str) -> Progress:
        if section == REVIEW:
            return Progress("now" if self.current == REVIEW else "later")
        return self.model.progress(section, self.current)

    def _said(self, one: Progress) -> str:
        return word(one.word, self.model.language, one.count)

    def _ink(self, one: Progress) -> str:
        return f"rail--{_INKS[one.word]}"

    def _column(self, room: int) -> Text:
        text, self._spots = Text(end="", no_wrap=True), []
        form, language = self.model.form, self.model.language
        text.append(cut(clean(form.title.within(language)), room), self._style("rail--ink"))
        text.append("\n" + cut(clean(form.kind_title.within(language)), room) + "\n")
        for number, (section, title) in enumerate(self.names()):
            one = self._progress(section)
            said = self._said(one)
            mark = ">" if section == self.current else " "
            label = fit(f"{mark}{number + 1} {clean(title)}", room - width(said) - 1)
            start = len(text)
            text.append("\n" + label, self._style("rail--accent" if section == self.current else "rail--ink"))
            text.append(" " + said, self._style(self._ink(one)))
            if self.has_focus and number == self.here:
                text.stylize(self._style("rail--here"), start + 1, len(text))
            self._spots.append((number + 3, 0, number))
        text.append(f"\n\n{word('draft', language)}\n{self.saved or '--'}" if self.saved else "")
        return text

    def _line(self, room: int) -> Text:
        """Finished sections are a number and a word; the present one has its name."""
        pieces = []
        for number, (section, title) in enumerate(self.names()):
            one = self._progress(section)
            here = section == self.current
            pieces.append(
                (f"[{number + 1} {clean(title)}]" if here else f"{number + 1} {self._said(one)}", one)
            )
        text, self._spots, column = Text(end="", no_wrap=True), [], 0
        for number, (piece, one) in enumerate(pieces):
            start = len(text)
            text.append(piece, self._style(self._ink(one)))
            if self.has_focus and number == self.here:
                text.stylize(self._style("rail--here"), start, len(text))
            self._spots.append((0, column, number))
            column += width(piece) + 2
            text.append("  ")
        left = room - column - width(self.saved)
        if self.saved and left > 0:
            text.append(" " * left + self.saved, self._style("rail--faint"))
        return text

    def _style(self, name: str) -> Style:
        return self.get_component_rich_style(name, partial=True)

    # --- keys and mouse

    def on_key(self, event: events.Key) -> None:
        names = self.names()
        step = {"up": -1, "left": -1, "down": 1, "right": 1}.get(event.key)
        if step is not None:
            self.here = (self.here + step) % len(names)
            self.refresh()
        elif event.key in ("enter", "tab", "space"):
            self.post_message(self.Chosen(names[self.here][0]))
        else:
            return
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        found = -1
        for line, column, number in self._spots if at is not None else ():
            if at is not None and at.y == line and at.x >= column:
                found = number
        if found >= 0:
            self.post_message(self.Chosen(self.names()[found][0]))
