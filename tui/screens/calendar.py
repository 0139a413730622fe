"""期限: a month with the days that are due, why each is that day, and what if; what-if writes nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from tui.actions import Action
from tui.cleaning import clean
from tui.messages import OpenCase, OpenWhy
from tui.screens.calendar_drawing import (
    COLUMNS,
    chain_lines,
    ink_of,
    item_of,
    key_of,
    month_words,
    outcome_lines,
    said_lines,
    typed_day,
)
from tui.screens.lazily import LazyPlace
from tui.widgets.fields import Field
from tui.widgets.month import Month
from tui.widgets.page import Page
from tui.widgets.rows import RowList
from tui.widgets.topbar import day_words

if TYPE_CHECKING:
    from engine.desk import Row
    from engine.desk.calendar import Basis, Pause

FIELDS = ("calendar-received", "calendar-from", "calendar-to")


class CalendarRoom(LazyPlace):
    """The room. `cursor` is the day under the cursor; `organisation` narrows down to one."""

    PLACES: ClassVar[tuple[str, ...]] = ("calendar",)
    CSS = """
    CalendarRoom #calendar-title { height: 1; padding: 0 1; }
    CalendarRoom #calendar-top { height: 14; }
    CalendarRoom #calendar-day { width: 1fr; background: $side; padding: 0 1 0 1; }
    CalendarRoom #calendar-day Static { height: auto; }
    CalendarRoom #calendar-day RowList { background: $side; }
    CalendarRoom #calendar-if { height: 2; display: none; background: $field; padding: 0 1; }
    CalendarRoom #calendar-if Static { width: auto; height: 1; color: $muted; padding: 0 1 0 0; }
    CalendarRoom #calendar-if Input { width: 16; background: $hi; margin: 0 2 0 0; }
    CalendarRoom.if #calendar-if { display: block; }
    CalendarRoom #calendar-if-fields { height: 1; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.cursor = date.min
        self.organisation = ""
        self.dues: list[Row] = []

    def body(self) -> ComposeResult:
        yield Static(id="calendar-title", markup=False)
        with Horizontal(id="calendar-top"):
            yield Month(id="calendar-month")
            with Vertical(id="calendar-day"):
                yield Static(id="calendar-about", markup=False)
                yield RowList(COLUMNS, header=False, id="calendar-rows", surface="side")
        with Vertical(id="calendar-if"):
            yield Static(id="calendar-if-title", markup=False)
            with Horizontal(id="calendar-if-fields"):
                for name in FIELDS:
                    yield Static(self.word(name.replace("-", ".")), id=f"{name}-label", markup=False)
                    field = Field(id=name)
                    yield field
        yield Page(id="calendar-why", focusable=False)

    def on_mount(self) -> None:
        self.cursor = self.house.desk.today()
        self.read_again()
        self.month.focus()

    @property
    def month(self) -> Month:
        return self.query_one(Month)

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    # --- what is shown

    def read_again(self) -> None:
        from engine.desk.calendar import dues

        self.dues = dues(self.house.desk, self.organisation)
        self.fill()

    def relabel(self) -> None:
        for name in FIELDS:
            self.query_one(f"#{name}-label", Static).update(self.word(name.replace("-", ".")))
        super().relabel()

    def fill(self) -> None:
        """Draw the month of the cursor, its day, and the case that is selected."""
        from engine.desk.calendar import month_of

        desk = self.house.desk
        weeks = month_of(desk, self.cursor.year, self.cursor.month, self.organisation, self.dues)
        heads = self.word("calendar.week").split(" ")
        inks = {day.day: ink_of(day.rows) for week in weeks for day in week if day and day.rows}
        self.month.show(weeks, self.cursor, desk.today(), [f" {h}" for h in heads], inks)
        self._title()
        self._day()
        self._why()

    def _title(self) -> None:
        palette, day = self.house.palette, self.cursor
        line = Text(style=palette.style("muted", "bg"))
        line.append(month_words(day, self.house.language), palette.style("ink", "bg", bold=True))
        line.append(f"  {day.year}-{day.month:02d}", palette.style("muted", "bg"))
        if self.organisation:
            title = self.house.desk.about()[self.organisation].title
            line.append(f"   {clean(title.within(self.house.language))}", palette.style("accent", "bg"))
        self.query_one("#calendar-title", Static).update(line)

    def _on_day(self) -> list[Row]:
        return [row for row in self.dues if row.due == self.cursor.isoformat()]

    def _day(self) -> None:
        """The day under the cursor: open or closed, what is due, else what is due next."""
        from engine.desk.calendar import closed_on

        palette, here = self.house.palette, self._on_day()
        closed = closed_on(self.house.desk, self.cursor, self.organisation)
        lines = [
            Text(day_words(self.cursor, self.house.language), style=palette.style("ink", "side", bold=True))
        ]
        said = self.word("calendar.closed", why=clean(closed)) if closed else self.word("calendar.open")
        lines.append(Text(said, style=palette.style("faint", "side")))
        later = [row for row in self.dues if row.due > self.cursor.isoformat()]
        if here:
            lines.append(
                Text(self.word("calendar.due_on", count=len(here)), style=palette.style("muted", "side"))
            )
        else:
            lines.append(Text(self.word("calendar.none_on"), style=palette.style("muted", "side")))
            due = day_words(date.fromisoformat(later[0].due), self.house.language) if later else ""
            said = self.word("calendar.next", due=due) if later else self.word("calendar.no_more")
            lines.append(Text(said, style=palette.style("muted", "side")))
        self.query_one("#calendar-about", Static).update(Text("\n").join(lines))
        shown = here or [row for row in later if row.due == later[0].due]
        self.rows.show([item_of(row, self.house.language) for row in shown])

    # --- why, and what if

    def selected(self) -> Row | None:
        """The case whose due date is explained: that of the list beside the grid."""
        return next((r for r in self.dues if key_of(r) == self.rows.cursor), None)

    def context(self) -> str:
        row = self.selected()
        return f"{row.number} {row.name}" if row else ""

    def _why(self) -> None:
        row, page = self.selected(), self.query_one(Page)
        if row is None:
            page.show(lambda _: ())
            self.close_if()
            return
        if self.has_class("if"):
            self._supposed(row)
            return
        lines = self.house.desk.why(row.number, "due", row.organisation)
        head = self.word("calendar.chain", number=f"{clean(row.number)} {clean(row.kind_title)}")
        page.show(lambda room: chain_lines(self.house, head, lines, room))

    def open_if(self) -> None:
        """Show the fields with what is so now."""
        from engine.desk.calendar import basis_of

        row = self.selected()
        basis = basis_of(self.house.desk, row.number, row.organisation) if row else None
        if row is None or basis is None:
            return
        self.add_class("if")
        last = basis.pauses[-1] if basis.pauses else (None, None)
        for name, day in zip(FIELDS, (basis.received, *last), strict=True):
            self.query_one(f"#{name}", Input).value = typed_day(day)
        title = Text(self.word("calendar.if", number=f"{clean(row.number)} {clean(row.kind_title)}"))
        title.stylize(self.house.palette.style("accent", "field", bold=True))
        self.query_one("#calendar-if-title", Static).update(title)
        self.query_one(f"#{FIELDS[0]}", Input).focus()
        self._why()

    def close_if(self) -> None:
        if self.has_class("if"):
            self.remove_class("if")
            self.month.focus()

    def _supposed(self, row: Row) -> None:
        """What would be, with the days in the fields."""
        from engine.desk import MadoguchiError
        from engine.desk.calendar import basis_of, what_if

        desk, page = self.house.desk, self.query_one(Page)
        basis = basis_of(desk, row.number, row.organisation)
        if basis is None:
            return
        try:
            received, pauses = self._typed_days(basis)
            found = what_if(desk, row.number, row.organisation, received, pauses)
        except MadoguchiError as no:
            said = no.within(self.house.language)
            page.show(lambda room: said_lines(self.house, said, room))
            return
        page.show(lambda room: outcome_lines(self.house, found, room))

    def _typed_days(self, basis: Basis) -> tuple[date, list[Pause]]:
        """The days in the fields; an empty intake is the real one. Raises DateError."""
        from engine.desk import parse_date

        today = self.house.desk.today()
        typed = [self.query_one(f"#{name}", Input).value.strip() for name in FIELDS]
        days = [parse_date(text, today) if text else None for text in typed]
        pauses = list(basis.pauses[:-1])
        if days[1] is not None:
            pauses.append((days[1], days[2]))
        return days[0] or basis.received, pauses

    # --- what happens

    def on_month_moved(self, event: Month.Moved) -> None:
        event.stop()
        self.cursor = event.day
        self.fill()

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        if self.has_class("if") and self.focused is self.rows:
            self.close_if()
        self.call_after_refresh(self._why)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_case(self)

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        row = self.selected()
        if self.has_class("if") and row is not None:
            self._supposed(row)

    def pressed(self, key: str, event: events.Key) -> None:
        """In the fields Enter goes to the next one."""
        if isinstance(self.focused, Input) and key == "Enter":
            event.stop()
            event.prevent_default()
            self.focus_next()
            return
        super().pressed(key, event)

    def back(self) -> None:
        """Esc closes what-if, then goes back to the grid, then shows all organisations."""
        if self.has_class("if"):
            self.close_if()
            self._why()
        elif self.focused is self.rows:
            self.month.focus()
        elif self.organisation:
            self.organisation = ""
            self.read_again()

    def on_unmount(self) -> None:
        self.dues = []


