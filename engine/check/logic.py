"""Rules over facts of which only a part is known: every way a rule can come out, with what it decided.

A choice or yes/no fact is decided when a rule first needs its value, by splitting; any other comparison is a
free truth (an atom). So everything a case can do is among the ways, and perhaps more.
"""

from __future__ import annotations

import operator
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.check.env import ATOM, Env, Known, Mark
from engine.check.names import Names
from engine.model.basics import MISSING, Period
from engine.model.rule import Node, Rule
from engine.rules.kinds import FAMILY

Way = tuple[Known, Env]
Truth = tuple[bool | None, Env]
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class Logic(ABC):
    """The operations of the rule language over ways; what a fact can be is told by `fact`."""

    names: Names

    @abstractmethod
    def fact(self, node: Node, env: Env, value: bool) -> Iterator[Way]:
        """Every value the fact of a path node can have."""

    # --- truths --------------------------------------------------------------------------------------------

    def passes(self, rule: Rule | None, env: Env) -> list[Env]:
        """The ways in which the rule is true; a rule that is not written is always true."""
        if rule is None:
            return [env]
        return distinct(e for truth, e in self.truths(rule.node, env) if truth is True)

    def truths(self, node: Node, env: Env) -> Iterator[Truth]:
        """Every way a yes/no node comes out; None where a missing fact leaves it open."""
        for value, after in self.ways(node, env):
            if value is MISSING:
                yield None, after
            elif isinstance(value, bool):
                yield value, after
            else:
                yield from self._draw(self.names.text(node), after)

    def _draw(self, text: str, env: Env) -> Iterator[tuple[bool, Env]]:
        known = env.decided.get(ATOM + text)
        if isinstance(known, bool):
            yield known, env
            return
        for truth in (True, False):
            yield truth, env.decide(ATOM + text, truth)

    # --- values --------------------------------------------------------------------------------------------

    def ways(self, node: Node, env: Env, value: bool = True) -> Iterator[Way]:
        """Every value a node can have; PRESENT where it has one that is not followed.

        With `value` false only presence matters, and no choice is split.
        """
        match node.op:
            case "literal":
                yield node.args[0], env  # type: ignore[misc]
            case "period":
                yield Period(node.args[0], node.args[1]), env  # type: ignore[arg-type]
            case "path":
                yield from self.fact(node, env, value)
            case "and":
                yield from self._join(node.operands, env, False)
            case "or":
                yield from self._join(node.operands, env, True)
            case "implies":
                yield from self._implies(node, env)
            case "not":
                for truth, after in self.truths(node.operands[0], env):
                    yield MISSING if truth is None else not truth, after
            case "if":
                for truth, after in self.truths(node.operands[0], env):
                    if truth is None:
                        yield MISSING, after
                    else:
                        yield from self.ways(node.operands[1 if truth else 2], after, value)
            case "is_missing" | "is_present":
                for found, after in self.ways(node.operands[0], env, False):
                    yield (found is MISSING) == (node.op == "is_missing"), after
            case "otherwise":
                for found, after in self.ways(node.operands[0], env, value):
                    if found is MISSING:
                        yield from self.ways(node.operands[1], after, value)
                    else:
                        yield found, after
            case "in":
                yield from self._in(node, env)
            case op if op in _COMPARE:
                yield from self._compare(node, env)
            case "any" | "every" | "no" | "contains":
                yield from self._opaque(
                    node, env, node.operands[:1] if node.op != "contains" else node.operands
                )
            case "count" | "sum":
                yield from self._strict(node.operands[:1], env)
            case _:
                yield from self._strict(node.operands, env)

    def _strict(self, operands: Iterable[Node], env: Env) -> Iterator[Way]:
        """MISSING if one operand is, else a value that is not followed."""
        envs = [env]
        for operand in operands:
            following: list[Env] = []
            for one in envs:
                for found, after in self.ways(operand, one, False):
                    if found is MISSING:
                        yield MISSING, after
                    else:
                        following.append(after)
            envs = distinct(following)
        for one in envs:
            yield Mark.PRESENT, one

    def _opaque(self, node: Node, env: Env, operands: Iterable[Node]) -> Iterator[Way]:
        for found, after in self._strict(operands, env):
            if found is MISSING:
                yield MISSING, after
            else:
                yield from self._draw(self.names.text(node), after)

    def _join(self, parts: tuple[Node, ...], env: Env, stop: bool) -> Iterator[Way]:
        """`and` (stops at false) and `or` (stops at true) of Kleene."""
        open_: list[Truth] = [(not stop, env)]
        for part in parts:
            following: list[Truth] = []
            for so_far, one in open_:
                for truth, after in self.truths(part, one):
                    if truth is stop:
                        yield stop, after
                    else:
                        following.append((None if truth is None else so_far, after))
            open_ = following
        for so_far, one in open_:
            yield MISSING if so_far is None else so_far, one

    def _implies(self, node: Node, env: Env) -> Iterator[Way]:
        premise, conclusion = node.operands
        for truth, after in self.truths(premise, env):
            if truth is False:
                yield True, after
                continue
            for then, end in self.truths(conclusion, after):
                yield True if then is True else MISSING if truth is None or then is None else False, end

    def _compare(self, node: Node, env: Env) -> Iterator[Way]:
        left, right = node.operands
        for one, after in self.ways(left, env):
            if one is MISSING:
                yield MISSING, after
                continue
            for other, end in self.ways(right, after):
                if other is MISSING:
                    yield MISSING, end
                elif isinstance(one, Mark) or isinstance(other, Mark):
                    yield from self._draw(self.names.text(node), end)
                else:
                    yield _compared(node.op, one, other), end

    def _in(self, node: Node, env: Env) -> Iterator[Way]:
        subject, *items = node.operands
        for found, after in self.ways(subject, env):
            if found is MISSING:
                yield MISSING, after
            elif isinstance(found, Mark) or not all(item.op == "literal" for item in items):
                yield from self._draw(self.names.text(node), after)
            else:
                yield any(found == item.args[0] for item in items), after


def _compared(op: str, one: Any, other: Any) -> Known:
    if isinstance(one, Period) and isinstance(other, Period):
        (family, a), (same, b) = FAMILY[one.unit], FAMILY[other.unit]
        return _COMPARE[op](one.number * a, other.number * b) if family == same else MISSING
    return _COMPARE[op](one, other)


def distinct(envs: Iterable[Env]) -> list[Env]:
    """The same without repetitions."""
    found = list(envs)
    if len(found) < 2:
        return found
    return list({(env.key, env.certain, env.guarded, env.possible): env for env in found}.values())
