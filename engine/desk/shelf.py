"""Books on the shelf: what lists know of their cases, found by text without opening the book.

Two derived files for a book, in the office's cache (so they are encrypted as soon as the office is): `find-` has a
line of searchable text for each case, `list-` a JSON array of what lists know of the case in the same line. Before
those stands a line with the names of the values, and with the stations, each once: a case gives the number of its own.
Both files begin with a stamp; files whose stamps differ do not belong together, and both are derived again. One more,
`lists`, has the head of every book, so that an office opens without a look at each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from engine.desk.listed import Listed, Station
from engine.store.port import Office, Position

FORMAT: Final = 8
_HEADS: Final = "lists"


class Head(NamedTuple):
    """What was kept of a book: read to `position`, cases in all and open ones, the last recording times.

    `latest` is that of a running clock, `newest` that of any.
    """

    position: Position
    cases: int
    open: int
    latest: str
    newest: str


def read_heads(office: Office) -> dict[str, Head]:
    """The head of every book; nothing if there are none, or another program wrote them."""
    with suppress(ValueError, TypeError, KeyError, AttributeError):
        told = json.loads(office.cache_read(_HEADS) or b"{}")
        if told.get("format") == FORMAT:
            return {
                str(book): Head(Position.from_json(position), int(count), int(open), str(latest), str(newest))
                for book, (position, count, open, latest, newest) in told["books"].items()
            }
    return {}


def write_heads(office: Office, heads: Mapping[str, Head]) -> None:
    """Keep the heads of all books, after the books themselves."""
    books = {book: [head.position.to_json(), *head[1:]] for book, head in heads.items()}
    office.cache_write(_HEADS, _json({"format": FORMAT, "books": books}).encode())


def write(office: Office, book: str, position: Position, cases: Sequence[Listed]) -> Head:
    """Keep what lists know of the cases of a book, with their searchable texts; gives its head."""
    stations = {station: n for n, station in enumerate(dict.fromkeys(one.station for one in cases))}
    told = {"names": Listed._fields, "of": Station._fields, "stations": [*stations]}
    for name, lines in (
        ("find", [one.search for one in cases]),
        ("list", [_json(told), *(_json([stations[one.station], *one[1:]]) for one in cases)]),
    ):
        office.cache_write(f"{name}-{book}", "\n".join([position.hash, *lines]).encode())
    return Head(
        position,
        len(cases),
        sum(one.station.open for one in cases),
        max((one.at for one in cases), default=""),
        max((one.newest for one in cases), default=""),
    )


def _json(one: object) -> str:
    return json.dumps(one, ensure_ascii=False, separators=(",", ":"))


def read(office: Office, book: str, stamp: str) -> list[Listed] | None:
    """What lists know of every case of a book; None if it is not there, not of the stamp, or of another program."""
    with suppress(ValueError, TypeError, KeyError, IndexError):
        told, cases = _kept(office, book, stamp)
        stations = _stations(told)
        values = _values(cases)
        for one in values:
            one[0] = stations[one[0]]
        return list(map(Listed._make, values))
    return None


def read_by_name(office: Office, book: str, stamp: str) -> list[dict[str, Any]]:
    """The same from whatever program put it there, by the names it gave; nothing where there is none."""
    with suppress(ValueError, TypeError, KeyError, IndexError):
        told, cases = _kept(office, book, stamp)
        stations = [dict(zip(told["of"], one, strict=True)) for one in told["stations"]]
        names = told["names"][1:]
        return [{**stations[at], **dict(zip(names, own, strict=True))} for at, *own in _values(cases)]
    return []


def _kept(office: Office, book: str, stamp: str) -> tuple[dict[str, Any], bytes]:
    """What stands before the cases, and the lines of those. KeyError where they are not those of the stamp."""
    first, _, rest = (office.cache_read(f"list-{book}") or b"").partition(b"\n")
    if first != stamp.encode():
        raise KeyError(book)
    told, _, cases = rest.partition(b"\n")
    return json.loads(told), cases


def _stations(told: dict[str, Any]) -> list[Station]:
    """The stations as this program knows them. KeyError where another one wrote them."""
    if told["names"] != [*Listed._fields] or told["of"] != [*Station._fields]:
        raise KeyError("names")
    return [Station(*one) for one in told["stations"]]


def _values(cases: bytes) -> list[list[Any]]:
    found: list[list[Any]] = json.loads(b"[" + cases.replace(b"\n", b",") + b"]")
    return found


class Shelf:
    """One closed book. Its texts are read when somebody searches, what lists know of its cases when some are found."""

    def __init__(self, office: Office, book: str, stamp: str, count: int) -> None:
        self._office = office
        self._book = book
        self._stamp = stamp
        self._count = count
        self._texts: bytes | None = None
        self._stations: list[Station] = []
        self._lines: list[bytes] | None = None

    def search(self, words: str) -> list[Listed] | None:
        """The cases with these words (folded) in their text; None if the book must be derived again."""
        if self._texts is None:
            data = self._office.cache_read(f"find-{self._book}") or b""
            first, some, texts = data.partition(b"\n")
            if first != self._stamp.encode() or (texts.count(b"\n") + 1 if some else 0) != self._count:
                return None
            self._texts = texts
        numbers = list(_found(self._texts, words.encode())) if self._count else []
        if not numbers:
            return []
        with suppress(ValueError, TypeError, KeyError, IndexError):
            if self._lines is None:
                told, cases = _kept(self._office, self._book, self._stamp)
                self._stations, self._lines = _stations(told), cases.split(b"\n")
            if len(self._lines) == self._count:
                return [self._case(self._lines[number]) for number in numbers]
        return None

    def _case(self, line: bytes) -> Listed:
        at, *own = json.loads(line)
        return Listed(self._stations[at], *own)


def _found(texts: bytes, words: bytes) -> Iterator[int]:
    """The numbers of the lines that hold the words, each once."""
    number, counted, at = 0, 0, texts.find(words)
    while at >= 0:
        number += texts.count(b"\n", counted, at)
        counted = at
        yield number
        end = texts.find(b"\n", at)
        at = texts.find(words, end + 1) if end >= 0 else -1
