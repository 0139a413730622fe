"""Questions about the shape of a syntax tree."""

from __future__ import annotations

from typing import cast

from lark import Tree
from lark.lexer import Token

from engine.rules.grammar import Syntax
from engine.rules.names import Scope


def subs(tree: Syntax) -> list[Syntax]:
    return [child for child in tree.children if isinstance(child, Tree)]


def sub(tree: Syntax, index: int) -> Syntax:
    return cast("Syntax", tree.children[index])


def span(token: Token) -> tuple[int, int]:
    start = token.start_pos or 0
    return start, start + len(token)


def unbracketed(tree: Syntax) -> Syntax:
    while tree.data == "group":
        tree = sub(tree, 0)
    return tree


def may_be_value(tree: Syntax) -> bool:
    """Whether it may be a value of the type of the other side: a bare word or a number."""
    tree = unbracketed(tree)
    return tree.data == "int" or (tree.data == "name" and "." not in str(tree.children[0]))


def is_number(tree: Syntax) -> bool:
    return unbracketed(tree).data == "int"


def is_fact(tree: Syntax, scope: Scope) -> bool:
    tree = unbracketed(tree)
    return tree.data == "name" and scope.find(str(tree.children[0]), 0, 0) is not None
