"""The English reading of a rule, over English labels where an office wrote them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, cast

from engine.model.rule import Node
from engine.rules.frames import value_of

_JOINED: Final = frozenset({"and", "or", "implies", "if", "every", "+", "-", "*", "otherwise"})
_COMPARE: Final = {
    "=": "is",
    "!=": "is not",
    "<": "is less than",
    "<=": "is at most",
    ">": "is more than",
    ">=": "is at least",
}
_DATES: Final = {"<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}


def sentence(node: Node) -> str:
    """The rule in words."""
    return f"{_words(node)} is yes" if _yes_or_no(node) else _words(node)


def _yes_or_no(node: Node) -> bool:
    return node.type.kind == "bool" and node.op in {"path", "otherwise"}


def _words(node: Node) -> str:
    return _SAY.get(node.op, _label)(node)


def _inner(node: Node) -> str:
    return f"({_words(node)})" if node.op in _JOINED else _words(node)


def _label(node: Node) -> str:
    return node.title.within("en") or str(node.args[0])


def _condition(node: Node) -> str:
    """A part that stands as a condition; a bare yes-or-no value is said to be yes."""
    if _yes_or_no(node):
        return f"{_inner(node)} is yes"
    return _inner(node)


def _bracketed(node: Node) -> str:
    return _inner(node) if node.op in _JOINED - {"otherwise"} else f"({_condition(node)})"


def _literal(node: Node) -> str:
    content = value_of(node)
    if isinstance(content, bool):
        return "yes" if content else "no"
    if isinstance(content, date):
        return content.isoformat()
    if isinstance(content, str):
        title = node.type.values.get(content)
        return f"“{title.within('en') if title else content}”"
    return str(content)


def _binary(node: Node) -> str:
    left, right = node.operands
    words = _DATES if left.type.kind == "date" else {}
    return f"{_inner(left)} {words.get(node.op) or _COMPARE[node.op]} {_inner(right)}"


def _in(node: Node) -> str:
    subject, *items = node.operands
    words = [_inner(item) for item in items]
    said = " or ".join(words) if len(words) < 3 else f"one of {', '.join(words)}"
    return f"{_inner(subject)} is {said}"


def _if(node: Node) -> str:
    test, yes, no = node.operands
    return f"if {_condition(test)} then {_inner(yes)}, else {_inner(no)}"


def _call(node: Node) -> str:
    parts = [_inner(part) for part in node.operands]
    return _CALLS[cast(str, node.args[0])].format(*parts, all=", ".join(parts))


def _such(node: Node) -> str:
    listed, body = node.operands[0], node.operands[-1]
    if body.op == "literal" and body.args[0] is True:
        return _inner(listed)
    return f"{_inner(listed)} where {_condition(body)}"


_CALLS: Final = {
    "days": "the days from {0} to {1}",
    "months": "the full months from {0} to {1}",
    "min": "the least of {all}",
    "max": "the greatest of {all}",
    "units": "the begun units of {1} in {0}",
    "end_of_month": "the last day of the month of {0}",
    "fiscal_year_start": "the first day of the fiscal year of {0}",
    "fiscal_year_end": "the last day of the fiscal year of {0}",
}
_SAY: Final[dict[str, Callable[[Node], str]]] = {
    "literal": _literal,
    "period": lambda node: str(value_of(node)),
    "and": lambda node: " and ".join(_condition(part) for part in node.operands),
    "or": lambda node: " or ".join(_condition(part) for part in node.operands),
    "not": lambda node: f"not {_bracketed(node.operands[0])}",
    "implies": lambda node: f"if {_condition(node.operands[0])} then {_condition(node.operands[1])}",
    "if": _if,
    "is_missing": lambda node: f"{_inner(node.operands[0])} is missing",
    "is_present": lambda node: f"{_inner(node.operands[0])} is present",
    "otherwise": lambda node: f"{_inner(node.operands[0])}, or {_inner(node.operands[1])} if it is missing",
    **dict.fromkeys(_COMPARE, _binary),
    "in": _in,
    "contains": lambda node: f"{_inner(node.operands[0])} contains {_inner(node.operands[1])}",
    "+": lambda node: " plus ".join(_inner(part) for part in node.operands),
    "-": lambda node: " minus ".join(_inner(part) for part in node.operands),
    "*": lambda node: " times ".join(_inner(part) for part in node.operands),
    "after": lambda node: f"{_inner(node.operands[0])} after {_inner(node.operands[1])}",
    "from": lambda node: f"{_inner(node.operands[0])} from {_inner(node.operands[1])}",
    "before": lambda node: f"{_inner(node.operands[0])} before {_inner(node.operands[1])}",
    "call": _call,
    "any": lambda node: f"there is any {_such(node)}",
    "every": lambda node: f"for every {_inner(node.operands[0])}, {_condition(node.operands[1])}",
    "no": lambda node: f"there is no {_such(node)}",
    "count": lambda node: f"the number of {_such(node)}",
    "sum": lambda node: f"the sum of {_inner(node.operands[1])} over {_such(node)}",
}
