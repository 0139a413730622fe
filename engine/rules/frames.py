"""What a running rule sees: the facts of the case and, inside a quantifier, one element of a list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Protocol, cast

from engine.model.basics import MISSING, Period, Unit, Value
from engine.model.rule import Node

CALENDAR: Final = "org.calendar"


class Lookup(Protocol):
    """Where a rule finds its facts: `facts[path]`; a missing one is MISSING, never an error."""

    def __getitem__(self, key: Any, /) -> Value: ...


Run = Callable[[Lookup], Value]
# A path as it is looked up: the canonical path, or (depth of the quantifier, name of the part).
Key = str | tuple[int, str]


class Frame:
    """The facts seen from one element of a list: its parts, then everything around the quantifier."""

    __slots__ = ("depth", "element", "outer")

    def __init__(self, depth: int, element: Any, outer: Lookup) -> None:
        self.depth = depth
        self.element = element
        self.outer = outer

    def __getitem__(self, key: Any, /) -> Value:
        if type(key) is tuple and key[0] == self.depth:
            return _part(self.element, key[1])
        return self.outer[key]


def _part(element: Any, name: str) -> Value:
    """A part of an element, by its whole name or through its objects."""
    try:
        return cast(Value, element[name])
    except KeyError:
        head, dot, rest = name.partition(".")
    if not dot:
        return MISSING
    inner = element.get(head)
    return _part(inner, rest) if isinstance(inner, dict) else MISSING


def key_of(node: Node, depth: int) -> Key:
    """How the path of a node in the body of `depth` quantifiers is looked up."""
    path = cast(str, node.args[0])
    if len(node.args) == 1:
        return path
    return depth - cast(int, node.args[1]), path.removeprefix("element.")


def constant(node: Node) -> bool:
    return node.op in {"literal", "period"}


def value_of(node: Node) -> Any:
    """The value of a literal or of a period as written."""
    if node.op == "period":
        return Period(cast(int, node.args[0]), cast(Unit, node.args[1]))
    return node.args[0]
