"""How the tables of the Workshop are drawn: rows at the left, cells at the right, what is wrong beneath."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from tui.cleaning import clean, cut, width, wrap
from tui.labels import word
from tui.screens.case_words import told
from tui.sentences import sentence
from tui.theme import Token
from tui.widgets.blocks import Block, Line, Piece, text_lines
from tui.widgets.rows import Cell as Shown
from tui.widgets.rows import Column, Item

if TYPE_CHECKING:
    from engine.desk.workshop import Trouble
    from engine.desk.workshop.grid import Grid, Hole
    from engine.desk.workshop.rows import Cell, Row

LEFT = (
    Column("title", "", 22, 60),
    Column("said", "", 12, 30, drop=2),
    Column("origin", "", 6, 6, drop=1),
)
NAME = 16  # cells of a cell's label
FOLD = "*fold"
HOLE = "*hole"


def left_items(rows: Sequence[Row], faulty: frozenset[str], language: str) -> list[Item]:
    """The rows of a tab; one in which something is wrong begins with `!`."""
    found = []
    for row in rows:
        dim: Token = "muted" if row.origin == "parent" else "faint" if row.origin == "off" else "ink"
        mark = "! " if row.key in faulty else ""
        title = Shown(
            "  " * row.depth + mark + clean(row.title), "over" if mark else "faint" if row.group else dim,
            bold=row.group,
        )  # fmt: skip
        origin = "" if row.origin == "parent" or row.group else word(f"origin.{row.origin}", language)
        found.append(Item(row.key, (title, Shown(sentence(row.said), "faint"), Shown(origin, "accent"))))
    return found


# --- cells


def blocks_of(
    cells: Sequence[Cell], faults: dict[str, str], unfolded: bool, room: int, language: str
) -> Iterator[Block]:
    """The cells of an element: those with a value, those that are wanted, and the rest behind one line."""
    shown = [c for c in cells if unfolded or not c.empty or _asked(c) or c.slot.common or c.key in faults]
    for one in shown:
        yield Block(one.key, tuple(_cell_lines(one, faults.get(one.key, ""), room, language)))
    hidden = len(cells) - len(shown)
    if hidden:
        yield Block(FOLD, ((Piece(word("tables.folded", language, count=hidden), "faint"),),))


def is_paragraph(cell: Cell) -> bool:
    """Whether a cell is the text of a letter's paragraph, which has a page of its own."""
    return cell.slot.kind == "label" and "body" in cell.path and cell.path[-1] == "text"


def _asked(cell: Cell) -> bool:
    """What is asked for even when it is empty: what the schema wants, and why."""
    return not cell.depth and (cell.slot.wanted or cell.slot.kind == "basis")


def column_of(room: int) -> int:
    """Where values begin."""
    return NAME if room < 60 else 24


def _cell_lines(cell: Cell, fault: str, room: int, language: str) -> Iterator[Line]:
    column = column_of(room)
    asked = _asked(cell) and cell.empty
    wrong = bool(fault) or asked
    lead = "  " * cell.depth + ("! " if wrong else "")
    origin = "" if cell.origin == "parent" or cell.empty else word(f"origin.{cell.origin}", language)
    ink: Token = "muted" if cell.origin == "parent" else "ink"
    said = cell.said or word(
        "tables.basis_wanted" if cell.slot.kind == "basis" else "tables.wanted", language
    )
    if cell.empty and not asked:
        said = "-"
    said = sentence(said) if cell.slot.kind == "rule" else said
    names = wrap(clean(cell.title), column - width(lead) - 1)
    values = wrap(clean(said), max(room - column - (width(origin) + 2 if origin else 0), 8))
    for n in range(max(len(names), len(values))):
        name = (lead if n == 0 else " " * width(lead)) + (names[n] if n < len(names) else "")
        value = values[n] if n < len(values) else ""
        pieces = [
            Piece(name + " " * (column - width(name)), "over" if wrong else "muted"),
            Piece(
                value,
                "soon" if cell.empty else ink,
                bold=cell.origin in ("own", "changed") and not cell.empty,
            ),
        ]
        if n == 0 and origin:
            pieces.append(
                Piece(" " * max(room - column - width(value) - width(origin), 1) + origin, "accent")
            )
        yield tuple(pieces)
    if fault:
        yield from text_lines(told(sentence(fault)), room, "over", column)


# --- decision tables


def grid_blocks(grid: Grid, holes: Sequence[Hole], room: int, language: str) -> Iterator[Block]:
    """What no row decides or more than one, and under it the table as it is."""
    for n, hole in enumerate(holes):
        label = word("grid.gap" if hole.gap else "grid.overlap", language)
        yield Block(f"{HOLE} {n}", tuple(text_lines(f"! {label} {hole.words}", room, "over")))
    spread = _widths(grid, room)
    head = tuple(
        Piece(cut(t, w) + " " * (w - width(cut(t, w)) + 2), "faint")
        for t, w in zip(grid.columns, spread, strict=True)
    )
    yield Block("", (head,))
    for key, said in grid.rows:
        yield Block(f"*row {key}", tuple(_grid_lines(said, spread, grid.inputs)))
    yield Block("", ((),))


def _grid_lines(said: Sequence[str], spread: Sequence[int], inputs: int) -> Iterator[Line]:
    """A row whole, on several lines where its cells are wider than their columns."""
    cells = [wrap(clean(text), room) for text, room in zip(said, spread, strict=True)]
    for parts in zip_longest(*cells, fillvalue=""):
        yield tuple(
            Piece(part + " " * (room - width(part) + 2), "ink" if n < inputs else "accent")
            for n, (part, room) in enumerate(zip(parts, spread, strict=True))
        )


def _widths(grid: Grid, room: int) -> list[int]:
    wanted = [
        max([width(title), *(width(clean(said[n])) for _, said in grid.rows)], default=4)
        for n, title in enumerate(grid.columns)
    ]
    while wanted and sum(wanted) + 2 * len(wanted) > room and max(wanted) > 6:
        wanted[wanted.index(max(wanted))] -= 1
    return wanted


# --- problems


def trouble_lines(troubles: Sequence[Trouble], room: int, lines: int, language: str) -> list[Line]:
    """The first problems, each in a line of its own; those that block first."""
    found: list[Line] = []
    for one in troubles[:lines]:
        state = word("trouble.block" if one.blocks else "trouble.note", language)
        ink: Token = "over" if one.blocks else "soon"
        place = one.place.rpartition("/")[2]
        space = room - width(state) - 4 - (width(place) + 2 if place else 0)
        said = cut(told(sentence(one.text)), max(space, 20))
        line = [Piece("! ", ink, True), Piece(state + "  ", ink), Piece(said, "ink")]
        if place and width(said) + width(place) + width(state) + 6 <= room:
            line.append(Piece(f"  {place}", "faint"))
        found.append(tuple(line))
    return found
