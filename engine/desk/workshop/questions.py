"""The eight plain questions of 変える: what an office changes, taken out of everything it is by the schemas' `x-asks`.

    items(views, "period")      the things asked for: what stands there, where it is written, its basis
    points(views, troubles)     what the rules leave open, each with the cell that answers it
    effects(consequences, ...)  what a change does to a request received on an example day, kinds alike together
    outcomes(shop, item, day)   the same for every value that may be chosen

A question asks for the cells that the schema says (`x-asks`). Where such a cell names an output of a decision
table, that output is asked for in every row. Nothing here knows an organisation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from engine.desk.workshop.choices import Choice, choices
from engine.desk.workshop.consequence import Consequence, Example, Reckoned
from engine.desk.workshop.grid import said_cell
from engine.desk.workshop.rows import FILES, Cell, Row, cell_of, cells, outline
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import TABS, Slot, Which, shape_of, tops
from engine.desk.workshop.typed import plain_of
from engine.desk.workshop.view import View
from engine.desk.workshop.words import Trouble
from engine.errors import DefinitionError
from engine.load.tree import Scalar

if TYPE_CHECKING:
    from engine.desk.workshop.workshop import Workshop

QUESTIONS: Final = ("window", "members", "period", "papers", "numbers", "wording", "fee", "settings")
# Where what is not written yet is asked for as well: one comes to say how the office can be reached.
_EMPTY_TOO: Final = frozenset(("window",))
_OUTPUT: Final = re.compile(r"(?:table\.)?([a-z][a-z0-9_]*)\.([a-z][a-z0-9_]*)\Z")
_TABLES: Final = "tables"
_IN_ROW: Final = 5  # steps of a path to a cell of a table: tables, its id, rows, the row, the cell
# The example of a reading that only shows when something was mended in between.
_ASKED_AFTER, _MENDED_AFTER = timedelta(days=10), timedelta(days=18)


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a question asks for. `group` is what it belongs to, `label` what it is called there.

    `about` are the sentences that stand beside it in the definition. For what the rules leave open `point` is
    its name for accepting; it may then have no `cell` of its own.
    """

    view: View
    row: Row | None
    cell: Cell | None
    basis: Cell | None
    group: str
    label: str
    about: tuple[str, ...] = ()
    point: str = ""
    key: str = ""

    @property
    def asks_basis(self) -> bool:
        """Whether the value is the office's own while the basis is still the parent's, or missing."""
        if self.cell is None or self.basis is None or self.cell.key == self.basis.key:
            return False
        mine = self.cell.origin in ("own", "changed")
        return mine and (self.basis.empty or self.basis.origin == "parent")


# --- what is asked for


def items(views: Sequence[View], question: str) -> list[Item]:
    """Everything a question asks for; `views` are the workflows of one organisation."""
    found: list[Item] = []
    for n, view in enumerate(views):
        rows = [row for tab in _tabs(question) for row in outline(view, tab)]
        titles = {row.key: row for row in rows}
        for row in sorted(rows, key=_hangs):
            if row.origin != "off" and not (n and row.file == view.org_name):
                found += _of_row(view, row, titles, question)
    return found


def _hangs(row: Row) -> bool:
    """Whether it is of a task: that comes after the case on which it hangs."""
    return row.path[:1] == ("tasks",)


def _of_row(view: View, row: Row, rows: Mapping[str, Row], question: str) -> Iterator[Item]:
    if row.group or not _shape_asks(view.which(row.file), row.shape, question):
        return
    listed = _cells(view, row)
    asked = [one for one in listed if _is_asked(one, listed, question)]
    for cell in asked:
        yield _item(view, row, rows, cell, listed, alone=len(asked) == 1)
        yield from _outputs(view, cell)


def _is_asked(cell: Cell, listed: Sequence[Cell], question: str) -> bool:
    """Asked for itself, or an entry of what is asked for; an empty one only where that is what one comes for."""
    above = next((c for c in listed if c.slot.asks == question and _inside(cell.path, c.path)), None)
    if cell.slot.asks != question and above is None:
        return False
    if cell.slot.kind in ("group", "map", "basis"):
        return cell.slot.kind == "map" and not _entries(cell, listed) and not cell.empty
    return not cell.empty or (question in _EMPTY_TOO and not cell.depth)


def _inside(path: Path, outer: Path) -> bool:
    return len(path) > len(outer) and path[: len(outer)] == outer


def _entries(cell: Cell, listed: Sequence[Cell]) -> bool:
    return any(_inside(one.path, cell.path) for one in listed)


