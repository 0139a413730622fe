"""What opens in front of a case: the page of consequences, a note, taking back, a refusal, a clash."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Input, Static, TextArea

from tui.actions import in_fields
from tui.cleaning import clean, width, wrap
from tui.place import Dialog
from tui.screens.case_words import say, told
from tui.screens.confirm import KeyLine, Part
from tui.widgets.fields import Area, Field

if TYPE_CHECKING:
    from engine.desk import Objection
    from engine.desk.case_past import Happening
    from engine.desk.case_view import CaseView
    from engine.desk.trial import Consequences, Undo

ROOM: Final = 70  # cells of a line of a page


class Page(Dialog[str]):
    """Parts under a title, perhaps a field for words. Answers what was typed (or `yes`) by Ctrl+S or F12.

    `typing` is empty, `line` or `text`; then nothing is done before there is something in the field.
    """

    DEFAULT_CSS = """
    Page > Vertical { width: 76; max-width: 96%; height: auto; max-height: 22; background: $field; padding: 0 1; }
    Page #page-body { height: auto; max-height: 14; background: $field; padding: 0 1; }
    Page #page-text { height: auto; background: $field; }
    Page .line { background: $field; color: $muted; height: 1; }
    Page Input, Page Input:focus { background: $hi; }
    Page TextArea, Page TextArea:focus { background: $hi; color: $ink; border: none; height: 6; padding: 0 1; }
    Page TextArea > .text-area--cursor-line { background: $hi; }
    Page TextArea > .text-area--cursor { background: $ink; color: $bg; }
    """

    def __init__(
        self,
        title: str,
        doing: str,
        parts: Sequence[Part] = (),
        typing: str = "",
        label: str = "",
        missing: str = "",
        text: str = "",
    ) -> None:
        super().__init__()
        self.heading = title
        self.doing = doing
        self.parts = tuple(parts)
        self.typing = typing
        self.label = label
        self.missing = missing
        self.text = text

    def compose(self) -> ComposeResult:
        palette = self.house.palette
        with Vertical():
            yield Static(Text(clean(self.heading), palette.style("ink", "field", bold=True)), classes="line")
            if self.parts:
                with VerticalScroll(id="page-body"):
                    yield Static(self.page(), id="page-text", markup=False)
            if self.typing:
                yield Static(Text(clean(self.label)), classes="line")
                yield self._field()
            yield KeyLine(self.keys(), classes="line", id="page-keys")

    def _field(self) -> Input | TextArea:
        if self.typing == "text":
            return Area(self.text, id="page-field")
        return Field(self.text, id="page-field")

    def page(self) -> Text:
        """The parts as text."""
        palette, page = self.house.palette, Text()
        for part in self.parts:
            page.append(clean(part.heading) + "\n", palette.style("faint", "field"))
            for line in part.lines:
                for n, piece in enumerate(wrap(clean(line), ROOM - 4)):
                    page.append(("  " if not n else "    ") + piece + "\n", palette.style(part.ink, "field"))
        page.rstrip()
        return page

    def keys(self) -> Text:
        palette, language = self.house.palette, self.house.language
        line = Text(say("page.back", language), style=palette.style("accent", "field", bold=True))
        if self.doing:
            line.append(
                "    " + say("page.do", language, doing=clean(self.doing)), palette.style("muted", "field")
            )
        return line

    def on_mount(self) -> None:
        found = self.query("#page-field") or self.query("#page-body")
        if found:
            found.first().focus()

    def typed(self) -> str:
        """What stands in the field."""
        if not self.typing:
            return "yes"
        field = self.query_one("#page-field")
        return field.value if isinstance(field, Input) else field.text if isinstance(field, TextArea) else ""

    def pressed(self, key: str, event: events.Key) -> None:
        """Enter does nothing here on purpose."""
        if key in ("Ctrl+S", "F12") and self.doing:
            event.stop()
            event.prevent_default()
            self.do()
        elif self.typing and not in_fields(key):
            return
        else:
            super().pressed(key, event)

    def on_key_line_pressed(self, event: KeyLine.Pressed) -> None:
        """The line of keys is two buttons: what goes back, and what does it."""
        event.stop()
        if not self.doing or event.x < width(say("page.back", self.house.language)) + 2:
            self.dismiss(None)
        else:
            self.do()

    def do(self) -> None:
        """Answer, if nothing is missing."""
        if self.typed().strip():
            self.dismiss(self.typed().strip())
            return
        style = self.house.palette.style("soon", "field", bold=True)
        self.query_one("#page-keys", Static).update(Text(self.missing, style=style))


# --- the page of consequences


def consequence_parts(found: Consequences, language: str) -> Iterator[Part]:
    """Events, state, letters, rows, due date, tasks, and what cannot be undone."""
    yield Part(say("page.events", language), tuple(_acting(found, language)))
    if found.warnings:
        lines = tuple(f"{told(o.within(language))} {o.basis}".rstrip() for o in found.warnings)
        yield Part(say("page.warnings", language), lines, "soon")
    yield Part(say("page.state", language), (_changed(found.before, found.after, language),))
    if found.letters:
        yield Part(say("page.letters", language), tuple(_letters(found, language)))
    if found.rows:
        yield Part(say("page.rows", language), found.rows)
    if found.due_before or found.due_after:
        none = say("page.due.none", language)
        due = _changed(
            _day(found.due_before, language) or none, _day(found.due_after, language) or none, language
        )
        yield Part(clean(found.due_title), (due,))
    for name, tasks in (("opened", found.opened), ("ended", found.ended)):
        if tasks:
            yield Part(say(f"page.{name}", language), tasks)
    if found.final:
        yield Part(say("page.final", language), (found.final_why,), "over")
    else:
        yield Part(say("page.undo.can", language), ())


def _acting(found: Consequences, language: str) -> Iterator[str]:
    who = f"{say('page.by', language)} {found.by}"
    if found.typed_by:
        who += f"  {say('page.typed', language)} {found.typed_by}"
    for event in found.events:
        yield f"{event}  {_day(found.day, language)}  {who}"


def _letters(found: Consequences, language: str) -> Iterator[str]:
    for letter in found.letters:
        number = letter.number or say("letters.slip" if letter.slip else "letters.none", language)
        yield say("page.letter", language, title=letter.title, number=number, to=letter.to)


def _changed(before: str, after: str, language: str) -> str:
    if before == after:
        return say("page.same", language, state=after)
    return say("page.change", language, before=before, after=after)


def _day(iso: str, language: str) -> str:
    from engine.desk.case_data import day_words

    return day_words(iso, language) if iso else ""


def doing_page(found: Consequences, language: str) -> Page:
    """The page before a command without a form."""
    return Page(f"{found.number}  {found.title}", found.title, tuple(consequence_parts(found, language)))


# --- taking back, notes


def undo_page(undo: Undo, language: str, reason: str = "") -> Page:
    """The page before the last step is taken back: the dates and states that come back, and a reason."""
    parts = [
        Part(
            say("undo.what", language),
            (say("undo.line", language, day=undo.day, title=undo.title, by=undo.by),),
        ),
        Part(say("page.state", language), (_changed(undo.state_now, undo.state_after, language),)),
    ]
    if undo.due_now or undo.due_after:
        none = say("page.due.none", language)
        now, after = _day(undo.due_now, language) or none, _day(undo.due_after, language) or none
        parts.append(
            Part(say("undo.dates", language), (f"{undo.due_title}: {_changed(now, after, language)}",))
        )
    parts.append(Part(say("undo.kept", language), ()))
    return Page(
        say("undo.title", language, title=undo.title),
        say("undo.do", language),
        parts,
        "line",
        say("page.reason", language),
        say("page.reason.missing", language),
        reason,
    )


def note_page(language: str, text: str = "") -> Page:
    """The page on which a note is written."""
    return Page(
        say("note.title", language),
        say("note.do", language),
        (),
        "text",
        "",
        say("note.missing", language),
        text,
    )


# --- refused, changed by someone else


def refused_page(objections: Sequence[Objection], language: str) -> Page:
    """Every reason with its article; nothing was recorded."""
    parts = [Part(told(o.within(language)), (o.basis,) if o.basis else (), "soon") for o in objections]
    return Page(say("refused.title", language, count=len(objections)), "", parts)


class Clash(Page):
    """他の担当者が更新済み: who, when and what, both values side by side. `r` goes on with the new state.

    Answers `yes` then. What was typed is kept by whoever opened it.
    """

    def __init__(
        self,
        language: str,
        since: Sequence[Happening],
        now: Sequence[str],
        mine: Sequence[tuple[str, str, str]] = (),
    ) -> None:
        """`mine` are (label, my value, the value now)."""
        lines = [
            say("clash.line", language, at=one.at, by=one.typed_by or one.by, title=one.title)
            for one in since
        ]
        parts = [Part(say("clash.since", language), tuple(lines), "soon")]
        parts.append(Part(say("clash.now", language), tuple(now)))
        if mine:
            shown = tuple(f"{label}: {own}" + (f"  | {other}" if other else "") for label, own, other in mine)
            parts.append(Part(say("clash.mine", language), shown))
        super().__init__(say("clash.title", language), "", parts)
        self.language = language

    def keys(self) -> Text:
        return Text(say("clash.keys", self.language), self.house.palette.style("accent", "field", bold=True))

    def pressed(self, key: str, event: events.Key) -> None:
        if key in ("r", "Ctrl+S", "F12"):
            event.stop()
            event.prevent_default()
            self.dismiss("yes")
        else:
            super().pressed(key, event)


def clash_page(
    view: CaseView, seen: int, language: str, mine: Sequence[tuple[str, str, str]] = ()
) -> Clash | None:
    """What others recorded in a case since its version `seen`; None where nothing was, and it is held for a moment."""
    since = [one for one in view.history if one.seq > seen]
    row = view.row
    now = "  ".join(part for part in (row.state_title, row.due, row.days) if part)
    return Clash(language, since, [now], mine) if since else None


Pages = Page | Clash
__all__ = [
    "Any",
    "Clash",
    "Page",
    "clash_page",
    "consequence_parts",
    "doing_page",
    "note_page",
    "refused_page",
    "undo_page",
]
