"""台帳: every register with its rows, what is still open in each and until when it is kept; a year in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from tui.actions import Action
from tui.cleaning import clean
from tui.filtered import Filtered, FilterField, start_filter
from tui.messages import OpenCase
from tui.screens.desk import TALL, WIDE
from tui.screens.lazily import LazyPlace
from tui.screens.registers_drawing import (
    column_title,
    columns_of,
    item_of,
    report_lines,
    row_lines,
    year_lines,
)
from tui.screens.writing import write_file
from tui.sentences import sentence
from tui.widgets.page import Page
from tui.widgets.rows import Cell, Column, Item, RowList

if TYPE_CHECKING:
    from engine.desk.books import Book, BookRow

LEFT = (Column("title", "", 10, 26), Column("count", "", 2, 4, right=True))
HEAD = (Column("case", "-", 6, 12),)
YEAR = "year:"


class RegistersRoom(Filtered, LazyPlace):
    """The room. `by`, `over_only` and the text of the field shape the list of the register that is chosen."""

    PLACES: ClassVar[tuple[str, ...]] = ("registers",)
    CSS = """
    RegistersRoom #registers-body { height: 1fr; }
    RegistersRoom #registers-list { width: 26; background: $side; }
    RegistersRoom #registers-right { width: 1fr; }
    RegistersRoom #registers-title { height: 1; padding: 0 1; }
    RegistersRoom #registers-row { height: 9; }
    RegistersRoom.tall #registers-row { height: 17; }
    RegistersRoom #registers-year { display: none; }
    RegistersRoom.year #registers-year { display: block; }
    RegistersRoom.wide #registers-list { width: 34; }
    RegistersRoom.year #registers-rows, RegistersRoom.year #registers-row { display: none; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.books: list[Book] = []
        self.by = ""
        self.backwards = False
        self.over_only = False
        self.first = 0

    def body(self) -> ComposeResult:
        with Horizontal(id="registers-body"):
            yield RowList(LEFT, header=False, id="registers-list", surface="side")
            with Vertical(id="registers-right"):
                yield Static(id="registers-title", markup=False)
                yield FilterField()
                yield RowList(HEAD, id="registers-rows")
                yield Page(id="registers-row", classes="side")
                yield Page(id="registers-year")

    def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self.read_again()
        self.shelf.focus()

    @property
    def shelf(self) -> RowList:
        return self.query_one("#registers-list", RowList)

    @property
    def rows(self) -> RowList:
        return self.query_one("#registers-rows", RowList)

    @property
    def narrowed(self) -> RowList:
        return self.rows

    # --- what is shown

    def read_again(self) -> None:
        from engine.desk.books import books_of
        from engine.desk.yearly import years

        self.books = books_of(self.house.desk)
        items: list[Item] = []
        titles = {org: one.title for org, one in self.house.desk.about().items()}
        for organisation, title in titles.items():
            own = [book for book in self.books if book.organisation == organisation]
            if own and len(titles) > 1:
                items.append(Item("", heading=title.within(self.house.language)))
            items += [
                Item(f"{organisation}/{b.id}", (Cell(b.title), Cell(str(len(b.rows)), "muted"))) for b in own
            ]
        if not self.books:
            items.append(Item("", heading=self.word("none")))
        for year in years(self.house.desk):
            items.append(Item(YEAR + year, (Cell(self.word("registers.year", year=year)), Cell(""))))
        self.shelf.show(items)
        self.fill()

    def book(self) -> Book | None:
        """The register that is chosen at the left."""
        return next((b for b in self.books if f"{b.organisation}/{b.id}" == self.shelf.cursor), None)

    def shown(self) -> list[BookRow]:
        """Its rows as they are listed now."""
        from engine.desk.books import ordered, sifted

        book = self.book()
        if book is None:
            return []
        return ordered(
            sifted(book.rows, self.field.value, over_only=self.over_only), self.by, backwards=self.backwards
        )

    def fill(self) -> None:
        """Draw the right side: the rows of a register, or a year."""
        year = self.shelf.cursor.removeprefix(YEAR) if self.shelf.cursor.startswith(YEAR) else ""
        self.set_class(bool(year) or self.book() is None, "year")
        self._title(year)
        if year or self.book() is None:
            self._year(year)
            return
        book, shown = self.book(), self.shown()
        if book is None:
            return
        self.rows.empty = self._nothing(book)
        self.rows.show([item_of(book, row, self.house, self.first) for row in shown],
                       columns_of(book, self.house, self.first))  # fmt: skip
        self._row()

    def _nothing(self, book: Book) -> str:
        text = self.field.value.strip()
        if text:
            return self.word("desk.not_found", text=clean(text))
        if self.over_only and book.rows:
            return self.word("registers.over", count=0)
        return self.word("registers.empty")

    def _title(self, year: str) -> None:
        from rich.text import Text

        palette, book = self.house.palette, self.book()
        line = Text(style=palette.style("muted", "bg"))
        if book is not None:
            line.append(clean(book.title), palette.style("ink", "bg", bold=True))
            line.append(f"  {clean(book.form_number)}" if book.form_number else "")
            count, every = len(self.shown()), len(book.rows)
            line.append("  " + self.word("registers.found", count=count, all=every))
            if book.over:
                line.append("  " + self.word("registers.over", count=book.over), palette.style("soon", "bg"))
        elif year:
            line.append(self.word("registers.year", year=year), palette.style("ink", "bg", bold=True))
        else:
            line.append(self.word("registers.none"))
        self.query_one("#registers-title", Static).update(line)

    def _year(self, year: str) -> None:
        from engine.desk.yearly import reports_of, year_of

        found = year_of(self.house.desk, year) if year else []
        reports = reports_of(self.house.desk, year) if year else []
        house = self.house
        self.query_one("#registers-year", Page).show(
            lambda room: (*year_lines(house, found, room), *report_lines(house, reports, room))
        )

    def _row(self) -> None:
        """The row under the cursor with all its columns."""
        house, book, row = self.house, self.book(), self.selected()
        page = self.query_one("#registers-row", Page)
        if book is None or row is None:
            page.show(lambda _: ())
        else:
            page.show(lambda room: row_lines(house, book, row, room))

    def selected(self) -> BookRow | None:
        book = self.book()
        return next((r for r in book.rows if str(r.at) == self.rows.cursor), None) if book else None

    def context(self) -> str:
        book, row = self.book(), self.selected()
        return f"{book.title} {row.case}" if book and row else book.title if book else ""

    # --- what happens

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        if event.rows is self.shelf:
            self.by, self.first, self.backwards, self.over_only = "", 0, False, False
            self.call_after_refresh(self.fill)
        else:
            self.call_after_refresh(self._row)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_row(self)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self.call_after_refresh(self.fill)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(height >= TALL, "tall")

    def back(self) -> None:
        """Esc takes the filter away, then goes back to the registers."""
        if self.end_filter():
            self.rows.focus()
        elif self.over_only or self.by:
            self.over_only, self.by, self.backwards = False, "", False
            self.fill()
        else:
            self.shelf.focus()