# --- actions


def no_case(place: CalendarRoom) -> str:
    return "" if place.selected() else place.word("calendar.no_case")


def _move_month(place: CalendarRoom, months: int) -> None:
    first = place.cursor.replace(day=1)
    other = (
        (first + timedelta(days=31)).replace(day=1)
        if months > 0
        else (first - timedelta(days=1)).replace(day=1)
    )
    last = ((other + timedelta(days=31)).replace(day=1) - timedelta(days=1)).day
    place.cursor = other.replace(day=min(place.cursor.day, last))
    place.fill()


def next_month(place: CalendarRoom) -> None:
    _move_month(place, 1)


def last_month(place: CalendarRoom) -> None:
    _move_month(place, -1)


def to_today(place: CalendarRoom) -> None:
    place.cursor = place.house.desk.today()
    place.fill()


def next_due(place: CalendarRoom) -> None:
    """On to the next day on which something is due; from the last one to the first."""
    days = [date.fromisoformat(row.due) for row in place.dues]
    if days:
        place.cursor = next((day for day in days if day > place.cursor), days[0])
        place.fill()


def ask_if(place: CalendarRoom) -> None:
    place.open_if()


def open_case(place: CalendarRoom) -> None:
    row = place.selected()
    if row is not None:
        place.house.post_message(OpenCase(row.organisation, row.number))


