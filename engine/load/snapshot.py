"""A published version: the merged definitions of an organisation as one JSON object, named by its content.

Places and removed keys are kept, so that a case that runs on a snapshot explains itself like the files did.
The hash is of the content alone: moving a line does not make a new version.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from engine.errors import StoreError
from engine.load.build.profilebuild import profile_names
from engine.load.library import Library
from engine.load.merge import Merged
from engine.load.tree import Map, Node, Removed, Scalar, Seq, plain
from engine.model.basics import Place

FORMAT = 1


def take(library: Library, org: str) -> tuple[str, dict[str, Any]]:
    """The snapshot of an organisation and its hash. Raises DefinitionError where it cannot be read."""
    trees: dict[str, Map] = {f"{org}/organisation": library.organisation(org).node}
    for name in library.names():
        if name.startswith(f"{org}/"):
            node = library.workflow(name).node
            if "kinds" in node:
                trees[name] = node
    for name in profile_names(trees[f"{org}/organisation"]):
        trees[name] = library.workflow(name).node
    content = {name: plain(node) for name, node in trees.items()}
    text = json.dumps(content, ensure_ascii=False, sort_keys=False, separators=(",", ":"))
    files: dict[str, int] = {}
    data = {
        "format": FORMAT,
        "organisation": org,
        "trees": {name: _dump(node, files) for name, node in trees.items()},
    }
    return hashlib.sha256(text.encode()).hexdigest(), {**data, "files": list(files)}


class Snapshot(Library):
    """A library of one organisation, read from a snapshot instead of files."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__([])
        if data.get("format") != FORMAT:
            raise StoreError(
                "この版の定義は、このプログラムでは読めません。新しいプログラムを使ってください。",
                "This published version was written by another program version.",
            )
        files = [str(f) for f in data["files"]]
        self.org = str(data["organisation"])
        self._nodes: dict[str, Map] = {}
        for name, raw in data["trees"].items():
            node = _read(raw, files)
            if isinstance(node, Map):
                self._nodes[name] = node

    @property
    def trees(self) -> dict[str, Map]:
        """The merged trees by name: the organisation and its workflows."""
        return {name: node for name, node in self._nodes.items() if name.startswith(f"{self.org}/")}

    def organisations(self) -> list[str]:
        return [self.org]

    def names(self) -> list[str]:
        return [name for name in self._nodes if not name.endswith("/organisation")]

    def organisation(self, org: str) -> Merged:
        name = f"{org}/organisation"
        return Merged(name, self._nodes[name], (name,))

    def workflow(self, name: str) -> Merged:
        return Merged(name, self._nodes[name], (name,))


# A node is [kind, file, line, column, …]: "m" with [key, place, node]… and removed keys, "s" with nodes, "v" value.


def _place(place: Place, files: dict[str, int]) -> list[int]:
    return [files.setdefault(place.file, len(files)), place.line, place.column]


def _dump(node: Node, files: dict[str, int]) -> list[Any]:
    here = _place(node.place, files)
    if isinstance(node, Map):
        entries = [[k, _place(node.key_place(k), files), _dump(v, files)] for k, v in node.entries.items()]
        gone = [[k, _place(r.place, files)] for k, r in node.removed.items()]
        return ["m", here, entries, gone]
    if isinstance(node, Seq):
        return ["s", here, [_dump(one, files) for one in node.elements]]
    return ["v", here, node.value, node.text]


_new = tuple.__new__  # what a named tuple does in Python, without the call: there are thousands of places


def _read(raw: list[Any], files: list[str]) -> Node:
    """A node; written out in one function, because a published office is read by it at every start."""
    file, line, column = raw[1]
    place = _new(Place, (files[file], line, column))
    kind = raw[0]
    if kind == "v":
        return Scalar(raw[2], place, raw[3])
    if kind == "s":
        return Seq([_read(one, files) for one in raw[2]], place)
    entries: dict[str, Node] = {}
    places: dict[str, Place] = {}
    for key, (file, line, column), node in raw[2]:
        entries[key] = _read(node, files)
        places[key] = _new(Place, (files[file], line, column))
    removed = {key: Removed(_at(at, files), Scalar(None, _at(at, files), "")) for key, at in raw[3]}
    return Map(entries, places, place, removed)


def _at(raw: list[int], files: list[str]) -> Place:
    return Place(files[raw[0]], raw[1], raw[2])


def program_root() -> Path:
    """The folder that holds the bundled `workflows/` and `schemas/`."""
    return Path(__file__).resolve().parent.parent.parent
