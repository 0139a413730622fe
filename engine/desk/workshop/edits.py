"""Edits of the effective tree, as changes of the office's own files: differences against the parent only."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from engine.desk.workshop.library import WorkingLibrary
from engine.desk.workshop.naming import propose
from engine.desk.workshop.slots import keys_at, short_at, which_of
from engine.desk.workshop.words import Path
from engine.errors import DefinitionError, Problem
from engine.load.edit.overlay import Step, floor_of, replaced_above, same, steps_away, steps_back, steps_to
from engine.load.edit.shift import shift
from engine.load.edit.splice import CannotSplice, drop, put
from engine.load.merge import are_ids
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar, Seq, find, place_of, plain, steps_in

_PLACING: Final = ("after", "before")


class Editing:
    """One or more edits on the texts of a library; nothing is written. The result is in `texts`."""

    def __init__(self, library: WorkingLibrary, broken: Iterable[str] = ()) -> None:
        self.library = library
        self.texts: dict[str, bytes | None] = {}
        self.broken = frozenset(broken)

    # The operations

    def set(self, definition: str, path: Path, value: Any) -> None:
        """Make `value` stand at `path`; None takes the element away."""
        if value is None:
            self.remove(definition, path)
            return
        self._known(definition, path[:-1])
        if self._within_list(definition, path):
            self._in_list(definition, path, value)
            return
        above = find(self.library.merged(definition), *path[:-1])
        if (
            isinstance(above, Scalar)
            and above.value is not None
            and short_at(which_of(definition), path[:-1])
        ):
            path, value = path[:-1], {**self._spread(definition, path[:-1], above), path[-1]: value}
        layer = self._layer(definition, path)
        own, parent = layer.at(path)
        self._apply(layer, steps_to(parent, own, path, value))

    def add(
        self, definition: str, path: Path, label: Any, value: Any, key: str = "", after: str | None = None
    ) -> str:
        """Add an element to the map at `path`; gives its id. `after`: an id, "" for the first place."""
        here = find(self.library.merged(definition), *path)
        taken = self._taken(definition, path, here)
        key = key or propose(label, path[-1] if path else "", taken)
        if key in taken:
            raise refusal(
                definition,
                (*path, key),
                f"「{key}」という名前はもう使われています。別の名前にしてください。",
                f"“{key}” is taken. Choose another id.",
            )
        self._known(definition, path[:-1])
        layer = self._layer(definition, (*path, key))
        _, parent = layer.at(path)
        present = list(here) if isinstance(here, Map) else []
        made = _labelled(label, value)
        if after is not None and isinstance(made, dict) and isinstance(parent, Map) and len(parent):
            made = _placed(made, after, present)
        order = present if after is None else _between(present, key, after)
        self._apply(layer, [Step((*path, key), made)], {path: order if after is not None else []})
        return key

    def append(self, definition: str, path: Path, value: Any) -> None:
        """One more entry at the end of the list at `path`."""
        here = find(self.library.merged(definition), *path)
        known = [plain(one) for one in here] if isinstance(here, Seq) else []
        self.set(definition, path, [*known, value])

    def remove(self, definition: str, path: Path) -> None:
        """Take the element away: an inherited one is switched off with `~`."""
        if self._within_list(definition, path):
            self._in_list(definition, path, None)
            return
        layer = self._layer(definition, path)
        own, parent = layer.at(path)
        if own is None and parent is None:
            raise self._unknown(definition, path)
        self._apply(layer, steps_away(parent, own, path))

    def give_back(self, definition: str, path: Path) -> None:
        """Take the office's own words about an element out, so that the parent's hold again."""
        layer = self._layer(definition, path)
        own, parent = layer.at(path)
        if own is None:
            return
        if parent is None:
            raise refusal(
                definition,
                path,
                "元の定義にはないので、戻す先がありません。外すなら「外す」を使ってください。",
                "The parent has no such element. To take it away, remove it.",
            )
        self._apply(layer, steps_back(own, path))

    def order(self, definition: str, path: Path, keys: Sequence[str]) -> None:
        """Make the elements of the map at `path` stand in this order."""
        here = find(self.library.merged(definition), *path)
        if not isinstance(here, Map) or sorted(keys) != sorted(here):
            raise self._unknown(definition, path)
        before: str | None = None
        for key in keys:
            present = self._order_of(definition, path)
            at = present.index(key)
            if (present[at - 1] if at else None) != before:
                self._move(definition, (*path, key), before, present)
            before = key

    def move(self, definition: str, path: Path, by: int) -> None:
        """Move an element, or an entry of a list, up (negative) or down among its neighbours."""
        tree = self.library.merged(definition)
        here = find(tree, *steps_in(tree, path[:-1]))
        if isinstance(here, Seq) and path[-1].isdigit() and int(path[-1]) < len(here):
            self._move_entry(definition, path, [plain(one) for one in here], by)
            return
        if not isinstance(here, Map) or path[-1] not in here:
            raise self._unknown(definition, path)
        keys = list(here)
        at = keys.index(path[-1])
        to = min(max(at + by, 0), len(keys) - 1)
        keys.insert(to, keys.pop(at))
        if to != at and not self._reline(definition, path[:-1], keys):
            self._shift(definition, path, keys)

    def _reline(self, definition: str, path: Path, keys: Sequence[str]) -> bool:
        """Where all of a map is the office's own, its lines change places; False where something is inherited."""
        layer = self._layer(definition, (*path, keys[0]))
        own, parent = layer.at(path)
        if parent is not None or not isinstance(own, Map) or sorted(own) != sorted(keys):
            return False
        if any(mark in one for one in own.values() if isinstance(one, Map) for mark in _PLACING):
            return False  # some say themselves beside which neighbour they stand
        return self._shifted(layer, path, keys)

    def _move_entry(self, definition: str, path: Path, listed: list[Any], by: int) -> None:
        """An entry of a list: its line, where the list is the office's own; an inherited one is taken over whole."""
        base, at = path[:-1], int(path[-1])
        order = list(range(len(listed)))
        order.insert(min(max(at + by, 0), len(listed) - 1), order.pop(at))
        wanted = [listed[n] for n in order]
        layer = self._layer(definition, base)
        own, parent = layer.at(base)
        inherited = parent is not None and same(plain(parent), wanted)
        if inherited or not isinstance(own, Seq) or not self._shifted(layer, base, [str(n) for n in order]):
            self.set(definition, base, wanted)

    def _shifted(self, layer: _Layer, path: Path, keys: Sequence[str]) -> bool:
        """Move the lines of the office's own file; False where they cannot be."""
        if layer.name in self.broken:
            return False
        text = (self.texts.get(layer.name) or self.library.texts[layer.name]).decode("utf-8")
        try:
            self.texts[layer.name] = shift(layer.name, text, path[layer.skip :], keys).encode("utf-8")
        except CannotSplice:
            return False
        self._reread()
        return True

    def _shift(self, definition: str, path: Path, keys: list[str]) -> None:
        """Give one element its new place; where others hang on the old one, every place is said again."""
        at = keys.index(path[-1])
        before = keys[at - 1] if at else None
        held = dict(self.texts)
        self._move(definition, path, None, keys, back=True)
        if self._order_of(definition, path[:-1]) == keys:
            return
        self.texts = held
        self._reread()
        self._move(definition, path, before, keys)
        if self._order_of(definition, path[:-1]) != keys:
            self.order(definition, path[:-1], keys)

    def _order_of(self, definition: str, path: Path) -> list[str]:
        here = find(self.library.merged(definition), *path)
        return list(here) if isinstance(here, Map) else []

    def _move(
        self, definition: str, path: Path, before: str | None, keys: list[str], *, back: bool = False
    ) -> None:
        layer = self._layer(definition, path)
        own, _ = layer.at(path)
        steps = [Step((*path, w), drop=True) for w in _PLACING if isinstance(own, Map) and w in own]
        if not back:
            here = find(self.library.merged(definition), *path)
            first = next(k for k in keys if k != path[-1])
            mark, beside = ("after", before) if before else ("before", first)
            if here is None or not isinstance(here, Map) or set(here) <= {"ja", "en"}:
                steps = [Step(path, {**self._spread(definition, path, here), mark: beside})]
            else:
                steps.append(Step((*path, mark), beside))
        self._apply(layer, steps)

    def _spread(self, definition: str, path: Path, here: Node | None) -> dict[str, Any]:
        """An element that is written as one value as a map, in which its neighbour can be named."""
        short = short_at(which_of(definition), path)
        if here is None or not short:
            raise refusal(
                definition,
                path,
                "この行は順番を変えられません。",
                "The order of this row cannot be changed.",
            )
        value = plain(here)
        if short != "ja":
            return {short: value}
        return dict(value) if isinstance(value, dict) else {"ja": value}

    def standing(self, definition: str, path: Path) -> tuple[Node | None, Node | None]:
        """What the office's own file says at a path, and what stands there without it."""
        return self._layer(definition, path).at(path)

    # Lists

    def _within_list(self, definition: str, path: Path) -> bool:
        here: Node | None = self.library.merged(definition)
        for step in path:
            if isinstance(here, Seq):
                return True
            here = here.get(step) if isinstance(here, Map) else None
        return False

    def _in_list(self, definition: str, path: Path, value: Any) -> None:
        """Change something inside a list: in place in the office's own, else the whole list is taken over."""
        tree = self.library.merged(definition)
        depth = next(i for i in range(len(path)) if isinstance(find(tree, *path[:i]), Seq))
        base, inner = path[:depth], path[depth:]
        layer = self._layer(definition, base)
        own, _ = layer.at(base)
        if isinstance(own, Seq):
            self._apply(layer, [Step(path, value, drop=value is None)])
            return
        self.set(definition, base, _changed(plain(find(tree, *base) or Seq([], tree.place)), inner, value))

    # The layer that an edit goes to

    def _layer(self, definition: str, path: Path) -> _Layer:
        library, org = self.library, definition.partition("/")[0]
        yaml = f"workflows/{definition}.yaml"
        own = library.own_tree(yaml)
        if len(path) >= 3 and path[0] == "forms":
            schema = f"schemas/{org}/{path[1]}.schema.json"
            written = own.map("forms") if isinstance(own, Map) else None
            if schema in library.texts and (written is None or path[1] not in written):
                parent = library.parent(definition)
                return _Layer(
                    definition, schema, library.own_tree(schema), parent.node if parent else None, 2
                )
        return _Layer(definition, yaml, own, library.below(definition), 0)

    def _apply(
        self, layer: _Layer, steps: Iterable[Step], orders: dict[Path, Sequence[str]] | None = None
    ) -> None:
        if layer.name in self.broken or layer.own is None:
            raise refusal(
                layer.name,
                (),
                "このファイルは読めない書き方になっています。先に文として直してください。",
                "This file cannot be read; mend its text first.",
            )
        data = self.library.texts[layer.name]
        text = data.decode("utf-8")
        for step in steps:
            text = self._spliced(layer, text, step, orders or {})
        self.texts[layer.name] = text.encode("utf-8")
        self._reread()

    def _spliced(self, layer: _Layer, text: str, step: Step, orders: dict[Path, Sequence[str]]) -> str:
        inner = step.path[layer.skip :]
        try:
            if step.drop:
                floor = max(floor_of(layer.parent, step.path) - layer.skip, 1)
                return drop(layer.name, text, inner, floor)
            tree = layer.parent

            def order(path: Path) -> Sequence[str]:
                full = (*step.path[: layer.skip], *path)
                if orders.get(full):
                    return orders[full]
                here = find(tree, *full) if tree is not None else None
                known = list(here) if isinstance(here, Map) else []
                return known if are_ids(full) else keys_at(which_of(layer.definition), full) or known

            return put(layer.name, text, inner, step.value, order)
        except CannotSplice:
            raise refusal(
                layer.name,
                step.path,
                "ここはこの画面から安全に書き換えられません。YAML の文として直してください。",
                "This cannot be rewritten safely here; edit the YAML text instead.",
            ) from None

    def _reread(self) -> None:
        merged = {**self.library.texts}
        for name, text in self.texts.items():
            if text is None:
                merged.pop(name, None)
            else:
                merged[name] = text
        self.library = WorkingLibrary(self.library.roots[0], merged, self.library)

    # Words

    def _known(self, definition: str, path: Path) -> None:
        """The element that a cell belongs to must be there: rows come from `add`, not by writing into nothing."""
        tree = self.library.merged(definition)
        for depth in range(1, len(path) + 1):
            if are_ids(path[: depth - 1]) and find(tree, *steps_in(tree, path[:depth])) is None:
                raise self._unknown(definition, path[:depth])

    def _unknown(self, definition: str, path: Path) -> DefinitionError:
        tree = self.library.merged(definition)
        parent = find(tree, *path[:-1])
        near = nearest(path[-1], list(parent)) if path and isinstance(parent, Map) else ""
        return refusal(
            definition,
            path,
            f"「{'.'.join(path)}」はありません。",
            f"There is no “{'.'.join(path)}”.",
            near=near,
            tree=tree,
        )

    def _taken(self, definition: str, path: Path, here: Node | None) -> Collection[str]:
        below = self.library.below(definition)
        parent = find(below, *path) if below is not None else None
        found: dict[str, None] = {}
        for one in (here, parent):
            if isinstance(one, Map):
                found |= dict.fromkeys([*one.entries, *one.removed])
        if path and path[-1] == "commands":
            found |= dict.fromkeys(_commands(self.library.merged(definition)))
        return found


