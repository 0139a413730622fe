"""What opens in front of a form: a list to choose from, a calendar, why a field is as it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.cleaning import clean, fit, wrap
from tui.waiting import Answering
from tui.widgets.form.editors import TextEditor
from tui.widgets.form.model import search_key
from tui.widgets.form.words import word

_CSS = """
%s { align: center middle; background: $bg 60%%; }
%s > .box { width: 64; max-width: 96%%; height: auto; max-height: 90%%; background: $field; padding: 1 2; }
%s .title { height: auto; text-style: bold; color: $ink; padding: 0 0 1 0; }
%s .keys { height: auto; color: $muted; padding: 1 0 0 0; }
"""


def _css(name: str) -> str:
    return _CSS.replace("%s", name).replace("%%", "%")


class ChoicePopup(Answering[str | None]):
    """A long list, found by typing: any width, hiragana or katakana, Japanese or English. Esc chooses nothing."""

    DEFAULT_CSS = (
        _css("ChoicePopup")
        + """
    ChoicePopup OptionList { border: none; height: auto; max-height: 12; background: $field; padding: 0; }
    ChoicePopup OptionList:focus { border: none; }
    ChoicePopup OptionList > .option-list--option-highlighted { background: $hi; color: $accent; text-style: bold; }
    ChoicePopup TextEditor { background: $hi; margin: 0 0 1 0; }
    """
    )

    def __init__(
        self,
        title: str,
        choices: Sequence[tuple[str, str, str]],
        taken: Sequence[str] = (),
        typed: str = "",
        language: str = "ja",
    ) -> None:
        super().__init__()
        self.heading = title
        self.choices = choices
        self.taken = taken
        self.typed = self._shown = typed
        self.language = language

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(Text(clean(self.heading)), markup=False, classes="title")
            yield TextEditor(self.typed, word("find", self.language))
            yield OptionList(markup=False)
            yield Static(Text(word("pick_keys", self.language)), markup=False, classes="keys")

    def on_mount(self) -> None:
        self._fill(self.typed)
        editor = self.query_one(TextEditor)
        editor.focus()
        editor.cursor_position = len(self.typed)

    def found(self, typed: str) -> list[tuple[str, str, str]]:
        """The choices whose label (or other searched words) holds what was typed."""
        wanted = search_key(typed)
        return [c for c in self.choices if wanted in search_key(c[1]) or wanted in search_key(c[2])]

    def _fill(self, typed: str) -> None:
        self._shown = typed
        listed = self.query_one(OptionList)
        listed.clear_options()
        found = self.found(typed)
        for key, label, _ in found:
            mark = "> " if key in self.taken else "  "
            listed.add_option(Option(Text(mark + clean(label)), id=f"k{key}"))
        if not found:
            none = Option(Text(word("none_found", self.language, clean(typed))), disabled=True)
            listed.add_option(none)
        at = next((n for n, (key, _, _) in enumerate(found) if key in self.taken), 0)
        listed.highlighted = at if found else None

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self._catch_up(event.value)

    def _catch_up(self, typed: str) -> None:
        """Keys come faster than what the editor says of them."""
        if typed != self._shown:
            self._fill(typed)

    def on_key(self, event: events.Key) -> None:
        if not self.is_current:
            return
        self._catch_up(self.query_one(TextEditor).value)
        listed = self.query_one(OptionList)
        moves = {"up": "cursor_up", "down": "cursor_down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "enter":
            if listed.highlighted is not None:
                self._answer(listed.get_option_at_index(listed.highlighted))
        elif event.key in moves:
            getattr(listed, f"action_{moves[event.key]}")()
        else:
            return
        event.stop()
        event.prevent_default()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._answer(event.option)

    def _answer(self, option: Option) -> None:
        if option.id is not None:
            self.dismiss(option.id[1:])


class CalendarPopup(Answering[date | None]):
    """A month to choose a day from. Closed days are said in words below it."""

    FOCUSES = False
    COMPONENT_CLASSES: ClassVar[set[str]] = {"cal--here", "cal--today", "cal--closed"}
    DEFAULT_CSS = (
        _css("CalendarPopup")
        + """
    CalendarPopup > .box { width: 58; }
    CalendarPopup .cal--here { background: $accent-bg; color: $ink; text-style: bold reverse; }
    CalendarPopup .cal--today { color: $accent; text-style: bold; }
    CalendarPopup .cal--closed { color: $faint; }
    """
    )

    def __init__(
        self, title: str, at: date, today: date, language: str = "ja", closed: Sequence[date] = ()
    ) -> None:
        super().__init__()
        self.heading = title
        self.at = at
        self.today = today
        self.language = language
        self.closed = frozenset(closed)

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(Text(clean(self.heading)), markup=False, classes="title")
            yield Static(markup=False, id="month")
            yield Static(Text(word("month_keys", self.language)), markup=False, classes="keys")

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        from engine.desk.dates import days_of_month, spelled

        text = Text(spelled(self.at, self.language) + "\n\n")
        text.append(
            "".join(fit(d, 5) for d in ("月火水木金土日" if self.language == "ja" else "MTWTFSS")) + "\n"
        )
        for week in days_of_month(self.at.year, self.at.month):
            for day in week:
                style = self._style(day)
                text.append(f"{day.day:>3}" if day else "   ", style)
                text.append("  ")
            text.append("\n")
        self.query_one("#month", Static).update(text)

    def _style(self, day: date | None) -> str | Style:
        if day == self.at:
            return self.get_component_rich_style("cal--here")
        if day == self.today:
            return self.get_component_rich_style("cal--today", partial=True)
        return self.get_component_rich_style("cal--closed", partial=True) if day in self.closed else ""

    def on_key(self, event: events.Key) -> None:
        days = {"left": -1, "right": 1, "up": -7, "down": 7}
        if event.key in days:
            self._go(self.at + timedelta(days=days[event.key]))
        elif event.key in ("pageup", "pagedown"):
            self._go(_month(self.at, -1 if event.key == "pageup" else 1))
        elif event.key == "t":
            self._go(self.today)
        elif event.key == "enter":
            self.dismiss(self.at)
        elif event.key == "escape":
            self.dismiss(None)
        else:
            return
        event.stop()
        event.prevent_default()

    def _go(self, day: date) -> None:
        self.at = day
        self._draw()


def _month(day: date, step: int) -> date:
    """The same day a month away, or the last one there is."""
    from calendar import monthrange

    months = day.year * 12 + day.month - 1 + step
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class FieldWhy(Answering[None]):
    """Why a field or a paper is as it is, in four parts: what there is, the rule, the article, what would help."""

    FOCUSES = False
    DEFAULT_CSS = (
        _css("FieldWhy")
        + """
    FieldWhy > .box { width: 72; }
    FieldWhy #why { height: auto; }
    FieldWhy VerticalScroll { height: auto; max-height: 65vh; }
    """
    )

    def __init__(self, title: str, parts: list[tuple[str, list[str]]], language: str) -> None:
        super().__init__()
        self._title_text, self._parts, self._language = title, parts, language

    def compose(self) -> ComposeResult:
        with Vertical(classes="box"):
            yield Static(Text(clean(self._title_text)), markup=False, classes="title")
            with VerticalScroll(can_focus=False):
                yield Static(self._page(), markup=False, id="why")
            yield Static(Text(word("why_keys", self._language)), markup=False, classes="keys")

    def _page(self) -> Text:
        colours, text = self.app.theme_variables, Text()
        for heading, lines in self._parts:
            text.append(("\n" if text else "") + heading + "\n", colours["faint"])
            for line in lines:
                text.append("\n".join(f"  {piece}" for piece in wrap(clean(line), 64)) + "\n", colours["ink"])
        text.rstrip()
        return text

    def on_key(self, event: events.Key) -> None:
        page = self.query(VerticalScroll)
        scrolls = {"up": "up", "down": "down", "pageup": "page_up", "pagedown": "page_down"}
        if event.key in ("escape", "f5", "enter"):
            self.dismiss(None)
        elif event.key in scrolls and page:
            getattr(page.first(), f"scroll_{scrolls[event.key]}")(animate=False)
        else:
            return
        event.stop()
        event.prevent_default()
