"""Simple conditions of a form as JSON Schema: what an `if` can say about the fields of the same form.

Understood: `a = x`, `a != x`, `a in [x, y]`, `a contains x`, `a is present`, `a is missing`, a bare yes/no
field, `not a`, joined by `and` and `or` without brackets. Everything else is left to the engine. A schema
made here holds exactly when the rule is true; where a value is missing, neither holds.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>\"[^\"\n]*\"|「[^」\n]*」)|(?P<op>!=|=)|(?P<list>\[[^\]\"「]*\])"
    r"|(?P<word>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)*|[0-9]+(?![0-9A-Za-z-])))"
)
_RESERVED: Final = frozenset(
    (
        "if",
        "then",
        "else",
        "or",
        "implies",
        "and",
        "not",
        "any",
        "every",
        "no",
        "where",
        "in",
        "contains",
        "is",
    )
)

Schema = dict[str, Any]


def condition(rule: str, known: Callable[[str], str | None]) -> Schema | None:
    """The rule as a schema of the form's object, or None if it is not simple.

    `known` gives the type of a field by its dotted path, or None if the form has no such field.
    """
    tokens = _tokens(rule)
    if not tokens:
        return None
    either = []
    for part in _split(tokens, "or"):
        every = [_atom(atom, known) for atom in _split(part, "and")]
        if any(one is None for one in every):
            return None
        either.append(every[0] if len(every) == 1 else {"allOf": every})
    return either[0] if len(either) == 1 else {"anyOf": either}


def nested(path: str, schema: Schema) -> Schema:
    """`schema` said about the object that holds the last part of `path`."""
    parts = path.split(".")[:-1]
    for part in reversed(parts):
        schema = {"properties": {part: schema}, "required": [part]}
    return schema


def _tokens(rule: str) -> list[str] | None:
    found, at, rule = [], 0, rule.strip()
    while at < len(rule):
        match = _TOKEN.match(rule, at)
        if not match:
            return None
        found.append(match.group().strip())
        at = match.end()
    return found


def _split(tokens: list[str], word: str) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for token in tokens:
        if token == word:
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _atom(tokens: list[str], known: Callable[[str], str | None]) -> Schema | None:
    match tokens:
        case [path] if known(path) == "bool":
            return _has(path, {"const": True})
        case ["not", path] if known(path) == "bool":
            return _has(path, {"const": False})
        case [path, "is", "present"] if known(path):
            return nested(path, {"required": [_last(path)]})
        case [path, "is", "missing"] if known(path):
            return {"not": nested(path, {"required": [_last(path)]})}
        case [path, ("=" | "!=" | "contains") as how, value]:
            return _compared(path, how, value, known(path))
        case [path, "in", values] if known(path) and values.startswith("["):
            items = [_literal(one.strip(), known(path)) for one in values[1:-1].split(",")]
            return None if None in items else _has(path, {"enum": items})
    return None


def _compared(path: str, how: str, value: str, kind: str | None) -> Schema | None:
    wanted = _literal(value, kind if how != "contains" else "choice")
    if kind is None or wanted is None or (how == "contains") != (kind == "list"):
        return None
    if how == "contains":
        return _has(path, {"contains": {"const": wanted}})
    return _has(path, {"const": wanted} if how == "=" else {"not": {"const": wanted}})


def _has(path: str, schema: Schema) -> Schema:
    return nested(path, {"properties": {_last(path): schema}, "required": [_last(path)]})


def _last(path: str) -> str:
    return path.rpartition(".")[2]


def _literal(token: str, kind: str | None) -> str | int | bool | None:
    if token[:1] in ('"', "「"):
        return token[1:-1] if kind == "text" else None
    if kind == "bool":
        return {"true": True, "false": False}.get(token)
    if kind == "int":
        return int(token) if token.isdigit() else None
    if kind == "choice" and re.fullmatch(r"[a-z][a-z0-9_]*", token) and token not in _RESERVED:
        return token
    return None
