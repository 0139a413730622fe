"""Inheritance of definitions: the parent first, then the child's differences.

- maps merge key by key at every depth; a scalar, a list, a table cell in the child replaces;
- `replace: true` inside a map replaces it whole; `key: ~` removes; `{add: […], remove: […]}` edits a list;
- new keys go to the end; `after:` or `before:` in an element of a map of elements places it;
- what was taken away stays known in `Map.removed`, with both places.

A map that is a *value* is replaced, never mixed. These are values, where the key is a keyword and no id:
`basis`, `to`, `default`, `const`, `x-number`; and by their form: a map with `setting:` (a setting's value or
a choice by it), one whose only key is `table:`, and one with only `ja` and `en`.

Ids are the keys of the maps in `ELEMENTS`; an id may be any word, so a field called `to` is no `to:`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.load.near import nearest
from engine.load.placing import placed
from engine.load.tree import Map, Node, Removed, Scalar, Seq, plain
from engine.model.basics import Place

# Keywords whose map is keyed by ids of the office's own choice.
ELEMENTS: Final = frozenset(
    [
        *("kinds", "phases", "states", "commands", "require", "sets", "at", "tasks", "pauses", "extensions"),
        *(
            "forms",
            "properties",
            "$defs",
            "x-values",
            "x-groups",
            "clocks",
            "evidence",
            "need",
            "any",
            "all",
            "ask",
        ),
        *("tables", "in", "out", "rows", "notices", "body", "registers", "columns", "fees", "lines", "ways"),
        *(
            "invariants",
            "exports",
            "settings",
            "values",
            "roles",
            "units",
            "windows",
            "catalogues",
            "documents",
        ),
        *("parties", "profiles", "reports", "ledgers", "yearly", "days", "holders", "paid_at"),
    ]
)
_VALUE_KEYS: Final = frozenset({"basis", "to", "default", "const", "x-number"})
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,63}/[a-z][a-z0-9_]{0,63}\Z")
_MAX_CHAIN: Final = 20

ABOVE: Final = "^"
"""Marks a name that is looked up one root further on (an office's file that extends its own name)."""


class Known:
    """What is worked out once for all definitions of a library, whose files do not change."""

    def __init__(self) -> None:
        self.named: dict[str, frozenset[str]] = {}
        """The forms that a file has or names."""
        self.layers: dict[tuple[tuple[str, tuple[str, ...]], ...], Node] = {}
        """What files laid one over the other come to, by their names and the forms taken with each, lowest first."""

    def forms_of(self, part: str, node: Node) -> frozenset[str]:
        if part not in self.named:
            self.named[part] = frozenset(_forms_in(node))
        return self.named[part]


@dataclass(frozen=True, slots=True)
class Merged:
    """A definition with its parents merged in. `chain` names the files, the definition itself first."""

    name: str
    node: Map
    chain: tuple[str, ...]


def merge(parent: Node, child: Node) -> Node:
    """`child` laid over `parent`. Raises DefinitionError with every problem (kind `extends`)."""
    work = _Merge()
    result = work.lay(parent, child, (), False)
    if work.problems:
        raise DefinitionError(work.problems)
    return result


def settle(root: Node) -> Node:
    """A definition without a parent: `~` means absent, `after` and `before` order its own elements."""
    work = _Merge()
    result = work.clean(root, (), False)
    if work.problems:
        raise DefinitionError(work.problems)
    return result


def effective(
    read: Callable[[str], Node | None],
    name: str,
    forms: Callable[[str], Map | None] | None = None,
    names: Callable[[], Iterable[str]] = tuple,
    known: Known | None = None,
) -> Merged:
    """The definition `name` (`folder/stem`) with every parent merged in, without `extends`.

    `read` gives a file's own tree or None; `forms` the forms of a folder's schema files, laid under the
    `forms:` of the first file of that folder as far as the definition has such a form or names it in a command:
    a folder may hold several workflows. `names` are offered when a name is unknown. `known` keeps what a chain of
    files comes to, for the definitions that share its parents.
    """
    known = Known() if known is None else known
    chain = _chain(read, name, names)
    wanted = {form for part, node in chain for form in known.forms_of(part, node)}
    result: Node | None = None
    seen: set[str] = set()
    layers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    for part, node in reversed(chain):
        folder = part.split("/")[0] + ABOVE * part.count(ABOVE)
        extra = forms(folder) if forms and folder not in seen else None
        seen.add(folder)
        own_forms = extra.without(*(extra.entries.keys() - wanted)) if extra else None
        layers += ((part, tuple(own_forms) if own_forms else ()),)
        if layers not in known.layers:
            if extra and own_forms:
                layer = Map({"forms": own_forms}, {"forms": extra.place}, extra.place)
                result = settle(layer) if result is None else merge(result, layer)
            own = node.without("extends")
            known.layers[layers] = settle(own) if result is None else merge(result, own)
        result = known.layers[layers]
    assert isinstance(result, Map)
    return Merged(name, result, tuple(part for part, _ in chain))


def _forms_in(node: Node) -> Iterator[str]:
    """The forms that a tree has, and those its commands name."""
    if isinstance(node, Seq):
        for part in node:
            yield from _forms_in(part)
    if not isinstance(node, Map):
        return
    yield from node.map("forms")
    if isinstance(named := node.get("form"), Scalar):
        yield named.text
    for part in node.values():
        yield from _forms_in(part)


def _chain(
    read: Callable[[str], Node | None], name: str, names: Callable[[], Iterable[str]]
) -> list[tuple[str, Map]]:
    chain: list[tuple[str, Map]] = []
    here, place = name, Place(name, 1, 1)
    while True:
        if here in [part for part, _ in chain]:
            path = " → ".join([*(part for part, _ in chain), here])
            raise _one(f"extends が輪になっています: {path}", f"extends runs in a circle: {path}", place)
        if len(chain) >= _MAX_CHAIN:
            raise _one("extends が長すぎます（20 まで）。", "Too many parents (20 at most).", place)
        node = read(here) if _NAME.match(here.rstrip(ABOVE)) else None
        if node is None:
            ja, en = f"「{here}」という定義はありません。", f"There is no definition “{here}”."
            raise _one(ja, en, place, nearest(here, names()))
        if not isinstance(node, Map):
            ja, en = "定義はキーと値の組でなければなりません。", "A definition must be a map."
            raise _one(ja, en, node.place)
        chain.append((here, node))
        parent = node.get("extends")
        if parent is None or (isinstance(parent, Scalar) and parent.value is None):
            return chain
        if not isinstance(parent, Scalar):
            raise _one("extends に書けるのは 1 つの名前です。", "extends takes one name.", parent.place)
        # An office's own file extends the bundled one of the same name: the same name, one root further on.
        here, place = (here + ABOVE if parent.text == here.rstrip(ABOVE) else parent.text), parent.place


def _one(ja: str, en: str, place: Place, near: str = "") -> DefinitionError:
    return DefinitionError([Problem("extends", "extends", ja, en, place, near=near)])


def _gone(node: Node) -> bool:
    return isinstance(node, Scalar) and node.value is None


def _is_value(key: str, is_keyword: bool, node: Node) -> bool:
    """Whether the map `node` under `key` is a value, replaced whole."""
    if not isinstance(node, Map):
        return True
    if is_keyword and key in _VALUE_KEYS:
        return True
    if is_keyword and key in ELEMENTS:
        return False
    keys = node.entries.keys()
    return (
        isinstance(node.get("setting"), Scalar) or keys == {"table"} or (bool(keys) and keys <= {"ja", "en"})
    )


def are_ids(path: tuple[str, ...]) -> bool:
    """Whether the keys of the map at `path` are ids of the office's own choice."""
    ids = False
    for key in path:
        ids = key in ELEMENTS and not ids
    return ids


def is_value(path: tuple[str, ...], node: Node) -> bool:
    """Whether what stands at `path` is replaced whole by a child: a scalar, a list, a map that is a value."""
    return _is_value(path[-1] if path else "", bool(path) and not are_ids(path[:-1]), node)


def is_list_edit(node: Node) -> bool:
    """Whether a map edits a list of the parent: `{add: […], remove: […]}`."""
    return _is_edit(node)


def _is_edit(node: Node) -> bool:
    keys = node.entries.keys() if isinstance(node, Map) else set()
    return (
        isinstance(node, Map) and bool(keys) and keys <= {"add", "remove"}
        and all(isinstance(part, Seq) for part in node.values())
    )  # fmt: skip


_Path = tuple[str, ...]


class _Merge:
    """One merge; collects the problems."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def add(self, path: _Path, ja: str, en: str, place: Place, near: str = "") -> None:
        self.problems.append(Problem("extends", ".".join(path), ja, en, place, near=near))

    def lay(self, parent: Node, child: Node, path: _Path, ids: bool) -> Node:
        """`child` over `parent`; `ids` says whether the keys of this map are ids."""
        key = path[-1] if path else ""
        keyword = bool(path) and not are_ids(path[:-1])
        if isinstance(parent, Seq) and _is_edit(child):
            assert isinstance(child, Map)
            return self._edit(parent, child, path)
        if not isinstance(child, Map) or _is_value(key, keyword, child):
            return child
        if not isinstance(parent, Map) or _is_value(key, keyword, parent):
            return self.clean(child, path, ids)
        if self._replaces(child):
            return self._replace(parent, child, path, ids)
        return self._keys(parent, child, path, ids)

    def _replaces(self, child: Map) -> bool:
        mark = child.get("replace")
        return isinstance(mark, Scalar) and mark.value is True

    def _replace(self, parent: Map, child: Map, path: _Path, ids: bool) -> Map:
        result = self.clean(child, path, ids)
        assert isinstance(result, Map)
        removed = {**parent.removed}
        removed.update({k: Removed(child.key_place("replace"), v) for k, v in parent.items()})
        kept = {k: v for k, v in removed.items() if k not in result}
        return Map(result.entries, result.key_places, child.place, kept)

    def _keys(self, parent: Map, child: Map, path: _Path, ids: bool) -> Map:
        entries, places, removed = dict(parent.entries), dict(parent.key_places), dict(parent.removed)
        for key, node in child.items():
            here = (*path, key)
            if not path and key == "extends":
                continue
            if key == "replace" and isinstance(node, Scalar) and isinstance(node.value, bool):
                continue
            if _gone(node):
                self._remove(parent, child, key, here, entries, removed)
                continue
            down = key in ELEMENTS and not ids
            old = parent.get(key)
            if old is None:
                entries[key] = self.clean(node, here, down)
                places[key] = child.key_place(key)
                removed.pop(key, None)
            else:
                entries[key] = self.lay(old, node, here, down)
                if not isinstance(entries[key], Map) or not isinstance(old, Map):
                    places[key] = child.key_place(key)
        result = Map(entries, places, parent.place, removed)
        return self._placed(result, child, path) if ids else result

    def _remove(
        self,
        parent: Map,
        child: Map,
        key: str,
        path: _Path,
        entries: dict[str, Node],
        removed: dict[str, Removed],
    ) -> None:
        place, node = child.key_place(key), child[key]
        if isinstance(node, Scalar) and node.text == "":
            self._empty(key, path, place)
        elif key in parent:
            removed[key] = Removed(place, entries.pop(key))
        elif key in parent.removed:
            first = parent.removed[key].place
            ja = f"「{key}」は {first} ですでに取り除かれています。"
            self.add(path, ja, f"“{key}” was already removed at {first}.", place)
        else:
            ja = f"「{key}」は親にないので取り除けません。"
            near = nearest(key, parent)
            self.add(path, ja, f"“{key}” cannot be removed: the parent has no such key.", place, near)

    def _empty(self, key: str, path: _Path, place: Place) -> None:
        ja = f"「{key}」に値がありません。取り除くには「{key}: ~」と書きます。"
        self.add(path, ja, f"“{key}” has no value. To remove it write “{key}: ~”.", place)

    def _edit(self, parent: Seq, child: Map, path: _Path) -> Seq:
        elements = list(parent.elements)
        drop, extra = child.get("remove", ()), child.get("add", ())
        for node in drop if isinstance(drop, Seq) else ():
            at = next((i for i, old in enumerate(elements) if plain(old) == plain(node)), None)
            if at is None:
                name = str(plain(node))
                ja, en = (
                    f"「{name}」は親の一覧にないので取り除けません。",
                    f"“{name}” is not in the parent's list.",
                )
                self.add(path, ja, en, node.place, nearest(name, [str(plain(old)) for old in elements]))
            else:
                del elements[at]
        for node in extra if isinstance(extra, Seq) else ():
            if any(plain(old) == plain(node) for old in elements):
                name = str(plain(node))
                ja, en = f"「{name}」はすでに一覧にあります。", f"“{name}” is already in the list."
                self.add(path, ja, en, node.place)
            else:
                elements.append(node)
        return Seq(elements, child.place)

    def clean(self, node: Node, path: _Path, ids: bool) -> Node:
        """A subtree that the parent does not have: nothing to remove, nothing to edit."""
        if not isinstance(node, Map):
            return node
        keyword = bool(path) and not are_ids(path[:-1])
        if _is_value(path[-1] if path else "", keyword, node):
            return node
        if _is_edit(node):
            ja, en = (
                "add・remove で直せる一覧が親にありません。",
                "The parent has no list to add to or remove from.",
            )
            self.add(path, ja, en, node.place)
            return node
        entries: dict[str, Node] = {}
        for key, value in node.items():
            if key == "replace" and isinstance(value, Scalar) and isinstance(value.value, bool):
                continue
            if isinstance(value, Scalar) and value.value is None:
                if value.text == "":
                    self._empty(key, (*path, key), node.key_place(key))
                continue
            entries[key] = self.clean(value, (*path, key), key in ELEMENTS and not ids)
        result = Map(entries, node.key_places, node.place, node.removed)
        return self._placed(result, node, path) if ids else result

    def _placed(self, result: Map, child: Map, path: _Path) -> Map:
        """`result` in the order that the child asks for; a fee's `before` names commands, not a neighbour."""
        if path and path[-1] == "fees":
            return result
        return placed(result, child, path, self.problems)
