"""Why a rule holds or not: its parts one by one, and the facts that are missing and matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from engine.model.basics import MISSING, Text, Value
from engine.model.rule import Fact, Node, Rule
from engine.rules.compiled import compiled
from engine.rules.frames import CALENDAR, Frame, Lookup, value_of
from engine.rules.kinds import BOOL
from engine.rules.saying import say_node


@dataclass(frozen=True, slots=True)
class Condition:
    """One part of a rule in words; `met` is None while `missing` facts leave it open."""

    text_ja: str
    text_en: str
    met: bool | None
    missing: tuple[Fact, ...]

    def within(self, language: str) -> str:
        return self.text_en if language == "en" else self.text_ja


def conditions(rule: Rule, facts: Mapping[str, Value]) -> list[Condition]:
    """The parts of the rule that must all hold, in the order written.

    A conjunction is split; of `implies` the conclusion is taken when the premise holds, of `if` the branch.
    """
    return [_condition(node, facts) for node in _parts(rule.node, facts)]


def missing_facts(rule: Rule, facts: Mapping[str, Value]) -> tuple[str, ...]:
    """Paths of the facts that leave the rule open, in the order read; none when its value is known.

    A part of a list's element is `<path of the list>.<name>`.
    """
    return tuple(fact.path for fact in _missing(rule.node, facts, 0))


def _parts(node: Node, facts: Lookup) -> Iterator[Node]:
    if node.op == "and":
        for part in node.operands:
            yield from _parts(part, facts)
    elif node.op == "implies" and compiled(node.operands[0])(facts) is True:
        yield from _parts(node.operands[1], facts)
    elif node.op == "if" and compiled(node.operands[0])(facts) is not MISSING:
        yield from _parts(_branch(node, compiled(node.operands[0])(facts)), facts)
    else:
        yield node


def _branch(node: Node, test: Value) -> Node:
    return node.operands[1] if test is True else node.operands[2]


def _condition(node: Node, facts: Mapping[str, Value]) -> Condition:
    value = compiled(node)(facts)
    met = value if isinstance(value, bool) else None
    return Condition(say_node(node, "ja"), say_node(node, "en"), met, _missing(node, facts, 0))


def _missing(node: Node, facts: Lookup, depth: int) -> tuple[Fact, ...]:
    if compiled(node, depth)(facts) is not MISSING:
        return ()
    return tuple({fact.path: fact for fact in _blame(node, facts, depth)}.values())


def _blame(node: Node, facts: Lookup, depth: int) -> Iterator[Fact]:
    """The missing facts below a node whose value is missing."""
    if node.op == "path":
        yield Fact(cast(str, node.args[0]), node.type, node.title)
    elif node.op == "if":
        test = compiled(node.operands[0], depth)(facts)
        part = node.operands[0] if test is MISSING else _branch(node, test)
        yield from _missing(part, facts, depth)
    elif node.op in {"any", "every", "no", "count", "sum"}:
        yield from _blame_elements(node, facts, depth)
    else:
        for part in node.operands:
            yield from _missing(part, facts, depth)
        if _needs_calendar(node) and facts[CALENDAR] is MISSING:
            yield Fact(CALENDAR, BOOL, Text("営業日の暦", "calendar of business days"))


def _needs_calendar(node: Node) -> bool:
    return node.op in {"after", "from", "before"} and value_of(node.operands[0]).unit == "business_day"


def _blame_elements(node: Node, facts: Lookup, depth: int) -> Iterator[Fact]:
    listed, *parts = node.operands
    entries = compiled(listed, depth)(facts)
    if entries is MISSING:
        yield from _missing(listed, facts, depth)
        return
    body, fields = parts[-1], parts[:-1]
    holds = compiled(body, depth + 1)
    for entry in cast("list[Any]", entries):
        frame = Frame(depth + 1, entry, facts)
        asked = fields if holds(frame) is True else [body]
        for part in asked:
            yield from (_of_list(fact, listed) for fact in _missing(part, frame, depth + 1))


def _of_list(fact: Fact, listed: Node) -> Fact:
    """A part of an element, called by its list."""
    if not fact.path.startswith("element."):
        return fact
    path = f"{listed.args[0]}.{fact.path.removeprefix('element.')}"
    title = Text(
        f"{listed.title.ja}の{fact.title.ja}", f"{fact.title.within('en')} of {listed.title.within('en')}"
    )
    return Fact(path, fact.type, title)
