"""What may be written where, read from the schemas: tabs, elements, cells with their types, titles and choices.

The tables of the Workshop are made from this, so a key that is added to a schema has its cell without a line of code.
These annotations of the schemas are read: `x-tab` and `x-rank` (the tab of a top-level key, its place there), `x-of`
(what an id names), `x-words` (labels of fixed words), `x-cells` (maps beside the owner whose keys are cells),
`x-short` (the cell that an element written as a single value stands for), `x-asks` (the plain
question that asks for it), `x-common` (shown also while nothing is written there).
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

from engine.load.shape import SCHEMAS
from engine.model.basics import Text

Which = Literal["workflow", "organisation"]
Kind = Literal[
    "label", "text", "bool", "int", "choice", "list", "rule", "period", "number", "basis", "date", "map", "group",
    "elements", "one",
]  # fmt: skip

# The tabs of the Workshop in order; a top-level key without `x-tab` stands in the first.
TABS: Final = (
    "steps", "fields", "documents", "periods", "tables", "letters", "registers", "fees", "people", "settings",
)  # fmt: skip
_COMMON: Final = ("title", "help", "basis", "note")
_OF_THE_FILE: Final = frozenset(
    {"replace", "language", "extends", "workflow", "profile", "organisation", "note", "help"}
)
_LAST: Final = 99
_PLACING: Final = ("#/$defs/anchor", "#/$defs/replace")
_BY_REF: Final[Mapping[str, Kind]] = {
    "label": "label", "basis": "basis", "rule": "rule", "period": "period", "number": "number", "ids": "list",
    "who": "list", "one_or_more": "list", "values": "map", "id": "choice", "items": "list", "scalar": "choice",
    "cell": "list", "option": "label",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for a value: what kind, what its ids name, its fixed words, and for maps what stands in them."""

    key: str
    kind: Kind
    title: Text
    of: tuple[str, ...] = ()
    words: Mapping[str, Text] = field(default_factory=dict)
    element: str = ""
    inner: tuple[Slot, ...] = ()
    help: str = ""
    wanted: bool = False
    example: str = ""
    silent: bool = False
    asks: str = ""
    common: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """An element as the schema has it: its cells in order, and the maps of further elements in it."""

    name: str
    title: Text
    slots: tuple[Slot, ...]
    cells_of: tuple[str, ...] = ()
    short: str = ""
    entries: str = ""
    """What further keys of it hold, where they are ids with a label: `option` in a catalogue."""

    def slot(self, key: str) -> Slot | None:
        return next((one for one in self.slots if one.key == key), None)


@cache
def _schema(which: Which) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads((SCHEMAS / f"{which}.schema.json").read_text(encoding="utf-8"))
    return found


def tops(which: Which, tab: str) -> tuple[Slot, ...]:
    """The top-level keys of a file that belong to a tab."""
    default = TABS[0] if which == "workflow" else TABS[-1]
    placed = [
        (part.get("x-rank", _LAST), _slot(which, key, part, frozenset()))
        for key, part in _schema(which)["properties"].items()
        if key not in _OF_THE_FILE and part.get("x-tab", default) == tab
    ]
    return tuple(slot for _, slot in sorted(placed, key=lambda one: one[0]))


@cache
def shape_of(which: Which, name: str) -> Shape:
    """The shape of an element by the name of its definition in the schema."""
    part = _schema(which)["$defs"][name]
    slots = _slots(which, part)
    if {"ja", "en", "title"} <= {one.key for one in slots}:
        slots = [one for one in slots if one.key not in ("ja", "en")]
    own = [one for one in slots if one.key not in _COMMON]
    first, last = (
        [one for key in keys for one in slots if one.key == key] for keys in (_COMMON[:1], _COMMON[1:])
    )
    cells_of, short = tuple(part.get("x-cells", ())), str(part.get("x-short", ""))
    entries = _inside(part) if _inside(part) == "option" else ""
    return Shape(name, _title(part, name), (*first, *own, *last), cells_of, short, entries)


def _slots(which: Which, part: Mapping[str, Any]) -> list[Slot]:
    must = frozenset(part.get("x-complete", ()))
    return [
        _slot(which, key, one, must)
        for key, one in part.get("properties", {}).items()
        if one.get("$ref", "") not in _PLACING
    ]


def _slot(which: Which, key: str, part: Mapping[str, Any], must: frozenset[str]) -> Slot:
    ref = part.get("$ref", "").removeprefix("#/$defs/")
    whole = _whole(which, part)
    kind = _kind(key, ref, whole)
    inner = tuple(_slots(which, whole)) if kind == "group" else ()
    return Slot(
        key, kind, _title(whole, key), tuple(whole.get("x-of", ())), _words(whole), _element(kind, ref, whole), inner,
        str(whole.get("description", "")), key in must, _example(whole), _may_be_silent(kind, ref, whole),
        str(part.get("x-asks", "")), bool(part.get("x-common")),
    )  # fmt: skip


def _kind(key: str, ref: str, part: Mapping[str, Any]) -> Kind:
    if ref in _BY_REF:
        return _BY_REF[ref]
    written = part.get("type", ())
    types = {written} if isinstance(written, str) else set(written)
    if _inside(part) not in _INLINE or "additionalProperties" in part.get("else", {}).get("else", {}):
        return "elements"
    if ref and "object" in types and _is_element(part) and "string" not in types and key != ref:
        return "one"
    if (
        "enum" in part
        or "enum" in part.get("else", {})
        or ("x-of" in part and "string" in types and "array" not in types)
    ):
        return "choice"
    if "array" in types:
        return "list"
    if "object" in types and "properties" in part and "string" in types and key not in ("retain", "waived"):
        return "label"
    if (
        "object" in types
        and isinstance(part.get("additionalProperties"), Mapping)
        and "properties" not in part
    ):
        return "map"
    if "object" in types and "properties" in part:
        return "group" if set(part["properties"]) - {"replace"} else "map"
    return _scalar(types, part)


