"""Strict reading of definition files: YAML 1.2 core, or JSON, into a tree that knows its places.

Only `true`, `false`, whole and decimal numbers without a leading zero, and `~`, `null` or nothing at all
are special; `on`, `no`, `12:30`, `010` and `2026-11-22` are text. The event stream of the C parser is read
with a stack of our own, so that no depth of nesting reaches a recursive function; depth, size and the number
of elements are limited, and aliases and tags are refused.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from engine.errors import DefinitionError, Problem
from engine.load import text as chars
from engine.load.tree import Map, Node, Scalar, ScalarValue, Seq, find, grow, place_of, plain
from engine.model.basics import Place

__all__ = ["read_definition", "Map", "Seq", "Scalar", "Node", "plain", "place_of", "find", "grow", "resolve"]

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\Z")
_FLOAT: Final = re.compile(r"-?(?:0|[1-9][0-9]*)\.[0-9]+\Z")
_WORDS: Final[dict[str, ScalarValue]] = {"true": True, "false": False, "~": None, "null": None, "": None}
_MAX_DIGITS: Final = 18


def resolve(text: str) -> ScalarValue:
    """The value of an unquoted scalar: bool, int, float, None, or the text itself.

    Numbers of more than 18 digits raise `ValueError`: they are not amounts, and were not meant as numbers.
    """
    if text in _WORDS:
        return _WORDS[text]
    if not (text[0].isdigit() or text[0] == "-"):
        return text
    if _INT.match(text) or _FLOAT.match(text):
        if len(text) > _MAX_DIGITS:
            raise ValueError(text)
        return float(text) if "." in text else int(text)
    return text


def read_definition(name: str, data: bytes) -> Node:
    """The tree of one file; `name` is shown in places, and decides the reader (`*.json` is JSON).

    Raises DefinitionError with every problem found, each of kind `yaml` with its line and column.
    """
    content = chars.decode(name, data)
    is_json = name.endswith(".json")
    problems = chars.bad_characters(name, content, tabs=is_json)
    if problems:
        raise DefinitionError(problems)
    if is_json:
        from engine.load.json_source import read_json

        return read_json(name, content)
    return _Builder(name).build(content)


class _Open:
    """A map or list that is being read."""

    __slots__ = ("elements", "entries", "key", "key_places", "place")

    def __init__(self, place: Place, is_map: bool) -> None:
        self.place = place
        self.entries: dict[str, Node] | None = {} if is_map else None
        self.elements: list[Node] = []
        self.key_places: dict[str, Place] = {}
        self.key: tuple[str, Place] | None = None


class _Builder:
    """Builds the tree from parse events, in one pass."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.problems: list[Problem] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None
        self.documents = 0
        self.nodes = 0

    def build(self, content: str) -> Node:
        try:
            for event in yaml.parse(content, Loader=_Loader):
                self._take(event)
        except yaml.MarkedYAMLError as error:
            self.problems.append(self._syntax(error, content))
        except yaml.YAMLError:
            self._add("YAML として読めません。", "This is not YAML.", Place(self.name, 1, 1))
        if not self.problems and self.root is None:
            self._add("何も書かれていません。", "The file is empty.", Place(self.name, 1, 1))
        if self.problems or self.root is None:
            raise DefinitionError(self.problems)
        return self.root

    def _take(self, event: Any) -> None:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            place = self._node(event)
            self._scalar(event, place)
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            place = self._node(event)
            if len(self.stack) >= chars.MAX_DEPTH:
                raise self._stop(
                    "入れ子が深すぎます（50 段まで）。", "Nested too deeply (50 levels at most).", place
                )
            self.stack.append(_Open(place, kind is yaml.MappingStartEvent))
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            done = self.stack.pop()
            if done.entries is None:
                self._put(Seq(done.elements, done.place))
            else:
                self._put(Map(done.entries, done.key_places, done.place))
        elif kind is yaml.AliasEvent:
            place = self._place(event)
            self._add(
                "別名（*）は使えません。書き写してください。",
                "Aliases (*) are not used; write it out.",
                place,
            )
            self._put(Scalar(None, place, ""))
        elif kind is yaml.DocumentStartEvent:
            self.documents += 1
            if self.documents > 1:
                ja, en = (
                    "1 つのファイルに書けるのは 1 つだけです（--- で分けない）。",
                    "One document in a file (no ---).",
                )
                raise self._stop(ja, en, self._place(event))

    def _node(self, event: Any) -> Place:
        place = self._place(event)
        self.nodes += 1
        if self.nodes > chars.MAX_NODES:
            raise self._stop("要素が多すぎます。", "Too many elements.", place)
        if event.anchor is not None:
            self._add("目印（&）は使えません。", "Anchors (&) are not used.", place)
        if event.tag is not None:
            self._add("型の指定（!）は使えません。", "Tags (!) are not used.", place)
        return place

    def _scalar(self, event: Any, place: Place) -> None:
        text: str = event.value
        code = chars.bad_value(text)
        if code:
            self._add(
                f"使えない文字（{code}）があります。", f"A character that may not be used ({code}).", place
            )
        top = self.stack[-1] if self.stack else None
        if top is not None and top.entries is not None and top.key is None:
            self._key(top, text, place)
            return
        value: ScalarValue = text
        if event.implicit[0]:
            try:
                value = resolve(text)
            except ValueError:
                ja = "数が大きすぎます。文字なら引用符で囲んでください。"
                self._add(ja, "The number is too large; quote it if it is text.", place)
        self._put(Scalar(value, place, text))

    def _key(self, top: _Open, key: str, place: Place) -> None:
        first = top.key_places.get(key)
        if first is not None:
            ja = f"「{key}」が二度書かれています（はじめは {first.line} 行 {first.column} 桁）。"
            en = f"“{key}” is written twice (first at line {first.line}, column {first.column})."
            self._add(ja, en, place)
        top.key = (key, place)

    def _put(self, node: Node) -> None:
        if not self.stack:
            self.root = node
            return
        top = self.stack[-1]
        if top.entries is None:
            top.elements.append(node)
        elif top.key is None:
            self._add("キーは文字でなければなりません。", "A key must be plain text.", node.place)
            top.key = ("", node.place)
        else:
            key, place = top.key
            if key not in top.entries:
                top.entries[key] = node
                top.key_places[key] = place
            top.key = None

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self.name, mark.line + 1, mark.column + 1)

    def _add(self, ja: str, en: str, place: Place) -> None:
        if len(self.problems) < chars.MAX_PROBLEMS:
            self.problems.append(chars.problem(ja, en, place))

    def _stop(self, ja: str, en: str, place: Place) -> DefinitionError:
        return DefinitionError([*self.problems, chars.problem(ja, en, place)])

    def _syntax(self, error: yaml.MarkedYAMLError, content: str) -> Problem:
        mark = error.problem_mark or error.context_mark
        place = Place(self.name, mark.line + 1, mark.column + 1) if mark else Place(self.name, 1, 1)
        lines = content.splitlines()
        quoted = lines[place.line - 1].strip()[:60] if place.line <= len(lines) else ""
        ja = f"YAML の書き方が正しくありません: {_reason(str(error.problem))}"
        en = f"Not valid YAML: {error.problem}"
        return chars.problem(
            f"{ja}「{quoted}」" if quoted else ja, f"{en}: {quoted}" if quoted else en, place
        )


_REASONS: Final = (
    ("expected <block end>", "字下げがそろっていないか、引用符のあとに余分な文字があります"),
    ("mapping values are not allowed", "「:」がここには書けません（字下げか、引用符の抜け）"),
    ("could not find expected ':'", "「:」がありません"),
    ("did not find expected ':'", "「:」がありません"),
    ("found unexpected end of stream", "引用符またはかっこが閉じていません"),
    ("expected ',' or", "「,」か閉じかっこがありません"),
    ("cannot start any token", "この文字では始められません（引用符で囲んでください）"),
    ("expected the node content", "値がありません"),
    ("did not find expected node content", "値がありません"),
    ("unknown escape", "知らない \\ の書き方です"),
    ("Unicode character escape", "文字として成り立たない \\u の番号です"),
    ("block sequence entries are not allowed", "「- 」がここには書けません"),
)


def _reason(problem: str) -> str:
    return next((ja for part, ja in _REASONS if part in problem), problem)
