"""The organisation a scenario speaks of: loaded once for each choice of settings, or with a change in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from engine.errors import UsageError
from engine.load.build import Builder, Built
from engine.load.library import Library
from engine.load.merge import Merged
from engine.load.tree import Map, Node, Scalar, Seq

_OF_ORGANISATION: Final = frozenset(
    (
        "roles",
        "units",
        "windows",
        "calendar",
        "settings",
        "documents",
        "catalogues",
        "parties",
        "profiles",
        "amend",
    )
)


class Definitions:
    """Builds organisations for scenarios and keeps what it built."""

    def __init__(self) -> None:
        self._libraries: dict[tuple[Path, ...], Library] = {}
        self._built: dict[tuple[tuple[Path, ...], str, tuple[tuple[str, Any], ...]], Built] = {}

    def built(self, roots: tuple[Path, ...], org: str, settings: Mapping[str, Any]) -> Built:
        """The organisation under these settings, with its problems. DefinitionError if there is none."""
        key = roots, org, tuple(sorted(settings.items()))
        if key not in self._built:
            self._built[key] = Builder(self._library(roots), org, settings).build()
        return self._built[key]

    def changed(
        self,
        roots: tuple[Path, ...],
        org: str,
        settings: Mapping[str, Any],
        changes: Mapping[str, Node],
        kind: str,
    ) -> Built:
        """The organisation with elements set to something else: of its own, or of the workflow of `kind`."""
        return Builder(_Changed(self._library(roots), changes, kind), org, settings).build()

    def _library(self, roots: tuple[Path, ...]) -> Library:
        return self._libraries.setdefault(roots, Library(roots))


class _Changed(Library):
    """A library whose merged definitions differ at some paths."""

    def __init__(self, library: Library, changes: Mapping[str, Node], kind: str) -> None:
        super().__init__(library.roots)
        self._trees = library._trees
        self._kind = kind
        self._of_org = {p: n for p, n in changes.items() if p.partition(".")[0] in _OF_ORGANISATION}
        self._of_workflow = {p: n for p, n in changes.items() if p not in self._of_org}

    def workflow(self, name: str) -> Merged:
        merged = super().workflow(name)
        if self._kind and self._kind not in merged.node.map("kinds"):
            return merged
        return replace(merged, node=_all_set(merged.node, self._of_workflow))

    def organisation(self, org: str) -> Merged:
        merged = super().organisation(org)
        return replace(merged, node=_all_set(merged.node, self._of_org))


def _all_set(node: Map, changes: Mapping[str, Node]) -> Map:
    for path, value in changes.items():
        changed = _set(node, _steps(node, path), value, path)
        assert isinstance(changed, Map)
        node = changed
    return node


def _steps(node: Map, path: str) -> list[str]:
    """The keys of a path; a command is found in its state as well."""
    steps = path.split(".")
    if steps[0] == "commands" and len(steps) > 1 and steps[1] not in node.map("commands"):
        for state, one in node.map("states").items():
            if isinstance(one, Map) and steps[1] in one.map("commands"):
                return ["states", state, *steps]
    return steps


def _set(node: Node, steps: Sequence[str], value: Node, path: str) -> Node:
    """The tree with `value` at the path; nothing (`~`) removes what is there."""
    key, rest = steps[0], steps[1:]
    gone = not rest and isinstance(value, Scalar) and value.value is None
    if isinstance(node, Seq) and key.isdigit() and int(key) < len(node):
        items = list(node)
        if gone:
            del items[int(key)]
        else:
            items[int(key)] = _set(items[int(key)], rest, value, path) if rest else value
        return Seq(items, node.place)
    if not isinstance(node, Map) or (gone and key not in node):
        raise UsageError(f"「{path}」という所はありません。", f"There is no place “{path}”.")
    entries = dict(node.entries)
    if gone:
        del entries[key]
    elif rest:
        entries[key] = _set(node.entries.get(key, Map({}, {}, value.place)), rest, value, path)
    else:
        entries[key] = value
    return Map(
        entries, {**node.key_places, key: node.key_places.get(key, value.place)}, node.place, node.removed
    )
