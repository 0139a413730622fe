"""An office in a folder.

    office.json              what the office is: format, id, organisations, created, encryption (sealed, signed)
    <name>.json              what was begun and has not ended: disposal, importing (sealed)
    keys.json                who can open it, of an office that is encrypted (see keys)
    members.json             who works there (sealed)
    books/<year>.jsonl       the journal: one line per step, chained (see codec)
    heads.jsonl              each book's number of lines and last hash, kept apart (see heads)
    files/<aa>/<sha256>      attachments and issued letters, named by their content
    versions/<hash>.json     published definitions, never changed (sealed)
    cache/                   derived; may vanish at any time
    recovered/               what was cut off the end of a book
    tmp/                     files being written
    lease.json               who uses it, on a share (see lease)
    lock                     held over read–change–write, released by the operating system at death

"Sealed" is JSON with a checksum of itself. With keys everything but office.json and keys.json is encrypted, and
files have other names (see ciphers). The folder is 0700 and the files 0600 where the system knows such.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.errors import Conflict, StoreError, UsageError
from engine.store import beside, platform
from engine.store.book import Book
from engine.store.codec import PLAIN, BadLine, Codec, canonical, hash_of, seal
from engine.store.heads import Heads
from engine.store.journal import Head
from engine.store.names import require_book, require_cache, require_hash, require_version
from engine.store.port import LOCK_PATIENCE, Entry, Position, Said
from engine.store.sealed import cannot_write, held, read_or_none, read_sealed, unusable

if TYPE_CHECKING:
    from engine.store.keys import OpenKeys
    from engine.store.lease import Holder, Lease

FORMAT = 1
INFO = "office.json"
MEMBERS = "members.json"
NUMBER = "number"  # how often a small document was written: an older copy of it has a smaller one
_SMALL = ".json"
_BOOK = ".jsonl"
KEYS = "keys.json"
_POLL = 0.002  # seconds between two tries for the lock
_SUM: Final = 65  # bytes: the sum that stands before what is cached, and its newline
FOLDERS = ("books", "files", "versions", "cache", "recovered", beside.FOLDER)


class DiskOffice:
    """The port over a folder. Made by `create` and `open_office` (see `opening`)."""

    def __init__(
        self,
        path: Path,
        id: str,
        keys: OpenKeys | None,
        *,
        read_only: bool,
        notes: list[Said],
        lease: Lease | None = None,
    ) -> None:
        self.path = path
        self._lease = lease
        self.held_by: Holder | None = None  # who writes here, if it is another PC
        self._lock_file = path / "lock" if lease is None else platform.own_lock(id)
        # Asked for at every step:
        self._info_file, self._members_file, self._folder = path / INFO, path / MEMBERS, path / "books"
        self.read_only = read_only
        self.notes = notes
        self.id = id
        self.keys = keys
        self.codec: Codec = keys.codec() if keys is not None else PLAIN
        self._heads = Heads(path / "heads.jsonl", self.codec, write=not read_only)
        self._books: dict[str, Book] = {}
        self._busy = threading.RLock()  # handles are shared between this process's threads
        self._mutex = threading.Lock()  # one handle, so the system cannot keep this process's threads apart
        self._holder: int | None = None
        self._cleaned = False
        self._lock_handle: int | None = None
        self._numbers: dict[str, int] = {}
        self._members: tuple[tuple[int, int, int, int] | None, dict[str, Any]] | None = None
        self._info: tuple[tuple[int, int, int, int] | None, dict[str, Any]] | None = None

    @contextmanager
    def lock(self, timeout: float = LOCK_PATIENCE) -> Iterator[None]:
        self._require_writable()
        if self._holder == threading.get_ident():
            raise RuntimeError("the office's lock is not re-entrant")
        if not self._mutex.acquire(timeout=timeout):
            raise held()
        try:
            self._acquire(timeout)
            self._holder = threading.get_ident()
            try:
                self._require_lease()
                with self._busy:
                    self.codec.look_again()
                    for book in self._books.values():
                        book.look_again()
                if not self._cleaned:
                    self._clean()
                yield
            finally:
                self._holder = None
                self._release()
        finally:
            self._mutex.release()

    def books(self) -> list[str]:
        """The books there are, or that the heads say there were."""
        found: set[str] = set()
        with suppress(OSError):
            found = {one.stem for one in self._folder.iterdir() if one.suffix == _BOOK}
        with self._busy:
            return sorted(found | {name for name in self._heads.read()[0] if not name.endswith(_SMALL)})

    def heads(self) -> dict[str, Head]:
        """What is vouched for of each book, apart from it."""
        with self._busy:
            return self._heads.read()[0]

    def append(self, book: str, entry: Entry, since: Position | None = None) -> Position:
        require_book(book)
        if self._holder != threading.get_ident():
            raise RuntimeError("append needs the office's lock")
        self._require_writable()
        with self._busy:
            try:
                return self._book(book).append(entry, since, self.notes)
            except OSError as error:
                raise self._fail(error) from None

    def rewrite(self, book: str, entries: Iterable[Entry]) -> Position:
        """Replace a book by these entries, under the lock; whatever reads on in it gets `Rewritten`."""
        require_book(book)
        if self._holder != threading.get_ident():
            raise RuntimeError("rewriting needs the office's lock")
        with self._busy, self._writing():
            self._require_writable()
            return self._book(book).rewrite(entries, self.notes)

    def read(self, book: str, since: Position | None = None) -> tuple[list[Entry], Position]:
        require_book(book)
        repair = self._holder == threading.get_ident() and not self.read_only
        with self._busy:
            try:
                return self._book(book).read(since, self.notes, repair=repair)
            except OSError as error:
                raise self._fail(error) from None

    def info(self) -> dict[str, Any]:
        # Asked for whenever a definition is needed, changed by publishing: read again only when it is another file.
        path = self._info_file
        seen = platform.stamp_at(path)
        if self._info is None or self._info[0] != seen:
            try:
                self._info = seen, self._latest(INFO, lambda: self.codec.signed(read_sealed(path)))
            except BadLine as bad:
                raise unusable(INFO, bad) from None
        return dict(self._info[1])

    def write_info(self, info: dict[str, Any]) -> None:
        whole = {**info, "id": self.id, "encryption": self.keys is not None, "format": FORMAT}
        self._write_latest(INFO, whole, lambda told: seal(self.codec.sign(told)))

    def members(self) -> dict[str, Any]:
        # Read before every step, changed a few times a year: read again only when the file is another one.
        path = self._members_file
        seen = platform.stamp_at(path)
        if self._members is None or self._members[0] != seen:
            self._members = seen, self._latest(MEMBERS, lambda: read_sealed(path, self.codec, MEMBERS))
        return dict(self._members[1])

    def write_members(self, members: dict[str, Any]) -> None:
        self._write_latest(MEMBERS, members, lambda told: self.codec.seal(told, MEMBERS))

    def begin(self, name: str, plan: dict[str, Any]) -> None:
        require_cache(name)
        place = f"{name}.json"
        self._write_small(place, self.codec.seal(plan, place))

    def begun(self, name: str) -> dict[str, Any] | None:
        require_cache(name)
        place = f"{name}.json"
        return read_sealed(self.path / place, self.codec, place) if (self.path / place).exists() else None

    def end(self, name: str) -> None:
        require_cache(name)
        with self._locked(), self._writing():
            platform.remove(self.path / f"{name}.json")
            platform.sync_folder(self.path)

    def put_file(self, data: bytes) -> str:
        hash = hash_of(data)
        name = self._file_name(hash)
        folder = self.path / "files" / name[:2]
        with self._locked(), self._writing():
            if not folder.is_dir():
                platform.keep_folder(folder)
            if self._unwrapped(folder / name) == data:
                platform.sync_folder(folder)  # whoever put it there may have died before saying so
            else:
                beside.write_beside(self.path, folder / name, self.codec.wrap(data, file_place(name)))
        return hash

    def get_file(self, hash: str) -> bytes:
        require_hash(hash)
        name = self._file_name(hash)
        place = file_place(name)
        data = self._unwrapped(self.path / place)
        if data is None and not (self.path / place).exists():
            raise StoreError(
                f"{place} がありません。バックアップから戻してください。",
                f"{place} is missing. Restore it from a backup.",
            )
        if data is None or hash_of(data) != hash:
            raise StoreError(
                f"{place} の内容が変わっています。バックアップから戻してください。",
                f"{place} has changed. Restore it from a backup.",
            )
        return data

    def erase_file(self, hash: str) -> None:
        """Remove a file that no record names any more, under the lock; nothing happens if it is gone."""
        require_hash(hash)
        with self._locked(), self._writing():
            for name in self.codec.names(hash):
                path = self.path / file_place(name)
                if path.exists():
                    platform.remove(path)
                    platform.sync_folder(path.parent)

    def put_version(self, hash: str, data: dict[str, Any]) -> None:
        require_version(hash)
        if (self.path / version_place(hash)).exists() and canonical(self.get_version(hash)) != canonical(
            data
        ):
            raise UsageError(
                f"版 {hash} は既にあり、内容が違います。", f"Version {hash} exists with other content."
            )
        place = version_place(hash)
        self._write_small(place, self.codec.seal(data, place, readable=False))

    def get_version(self, hash: str) -> dict[str, Any]:
        require_version(hash)
        place = version_place(hash)
        return read_sealed(self.path / place, self.codec, place)

    def versions(self) -> list[str]:
        return sorted(path.stem for path in (self.path / "versions").glob("*.json"))

    def cache_read(self, name: str) -> bytes | None:
        """What was cached, or None if it is not there or not as it was written."""
        view = self.cache_view(name)
        return None if view is None else bytes(view)

    def cache_view(self, name: str) -> memoryview | None:
        """The same without a copy of it: what is kept may be large."""
        require_cache(name)
        data = read_or_none(self.path / "cache" / name)
        if data is None:
            return None
        try:
            kept = memoryview(self.codec.unwrap(data, f"cache/{name}"))
        except BadLine:
            return None
        return kept[_SUM:] if kept[:_SUM] == f"{hash_of(kept[_SUM:])}\n".encode() else None

    def cache_write(self, name: str, data: bytes) -> None:
        """Keep something derived. Failing is no error: it is derived again next time."""
        require_cache(name)
        if self.read_only:
            return
        sealed = self.codec.wrap(f"{hash_of(data)}\n".encode() + data, f"cache/{name}")
        with suppress(OSError):
            platform.make_folder(self.path / "cache")
            beside.write_beside(self.path, self.path / "cache" / name, sealed, durable=False)

    def close(self) -> None:
        """Give back handles and, if nobody else is at work, the room written ahead."""
        if not self.read_only and any(book.has_room for book in self._books.values()):
            with suppress(Conflict, StoreError), self.lock(timeout=0):
                for book in self._books.values():
                    book.trim()
        with self._busy:
            for book in self._books.values():
                book.close()
            self._heads.close()
        if self._lease is not None:
            with suppress(OSError):
                self._lease.give_back()
        if self._lock_handle is not None:
            platform.close(self._lock_handle)
            self._lock_handle = None

    def _book(self, name: str) -> Book:
        if name not in self._books:
            self._books[name] = Book(
                self.path, name, self.id, self._heads, self.codec, write=not self.read_only
            )
        return self._books[name]

    def _file_name(self, hash: str) -> str:
        """The name of the file with this content: the one it has, else the one it will get."""
        names = self.codec.names(hash)
        return next((n for n in names[1:] if (self.path / "files" / n[:2] / n).exists()), names[0])

    def _unwrapped(self, path: Path) -> bytes | None:
        """The content of a file, or None if it is not there or does not open."""
        data = read_or_none(path)
        try:
            return None if data is None else self.codec.unwrap(data, file_place(path.name))
        except BadLine:
            return None

    def _latest(self, place: str, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """A small document, without its number. StoreError if the head has seen a later one than is there."""
        with self._busy:
            head = self._heads.of(place)  # before the document, which is never behind its head
        told = read()
        number = told.pop(NUMBER, 0)
        if head is not None and number < head.lines:
            raise StoreError(
                f"{place} は、いまのものより古い写しです。バックアップから戻してください。何も変更していません。",
                f"{place} is an older copy than the last one written. Restore it from a backup. Nothing was changed.",
            )
        self._numbers[place] = number
        return told

    def _write_latest(
        self, place: str, told: dict[str, Any], render: Callable[[dict[str, Any]], bytes]
    ) -> None:
        """Write a small document under the next number, then tell the head."""
        with self._locked(), self._writing():
            self.info() if place == INFO else self.members()
            number = self._numbers.get(place, 0) + 1
            data = render({**told, NUMBER: number})
            beside.write_beside(self.path, self.path / place, data)
            with self._busy, suppress(OSError):  # it is on the disk already; the next one tells its number
                self._heads.put(place, Head(number, hash_of(data)))

    def _write_small(self, place: str, data: bytes) -> None:
        with self._locked(), self._writing():
            beside.write_beside(self.path, self.path / place, data)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """The lock, unless this thread holds it already."""
        if self._holder == threading.get_ident():
            self._require_writable()
            yield
        else:
            with self.lock():
                yield

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Under the lock: turn a failure of the disk into a `StoreError`."""
        try:
            yield
        except OSError as error:
            raise self._fail(error) from None

    def _fail(self, error: OSError) -> StoreError:
        """After a failure nothing is written until reopened.

        A sync that failed must not be tried again: the system may have dropped what it could not write.
        """
        failure = cannot_write(self.path, error)
        if not self.read_only:
            self.read_only = True
            self.notes.append((failure.ja, failure.en))
        return failure

    def _clean(self) -> None:
        """Once, under the first lock: remove what killed programs left, make folders that a copy left out."""
        with self._writing():
            for folder in FOLDERS:
                if not (self.path / folder).is_dir():
                    platform.make_folder(self.path / folder)
            beside.clean(self.path)
        self._tell_numbers()
        self._tell_heads()
        self._cleaned = True

    def _tell_numbers(self) -> None:
        """A power loss may leave the head of a small document torn: it is told again before anybody writes."""
        for place, read in ((INFO, self.info), (MEMBERS, self.members)):
            with self._busy, suppress(OSError, StoreError):
                read()
                number = self._numbers.get(place, 0)
                if number and self._heads.of(place) is None:
                    self._heads.put(place, Head(number, hash_of((self.path / place).read_bytes())))

    def _tell_heads(self) -> None:
        """A head that a power loss left torn is told again, also that of a book in which nobody will write."""
        known, torn = self._heads.read()
        for name in self.books() if torn else ():
            if name not in known:
                with self._busy, suppress(OSError, StoreError):  # a damaged book is told where it is read
                    self._book(name).read(None, self.notes, repair=True)

    def _acquire(self, timeout: float) -> None:
        """Take the lock of the operating system on the lock file, which is kept open: opening costs more."""
        deadline = time.monotonic() + timeout
        try:
            if self._lock_handle is None:
                self._lock_handle = platform.open_lock(self._lock_file)
            while not platform.try_lock(self._lock_handle):
                if time.monotonic() >= deadline:
                    raise held()
                time.sleep(_POLL)
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def _release(self) -> None:
        if self._lock_handle is not None:
            platform.unlock(self._lock_handle)

    def _require_lease(self) -> None:
        """On a share: this PC still has it, or nothing is written here any more."""
        if self._lease is None:
            return
        try:
            self._lease.require()
        except Conflict as taken:
            self.read_only = True
            self._lease = None
            self.notes.append((taken.ja, taken.en))
            raise
        except OSError as error:
            raise self._fail(error) from None

    def _require_writable(self) -> None:
        if self.held_by is not None:
            raise self.held_by.refusal()
        if self.read_only:
            raise StoreError(
                "この窓口は閲覧のみで開いています。" + " ".join(ja for ja, _ in self.notes),
                "This office is open for reading only. " + " ".join(en for _, en in self.notes),
            )


def file_place(name: str) -> str:
    """Where a file stands, as what it is encrypted for."""
    return f"files/{name[:2]}/{name}"


def version_place(hash: str) -> str:
    return f"versions/{hash}.json"
