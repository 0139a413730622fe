"""Reading a rule: text → tree → types → closures."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from engine.errors import DefinitionError
from engine.model.basics import Place
from engine.model.rule import Node, Rule, Type
from engine.rules import kinds
from engine.rules.compiled import compiled
from engine.rules.grammar import parse
from engine.rules.infer import Typing
from engine.rules.names import Scope, Vocabulary
from engine.rules.source import Source


def read(text: str, names: Vocabulary, want: Type | None = None, place: Place | None = None) -> Rule:
    """A rule that is typed and ready to run.

    `want` is the type the rule must have (any if None); of a choice, bare words are its values.
    Raises DefinitionError with every independent problem, each at its line and column.
    """
    source = Source(text, place)
    tree = parse(source)
    typing = Typing(source)
    node = typing.node(tree, Scope(names), want)
    if want is not None and kinds.known(node.type):
        node = typing.expect(node, want)
    if typing.problems:
        raise DefinitionError(typing.problems)
    return Rule(text, place, node, node.type, frozenset(_reads(node)), compiled(node))


def always(value: bool = True) -> Rule:
    """The rule that is always true (or always false), for places where none is written."""
    return read("true" if value else "false", Vocabulary({}), kinds.BOOL)


def _reads(node: Node) -> Iterator[str]:
    if node.op == "path" and len(node.args) == 1:
        yield cast(str, node.args[0])
    for part in node.operands:
        yield from _reads(part)
