"""One entry of a map or a list moved among its neighbours in the text of a definition file, with its lines.

In a block its lines move with the remarks above it; in what is written in one line only the entries change places.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from engine.load.edit.spans import Entry, Span, find_span, spans_of
from engine.load.edit.splice import CannotSplice, data_of, with_value

Path = tuple[str, ...]


def shift(name: str, text: str, path: Path, keys: Sequence[str]) -> str:
    """`text` with the entries of the map at `path` in the order of `keys`, which are all it has.

    The keys of a list are its positions as digits. Raises CannotSplice where the entries cannot be moved so.
    """
    here = find_span(spans_of(name, text), path) if path else spans_of(name, text)
    entries = _entries(text, here) if here is not None else []
    if here is None or not entries or sorted(keys) != sorted(e.key for e in entries):
        raise CannotSplice(path)
    moved = _exchanged(text, entries, keys) if here.flow else _relined(text, entries, keys, path)
    if not _says(name, moved, path, data_of(name, text), keys):
        raise CannotSplice(path)
    return moved


def _entries(text: str, here: Span) -> list[Entry]:
    """What changes places: the keys of a map, the elements of a list, in a block from their dash on."""
    if here.kind == "map":
        return here.entries
    starts = [one.start if here.flow else text.rfind("-", 0, one.start) for one in here.elements]
    return [Entry(str(n), at, at, here.elements[n]) for n, at in enumerate(starts)]


def _exchanged(text: str, entries: Sequence[Entry], keys: Sequence[str]) -> str:
    """The entries in one line: each takes another's place, what stands between them stays."""
    found, at = "", 0
    for place, key in zip(entries, keys, strict=True):
        one = _entry(entries, key)
        found += text[at : place.start] + text[one.start : one.end]
        at = place.end
    return found + text[at:]


def _relined(text: str, entries: Sequence[Entry], keys: Sequence[str], path: Path) -> str:
    """The entries of a block with their lines."""
    first = text.rfind("\n", 0, entries[0].start) + 1
    if text[first : entries[0].start].strip():
        raise CannotSplice(path)  # the first key stands behind a dash
    first = _remarks(text, first, entries[0].start - first)
    chunks: dict[str, str] = {}
    start = first
    for one in entries:
        end = text.find("\n", max(one.end - 1, one.start))
        end = len(text) if end < 0 else end + 1
        chunks[one.key] = text[start:end]
        start = end
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = [chunks[key] if chunks[key].endswith("\n") else chunks[key] + newline for key in keys]
    whole = "".join(lines)
    return (
        text[:first] + (whole if text[:start].endswith("\n") else whole.removesuffix(newline)) + text[start:]
    )


def _remarks(text: str, start: int, indent: int) -> int:
    """Where the remarks begin that stand right above a line, in its column."""
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        line = text[above:start]
        if not line.strip().startswith("#") or len(line) - len(line.lstrip(" ")) != indent:
            break
        start = above
    return start


def _entry(entries: Sequence[Entry], key: str) -> Entry:
    return next(one for one in entries if one.key == key)


def _says(name: str, text: str, path: Path, before: object, keys: Sequence[str]) -> bool:
    """Whether the new text says what the old one said, in the new order."""
    after = data_of(name, text)
    was, now = _at(before, path), _at(after, path)
    if isinstance(was, list):
        return bool(now == [was[int(key)] for key in keys] and with_value(after, path, was) == before)
    return bool(after == before) and list(now) == list(keys)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[int(step)] if isinstance(data, list) else data[step]
    return data
