"""The sections of a form with how far each is: a column beside the form, or one line above it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text
from textual import events
from textual.message import Message

from tui.cleaning import clean, cut, fit, width
from tui.widgets.form.beside import Beside
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


class Rail(Beside):
    """Where one is in a form. Arrows and Enter choose a section; the last one is the review."""

    class Chosen(Message):
        """A section was chosen."""

        def __init__(self, section: str) -> None:
            super().__init__()
            self.section = section

    def __init__(self, model: FormModel, *, upright: bool) -> None:
        super().__init__(model, upright=upright)
        self.current = ""
        self.saved = ""

    def names(self) -> list[tuple[str, str]]:
        """The sections and the review: (id, title)."""
        review = word("review_step" if self.model.form.errand.case else "review", self.model.language)
        return [*self.model.sections(), (REVIEW, review)]

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

    def _draw(self, room: int) -> Text:
        return self._column(room) if self.upright else self._line(room)

    def _progress(self, section: str) -> Progress:
        if section == REVIEW:
            return Progress("now" if self.current == REVIEW else "later")
        return self.model.progress(section, self.current)

    def _said(self, one: Progress) -> str:
        return word(one.word, self.model.language, one.count)

    def _ink(self, one: Progress) -> str:
        return _INKS[one.word]

    def _column(self, room: int) -> Text:
        text, self._spots = Text(end="", no_wrap=True), []
        form, language = self.model.form, self.model.language
        text.append(cut(clean(form.title.within(language)), room), self._style("ink"))
        text.append("\n" + cut(clean(form.kind_title.within(language)), room) + "\n")
        for number, (section, title) in enumerate(self.names()):
            one = self._progress(section)
            said = self._said(one)
            mark = ">" if section == self.current else " "
            label = fit(f"{mark}{number + 1} {clean(title)}", room - width(said) - 1)
            start = len(text)
            text.append("\n" + label, self._style("accent" if section == self.current else "ink"))
            text.append(" " + said, self._style(self._ink(one)))
            self._underline(text, number, start + 1)
            self._spots.append((number + 3, 0, number))
        text.append(f"\n\n{word('draft', language)}\n{self.saved or '--'}" if self.saved else "")
        return text

    def _line(self, room: int) -> Text:
        """Every section by its name; where they do not fit, the others by a number and how far they are."""
        every = [section for section, _ in self.names()]
        for named in (every, [REVIEW], []):
            pieces = list(self._pieces(named))
            if sum(width(piece) + 2 for piece, _ in pieces) + width(self.saved) <= room:
                break
        text, self._spots, column = Text(end="", no_wrap=True), [], 0
        for number, (piece, one) in enumerate(pieces):
            start = len(text)
            text.append(piece, self._style(self._ink(one)))
            self._underline(text, number, start)
            self._spots.append((0, column, number))
            column += width(piece) + 2
            text.append("  ")
        left = room - column - width(self.saved)
        if self.saved and left > 0:
            text.append(" " * left + self.saved, self._style("faint"))
        return text

    def _pieces(self, named: list[str]) -> Iterator[tuple[str, Progress]]:
        for number, (section, title) in enumerate(self.names()):
            one = self._progress(section)
            if section == self.current:
                yield f"[{number + 1} {clean(title)}]", one
            elif section in named:
                said = "" if one.word == "later" else f" {self._said(one)}"
                yield f"{number + 1} {clean(title)}{said}", one
            else:
                yield f"{number + 1} {self._said(one)}", one

    # --- keys and mouse

    def on_key(self, event: events.Key) -> None:
        names = self.names()
        if not self._moved(event, len(names)):
            if event.key not in ("enter", "tab", "space"):
                return
            self.post_message(self.Chosen(names[self.here][0]))
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        found = self._clicked(event)
        if found is not None:
            self.post_message(self.Chosen(self.names()[found][0]))
