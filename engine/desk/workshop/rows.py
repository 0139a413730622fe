"""The rows of a tab and the cells of a row, out of the merged trees and the schemas; nothing is made by hand.

outline(view, tab)     the elements at the left: groups, elements, and those in them one level further in
cells(view, element)   the cells at the right: every place for a value that its schema allows
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import Shape, Slot, Which, shape_of, tops
from engine.desk.workshop.view import Origin, View, is_short
from engine.desk.written import either
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Text

FILES: tuple[Which, ...] = ("workflow", "organisation")


@dataclass(frozen=True, slots=True)
class Row:
    """A row at the left. `shape` names its definition in the schema; a group (`group`) holds elements of that shape.

    `said` is the most telling of its values. Without a shape it stands for single values of the file itself.
    """

    file: str
    path: Path
    shape: str
    title: str
    said: str
    depth: int
    origin: Origin
    place: str = ""
    group: bool = False

    @property
    def key(self) -> str:
        return f"{self.file}#{'/'.join(self.path)}"


@dataclass(frozen=True, slots=True)
class Cell:
    """A row at the right: one place for a value. `text` is what is edited, `said` what it means in words."""

    file: str
    path: Path
    slot: Slot
    title: str
    text: str
    said: str
    origin: Origin
    place: str = ""
    depth: int = 0

    @property
    def key(self) -> str:
        return f"{self.file}#{'/'.join(self.path)}"

    @property
    def empty(self) -> bool:
        return not self.said


# --- the left


def outline(view: View, tab: str) -> list[Row]:
    """The rows of a tab in order: groups with their elements, then the single values of each file."""
    known = view.outlines
    if tab not in known:
        known[tab] = tuple(_outline(view, tab))
    return [*known[tab]]


def _outline(view: View, tab: str) -> list[Row]:
    found: list[Row] = []
    for which in FILES:
        slots = tops(which, tab)
        for slot in slots:
            if slot.kind == "elements":
                found += _group(view, view.name_of(which), (slot.key,), slot, 0)
            elif slot.kind == "group":
                found += _inner(view, view.name_of(which), (slot.key,), slot.inner, 1)
        if any(slot.kind != "elements" for slot in slots):
            found.append(_whole(view, which, tab))
    return found


def _whole(view: View, which: Which, tab: str) -> Row:
    name = view.name_of(which)
    title = view.title(view.trees[name], name)
    return Row(
        name, (), f"*{tab}", title, "", 0, "changed" if name in view.own else "parent", view.place(name, ())
    )


def _group(view: View, name: str, path: Path, slot: Slot, depth: int) -> Iterator[Row]:
    node = view.find(name, path)
    count = len(node) if isinstance(node, Map) else 0
    title = slot.title.within(view.language)
    silent = isinstance(node, Scalar) and node.value is not None
    said = view.sayer.say(slot, node, path) if silent else str(count)
    yield Row(
        name, path, slot.element, title, said, depth, view.origin(name, path), view.place(name, path), True
    )
    yield from _elements(view, name, path, slot.element, depth + 1)


def _elements(view: View, name: str, path: Path, shape: str, depth: int) -> Iterator[Row]:
    node = view.find(name, path)
    if not isinstance(node, Map) or isinstance(node.get("setting"), Scalar):
        return
    plain = (
        {slot.key for slot in shape_of(view.which(name), shape).slots} if path[-1:] == ("need",) else set()
    )
    for key, one in node.items():
        if key in plain:
            continue
        yield _element(view, name, (*path, key), shape, one, depth)
        yield from _inner(view, name, (*path, key), shape_of(view.which(name), shape).slots, depth + 1)
    for key, gone in node.removed.items():
        if view.origin(name, (*path, key)) == "off":
            said = title(view, (*path, key), shape, gone.node)
            yield Row(name, (*path, key), shape, said, "", depth, "off", str(gone.place))


def _inner(view: View, name: str, path: Path, slots: tuple[Slot, ...], depth: int) -> Iterator[Row]:
    """The elements that stand in an element: commands in a state, requirements in a command, rows in a table."""
    for slot in slots:
        here = (*path, slot.key)
        node = view.find(name, here)
        if slot.kind == "elements" or (slot.kind == "list" and slot.element and isinstance(node, Map)):
            yield from (
                _needs(view, name, here, slot, depth)
                if slot.key == "need"
                else _elements(view, name, here, slot.element, depth)
            )
        elif slot.kind == "one" and isinstance(node, Map):
            yield _element(view, name, here, slot.element, node, depth, slot.title)
            yield from _inner(view, name, here, shape_of(view.which(name), slot.element).slots, depth + 1)
        elif slot.kind == "group" and isinstance(node, Map):
            yield from _inner(view, name, here, slot.inner, depth)


def _needs(view: View, name: str, path: Path, slot: Slot, depth: int) -> Iterator[Row]:
    """What an evidence rule demands: items by name, or the lists that stand there at once."""
    node = view.find(name, path)
    if isinstance(node, Map):
        shape = shape_of(view.which(name), slot.element)
        if any(key in node for key in ("any", "all", "of")):
            yield _element(view, name, path, slot.element, node, depth, slot.title)
            yield from _inner(view, name, path, shape.slots, depth + 1)
        yield from _elements(view, name, path, slot.element, depth)


def _element(
    view: View, name: str, path: Path, shape: str, node: Node, depth: int, named: Text | None = None
) -> Row:
    said = named.within(view.language) if named else title(view, path, shape, node)
    return Row(
        name, path, shape, said, _telling(view, name, path, shape, node), depth, view.origin(name, path),
        view.place(name, path),
    )  # fmt: skip


def title(view: View, path: Path, shape: str, node: Node) -> str:
    """The label of an element; without one the words that say most about it. An id is never shown where words are."""
    if not isinstance(node, Map) or "title" in node:
        return view.title(node, path[-1])
    found = shape_of("organisation" if shape in _ONLY_ORG else "workflow", shape)
    if found.cells_of:
        return _row_title(view, path, node)
    for kind in ("tasks", "commands", "documents"):
        if path[-1] in view.labels[kind] and shape in ("pause", "extension", "item", "state", "command"):
            return view.labels[kind][path[-1]]
    for key in ("message", "text", "rule"):
        slot = found.slot(key)
        if slot is not None and key in node:
            return view.sayer.say(slot, node.get(key), (*path, key))
    items = next((node[key] for key in ("any", "all", "of") if key in node), None)
    slot = found.slot("any")
    if isinstance(items, Seq) and slot is not None:
        return view.sayer.words(slot, items)
    return view.title(node, path[-1])


_ONLY_ORG = frozenset(
    {"role", "unit", "window", "yearly", "setting", "ask", "document", "catalogue", "party", "report"}
) | {"ledger"}


def _row_title(view: View, path: Path, node: Map) -> str:
    """A row of a table: its conditions."""
    from engine.desk.workshop.grid import said_cell

    inputs = view.find(view.workflow, (*path[:-2], "in"))
    if not isinstance(inputs, Map):
        return path[-1]
    return " x ".join(said_cell(view, path[:-2], key, node.get(key)) for key in inputs)


# What says most about an element beside its label, the first of these that it has.
_TELLING = (
    "by",
    "period",
    "value",
    "rule",
    "number",
    "x-values",
    "type",
    "any",
    "all",
    "text",
    "amount",
    "from",
    "rows",
    "starts",
)


def _telling(view: View, name: str, path: Path, shape: str, node: Node) -> str:
    found = shape_of(view.which(name), shape)
    if not isinstance(node, Map):
        slot = found.slot(found.short) if found.short and found.short != "title" else None
        return view.sayer.say(slot, node, path) if slot else ""
    if found.cells_of:
        from engine.desk.workshop.grid import said_outputs

        return said_outputs(view, path, node)
    for key in _TELLING:
        slot = found.slot(key)
        if slot is not None and key in node and (key != "text" or "title" in node):
            return view.sayer.say(slot, node.get(key), (*path, key))
    end = found.slot("end")
    return view.sayer.say(end, node.get("end"), path) if end and "end" in node else ""


# --- the right


def cells(view: View, row: Row, opened: frozenset[str] = frozenset()) -> list[Cell]:
    """The cells of an element in the order of its schema; elements in it are rows at the left instead.

    `opened` are keys of groups of cells that are shown although nothing is written in them yet.
    """
    if row.shape.startswith("*"):
        which = view.which(row.file)
        return [c for slot in tops(which, row.shape[1:]) for c in _cells(view, row.file, (), slot, 0, opened)]
    if row.group:
        return []
    shape = shape_of(view.which(row.file), row.shape)
    node = view.find(row.file, row.path)
    if shape.short and node is not None and is_short(node):
        return [_short(view, row, shape, node), *_basis_of(view, row, shape)]
    found: list[Cell] = []
    for slot in shape.slots:
        found += _cells(view, row.file, row.path, slot, 0, opened)
    return [*_row_cells(view, row, shape), *_entries(view, row, shape, node), *found]


def _entries(view: View, row: Row, shape: Shape, node: Node | None) -> Iterator[Cell]:
    """The entries of a list of choices that stand in the element itself, each with its label."""
    if shape.entries and isinstance(node, Map):
        for key, one in node.items():
            if shape.slot(key) is None:
                yield cell_of(view, row.file, (*row.path, key), entry_slot(shape.entries, key), one, 0)


def _short(view: View, row: Row, shape: Shape, node: Node) -> Cell:
    """An element written as a single value: the one cell that the value stands for."""
    slot = shape.slot(shape.short)
    assert slot is not None
    return cell_of(view, row.file, row.path, slot, node, 0)


def _basis_of(view: View, row: Row, shape: Shape) -> Iterator[Cell]:
    """Why an element is as it is, asked for also where it is written as one value and says nothing else yet."""
    slot = shape.slot("basis")
    if slot is not None:
        yield cell_of(view, row.file, (*row.path, slot.key), slot, None, 0)


def _cells(
    view: View, name: str, owner: Path, slot: Slot, depth: int, opened: frozenset[str]
) -> Iterator[Cell]:
    if slot.kind in ("elements", "one"):
        return
    path = (*owner, slot.key)
    node = view.find(name, path)
    if slot.kind == "list" and slot.element and isinstance(node, Map):
        return
    whole = cell_of(view, name, path, slot, node, depth)
    yield whole
    if slot.kind == "group" and (isinstance(node, Map) or whole.key in opened):
        for inner in slot.inner:
            yield from _cells(view, name, path, inner, depth + 1, opened)
    elif slot.kind == "list" and isinstance(node, Seq) and whole.key in opened:
        yield from _listed(view, whole, node)
    elif slot.kind in ("map", "choice") and isinstance(node, Map) and "setting" not in node:
        for key, one in node.items():
            yield cell_of(view, name, (*path, key), _entry_slot(slot, key, view), one, depth + 1)


def _listed(view: View, whole: Cell, node: Seq) -> Iterator[Cell]:
    """The entries of a list in their order, each a cell by its position."""
    for n, one in enumerate(node):
        title = Text(str(n + 1), str(n + 1))
        slot = replace(whole.slot, key=str(n), kind="choice", title=title, help="", wanted=False)
        cell = cell_of(view, whole.file, (*whole.path, str(n)), slot, one, whole.depth + 1)
        yield replace(cell, origin=whole.origin)


def _entry_slot(slot: Slot, key: str, view: View) -> Slot:
    """The slot of one entry of a map of values."""
    title = view.sayer.word(slot, key)
    return replace(entry_slot(slot.element, key), title=Text(title, title), words=slot.words)


def entry_slot(element: str, key: str) -> Slot:
    """The slot of an entry that the schema knows by what it holds alone; its id stands for a name it lacks."""
    kinds = {"rule": "rule", "label": "label", "option": "label"}
    kind = kinds.get(element, "text")
    return Slot(key, kind, Text(key, key))  # type: ignore[arg-type]  # the three kinds above


def cell_of(view: View, name: str, path: Path, slot: Slot, node: Node | None, depth: int) -> Cell:
    """The cell for a slot at a path, with what stands there now."""
    return Cell(
        name, path, slot, slot.title.within(view.language), typed(node, view.language),
        view.sayer.say(slot, node, path), view.origin(name, path), view.place(name, path), depth,
    )  # fmt: skip


def _row_cells(view: View, row: Row, shape: Shape) -> Iterator[Cell]:
    """The cells of a table's row: one for each input and output of its table."""
    from engine.desk.workshop.grid import cell_slot, said_cell

    table = row.path[:-2]
    for part in shape.cells_of:
        columns = view.find(row.file, (*table, part))
        for key in columns if isinstance(columns, Map) else ():
            path = (*row.path, key)
            node = view.find(row.file, path)
            slot = cell_slot(view, table, key)
            said = said_cell(view, table, key, node) if part == "in" or node is not None else ""
            yield Cell(
                row.file, path, slot, slot.title.within(view.language), typed(node, view.language), said,
                view.origin(row.file, path), view.place(row.file, path),
            )  # fmt: skip


def typed(node: Node | None, language: str = "ja") -> str:
    """A value as it is edited in one line: lists with commas, labels in the language of the screen."""
    if node is None:
        return ""
    if isinstance(node, Seq):
        return ", ".join(typed(one, language) for one in node)
    if isinstance(node, Map):
        if set(node) <= {"ja", "en"}:
            return node.text("en" if language == "en" and "en" in node else "ja")
        return node.text("text") if set(node) <= {"status", "text"} else ""
    return "" if node.value is None else node.text


def origin_word(origin: Origin, language: str) -> str:
    words = {
        "parent": ("親", "parent"), "changed": ("変更", "changed"), "own": ("団体", "own"), "off": ("外した", "off"),
    }  # fmt: skip
    return either(*words[origin], language)
