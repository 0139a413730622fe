"""Which elements of a working copy use another: by its id, in a rule, in a letter's text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from engine.desk.workshop.rows import FILES, Row, entry_slot, outline
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import TABS, Shape, Slot, shape_of, tops
from engine.desk.workshop.view import View, is_short
from engine.load.tree import Map, Node, Scalar, Seq, find

_FACT = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a definition with the place in the schema that it fills."""

    file: str
    path: Path
    slot: Slot
    node: Node


def values(view: View) -> Iterator[Value]:
    """Every value of the workflow and its organisation, in the order of the files' tabs."""
    for which in FILES:
        name = view.name_of(which)
        for tab in TABS:
            for slot in tops(which, tab):
                yield from _values(view, name, (slot.key,), slot, view.trees[name].get(slot.key))


def _values(view: View, name: str, path: Path, slot: Slot, node: Node | None) -> Iterator[Value]:
    if node is None:
        return
    listed = slot.kind == "list" and slot.element and isinstance(node, Map)
    if (slot.kind == "elements" or listed) and isinstance(node, Map):
        shape = shape_of(view.which(name), slot.element)
        for key, one in node.items():
            yield from _element(view, name, (*path, key), shape, one)
    elif slot.kind == "one" and isinstance(node, Map):
        yield from _element(view, name, path, shape_of(view.which(name), slot.element), node)
    elif slot.kind == "group" and isinstance(node, Map):
        for inner in slot.inner:
            yield from _values(view, name, (*path, inner.key), inner, node.get(inner.key))
    else:
        yield Value(name, path, slot, node)


def _element(view: View, name: str, path: Path, shape: Shape, node: Node) -> Iterator[Value]:
    if is_short(node) or not isinstance(node, Map):
        slot = shape.slot(shape.short) if shape.short else None
        if slot is not None:
            yield Value(name, path, slot, node)
        return
    for slot in shape.slots:
        yield from _values(view, name, (*path, slot.key), slot, node.get(slot.key))
    for key, one in node.items() if shape.entries else ():
        if shape.slot(key) is None:
            yield Value(name, (*path, key), entry_slot(shape.entries, key), one)


def used_in(view: View, row: Row) -> list[tuple[str, Path]]:
    """The paths at which an element is named, each with its file; the element itself left out."""
    if not row.path or row.group:
        return []
    facts = tuple(_facts(row))
    kind = row.path[-2] if len(row.path) > 1 else ""
    found = []
    for value in values(view):
        if value.path[: len(row.path)] == row.path:
            continue
        if _names(value, kind, row.path[-1]) or any(_reads(view, value, fact) for fact in facts):
            found.append((value.file, value.path))
    return found


def _names(value: Value, kind: str, key: str) -> bool:
    if kind not in value.slot.of:
        return False
    return any(text == key or text.startswith(f"{key} of ") for text in _texts(value.node))


def _texts(node: Node) -> Iterator[str]:
    if isinstance(node, Scalar):
        yield node.text
    elif isinstance(node, Map):
        yield from node
        for one in node.values():
            yield from _texts(one)
    else:
        for one in node:
            yield from _texts(one)


def _facts(row: Row) -> Iterator[str]:
    """The facts that an element is: a field by its form, an event by its command, a table's output …"""
    path = row.path
    if path[0] == "forms":
        yield ".".join([path[1], *(p for p in path[2:] if p not in ("properties", "items"))])
        return
    heads = {
        "commands": "event", "clocks": "clock", "evidence": "evidence", "tables": "table", "fees": "fee",
        "notices": "notice", "tasks": "task", "settings": "setting",
    }  # fmt: skip
    kind = path[-2] if len(path) > 1 else ""
    if kind in heads:
        yield f"{heads[kind]}.{path[-1]}"
    if kind == "settings":
        yield f"={path[-1]}"


def _reads(view: View, value: Value, fact: str) -> bool:
    if fact.startswith("="):
        return isinstance(value.node, Map) and value.node.text("setting") == fact[1:]
    if value.slot.kind == "rule":
        texts = list(_rules(value.node))
    elif value.slot.kind == "label":
        texts = [m[1] for text in _texts(value.node) for m in _FACT.finditer(text)]
    elif value.slot.of and isinstance(value.node, Scalar):
        return value.node.text == fact or value.node.text.startswith(f"{fact}.")
    else:
        return False
    tail = fact.rpartition(".")[2]
    for text in texts:
        if tail not in text:  # reading a rule costs more than looking for its last name
            continue
        rule = view.scope.reading(text, value.path)
        if rule is not None and any(r == fact or r.startswith(f"{fact}.") for r in rule.reads):
            return True
    return False


def _rules(node: Node) -> Iterator[str]:
    if isinstance(node, Map):
        for key, one in node.items():
            if key != "setting":
                yield from _rules(one)
    elif isinstance(node, Seq):
        for one in node:
            yield from _rules(one)
    elif isinstance(node.value, str):
        yield node.text


def element_at(view: View, tab: str, file: str, path: Path) -> Row | None:
    """The row that a path belongs to: the element itself or the nearest around it."""
    rows = [one for one in outline(view, tab) if one.file == file]
    fitting = [one for one in rows if path[: len(one.path)] == one.path]
    return max(fitting, key=lambda one: len(one.path), default=None)


def tab_of(view: View, file: str, path: Path) -> str:
    """The tab on which a path stands."""
    which = view.which(file)
    for tab in TABS:
        if any(slot.key == path[0] for slot in tops(which, tab)):
            return tab
    return TABS[0]


def path_of(view: View, dotted: str) -> tuple[str, Path]:
    """The file and path that a problem names (`commands.decide` also means one that stands in a state)."""
    steps = tuple(dotted.split(".")) if dotted else ()
    for name in (view.workflow, view.org_name):
        for tried in _tries(view, name, steps):
            if tried and find(view.trees[name], *tried) is not None:
                return name, tried
    while len(steps) > 1:
        steps = steps[:-1]
        found = path_of(view, ".".join(steps))
        if found[1]:
            return found
    return view.workflow, ()


def _tries(view: View, name: str, steps: Path) -> Iterator[Path]:
    yield steps
    if name != view.workflow or "commands" not in steps:
        return
    at = steps.index("commands")
    owner = find(view.node, *steps[:at]) if at else view.node
    for state, one in owner.map("states").items() if isinstance(owner, Map) else ():
        if isinstance(one, Map):
            yield (*steps[:at], "states", state, *steps[at:])
    if not at:
        for task in view.node.map("tasks"):
            yield ("tasks", task, *steps)
