"""設定: a small list to begin with: what is changed most, then everything in detail, then what is in effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar, Final

from rich.text import Text
from textual.app import ComposeResult
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean
from tui.messages import OpenPlace
from tui.screens.lazily import LazyPlace
from tui.screens.workshop.shops import shop_of
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.rows import Cell, Column, Item, RowList

COLUMNS = (Column("key", "", 1, 2), Column("label", "", 16, 26), Column("about", "", 10, 60))

# The eight questions of 変える, in order; each opens the place of the same name if there is one.
QUESTIONS: Final[Sequence[str]] = (
    "change.window", "change.members", "change.period", "change.papers", "change.numbers", "change.wording",
    "change.fee", "change.settings",
)  # fmt: skip
TABLES = "tables"
READING = "reading"


class WorkshopRoom(LazyPlace):
    """The start list of one organisation; `o` goes to another."""

    PLACES: ClassVar[tuple[str, ...]] = ("workshop",)
    CSS = """
    WorkshopRoom #workshop-title { height: 1; padding: 0 1; margin: 0 0 1 0; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.organisation = ""

    def body(self) -> ComposeResult:
        yield Static(id="workshop-title", markup=False)
        yield RowList(COLUMNS, header=False, id="workshop-start")

    def on_mount(self) -> None:
        self.read_again()
        self.list.focus()

    @property
    def list(self) -> RowList:
        return self.query_one(RowList)

    def organisations(self) -> Mapping[str, str]:
        """The organisations of the office with their titles; at the end those that were not published yet."""
        desk, language = self.house.desk, self.house.language
        known = {org: one.title.within(language) for org, one in desk.about().items()}
        fresh = [org for org in desk.definitions() if org not in known]
        return known | {org: shop_of(desk, org).title for org in fresh}

    def read_again(self) -> None:
        titles = self.organisations()
        self.organisation = self.organisation if self.organisation in titles else next(iter(titles), "")
        palette = self.house.palette
        line = Text(clean(titles.get(self.organisation, "")), style=palette.style("ink", "bg", bold=True))
        line.append(f"  {self._version()}", palette.style("faint", "bg"))
        if self.organisation and shop_of(self.house.desk, self.organisation).barred:
            line.append(f"  {self.word('start.reading_only')}", palette.style("soon", "bg", bold=True))
        self.query_one("#workshop-title", Static).update(line)
        items = [Item("", heading=self.word("start.change"))]
        for n, question in enumerate(QUESTIONS, start=1):
            built = self.house.has(question)
            about = self.word(f"{question}.about") if built else ""
            ink: Token = "ink" if built else "muted"
            items.append(
                Item(question, (Cell(str(n), "accent"), Cell(self.word(question), ink), Cell(about, "muted")))
            )
        items.append(Item("", heading=self.word("start.more")))
        for key, name in ((TABLES, "start.tables"), (READING, "start.reading")):
            mark = str(len(QUESTIONS) + 1) if key == TABLES else ""
            items.append(
                Item(
                    key,
                    (Cell(mark, "accent"), Cell(self.word(name)), Cell(self.word(f"{name}.about"), "muted")),
                )
            )
        self.list.show(items)

    def _version(self) -> str:
        desk = self.house.desk
        if self.organisation not in desk.ledger.organisations:
            return self.word("found.unpublished")
        return self.word("start.version", number=shop_of(desk, self.organisation).number)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        go(self)

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()

    def context(self) -> str:
        return self.word(self.list.cursor) if self.list.cursor in QUESTIONS else ""


def go(place: WorkshopRoom) -> None:
    """Open what is under the cursor."""
    wanted = place.list.cursor
    if wanted == READING:
        to_reading(place)
    elif wanted and not place.house.has(wanted):
        place.house.tell(place.word("start.not_yet"))
    elif wanted and not _told_unfit(place):
        place.house.post_message(OpenPlace(wanted, place.organisation))


def _told_unfit(place: WorkshopRoom) -> bool:
    """Whether the files cannot be shown as pages and tables: then it is said where and what, and how to mend it."""
    from engine.desk.workshop.looking import unfit
    from tui.screens.told import Told

    if not place.organisation:
        return False
    shop = shop_of(place.house.desk, place.organisation)
    shop.refresh()
    said = unfit(shop)
    if said:
        head, _, rest = said.partition(": ")
        lines = [*rest.splitlines(), "", place.word("broken.mend", folder=str(place.house.desk.path))]
        place.app.push_screen(Told(place.word("broken.title"), head, lines))
    return bool(said)


def to_tables(place: WorkshopRoom) -> None:
    if _told_unfit(place):
        return
    place.house.post_message(OpenPlace(TABLES, place.organisation))


def to_reading(place: WorkshopRoom) -> None:
    if place.organisation not in place.house.desk.ledger.organisations:
        place.house.tell(place.word("found.unpublished"))
        return
    place.house.post_message(OpenPlace(READING, place.organisation))


def try_out(place: WorkshopRoom) -> None:
    from tui.screens.workshop.trying import choose_what

    choose_what(place, place.organisation)


def other_organisation(place: WorkshopRoom) -> None:
    names = list(place.organisations())
    place.organisation = names[(names.index(place.organisation) + 1) % len(names)]
    place.read_again()


def new_organisation(place: WorkshopRoom) -> None:
    from tui.screens.workshop.founding import found_one

    found_one(place)


def _barred(place: WorkshopRoom) -> str:
    return sentence(shop_of(place.house.desk, place.organisation).barred) if place.organisation else ""


def _only_one(place: WorkshopRoom) -> str:
    return "" if len(place.organisations()) > 1 else place.word("why.one_org")


ACTIONS: tuple[Action, ...] = (
    Action("workshop.open", "開く", "Open", ("Enter",), "workshop", go, kana="ひらく", rank=1),
    Action("workshop.tables", "くわしく", "In detail", ("t",), "workshop", to_tables, kana="くわしく", rank=2),
    Action("workshop.read", "いまの決まり", "In effect", ("r",), "workshop", to_reading, kana="いまのきまり よむ",
           rank=3),
    Action("workshop.try", "試す", "Try out", ("y",), "workshop", try_out, kana="ためす", rank=3),
    Action("workshop.organisation", "団体", "Organisation", ("o",), "workshop", other_organisation, _only_one,
           kana="だんたい", rank=4),
    Action("workshop.new", "新しい団体", "New organisation", ("n",), "workshop", new_organisation, _barred,
           kana="あたらしいだんたい", rank=6),
)  # fmt: skip
