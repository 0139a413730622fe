"""One entry of a map moved among its neighbours in the text of a definition file, with the lines that belong to it.

In a block its lines move with the remarks above it; in a map written in one line only the entries change places.
"""

from __future__ import annotations

from collections.abc import Sequence

from engine.load.edit.spans import Entry, Span, find_span, spans_of
from engine.load.edit.splice import CannotSplice, data_of

Path = tuple[str, ...]


def shift(name: str, text: str, path: Path, keys: Sequence[str]) -> str:
    """`text` with the entries of the map at `path` in the order of `keys`, which are all it has.

    Raises CannotSplice where they cannot be moved so.
    """
    here = find_span(spans_of(name, text), path) if path else spans_of(name, text)
    if here is None or here.kind != "map" or sorted(keys) != sorted(e.key for e in here.entries):
        raise CannotSplice(path)
    moved = _exchanged(text, here, keys) if here.flow else _relined(text, here, keys, path)
    if not _says(name, moved, path, data_of(name, text), keys):
        raise CannotSplice(path)
    return moved


def _exchanged(text: str, here: Span, keys: Sequence[str]) -> str:
    """The entries of a map in one line: each takes another's place, what stands between them stays."""
    found, at = "", 0
    for place, key in zip(here.entries, keys, strict=True):
        one = _entry(here, key)
        found += text[at : place.start] + text[one.start : one.end]
        at = place.end
    return found + text[at:]


def _relined(text: str, here: Span, keys: Sequence[str], path: Path) -> str:
    """The entries of a block with their lines."""
    first = text.rfind("\n", 0, here.entries[0].start) + 1
    if text[first : here.entries[0].start].strip():
        raise CannotSplice(path)  # the first key stands behind a dash
    first = _remarks(text, first, here.entries[0].start - first)
    chunks: dict[str, str] = {}
    start = first
    for one in here.entries:
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


def _entry(here: Span, key: str) -> Entry:
    return next(one for one in here.entries if one.key == key)


def _says(name: str, text: str, path: Path, before: object, keys: Sequence[str]) -> bool:
    """Whether the new text says what the old one said, in the new order."""
    after = data_of(name, text)
    here = after
    for step in path:
        here = here[int(step)] if isinstance(here, list) else here[step]
    return bool(after == before) and list(here) == list(keys)
