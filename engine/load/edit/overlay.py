"""What a file must say so that, laid over its parent, it gives a wanted value: the differences, and no more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from engine.load.merge import are_ids, is_value
from engine.load.tree import Map, Node, Scalar, plain

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One change of the file's text: `value` put at `path`, or what stands there dropped."""

    path: Path
    value: Any = None
    drop: bool = False


def steps_to(parent: Node | None, own: Node | None, path: Path, wanted: Any) -> Iterator[Step]:
    """The steps that make `wanted` stand at `path`; `parent` and `own` are what stands there now.

    What equals the parent is no difference and is dropped. A map is gone through key by key, so that what did
    not change keeps its text.
    """
    if isinstance(wanted, dict) and isinstance(parent, Map) and not is_value(path, parent):
        own_map = own if isinstance(own, Map) and not _replaces(own) else None
        if own is None or own_map is not None:
            yield from _keys(parent, own_map, path, wanted)
            return
    if parent is not None and same(plain(parent), wanted):
        if own is not None:
            yield Step(path, drop=True)
    elif isinstance(wanted, dict) and wanted and isinstance(own, Map) and not is_value(path, own):
        yield from _keys(
            None if _replaces(own) or parent is None else Map({}, {}, own.place), own, path, wanted
        )
    else:
        yield Step(path, wanted)


def _keys(parent: Map | None, own: Map | None, path: Path, wanted: dict[str, Any]) -> Iterator[Step]:
    for key, value in wanted.items():
        inherited = parent.get(key) if parent is not None else None
        yield from steps_to(inherited, own.get(key) if own is not None else None, (*path, key), value)
    for key in dict.fromkeys([*(parent or ()), *(own or ())]):
        if key not in wanted and key not in ("after", "before", "replace"):
            yield from steps_away(
                parent.get(key) if parent is not None else None,
                own.get(key) if own is not None else None,
                (*path, key),
            )


def steps_away(parent: Node | None, own: Node | None, path: Path) -> Iterator[Step]:
    """The steps that take away what stands at `path`: `~` for what is inherited, nothing for one's own."""
    if parent is not None:
        if not (isinstance(own, Scalar) and own.value is None):
            yield Step(path, None)
    elif own is not None:
        yield Step(path, drop=True)


def steps_back(own: Node | None, path: Path) -> Iterator[Step]:
    """The steps that give what stands at `path` back to the parent."""
    if own is not None:
        yield Step(path, drop=True)


def floor_of(parent: Node | None, path: Path) -> int:
    """How many keys of `path` must stay when the last is dropped: an element of the office's own is not
    dropped because it became empty."""
    here, floor = parent, 1
    for depth, key in enumerate(path[:-1]):
        here = here.get(key) if isinstance(here, Map) else None
        if here is None and are_ids(path[:depth]):
            floor = depth + 2
    return floor


def same(a: Any, b: Any) -> bool:
    """Equal, and of the same type: `1` is not `true` and not `1.0`."""
    if isinstance(a, dict) and isinstance(b, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(same, a, b))
    return type(a) is type(b) and bool(a == b)


def _replaces(own: Map) -> bool:
    mark = own.get("replace")
    return isinstance(mark, Scalar) and mark.value is True


def replaced_above(own: Node | None, path: Path) -> bool:
    """Whether the file replaces a map above `path` whole, so that nothing below it is inherited."""
    here = own
    for key in path:
        if isinstance(here, Map) and _replaces(here):
            return True
        here = here.get(key) if isinstance(here, Map) else None
    return False
