"""The bytes of a book, read without touching anything: lines, their chain, and what stands at the end.

A book is a header line, then one line per step, then possibly room made in advance (zero bytes). A process
that is killed leaves at most one torn line there, because each is on the disk before the next is begun. So
what does not read at the end is *torn* only if it has the shape of an interrupted write (no newline, or
holes) and the head does not vouch for it; everything else is damage, and nothing is touched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from engine.errors import StoreError
from engine.store.codec import PLAIN, BadLine, Codec
from engine.store.port import Entry, Position

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Head:
    """What is known of a book apart from it: it has at least `lines` lines, and that one's hash.

    `edition` counts how often the book was rewritten (disposal): a head speaks of one edition only.
    """

    lines: int
    hash: str
    edition: int = 0


@dataclass(frozen=True, slots=True)
class Scan:
    """Entries found after a position, the position after them, and the bytes of a torn line."""

    entries: list[Entry]
    end: Position
    torn: bytes = b""


class DamageError(StoreError):
    """A line does not read. `line` counts from 1, as an editor does."""

    def __init__(self, book: str, line: int, ja: str, en: str) -> None:
        self.book = book
        self.line = line
        super().__init__(
            f"books/{book}.jsonl の {line} 行目: {ja}。何も変更していません。"
            "`madoguchi verify` で範囲を確かめ、バックアップから戻してください。",
            f"books/{book}.jsonl, line {line}: {en}. Nothing was changed. "
            "Run `madoguchi verify` to see how far it goes, and restore from a backup.",
        )


def header(office: str, book: str, edition: int = 0) -> Entry:
    """The entry in the first line of a book: which office's and which book it is."""
    return {"book": book, "format": FORMAT, "office": office, **({"edition": edition} if edition else {})}


def edition_of(entry: Entry) -> int:
    """The edition in the first line of a book."""
    found = entry.get("edition", 0)
    return found if isinstance(found, int) else 0


def of_edition(head: Head | None, edition: int, book: str) -> Head | None:
    """What a head says of this edition. Nothing, if it speaks of the one before: a book is renamed into its
    place before its head is told, and a death between the two is no damage. Raises `DamageError` for an older
    book than the head knows."""
    if head is not None and head.edition > edition:
        raise DamageError(
            book,
            1,
            "廃棄などで書き直される前の古い写しです",
            "it is an older copy, from before records were disposed of",
        )
    return head if head is not None and head.edition == edition else None


def scan(data: bytes, start: Position, office: str, head: Head | None, codec: Codec = PLAIN) -> Scan:
    """Read `data`, the bytes of a book from `start.offset` on. Raises `DamageError`."""
    end = len(data.rstrip(b"\0"))
    entries: list[Entry] = []
    at, last, lines, before = 0, start.last - start.offset, start.lines, start.hash
    torn = b""
    while at < end:
        stop = data.find(b"\n", at, end) + 1 or end
        line = data[at:stop]
        try:
            entry = codec.decode(line, before, start.book)
        except BadLine as bad:
            claimed = head is not None and head.lines > lines
            if claimed or stop < end or lines == 0 or not _interrupted(line):
                raise DamageError(start.book, lines + 1, bad.ja, bad.en) from None
            torn = data[at:end]
            break
        if lines:
            entries.append(entry)
        else:
            _require_header(entry, start.book, office)
            head = of_edition(head, edition_of(entry), start.book)
        last, at, lines = at, stop, lines + 1
        before = codec.chain(line)
        if head is not None and head.lines == lines and head.hash != before:
            raise DamageError(
                start.book,
                lines,
                "控えてある値（heads.jsonl）と違います",
                "it is not the line that heads.jsonl names",
            )
    reached = Position(start.book, start.offset + at, start.offset + last, lines, before)
    require_head(reached, head)
    return Scan(entries, reached, torn)


def require_head(reached: Position, head: Head | None) -> None:
    """Refuse a book that is shorter than its head says. Raises `DamageError`."""
    if head is None and reached.lines == 0:
        return
    if reached.lines == 0 or (head is not None and head.lines > reached.lines):
        known = head.lines if head else 1
        raise DamageError(
            reached.book,
            reached.lines + 1,
            f"ここから後の行が失われています（{known} 行あったはずです）",
            f"the lines from here on are missing (there were {known})",
        )


def readable(data: bytes, book: str, codec: Codec = PLAIN) -> tuple[list[tuple[int, Entry]], int]:
    """Every line that reads by itself, with its number, and how many do not: what can be salvaged."""
    found: list[tuple[int, Any]] = []
    unreadable = 0
    for number, line in enumerate(data.rstrip(b"\0").splitlines(keepends=True) if data else [], start=1):
        try:
            found.append((number, codec.decode(line, None, book)))
        except BadLine:
            unreadable += 1
    return found, unreadable


def _interrupted(line: bytes) -> bool:
    """Whether bytes look like a write that did not finish: no end, or places that were never written."""
    return not line.endswith(b"\n") or b"\0" in line


def _require_header(entry: Entry, book: str, office: str) -> None:
    if entry.get("format") != FORMAT:
        raise DamageError(
            book,
            1,
            f"この版では読めない形式です（{entry.get('format')}）",
            f"format {entry.get('format')} is not known here",
        )
    if entry.get("book") != book or entry.get("office") != office:
        raise DamageError(
            book, 1, "別の帳簿または別の窓口のファイルです", "this file belongs to another book or office"
        )
