"""An office in a folder.

    office.json              what the office is: format, id, organisations, created, encryption (sealed)
    members.json             who works there (sealed)
    books/<year>.jsonl       the journal: one line per step, chained (see codec)
    heads.jsonl              each book's number of lines and last hash, kept apart (see heads)
    files/<aa>/<sha256>      attachments and issued letters, named by their content
    versions/<hash>.json     published definitions, never changed (sealed)
    cache/                   derived; may vanish at any time
    recovered/               what was cut off the end of a book
    tmp/                     files being written
    lock                     held over read–change–write, released by the operating system at death

"Sealed" is JSON with a checksum of itself. The folder is 0700 and the files 0600 where the system knows such.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from engine.errors import Conflict, StoreError, UsageError
from engine.store import beside, platform
from engine.store.book import Book
from engine.store.codec import canonical, hash_of, seal
from engine.store.heads import Heads
from engine.store.names import require_book, require_cache, require_hash, require_version
from engine.store.port import LOCK_PATIENCE, Entry, Position, Said
from engine.store.sealed import cannot_write, held, read_or_none, read_sealed

FORMAT = 1
_POLL = 0.002  # seconds between two tries for the lock
FOLDERS = ("books", "files", "versions", "cache", "recovered", beside.FOLDER)


def create(path: Path, info: dict[str, Any]) -> DiskOffice:
    """Make an office in a new or empty folder and open it. `UsageError` where something is already.

    `office.json` is written last: a folder in which the making was interrupted is no office yet.
    """
    if path.exists() and (not path.is_dir() or not _unfinished(path)):
        raise UsageError(
            f"{path} は空ではありません。別の場所を指定してください。",
            f"{path} is not empty. Choose another place.",
        )
    sealed = seal({"id": os.urandom(8).hex(), "encryption": False, **info, "format": FORMAT})
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        platform.make_folder(path)
        platform.make_private(path)
        for folder in FOLDERS:
            platform.make_folder(path / folder)
        beside.write_beside(path, path / "members.json", seal({}))
        beside.write_beside(path, path / "heads.jsonl", b"")
        beside.write_beside(path, path / "office.json", sealed)
        platform.sync_folder(path.parent)
    except OSError as error:
        raise cannot_write(path, error) from None
    return open_office(path)


def open_office(path: Path, *, read_only: bool = False) -> DiskOffice:
    """Open the office in a folder. `UsageError` if there is none; `StoreError` if damaged or newer."""
    if not (path / "office.json").is_file():
        if (path / "heads.jsonl").exists() and any((path / "books").glob("*.jsonl")):
            raise StoreError(
                f"{path} の office.json がありません。控えから戻してください。何も変更していません。",
                f"office.json is missing in {path}. Restore it from a backup. Nothing was changed.",
            )
        raise UsageError(f"{path} は事務所のフォルダではありません。", f"{path} is not an office folder.")
    info = read_sealed(path / "office.json")
    if info.get("format") != FORMAT:
        raise StoreError(
            f"この事務所は別の版（形式 {info.get('format')}）で作られています。"
            f"この版は形式 {FORMAT} を扱います。新しい版の madoguchi で開いてください。",
            f"This office has format {info.get('format')}; this program knows format {FORMAT}. "
            "Open it with a newer madoguchi.",
        )
    if info.get("encryption"):
        raise StoreError(
            "この事務所は暗号化されています。この版では開けません。",
            "This office is encrypted; this version cannot open it.",
        )
    notes: list[Said] = []
    if not read_only and not (platform.writable(path) and platform.writable(path / "books")):
        read_only = True
        notes.append(
            (
                "このフォルダに書き込む権限がないため、閲覧のみで開きました。",
                "Opened for reading only: this user may not write into the folder.",
            )
        )
    if platform.on_network(path):
        notes.append(
            (
                "このフォルダはネットワーク上にあります。同時に使うのは 1 台だけにしてください。",
                "This folder lies on a network. Use it from one machine at a time.",
            )
        )
    return DiskOffice(path, str(info["id"]), read_only=read_only, notes=notes)


class DiskOffice:
    """The port over a folder. Made by `create` and `open_office`."""

    def __init__(self, path: Path, id: str, *, read_only: bool, notes: list[Said]) -> None:
        self.path = path
        self.read_only = read_only
        self.notes = notes
        self._id = id
        self._heads = Heads(path / "heads.jsonl", write=not read_only)
        self._books: dict[str, Book] = {}
        self._busy = threading.RLock()  # handles are shared between this process's threads
        self._mutex = threading.Lock()  # one handle, so the system cannot keep this process's threads apart
        self._holder: int | None = None
        self._cleaned = False
        self._lock_handle: int | None = None
        self._members: tuple[tuple[int, int, int, int] | None, dict[str, Any]] | None = None

    @contextmanager
    def lock(self, timeout: float = LOCK_PATIENCE) -> Iterator[None]:
        self._require_writable()
        if self._holder == threading.get_ident():
            raise RuntimeError("the office's lock is not re-entrant")
        if not self._mutex.acquire(timeout=timeout):
            raise held()
        try:
            self._acquire(timeout)
            with self._busy:
                for book in self._books.values():
                    book.look_again()
            self._holder = threading.get_ident()
            try:
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
        found = {path.stem for path in (self.path / "books").glob("*.jsonl")}
        with self._busy:
            return sorted(found | self._heads.read()[0].keys())

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

    def read(self, book: str, since: Position | None = None) -> tuple[list[Entry], Position]:
        require_book(book)
        repair = self._holder == threading.get_ident() and not self.read_only
        with self._busy:
            try:
                return self._book(book).read(since, self.notes, repair=repair)
            except OSError as error:
                raise self._fail(error) from None

    def info(self) -> dict[str, Any]:
        return read_sealed(self.path / "office.json")

    def write_info(self, info: dict[str, Any]) -> None:
        self._write_small("office.json", seal({**info, "id": self._id, "format": FORMAT}))

    def members(self) -> dict[str, Any]:
        # Read before every step, changed a few times a year: read again only when the file is another one.
        path = self.path / "members.json"
        seen = platform.stamp_at(path)
        if self._members is None or self._members[0] != seen:
            self._members = seen, read_sealed(path)
        return dict(self._members[1])

    def write_members(self, members: dict[str, Any]) -> None:
        self._write_small("members.json", seal(members))

    def put_file(self, data: bytes) -> str:
        name = hash_of(data)
        folder = self.path / "files" / name[:2]
        with self._locked(), self._writing():
            if not folder.is_dir():
                platform.make_folder(folder)
                platform.sync_folder(folder.parent)
            if read_or_none(folder / name) == data:
                platform.sync_folder(folder)  # whoever put it there may have died before saying so
            else:
                beside.write_beside(self.path, folder / name, data)
        return name

    def get_file(self, hash: str) -> bytes:
        require_hash(hash)
        place = f"files/{hash[:2]}/{hash}"
        data = read_or_none(self.path / place)
        if data is None:
            raise StoreError(
                f"{place} がありません。控えから戻してください。",
                f"{place} is missing. Restore it from a backup.",
            )
        if hash_of(data) != hash:
            raise StoreError(
                f"{place} の内容が変わっています。控えから戻してください。",
                f"{place} has changed. Restore it from a backup.",
            )
        return data

    def put_version(self, hash: str, data: dict[str, Any]) -> None:
        require_version(hash)
        path = self.path / "versions" / f"{hash}.json"
        if path.exists() and canonical(read_sealed(path)) != canonical(data):
            raise UsageError(
                f"版 {hash} は既にあり、内容が違います。", f"Version {hash} exists with other content."
            )
        self._write_small(f"versions/{hash}.json", seal(data))

    def get_version(self, hash: str) -> dict[str, Any]:
        require_version(hash)
        return read_sealed(self.path / "versions" / f"{hash}.json")

    def versions(self) -> list[str]:
        return sorted(path.stem for path in (self.path / "versions").glob("*.json"))

    def cache_read(self, name: str) -> bytes | None:
        """What was cached, or None if it is not there or not as it was written."""
        require_cache(name)
        data = read_or_none(self.path / "cache" / name)
        if data is None or data[:65] != f"{hash_of(data[65:])}\n".encode():
            return None
        return data[65:]

    def cache_write(self, name: str, data: bytes) -> None:
        """Keep something derived. Failing is no error: it is derived again next time."""
        require_cache(name)
        if self.read_only:
            return
        sealed = f"{hash_of(data)}\n".encode() + data
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
        if self._lock_handle is not None:
            platform.close(self._lock_handle)
            self._lock_handle = None

    def _book(self, name: str) -> Book:
        if name not in self._books:
            self._books[name] = Book(self.path, name, self._id, self._heads, write=not self.read_only)
        return self._books[name]

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
        self._cleaned = True

    def _acquire(self, timeout: float) -> None:
        """Take the lock of the operating system on the lock file, which is kept open: opening costs more."""
        deadline = time.monotonic() + timeout
        try:
            if self._lock_handle is None:
                self._lock_handle = platform.open_lock(self.path / "lock")
            while not platform.try_lock(self._lock_handle):
                if time.monotonic() >= deadline:
                    raise held()
                time.sleep(_POLL)
        except OSError as error:
            raise cannot_write(self.path, error) from None

    def _release(self) -> None:
        if self._lock_handle is not None:
            platform.unlock(self._lock_handle)

    def _require_writable(self) -> None:
        if self.read_only:
            raise StoreError(
                "この事務所は閲覧のみで開いています。" + " ".join(ja for ja, _ in self.notes),
                "This office is open for reading only. " + " ".join(en for _, en in self.notes),
            )


def _unfinished(path: Path) -> bool:
    """Whether a folder is empty, or holds only what an interrupted `create` made."""
    made = {*FOLDERS, "members.json", "heads.jsonl"}
    present = {item.name for item in path.iterdir()}
    return present <= made and not any(any((path / name).glob("*")) for name in present & set(FOLDERS[:-1]))
