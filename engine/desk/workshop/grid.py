"""Decision tables as rows and columns: the values a cell may have, cells in words, what no row or two rows decide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.check.tables import open_combinations
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import Slot
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Missing, Text
from engine.model.rule import Type
from engine.model.workflow import Workflow

ANY = "-"
_FIXED = {
    "missing": ("未入力", "missing"),
    "unmapped": ("様式なし", "no form"),
    "impossible": ("起こらない", "cannot be"),
    "freeform": ("様式によらない", "free form"),
    "none": ("番号なし", "no number"),
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as it is drawn: the titles of its columns and the words of every row's cells, by row."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    inputs: int


@dataclass(frozen=True, slots=True)
class Hole:
    """A combination that no row decides (`gap`), or that several do; `cells` are what a row for it would hold."""

    gap: bool
    words: str
    cells: dict[str, Any]


def type_of(view: View, table: Path, key: str) -> Type | None:
    """The type of an input column; None for an output."""
    fact = view.find(view.workflow, (*table, "in", key))
    rule = view.scope.reading(fact.text, (*table, "in", key)) if isinstance(fact, Scalar) else None
    return rule.type if rule is not None else None


def column_title(view: View, table: Path, key: str) -> str:
    """The label of the fact an input column reads; of an output its own words."""
    fact = view.find(view.workflow, (*table, "in", key))
    rule = view.scope.reading(fact.text, (*table, "in", key)) if isinstance(fact, Scalar) else None
    if rule is not None and rule.node.title.ja:
        return rule.node.title.within(view.language)
    return either("結果", "result", view.language) if rule is None else key


def cell_slot(view: View, table: Path, key: str) -> Slot:
    """The place of a row's cell: its column's values are its words."""
    found = type_of(view, table, key)
    words = dict(found.values) if found is not None else {}
    if found is not None and found.kind == "bool":
        words = {"true": Text("はい", "yes"), "false": Text("いいえ", "no")}
    title = column_title(view, table, key)
    is_input = view.find(view.workflow, (*table, "in", key)) is not None
    return Slot(
        key, "list" if is_input else "text", Text(title, title), ("cell",) if is_input else ("out",), words
    )


def said_cell(view: View, table: Path, key: str, node: Node | None) -> str:
    """A cell in words; what is absent means any value."""
    if node is None or (isinstance(node, Scalar) and node.text == ANY):
        return ANY
    words = cell_slot(view, table, key).words

    def one(text: str) -> str:
        return words[text].within(view.language) if text in words else text

    if isinstance(node, Seq):
        return "/".join(one(part.text) for part in node if isinstance(part, Scalar))
    if not isinstance(node, Scalar):
        return view.sayer.say(cell_slot(view, table, key), node, (*table, "rows"))
    head, _, rest = node.text.partition(" ")
    if head == "not" and rest:
        values = "/".join(one(part.strip()) for part in rest.strip("[]").split(","))
        return either(f"{values} 以外", f"not {values}", view.language)
    return either(*_FIXED[node.text], view.language) if node.text in _FIXED else one(node.text)


def said_outputs(view: View, path: Path, node: Map) -> str:
    """What a row gives."""
    outs = view.find(view.workflow, (*path[:-2], "out"))
    return "  ".join(
        said_cell(view, path[:-2], key, node.get(key))
        for key in (outs if isinstance(outs, Map) else ())
        if key in node
    )


def grid_of(view: View, table: Path) -> Grid:
    """The table as rows and columns."""
    ins, outs = (view.find(view.workflow, (*table, part)) for part in ("in", "out"))
    inputs = list(ins) if isinstance(ins, Map) else []
    every = [*inputs, *(outs if isinstance(outs, Map) else ())]
    rows = view.find(view.workflow, (*table, "rows"))
    found = tuple(
        (key, tuple(said_cell(view, table, column, row.get(column)) for column in every))
        for key, row in (rows.items() if isinstance(rows, Map) else ())
        if isinstance(row, Map)
    )
    return Grid(tuple(column_title(view, table, key) for key in every), found, len(inputs))


def holes_of(workflow: Workflow, table: str, language: str) -> list[Hole]:
    """What no row of a built table decides, and what more than one does."""
    one = workflow.tables.get(table)
    if one is None:
        return []
    found = []
    for case in open_combinations(workflow, one):
        words = " x ".join(label.within(language) for label in case.labels)
        if case.rows:
            order = list(one.rows)
            words += "  " + "/".join(str(order.index(row) + 1) for row in case.rows)
        cells = {
            name: value
            for name, value in zip(one.inputs, case.values, strict=True)
            if not isinstance(value, Missing)
        }
        found.append(Hole(not case.rows, words, cells))
    return found
