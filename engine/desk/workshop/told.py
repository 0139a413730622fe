"""Elements and values of one version in a sentence of change: as the tables call them and show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final

from engine.desk.workshop.grid import column_title
from engine.desk.workshop.rows import title
from engine.desk.workshop.scope import Path
from engine.desk.workshop.slots import Slot, shape_of, slot_at, which_of
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.load.tree import Map, Node, Scalar, Seq

_SAID: Final = frozenset({"label", "rule", "period", "number"})
_OF_ITSELF: Final = frozenset({"title", "basis", "note", "help", "any", "all", "of"})
_CELL: Final = 5  # steps of a path to a cell of a row: tables, the table, rows, the row, the column
_LONG: Final = 24  # characters of a name that is a whole sentence
_AROUND: Final = 12  # characters kept before and after what differs
_TEXT: Final = 60


class Teller:
    """What one definition of a version holds; `trees` is the whole version, for the names in its rules."""

    def __init__(self, trees: Mapping[str, Map], definition: str, language: str) -> None:
        self.trees, self.definition, self.language = trees, definition, language

    @cached_property
    def view(self) -> View | None:
        """The version as the tables look at it; None where it has no workflow."""
        org = self.definition.partition("/")[0]
        whole = f"{org}/organisation"
        running = next((name for name in self.trees if name != whole), "")
        name = running if self.definition == whole else self.definition
        if not {name, whole} <= set(self.trees):
            return None
        return View(org, name, self.trees, {}, {}, self.language)

    def title(self, node: Node, path: Path) -> str:
        """What an element is called; nothing where the tables have no such element."""
        slot = slot_at(which_of(self.definition), path[:-1])
        if self.view is None or slot is None or not slot.element or slot.element in _SAID:
            return ""
        said = title(self.view, path, slot.element, node)
        return said if len(said) <= _LONG else said[: _LONG - 4] + "..."

    def column(self, path: Path) -> str:
        """What a cell of a row of a table is called; nothing for any other path."""
        if self.view is None or len(path) != _CELL or path[0] != "tables" or path[2] != "rows":
            return ""
        table = self.view.find(self.definition, path[:2])
        known = [table.map(side) for side in ("in", "out")] if isinstance(table, Map) else []
        return column_title(self.view, path[:2], path[-1]) if any(path[-1] in one for one in known) else ""

    def value(self, node: Node, path: Path) -> str:
        """A value whose words depend on its place; nothing for the others."""
        slot = slot_at(which_of(self.definition), path)
        if self.view is None or slot is None:
            return ""
        if (slot.kind in _SAID or path[:1] == ("settings",)) and not _is_text(slot, node):
            return self.view.sayer.say(slot, node, path)
        if isinstance(node, Map) and slot.element and slot.kind in ("elements", "list"):
            return self._elements(slot, node, path)
        return ""

    def _elements(self, slot: Slot, node: Map, path: Path) -> str:
        """The elements of a map, each with its cells."""
        assert self.view is not None
        if _OF_ITSELF & set(node):
            return self._element(slot, node, path)
        parts = [self._element(slot, one, (*path, key)) for key, one in node.items()]
        return either("、", ", ", self.language).join(parts)

    def _element(self, slot: Slot, node: Node, path: Path) -> str:
        assert self.view is not None
        said = title(self.view, path, slot.element, node)
        cells = either("、", ", ", self.language).join(self._cells(slot, node, path))
        return said + (either(f"（{cells}）", f" ({cells})", self.language) if cells else "")

    def _cells(self, slot: Slot, node: Node, path: Path) -> Iterator[str]:
        assert self.view is not None
        for one in shape_of(which_of(self.definition), slot.element).slots:
            held = node.get(one.key) if isinstance(node, Map) else None
            if held is None or one.key in _OF_ITSELF:
                continue
            here = (*path, one.key)
            said = self._entries(one, held) or self.view.sayer.say(one, held, here)
            yield f"{one.title.within(self.language).partition('（')[0]} {said}"

    def _entries(self, slot: Slot, node: Node) -> str:
        """A map of single values: what each is for, and the value."""
        assert self.view is not None
        if slot.kind != "map" or not isinstance(node, Map):
            return ""
        say = self.view.sayer
        entries = [(key, one) for key, one in node.items() if isinstance(one, Scalar | Seq)]
        said = (f"{say.word(slot, key)} {say.words(slot, one)}" for key, one in entries)
        return either("、", ", ", self.language).join(said)


def _is_text(slot: Slot, node: Node) -> bool:
    """Whether a label is given in two languages: then the sentence has its own way to say it."""
    return slot.kind == "label" and not isinstance(node, Scalar)


def differing(before: str, after: str) -> tuple[str, str]:
    """Two long texts from just before to just after where they differ; pieces 【…】 stay whole."""
    if min(len(before), len(after)) < _TEXT:
        return before, after
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    rest = shorter - head
    tail = next((n for n in range(rest) if before[-1 - n] != after[-1 - n]), rest)
    first, last = _whole(before, max(head - _AROUND, 0)), max(tail - _AROUND, 0)
    return _part(before, first, last), _part(after, first, last)


def _part(text: str, first: int, last: int) -> str:
    end = len(text) - last
    closing = text.find("】", end)
    if closing >= 0 and "【" not in text[end:closing]:
        end = closing + 1  # the end was inside a piece
    return ("..." if first else "") + text[first:end] + ("..." if end < len(text) else "")


def _whole(text: str, at: int) -> int:
    """A place in a text, moved before the piece it is in."""
    opening = text.rfind("【", 0, at)
    return opening if opening >= 0 and "】" not in text[opening:at] else at
