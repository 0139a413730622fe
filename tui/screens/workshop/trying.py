"""試す: what is to be tried, and the due dates of every kind as published and under the working copy.

Nothing is written. A request is walked through form by form on a screen of its own (`walking`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean
from tui.place import Dialog, Keyed
from tui.screens.picker import Entry
from tui.screens.workshop.asking import Chooser, entry
from tui.screens.workshop.shops import shop_of, walks_at
from tui.sentences import sentence
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines

if TYPE_CHECKING:
    from engine.desk.tryout import Tryout
    from engine.desk.workshop import Workshop

ON, DATES, NEW, COPY = "*on", "*dates", "new ", "copy "


def choose_what(place: Keyed[None], organisation: str) -> None:
    """y: go on with the last walk, an invented request of a kind, a copy of a case, or the due dates alone."""
    from engine.desk import MadoguchiError

    shop = shop_of(place.house.desk, organisation)

    def take(key: str | None) -> None:
        if key == DATES:
            place.app.push_screen(TryPage(shop, place.house.desk.today()))
        elif key is not None:
            try:
                _walk(place, shop, key)
            except MadoguchiError as no:
                place.house.tell(sentence(no.within(place.house.language).split("\n")[0]))

    entries = list(_entries(place, shop))
    place.app.push_screen(Chooser(place.word("walk.title"), place.word("walk.which"), entries), take)


def _entries(place: Keyed[None], shop: Workshop) -> Iterator[Entry]:
    language, desk = place.house.language, place.house.desk
    last = walks_at(desk, shop.organisation).last
    built = shop.shaped().built
    kinds = {k: e.title.within(language) for k, e in built.kinds.items()} if built is not None else {}
    if last is not None:
        said = place.word("walk.steps", count=len(last.steps))
        yield entry(ON, place.word("walk.on", kind=kinds.get(last.kind, last.kind)), said)
    for kind, title in kinds.items():
        yield entry(f"{NEW}{kind}", title, place.word("walk.new"), group=place.word("walk.invented"))
    yield entry(
        DATES, place.word("walk.dates"), place.word("walk.dates.about"), group=place.word("walk.only")
    )
    for row in sorted(desk.rows(organisation=shop.organisation), key=lambda one: one.received, reverse=True):
        said = f"{row.kind_title}  {row.state_title}"
        yield entry(f"{COPY}{row.number}", row.number, said, group=place.word("walk.copies"))


def _walk(place: Keyed[None], shop: Workshop, key: str) -> None:
    """Begin what was chosen. Raises UsageError where the working copy cannot be built, or lacks the kind."""
    from engine.desk.tryout import Tryout
    from tui.screens.workshop.walking import WalkScreen

    desk, walks = place.house.desk, walks_at(place.house.desk, shop.organisation)
    library, today = shop.sound_library(), desk.today()
    if key == ON and walks.last is not None:
        walk: Tryout = walks.last.on(library)
    elif key.startswith(COPY):
        number = key.removeprefix(COPY)
        kind = desk.case((shop.organisation, number)).kind
        walk = Tryout(library, shop.organisation, kind, today, place.house.language)
        walk.copy(desk, number)
    else:
        walk = Tryout(library, shop.organisation, key.removeprefix(NEW), today, place.house.language)
        walk.bring_linkable(desk)
    place.app.push_screen(WalkScreen(walk, walks, fresh=key.startswith(NEW)))


class TryPage(Dialog[None]):
    """`<` `>` move the day of receipt, `h` puts a 補正 of ten days in; the dates and their chains move with it."""

    DEFAULT_CSS = """
    TryPage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    TryPage Static { height: 1; color: $muted; }
    TryPage BlockList { height: 1fr; }
    """

    def __init__(self, shop: Workshop, day: date) -> None:
        super().__init__()
        self.shop, self.day, self.paused = shop, day, False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="try-title", markup=False)
            yield BlockList()
            yield Static(self.word("try.keys"), markup=False)

    def on_mount(self) -> None:
        self.query_one(BlockList).focus()
        self.show()

    def show(self) -> None:
        """Reckon again for the day."""
        from engine.desk import short_wareki, weekday
        from engine.desk.workshop import Example

        said = f"{short_wareki(self.day)} {weekday(self.day, self.house.language)}"
        title = Text(self.word("try.title", day=said), style="bold")
        self.query_one("#try-title", Static).update(title)
        hosei = ((self.day + timedelta(5), self.day + timedelta(15)),) if self.paused else ()
        found = self.shop.consequences(Example(self.day, hosei=hosei))
        self.query_one(BlockList).show(lambda room: list(self._blocks(found, room)))

    def _blocks(self, found: object, room: int) -> Iterator[Block]:
        for one in found if isinstance(found, tuple) else ():
            before, after = self._due(one.before), self._due(one.after)
            mark = self.word("try.changed") if one.changed else self.word("try.same")
            head: Line = (
                Piece(clean(one.title) + "  ", "ink", True),
                Piece(after, "accent" if one.changed else "muted"),
                Piece(f"  {mark}", "soon" if one.changed else "faint"),
            )
            lines: list[Line] = [head]
            if one.changed:
                lines += text_lines(self.word("try.before", due=before), room, "muted", 2)
            if one.after is not None and one.after.chain:
                lines += text_lines(" > ".join(one.after.chain), room, "faint", 2)
            if one.open_cases:
                lines += text_lines(self.word("try.open", count=one.open_cases), room, "faint", 2)
            yield Block(one.kind, tuple(lines))

    def _due(self, reckoned: object) -> str:
        due = getattr(reckoned, "due", "") or getattr(reckoned, "label", "")
        return str(due) or self.word("none")

    def pressed(self, key: str, event: events.Key) -> None:
        moves = {"<": -1, ">": 1, "Left": -1, "Right": 1}
        if key in moves:
            self.day += timedelta(moves[key])
        elif key == "h":
            self.paused = not self.paused
        else:
            super().pressed(key, event)
            return
        event.stop()
        self.show()
