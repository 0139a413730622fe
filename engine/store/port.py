"""What the rest of the program may ask of an office's records, whatever keeps them.

An office holds **books** of entries (JSON objects, in order, never changed), **files** named by their hash,
**versions** of definitions named by theirs, two small documents (info, members) and a cache that may vanish.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from engine.errors import Conflict
from engine.store.codec import ZERO, Codec

Said = tuple[str, str]  # a sentence in Japanese and in English
Entry = dict[str, Any]
LOCK_PATIENCE = 10.0  # seconds a step waits for somebody else's


@dataclass(frozen=True, slots=True)
class Position:
    """A place between two lines of a book: everything before it has been read.

    `offset` and `last` are bytes (the end and the start of the last line read), `lines` counts the lines
    before it, the book's own first line included; `hash` is that of the last line. It may be cached.
    """

    book: str
    offset: int = 0
    last: int = 0
    lines: int = 0
    hash: str = ZERO

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Position:
        return cls(
            str(value["book"]),
            int(value["offset"]),
            int(value["last"]),
            int(value["lines"]),
            str(value["hash"]),
        )


@dataclass(frozen=True, slots=True)
class Report:
    """What `verify` found. `problems` are (place, ja, en); `notes` are harmless remainders.

    `lines` counts the readable entries of all books but the log's, `unreadable` the lines that are not; `books` gives
    each book's lines and last hash; `head` is one hash over all of them, for the receipt slip and the daily list;
    `keyed` tells whether the chains are made with the office's key.
    """

    ok: bool
    problems: list[tuple[str, str, str]]
    notes: list[tuple[str, str, str]]
    lines: int
    unreadable: int
    files: int
    books: dict[str, tuple[int, str]] = field(default_factory=dict)
    head: str = ZERO
    keyed: bool = False


class Rewritten(Conflict):
    """The book is not the one this position belongs to (records were disposed of): read it from the start."""

    code = "conflict"

    def __init__(self, book: str) -> None:
        super().__init__(
            f"帳簿「{book}」は他の操作で作り直されました。開き直してください。",
            f"The book “{book}” was rewritten meanwhile. Please open it again.",
        )


class Office(Protocol):
    """The port. Every write is durable on return, or raises `StoreError` and leaves what was there."""

    @property
    def read_only(self) -> bool: ...

    @property
    def codec(self) -> Codec:
        """How this office writes. Whatever is kept beside the port (drafts) goes through it too."""
        ...

    @property
    def notes(self) -> list[Said]:
        """What a person should be told: read-only and why, what was cut off, a network share."""
        ...

    def lock(self, timeout: float = LOCK_PATIENCE) -> AbstractContextManager[None]:
        """Hold the office over read–change–write. `Conflict` if somebody else has it for `timeout` s."""
        ...

    def books(self) -> list[str]: ...

    def append(self, book: str, entry: Entry, since: Position | None = None) -> Position:
        """Add one entry to a book (made if new) under the lock, and answer the end of the book.

        With `since`, refuse with `Conflict` if the book has grown beyond it: something was not read.
        """
        ...

    def rewrite(self, book: str, entries: Iterable[Entry]) -> Position:
        """Replace a whole book, under the lock: the old one or the new one is there, whatever happens.

        Only disposal does this. Every position in the book before answers `Rewritten` from then on.
        """
        ...

    def read(self, book: str, since: Position | None = None) -> tuple[list[Entry], Position]:
        """The entries after `since` (None: all) and the position after them. No such book: empty.

        `Rewritten` when `since` belongs to a book that was replaced; `StoreError` when it is damaged.
        """
        ...

    def info(self) -> dict[str, Any]: ...

    def write_info(self, info: dict[str, Any]) -> None: ...

    def members(self) -> dict[str, Any]: ...

    def write_members(self, members: dict[str, Any]) -> None: ...

    def begin(self, name: str, plan: dict[str, Any]) -> None:
        """Write down what takes more than one write, before the first; the next start finds it unless it ended."""
        ...

    def begun(self, name: str) -> dict[str, Any] | None:
        """What was begun under this name and has not ended, or None."""
        ...

    def end(self, name: str) -> None: ...

    def put_file(self, data: bytes) -> str:
        """Keep the bytes and answer their SHA-256; the same bytes twice are kept once."""
        ...

    def get_file(self, hash: str) -> bytes: ...

    def put_version(self, hash: str, data: dict[str, Any]) -> None:
        """Keep a published snapshot. It never changes: other content under the same hash is refused."""
        ...

    def get_version(self, hash: str) -> dict[str, Any]: ...

    def versions(self) -> list[str]: ...

    def cache_read(self, name: str) -> bytes | None: ...

    def cache_view(self, name: str) -> memoryview | None: ...

    def cache_write(self, name: str, data: bytes) -> None: ...

    def close(self) -> None: ...


@contextmanager
def closing(office: Office) -> Iterator[Office]:
    """Close an office at the end of a block."""
    try:
        yield office
    finally:
        office.close()
