"""What may be written at a place: its title, help, kind and choices, read from the schemas of the definitions.

A new construct of the language appears here by itself. `choices_of` adds the ids that a place may name (roles,
forms, steps, …), with their titles.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final, Literal

from engine.desk.workshop.words import Path
from engine.load.shape import SCHEMAS

ShapeKind = Literal[
    "text", "label", "basis", "rule", "period", "number", "bool", "choice", "list", "rows", "map", "any"
]


@dataclass(frozen=True, slots=True)
class Shape:
    """What a place takes.

    `rows`: a map keyed by ids, each row shaped as `row`; `map`: fixed `keys`, in order; `choice`: one of
    `choices`; `rule`: a rule as text; `label`: text or {ja, en}. `optional` is true where `~` may stand.
    """

    kind: ShapeKind
    title: str
    help: str = ""
    choices: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    examples: tuple[Any, ...] = ()
    required: tuple[str, ...] = ()
    silent: bool = False
    setting: bool = False


_NAMED: Final[Mapping[str, ShapeKind]] = {
    "label": "label",
    "basis": "basis",
    "rule": "rule",
    "period": "period",
    "number": "number",
    "ids": "list",
    "who": "list",
    "one_or_more": "list",
    "values": "rows",
}


def which(definition: str) -> str:
    """The schema a definition follows."""
    return "organisation" if definition.endswith("/organisation") else "workflow"


def keys_of(schema: str, path: Path) -> Sequence[str]:
    """The keys that a map at `path` may have, in the order of the schema; none where they are ids."""
    found = _at(schema, path)
    return list(found.get("properties", {})) if found is not None else []


def shape_of(schema: str, path: Path) -> Shape | None:
    """What stands at a path of `workflow` or `organisation`; None where nothing may be written."""
    found = _at(schema, path)
    return _shape(found) if found is not None else None


def row_shape(schema: str, path: Path) -> Shape | None:
    """What a row of the map at `path` looks like."""
    return shape_of(schema, (*path, "x"))


@cache
def _schema(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))
    return data


@cache
def _at(schema: str, path: Path) -> dict[str, Any] | None:
    root = _schema(schema)
    here: Any = root
    for step in path:
        here = _below(_whole(root, here), step)
        if here is None:
            return None
    return _whole(root, here)


def _whole(root: Mapping[str, Any], node: Any) -> dict[str, Any]:
    """A schema with what it refers to laid under it; `x-named` is the last name it was called by."""
    if not isinstance(node, dict):
        return {}
    if "$ref" not in node:
        return node
    name = str(node["$ref"]).rpartition("/")[2]
    below = _whole(root, root["$defs"][name])
    return {"x-named": name, **below, **{k: v for k, v in node.items() if k != "$ref"}}


def _below(node: Mapping[str, Any], step: str) -> Any:
    properties = node.get("properties", {})
    if step in properties and step != "replace":
        return properties[step]
    if step.isdigit() and "items" in node:
        return node["items"]
    more = node.get("additionalProperties")
    if isinstance(more, dict):
        return more
    for branch in ("then", "else"):
        found = _below(node[branch], step) if isinstance(node.get(branch), dict) else None
        if found is not None:
            return found
    return None


def _shape(node: Mapping[str, Any]) -> Shape:
    kind = _kind(node)
    enum = _enum(node)
    keys = tuple(k for k in node.get("properties", {}) if k != "replace") if kind == "map" else ()
    return Shape(
        kind,
        str(node.get("title", "")),
        str(node.get("description", "")),
        tuple(str(v) for v in enum if v is not None and v != "silent"),
        keys,
        tuple(node.get("examples", ())),
        tuple(node.get("x-complete", ())),
        "silent" in enum or "silent" in json.dumps(node.get("else", node), ensure_ascii=False),
        "chosen" in json.dumps(node.get("then", {})) or node.get("x-named") == "chosen",
    )


def _kind(node: Mapping[str, Any]) -> ShapeKind:
    named = _NAMED.get(str(node.get("x-named", "")))
    if named:
        return named
    if _enum(node):
        return "choice"
    types = _types(node)
    if isinstance(node.get("additionalProperties"), dict) and "object" in types and "if" not in node:
        return "rows"
    if "properties" in node and "object" in types:
        return "map"
    for name, kind in _BY_TYPE.items():
        if name in types:
            return kind
    return "any"


_BY_TYPE: Final[Mapping[str, ShapeKind]] = {
    "boolean": "bool",
    "integer": "number",
    "array": "list",
    "object": "map",
    "string": "text",
}


def _types(node: Mapping[str, Any]) -> list[str]:
    raw = node.get("type", node.get("else", {}).get("type", ()) if isinstance(node.get("else"), dict) else ())
    types = [raw] if isinstance(raw, str) else list(raw)
    return ["any"] if {"string", "integer", "boolean"} <= set(types) else types


def _enum(node: Mapping[str, Any]) -> list[Any]:
    found = node.get("enum")
    if found is None and isinstance(node.get("else"), dict):
        found = node["else"].get("enum")
    return list(found or ())
