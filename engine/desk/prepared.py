"""Full records of closed books, kept as they were exported: an export copies them while nothing changes.

A book is kept only if it is not this year's and none of its records hangs on the day it is asked for (`Watch`): no
clock runs, no rule of a column or of the retention reads today. What is kept stands in the office's cache: it is
encrypted as the office is, goes with a disposal, and is derived again when the book, the program or the layout is
another one. Only full records are kept; a masked or statistical export is always made of the events.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.desk.ledger import Key, book_of, in_order
from engine.facts import Watch
from engine.store.codec import hash_of
from engine.store.port import Position, Rewritten
from engine.version import PROGRAM
from engine.wareki import fiscal_label

if TYPE_CHECKING:
    from engine.desk.desk import Desk

LAYOUT: Final = 1
"""To be raised whenever a record of the same events is written otherwise."""


def full_lines(desk: Desk) -> Iterator[bytes | memoryview]:
    """Every case of the office as a line of JSON, in order: whole lines with their newlines, many at once if copied."""
    books = sorted(desk.ledger.books())
    shelved = {book: kept for book in books if (kept := _shelved(desk, book)) is not None}
    desk.ledger.read_all(book for book in books if book not in shelved)
    there = _keys(desk)
    makers = {book: _Maker(desk, book) for book in books if book not in shelved}
    organisations = {org for org, _ in there} | {
        org for kept in shelved.values() for org in kept.organisations
    }
    for organisation in sorted(organisations):
        for book in books:
            if book in shelved:
                yield from _copied(desk, book, organisation, shelved[book])
            else:
                yield from makers[book].lines(organisation, there.get((organisation, book), []))
    for maker in makers.values():
        maker.done()


def _keys(desk: Desk) -> dict[tuple[str, str], list[Key]]:
    """The cases that were read, by organisation and book, in order."""
    found: dict[tuple[str, str], list[Key]] = {}
    for key in sorted(desk.ledger.keys(), key=in_order):
        found.setdefault((key[0], book_of(key[1])), []).append(key)
    return found


class _Maker:
    """Makes the lines of one book, and keeps them if they are the same on every day."""

    def __init__(self, desk: Desk, book: str) -> None:
        self._desk, self._book = desk, book
        self._watch = Watch(day_matters=book == fiscal_label(desk.clock.today()) or desk.office.read_only)
        self._stamp = desk.ledger.positions[book].hash if book in desk.ledger.positions else ""
        self._kept: list[str] = []

    def lines(self, organisation: str, keys: list[Key]) -> Iterator[bytes]:
        from engine.export.lines import line_of

        kept, ledger, today = [], self._desk.ledger, self._desk.clock.today()
        for key in keys:
            workflow, case, gone = ledger.workflow_of(key), ledger.case(key), ledger.disposed.get(key)
            line = line_of(workflow, case, today, disposed=gone, watch=self._watch).encode() + b"\n"
            if not self._watch.day_matters:
                kept.append(line)
            yield line
        if kept and not self._watch.day_matters:
            self._kept.append(organisation)
            stamp = f"{self._stamp}\n".encode()
            self._desk.office.cache_write(_name(self._book, organisation), b"".join([stamp, *kept]))

    def done(self) -> None:
        """What belongs together is written down last."""
        if self._kept and not self._watch.day_matters:
            position = self._desk.ledger.positions[self._book].to_json()
            head = {"layout": LAYOUT, "program": PROGRAM, "position": position, "organisations": self._kept}
            self._desk.office.cache_write(f"full-{self._book}", json.dumps(head).encode())


@dataclass(frozen=True, slots=True)
class _Kept:
    """What is kept of a book: the stamp that its parts begin with, and whose records they are."""

    stamp: str
    organisations: tuple[str, ...]


def _shelved(desk: Desk, book: str) -> _Kept | None:
    """What is kept of a book that has not changed since; None if it must be made."""
    try:
        head: Any = json.loads(desk.office.cache_read(f"full-{book}") or b"null")
        if (head["layout"], head["program"]) != (LAYOUT, PROGRAM):
            return None
        position = Position.from_json(head["position"])
        if desk.office.read(book, position)[0]:
            return None
        return _Kept(position.hash, tuple(head["organisations"]))
    except (ValueError, TypeError, KeyError, Rewritten):
        return None


def _copied(desk: Desk, book: str, organisation: str, kept: _Kept) -> Iterator[bytes | memoryview]:
    """The lines that are kept; made anew where they are gone or damaged."""
    if organisation not in kept.organisations:
        return
    stamp = f"{kept.stamp}\n".encode()
    data = desk.office.cache_view(_name(book, organisation))
    if data is not None and data[: len(stamp)] == stamp:
        yield data[len(stamp) :]
        return
    desk.ledger.read(book)
    keys = _keys(desk).get((organisation, book), [])
    yield from _Maker(desk, book).lines(organisation, keys)


def _name(book: str, organisation: str) -> str:
    return f"full-{book}-{hash_of(organisation.encode())[:16]}"
