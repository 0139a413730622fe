"""Closed books on the shelf: what a list needs of their cases, found by text without opening the book.

Two derived files for a book, in the office's cache (so they are encrypted as soon as the office is): `find-`
has a line of searchable text for each case, `list-` the case's document in the same line. Each begins with a
stamp; files whose stamps differ do not belong together, and both are derived again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from engine.store.port import Office

Document = dict[str, Any]


def write(office: Office, book: str, stamp: str, documents: Sequence[Document]) -> None:
    """Keep the documents of a book with their searchable texts."""
    for name, lines in (
        ("find", [one["search"] for one in documents]),
        ("list", [json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in documents]),
    ):
        office.cache_write(f"{name}-{book}", "\n".join([stamp, *lines]).encode())


def read(office: Office, book: str, stamp: str) -> list[Document] | None:
    """Every document of a book; None if they are not there or not those of the stamp."""
    lines = _lines(office, book, stamp)
    if lines is None:
        return None
    try:
        found: list[Document] = json.loads(b"[" + b",".join(lines) + b"]")
    except ValueError:
        return None
    return found


def _lines(office: Office, book: str, stamp: str) -> list[bytes] | None:
    data = office.cache_read(f"list-{book}")
    lines = data.split(b"\n") if data is not None else []
    return lines[1:] if lines and lines[0] == stamp.encode() else None


class Shelf:
    """One closed book. Its texts are read when somebody searches, its documents when something is found."""

    def __init__(self, office: Office, book: str, stamp: str, count: int) -> None:
        self._office = office
        self._book = book
        self._stamp = stamp
        self._count = count
        self._texts: bytes | None = None
        self._lines: list[bytes] | None = None

    def search(self, words: str) -> list[Document] | None:
        """The documents with these words (folded) in their text; None if the book must be derived again."""
        if self._texts is None:
            data = self._office.cache_read(f"find-{self._book}") or b""
            first, some, texts = data.partition(b"\n")
            if first != self._stamp.encode() or (texts.count(b"\n") + 1 if some else 0) != self._count:
                return None
            self._texts = texts
        numbers = list(_found(self._texts, words.encode())) if self._count else []
        if not numbers:
            return []
        if self._lines is None:
            self._lines = _lines(self._office, self._book, self._stamp)
        if self._lines is None or len(self._lines) != self._count:
            return None
        return [json.loads(self._lines[number]) for number in numbers]


def _found(texts: bytes, words: bytes) -> Iterator[int]:
    """The numbers of the lines that hold the words, each once."""
    number, counted, at = 0, 0, texts.find(words)
    while at >= 0:
        number += texts.count(b"\n", counted, at)
        counted = at
        yield number
        end = texts.find(b"\n", at)
        at = texts.find(words, end + 1) if end >= 0 else -1
