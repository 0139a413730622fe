"""Proof that `unique` tables are complete and disjoint over everything their inputs can be.

Each input is cut into the regions its cells tell apart; a region is the set of rows whose cell holds there.
Columns are intersected one after the other, each (column, set of rows) once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice, product
from typing import Any, Final

from engine.check.names import field_facts
from engine.errors import Problem
from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Rule, Type
from engine.model.workflow import Row, Table, Workflow
from engine.tables import cell_holds

_ELSEWHERE: Final = "\0"


@dataclass(frozen=True, slots=True)
class Region:
    """Values of one input that no cell tells apart: the rows that hold there (a bit each), and an example."""

    rows: int
    label: Text
    value: Value = MISSING


@dataclass(frozen=True, slots=True)
class Open:
    """One combination that no row decides, or that `rows` decide together: its values and their labels by input."""

    values: tuple[Value, ...]
    labels: tuple[Text, ...]
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hole:
    """A combination with no row or more than one: a label for each input, the rows, how many there are."""

    labels: tuple[Text, ...]
    rows: int
    count: int


def check_tables(workflow: Workflow) -> list[Problem]:
    """Every gap and overlap of the `unique` tables of a workflow."""
    found: list[Problem] = []
    for table in workflow.tables.values():
        if table.hit == "unique":
            columns = [_regions(workflow, table, name) for name in table.inputs]
            found += _problems(table, columns)
    return found


def open_combinations(workflow: Workflow, table: Table, limit: int = 40) -> list[Open]:
    """Every combination of a `unique` table without a row or with several, one by one; at most `limit`."""
    if table.hit != "unique":
        return []
    names = list(table.rows)
    found: list[Open] = []
    columns = [_regions(workflow, table, name) for name in table.inputs]
    for regions in islice(product(*columns), _MOST):
        mask = (1 << len(names)) - 1
        for region in regions:
            mask &= region.rows
        if mask & (mask - 1) or not mask:
            rows = tuple(row for bit, row in enumerate(names) if mask >> bit & 1)
            found.append(Open(tuple(r.value for r in regions), tuple(r.label for r in regions), rows))
            if len(found) >= limit:
                break
    return found


_MOST: Final = 5000  # combinations looked at one by one; what is beyond is said as a whole by `check_tables`


def _problems(table: Table, columns: list[list[Region]]) -> Iterator[Problem]:
    full = (1 << len(table.rows)) - 1
    gap, overlap = _Search(columns).holes(0, full)
    if gap is not None:
        words = _words(table, gap)
        yield Problem(
            "gap",
            f"tables.{table.id}",
            f"{table.title}: 決まっていない組合せ: {words.ja}{_more(gap).ja}",
            f"{table.title.within('en')}: no row for {words.within('en')}{_more(gap).within('en')}",
            table.place,
            example=words.ja,
        )
    if overlap is not None:
        words = _words(table, overlap)
        rows = [row.id for bit, row in enumerate(table.rows.values()) if overlap.rows >> bit & 1]
        yield Problem(
            "overlap",
            f"tables.{table.id}",
            f"{table.title}: 二重に決まる組合せ: {words.ja}（行 {' と '.join(rows)}）{_more(overlap).ja}",
            f"{table.title.within('en')}: more than one row for {words.within('en')} "
            f"(rows {' and '.join(rows)}){_more(overlap).within('en')}",
            table.place,
            example=words.ja,
        )


def _more(hole: Hole) -> Text:
    if hole.count == 1:
        return Text("")
    return Text(f"、ほか{hole.count - 1}通り", f", and {hole.count - 1} more")


def _words(table: Table, hole: Hole) -> Text:
    titles = [_title(name, rule) for name, rule in table.inputs.items()]
    pairs = list(zip(titles, hole.labels, strict=False))
    return Text(
        "、".join(f"{title.ja}＝{label.ja}" for title, label in pairs),
        ", ".join(f"{title.within('en')} = {label.within('en')}" for title, label in pairs),
    )


def _title(name: str, rule: Rule) -> Text:
    return rule.node.title if rule.node.title.ja else Text(name)


class _Search:
    """Intersects columns; the same rows at the same column are looked at once."""

    def __init__(self, columns: list[list[Region]]) -> None:
        self.columns = columns
        self.seen: dict[tuple[int, int], tuple[Hole | None, Hole | None]] = {}

    def holes(self, column: int, rows: int) -> tuple[Hole | None, Hole | None]:
        """The first gap and the first overlap from a column on, with their numbers."""
        key = column, rows
        if key not in self.seen:
            self.seen[key] = self._look(column, rows)
        return self.seen[key]

    def _look(self, column: int, rows: int) -> tuple[Hole | None, Hole | None]:
        if rows == 0:
            return Hole((), 0, 1), None
        if column == len(self.columns):
            return None, Hole((), rows, 1) if rows & (rows - 1) else None
        gap: Hole | None = None
        overlap: Hole | None = None
        for region in self.columns[column]:
            one, two = self.holes(column + 1, rows & region.rows)
            gap, overlap = _added(gap, one, region), _added(overlap, two, region)
        return gap, overlap


def _added(so_far: Hole | None, found: Hole | None, region: Region) -> Hole | None:
    if found is None:
        return so_far
    if so_far is None:
        return Hole((region.label, *found.labels), found.rows, found.count)
    return Hole(so_far.labels, so_far.rows, so_far.count + found.count)


# --- regions -----------------------------------------------------------------------------------------------


def _regions(workflow: Workflow, table: Table, name: str) -> list[Region]:
    rows = list(table.rows.values())
    found: list[Region] = []
    seen: set[int] = set()
    for value, label in _values(workflow, table.inputs[name], rows, name):
        mask = sum(1 << bit for bit, row in enumerate(rows) if _holds(row, name, value))
        # Values of a choice each stay a region of their own: they are told one by one.
        if mask not in seen or isinstance(value, str | bool):
            found.append(Region(mask, label, value))
        seen.add(mask)
    return found


def _holds(row: Row, name: str, value: Value) -> bool:
    cell = row.cells.get(name)
    return cell is None or cell_holds(cell, value) is True


def _values(workflow: Workflow, rule: Rule, rows: list[Row], name: str) -> Iterator[tuple[Value, Text]]:
    """One value of each region with its label. Missing is a region where a cell of the column names it."""
    cells = [row.cells[name] for row in rows if name in row.cells]
    type_ = rule.type
    if rule.node.op == "path" and rule.node.args[0] == "kind":
        yield from ((kind, one.title) for kind, one in workflow.kinds.items())
    elif type_.kind == "bool":
        yield from ((True, Text("はい", "yes")), (False, Text("いいえ", "no")))
    elif type_.kind in ("int", "date"):
        bounds = sorted({value for cell in cells for value in cell.values})  # type: ignore[type-var]
        yield from _around(bounds, type_, _least(workflow, rule))
    elif type_.values:
        yield from type_.values.items()
    else:
        named = {value for cell in cells for value in cell.values if isinstance(value, str)}
        yield from ((value, Text(value)) for value in sorted(named))
        yield _ELSEWHERE, Text("そのほか", "anything else")
    if any(cell.op == "missing" for cell in cells):
        yield MISSING, Text("未入力", "missing")


def _around(bounds: list[Any], type_: Type, least: int | None) -> Iterator[tuple[Value, Text]]:
    """Each bound and its neighbours: every region that bounds cut has one of them."""
    step: Any = timedelta(1) if type_.kind == "date" else 1
    near = {value for bound in bounds for value in (bound - step, bound, bound + step)}
    for value in sorted(near) or [date(2000, 1, 1) if type_.kind == "date" else 0]:
        if least is None or value >= least:
            yield value, Text(str(value))


def _least(workflow: Workflow, rule: Rule) -> int | None:
    """The smallest number the form accepts, if the input is a field with a minimum."""
    if rule.node.op != "path":
        return None
    path = str(rule.node.args[0])
    fact = field_facts(workflow.forms).get(path)
    schema: Any = workflow.forms[path.partition(".")[0]].schema if fact else {}
    for part in path.split(".")[1:]:
        schema = schema.get("properties", {}).get(part, {})
    least = schema.get("minimum")
    return least if isinstance(least, int) else None