# --- actions


def no_book(place: RegistersRoom) -> str:
    return "" if place.book() is not None else place.word("registers.no_book")


def may_review(place: RegistersRoom) -> str:
    return "" if place.house.desk.may_administer() else place.word("why.not_admin")


def no_rows(place: RegistersRoom) -> str:
    return no_book(place) or ("" if place.selected() is not None else place.word("registers.empty"))


def open_row(place: RegistersRoom) -> None:
    """From the registers into the rows, from a row to its case."""
    if place.focused is place.shelf:
        if (chosen := place.book()) is not None:
            place.house.desk.seen("register", chosen.organisation, "", chosen.id)
        (place.query_one("#registers-year") if place.has_class("year") else place.rows).focus()
        return
    book, row = place.book(), place.selected()
    if book is not None and row is not None and row.kind:  # a row of an earlier ledger has no case
        place.house.post_message(OpenCase(book.organisation, row.case))


def sort(place: RegistersRoom) -> None:
    """By the next column; after the last one in the order of writing again."""
    book = place.book()
    if book is not None:
        known = ["", "case", "written", *(name for name, _ in book.columns), "keep_through"]
        place.by = known[(known.index(place.by) + 1) % len(known)]
        place.backwards = False
        place.fill()
        place.house.tell(place.word("registers.sorted", column=column_title(book, place.by, place.house)))


