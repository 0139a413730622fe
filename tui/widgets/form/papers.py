"""The checklist of papers beside or below a form, and what would happen if it were done now."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rich.text import Text
from textual import events
from textual.message import Message

from engine.desk.forms import Paper
from tui.cleaning import clean, cut, fit, width, wrap
from tui.widgets.footer import Footer
from tui.widgets.form.beside import Beside
from tui.widgets.form.words import due_said, word

_INKS: Final = {"accepted": "ok", "pending": "soon", "missing": "over", "rejected": "over"}
_STATES: Final = ("accepted", "pending", "missing", "too_old", "future", "no_date", "rejected")


class Papers(Beside):
    """What is asked for and how it stands. Arrows choose a paper, Enter goes to its field."""

    class Chosen(Message):
        """Go to the field of a paper."""

        def __init__(self, pointer: str) -> None:
            super().__init__()
            self.pointer = pointer

    @property
    def chosen(self) -> Paper | None:
        """The paper under the cursor."""
        return self.papers[self.here] if self.has_focus and self.papers else None

    @property
    def _mark(self) -> int:
        """Cells of the word before a paper, and of the gap after it."""
        return max(width(word(state, self._language)) for state in _STATES) + 2

    @property
    def papers(self) -> tuple[Paper, ...]:
        return self.model.trial.papers

    def show(self) -> None:
        self.here = min(self.here, max(0, len(self.papers) - 1))
        self.refresh(layout=True)

    def on_focus(self) -> None:
        self._entered()

    def on_blur(self) -> None:
        self._entered()

    def _entered(self) -> None:
        """Other keys act in the list than in the fields."""
        self.refresh()
        for footer in self.screen.query(Footer):
            footer.refresh()

    # --- drawing

    def _draw(self, room: int) -> Text:
        text, self._spots = Text(end="", no_wrap=True), []
        if self.papers:
            text.append(word("papers", self._language), self._style("ink"))
            left = self.model.papers_left()
            waiting = sum(paper.state == "pending" for paper in self.papers)
            name = "papers_left" if left else "papers_waiting" if waiting else "papers_done"
            said = word(name, self._language, left or waiting)
            text.append("  " + said, self._style("soon" if left or waiting else "ok"))
            if self.has_focus and not self.upright:
                text.append("  " + word("papers_keys", self._language), self._style("muted"))
            text.append("\n")
            self._column(text, room) if self.upright else self._pairs(text, room)
        if self.upright and self.papers:
            text.append("\n")
        self._outcome(text, room)
        text.rstrip()
        return text

    @property
    def _language(self) -> str:
        return self.model.language

    def _column(self, text: Text, room: int) -> None:
        rule = ""
        for number, paper in enumerate(self.papers):
            title = paper.rule.within(self._language)
            if title != rule and title != paper.title.within(self._language):
                text.append(cut(clean(title), room) + "\n", self._style("faint"))
            rule = title
            line = text.plain.count("\n")
            self._paper(text, number, paper, room)
            for said in self._details(paper):
                for piece in wrap(clean(said), room - self._mark):
                    text.append(" " * self._mark + piece + "\n", self._style("muted"))
            self._spots.append((line, 0, number))

    def _paper(self, text: Text, number: int, paper: Paper, room: int) -> None:
        start = len(text)
        text.append(fit(self.model.standing(paper), self._mark), self._style(_INKS[paper.state]))
        title = wrap(clean(paper.title.within(self._language)), room - self._mark)
        text.append(("\n" + " " * self._mark).join(title), self._style("ink"))
        self._underline(text, number, start)
        text.append("\n")

    def _details(self, paper: Paper) -> Iterator[str]:
        detail = paper.detail.within(self._language)
        if detail and paper.state != "accepted":
            yield detail
        if paper.state in ("missing", "rejected") and len(paper.types) == 1:
            title = paper.types[0].within(self._language)
            if title != paper.title.within(self._language):
                yield title
        elif paper.state in ("missing", "rejected") and paper.types:
            yield word("any_of", self._language, len(paper.types))
        if paper.basis and paper.state != "accepted":
            yield paper.basis

    def _pairs(self, text: Text, room: int) -> None:
        """Two papers a line: what is left first, at most four lines of them."""
        order = sorted(range(len(self.papers)), key=lambda n: self.papers[n].state == "accepted")
        half = room // 2
        for place, number in enumerate(order[:6]):
            paper = self.papers[number]
            start = len(text)
            self._spots.append((1 + place // 2, 0 if place % 2 == 0 else half, number))
            text.append(fit(self.model.standing(paper), self._mark), self._style(_INKS[paper.state]))
            text.append(
                fit(clean(paper.title.within(self._language)), half - self._mark - 1), self._style("ink")
            )
            self._underline(text, number, start)
            text.append("\n" if place % 2 or place == len(order[:6]) - 1 else " ")

    def _outcome(self, text: Text, room: int) -> None:
        """What would happen now: the state, the due date, slips and rows; or how much stands against it."""
        trial, language = self.model.trial, self._language
        head = word("answer_step" if self.model.form.errand.case else "answer", language)
        found = trial.outcome
        if found is None:
            count = self.model.blocking()
            text.append(f"{head}\n  " if self.upright else f"{head} ", self._style("faint"))
            stopped = word("not_yet", language, count)
            text.append(stopped, self._style("soon"))
            self._reasons(text, room, room - width(f"{head} {stopped}  "))
            return
        due = due_said(found, language)
        said = [(found.state.within(language), "ink"), (f"{word('due', language)} {due}", "muted")]
        said += [(clean(one), "muted") for one in found.slips]
        said += [(clean(one.within(language)), "muted") for one in found.rows]
        if self.upright:
            text.append(head + "\n", self._style("faint"))
            for words, ink in said:
                for piece in wrap(clean(words), room - 2):
                    text.append(f"  {piece}\n", self._style(ink))
            return
        text.append(head + " ", self._style("faint"))
        room -= width(head) + 1
        text.append(cut("  ".join(clean(words) for words, _ in said), room), self._style("ink"))

    def _reasons(self, text: Text, room: int, left: int) -> None:
        """What stands against it apart from the fields: the first reason, or all of them where there is room."""
        faults = [fault for fault in self.model.general() if fault.hard]
        if not self.upright:
            for fault in faults[:1]:
                said = clean(fault.text)
                first = f"  {said}" if width(said) <= left else ""
                more = [] if first else wrap(said, room - 2)[:2]
                text.append(first + "".join(f"\n  {line}" for line in more), self._style("muted"))
            return
        for fault in faults:
            for piece in wrap(f"{clean(fault.text)} {clean(fault.basis)}".rstrip(), room - 2):
                text.append(f"\n  {piece}", self._style("muted"))

    # --- keys and mouse

    def on_key(self, event: events.Key) -> None:
        if not self._moved(event, len(self.papers)):
            if event.key != "enter" or not self.papers:
                return
            self.post_message(self.Chosen(self.papers[self.here].field))
        event.stop()
        event.prevent_default()

    def on_click(self, event: events.Click) -> None:
        found = self._clicked(event, tall=self.upright)
        if found is not None:
            self.here = found
            self.post_message(self.Chosen(self.papers[found].field))
