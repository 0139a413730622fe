"""The cases of the books in use as lists know them, kept in the office's cache."""

from __future__ import annotations

from datetime import date

from engine.desk import shelf
from engine.desk.ledger import Key, Ledger, book_of
from engine.desk.listed import Listed, listed
from engine.desk.shelf import Head, Shelf
from engine.desk.timekeeping import latest_of, newest_of
from engine.store.port import Position, Rewritten

LATEST = "9999"  # stands after every recording time


class Listing:
    """What lists know of the cases of the books in use. Catches up with the journal before it answers.

    A book whose cases are all closed stays on the shelf until something is written into it.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.cases: dict[Key, Listed] = {}
        self._positions: dict[str, Position] = {}
        self._heads: dict[str, Head] = {}
        self._shelved: dict[str, Shelf] = {}
        self._stale: set[str] = set()

    def catch_up(self, today: date) -> None:
        """Bring the cases up to date with every book."""
        unread = []
        for book in self.ledger.books():
            if book in self._positions:
                self._follow(book, today)
            elif book not in self._shelved or not self._rests(book, self._heads[book].position):
                unread.append(book)
        kept = shelf.read_heads(self.ledger.office) if unread else {}
        for book in unread:
            self._open(book, kept.get(book), today)

    def read_to(self, book: str) -> Position | None:
        """How far a book was read for its cases."""
        return self._heads[book].position if book in self._shelved else self._positions.get(book)

    def ends(self) -> dict[str, Position]:
        """The same for every book, in their order."""
        shelved = {book: self._heads[book].position for book in self._shelved}
        return dict(sorted({**self._positions, **shelved}.items()))

    def newest(self, book: str) -> str:
        """The last recording time of any event in a book that was caught up with."""
        if book in self._positions:
            return max((d.newest for k, d in self.cases.items() if book_of(k[1]) == book), default="")
        return self._heads[book].newest if book in self._shelved else LATEST

    def shelved(self, words: str, today: date) -> list[Listed]:
        """The cases of shelved books with these words (folded) in their text; all of them without words."""
        found: list[Listed] = []
        for book, closed in list(self._shelved.items()):
            cases = closed.search(words)
            if cases is None:
                self._rebuild(book, today)
            else:
                found += cases
        return found

    def save(self) -> None:
        """Write the cases back to the cache, where they changed."""
        office = self.ledger.office
        if self._stale and not office.read_only:
            for book in self._stale:
                cases = [one for key, one in self.cases.items() if book_of(key[1]) == book]
                self._heads[book] = shelf.write(office, book, self._positions[book], cases)
            shelf.write_heads(office, self._heads)  # last: it tells which books may stay closed
            self._stale = set()

    def _rests(self, book: str, position: Position) -> bool:
        """Whether nothing was written into a book since."""
        try:
            return not self.ledger.office.read(book, position)[0]
        except Rewritten:
            return False

    def _open(self, book: str, head: Head | None, today: date) -> None:
        """Take a book up as it was kept; only what was written since is folded."""
        self._shelved.pop(book, None)
        if head is None:
            self._rebuild(book, today)
            return
        office = self.ledger.office
        if head.open == 0 and book != _this_book(today) and self._rests(book, head.position):
            self._shelved[book] = Shelf(office, book, head.position.hash, head.cases)
            self._heads[book] = head
            return
        cases = shelf.read(office, book, head.position.hash)
        if cases is None:
            self._rebuild(book, today)
            return
        self._positions[book], self._heads[book] = head.position, head
        self.cases.update({(one.station.organisation, one.number): one for one in cases})
        self._follow(book, today)

    def _follow(self, book: str, today: date) -> None:
        """Read on from where the cases stand; only cases with new events are folded."""
        try:
            entries, position = self.ledger.office.read(book, self._positions[book])
        except Rewritten:
            self._rebuild(book, today)
            return
        if entries:
            self.ledger.read(book)
            for key in {(str(e["organisation"]), str(e["case"])) for e in entries}:
                self._put(key, today)
            self._stale.add(book)
        self._positions[book] = position

    def _rebuild(self, book: str, today: date) -> None:
        self._shelved.pop(book, None)
        self.cases = {key: d for key, d in self.cases.items() if book_of(key[1]) != book}
        self.ledger.read(book)
        for key in list(self.ledger.raw):
            if book_of(key[1]) == book:
                self._put(key, today)
        self._positions[book] = self.ledger.positions[book]
        self._stale.add(book)

    def _put(self, key: Key, today: date) -> None:
        one = listed(self.ledger.workflow_of(key), self.ledger.case(key), today)
        events, gone = self.ledger.raw[key], self.ledger.disposed.get(key, {})
        self.cases[key] = one._replace(at=latest_of(events), newest=newest_of(events, gone))


def _this_book(today: date) -> str:
    from engine.wareki import fiscal_label

    return fiscal_label(today)
