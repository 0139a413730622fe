"""The effective tree of a definition as a screen reads it: each element with its origin and its title."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.desk.workshop.library import WorkingLibrary
from engine.desk.workshop.words import Element, Origin, Path
from engine.load.merge import are_ids, is_value
from engine.load.tree import Map, Node, Scalar, Seq, find, place_of, plain, steps_in


class Reader:
    """Reads elements of one definition."""

    def __init__(self, library: WorkingLibrary, definition: str, language: str) -> None:
        self.library = library
        self.definition = definition
        self.language = language
        self.tree = library.merged(definition)
        self.below = library.below(definition)
        org = definition.partition("/")[0]
        self.own = library.own_tree(f"workflows/{definition}.yaml")
        self.forms = {
            name.rpartition("/")[2].removesuffix(".schema.json"): library.own_tree(name)
            for name in library.texts
            if name.startswith(f"schemas/{org}/")
        }

    def element(self, path: Path = ()) -> Element | None:
        """The element at a path with everything below it, or None."""
        node = find(self.tree, *steps_in(self.tree, path))
        if node is None:
            return None
        return self._read(path, node, find(self.below, *path) if self.below is not None else None)

    def _read(self, path: Path, node: Node, inherited: Node | None) -> Element:
        children: tuple[Element, ...] = ()
        if isinstance(node, Map):
            known = inherited if isinstance(inherited, Map) else None
            children = tuple(
                self._read((*path, k), v, known.get(k) if known is not None else None)
                for k, v in node.items()
            )
        elif isinstance(node, Seq):
            children = tuple(self._read((*path, str(i)), v, None) for i, v in enumerate(node))
        return Element(
            self.definition,
            path,
            "map" if isinstance(node, Map) else "list" if isinstance(node, Seq) else "value",
            plain(node),
            node.text if isinstance(node, Scalar) else "",
            title_of(node, path, self.language),
            self._origin(path, node),
            str(place_of(self.tree, *steps_in(self.tree, path))),
            plain(inherited) if inherited is not None else None,
            isinstance(node, Map) and are_ids(path),
            children,
            self._removed(path, node, inherited),
        )

    def _origin(self, path: Path, node: Node) -> Origin:
        if not self._written(path):
            return "parent"
        if not isinstance(node, Map) or is_value(path, node):
            return "own"
        inherited = find(self.below_forms(path), *path)
        if inherited is None:
            return "own"
        return "changed"

    def below_forms(self, path: Path) -> Node:
        """What is inherited from other folders: for a form kept in a file of its own, the parents alone."""
        if path[:1] == ("forms",) and len(path) > 1 and path[1] in self.forms:
            parent = self.library.parent(self.definition)
            return parent.node if parent is not None else Map({}, {}, self.tree.place)
        return self.below if self.below is not None else Map({}, {}, self.tree.place)

    def _written(self, path: Path) -> bool:
        """Whether a file of the office's own says something at a path, or replaces a list above it."""
        found = self.own is not None and _reaches(self.own, path)
        if not found and path[:1] == ("forms",) and len(path) > 1:
            form = self.forms.get(path[1])
            found = form is not None and _reaches(form, path[2:])
        return found

    def _removed(self, path: Path, node: Node, inherited: Node | None) -> tuple[Element, ...]:
        if not isinstance(node, Map) or not isinstance(inherited, Map):
            return ()
        return tuple(
            Element(
                self.definition,
                (*path, key),
                "map" if isinstance(old, Map) else "list" if isinstance(old, Seq) else "value",
                plain(old),
                old.text if isinstance(old, Scalar) else "",
                title_of(old, (*path, key), self.language),
                "own",
                str(node.removed[key].place) if key in node.removed else "",
                plain(old),
            )
            for key, old in inherited.items()
            if key not in node
        )


def _reaches(node: Node, path: Path) -> bool:
    here: Node | None = node
    for step in path:
        if isinstance(here, Seq):
            return True
        here = here.get(step) if isinstance(here, Map) else None
        if here is None:
            return False
    return True


def title_of(node: Node, path: Path, language: str) -> str:
    """What a person calls an element: its title, the text it is where it is a label, else its key."""
    here: Any = plain(node)
    label = here.get("title") if isinstance(here, Mapping) else None
    if label is None and path and are_ids(path[:-1]) and not (isinstance(here, Mapping) and "title" in here):
        label = here
    if isinstance(label, Mapping) and ("ja" in label or "en" in label):
        return str(label.get(language) or label.get("ja") or label.get("en"))
    return label if isinstance(label, str) and label else path[-1] if path else ""
