"""How rows of registers and a year of requests are written: columns, lines, a picture made of characters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import TYPE_CHECKING

from rich.text import Text

from tui.cleaning import clean, fit, width, wrap
from tui.house import House
from tui.theme import Token
from tui.widgets.rows import Cell, Column, Item

if TYPE_CHECKING:
    from engine.desk.books import Book, BookRow
    from engine.desk.yearly import KindYear, ReportYear

ON: Token = "bg"
FEW = ("case", "number")  # columns that say the number of the case, which stands first anyway


def shifted(book: Book, first: int) -> list[tuple[str, str]]:
    """The columns from the `first` on, then those before it."""
    columns = list(book.columns)
    return [c for c in columns[first:] + columns[:first] if c[0] not in FEW]


def columns_of(book: Book, house: House, first: int) -> tuple[Column, ...]:
    """Number, the register's own columns as far as they fit, what is open, until when it is kept."""
    own = [
        Column(name, clean(title), min(_widest(book, name), 14), 30, drop=at + 1)
        for at, (name, title) in enumerate(shifted(book, first))
    ]
    return (
        Column("case", house.word("registers.case"), 6, 12),
        *own,
        Column("open", house.word("registers.open"), width(house.word("registers.open")), 12),
        Column("keep", house.word("registers.keep"), 12, 18),
    )


def _widest(book: Book, name: str) -> int:
    return max(
        [
            6,
            width(clean(dict(book.columns)[name])),
            *(width(listed(row.cells.get(name, ""))) for row in book.rows),
        ]
    )


def item_of(book: Book, row: BookRow, house: House, first: int) -> Item:
    own = [Cell(listed(row.cells.get(name, ""))) for name, _ in shifted(book, first)]
    missing = Cell(house.word("places", count=len(row.open)), "soon") if row.open else Cell("-", "faint")
    return Item(str(row.at), (Cell(row.case), *own, missing, _keep_cell(row, house)))


def listed(text: str) -> str:
    """A value in a list: a date that is written out is short there, as in every list."""
    from engine.desk import DateError, parse_date, short_wareki

    if not text.endswith("日") or len(text) > 12:
        return clean(text)
    try:
        return short_wareki(parse_date(text))
    except DateError:
        return clean(text)


def _keep_cell(row: BookRow, house: House) -> Cell:
    if row.keep_through is not None:
        day = short_day(row.keep_through, house.language)
        if row.keeping == "held":
            return Cell(house.word("registers.held"), "muted")
        said = house.word("registers.least", day=day) if row.least else day
        return Cell(said, "soon" if row.keeping == "over" else "muted")
    return Cell(house.word("registers.running" if row.keeping == "running" else "registers.no_keep"), "faint")


def short_day(day: date, language: str) -> str:
    from engine.desk import short_wareki

    return day.isoformat() if language == "en" else short_wareki(day)


def column_title(book: Book, name: str, house: House) -> str:
    """How a column is called that a list is sorted by."""
    own = {"": "registers.by_row", "case": "registers.case", "written": "registers.written"}
    own["keep_through"] = "registers.keep"
    return house.word(own[name]) if name in own else clean(dict(book.columns).get(name, name))


