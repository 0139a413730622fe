"""New elements that are sound from the beginning: a step between two steps, a row for a gap, a period by kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from engine.desk.workshop.beginnings import begun, start_event, words
from engine.desk.workshop.choices import choices
from engine.desk.workshop.naming import propose
from engine.desk.workshop.rows import FILES, Cell
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import Shape, Slot, shape_of, tops
from engine.desk.workshop.view import View
from engine.desk.workshop.words import Edited
from engine.errors import UsageError
from engine.load.tree import Map, Node, Scalar, plain

if TYPE_CHECKING:
    from engine.desk.workshop.edits import Editing
    from engine.desk.workshop.workshop import Workshop


FORMS: Final = ("forms",)

# --- what can be added


def containers(
    view: View, name: str, path: Path, shape: str, group: bool
) -> list[tuple[Path, Slot, str | None]]:
    """Where something can be added at a row: behind it, then in it. Each with its schema and the row before it."""
    found: list[tuple[Path, Slot, str | None]] = []
    if group:
        slot = _top(path)
        return [(path, slot, None)] if slot is not None else []
    beside = _slot_of(view, name, path[:-1])
    if beside is not None and beside.element:
        found.append((path[:-1], beside, path[-1]))
    if shape and not shape.startswith("*"):
        for slot in _of(view, name, shape):
            if slot.kind == "elements":
                found.append(((*path, slot.key), slot, None))
    return found


def _of(view: View, name: str, shape: str) -> tuple[Slot, ...]:
    return shape_of(view.which(name), shape).slots


def _top(path: Path) -> Slot | None:
    from engine.desk.workshop.slots import TABS

    slots = [slot for which in FILES for tab in TABS for slot in tops(which, tab)]
    return next((slot for slot in slots if slot.key == path[0] and slot.kind == "elements"), None)


def _slot_of(view: View, name: str, path: Path) -> Slot | None:
    """The schema of the map of elements at a path."""
    if not path:
        return None
    slot = _top(path)
    at = 1
    while slot is not None and at < len(path):
        if slot.kind == "elements" or (slot.kind == "list" and slot.element):
            at += 1  # the id of an element
            if at >= len(path):
                return None
            slot = next((s for s in _of(view, name, slot.element) if s.key == path[at]), None)
        elif slot.kind == "one":
            slot = next((s for s in _of(view, name, slot.element) if s.key == path[at]), None)
        else:
            slot = next((s for s in slot.inner if s.key == path[at]), None)
        at += 1
    return slot


# --- an element as it begins


def beginning(view: View, name: str, path: Path, shape: Shape, label: str) -> dict[str, Any]:
    """What an element needs to be sound: what the schema wants, with the first valid value of each."""
    found: dict[str, Any] = {}
    for slot in shape.slots:
        if not slot.wanted or slot.key == "title":
            continue
        found[slot.key] = _first(view, name, (*path, slot.key), slot, label)
    return {key: value for key, value in found.items() if value is not None}


def _first(view: View, name: str, path: Path, slot: Slot, label: str) -> Any:
    if slot.kind == "label":
        return label
    if slot.kind == "rule":
        return {"amount": 0}.get(slot.key, start_event(view) if slot.key in ("starts", "from") else "true")
    if slot.kind in ("choice", "list"):
        cell = Cell(name, path, slot, slot.key, "", "", "own")
        first = next((one.value for one in choices(view, cell) if one.key != "-"), None)
        return [first] if slot.kind == "list" and first is not None else first
    return None


# How a field of each kind begins; a choice gets its values from what is typed.
FIELDS: Final[Mapping[str, Mapping[str, Any]]] = {
    "text": {"type": "string"},
    "date": {"type": "string", "format": "date"},
    "yes": {"type": "boolean"},
    "choice": {},
    "number": {"type": "integer", "minimum": 0},
    "papers": {"$ref": "base/documents"},
}


def add_field(
    shop: Workshop,
    view: View,
    path: Path,
    label: str,
    kind: str,
    labels: Sequence[str] = (),
    after: str | None = None,
) -> Edited:
    """A field of a form. `labels` are the choices of a choice; nothing is personal that is no text or date."""
    value: dict[str, Any] = dict(FIELDS[kind])
    if labels:
        values: dict[str, str] = {}
        for one in labels:
            values[propose(one, "x-values", values)] = one
        value["x-values"] = values
        value["x-personal"] = False
    return shop.add(view.workflow, path, label, value, after=after)


def add(
    shop: Workshop,
    view: View,
    name: str,
    path: Path,
    shape: str,
    label: str,
    after: str | None = None,
    key: str = "",
) -> Edited:
    """A new element called `label` in the map at `path`, with what it cannot be without.

    `key` is its id where that names something else (the task of a pause): then it has no label of its own.
    """
    found = shape_of(view.which(name), shape)
    value = beginning(view, name, (*path, "_"), found, label)
    value = {**value, **({"properties": {}} if path == FORMS else begun(view, path, shape, label))}
    return shop.add(name, path, None if key else label, value, key=key, after=after)


def nameable(view: View, name: str, path: Path, slot: Slot) -> dict[str, str] | None:
    """What an element of a map may be called, where its ids name something else; those that are there already not."""
    if not slot.of:
        return None
    held = view.find(name, path)
    taken = set(held) if isinstance(held, Map) else set()
    known = {key: title for of in slot.of for key, title in view.labels.get(of, {}).items()}
    return {key: title for key, title in known.items() if key not in taken}


# --- a step between two steps


def gaps(view: View, owner: Path = ()) -> list[tuple[str, str]]:
    """The steps in order as (id, title): a gap is before the first and after each."""
    states = view.find(view.workflow, (*owner, "states"))
    return [(key, view.title(one, key)) for key, one in (states.items() if isinstance(states, Map) else ())]


def leading_to(view: View, target: str) -> list[tuple[Path, str]]:
    """The commands that name a step as where they lead: they would pass a new step before it by."""
    found: list[tuple[Path, str]] = []
    for key, state in view.node.map("states").items():
        for command, node in state.map("commands").items() if isinstance(state, Map) else ():
            if isinstance(node, Map) and node.text("to") == target:
                found.append((("states", key, "commands", command), view.title(node, command)))
    for command, node in view.node.map("commands").items():
        if isinstance(node, Map) and node.text("to") == target:
            found.append((("commands", command), view.title(node, command)))
    return found


def add_step(shop: Workshop, view: View, label: str, after: str, redirected: tuple[Path, ...] = ()) -> Path:
    """A step called `label` after another one ("" = first), with a command that leaves it; one undo for all.

    `redirected` are commands that led past the gap and shall lead to the new step.
    """
    name, states = view.workflow, view.node.map("states")
    before = states.get(after)
    node = before if isinstance(before, Map) else None
    made: list[str] = []

    def edit(editing: Editing) -> None:
        key = propose(label, "states", [*states.entries, *states.removed])
        command = propose("", "commands", [*view.scope.commands])
        value = _step(view, node, label, command)
        made.append(editing.add(name, ("states",), label, value, key=key, after=after))
        for path in redirected:
            editing.set(name, (*path, "to"), key)

    shop.together((f"{label}: 追加", f"{label}: added"), edit)
    return ("states", made[0])


def _step(view: View, before: Map | None, label: str, command: str) -> dict[str, Any]:
    """The new step: in the phase of the one before, left by a command of the same people."""
    found: dict[str, Any] = {"title": label}
    if before is not None and before.text("phase"):
        found["phase"] = before.text("phase")
    done = {"title": f"{label}を済ませる", "done": label, "by": _who(view, before), "to": "next"}
    return {**found, "commands": {command: done}}


def _who(view: View, before: Map | None) -> Any:
    for node in before.map("commands").values() if before is not None else ():
        if isinstance(node, Map) and node.text("to") == "next" and "by" in node:
            return plain(node["by"])
    return [next(iter(view.labels["roles"]))]


# --- rows of tables


def row_for(shop: Workshop, view: View, table: Path, cells: Mapping[str, Any]) -> Edited:
    """A row for a combination, with no form until one is chosen."""
    outs = view.find(view.workflow, (*table, "out"))
    value: dict[str, Any] = dict(cells)
    for key in outs if isinstance(outs, Map) else ():
        value[key] = "unmapped"
    rows = view.find(view.workflow, (*table, "rows"))
    taken = [*rows.entries, *rows.removed] if isinstance(rows, Map) else []
    words = [str(v) for v in cells.values() if isinstance(v, str)]
    key = "_".join(words)
    key = key if key and key not in taken and len(key) < 60 else propose("", "rows", taken)
    return shop.add(view.workflow, (*table, "rows"), None, value, key=key)


# --- a period by kind


def period_by_kind(shop: Workshop, view: View, clock: Path, kind: str, period: str, basis: Any) -> Path:
    """One kind gets a period of its own; the others keep theirs. The clock reads a table from then on."""
    node = view.find(view.workflow, (*clock, "period"))
    if isinstance(node, Map) and "table" in node:
        return _split(shop, view, node.text("table"), kind, period, basis)
    if not isinstance(node, Scalar) or node.value is None or node.text == "silent":
        raise UsageError(
            "この期限には期間がないので、種別ごとに分けられません。先に期間を入れてください。",
            "This clock has no period to divide by kind. Enter one first.",
        )
    others = [one for one in view.labels["kinds"] if one != kind]
    title = view.title(view.find(view.workflow, clock), clock[-1])
    key = propose(f"{clock[-1]} period", "tables", list(view.node.map("tables")))
    old_basis = view.find(view.workflow, (*clock, "basis"))
    rows: dict[str, Any] = {kind: {"kind": kind, "days": period, "basis": basis}}
    rows["others"] = {"kind": others, "days": node.text}
    if old_basis is not None:
        rows["others"]["basis"] = plain(old_basis)
    table = {"hit": "unique", "in": {"kind": "kind"}, "out": {"days": "period"}, "basis": basis, "rows": rows}

    def edit(editing: Editing) -> None:
        editing.add(view.workflow, ("tables",), f"{title}の期間", table, key=key)
        editing.set(view.workflow, (*clock, "period"), {"table": f"{key}.days"})

    label = view.labels["kinds"].get(kind, kind)
    shop.together((f"{title}: {label}だけ変更", f"{title}: changed for {label}"), edit)
    return ("tables", key, "rows", kind)


def _split(shop: Workshop, view: View, output: str, kind: str, period: str, basis: Any) -> Path:
    """The table has a row for the kind already, or the row that holds it is divided."""
    table, _, out = output.partition(".")
    rows = view.node.map("tables").map(table).map("rows")
    holding = next((key for key, row in rows.items() if kind in _kinds(row)), "")
    path: Path = ("tables", table, "rows")
    if holding and len(_kinds(rows[holding])) == 1:
        shop.set(view.workflow, (*path, holding, out), period)
        return (*path, holding)
    key = kind if kind not in rows else propose("", "rows", [*rows.entries, *rows.removed])

    def edit(editing: Editing) -> None:
        editing.add(view.workflow, path, None, {"kind": kind, out: period, "basis": basis}, key=key)
        if holding:
            rest = [one for one in _kinds(rows[holding]) if one != kind]
            editing.set(view.workflow, (*path, holding, "kind"), rest[0] if len(rest) == 1 else rest)

    shop.together((f"{view.labels['kinds'].get(kind, kind)}: 期間", f"{kind}: period"), edit)
    return (*path, key)


def _kinds(row: Node) -> list[str]:
    return words(row.get("kind")) if isinstance(row, Map) else []
