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


def untyped(tree: Syntax, scope: Scope) -> bool:
    """Whether it takes its type from the other side: a bare word that is no fact, a number, …"""
    tree = unbracketed(tree)
    if tree.data in {"if_", "otherwise"}:
        return all(untyped(branch, scope) for branch in subs(tree)[-2:])
    if tree.data != "name":
        return tree.data == "int"
    word = str(tree.children[0])
    return "." not in word and scope.find(word, 0, 0) is None