def open_why(place: CalendarRoom) -> None:
    row = place.selected()
    if row is not None:
        place.house.post_message(OpenWhy(row.organisation, row.number, "due"))


def one_organisation(place: CalendarRoom) -> str:
    return "" if len(place.house.desk.about()) > 1 else place.word("why.one_org")


def next_organisation(place: CalendarRoom) -> None:
    known = ["", *place.house.desk.about()]
    place.organisation = known[(known.index(place.organisation) + 1) % len(known)]
    place.read_again()


ACTIONS: tuple[Action, ...] = (
    Action("calendar.next", "次の期限", "Next due", ("n", "F3"), "calendar", next_due, kana="つぎのきげん", rank=1),
    Action("calendar.month.back", "前の月", "Month back", ("<", "["), "calendar", last_month, kana="まえのつき",
           rank=2),
    Action("calendar.month.on", "次の月", "Month on", (">", "]"), "calendar", next_month, kana="つぎのつき", rank=3),
    Action("calendar.today", "今日", "Today", ("t",), "calendar", to_today, kana="きょう", rank=4),
    Action("calendar.if", "もし", "What if", ("f",), "calendar", ask_if, no_case, kana="もし しさん", rank=5,
           help_ja="別の日に受け付けたら、補正が別の日なら。何も書き込みません",
           help_en="Had it come in, or been put right, on another day. Nothing is written"),
    Action("calendar.open", "開く", "Open", ("Enter",), "calendar", open_case, no_case, kana="ひらく", rank=6,
           needs="case"),
    Action("calendar.why", "なぜ", "Why", ("w", "F5"), "calendar", open_why, no_case, kana="なぜ", rank=7, needs="why"),
    Action("calendar.organisation", "団体", "Organisation", ("o",), "calendar", next_organisation, one_organisation,
           kana="だんたい", rank=8),
)  # fmt: skip
