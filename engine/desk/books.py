"""Registers as lists to look through: how many rows each has, what is open in a row, until when it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.export.registers import Sheet

Keeping = Literal["none", "running", "kept", "over", "held"]
NUMBER: Final = "case"
WRITTEN: Final = "written"
KEEP: Final = "keep_through"


@dataclass(frozen=True, slots=True)
class BookRow:
    """One row. `cells` are by column id; `open` the titles of the columns to be filled later.

    `keeping`: nothing laid down, the period has not begun, it runs, it is over on the day asked, or over but held
    (no disposal for now). `least`: the period is a minimum.
    """

    at: int
    case: str
    kind: str
    written: date
    cells: dict[str, str]
    open: tuple[str, ...]
    keep_through: date | None
    keeping: Keeping
    least: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A register with its rows in the order of writing; `columns` are (id, title)."""

    organisation: str
    id: str
    title: str
    form_number: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[BookRow, ...]
    sheet: Sheet

    @property
    def over(self) -> int:
        """How many rows are past their period and may be looked over for disposal."""
        return sum(row.keeping == "over" for row in self.rows)


def books_of(desk: Desk) -> list[Book]:
    """Every register of the office, read."""
    return [book_of(desk, name, org) for org, name, _ in dict.fromkeys(desk.register_titles())]


def book_of(desk: Desk, name: str, organisation: str) -> Book:
    """One register. Raises UsageError if there is none of that name."""
    sheet = desk.register(name, organisation)
    titles = dict(zip(sheet.columns, sheet.titles, strict=True))
    kinds = desk.organisations()[organisation].kinds
    laid_down = _has_period(desk, name, organisation)
    rows = []
    for at, (cells, about) in enumerate(zip(sheet.rows, sheet.about, strict=True), start=1):
        through = date.fromisoformat(about["keep_through"]) if about["keep_through"] else None
        kind = kinds.get(str(about["kind"]))
        rows.append(
            BookRow(
                at,
                str(about["case"]),
                kind.title.within(desk.language) if kind else str(about["kind"]),
                date.fromisoformat(about["written"]),
                {column: str(value) for column, value in cells.items()},
                tuple(titles[one] for one in about["open"]),
                through,
                _keeping(laid_down, through, desk.today(), bool(about["held"])),
                bool(about["minimum"]),
            )
        )
    columns = tuple(titles.items())
    return Book(organisation, sheet.id, sheet.title, sheet.form_number, columns, tuple(rows), sheet)


def _has_period(desk: Desk, name: str, organisation: str) -> bool:
    for workflow in desk.organisations()[organisation].workflows.values():
        register = workflow.registers.get(name)
        if register is not None and register.retain is not None:
            return register.retain.period is not None
    return False


def _keeping(laid_down: bool, through: date | None, today: date, held: bool) -> Keeping:
    if through is None:
        return "running" if laid_down else "none"
    if today <= through:
        return "kept"
    return "held" if held else "over"


def sifted(rows: Sequence[BookRow], text: str = "", *, over_only: bool = False) -> list[BookRow]:
    """The rows that hold every word of `text` somewhere; with `over_only` those past their period."""
    from engine.desk.folding import folded

    words = [folded(word) for word in text.split()]
    found = []
    for row in rows:
        whole = folded(" ".join((row.case, row.kind, *row.cells.values())))
        if all(word in whole for word in words) and not (over_only and row.keeping != "over"):
            found.append(row)
    return found


def ordered(rows: Sequence[BookRow], by: str = "", *, backwards: bool = False) -> list[BookRow]:
    """The rows by a column (or `case`, `written`, `keep_through`); empty: in the order of writing. Blanks last."""
    from engine.desk.folding import folded

    def place(row: BookRow) -> tuple[int, int, str]:
        match by:
            case "":
                return 0, row.at, ""
            case "case":
                head, _, number = row.case.partition("-")
                return 0, int(number) if number.isdigit() else 0, head
            case "written":
                return 0, row.written.toordinal(), ""
            case "keep_through":
                return row.keep_through is None, row.keep_through.toordinal() if row.keep_through else 0, ""
        text = row.cells.get(by, "")
        return not text, 0, folded(text)

    found = sorted(rows, key=place)
    return found[::-1] if backwards else found


def exported(book: Book, kind: Literal["csv", "xlsx"]) -> bytes:
    """The whole register as a file, as the command line writes it."""
    from engine.export.registers import to_csv, to_xlsx

    return to_csv(book.sheet) if kind == "csv" else to_xlsx(book.sheet)
