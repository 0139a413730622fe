"""Answers of decision tables: the one row of a `unique` table, or all rows of a `collect` table.

A cell about an unknown fact is neither true nor false (Kleene); a row holds if all its cells do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from engine.model.basics import MISSING, Missing, Value
from engine.model.workflow import Cell, Row, Table


@dataclass(frozen=True, slots=True)
class Answer:
    """What a `unique` table says.

    `row` None: no row holds; `missing` are then the facts that are not known and would decide it (if there
    are none, the table has a gap).
    `unmapped`: the row says that there is no answer; `offer` is then proposed.
    """

    row: Row | None = None
    out: Mapping[str, Value] = field(default_factory=dict)
    unmapped: bool = False
    offer: str = ""
    missing: tuple[str, ...] = ()


def cell_holds(cell: Cell, value: Value) -> bool | None:
    """Whether the cell holds for the value; None if the value is missing and the cell asks for it."""
    if cell.op == "any":
        return True
    if cell.op == "missing":
        return value is MISSING
    if isinstance(value, Missing):
        return None
    if cell.op == "in":
        return value in cell.values
    if cell.op == "not":
        return value not in cell.values
    return _compares(cell, value)


def _compares(cell: Cell, value: Value) -> bool:
    # Tables are typed when they are built: a bound and its fact are both numbers or both dates.
    low = cell.values[0]
    match cell.op:
        case "<":
            return value < low  # type: ignore[operator]
        case "<=":
            return value <= low  # type: ignore[operator]
        case ">":
            return value > low  # type: ignore[operator]
        case ">=":
            return value >= low  # type: ignore[operator]
        case "between":
            return low <= value <= cell.values[1]  # type: ignore[operator]
    raise ValueError(cell.op)


def all_hold(truths: Iterable[bool | None]) -> bool | None:
    """`and` of Kleene: false if one is false, else unknown if one is unknown."""
    unknown = False
    for truth in truths:
        if truth is False:
            return False
        unknown = unknown or truth is None
    return None if unknown else True


def look_up(table: Table, facts: Mapping[str, Value]) -> Answer:
    """The row of a `unique` table that holds for the facts, and its outputs."""
    values = {name: rule.run(facts) for name, rule in table.inputs.items()}
    possible: list[Row] = []
    for row in table.rows.values():
        truth = _row_holds(row, values)
        if truth is True:
            return Answer(row, row.out, row.unmapped, row.offer)
        if truth is None:
            possible.append(row)
    asked = [n for n, v in values.items() if v is MISSING and any(_asks(row, n) for row in possible)]
    missing = (path for n in asked for path in _unknown(table, n, facts))
    return Answer(missing=tuple(dict.fromkeys(missing)))


def collect(table: Table, facts: Mapping[str, Value]) -> list[Row]:
    """All rows that certainly hold, in the order written."""
    values = {name: rule.run(facts) for name, rule in table.inputs.items()}
    return [
        row
        for row in table.rows.values()
        if _row_holds(row, values) is True and (row.when is None or row.when.run(facts) is True)
    ]


def _row_holds(row: Row, values: Mapping[str, Value]) -> bool | None:
    return all_hold(cell_holds(row.cells[name], value) for name, value in values.items() if name in row.cells)


def _asks(row: Row, name: str) -> bool:
    return name in row.cells and row.cells[name].op not in ("any", "missing")


def _unknown(table: Table, name: str, facts: Mapping[str, Value]) -> list[str]:
    """The facts behind an input that are not known, or all of them if each is known by itself."""
    reads = sorted(table.inputs[name].reads)
    return [path for path in reads if facts[path] is MISSING] or reads