class _Layer:
    """The file an edit is written to: what it says, what it is laid over, and how much of a path it leaves out."""

    def __init__(self, definition: str, name: str, own: Node | None, parent: Node | None, skip: int) -> None:
        self.definition = definition
        self.name = name
        self.own = own
        self.parent = parent
        self.skip = skip

    def at(self, path: Path) -> tuple[Node | None, Node | None]:
        """What the file says at a path, and what it inherits there."""
        own = find(self.own, *path[self.skip :]) if self.own is not None else None
        if replaced_above(self.own, path[self.skip :]):
            return own, None
        return own, find(self.parent, *path) if self.parent is not None else None


def _commands(tree: Map) -> list[str]:
    """Every command of a workflow and its tasks: their ids are unique over all."""
    machines = [tree, *(t for t in tree.map("tasks").values() if isinstance(t, Map))]
    found: list[str] = []
    for machine in machines:
        found += machine.map("commands")
        for state in machine.map("states").values():
            found += state.map("commands") if isinstance(state, Map) else ()
    return found


def _labelled(label: Any, value: Any) -> Any:
    if isinstance(value, dict):
        return value if "title" in value or not label else {"title": label, **value}
    return label if value is None else value


def _placed(made: dict[str, Any], after: str, present: Sequence[str]) -> dict[str, Any]:
    """An element with the key that says beside which neighbour it stands, behind its title."""
    if after and after == (present[-1] if present else ""):
        return made
    if not after and not present:
        return made
    mark = {"after": after} if after else {"before": present[0]}
    head = {k: v for k, v in made.items() if k in ("title", "phase")}
    return {**head, **mark, **{k: v for k, v in made.items() if k not in head}}


def _between(present: Sequence[str], key: str, after: str) -> list[str]:
    at = present.index(after) + 1 if after in present else 0
    return [*present[:at], key, *present[at:]]


def _changed(data: Any, path: Path, value: Any) -> Any:
    """Ordinary values with one changed, or, for None, taken away."""
    if isinstance(data, list):
        at = int(path[0])
        if len(path) == 1:
            rest = [one for i, one in enumerate(data) if i != at]
            return rest if value is None else [*data[:at], value, *data[at + 1 :]]
        return [_changed(one, path[1:], value) if i == at else one for i, one in enumerate(data)]
    if len(path) == 1:
        return {k: v for k, v in {**data, path[0]: value}.items() if v is not None}
    return {**data, path[0]: _changed(data.get(path[0], {}), path[1:], value)}


def refusal(
    definition: str, path: Path, ja: str, en: str, near: str = "", tree: Node | None = None
) -> DefinitionError:
    """An edit that cannot be made: where, what, what to do."""
    place = place_of(tree, *path) if tree is not None else None
    return DefinitionError([Problem("edit", f"{definition}:{'.'.join(path)}", ja, en, place, near=near)])


__all__ = ["Editing", "refusal"]
