"""The workflows as they take effect, to read: every element with its article and place, drawn, what is open."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean, cut, lines_of, width, wrap
from tui.filtered import Filtered, FilterField, start_filter
from tui.screens.desk import WIDE
from tui.screens.lazily import LazyPlace
from tui.screens.writing import write_file
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.page import Page
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk.pages import Sheet
    from engine.desk.written import Written

LEFT = (Column("title", "", 8, 24), Column("count", "", 2, 4, right=True))
YAML = "yaml"
INDENT = 3
LABEL = 22  # cells of a title before its text


class ReadingScreen(Filtered, LazyPlace):
    """Pages at the left by workflow, the page itself at the right. `organisation` alone, or all of them."""

    PLACES: ClassVar[tuple[str, ...]] = ("reading",)
    CSS = """
    ReadingScreen #reading-body { height: 1fr; }
    ReadingScreen #reading-list { width: 22; background: $side; }
    ReadingScreen.wide #reading-list { width: 34; }
    ReadingScreen #reading-right { width: 1fr; }
    ReadingScreen #reading-title { height: 1; padding: 0 1; }
    """

    def __init__(self, organisation: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.sheets: dict[str, tuple[str, str, Sheet | None]] = {}

    def body(self) -> ComposeResult:
        with Horizontal(id="reading-body"):
            yield RowList(LEFT, header=False, id="reading-list", surface="side")
            with Vertical(id="reading-right"):
                yield Static(id="reading-title", markup=False)
                yield FilterField()
                yield Page(id="reading-page")

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "wide")
        self.read_again()
        self.shelf.focus()

    @property
    def shelf(self) -> RowList:
        return self.query_one(RowList)

    @property
    def page(self) -> Page:
        return self.query_one(Page)

    @property
    def narrowed(self) -> Page:
        return self.page

    # --- what is shown

    def read_again(self) -> None:
        from engine.desk.pages import sheets_of, workflows_of

        desk = self.house.desk
        room = 31 if self.has_class("wide") else 19
        items: list[Item] = []
        self.sheets = {}
        for organisation, workflow, title, owner in workflows_of(desk):
            if self.organisation not in ("", organisation):
                continue
            items.append(Item("", heading=cut(clean(owner), room)))
            items.append(Item("", heading=cut(clean(title), room)))
            for sheet in sheets_of(desk, organisation, workflow):
                key = f"{organisation}/{workflow}#{sheet.id}"
                self.sheets[key] = organisation, workflow, sheet
                count = "" if sheet.id == "picture" else str(sheet.count)
                ink: Token = "soon" if sheet.id == "open" and sheet.count else "muted"
                items.append(Item(key, (Cell(self.word(f"workshop.{sheet.id}")), Cell(count, ink))))
            key = f"{organisation}/{workflow}#{YAML}"
            self.sheets[key] = organisation, workflow, None
            items.append(Item(key, (Cell(self.word("workshop.yaml")), Cell(""))))
        self.shelf.show(items)
        self.fill()

    def fill(self) -> None:
        """Draw the page under the cursor."""
        if self.shelf.cursor not in self.sheets:
            return
        organisation, workflow, sheet = self.sheets[self.shelf.cursor]
        self._title(organisation, sheet)
        if sheet is None:
            self._yaml(organisation, workflow)
            return
        lines = self._sifted(sheet.lines)
        drawn = sheet.id == "picture"
        self.page.show(lambda room: self._drawing(lines) if drawn else self._lines(lines, room))

    def _title(self, organisation: str, sheet: Sheet | None) -> None:
        palette = self.house.palette
        name = self.word(f"workshop.{sheet.id if sheet else YAML}")
        line = Text(name, style=palette.style("ink", "bg", bold=True))
        version = self.house.desk.ledger.version(organisation)[:8]
        line.append(f"  {self.word('workshop.version', version=version)}", palette.style("faint", "bg"))
        about = f"  {self.word('workshop.reading')}"
        if width(line.plain + about) <= self.query_one("#reading-title").size.width - 2:
            line.append(about, palette.style("faint", "bg"))
        self.query_one("#reading-title", Static).update(line)

    def _yaml(self, organisation: str, workflow: str) -> None:
        from engine.desk import folded
        from engine.desk.pages import effective_text

        words = [folded(part) for part in self.field.value.split()]
        text = lines_of(effective_text(self.house.desk, organisation, workflow))
        shown = [line for line in text if all(word in folded(line) for word in words)]
        self.page.show(lambda room: self._source(shown, room))

    def _source(self, lines: list[str], room: int) -> Iterator[Text]:
        palette = self.house.palette
        for raw in lines:
            said, mark, place = raw.rpartition("  # ")
            line = Text(cut(said if mark else raw, room), style=palette.style("ink", "bg"), no_wrap=True)
            if mark and width(said) + width(place) + 2 <= room:
                line.append("  " + place, palette.style("faint", "bg"))
            yield line

    def _sifted(self, lines: tuple[Written, ...]) -> list[Written]:
        """The lines that hold every word that was typed, with the elements they belong to."""
        from engine.desk import folded

        words = [folded(part) for part in self.field.value.split()]
        if not words:
            return list(lines)
        found: list[Written] = []
        above: list[Written] = []
        for line in lines:
            above = [*(one for one in above if one.depth < line.depth), line]
            if all(word in folded(f"{line.title} {line.text} {line.basis} {line.place}") for word in words):
                found += [one for one in above if one not in found]
        return found

    def _drawing(self, lines: list[Written]) -> Iterator[Text]:
        palette = self.house.palette
        for line in lines:
            pad = "  " * line.depth if line.depth < 2 else "     "
            if line.depth < 2:
                if not line.depth:
                    yield Text("")
                text = Text(
                    pad + clean(line.title),
                    style=palette.style("accent" if line.depth else "ink", "bg", bold=True),
                )
                text.append(f"  {clean(line.text)}", palette.style("muted", "bg"))
            else:
                text = Text(pad + clean(line.text), style=palette.style("muted", "bg"))
            text.no_wrap = True
            yield text

    def _lines(self, lines: list[Written], room: int) -> Iterator[Text]:
        if not lines:
            yield Text(self.word("none"), style=self.house.palette.style("muted", "bg"))
        for line in lines:
            yield from self._element(line, room)

    def _element(self, line: Written, room: int) -> Iterator[Text]:
        """Title and text, under them the article and the place."""
        palette = self.house.palette
        pad = INDENT * line.depth
        ink: Token = "soon" if line.open else "ink" if not line.depth else "muted"
        label = cut(clean(line.title), max(min(LABEL + (0 if line.depth else 12), room - pad), 8))
        head = Text(" " * pad + label, style=palette.style(ink, "bg", bold=not line.depth))
        said = sentence(line.text)
        if said and not line.depth and width(said) + width(label) + pad + 2 <= room:
            head.append(f"  {said}", palette.style("muted", "bg"))
            said = ""
        elif said and label and width(said) + max(width(label), LABEL) + pad + 2 <= room:
            head.append(" " * (max(LABEL - width(label), 0) + 2) + said, palette.style("ink", "bg"))
            said = ""
        if label:
            yield head
        for piece in wrap(said, max(room - pad - 2, 10)) if said else ():
            yield Text(" " * (pad + 2) + piece, style=palette.style("muted", "bg"))
        yield from self._origin(line, pad, room)

    def _origin(self, line: Written, pad: int, room: int) -> Iterator[Text]:
        if not line.basis and not line.place:
            return
        palette = self.house.palette
        below = Text(" " * (pad + 2), style=palette.style("faint", "bg"))
        basis = clean(line.basis)
        if basis:
            below.append(
                cut(basis, max(room - pad - 6 - width(line.place), 12)), palette.style("accent", "bg")
            )
            below.append("  ")
        below.append(clean(line.place))
        below.no_wrap = True
        yield below

    # --- what happens

    def context(self) -> str:
        return self.word(f"workshop.{self.shelf.cursor.rpartition('#')[2]}") if self.shelf.cursor else ""

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        self.call_after_refresh(self.fill)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.page.focus()

    def on_resize(self, event: events.Resize) -> None:
        self.set_class(event.size.width >= WIDE, "wide")
        self.call_after_refresh(self.fill)

    def back(self) -> None:
        if self.end_filter() or not self.shelf.has_focus:
            self.shelf.focus()
        else:
            super().back()


# --- actions


def open_page(place: ReadingScreen) -> None:
    place.page.focus()


def _turn(place: ReadingScreen, wanted: str) -> None:
    """To a page of the same workflow."""
    place.shelf.cursor = f"{place.shelf.cursor.rpartition('#')[0]}#{wanted}"


def to_yaml(place: ReadingScreen) -> None:
    _turn(place, YAML)


def to_open(place: ReadingScreen) -> None:
    _turn(place, "open")


def write_picture(place: ReadingScreen) -> None:
    from engine.desk.pages import picture_of

    organisation, workflow, _ = place.sheets[place.shelf.cursor]
    desk = place.house.desk
    about = (organisation, "", "picture")
    name = workflow.split("/")
    write_file(
        place,
        name,
        "svg",
        lambda: picture_of(desk, organisation, workflow).encode("utf-8"),
        "exported",
        about,
    )


ACTIONS: tuple[Action, ...] = (
    Action("reading.open", "読む", "Read", ("Enter",), "reading", open_page, kana="よむ", rank=1),
    Action("reading.filter", "探す", "Find", ("/",), "reading", start_filter, kana="さがす", rank=2),
    Action("reading.problems", "空いている点", "Open points", ("F3",), "reading", to_open, kana="あいているてん",
           rank=3),
    Action("reading.yaml", "YAML", "YAML", ("v",), "reading", to_yaml, kana="やむる", rank=4),
    Action("reading.picture", "図を書き出す", "Write picture", ("X",), "reading", write_picture,
           kana="ずをかきだす", rank=5),
)  # fmt: skip
