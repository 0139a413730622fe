"""The definitions of a working copy: the office's own files as they stand in memory, over the program's.

Parsed trees of the program's own files are shared by all; they do not change while it runs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from engine.errors import DefinitionError
from engine.load.library import Library
from engine.load.merge import ABOVE, Merged, effective, merge
from engine.load.snapshot import program_root
from engine.load.source import read_definition
from engine.load.tree import Map, Node, Scalar

_BUNDLED: dict[Path, Node] = {}


class WorkingLibrary(Library):
    """`texts` are the organisation's own files by name (see `files`); everything else is read from disk."""

    def __init__(self, root: Path, texts: Mapping[str, bytes], shared: WorkingLibrary | None = None) -> None:
        roots = [root, program_root()]
        super().__init__(roots)
        self.texts = texts
        self._own_root = root
        self._parents: dict[str, Merged | None] = {}
        self._merged: dict[str, Merged] = {}
        if shared is not None:
            self._carry(shared)

    def _carry(self, older: WorkingLibrary) -> None:
        """Keep what is read already of files that did not change."""
        for path, node in older._trees.items():
            name = self.label(path)
            if self._is_own(path) and older.texts.get(name) == self.texts.get(name):
                self._trees[path] = node
        for definition, parent in older._parents.items():
            own = f"workflows/{definition}.yaml"
            same = self.texts.get(own) == older.texts.get(own) or _extends(self, own) == _extends(older, own)
            if parent is not None and same and all(self._bundled(name) for name in parent.chain):
                self._parents[definition] = parent

    @property
    def alone(self) -> bool:
        """Whether nothing but its own files and what is bundled was read: then equal files are an equal library."""
        parents = [one for one in self._parents.values() if one is not None]
        return bool(self._trees) and all(self._bundled(name) for one in parents for name in one.chain)

    def _bundled(self, name: str) -> bool:
        path = self.path(name)
        return path is not None and path.is_relative_to(program_root())

    def tree(self, path: Path) -> Node:
        if not self._is_own(path):
            if not path.is_relative_to(program_root()):
                return super().tree(path)
            if path not in _BUNDLED:
                _BUNDLED[path] = super().tree(path)
            return _BUNDLED[path]
        if path not in self._trees:
            name = self.label(path)
            self._trees[path] = read_definition(name, self.texts[name])
        return self._trees[path]

    def _is_own(self, path: Path) -> bool:
        return path.is_relative_to(self._own_root) and self.label(path) in self.texts

    # Layers

    def own_tree(self, name: str) -> Node | None:
        """What a file of the organisation says by itself; None if there is none or it cannot be read."""
        if name not in self.texts:
            return None
        try:
            return self.tree(self._own_root / name)
        except DefinitionError:
            return None

    def parent(self, definition: str) -> Merged | None:
        """Everything a definition extends, merged; None if it extends nothing. Raises DefinitionError."""
        if definition not in self._parents:
            own = self.own_tree(f"workflows/{definition}.yaml")
            extends = own.get("extends") if isinstance(own, Map) else None
            found = None
            if isinstance(extends, Scalar) and isinstance(extends.value, str):
                name = extends.text + (ABOVE if extends.text == definition else "")
                forms = None if definition.endswith("/organisation") else self._forms_of
                found = effective(self.own, name, forms, self._definitions)
            self._parents[definition] = found
        return self._parents[definition]

    def below(self, definition: str) -> Node | None:
        """What the definition's YAML file is laid over: its parents, then the organisation's form files."""
        parent = self.parent(definition)
        node: Node | None = parent.node if parent is not None else None
        forms = None if definition.endswith("/organisation") else self._forms_of(definition.partition("/")[0])
        if forms is None:
            return node
        layer = Map({"forms": forms}, {"forms": forms.place}, forms.place)
        return layer if node is None else merge(node, layer)

    def merged(self, definition: str) -> Map:
        """The definition with everything merged in. Raises DefinitionError."""
        if definition.endswith("/organisation"):
            return self.organisation(definition.partition("/")[0]).node
        return self.workflow(definition).node

    def workflow(self, name: str) -> Merged:
        return self._once(name, self._own_root / "workflows" / f"{name}.yaml", super().workflow)

    def organisation(self, org: str) -> Merged:
        path = self._own_root / "workflows" / org / "organisation.yaml"
        return self._once(
            f"{org}/organisation", path, lambda _: super(WorkingLibrary, self).organisation(org)
        )

    def _once(self, name: str, path: Path, read: Callable[[str], Merged]) -> Merged:
        """Merged once; what the office's own file is laid over is merged once for all its edits."""
        if name not in self._merged:
            own = self.own_tree(self.label(path)) if self._is_own(path) else None
            if isinstance(own, Map) and self._has_parent(name):
                self._merged[name] = self._laid(name, own)
            else:
                self._merged[name] = read(name)
        return self._merged[name]

    def _has_parent(self, name: str) -> bool:
        """Whether a definition can be laid over its parent; where the parent is at fault, reading it says where."""
        try:
            return self.parent(name) is not None
        except DefinitionError:
            return False

    def _laid(self, name: str, own: Map) -> Merged:
        parent, below = self.parent(name), self.below(name)
        assert parent is not None and below is not None
        with_forms = self._inlined(own) if "forms" in own else own
        node = merge(below, with_forms.without("extends"))
        assert isinstance(node, Map)
        return Merged(name, node, (name, *parent.chain))


def _extends(library: WorkingLibrary, name: str) -> str | None:
    own = library.own_tree(name)
    return own.text("extends") if isinstance(own, Map) else None
