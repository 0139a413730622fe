"""A merged definition as YAML again, with the place of every element beside it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Final

from engine.load.source import resolve
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Place

_PLAIN: Final = re.compile(r"\w[^\n\r\t:#,\[\]{}&*!|>'\"%@`\\]*\Z")


def print_effective(node: Node) -> str:
    """YAML that reads back as `node`; each line ends in `# file:line` of the element on it."""
    if isinstance(node, Scalar) or not len(node):
        return f"{_flow(node)}  {_comment(node.place)}\n"
    return "\n".join(_lines(node, 0)) + "\n"


def _lines(node: Map | Seq, depth: int) -> Iterator[str]:
    pad = "  " * depth
    if isinstance(node, Map):
        for key, value in node.items():
            yield from _entry(f"{pad}{_word(key, is_key=True)}:", value, node.key_place(key), depth)
        return
    for value in node:
        if isinstance(value, Scalar) or not len(value):
            yield f"{pad}- {_flow(value)}  {_comment(value.place)}"
        else:
            yield f"{pad}-  {_comment(value.place)}"
            yield from _lines(value, depth + 1)


def _entry(head: str, value: Node, place: Place, depth: int) -> Iterator[str]:
    if isinstance(value, Scalar):
        yield f"{head} {_flow(value)}  {_comment(value.place)}"
    elif not len(value) or (isinstance(value, Seq) and all(isinstance(part, Scalar) for part in value)):
        yield f"{head} {_flow(value)}  {_comment(place)}"
    else:
        yield f"{head}  {_comment(place)}"
        yield from _lines(value, depth + 1)


def _comment(place: Place) -> str:
    return f"# {place.file}:{place.line}"


def _flow(node: Node) -> str:
    if isinstance(node, Seq):
        return "[" + ", ".join(_flow(part) for part in node) + "]"
    if isinstance(node, Map):
        return "{}"
    if isinstance(node.value, str):
        return _word(node.value)
    if node.value is None:
        return "~"
    return json.dumps(node.value)


def _word(text: str, is_key: bool = False) -> str:
    if _PLAIN.match(text) and text == text.strip() and (is_key or isinstance(_resolved(text), str)):
        return text
    return json.dumps(text, ensure_ascii=False)


def _resolved(text: str) -> object:
    try:
        return resolve(text)
    except ValueError:
        return None