def _scalar(types: set[str], part: Mapping[str, Any]) -> Kind:
    if "boolean" in types and "string" not in types:
        return "bool"
    if "integer" in types and "string" not in types:
        return "int"
    return "date" if "[0-9]{4}-" in part.get("pattern", "") else "text"


# What stands in a map as one value; everything else there is an element with cells of its own.
_INLINE: Final = frozenset({"", "label", "option", "rule", "cell"})


def _inside(part: Mapping[str, Any]) -> str:
    """The definition that the values of a map follow, if they follow one."""
    more = part.get("additionalProperties")
    return str(more.get("$ref", "")).removeprefix("#/$defs/") if isinstance(more, Mapping) else ""


def _is_element(part: Mapping[str, Any]) -> bool:
    return "basis" in part.get("properties", {}) and "title" in part.get("properties", {})


def _element(kind: Kind, ref: str, part: Mapping[str, Any]) -> str:
    if kind == "one":
        return ref
    return _inside(part) or _inside(part.get("else", {}).get("else", {}))


def _may_be_silent(kind: Kind, ref: str, part: Mapping[str, Any]) -> bool:
    """Whether the schema lets the source be silent here."""
    listed = [*part.get("enum", ()), *part.get("else", {}).get("enum", ())]
    return "silent" in listed or ref == "scalar" or kind in ("period", "number", "label", "text")


def _title(part: Mapping[str, Any], key: str) -> Text:
    """The Japanese title of the schema; in English the key says it."""
    return Text(
        str(part.get("title", key)),
        key.removeprefix("x-").removeprefix("$").replace("_", " ").replace("-", " "),
    )


def _words(part: Mapping[str, Any]) -> dict[str, Text]:
    """Fixed words with their labels: those the schema labels, and every other word of its list."""
    said = part.get("x-words", {})
    listed = [*part.get("enum", ()), *part.get("else", {}).get("enum", ()), *_of_items(part)]
    words = {
        str(w): Text(str(w), str(w).replace("_", " ")) for w in listed if isinstance(w, str) and w != "silent"
    }
    return words | {w: Text(t["ja"], t.get("en", "")) for w, t in said.items()}


def _of_items(part: Mapping[str, Any]) -> Iterator[Any]:
    items = part.get("items")
    yield from items.get("enum", ()) if isinstance(items, Mapping) else ()


def _example(part: Mapping[str, Any]) -> str:
    found = next((one for one in part.get("examples", ()) if isinstance(one, str) and one != "silent"), "")
    return str(found)


# --- by the path of a definition


def which_of(definition: str) -> Which:
    """The schema that a definition follows."""
    return "organisation" if definition.endswith("/organisation") else "workflow"


def keys_at(which: Which, path: Sequence[str]) -> list[str]:
    """The keys that a map at a path may have, in the order of the schema; none where they are ids."""
    return list(_at(which, tuple(path)).get("properties", {}))


def title_at(which: Which, path: Sequence[str]) -> str:
    """The Japanese title of what stands at a path; nothing where the schema has none."""
    return str(_at(which, tuple(path)).get("title", ""))


@cache
def slot_at(which: Which, path: tuple[str, ...]) -> Slot | None:
    """The place for a value at a path of a definition; None where nothing may be written."""
    here: Any = _schema(which)
    for step in path:
        here = _below(_whole(which, here), step)
    return _slot(which, path[-1], here, frozenset()) if path and isinstance(here, Mapping) else None


def short_at(which: Which, path: Sequence[str]) -> str:
    """The cell for which an element written as one value stands, `ja` of a label; nothing where none may be moved."""
    part = _at(which, tuple(path))
    inner = part.get("properties", {})
    placed = any(one.get("$ref", "") == _PLACING[0] for one in inner.values())
    return str(part.get("x-short", "ja" if "ja" in inner else "")) if placed else ""


@cache
def _at(which: Which, path: tuple[str, ...]) -> Mapping[str, Any]:
    """The schema at a path, with what it refers to laid under it; empty where nothing may be written."""
    here: Any = _schema(which)
    for step in path:
        here = _below(_whole(which, here), step)
    return _whole(which, here)


def _whole(which: Which, part: Any) -> Mapping[str, Any]:
    if not isinstance(part, Mapping):
        return {}
    if "$ref" not in part:
        return part
    below = _whole(which, _schema(which)["$defs"][str(part["$ref"]).removeprefix("#/$defs/")])
    return {**below, **{key: value for key, value in part.items() if key != "$ref"}}


def _below(part: Mapping[str, Any], step: str) -> Any:
    properties = part.get("properties", {})
    if step in properties and step != "replace":
        return properties[step]
    if step.isdigit() and "items" in part:
        return part["items"]
    more = part.get("additionalProperties")
    if isinstance(more, Mapping):
        return more
    branches = (part[key] for key in ("then", "else") if isinstance(part.get(key), Mapping))
    return next((found for branch in branches if (found := _below(branch, step)) is not None), None)


@cache
def basis_words() -> dict[str, Text]:
    """The kinds of basis with their labels: an article as it stands, a reading, the rules' silence."""
    status = _schema("workflow")["$defs"]["basis"]["properties"]["status"]
    return {w: Text(t["ja"], t["en"]) for w, t in status["x-words"].items()}