def _item(
    view: View, row: Row, rows: Mapping[str, Row], cell: Cell, listed: Sequence[Cell], *, alone: bool
) -> Item:
    names = [*_names(row, rows), *(() if alone else _within(cell, listed))]
    group = names[0] if len(names) > 1 else _group_title(row, rows)
    label = " ".join(names[1:]) or names[0]
    if label in (group, cell.said):
        label = cell.title
    named = row.path[-1] if row.path else ""
    if alone and named != named.lower():  # a name that people use is no id
        label = f"{named} {label}"
    return Item(view, row, cell, _basis(cell, listed), group, label, _about(listed), key=cell.key)


def _within(cell: Cell, listed: Sequence[Cell]) -> Iterator[str]:
    """The titles of the groups of cells that a cell stands in, and its own."""
    yield from (one.title for one in listed if _inside(cell.path, one.path))
    yield cell.title


def _cells(view: View, row: Row) -> list[Cell]:
    """The cells of an element, and what is said in one value where elements might stand."""
    listed = cells(view, row)
    slots = () if row.group or row.shape.startswith("*") else shape_of(view.which(row.file), row.shape).slots
    for slot in slots:
        path = (*row.path, slot.key)
        node = view.find(row.file, path)
        if slot.kind in ("elements", "one") and isinstance(node, Scalar) and node.value is not None:
            listed.append(cell_of(view, row.file, path, slot, node, 0))
    return listed


def _names(row: Row, rows: Mapping[str, Row]) -> list[str]:
    """The titles of the elements around a row, and its own."""
    around = [f"{row.file}#{'/'.join(row.path[:n])}" for n in range(1, len(row.path))]
    return [*(rows[key].title for key in around if key in rows and not rows[key].group), row.title]


def _group_title(row: Row, rows: Mapping[str, Row]) -> str:
    group = rows.get(f"{row.file}#{'/'.join(row.path[:-1])}")
    return group.title if group is not None else row.title


def _basis(cell: Cell, listed: Sequence[Cell]) -> Cell | None:
    """The basis nearest to a cell."""
    fitting = [b for b in listed if b.slot.kind == "basis" and cell.path[: len(b.path) - 1] == b.path[:-1]]
    return max(fitting, key=lambda b: len(b.path), default=None)


