"""なぜ: fact, rule, article and what would help, in front of a case; every line leads somewhere.

A drawer at the right where there is room, the whole screen where there is not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean, width
from tui.place import Dialog
from tui.screens.case_words import say, told
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines

if TYPE_CHECKING:
    from engine.desk.reasons import Reason, Why

WIDE: Final = 100


class WhyDrawer(Dialog[str]):
    """The drawer. Answers where to go (`event 3`, `do decide`, `field application.name`), or None by Esc."""

    DEFAULT_CSS = """
    WhyDrawer > Vertical { width: 100%; height: 100%; background: $field; padding: 0 1; }
    WhyDrawer.wide > Vertical { width: 52; }
    WhyDrawer.wide.plain > Vertical { border-left: ascii $faint; }
    WhyDrawer BlockList { background: $field; height: 1fr; }
    WhyDrawer Static { height: 1; background: $field; color: $muted; }
    """

    def __init__(self, organisation: str, number: str, question: str = "due") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.questions = [question]
        self.why: Why | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="why-head", markup=False)
            yield BlockList(id="why-lines", surface="field")
            yield Static(id="why-keys", markup=False)

    def on_mount(self) -> None:
        self._fit(self.app.size.width)
        self.ask(self.questions[-1])
        self.blocks.focus()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        """A drawer at the right that leaves the case in sight, or the whole screen."""
        wide = width >= WIDE
        self.set_class(wide, "wide")
        self.set_class(self.house.palette.plain, "plain")
        self.styles.align = ("right", "top")
        self.styles.background = "transparent" if wide else self.house.palette["bg"]

    @property
    def blocks(self) -> BlockList:
        return self.query_one(BlockList)

    # --- asking

    def ask(self, question: str) -> None:
        """Show the answer to a question."""
        from engine.desk import UsageError
        from engine.desk.reasons import why_view

        language = self.house.language
        try:
            self.why = why_view(self.house.desk, self.number, question, self.organisation)
        except UsageError as no:
            self.house.tell(no.within(language))
            self.questions = self.questions[:-1]
            if not self.questions:
                self.dismiss(None)
            return
        self._show()

    def _show(self) -> None:
        language, palette, why = self.house.language, self.house.palette, self.why
        if why is None:
            return
        title = Text(f"{say('why.title', language)}  ", style=palette.style("accent", "field", bold=True))
        title.append(
            f"{clean(self.number)}  {told(clean(why.title))}", palette.style("ink", "field", bold=True)
        )
        self.query_one("#why-head", Static).update(title)
        self.query_one("#why-keys", Static).update(say("why.keys", language))
        self.blocks.show(lambda room: list(blocks_of(why, room, language)))

    def office_changed(self) -> None:
        self.ask(self.questions[-1])

    def relabel(self) -> None:
        super().relabel()
        self.ask(self.questions[-1])

    # --- going

    def chosen(self) -> Reason | None:
        """The line under the cursor."""
        key = self.blocks.cursor
        return self.why.reasons[int(key)] if self.why and key.isdigit() else None

    def own_actions(self) -> Sequence[Action]:
        language = self.house.language
        return (
            Action("why.go", say("why.keys", language), say("why.keys", "en"), ("Enter",), "why", _go),
            Action("why.print", "印刷", "Print", ("p",), "why", _print),
        )

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        go(self)

    def pressed(self, key: str, event: events.Key) -> None:
        if key in ("w", "F5") or (key == "Esc" and len(self.questions) == 1):
            event.stop()
            self.dismiss(None)
        elif key == "Esc":
            event.stop()
            self.questions.pop()
            self.ask(self.questions[-1])
        elif key in ("Tab", "Shift+Tab"):
            event.stop()
            event.prevent_default()
            self._next_part(1 if key == "Tab" else -1)
        else:
            super().pressed(key, event)

    def _next_part(self, step: int) -> None:
        """The first line of the next of the four parts."""
        from engine.desk.reasons import PARTS

        here = self.chosen()
        if self.why is None or here is None:
            return
        part = PARTS[(PARTS.index(here.part) + step) % len(PARTS)]
        self.blocks.cursor = str(next(n for n, one in enumerate(self.why.reasons) if one.part == part))


def _go(place: object) -> None:
    if isinstance(place, WhyDrawer):
        go(place)


def _print(place: object) -> None:
    """The chain as plain text, into the folder for printing."""
    from engine.desk.output import whose
    from tui.screens.writing import write_file

    if isinstance(place, WhyDrawer) and place.why is not None:
        text = lines_as_text(place.why, place.house.language)
        case = whose(place.house.desk, place.organisation, place.number)
        name = (*case, say("print.why", place.house.language), place.why.title)
        about = (place.organisation, place.number, "why")
        write_file(place, name, "txt", lambda: f"{text}\n".encode(), "printed", about)


def go(drawer: WhyDrawer) -> None:
    """Enter: to the field or event, to the command, or on to the next question."""
    one = drawer.chosen()
    head, _, rest = (one.goto if one else "").partition(" ")
    if head == "why":
        drawer.questions.append(rest)
        drawer.ask(rest)
    elif one is not None and one.goto:
        arrive(drawer, one.goto)


def arrive(drawer: WhyDrawer, goto: str) -> None:
    """Answer the case below; where the drawer was opened elsewhere, the case is opened first."""
    from tui.screens.case import CaseScreen

    house, below = drawer.house, drawer.app.screen_stack[-2]
    drawer.dismiss(goto)
    if not isinstance(below, CaseScreen):
        house.push_screen(CaseScreen(drawer.organisation, drawer.number, goto=goto))


# --- lines


def blocks_of(why: Why, room: int, language: str) -> Iterator[Block]:
    """The four parts, each line of which can be chosen."""
    part = ""
    for n, one in enumerate(why.reasons):
        if one.part != part:
            heading: Line = (Piece(say(f"why.{one.part}", language), "accent", True),)
            yield Block("", ((), heading) if part else (heading,))
            part = one.part
        after = why.reasons[n + 1] if n + 1 < len(why.reasons) else None
        last = after is None or _written(after) != _written(one)
        yield Block(str(n), tuple(_lines(one, room, language, last=last)))


def _written(one: Reason) -> tuple[str, ...]:
    """Where a line was written; neighbours written in one place say so once, under the last of them."""
    return (one.part, one.basis, one.place, one.origin) if one.place else ()


def _lines(one: Reason, room: int, language: str, *, last: bool) -> Iterator[Line]:
    known = "why.stops" if one.stops else "why.met" if one.met else "why.unmet"
    mark = "" if one.met is None else say(known, language)
    ink = "ink" if one.met is not False else "soon"
    lead = mark + "  " if mark else ""
    texts = text_lines(lead + told(one.text), room, "ink")
    for n, line in enumerate(texts):
        said = line[0].text
        if n == 0 and mark and said.startswith(mark):
            yield Piece(mark, "ok" if one.met else "soon", True), Piece(said[len(mark) :], ink)  # type: ignore[arg-type]
        else:
            yield line
    for more in _beneath(one, room, language, last=last):
        yield from text_lines(more, room, "muted", 2)


def _beneath(one: Reason, room: int, language: str, *, last: bool) -> Iterator[str]:
    """When and by whom, what it gave, its article, and where it was written."""
    when = "  ".join(part for part in (one.day, one.by) if part)
    result = f"> {one.result}" if one.result else ""
    if when or result:
        yield "  ".join(part for part in (when, result) if part)
    if one.basis and not one.place:
        yield one.basis
    if one.place and last:
        origin = say(f"why.{one.origin}", language) if one.origin else ""
        where = f"{one.basis}  {one.place}".strip()
        whole = f"{where}  {origin}".rstrip()
        yield from (whole,) if width(whole) <= room - 2 else (where, origin)


def lines_as_text(why: Why, language: str, room: int = 100) -> str:
    """The chain as plain text."""
    found = [why.title]
    for block in blocks_of(why, room, language):
        found += ["".join(piece.text for piece in line) for line in block.lines]
    return "\n".join(found)


ACTIONS: tuple[Action, ...] = ()
__all__ = ["ACTIONS", "WhyDrawer", "blocks_of", "lines_as_text"]