def row_lines(house: House, book: Book, row: BookRow, room: int) -> Iterator[Text]:
    """A row with all its columns, what is open, and how long it is kept."""
    palette = house.palette
    head = Text(style=palette.style("muted", "side"))
    head.append(clean(row.case), palette.style("ink", "side", bold=True))
    head.append(f"  {clean(row.kind)}")
    yield head
    keeping = _keep_cell(row, house)
    dates = Text(f"{house.word('registers.written')} ", style=palette.style("faint", "side"))
    dates.append(f"{short_day(row.written, house.language)}  ", palette.style("ink", "side"))
    dates.append(f"{house.word('registers.keep')} ")
    dates.append(keeping.text, palette.style(keeping.ink, "side", bold=True))
    yield dates
    label = min(max((width(title) for _, title in book.columns), default=0), room // 2, 28)
    for name, title in book.columns:
        value = clean(row.cells.get(name, ""))
        empty = house.word("registers.open") if title in row.open else "-"
        pieces = wrap(value or empty, max(room - label - 2, 10))
        ink: Token = "ink" if value else "soon" if title in row.open else "faint"
        for at, piece in enumerate(pieces):
            line = Text(fit(clean(title) if not at else "", label), style=palette.style("faint", "side"))
            yield line.append(f"  {piece}", palette.style(ink, "side"))


# --- a year


def year_lines(house: House, kinds: Sequence[KindYear], room: int) -> Iterator[Text]:
    """The requests of a year by kind and outcome, and the days to each decision as marks on a line."""
    palette = house.palette
    having = [kind for kind in kinds if kind.count]
    if not having:
        yield Text(house.word("year.none"), style=palette.style("muted", ON))
        return
    titles = house.desk.about()
    label = min(max(width(clean(k.title)) for k in having), 24 if room > 60 else 18)
    room = min(room, 100)
    per = scale(having, max(room - label - 10, 10))
    organisation = ""
    for kind in having:
        if kind.organisation != organisation and len(titles) > 1:
            organisation = kind.organisation
            title = titles[organisation].title.within(house.language)
            yield Text(clean(title), style=palette.style("faint", ON))
        yield from _kind_lines(house, kind, label, per, room)
    yield Text("")
    yield Text(house.word("year.days"), style=palette.style("faint", ON))
    yield Text(house.word("year.scale", days=per), style=palette.style("faint", ON))


def _kind_lines(house: House, kind: KindYear, label: int, per: int, room: int) -> Iterator[Text]:
    palette = house.palette
    line = Text(fit(clean(kind.title), label), style=palette.style("ink", ON, bold=True))
    line.append(f" {kind.count:>4}  ", palette.style("ink", ON, bold=True))
    said = "  ".join(
        f"{clean(name) or house.word('year.open')} {count}"
        for name, count in sorted(kind.outcomes.items(), reverse=True)
    )
    pieces = wrap(said, max(room - label - 7, 10))
    yield line.append(pieces[0], palette.style("muted", ON))
    for piece in pieces[1:]:
        yield Text(" " * (label + 7) + piece, style=palette.style("muted", ON))
    if len(kind.days) == 1:
        said = house.word("year.one", days=kind.days[0])
        yield Text(" " * (label + 7) + said, style=palette.style("muted", ON))
    elif kind.days:
        picture = Text(" " * (label + 7), style=palette.style("muted", ON))
        picture.append(marks(kind.days, per), palette.style("accent", ON))
        yield picture
        numbers = house.word(
            "year.median", median=_short(median(kind.days)), least=min(kind.days), most=max(kind.days)
        )
        yield Text(" " * (label + 7) + numbers, style=palette.style("muted", ON))


def report_lines(house: House, reports: Sequence[ReportYear], room: int) -> Iterator[Text]:
    """The figures that the organisations report, each under its title; one without a row says so."""
    palette = house.palette
    for report in reports:
        yield Text("")
        title = clean(report.title) if report.year[:1].isalpha() else f"{clean(report.title)} {report.year}"
        yield Text(title, style=palette.style("ink", ON, bold=True))
        words = [clean(words) or house.word("year.rows") for words, _, _ in report.lines]
        label = min(max((width(one) for one in words), default=0), max(min(room, 100) - 24, 10))
        for name, (_, count, total) in zip(words, report.lines, strict=True):
            line = Text(f"{fit(name, label)} {count:>4}", style=palette.style("muted", ON))
            yield line.append(f"  {clean(report.summed)} {total:,}" if report.summed else "")
        if not report.lines:
            yield Text(house.word("year.no_rows"), style=palette.style("faint", ON))


def scale(kinds: Sequence[KindYear], room: int) -> int:
    """How many days one mark stands for, so that the longest fits."""
    longest = max((day for kind in kinds for day in kind.days), default=0)
    return max(-(-(longest + 1) // room), 1)


def marks(days: Sequence[int], per: int) -> str:
    """One mark for each `per` days from the intake on: how many cases took so long (`+` for ten and more)."""
    counts = Counter(day // per for day in days)
    middle = int(median(days)) // per
    found = []
    for at in range(max(counts) + 1):
        count = counts.get(at, 0)
        found.append(str(count) if 0 < count < 10 else "+" if count else "|" if at == middle else "-")
    return "".join(found)


def _short(value: float) -> str:
    return f"{value:g}"