def _about(listed: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(
        c.said for c in listed if c.slot.key in ("question", "consequence", "help") and c.said and not c.depth
    )


def _outputs(view: View, cell: Cell) -> Iterator[Item]:
    """The values of a table's output, in every row, where a cell takes its value from there."""
    plain = plain_of(view, cell)
    named = str(plain.get("table", "")) if isinstance(plain, dict) else cell.text
    match = _OUTPUT.match(named)
    table = view.node.map(_TABLES).map(match[1]) if match else None
    if match is None or not table or match[2] not in table.map("out"):
        return
    rows = {row.key: row for row in outline(view, _TABLES)}
    for row in rows.values():
        if row.path[:2] == (_TABLES, match[1]) and len(row.path) > 3 and row.origin != "off":
            listed = cells(view, row)
            for one in listed:
                if one.path[-1] == match[2] and len(one.path) == len(row.path) + 1:
                    yield _item(view, row, rows, one, listed, alone=True)


def said(view: View, cell: Cell) -> str:
    """What stands in a cell in a view of the same workflow, as people say it."""
    node = view.find(cell.file, cell.path)
    if "values" in cell.slot.of and isinstance(node, Scalar):
        return next((c.title for c in choices(view, cell) if c.key == node.text), node.text)
    if cell.path[:1] == (_TABLES,) and len(cell.path) == _IN_ROW and node is not None:
        return said_cell(view, cell.path[:2], cell.path[-1], node)
    return view.sayer.say(cell.slot, node, cell.path)


# --- which parts of the schemas a question asks for


@cache
def _tabs(question: str) -> tuple[str, ...]:
    """The tabs on which something is asked for."""
    return tuple(
        tab
        for tab in TABS
        if any(_asks(which, slot, question, frozenset()) for which in FILES for slot in tops(which, tab))
    )


@cache
def _shape_asks(which: Which, shape: str, question: str) -> bool:
    """Whether cells of an element of this shape are asked for."""
    slots = tops(which, shape[1:]) if shape.startswith("*") else shape_of(which, shape).slots
    return any(_here(slot, question) for slot in slots)


def _here(slot: Slot, question: str) -> bool:
    return slot.asks == question or any(_here(one, question) for one in slot.inner)


def _asks(which: Which, slot: Slot, question: str, seen: frozenset[str]) -> bool:
    if _here(slot, question):
        return True
    if slot.inner:
        return any(_asks(which, one, question, seen) for one in slot.inner)
    if not slot.element or slot.element in seen:
        return False
    below = seen | {slot.element}
    return any(_asks(which, one, question, below) for one in shape_of(which, slot.element).slots)


# --- what is open


def points(views: Sequence[View], troubles: Sequence[Trouble]) -> list[Item]:
    """The open points, each with the cell that would answer it, in the order of `troubles`."""
    known = [(view, {row.key: row for tab in TABS for row in outline(view, tab)}) for view in views]
    return [_point(known, one) for one in troubles if one.open_point]


def point_titles(shop: Workshop, troubles: Sequence[Trouble]) -> dict[str, str]:
    """What each open point is called, by its name; empty where the definitions do not fit together."""
    from engine.desk.workshop.looking import look, workflows_of

    try:
        views = [look(shop, name, shop.desk.language) for name, _ in workflows_of(shop)]
    except DefinitionError:
        return {}
    return {one.point: one.label for one in points(views, troubles)} if views else {}


def _point(known: Sequence[tuple[View, Mapping[str, Row]]], trouble: Trouble) -> Item:
    view, rows = next((k for k in known if k[0].workflow == trouble.definition), known[0])
    at = [
        row
        for row in rows.values()
        if row.file == trouble.definition and not row.group and row.path == trouble.path[: len(row.path)]
    ]
    row = max(at, key=lambda one: len(one.path), default=None)
    listed = _cells(view, row) if row is not None else []
    cell = _answering(listed, trouble.path)
    basis = _basis(cell, listed) if cell is not None else None
    names = [row.title] if row is not None and row.path else [trouble.label or trouble.text]
    if cell is not None and cell.slot.kind != "basis":
        names.insert(0, cell.title)
    return Item(
        view, row, cell, basis, "", " ".join(names), (trouble.text,), trouble.name, f"?{trouble.name}"
    )


def _answering(listed: Sequence[Cell], path: Path) -> Cell | None:
    """The cell of the point itself, else what is silent in its element, else the basis that says so."""
    exact = next((c for c in listed if c.path == path), None)
    if exact is not None and exact.slot.kind != "group":
        return exact
    silent = next((c for c in listed if c.text == "silent"), None)
    return silent or next((c for c in listed if c.slot.kind == "basis"), None)


# --- what a change does


@dataclass(frozen=True, slots=True)
class Effect:
    """Kinds of request that fare alike on the example day: due before and after, as ISO dates or in words."""

    kinds: tuple[str, ...]
    before: str
    after: str
    open_cases: int

    @property
    def changed(self) -> bool:
        return self.before != self.after


def example(item: Item, day: date) -> Example:
    """The request that shows a change: received on a day; a reading is shown on one that was mended meanwhile."""
    path = item.cell.path if item.cell is not None else ()
    clock = path[1] if path[:1] == ("clocks",) and len(path) > 1 else ""
    mended = ((day + _ASKED_AFTER, day + _MENDED_AFTER),) if path[:1] == ("settings",) else ()
    return Example(day, hosei=mended, clock=clock)


def effects(found: Sequence[Consequence], view: View) -> tuple[Effect, ...]:
    """What consequences say about the kinds of a workflow, those that fare alike together, changed ones first."""
    kinds = view.node.map("kinds")
    alike: dict[tuple[str, str], list[Consequence]] = {}
    for one in found:
        if one.kind in kinds:
            alike.setdefault((_due(one.before), _due(one.after)), []).append(one)
    listed = [
        Effect(tuple(c.title for c in these), before, after, sum(c.open_cases for c in these))
        for (before, after), these in alike.items()
    ]
    return tuple(sorted(listed, key=lambda one: not one.changed))


def _due(reckoned: Reckoned | None) -> str:
    return (reckoned.due or reckoned.label) if reckoned is not None else ""


def outcomes(shop: Workshop, item: Item, day: date) -> list[tuple[Choice, tuple[Effect, ...]]]:
    """What every value that may be chosen does on the example day, against the published version."""
    if item.cell is None:
        return []
    here = (item.cell.file, item.cell.path)
    return [
        (one, effects(shop.consequences(example(item, day), {here: one.value}), item.view))
        for one in choices(item.view, item.cell)
    ]
