"""An office kept in memory only: for practice, previews and tests. Same codec as the disk."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from engine.errors import Conflict, StoreError, UsageError
from engine.store.codec import PLAIN, ZERO, Codec, canonical, encode, hash_of, seal, unseal
from engine.store.journal import header, scan
from engine.store.names import require_book, require_cache, require_hash, require_version
from engine.store.port import LOCK_PATIENCE, Entry, Position, Rewritten, Said


class MemoryOffice:
    """The port over plain bytes. Nothing survives the process."""

    def __init__(self, info: dict[str, Any] | None = None) -> None:
        self._info = seal({"id": "memory", "encryption": False, **(info or {}), "format": 1})
        self._members = seal({})
        self._books: dict[str, bytearray] = {}
        self._ends: dict[str, Position] = {}
        self._files: dict[str, bytes] = {}
        self._versions: dict[str, bytes] = {}
        self._cache: dict[str, bytes] = {}
        self._begun: dict[str, bytes] = {}
        self._mutex = threading.Lock()
        self._holder: int | None = None
        self.read_only = False
        self.codec: Codec = PLAIN
        self.notes: list[Said] = []

    @contextmanager
    def lock(self, timeout: float = LOCK_PATIENCE) -> Iterator[None]:
        if self._holder == threading.get_ident():
            raise RuntimeError("the office's lock is not re-entrant")
        if not self._mutex.acquire(timeout=timeout):
            raise Conflict(
                "他の操作が続いています。少し待ってやり直してください。",
                "Another operation is going on. Wait a moment and try again.",
            )
        self._holder = threading.get_ident()
        try:
            yield
        finally:
            self._holder = None
            self._mutex.release()

    def books(self) -> list[str]:
        return sorted(self._books)

    def append(self, book: str, entry: Entry, since: Position | None = None) -> Position:
        require_book(book)
        if self._holder != threading.get_ident():
            raise RuntimeError("append needs the office's lock")
        end = self._ends.get(book, Position(book))
        if since is not None and since.lines and since != end:
            raise Conflict(
                "他の担当者が更新済みです。読み直してからやり直してください。",
                "Somebody else has changed it. Read it again first.",
            )
        if not end.lines:
            encode(entry, ZERO)  # refused before the book is made
            end = self._add(book, encode(header(str(self.info()["id"]), book), ZERO), end)
        return self._add(book, encode(entry, end.hash), end)

    def rewrite(self, book: str, entries: Iterable[Entry]) -> Position:
        require_book(book)
        if self._holder != threading.get_ident():
            raise RuntimeError("rewriting needs the office's lock")
        self._books[book] = bytearray()
        end = Position(book)
        for entry in (header(str(self.info()["id"]), book, 1), *entries):
            end = self._add(book, encode(entry, end.hash), end)
        return end

    def read(self, book: str, since: Position | None = None) -> tuple[list[Entry], Position]:
        require_book(book)
        start = since if since is not None and since.lines else Position(book)
        kept = bytes(self._books.get(book, b""))
        if start.lines and hash_of(kept[start.last : start.offset]) != start.hash:
            raise Rewritten(book)
        if not kept:
            return [], start
        found = scan(kept[start.offset :], start, str(self.info()["id"]), None)
        return found.entries, found.end

    def info(self) -> dict[str, Any]:
        return unseal(self._info)

    def write_info(self, info: dict[str, Any]) -> None:
        self._info = seal({**info, "id": self.info()["id"], "format": 1})

    def members(self) -> dict[str, Any]:
        return unseal(self._members)

    def write_members(self, members: dict[str, Any]) -> None:
        self._members = seal(members)

    def put_file(self, data: bytes) -> str:
        name = hash_of(data)
        self._files[name] = bytes(data)
        return name

    def get_file(self, hash: str) -> bytes:
        require_hash(hash)
        if hash not in self._files:
            raise StoreError(f"ファイル {hash[:12]}… がありません。", f"The file {hash[:12]}… is not there.")
        return self._files[hash]

    def put_version(self, hash: str, data: dict[str, Any]) -> None:
        require_version(hash)
        kept = self._versions.get(hash)
        if kept is not None and canonical(unseal(kept)) != canonical(data):
            raise UsageError(
                f"版 {hash} は既にあり、内容が違います。", f"Version {hash} exists with other content."
            )
        self._versions[hash] = seal(data)

    def get_version(self, hash: str) -> dict[str, Any]:
        require_version(hash)
        if hash not in self._versions:
            raise StoreError(f"版 {hash} がありません。", f"Version {hash} is not there.")
        return unseal(self._versions[hash])

    def versions(self) -> list[str]:
        return sorted(self._versions)

    def begin(self, name: str, plan: dict[str, Any]) -> None:
        require_cache(name)
        self._begun[name] = seal(plan)

    def begun(self, name: str) -> dict[str, Any] | None:
        return unseal(self._begun[name]) if name in self._begun else None

    def end(self, name: str) -> None:
        self._begun.pop(name, None)

    def cache_read(self, name: str) -> bytes | None:
        require_cache(name)
        return self._cache.get(name)

    def cache_view(self, name: str) -> memoryview | None:
        kept = self.cache_read(name)
        return None if kept is None else memoryview(kept)

    def cache_write(self, name: str, data: bytes) -> None:
        require_cache(name)
        self._cache[name] = bytes(data)

    def close(self) -> None:
        """Nothing to give back."""

    def _add(self, book: str, line: bytes, end: Position) -> Position:
        self._books.setdefault(book, bytearray()).extend(line)
        self._ends[book] = Position(book, end.offset + len(line), end.offset, end.lines + 1, hash_of(line))
        return self._ends[book]
