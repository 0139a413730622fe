"""休業日: the last question about a new office. Days of its own beside those of its organisations."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from tui.cleaning import clean
from tui.screens.first_run import field_of, in_background, lines
from tui.screens.new_office import PlanStep, SilentPage
from tui.sentences import sentence
from tui.theme import Token

if TYPE_CHECKING:
    from tui.screens.new_office import Plan


class ClosedDaysPage(PlanStep):
    """What the organisations close on, and a line to add a day. An empty line goes on; nothing is asked twice."""

    TITLE_LABEL = "closed.title"
    ABOUT_LABEL = "closed.about"

    def __init__(self, plan: Plan, folder: Path) -> None:
        super().__init__(plan)
        self._folder = folder
        self.days: dict[date, str] = {}
        self._busy = False

    def body(self) -> ComposeResult:
        yield Static(markup=False, classes="name", id="closed-label")
        yield field_of("closed-day")
        with VerticalScroll():
            yield Static(markup=False, classes="about", id="closed-days")

    def fill(self) -> None:
        from engine.desk.clock import office_clock
        from engine.desk.closing import closed_lines

        language, today = self.house.language, office_clock().today()
        own = [f"{day.isoformat()} {title}" for day, title in sorted(self.days.items())]
        parts: list[tuple[str, Token]] = [(self.word("closed.own"), "faint"), *((one, "ink") for one in own)]
        parts += [] if own else [(self.word("closed.none"), "muted")]
        for built in self.plan.built():
            parts += [("", "ink"), (built.organisation.title.within(language), "faint")]
            parts += [(one, "muted") for one in closed_lines(built.organisation.calendar, today, language)]
        self.query_one("#closed-label", Static).update(Text(self.word("closed.add")))
        self.query_one("#closed-days", Static).update(lines(parts, self))

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.wrong("")

    def onward(self) -> None:
        typed = self.query_one(Input).value.strip()
        if typed:
            self._add(typed)
        elif self.days and not self._busy:
            self._busy = True
            self.house.tell(self.word("closed.writing"))
            in_background(self, self._write, lambda _: self._go_on(), self._failed)
        elif not self._busy:
            self._go_on()

    def _add(self, typed: str) -> None:
        from engine.desk import DateError, parse_date

        day, _, title = typed.replace("\u3000", " ").partition(" ")
        try:
            found = parse_date(day)
        except DateError as no:
            self.wrong(sentence(no.en if self.house.language == "en" else no.ja))
            return
        self.days[found] = clean(title.strip()) or self.word("closed.unnamed")
        self.query_one(Input).value = ""
        self.fill()

    def _write(self) -> None:
        from engine.desk.closing import close_days_in

        close_days_in(self._folder, self.plan.member, self.plan.password, self.days)

    def _failed(self, why: str) -> None:
        self._busy = False
        self.house.tell("")
        self.wrong(why)

    def _go_on(self) -> None:
        self.house.tell("")
        self.app.push_screen(SilentPage(self.plan, self._folder))

    def back(self) -> None:
        """Esc takes the day away that was added last; behind this page is nothing."""
        if self.days:
            self.days.popitem()
            self.fill()