def turn_round(place: RegistersRoom) -> None:
    place.backwards = not place.backwards
    place.fill()


def other_columns(place: RegistersRoom) -> None:
    """Begin the columns with the next one, as in a book that is turned on."""
    book = place.book()
    if book is not None:
        place.first = (place.first + 1) % max(len(book.columns), 1)
        place.fill()
        title = clean(book.columns[place.first][1]) if book.columns else ""
        place.house.tell(place.word("registers.columns", first=title))


def review_disposal(place: RegistersRoom) -> None:
    """What is past its period, in a list of its own."""
    from tui.screens.disposal import DisposalScreen

    place.app.push_screen(DisposalScreen())


def only_over(place: RegistersRoom) -> None:
    place.over_only = not place.over_only
    place.fill()
    if place.over_only:
        place.house.tell(place.word("registers.over_only"))


def to_csv(place: RegistersRoom) -> None:
    _export(place, "csv")


def to_excel(place: RegistersRoom) -> None:
    _export(place, "xlsx")


def _export(place: RegistersRoom, kind: Literal["csv", "xlsx"]) -> None:
    from engine.desk import MadoguchiError
    from engine.desk.books import exported
    from engine.desk.leaving import leaving
    from engine.desk.output import whose

    book = place.book()
    if book is not None:
        try:
            rows = leaving(place.house.desk, book.id, book.organisation)
        except MadoguchiError as no:
            place.house.tell(sentence(no.within(place.house.language)))
            return
        name = whose(place.house.desk, book.organisation, book.title)
        write_file(
            place, name, kind, lambda: exported(book, kind), "exported", (book.organisation, "", book.id)
        )
        place.house.desk.put_out += rows.items()


ACTIONS: tuple[Action, ...] = (
    Action("registers.open", "開く", "Open", ("Enter",), "registers", open_row, kana="ひらく", rank=1),
    Action("registers.filter", "探す", "Find", ("/",), "registers", start_filter, no_book, kana="さがす", rank=2),
    Action("registers.sort", "並べ替え", "Sort", ("s",), "registers", sort, no_book, kana="ならべかえ", rank=3),
    Action("registers.columns", "次の列", "Next column", ("c",), "registers", other_columns, no_book,
           kana="つぎのれつ", rank=4),
    Action("registers.disposal", "廃棄の確認", "Disposal", ("d",), "registers", review_disposal,
           kana="はいきのかくにん", rank=5, needs="disposal", right=may_review,
           help_ja="保存期間が終わった件を見直し、残すか廃棄する",
           help_en="Look over what is past its period: keep it longer, or dispose of it"),
    Action("registers.over", "期間が終わった行", "Past period", ("t",), "registers", only_over, no_book,
           kana="ほぞんきかん しぼる", help_ja="この台帳の、保存期間が終わった行だけを見る",
           help_en="See only the rows of this register that are past their period"),
    Action("registers.excel", "書き出し", "Export", ("X",), "registers", to_excel, no_book, kana="かきだし えくせる",
           rank=6, help_ja="Excel のファイルにする", help_en="As an Excel file"),
    Action("registers.csv", "CSV に書き出し", "Export CSV", ("C",), "registers", to_csv, no_book,
           kana="かきだし"),
    Action("registers.turn", "逆の順", "Reverse", ("S",), "registers", turn_round, no_book, kana="ぎゃく"),
)  # fmt: skip
