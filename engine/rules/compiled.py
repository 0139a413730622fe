"""From typed nodes to closures; types were checked before, so only missing values are asked for."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Final, cast

from engine.clocks import civil
from engine.model.basics import MISSING, Missing, Period, Value
from engine.model.rule import Node
from engine.rules.frames import CALENDAR, Frame, Key, Lookup, Run, constant, key_of, value_of
from engine.rules.functions import SIGNATURES
from engine.rules.kinds import FAMILY


def compiled(node: Node, depth: int = 0) -> Run:
    """The closure that computes a node inside the bodies of `depth` quantifiers."""
    return _COMPILE[node.op](node, depth)


def _constant(node: Node, _depth: int) -> Run:
    value: Value = value_of(node)
    return lambda _facts: value


def _path(node: Node, depth: int) -> Run:
    return cast(Run, operator.itemgetter(key_of(node, depth)))


# --- logic (Kleene) ---------------------------------------------------------------------------------


def _and(node: Node, depth: int) -> Run:
    parts = tuple(compiled(part, depth) for part in node.operands)
    return _both(*parts) if len(parts) == 2 else _all(parts)


def _both(first: Run, second: Run) -> Run:
    def run(facts: Lookup) -> Value:
        left = first(facts)
        if left is False:
            return False
        right = second(facts)
        if right is False:
            return False
        return MISSING if left is MISSING else right

    return run


def _all(parts: tuple[Run, ...]) -> Run:
    def run(facts: Lookup) -> Value:
        result: Value = True
        for part in parts:
            value = part(facts)
            if value is False:
                return False
            if value is MISSING:
                result = MISSING
        return result

    return run


def _or(node: Node, depth: int) -> Run:
    return _any(tuple(compiled(part, depth) for part in node.operands))


def _any(parts: tuple[Run, ...]) -> Run:
    def run(facts: Lookup) -> Value:
        result: Value = False
        for part in parts:
            value = part(facts)
            if value is True:
                return True
            if value is MISSING:
                result = MISSING
        return result

    return run


def _negated(inner: Run) -> Run:
    def run(facts: Lookup) -> Value:
        value = inner(facts)
        return value if value is MISSING else value is False

    return run


def _not(node: Node, depth: int) -> Run:
    return _negated(compiled(node.operands[0], depth))


def _implies(node: Node, depth: int) -> Run:
    premise, conclusion = (compiled(part, depth) for part in node.operands)
    return _any((_negated(premise), conclusion))


def _if(node: Node, depth: int) -> Run:
    test, yes, no = (compiled(part, depth) for part in node.operands)

    def run(facts: Lookup) -> Value:
        value = test(facts)
        if value is MISSING:
            return MISSING
        return yes(facts) if value is True else no(facts)

    return run


def _is_missing(node: Node, depth: int) -> Run:
    inner = compiled(node.operands[0], depth)
    return lambda facts: inner(facts) is MISSING


def _is_present(node: Node, depth: int) -> Run:
    inner = compiled(node.operands[0], depth)
    return lambda facts: inner(facts) is not MISSING


def _otherwise(node: Node, depth: int) -> Run:
    first, second = (compiled(part, depth) for part in node.operands)

    def run(facts: Lookup) -> Value:
        value = first(facts)
        return second(facts) if value is MISSING else value

    return run


# --- comparisons ------------------------------------------------------------------------------------

_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _compare(node: Node, depth: int) -> Run:
    left, right = node.operands
    test = _COMPARE[node.op]
    if left.type.kind == "period":
        return _strict(lambda a, b: _sized(test, a, b), compiled(left, depth), compiled(right, depth))
    if constant(right):
        if left.op == "path":
            return _path_constant(node.op, key_of(left, depth), value_of(right))
        return _against(test, compiled(left, depth), value_of(right))
    return _strict(test, compiled(left, depth), compiled(right, depth))


def _path_constant(op: str, key: Key, wanted: Any) -> Run:
    """The commonest guard, `fact = value`, without an inner call."""
    if op == "=":

        def same(facts: Lookup) -> Value:
            value = facts[key]
            return value if value is MISSING else value == wanted

        return same
    test = _COMPARE[op]

    def run(facts: Lookup) -> Value:
        value = facts[key]
        return value if value is MISSING else test(value, wanted)

    return run


def _against(test: Callable[[Any, Any], bool], inner: Run, wanted: Any) -> Run:
    def run(facts: Lookup) -> Value:
        value = inner(facts)
        return value if value is MISSING else test(value, wanted)

    return run


def _strict(apply: Callable[[Any, Any], Value], first: Run, second: Run) -> Run:
    """An operation on two values that is missing when one of them is."""

    def run(facts: Lookup) -> Value:
        left = first(facts)
        if left is MISSING:
            return MISSING
        right = second(facts)
        return MISSING if right is MISSING else apply(left, right)

    return run


def _sized(test: Callable[[Any, Any], bool], left: Period, right: Period) -> Value:
    """Two periods of one family of units; of two families nothing is known."""
    one, other = FAMILY[left.unit], FAMILY[right.unit]
    if one[0] != other[0]:
        return MISSING
    return test(left.number * one[1], right.number * other[1])


def _in(node: Node, depth: int) -> Run:
    subject, *items = node.operands
    if subject.type.kind == "period" or not all(constant(item) for item in items):
        return _any(tuple(_compare(Node("=", (subject, item), node.type), depth) for item in items))
    wanted = frozenset(value_of(item) for item in items)
    if subject.op == "path":
        key = key_of(subject, depth)

        def one_of(facts: Lookup) -> Value:
            value = facts[key]
            return value if value is MISSING else value in wanted

        return one_of
    return _against(lambda value, values: value in values, compiled(subject, depth), wanted)


def _contains(node: Node, depth: int) -> Run:
    whole, part = node.operands
    return _strict(operator.contains, compiled(whole, depth), compiled(part, depth))


# --- numbers and dates ------------------------------------------------------------------------------


def _arithmetic(node: Node, depth: int) -> Run:
    apply = {"+": operator.add, "-": operator.sub, "*": operator.mul}[node.op]
    left, right = (compiled(part, depth) for part in node.operands)
    return _strict(apply, left, right)


def _shift(node: Node, depth: int) -> Run:
    period = cast(Period, value_of(node.operands[0]))
    day = compiled(node.operands[1], depth)
    move = {"after": civil.after, "from": civil.from_, "before": civil.before}[node.op]
    open_days = period.unit == "business_day"

    def run(facts: Lookup) -> Value:
        start = day(facts)
        calendar: Any = facts[CALENDAR] if open_days else civil.ALWAYS_OPEN
        if start is MISSING or calendar is MISSING:
            return MISSING
        return move(period, cast(Any, start), calendar)

    return run


def _call(node: Node, depth: int) -> Run:
    compute = SIGNATURES[cast(str, node.args[0])].compute
    parts = tuple(compiled(part, depth) for part in node.operands)

    def run(facts: Lookup) -> Value:
        values = [part(facts) for part in parts]
        if any(value is MISSING for value in values):
            return MISSING
        return cast(Value, compute(*values))

    return run


# --- quantifiers ------------------------------------------------------------------------------------


def _quantifier(node: Node, depth: int) -> Run:
    listed, body = node.operands
    elements, holds = compiled(listed, depth), compiled(body, depth + 1)
    sought = node.op != "every"
    found, none = {"any": (True, False), "every": (False, True), "no": (False, True)}[node.op]

    def run(facts: Lookup) -> Value:
        entries = elements(facts)
        if entries is MISSING:
            return MISSING
        result: Value = none
        for entry in cast("list[Any]", entries):
            value = holds(Frame(depth + 1, entry, facts))
            if value is sought:
                return found
            if value is MISSING:
                result = MISSING
        return result

    return run


def _count(node: Node, depth: int) -> Run:
    listed, body = node.operands
    elements, holds = compiled(listed, depth), compiled(body, depth + 1)
    return _total(elements, holds, lambda _frame: 1, depth + 1)


def _sum(node: Node, depth: int) -> Run:
    listed, field, body = node.operands
    elements, holds = compiled(listed, depth), compiled(body, depth + 1)
    return _total(elements, holds, compiled(field, depth + 1), depth + 1)


def _total(elements: Run, holds: Run, amount: Run, depth: int) -> Run:
    def run(facts: Lookup) -> Value:
        entries = elements(facts)
        if isinstance(entries, Missing):
            return MISSING
        total = 0
        for entry in cast("list[Any]", entries):
            frame = Frame(depth, entry, facts)
            value = holds(frame)
            if value is False:
                continue
            more = MISSING if value is MISSING else amount(frame)
            if more is MISSING:
                return MISSING
            total += cast(int, more)
        return total

    return run


_COMPILE: Final[dict[str, Callable[[Node, int], Run]]] = {
    "literal": _constant,
    "period": _constant,
    "path": _path,
    "and": _and,
    "or": _or,
    "not": _not,
    "implies": _implies,
    "if": _if,
    "is_missing": _is_missing,
    "is_present": _is_present,
    "otherwise": _otherwise,
    **dict.fromkeys(_COMPARE, _compare),
    "in": _in,
    "contains": _contains,
    **dict.fromkeys("+-*", _arithmetic),
    **dict.fromkeys(("after", "from", "before"), _shift),
    "call": _call,
    **dict.fromkeys(("any", "every", "no"), _quantifier),
    "count": _count,
    "sum": _sum,
}
