"""The names a rule may use, and how a written name becomes a fact of the case or a part of an element."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from engine.model.basics import Text
from engine.model.rule import Fact, Node, Type
from engine.rules.source import nearest

ELEMENT = "element."


class Layers(ChainMap[str, Fact]):
    """Names in layers, the first one first; looked up without a generator for each name, as rules ask very often."""

    def __contains__(self, key: object) -> bool:
        for one in self.maps:  # noqa: SIM110 — `any` would make the generator that is to be spared
            if key in one:
                return True
        return False

    def get(self, key: str, default: Any = None) -> Any:
        for one in self.maps:
            if key in one:
                return one[key]
        return default


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Written name → fact, and the bare names that mean more than one thing (name → their full paths).

    `facts` may be any mapping (`Layers` of shared parts is fine); nothing is copied.
    """

    facts: Mapping[str, Fact]
    ambiguous: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def find(self, name: str) -> Fact | None:
        """The fact of that name, also as a part of an object or of a linked case; None if there is none."""
        fact = self.facts.get(name)
        if fact is not None:
            return fact
        head, dot, rest = name.rpartition(".")
        while dot:
            whole = self.facts.get(head)
            if whole is not None:
                part = find_part(whole.type, rest)
                return None if part is None else Fact(f"{whole.path}.{rest}", part[0], part[1])
            head, dot, more = head.rpartition(".")
            rest = f"{more}.{rest}"
        return None


@dataclass(frozen=True, slots=True)
class Scope:
    """The vocabulary from inside the bodies of quantifiers; `elements` are their types, innermost first."""

    names: Vocabulary
    elements: tuple[Type, ...] = ()

    def inside(self, element: Type) -> Scope:
        """The scope of the body of a quantifier over such elements."""
        return Scope(self.names, (element, *self.elements))

    def find(self, name: str, start: int, end: int) -> Node | None:
        """The path node a name means: parts of the innermost element, then of outer ones, then the case."""
        for level, element in enumerate(self.elements):
            part = find_part(element, name)
            if part is not None:
                return Node("path", (ELEMENT + name, level), part[0], start, end, part[1])
        fact = self.names.find(name)
        if fact is not None:
            return Node("path", (fact.path,), fact.type, start, end, fact.title)
        if self.elements and name.startswith(ELEMENT):
            part = find_part(self.elements[0], name.removeprefix(ELEMENT))
            if part is not None:
                return Node("path", (name, 0), part[0], start, end, part[1])
        return None

    def meanings(self, name: str) -> tuple[str, ...]:
        """The full paths of an ambiguous bare name, or nothing."""
        return tuple(self.names.ambiguous.get(name, ()))

    def nearest(self, name: str) -> str:
        """The most similar name that would be valid here; a bare name also matches the end of a full one."""
        found = nearest(name, self._all())
        if found or "." in name:
            return found
        tails = {full.rpartition(".")[2]: full for full in self._all()}
        return tails.get(nearest(name, tails), "")

    def _all(self) -> Iterator[str]:
        for element in self.elements:
            yield from element.fields
        yield from self.names.facts


def find_part(whole: Type, name: str) -> tuple[Type, Text] | None:
    """The type and label of a part of an object or element; dotted names go through objects."""
    part = whole.fields.get(name)
    if part is not None:
        return part, whole.titles.get(name, Text(name))
    head, dot, rest = name.partition(".")
    while dot:
        inner = whole.fields.get(head)
        if inner is not None and inner.kind != "list":
            return find_part(inner, rest)
        step, dot, rest = rest.partition(".")
        head = f"{head}.{step}"
    return None
