"""比べる and 公開: what the working copy changes, in sentences; everything that is shown before Ctrl+S publishes it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean
from tui.messages import Published
from tui.place import Dialog
from tui.screens.case_words import told
from tui.screens.workshop.asking import AskText, Chooser, entry
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, BlockList, Line, Piece, sided, text_lines

if TYPE_CHECKING:
    from engine.desk.workshop import Difference, Page, Trouble, Workshop

Aim = tuple[str, tuple[str, ...]]
"""Where to go: a definition and a path in it."""

STOP = "stop"

# The tabs of the engine's differences that are called otherwise on the screen.
_TABS = {"papers": "documents", "choices": "settings"}
_CSS = """
%s > Vertical { width: 100%%; height: 100%%; background: $bg; padding: 0 1; }
%s Static { height: 1; color: $muted; }
%s BlockList { height: 1fr; }
"""


class ComparePage(Dialog[Aim]):
    """The difference to the published version, sentence by sentence; Enter answers the place of one."""

    DEFAULT_CSS = _CSS.replace("%s", "ComparePage").replace("%%", "%")

    def __init__(self, shop: Workshop) -> None:
        super().__init__()
        self.shop = shop
        self.found: tuple[Difference, ...] = ()
        self.refused = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Text(self.word("compare.title"), style="bold"), markup=False)
            yield BlockList()
            yield Static(self.word("compare.keys"), markup=False)

    def on_mount(self) -> None:
        from engine.desk import MadoguchiError

        try:
            self.found = self.shop.differences()
        except MadoguchiError as no:
            self.refused = no.within(self.house.language)
        blocks = self.query_one(BlockList)
        blocks.show(lambda room: list(self._blocks(room)))
        blocks.focus()

    def _blocks(self, room: int) -> Iterator[Block]:
        if self.refused:
            yield Block("", tuple(text_lines(told(sentence(self.refused)), room, "over")))
        elif not self.found:
            yield Block("", tuple(text_lines(self.word("compare.none"), room, "muted")))
        yield from difference_blocks(self.found, room, self.word)

    def pressed(self, key: str, event: events.Key) -> None:
        at = self.query_one(BlockList).cursor
        if key == "Enter" and at.isdigit():
            event.stop()
            one = self.found[int(at)]
            self.dismiss((one.definition, one.path))
        elif key == "c":
            event.stop()
            self.dismiss(None)
        else:
            super().pressed(key, event)


def difference_blocks(
    found: Sequence[Difference], room: int, word: object, mark: str = ""
) -> Iterator[Block]:
    """The sentences of change under the names of their tabs; `mark` and a number is the key of each."""
    say = word if callable(word) else str
    tab = ""
    for n, one in enumerate(found):
        if one.tab != tab:
            tab = one.tab
            name = say(f"workshop.{_TABS.get(tab, tab)}")
            yield Block("", ((Piece(name, "accent", True),),))
        yield Block(f"{mark}{n}", tuple(text_lines(told(sentence(one.text)), room, "ink", 2)))


class PublishPage(Dialog[Aim]):
    """One page before publishing; answers the place of a change or a problem that is to be gone to."""

    DEFAULT_CSS = _CSS.replace("%s", "PublishPage").replace("%%", "%")

    def __init__(self, shop: Workshop, accepted: dict[str, str] | None = None) -> None:
        super().__init__()
        self.shop = shop
        self.accepted = {} if accepted is None else accepted
        self.page: Page | None = None
        self.titles: dict[str, str] = {}
        self.refused: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="publish-title", markup=False)
            yield BlockList()
            yield Static(id="publish-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one("#publish-title", Static).update(self.word("publish.checking"))
        self.call_after_refresh(self.look)
        self.blocks.focus()

    @property
    def blocks(self) -> BlockList:
        return self.query_one(BlockList)

    def look(self) -> None:
        """Ask again what publishing would do, and draw it."""
        from engine.desk.workshop.questions import point_titles

        first = self.page is None
        self.page = page = self.shop.page(self.accepted)
        self.titles = point_titles(self.shop, page.troubles)
        palette = self.house.palette
        ink: Token = "over" if page.stops else "ok"
        said = self.word("publish.stopped" if page.stops else "publish.ready")
        title = Text(
            self.word("publish.title", number=page.number), style=palette.style("ink", "bg", bold=True)
        )
        title.append(f"  {said}", palette.style(ink, "bg", bold=True))
        self.query_one("#publish-title", Static).update(title)
        self.query_one("#publish-keys", Static).update(self.word("publish.keys"))
        self.blocks.show(lambda room: list(self._blocks(page, room)))
        if first and page.to_accept and len(page.stops) == 1:
            self.blocks.cursor = "open 0"  # what is left to do

    def _blocks(self, page: Page, room: int) -> Iterator[Block]:
        for n, text in enumerate(
            self.refused or page.stops
        ):  # in the cursor's way, so that they are seen first
            yield Block(
                f"{STOP} {n}", tuple(text_lines(told(sentence(f"! {self._named(text)}")), room, "over"))
            )
        yield self._heading("publish.changes", len(page.differences))
        yield from difference_blocks(page.differences, room, self.word, "change ")
        if page.to_accept:
            yield self._heading("publish.open", len(page.to_accept))
            for n, one in enumerate(page.to_accept):
                said = one.text.partition(": ")[2] or one.text  # its title stands above
                yield Block(f"open {n}", self._point(one.name, said, room, "soon"))
        if page.accepted:
            yield self._heading("publish.accepted", len(page.accepted))
            for name, why in page.accepted:
                yield Block("", self._point(name, why, room, "muted"))
        yield self._heading("publish.problems", sum(one.blocks for one in page.troubles))
        for n, one in enumerate(page.troubles):
            if one.blocks:
                said = told(sentence(f"{one.text} {one.place}"))
                yield Block(f"trouble {n}" if one.path else "", tuple(text_lines(said, room, "over", 2)))
        yield from self._rest(page, room)

    def _point(self, name: str, said: str, room: int, ink: Token) -> tuple[Line, ...]:
        """An open point by its title and its id; beneath it what the source says, or why it is accepted."""
        title, id = clean(self.titles.get(name, "")), clean(name.partition(":")[2])
        lines = sided((Piece(title or id, ink, True),), id if title else "", room, "faint")
        return (*lines, *text_lines(told(sentence(said)), room, "muted", 2))

    def _named(self, text: str) -> str:
        """A sentence of the engine in which open points stand by their titles instead of their names."""
        for name in sorted(self.titles, key=len, reverse=True):
            text = text.replace(name, f"「{self.titles[name]}」")
        return text

    def _rest(self, page: Page, room: int) -> Iterator[Block]:
        """Scenarios, the cases there are, from when, by whom, and the versions so far."""
        passed, failed = page.scenarios
        ink: Token = "over" if failed else "ink"
        said = self.word("publish.scenarios", passed=passed, failed=failed)
        yield Block("", (self._gap(), *text_lines(said, room, ink)))
        for text in page.failing:
            yield Block("", tuple(text_lines(told(sentence(text)), room, "over", 2)))
        tiers = "  ".join(self.word(f"publish.{tier}", count=count) for tier, count in page.tiers)
        yield Block("", tuple(text_lines(f"{self.word('publish.cases')}  {tiers}", room)))
        for title, day in page.effective:
            from_when = self.word("publish.from", title=clean(title), day=day or self.word("publish.now"))
            yield Block("", tuple(text_lines(from_when, room)))
        who = self.house.desk.signed_in()
        yield Block("", tuple(text_lines(self.word("publish.who", who=clean(who.name or who.id)), room)))
        yield self._heading("publish.versions", len(self.shop.versions()))
        for one in reversed(self.shop.versions()):
            mark = self.word("publish.current") if one.current else ""
            line = self.word(
                "publish.version", number=one.number, at=one.at[:16], who=one.who, cases=one.cases
            )
            yield Block(
                f"version {one.number}", tuple(text_lines(f"{line}  {mark}".rstrip(), room, "muted", 2))
            )

    def _heading(self, name: str, count: int) -> Block:
        return Block("", (self._gap(), (Piece(self.word(name), "accent", True), Piece(f" {count}", "faint"))))

    def _gap(self) -> Line:
        return ()

    # --- what is done

    def accept(self) -> None:
        """Enter: to a change or a problem; a reason for the open point under the cursor; back to a version."""
        kind, _, rest = self.blocks.cursor.partition(" ")
        if kind == "version":
            self._back_to(int(rest))
        elif self.page is None or not rest or kind == STOP:
            return
        elif kind == "open":
            point = self.page.to_accept[int(rest)]
            self._because([point], point.text)
        else:
            one = (self.page.differences if kind == "change" else self.page.troubles)[int(rest)]
            self.dismiss((one.definition, one.path))

    def accept_all(self) -> None:
        """a: one reason for every open point that is left."""
        if self.page is not None and self.page.to_accept:
            self._because(list(self.page.to_accept), self.word("publish.all", count=len(self.page.to_accept)))

    def _because(self, points: list[Trouble], title: str) -> None:
        def take(why: str | None) -> None:
            if why:
                self.accepted |= {one.name: why for one in points}
                self.look()
                if self.page is not None and not self.page.to_accept:
                    self.blocks.cursor = next(iter(self.blocks.order()), "")  # to be read again from the top

        self.app.push_screen(AskText(title, self.word("publish.because")), take)

    def _back_to(self, number: int) -> None:
        """版Nに戻す: for new cases; asked once, because cases may be taken in under it at once."""
        entries = [
            entry("no", self.word("publish.stay")),
            entry("yes", self.word("publish.back", number=number)),
        ]

        def take(key: str | None) -> None:
            if key == "yes":
                self._do(lambda: self.shop.back_to(number).number, "publish.is_back")

        self.app.push_screen(Chooser(self.word("publish.back", number=number), "", entries), take)

    def publish(self) -> None:
        """Ctrl+S: publish, or say what stands against it."""
        self._do(lambda: self.shop.publish(self.accepted).number, "publish.done")

    def _do(self, deed: object, said: str) -> None:
        from engine.desk import MadoguchiError, Refused

        language = self.house.language
        try:
            number = deed() if callable(deed) else 0
        except Refused as no:
            self.refused = tuple(one.within(language) for one in no.objections)
            self.look()
            self.house.tell(sentence(self.refused[0]) if self.refused else "")
            return
        except MadoguchiError as no:
            self.house.tell(sentence(no.within(language)))
            return
        self.house.post_message(Published(self.shop.organisation))
        self.house.tell(self.word(said, number=number))
        self.dismiss(None)

    def pressed(self, key: str, event: events.Key) -> None:
        deeds = {"Enter": self.accept, "a": self.accept_all, "Ctrl+S": self.publish, "F12": self.publish}
        if key in deeds:
            event.stop()
            event.prevent_default()
            deeds[key]()
        else:
            super().pressed(key, event)
