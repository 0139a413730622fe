"""Where everything stands in the text of a definition file: the span of every key and value, by character.

    Span   start, end (without what follows it on the line), kind `map`, `seq` or `scalar`, flow or block
    Entry  a key of a map with its span, and its value's

YAML spans come from the marks of the parser's events, JSON spans from a small reader of its own. The text must
be readable (`engine.load.source.read_definition` says what is wrong with it if not).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Any, Final, Literal

import yaml

Kind = Literal["map", "seq", "scalar"]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_SPACE: Final = re.compile(r"[ \t\r\n]*")
_WORD: Final = re.compile(r"[^\s,\]}]+")


@dataclass(slots=True)
class Span:
    """One value in the text: `text[start:end]`. `style` is the quote or block mark of a scalar, if any."""

    kind: Kind
    start: int
    end: int
    flow: bool = False
    style: str = ""
    entries: list[Entry] = field(default_factory=list)
    elements: list[Span] = field(default_factory=list)

    def entry(self, key: str) -> Entry | None:
        """The entry of a key, or None."""
        return next((one for one in self.entries if one.key == key), None)

    @property
    def size(self) -> int:
        return len(self.entries) or len(self.elements)


@dataclass(slots=True)
class Entry:
    """One key of a map with its value."""

    key: str
    start: int
    key_end: int
    value: Span

    @property
    def end(self) -> int:
        """The end of the value, or of the key where there is none."""
        return max(self.key_end, self.value.end)


def spans_of(name: str, text: str) -> Span:
    """The spans of a readable file; `name` decides the reader (`*.json` is JSON)."""
    return _json(text) if name.endswith(".json") else _yaml(text)


def find_span(root: Span, path: tuple[str, ...]) -> Span | None:
    """The value at a path of keys (and positions, as digits, in lists), or None."""
    here: Span | None = root
    for step in path:
        here = _step(here, step) if here is not None else None
    return here


def _step(here: Span, step: str) -> Span | None:
    if here.kind == "map":
        entry = here.entry(step)
        return entry.value if entry else None
    if here.kind == "seq" and step.isdigit() and int(step) < len(here.elements):
        return here.elements[int(step)]
    return None


def _yaml(text: str) -> Span:
    stack: list[tuple[Span, tuple[str, int, int] | None]] = []
    root: Span | None = None
    events: Any = yaml.parse(text, Loader=_Loader)
    for event in events:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            start, end = event.start_mark.index, event.end_mark.index
            if event.style in ("|", ">"):
                end = start + len(text[start:end].rstrip())
            top = stack[-1] if stack else None
            if top is not None and top[0].kind == "map" and top[1] is None:
                stack[-1] = top[0], (event.value, start, end)
                continue
            made = Span("scalar", start, end, style=event.style or "")
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            what: Kind = "map" if kind is yaml.MappingStartEvent else "seq"
            start, flow = event.start_mark.index, bool(event.flow_style)
            stack.append((Span(what, start, start, flow), None))
            continue
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            made = stack.pop()[0]
            made.end = event.end_mark.index if made.flow else _last(made)
        else:
            continue
        root = made
        if stack:
            stack[-1] = _held(*stack[-1], made), None
    assert root is not None
    return root


def _held(top: Span, key: tuple[str, int, int] | None, made: Span) -> Span:
    """`top` with one more value in it."""
    if top.kind == "map" and key is not None:
        top.entries.append(Entry(key[0], key[1], key[2], made))
    else:
        top.elements.append(made)
    return top


def _last(block: Span) -> int:
    """The end of a block's last child: its own end mark stands behind comments and blank lines."""
    if block.entries:
        return block.entries[-1].end
    return block.elements[-1].end if block.elements else block.start


def _json(text: str) -> Span:
    stack: list[tuple[Span, tuple[str, int, int] | None]] = []
    at = 0
    while True:
        at = _skip(text, at)
        char = text[at : at + 1]
        made: Span | None = None
        if char in ("{", "["):
            stack.append((Span("map" if char == "{" else "seq", at, at, True), None))
            at += 1
        elif char in ("}", "]"):
            made = stack.pop()[0]
            at += 1
            made.end = at
        elif char == ",":
            at += 1
        else:
            made, at = _json_scalar(text, at)
            if stack and stack[-1][0].kind == "map" and stack[-1][1] is None:
                key = scanstring(text, made.start + 1, True)[0]
                stack[-1] = stack[-1][0], (str(key), made.start, made.end)
                at = _skip(text, at) + 1
                made = None
        if made is not None:
            if not stack:
                return made
            stack[-1] = _held(*stack[-1], made), None


def _json_scalar(text: str, at: int) -> tuple[Span, int]:
    if text[at] == '"':
        end = int(scanstring(text, at + 1, True)[1])
        return Span("scalar", at, end, style='"'), end
    match = _WORD.match(text, at)
    assert match is not None
    return Span("scalar", at, match.end()), match.end()


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at
