"""JSON files with places: strict (no duplicate key, no NaN, no comment), iterative, the same tree as YAML."""

from __future__ import annotations

import re
from bisect import bisect_right
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.load import text as chars
from engine.load.tree import Map, Node, Scalar, ScalarValue, Seq
from engine.model.basics import Place

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_WORDS: Final[dict[str, ScalarValue]] = {"true": True, "false": False, "null": None}


class _Open:
    __slots__ = ("elements", "entries", "key", "key_places", "place")

    def __init__(self, place: Place, is_map: bool) -> None:
        self.place = place
        self.entries: dict[str, Node] | None = {} if is_map else None
        self.elements: list[Node] = []
        self.key_places: dict[str, Place] = {}
        self.key: tuple[str, Place] = ("", place)

    def close(self) -> Node:
        if self.entries is None:
            return Seq(self.elements, self.place)
        return Map(self.entries, self.key_places, self.place)

    def put(self, node: Node) -> None:
        if self.entries is None:
            self.elements.append(node)
        else:
            key, place = self.key
            self.entries.setdefault(key, node)
            self.key_places.setdefault(key, place)


class _Reader:
    def __init__(self, name: str, content: str) -> None:
        self.name = name
        self.content = content
        self.at = 0
        self.nodes = 0
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.starts = [0, *(m.end() for m in re.finditer("\n", content))]

    def place(self, at: int) -> Place:
        line = bisect_right(self.starts, at)
        return Place(self.name, line, at - self.starts[line - 1] + 1)

    def stop(self, ja: str, en: str, at: int) -> DefinitionError:
        return DefinitionError([*self.problems, chars.problem(ja, en, self.place(at))])

    def peek(self) -> str:
        match = _SPACE.match(self.content, self.at)
        self.at = match.end() if match else self.at
        return self.content[self.at : self.at + 1]

    def expected(self, what: str) -> DefinitionError:
        if not self.peek():
            return self.stop("JSON が途中で終わっています。", "The JSON ends too early.", self.at)
        return self.stop(
            f"JSON の書き方が正しくありません（ここは {what}）。",
            f"Not valid JSON: expected {what}.",
            self.at,
        )

    def read(self) -> Node:
        if not self.peek():
            raise self.stop("何も書かれていません。", "The file is empty.", 0)
        while True:
            node = self.value()
            while node is not None and self.stack:
                top = self.stack[-1]
                top.put(node)
                node = self.after(top)
            if node is not None:
                return self.finish(node)

    def finish(self, root: Node) -> Node:
        if self.peek():
            raise self.stop("JSON のあとに余分な文字があります。", "Something follows the JSON.", self.at)
        if self.problems:
            raise DefinitionError(self.problems)
        return root

    def after(self, top: _Open) -> Node | None:
        """After an element: the closed container, or None when another element follows."""
        char = self.peek()
        if char == ",":
            self.at += 1
            if top.entries is not None:
                self.key(top)
            return None
        if char == ("]" if top.entries is None else "}"):
            self.at += 1
            return self.stack.pop().close()
        raise self.expected("] か ," if top.entries is None else "} か ,")

    def value(self) -> Node | None:
        """One scalar or empty container; None when a container was opened and its first element follows."""
        char, at = self.peek(), self.at
        self.nodes += 1
        if self.nodes > chars.MAX_NODES:
            raise self.stop("要素が多すぎます。", "Too many elements.", at)
        if char == '"':
            text = self.string()
            return Scalar(text, self.place(at), text)
        if char in ("{", "["):
            return self.open(char == "{", at)
        return self.word(at)

    def open(self, is_map: bool, at: int) -> Node | None:
        if len(self.stack) >= chars.MAX_DEPTH:
            raise self.stop("入れ子が深すぎます（50 段まで）。", "Nested too deeply (50 levels at most).", at)
        self.at += 1
        top = _Open(self.place(at), is_map)
        if self.peek() == ("}" if is_map else "]"):
            self.at += 1
            return top.close()
        self.stack.append(top)
        if is_map:
            self.key(top)
        return None

    def key(self, top: _Open) -> None:
        if self.peek() != '"':
            raise self.expected('"キー"')
        place = self.place(self.at)
        key = self.string()
        first = top.key_places.get(key)
        if first is not None:
            ja = f"「{key}」が二度書かれています（はじめは {first.line} 行 {first.column} 桁）。"
            en = f"“{key}” is written twice (first at line {first.line}, column {first.column})."
            self.problems.append(chars.problem(ja, en, place))
        if self.peek() != ":":
            raise self.expected(":")
        self.at += 1
        top.key = (key, place)

    def string(self) -> str:
        at = self.at
        try:
            scanned: tuple[str, int] = scanstring(self.content, at + 1, True)
        except JSONDecodeError as error:
            raise self.stop(
                "文字列が閉じていないか、\\ の書き方が違います。", f"Bad string: {error.msg}.", error.pos
            ) from None
        text, self.at = scanned
        code = chars.bad_value(text)
        if code:
            ja, en = f"使えない文字（{code}）があります。", f"A character that may not be used ({code})."
            self.problems.append(chars.problem(ja, en, self.place(at)))
        return text

    def word(self, at: int) -> Scalar:
        match = _WORD.match(self.content, at)
        if not match:
            raise self.expected("値")
        text = match.group()
        self.at = match.end()
        if text in _WORDS:
            return Scalar(_WORDS[text], self.place(at), text)
        if len(text) > 18:
            raise self.stop("数が大きすぎます。", "The number is too large.", at)
        number = int(text) if text.lstrip("-").isdigit() else float(text)
        if number in (float("inf"), float("-inf")):
            raise self.stop("数が大きすぎます。", "The number is too large.", at)
        return Scalar(number, self.place(at), text)


def read_json(name: str, content: str) -> Node:
    """The tree of a JSON text. Raises DefinitionError (kind `yaml`) with line and column."""
    return _Reader(name, content).read()
