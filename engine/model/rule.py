"""A rule as data: its types, its tree, and the compiled form that the rule language hangs on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from engine.model.basics import MISSING, Period, Place, Text, Value

Kind = Literal[
    "bool", "int", "date", "period", "text", "choice", "member", "unit", "list", "object", "link", "missing"
]

NO_TITLE: Final = Text("")


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a fact or a rule.

    `values` are the ids of a choice with their labels (empty = any id); `known` ids that were removed by an
    overlay and stay known to inherited rules, where they never hold; `item` the element type of a list;
    `fields` the parts of an object or of a list's elements, by name; `titles` the labels of those parts
    (a part without one is called by its name).
    """

    kind: Kind
    values: Mapping[str, Text] = field(default_factory=dict)
    known: frozenset[str] = frozenset()
    item: Type | None = None
    fields: Mapping[str, Type] = field(default_factory=dict)
    titles: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fact:
    """A name a rule may use: its canonical dotted path, its type, and its label for the Japanese reading."""

    path: str
    type: Type
    title: Text


class Facts(dict[str, Value]):
    """Facts by canonical path. A subclass computes derived ones in `__missing__`; here they are missing."""

    __slots__ = ()

    def __missing__(self, path: str) -> Value:
        return MISSING


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a rule, typed. `op` names the operation; `args` are nodes, or plain data for leaves.

    op: literal(value) · path(its path) · and · or (2 or more) · not · implies · if (test, then, else) ·
    = != < <= > >= · in (subject, item, …) · contains · is_missing · is_present · otherwise · + - * ·
    after · from · before (period, date) · period(n, unit) · call(name, …) · any · every · no (list, body) ·
    count (list, body) · sum (list, field, body).
    A path inside a quantifier's body that names a part of an element is `path(element.<name>, level)`,
    level 0 the innermost. `start` and `end` are offsets in the rule's text; `title` is the label of a path.
    """

    op: str
    args: tuple[Node | Value | tuple[str, ...], ...]
    type: Type
    start: int = 0
    end: int = 0
    title: Text = NO_TITLE
    operands: tuple[Node, ...] = field(init=False, repr=False, compare=False)
    """The arguments that are nodes, in the order written."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "operands", tuple(arg for arg in self.args if isinstance(arg, Node)))


@dataclass(frozen=True, eq=False)
class Rule:
    """A rule that was read, typed and compiled.

    `reads` are the canonical paths of the case it looks up (a list by its own path, without the parts of its
    elements). `run` never raises for missing facts: it returns MISSING.
    """

    text: str
    place: Place | None
    node: Node
    type: Type
    reads: frozenset[str]
    run: Callable[[Mapping[str, Value]], Value]


__all__ = ["Fact", "Facts", "Kind", "Node", "Period", "Rule", "Type", "date"]
