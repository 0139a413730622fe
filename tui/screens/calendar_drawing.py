"""How the calendar writes cases, reasons and suppositions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich.text import Text

from tui.cleaning import clean, cut, wrap
from tui.house import House
from tui.screens.desk_rows import left_words
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.rows import Cell, Column, Item
from tui.widgets.topbar import day_words

if TYPE_CHECKING:
    from engine.desk import Line, Row
    from engine.desk.calendar import Supposed

COLUMNS = (
    Column("number", "", 6, 12),
    Column("kind", "", 8, 18),
    Column("name", "", 8, 20, drop=2),
    Column("state", "", 8, 18, drop=1),
    Column("left", "", 9, 10, right=True),
)


def key_of(row: Row) -> str:
    return f"{row.organisation}/{row.number}"


def item_of(row: Row, language: str) -> Item:
    ink: Token = ink_of((row,))
    return Item(
        key_of(row),
        (
            Cell(row.number),
            Cell(row.kind_title),
            Cell(row.name),
            Cell(row.state_title, "muted"),
            Cell(left_words(row, language), ink, bold=True, chip=row.overdue),
        ),
    )


def ink_of(rows: tuple[Row, ...]) -> Token:
    """The colour of a day: the most pressing of its cases."""
    from engine.desk import SOON

    if any(row.overdue for row in rows):
        return "over"
    if any(row.left is not None and row.left <= SOON for row in rows):
        return "soon"
    return "accent"


def typed_day(day: date | None) -> str:
    from engine.desk import short_wareki

    return short_wareki(day) if day else ""


def month_words(day: date, language: str) -> str:
    """`令和8年11月`, in English `November 2026`."""
    from engine.desk import format_wareki

    if language == "en":
        return f"{day:%B} {day.year}"
    return format_wareki(day).partition("月")[0] + "月"


def chain_lines(house: House, head: str, lines: Sequence[Line], room: int) -> Iterator[Text]:
    palette = house.palette
    yield Text(head, style=palette.style("faint", "bg"))
    for line in lines:
        day = day_words(date.fromisoformat(line.date), house.language) if line.date else ""
        said = Text(f"{day:<12} ", style=palette.style("muted", "bg"))
        result = clean(line.result)
        pieces = wrap(sentence(line.text), max(room - 34, 20))
        said.append(pieces[0], palette.style("ink", "bg"))
        if result and result != line.date:
            said.append(f"  {result}", palette.style("accent", "bg", bold=True))
        if line.basis:
            said.append(f"  {cut(clean(line.basis), 24)}", palette.style("muted", "bg"))
        yield said
        for piece in pieces[1:]:
            yield Text(" " * 13 + piece, style=palette.style("ink", "bg"))


def said_lines(house: House, said: str, room: int) -> Iterator[Text]:
    for piece in wrap(sentence(said), room):
        yield Text(piece, style=house.palette.style("over", "bg"))


def outcome_lines(house: House, found: Supposed, room: int) -> Iterator[Text]:
    palette, language = house.palette, house.language
    head = Text(style=palette.style("ink", "bg", bold=True))
    if found.due is not None:
        head.append(house.word("calendar.result", due=day_words(found.due, language)))
        head.append("  " if language == "en" else f" {found.due}  ", palette.style("muted", "bg"))
        if found.shift is not None:
            head.append(
                _shift(house, found.shift), palette.style("soon" if found.shift else "ok", "bg", bold=True)
            )
    elif found.paused:
        head.append(house.word("calendar.if_paused", days=found.left))
    else:
        head.append(clean(found.label))
    yield head
    for refused in found.refused:
        yield from said_lines(house, refused, room)
    yield from chain_lines(house, "", found.lines, room)


def _shift(house: House, days: int) -> str:
    if not days:
        return house.word("calendar.same")
    return house.word("calendar.later" if days > 0 else "calendar.earlier", days=abs(days))
