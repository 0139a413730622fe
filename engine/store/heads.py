"""heads.jsonl: how many lines each book has and the hash of the last one, kept apart from the books.

A chain alone cannot tell that its end was cut off. The head can: it is written after the line it names is
on the disk, so a book always has at least what its head says; one that is shorter was cut.

The head is written in place and not synced: a second sync would double the cost of a step. What that means:
- after the end or the death of a process the head is at most one line behind (the operating system has it);
- after a power loss it may be older by the steps of the last seconds. A cut that removes only those lines
  cannot be told from a torn write then. Print `Report.head` on paper to close that gap.

Layout: one slot of 256 bytes per book, JSON with a checksum (keyed once the office has
a key), filled with spaces; none straddles a sector.
"""

from __future__ import annotations

import json
from pathlib import Path

from engine.store import platform
from engine.store.codec import PLAIN, Codec
from engine.store.journal import Head

SLOT = 256
_TRIES = 3  # a reader without the lock may meet a slot that is being written


class Heads:
    """The heads of an office's books, by one open handle."""

    def __init__(self, path: Path, codec: Codec = PLAIN, *, write: bool) -> None:
        self._path = path
        self._codec = codec
        self._write = write
        self._handle: int | None = None
        self._parsed: tuple[bytes, dict[str, Head]] = b"", {}  # what was read last, and what it says
        self._slots: dict[str, int] = {}
        self._spoilt: list[int] = []  # slots that do not read: the next new head takes their place

    def read(self) -> tuple[dict[str, Head], int]:
        """Every head, and the number of slots that do not read. No file: no heads, one unreadable slot."""
        handle = self._open()
        if handle is None:
            return {}, 1
        heads: dict[str, Head] = {}
        bad = 0
        for _ in range(_TRIES):
            heads, bad = self._parse(platform.read_at(handle, platform.size_of(handle), 0))
            if not bad:
                break
        return heads, bad

    def of(self, book: str) -> Head | None:
        """What is vouched for of one book."""
        handle, slot = self._open(), self._slots.get(book)
        if handle is not None and slot is not None:
            found = parse(platform.read_at(handle, SLOT, slot * SLOT), self._codec)
            if found is not None and found[0] == book:
                return found[1]
        return self.read()[0].get(book)

    def put(self, book: str, head: Head) -> None:
        """Write one head. Only under the office's lock. Raises `OSError`."""
        handle = self._open()
        if handle is None:
            handle = self._handle = platform.create_file(self._path)
        slot = self._slots.get(book)
        if slot is None:
            self.read()
            slot = self._slots.get(book)
            if slot is None:
                slot = self._spoilt[0] if self._spoilt else -(-platform.size_of(handle) // SLOT)
            self._slots[book] = slot
        platform.write_at(handle, render(book, head, self._codec), slot * SLOT)

    def close(self) -> None:
        if self._handle is not None:
            platform.close(self._handle)
            self._handle = None

    def _open(self) -> int | None:
        if self._handle is None:
            try:
                self._handle = platform.open_file(self._path, write=self._write)
            except FileNotFoundError:
                return None
        return self._handle

    def _parse(self, data: bytes) -> tuple[dict[str, Head], int]:
        if data and data == self._parsed[0]:
            return dict(self._parsed[1]), len(self._spoilt)
        heads: dict[str, Head] = {}
        self._slots.clear()
        self._spoilt.clear()
        for slot, at in enumerate(range(0, len(data), SLOT)):
            part = data[at : at + SLOT]
            if not part.strip(b"\0"):
                continue  # room that a power loss left: nothing was ever said here
            found = parse(part, self._codec)
            if found is None or found[0] in heads:
                self._spoilt.append(slot)
                continue
            heads[found[0]] = found[1]
            self._slots[found[0]] = slot
        self._parsed = data, dict(heads)
        return heads, len(self._spoilt)


def render(book: str, head: Head, codec: Codec = PLAIN, like: str = "") -> bytes:
    """One slot; `like` is a mark it is to be compared with."""
    edition = f'"edition":{head.edition},' if head.edition else ""
    body = f'{{"book":"{book}",{edition}"hash":"{head.hash}","lines":{head.lines},"check":"'.encode()
    return (body + f'{codec.mark(body, like)}"}}'.encode()).ljust(SLOT - 1) + b"\n"


def parse(slot: bytes, codec: Codec = PLAIN) -> tuple[str, Head] | None:
    """A slot's book and head, or None if it is not as it was written."""
    try:
        value = json.loads(slot)
        edition = int(value.get("edition", 0))
        book, head = str(value["book"]), Head(int(value["lines"]), str(value["hash"]), edition)
        whole = render(book, head, codec, str(value["check"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return (book, head) if slot == whole else None
