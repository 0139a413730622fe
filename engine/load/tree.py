"""The tree of a definition: maps, lists and scalars that remember where they were written.

    Map      str → node, in order, with the place of every key; `removed` holds what an overlay took away
    Seq      nodes in order
    Scalar   text, whole number, decimal, true/false or nothing, with the text as it was typed

Trees are never changed after they were built; a merge makes new ones that share the untouched parts.
"""

from __future__ import annotations

from collections.abc import ItemsView, Iterator, KeysView, Mapping, Sequence, ValuesView
from dataclasses import dataclass
from typing import Any, TypeVar, overload

from engine.model.basics import Place

Other = TypeVar("Other")
ScalarValue = str | int | float | bool | None


class Scalar:
    """One value. `text` is what stood in the file (without quotes): `1.10` is not `1.1`."""

    __slots__ = ("place", "text", "value")

    def __init__(self, value: ScalarValue, place: Place, text: str) -> None:
        self.value = value
        self.place = place
        self.text = text

    def __repr__(self) -> str:
        return f"Scalar({self.value!r} @ {self.place})"


class Seq(Sequence["Node"]):
    """A list of nodes."""

    __slots__ = ("elements", "place")

    def __init__(self, elements: Sequence[Node], place: Place) -> None:
        self.elements = tuple(elements)
        self.place = place

    @overload
    def __getitem__(self, index: int) -> Node: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Node]: ...
    def __getitem__(self, index: int | slice) -> Node | Sequence[Node]:
        return self.elements[index]

    def __len__(self) -> int:
        return len(self.elements)

    def __repr__(self) -> str:
        return f"Seq({len(self)} @ {self.place})"


@dataclass(frozen=True, slots=True)
class Removed:
    """What an overlay took away: `place` is where it says so, `node` what stood in the parent."""

    place: Place
    node: Node


class Map(Mapping[str, "Node"]):
    """Nodes by key, in order. `key_places` holds the place of each key, `removed` what was taken away."""

    __slots__ = ("entries", "key_places", "place", "removed")

    def __init__(
        self,
        entries: dict[str, Node],
        key_places: dict[str, Place],
        place: Place,
        removed: dict[str, Removed] | None = None,
    ) -> None:
        self.entries = entries
        self.key_places = key_places
        self.place = place
        self.removed = removed or {}

    def __getitem__(self, key: str) -> Node:
        return self.entries[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    def __contains__(self, key: object) -> bool:
        return key in self.entries

    # What `Mapping` gives would ask for every key one by one.

    @overload
    def get(self, key: str, /) -> Node | None: ...
    @overload
    def get(self, key: str, /, default: Node | Other) -> Node | Other: ...
    def get(self, key: str, /, default: Any = None) -> Any:
        return self.entries.get(key, default)

    def keys(self) -> KeysView[str]:
        return self.entries.keys()

    def values(self) -> ValuesView[Node]:
        return self.entries.values()

    def items(self) -> ItemsView[str, Node]:
        return self.entries.items()

    def key_place(self, key: str) -> Place:
        """Where `key` was written; the map's own place if it has no such key."""
        return self.key_places.get(key, self.place)

    def map(self, key: str) -> Map:
        """The map under `key`; an empty one if there is none or it is no map."""
        node = self.entries.get(key)
        return node if isinstance(node, Map) else Map({}, {}, self.key_place(key))

    def text(self, key: str, default: str = "") -> str:
        """The scalar under `key` as typed; `default` if there is none."""
        node = self.entries.get(key)
        return node.text if isinstance(node, Scalar) and node.value is not None else default

    def without(self, *keys: str) -> Map:
        """The same map without these keys, which do not count as removed."""
        kept = {k: v for k, v in self.entries.items() if k not in keys}
        return Map(kept, self.key_places, self.place, self.removed)

    def __repr__(self) -> str:
        return f"Map({', '.join(self.entries)} @ {self.place})"


Node = Map | Seq | Scalar


def plain(node: Node) -> Any:
    """Ordinary dict, list and values, in the same order."""
    if isinstance(node, Map):
        return {key: plain(value) for key, value in node.entries.items()}
    if isinstance(node, Seq):
        return [plain(value) for value in node.elements]
    return node.value


def find(node: Node, *path: str | int) -> Node | None:
    """The node at `path` (keys and list positions), or None."""
    here: Node = node
    for step in path:
        if isinstance(here, Map) and isinstance(step, str) and step in here.entries:
            here = here.entries[step]
        elif isinstance(here, Seq) and isinstance(step, int) and 0 <= step < len(here):
            here = here.elements[step]
        else:
            return None
    return here


def steps_in(node: Node, path: Sequence[str]) -> list[str | int]:
    """A path written with digits for list positions, as `find` takes it: digits are positions only in lists."""
    found: list[str | int] = []
    here: Node | None = node
    for step in path:
        one: str | int = int(step) if isinstance(here, Seq) and step.isdigit() else step
        found.append(one)
        here = find(here, one) if here is not None else None
    return found


def place_of(node: Node, *path: str | int) -> Place:
    """The place of the element at `path`: its key in a map, itself in a list; of the last part there is."""
    here, place = node, node.place
    for step in path:
        if isinstance(here, Map) and isinstance(step, str) and step in here.entries:
            place, here = here.key_place(step), here.entries[step]
        elif isinstance(here, Seq) and isinstance(step, int) and 0 <= step < len(here):
            here = here.elements[step]
            place = here.place
        else:
            break
    return place


def grow(value: Any, place: Place) -> Node:
    """A tree from ordinary dict, list and values, all at one place (for data that was never a file)."""
    if isinstance(value, dict):
        entries = {str(k): grow(v, place) for k, v in value.items()}
        return Map(entries, dict.fromkeys(entries, place), place)
    if isinstance(value, list | tuple):
        return Seq([grow(v, place) for v in value], place)
    return Scalar(value, place, "" if value is None else str(value))
