"""One change in the text of a definition file; every other byte stays.

    put(name, text, path, value)   the value at a path, maps on the way made where they lack
    drop(name, text, path)         a key or list element away, with maps that become empty

Each result is read again and compared with what was meant, so that a text is never written that says something
else. What cannot be written so raises `CannotSplice`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from engine.errors import DefinitionError
from engine.load.edit import render
from engine.load.edit.spans import Entry, Span, spans_of
from engine.load.source import read_definition
from engine.load.tree import plain

Path = tuple[str, ...]
Order = Callable[[Path], Sequence[str]]


class CannotSplice(Exception):  # noqa: N818 — a refusal that the caller words
    """The change cannot be made in the text as it stands; `path` is where."""

    def __init__(self, path: Path) -> None:
        super().__init__(".".join(path))
        self.path = path


def put(name: str, text: str, path: Path, value: Any, order: Order | None = None) -> str:
    """`text` with `value` at `path`. `order` gives the keys of a map in the order they should stand."""
    wanted = with_value(data_of(name, text), path, value)
    return _checked(name, _put(_Text(name, text), path, value, order or (lambda _: ())), wanted, path)


def drop(name: str, text: str, path: Path, floor: int = 1) -> str:
    """`text` without the element at `path`; a map left empty goes too, but not one of less than `floor` keys.

    Nothing changes where there is no such element.
    """
    here = _Text(name, text)
    trail = here.trail(path)
    if trail is None:
        return text
    while len(path) > floor and trail[-2].size == 1:
        path, trail = path[:-1], trail[:-1]
    wanted = _without(data_of(name, text), path)
    return _checked(name, here.drop(trail[-2], path[-1]), wanted, path)


@lru_cache(maxsize=16)
def data_of(name: str, text: str) -> Any:
    """What a file says, as ordinary values, not to be changed. Raises DefinitionError where it cannot be read.

    The result of one edit is the beginning of the next, so it is kept.
    """
    return plain(read_definition(name, text.encode("utf-8")))


def _checked(name: str, text: str, wanted: Any, path: Path) -> str:
    try:
        got = data_of(name, text)
    except DefinitionError:
        raise CannotSplice(path) from None
    if not _same(got, wanted):
        raise CannotSplice(path)
    return text


def _same(a: Any, b: Any) -> bool:
    """Equal in value, type and, in maps, order of what was there before."""
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(_same(a[k], b[k]) for k in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(_same, a, b))
    return type(a) is type(b) and bool(a == b)


def with_value(data: Any, path: Path, value: Any) -> Any:
    """What a file says, with another value at a path."""
    if not path:
        return value
    if isinstance(data, list):
        at = int(path[0])
        if at == len(data):
            return [*data, with_value({}, path[1:], value)]
        return [with_value(one, path[1:], value) if i == at else one for i, one in enumerate(data)]
    inner = data if isinstance(data, dict) else {}
    return {**inner, path[0]: with_value(inner.get(path[0], {}), path[1:], value)}


def _without(data: Any, path: Path) -> Any:
    key = path[0]
    if isinstance(data, list):
        if len(path) == 1:
            return [one for i, one in enumerate(data) if str(i) != key]
        return [_without(one, path[1:]) if str(i) == key else one for i, one in enumerate(data)]
    if len(path) == 1:
        return {k: v for k, v in data.items() if k != key}
    return {k: _without(v, path[1:]) if k == key else v for k, v in data.items()}


def _nest(path: Path, value: Any) -> Any:
    for key in reversed(path):
        value = {key: value}
    return value


def _put(text: _Text, path: Path, value: Any, order: Order) -> str:
    here = text.root
    for depth, step in enumerate(path):
        inner = text.step(here, step)
        if inner is not None:
            if depth + 1 < len(path) and inner.kind == "scalar":
                rest = path[depth + 1 :]
                return text.replace(here, step, inner, _nest(rest, value), len(rest))
            if depth + 1 == len(path):
                return text.replace(here, step, inner, value, 0)
            here = inner
            continue
        nested = _nest(path[depth + 1 :], value)
        if here.kind == "seq" and step.isdigit() and int(step) == len(here.elements):
            return text.append(here, nested)
        if here.kind != "map":
            raise CannotSplice(path[: depth + 1])
        beside = _neighbour(here, step, order(path[:depth]))
        return text.insert(here, step, nested, beside, len(path) - depth - 1, path[:depth])
    raise CannotSplice(path)


def _neighbour(here: Span, key: str, order: Sequence[str]) -> Entry | None:
    """The entry after which a new key stands; None for the first place."""
    if not here.entries:
        return None
    if key in order:
        at = list(order).index(key)
        for earlier in reversed(order[:at]):
            found = here.entry(earlier)
            if found:
                return found
        if any(here.entry(later) for later in order[at + 1 :]):
            later = next(e for k in order[at + 1 :] if (e := here.entry(k)))
            index = here.entries.index(later)
            return here.entries[index - 1] if index else None
    return here.entries[-1]


class _Text:
    """The text with its spans, and the small moves on it."""

    def __init__(self, name: str, text: str) -> None:
        self.text = text
        self.json = name.endswith(".json")
        self.root = spans_of(name, text)
        self.nl = "\r\n" if "\r\n" in text else "\n"

    def step(self, here: Span, key: str) -> Span | None:
        if here.kind == "map":
            entry = here.entry(key)
            return entry.value if entry else None
        if here.kind == "seq" and key.isdigit() and int(key) < len(here.elements):
            return here.elements[int(key)]
        return None

    def trail(self, path: Path) -> list[Span] | None:
        """Every value from the root down to the path, or None where there is none."""
        found = [self.root]
        for key in path:
            inner = self.step(found[-1], key)
            if inner is None:
                return None
            found.append(inner)
        return found

    # Lines

    def column(self, at: int) -> int:
        return at - (self.text.rfind("\n", 0, at) + 1)

    def indent(self, at: int) -> int:
        """The spaces before the first character of the line that holds `at`."""
        start = self.text.rfind("\n", 0, at) + 1
        line = self.text[start:at]
        return len(line) - len(line.lstrip(" \t"))

    def line_end(self, at: int) -> int:
        """The end of the line that holds `at`, before its line end."""
        found = self.text.find("\n", at)
        end = len(self.text) if found < 0 else found
        return end - 1 if found > 0 and self.text[end - 1] == "\r" and end - 1 >= at else end

    def alone(self, at: int) -> bool:
        """Whether nothing but spaces stands before `at` in its line."""
        return not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip()

    def cut(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def spread(self, here: Span) -> bool:
        """Whether a flow collection has its elements on lines of their own."""
        inside = [e.start for e in here.entries] or [e.start for e in here.elements]
        return bool(inside) and self.alone(inside[-1])

    # Replacing

    def replace(self, parent: Span, key: str, old: Span, value: Any, deep: int) -> str:
        if self.json:
            return self.cut(old.start, old.end, render.json_text(value, self.indent(old.start), self.nl))
        if parent.flow or parent.kind == "seq":
            one = render.scalar(value, True, old.style) if _is_scalar(value) else render.flow(value)
            return self.cut(old.start, old.end, one if old.end > old.start else f" {one}")
        entry = parent.entry(key)
        assert entry is not None
        colon = self.text.index(":", entry.key_end) + 1
        head, below = render.block(value, self.column(entry.start), old.style, deep)
        if old.end > old.start and not below and (old.kind == "scalar" or old.flow) and old.style not in "|>":
            return self.cut(old.start, old.end, head)
        if old.end > old.start and not below and old.style and old.style in "|>":
            return self.cut(colon, old.end, f" {head}")
        end = max(old.end, colon)
        stop = self.line_end(end)
        kept = self.text[end:stop] if old.kind == "scalar" and old.style not in ("|", ">") else ""
        lines = [f"{' ' if head else ''}{head}{kept.rstrip()}", *below]
        return self.cut(colon, stop if kept else end, self.nl.join(lines))

    # Adding

    def insert(self, here: Span, key: str, value: Any, beside: Entry | None, deep: int, path: Path) -> str:
        if here.flow:
            return self._insert_flow(here, key, value, beside)
        if not here.entries:
            raise CannotSplice((*path, key))
        first = here.entries[0]
        lines = render.entry(key, value, self.column(first.start), deep)
        if beside is None and self.alone(first.start):
            start = self.text.rfind("\n", 0, first.start) + 1
            return self.cut(start, start, self.nl.join(lines) + self.nl)
        at = self.line_end((beside or first).end)
        return self.cut(at, at, self.nl + self.nl.join(lines))

    def _insert_flow(self, here: Span, key: str, value: Any, beside: Entry | None) -> str:
        if not here.entries:
            return self.cut(here.start + 1, here.end - 1, self._pair(key, value, self.indent(here.start)))
        spread = self.spread(here)
        indent = self.indent(here.entries[-1].start)
        gap = f",{self.nl}{' ' * indent}" if spread else ", "
        pair = self._pair(key, value, indent)
        if beside is None:
            return self.cut(here.entries[0].start, here.entries[0].start, pair + gap)
        return self.cut(beside.end, beside.end, gap + pair)

    def _pair(self, key: str, value: Any, indent: int) -> str:
        if self.json:
            return f"{render.json_text(key, 0, self.nl)}: {render.json_text(value, indent, self.nl)}"
        return f"{render.key_text(key)}: {render.flow(value)}"

    def append(self, here: Span, value: Any) -> str:
        """One more element at the end of a list."""
        one = render.json_text(value, self.indent(here.start), self.nl) if self.json else render.flow(value)
        if not here.elements:
            return self.cut(here.start + 1, here.end - 1, one)
        last = here.elements[-1]
        if here.flow:
            gap = f",{self.nl}{' ' * self.indent(last.start)}" if self.spread(here) else ", "
            return self.cut(last.end, last.end, gap + one)
        dash = self.text.rfind("-", 0, here.elements[0].start)
        at = self.line_end(last.end)
        return self.cut(at, at, f"{self.nl}{' ' * self.column(dash)}- {one}")

    # Taking away

    def drop(self, here: Span, key: str) -> str:
        if here.kind == "seq":
            return self._drop_span(
                here, [e.start for e in here.elements], [e.end for e in here.elements], int(key)
            )
        index = next(i for i, e in enumerate(here.entries) if e.key == key)
        starts, ends = [e.start for e in here.entries], [e.end for e in here.entries]
        if here.flow or len(starts) > 1 or here is self.root:
            return self._drop_span(here, starts, ends, index)
        colon = self.text.rfind(":", 0, here.start) + 1  # a block map whose only entry goes
        return self.cut(colon, here.end, " {}")

    def _drop_span(self, here: Span, starts: list[int], ends: list[int], index: int) -> str:
        if here.flow:
            if index + 1 < len(starts):
                return self.cut(starts[index], starts[index + 1], "")
            if index:
                return self.cut(ends[index - 1], ends[index], "")
            return self.cut(here.start + 1, here.end - 1, "")
        start = self.text.rfind("-", 0, starts[index]) if here.kind == "seq" else starts[index]
        if not self.alone(start):
            if index + 1 < len(starts):  # the first key behind a dash: the next one takes its place
                return self.cut(starts[index], starts[index + 1], "")
            raise CannotSplice(())
        first = self.text.rfind("\n", 0, start) + 1
        last = self.line_end(ends[index])
        after = self.text.find("\n", last)
        if after < 0:  # the last line without a line end: the one before keeps its own
            return self.cut(self._before(first), last, "")
        return self.cut(first, after + 1, "")

    def _before(self, first: int) -> int:
        at = max(first - 1, 0)
        return at - 1 if at and self.text[at - 1] == "\r" else at


def _is_scalar(value: Any) -> bool:
    return not isinstance(value, dict | list | tuple)
