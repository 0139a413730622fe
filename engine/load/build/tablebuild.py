"""Decision tables of a merged tree: inputs, outputs, rows and their cells."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from engine.load.build.bench import BOOL, Bench, label
from engine.load.build.machine import common
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Rule, Type
from engine.model.workflow import Cell, Row, Table
from engine.rules import Vocabulary

_ROW_KEYS: Final = frozenset(
    ("title", "basis", "note", "help", "when", "offer", "after", "before", "replace")
)
_COMPARE: Final = re.compile(r"(<=|>=|<|>)\s*(.+)\Z")
_RANGE: Final = re.compile(r"(.+?)\.\.(.+)\Z")
_ANSWERS: Final = ("unmapped", "impossible")


def output_types(bench: Bench, table_id: str, node: Map) -> dict[str, Type]:
    """The outputs of a table. An `id` or `enum(…)` output is a choice of what the rows give."""
    found: dict[str, Type] = {}
    for name, kind in node.map("out").items():
        word = kind.text if isinstance(kind, Scalar) else ""
        if word == "id":
            found[name] = Type("choice", values=row_ids(node, name))
        elif word.startswith("enum(") and word.endswith(")"):
            found[name] = Type("choice", values={w.strip(): Text(w.strip()) for w in word[5:-1].split(",")})
        elif word in ("text", "int", "period", "bool", "date"):
            found[name] = Type(word)  # type: ignore[arg-type]  # one of the kinds by the test above
        else:
            bench.unknown(
                f"tables.{table_id}.out.{name}",
                "出力の型",
                "output type",
                word,
                kind.place,
                ("text", "int", "period", "id", "bool", "date", "enum(a, b)"),
            )
            found[name] = Type("text")
    return found


def row_ids(node: Map, column: str) -> Mapping[str, Text]:
    """The ids an output column can give, with the rows' titles; a row without the cell gives its own key."""
    found: dict[str, Text] = {}
    for key, row in node.map("rows").items():
        if isinstance(row, Map):
            word = row.text(column, key)
            found.setdefault(word, label(row.entries.get("title"), word))
    return found


def build_table(
    bench: Bench,
    table_id: str,
    node: Map,
    outputs: Mapping[str, Type],
    names: Vocabulary,
    other_kinds: Mapping[str, Text],
) -> Table:
    """One table. `other_kinds` are kinds of the organisation's other workflows, whose rows are inactive here."""
    where = f"tables.{table_id}"
    i, t, p, b, h, n = common(node, table_id)
    inputs: dict[str, Rule] = {}
    for name, one in node.map("in").items():
        rule = bench.rule(one, names, None, f"{where}.in.{name}")
        if rule is not None:
            inputs[name] = rule
    hit = bench.pick(node, "hit", where, ("unique", "collect"), "unique")
    rows: dict[str, Row] = {}
    for key, one in node.map("rows").items():
        if isinstance(one, Map) and (
            row := _row(bench, f"{where}.rows.{key}", key, one, inputs, outputs, names, hit, other_kinds)
        ):
            rows[key] = row
    return Table(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        hit="collect" if hit == "collect" else "unique",
        inputs=inputs,
        outputs=outputs,
        rows=rows,
    )


def _row(
    bench: Bench,
    where: str,
    key: str,
    node: Map,
    inputs: Mapping[str, Rule],
    outputs: Mapping[str, Type],
    names: Vocabulary,
    hit: str,
    other_kinds: Mapping[str, Text],
) -> Row | None:
    for name in node:
        if name not in inputs and name not in outputs and name not in _ROW_KEYS:
            bench.unknown(where, "列", "column", name, node.key_place(name), [*inputs, *outputs, *_ROW_KEYS])
    i, t, p, b, h, n = common(node, key)
    cells: dict[str, Cell] = {}
    for name, rule in inputs.items():
        cell = _cell(bench, f"{where}.{name}", node.entries.get(name), rule.type, other_kinds)
        if cell is None:
            return None
        if cell.op != "any":
            cells[name] = cell
    out: dict[str, Value] = {}
    answers: set[str] = set()
    for name, kind in outputs.items():
        written = bench.resolve(node.entries.get(name), f"{where}.{name}")
        if isinstance(written, Scalar) and written.text in _ANSWERS:
            answers.add(written.text)
        elif written is not None:
            out[name] = bench.literal(written, kind, f"{where}.{name}")
        elif kind.kind == "choice" and name not in node:
            out[name] = key
    if hit == "unique" and "when" in node:
        bench.problem(
            "shape",
            where,
            "unique の表の行に when は書けません（穴と重なりを証明できなくなります）。",
            "A row of a unique table has cells only (so that it stays provable).",
            node.key_place("when"),
        )
    return Row(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        cells=cells,
        out=out,
        when=bench.rule(node.entries.get("when"), names, BOOL, f"{where}.when"),
        unmapped="unmapped" in answers,
        impossible="impossible" in answers,
        offer=bench.text(node, "offer", where),
    )


def _cell(
    bench: Bench, where: str, node: Node | None, kind: Type, other_kinds: Mapping[str, Text]
) -> Cell | None:
    """A cell; None if it names only kinds of another workflow, so that its row is inactive here."""
    found = bench.resolve(node, where)
    if found is None:
        return Cell("any")
    if isinstance(found, Seq):
        return _values(bench, where, list(found), kind, other_kinds, "in")
    if not isinstance(found, Scalar):
        bench.problem(
            "shape",
            where,
            "表の欄は値か値の並びです。",
            "A cell is a value or a list of values.",
            found.place,
        )
        return Cell("any")
    word = found.text.strip()
    if word == "-":
        return Cell("any")
    if word == "missing":
        return Cell("missing")
    if word.startswith("not "):
        rest = word[4:].strip()
        words = rest[1:-1].split(",") if rest.startswith("[") and rest.endswith("]") else [rest]
        nodes: list[Node] = [Scalar(w.strip(), found.place, w.strip()) for w in words]
        return _values(bench, where, nodes, kind, other_kinds, "not") or Cell("any")
    if kind.kind in ("int", "date"):
        if compared := _COMPARE.match(word):
            return Cell(compared[1], (_literal(bench, where, compared[2], kind, found),))
        if between := _RANGE.match(word):
            ends = (
                _literal(bench, where, between[1], kind, found),
                _literal(bench, where, between[2], kind, found),
            )
            return Cell("between", ends)
    return _values(bench, where, [found], kind, other_kinds, "in")


def _values(
    bench: Bench, where: str, nodes: list[Node], kind: Type, other_kinds: Mapping[str, Text], op: str
) -> Cell | None:
    values: list[Value] = []
    elsewhere = 0
    for node in nodes:
        value = bench.literal(node, kind, where)
        if isinstance(value, str) and kind.values and value not in kind.values and value not in kind.known:
            if value in other_kinds:
                elsewhere += 1
                continue
            bench.unknown(where, "値", "value", value, node.place, kind.values)
        if value is not MISSING:
            values.append(value)
    if op == "in" and not values and elsewhere:
        return None
    return Cell(op, tuple(values))


def _literal(bench: Bench, where: str, word: str, kind: Type, at: Scalar) -> Value:
    text = word.strip()
    value = int(text) if kind.kind == "int" and text.lstrip("-").isdigit() else text
    return bench.literal(Scalar(value, at.place, text), kind, where)
