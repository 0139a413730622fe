"""The folders that hold definitions: `workflows/<folder>/…` and `schemas/<folder>/…` under one or more roots.

A folder is taken whole from the first root that has it, so that an office's copy of an organisation never
mixes with the bundled one; the program's own root comes last. Places name files relative to their root.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.errors import DefinitionError, Problem, system_reason
from engine.load.merge import ABOVE, Known, Merged, effective
from engine.load.near import nearest
from engine.load.refs import inline
from engine.load.text import MAX_BYTES
from engine.load.tree import Map, Node
from engine.model.basics import Place

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,63}\Z")
_ORGANISATION: Final = "organisation"
_SCHEMA: Final = ".schema.json"


class Library:
    """Reads definitions from `roots`; each file once."""

    def __init__(self, roots: Sequence[Path]) -> None:
        self.roots = tuple(roots)
        self._trees: dict[Path, Node] = {}
        self._forms: dict[tuple[str, str], Map] = {}
        self._own: dict[str, Node | None] = {}
        self._known = Known()

    # What there is

    def folders(self) -> list[str]:
        """Every folder of workflows, `base` and other shared ones included."""
        found = {p.name for root in self.roots for p in _entries(root / "workflows") if p.is_dir()}
        return sorted(name for name in found if _ID.match(name))

    def organisations(self) -> list[str]:
        """The folders that have an `organisation.yaml`, without the shared `base`."""
        return [f for f in self.folders() if f != "base" and self.path(f"{f}/{_ORGANISATION}") is not None]

    def names(self) -> list[str]:
        """Every workflow, as `folder/stem`; organisations are not among them."""
        return [name for name in self._definitions() if not name.endswith("/" + _ORGANISATION)]

    def form_ids(self, folder: str) -> list[str]:
        """The forms (and shared parts) of `schemas/<folder>`."""
        where = self._folder("schemas", folder)
        stems = (
            [p.name[: -len(_SCHEMA)] for p in _entries(where) if p.name.endswith(_SCHEMA)] if where else []
        )
        return sorted(stem for stem in stems if _ID.match(stem))

    # What they hold

    def workflow(self, name: str) -> Merged:
        """The workflow `folder/stem` with its parents and forms merged in. Raises DefinitionError."""
        return effective(self.own, name, self._forms_of, self._definitions, self._known)

    def organisation(self, org: str) -> Merged:
        """`organisation.yaml` of a folder with its parents merged in. Raises DefinitionError."""
        if f"{org}/{_ORGANISATION}" not in self._definitions():
            ja, en = f"組織「{org}」はありません。", f"There is no organisation “{org}”."
            raise _unknown(ja, en, org, nearest(org, self.organisations()))
        return effective(self.own, f"{org}/{_ORGANISATION}", None, self._definitions, self._known)

    def own(self, name: str) -> Node | None:
        """The file of a definition by itself, with `$ref` of its forms copied in; None if there is none."""
        if name not in self._own:
            path = self.path(name)
            node = None if path is None else self.tree(path)
            self._own[name] = self._inlined(node) if isinstance(node, Map) and "forms" in node else node
        return self._own[name]

    def unstated(self, merged: Merged) -> list[Problem]:
        """A problem for each file of a definition that does not say itself in which language it is written.

        A file must not change its meaning because a file it extends is raised to a newer language.
        """
        found = []
        for name in merged.chain:
            node = self.own(name)
            if isinstance(node, Map) and "language" not in node:
                ja = "このファイルに「language: 1」がありません。extends の先からは引き継ぎません。"
                en = "This file lacks “language: 1”. It is not inherited."
                found.append(Problem("shape", "language", ja, en, node.place, example="language: 1"))
        return found

    def form(self, folder: str, form_id: str) -> Map:
        """One schema file by itself, with its `$ref` copied in. Raises DefinitionError."""
        key = (folder, form_id)
        if key not in self._forms:
            raw = self._part(f"{folder}/{form_id}")
            if raw is None:
                ja, en = (
                    f"様式「{folder}/{form_id}」はありません。",
                    f"There is no form “{folder}/{form_id}”.",
                )
                raise _unknown(ja, en, f"{folder}/{form_id}", nearest(form_id, self.form_ids(folder)))
            form = inline(raw, self._part, self._parts)
            self._forms[key] = form.without("$schema", "$id")
        return self._forms[key]

    def scenarios(self, org: str) -> list[tuple[Path, Node]]:
        """The scenario files of an organisation, in name order."""
        where = self._folder("workflows", org)
        files = _entries(where / "scenarios") if where else []
        return [(path, self.tree(path)) for path in files if path.suffix in (".yaml", ".yml")]

    # Files

    def path(self, name: str) -> Path | None:
        """The file of `folder/stem`, or None; a name that is no pair of identifiers has no file."""
        folder, _, written = name.partition("/")
        stem = written.rstrip(ABOVE)
        where = self._folder("workflows", folder + ABOVE * name.count(ABOVE))
        if where is None or not _ID.match(stem):
            return None
        path = where / f"{stem}.yaml"
        return path if path.is_file() else None

    def locate(self, file: str) -> Path | None:
        """The file that a place names, for an editor."""
        return next((path for path in self._trees if self.label(path) == file), None)

    def label(self, path: Path) -> str:
        """How a place names `path`: relative to its root, with `/`."""
        for root in self.roots:
            if path.is_relative_to(root):
                return path.relative_to(root).as_posix()
        return path.name

    def tree(self, path: Path) -> Node:
        """The strictly read tree of one file under a root."""
        if path not in self._trees:
            from engine.load.source import read_definition  # what is published is read without YAML

            self._trees[path] = read_definition(self.label(path), _bytes(path, self.label(path)))
        return self._trees[path]

    def _folder(self, kind: str, folder: str) -> Path | None:
        name = folder.rstrip(ABOVE)
        if not _ID.match(name):
            return None
        holding = [
            root
            for root in self.roots
            if (root / "workflows" / name).is_dir() or (root / "schemas" / name).is_dir()
        ]
        further = len(folder) - len(name)
        return holding[further] / kind / name if further < len(holding) else None

    def _definitions(self) -> list[str]:
        found = []
        for folder in self.folders():
            where = self._folder("workflows", folder)
            stems = [p.stem for p in _entries(where) if p.suffix == ".yaml"] if where else []
            found += [f"{folder}/{stem}" for stem in stems if _ID.match(stem)]
        return found

    def _forms_of(self, folder: str) -> Map | None:
        ids = self.form_ids(folder)
        where = self._folder("schemas", folder)
        if not ids or where is None:
            return None
        place = Place(self.label(where), 1, 1)
        read = {form_id: self.form(folder, form_id) for form_id in ids}
        forms: dict[str, Node] = {k: v for k, v in read.items() if v.text("type", "object") == "object"}
        return Map(forms, {k: v.place for k, v in forms.items()}, place)

    def _inlined(self, node: Map) -> Map:
        forms = node.map("forms")
        done: dict[str, Node] = {
            k: inline(v, self._part, self._parts) if isinstance(v, Map) else v for k, v in forms.items()
        }
        entries: dict[str, Node] = {**node.entries, "forms": Map(done, forms.key_places, forms.place)}
        return Map(entries, node.key_places, node.place)

    def _part(self, name: str) -> Map | None:
        folder, _, part = name.partition("/")
        where = self._folder("schemas", folder)
        if where is None or not _ID.match(part):
            return None
        path = where / f"{part}{_SCHEMA}"
        node = self.tree(path) if path.is_file() else None
        return node if isinstance(node, Map) else None

    def _parts(self) -> list[str]:
        folders = {p.name for root in self.roots for p in _entries(root / "schemas") if p.is_dir()}
        return [f"{folder}/{part}" for folder in folders for part in self.form_ids(folder)]


def _entries(folder: Path) -> list[Path]:
    return sorted(folder.iterdir()) if folder.is_dir() else []


def _bytes(path: Path, label: str) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        why = system_reason(error)
        ja, en = f"読めません（{why.ja}）。", f"Cannot be read ({why.within('en')})."
        raise DefinitionError([Problem("yaml", "", ja, en, Place(label, 1, 1))]) from None


def _unknown(ja: str, en: str, path: str, near: str) -> DefinitionError:
    return DefinitionError([Problem("reference", path, ja, en, near=near)])
