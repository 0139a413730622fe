"""One book on the disk: its open handle, its end, appending to it and reading on.

The end (`_end`) is what this process last knew; another process may have appended since, or this one's
write may have failed. So the two bytes around the end are looked at first: a newline, then nothing or a zero.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from engine.errors import Conflict, StoreError
from engine.store import platform
from engine.store.beside import write_beside
from engine.store.codec import ZERO, encode, hash_of
from engine.store.heads import Heads
from engine.store.journal import DamageError, Head, Scan, header, require_head, scan
from engine.store.port import Entry, Position, Rewritten, Said

ROOM = 1 << 18  # bytes written ahead, so that a sync has no file size to bring along


class Book:
    """A book of an office. Whoever calls `append` or passes `repair=True` holds the office's lock."""

    def __init__(self, root: Path, name: str, office: str, heads: Heads, *, write: bool) -> None:
        self._root = root
        self._path = root / "books" / f"{name}.jsonl"
        self._name = name
        self._office = office
        self._heads = heads
        self._write = write
        self._handle: int | None = None
        self._identity: tuple[int, int] | None = None
        self._end: Position | None = None  # known to hold, or None: look again
        self._size = 0
        self._appended = 0
        self._looked = False  # at the disk, since the lock was taken

    def look_again(self) -> None:
        """The lock was taken: another process may have been at work since."""
        self._looked = False

    def read(
        self, since: Position | None, notes: list[Said], *, repair: bool
    ) -> tuple[list[Entry], Position]:
        """Entries after `since`; with `repair`, a torn line at the end is cut off and told in `notes`."""
        start = since if since is not None and since.lines else Position(self._name)
        if self._end is not None and start == self._end and self._stands():
            self._looked = repair
            return [], start
        head = self._heads.of(self._name)  # before the book: the book is never behind its head
        handle = self._open()
        if handle is None:
            if start.lines:
                raise Rewritten(self._name)
            require_head(start, head)
            return [], start
        data = platform.read_at(handle, max(0, platform.size_of(handle) - start.last), start.last)
        own = start.offset - start.last
        if start.lines and (hash_of(data[:own]) != start.hash or len(data) < own):
            raise self._lost(start, head)
        found = scan(data[own:], start, self._office, head)
        if repair:
            self._settle(handle, found, head, notes)
        if repair or not found.torn:
            self._end = found.end
            self._looked = repair
        return found.entries, found.end

    def append(self, entry: Entry, since: Position | None, notes: list[Said]) -> Position:
        """Write one line and bring it to the disk. `OSError` when that failed; it is taken back then."""
        handle, end = self._ready(entry, notes)
        if since is not None and (since.offset, since.hash) != (end.offset, end.hash) and since.lines:
            raise Conflict(
                "他の担当者が更新済みです。読み直してからやり直してください。",
                "Somebody else has changed it. Read it again first.",
            )
        line = encode(entry, end.hash)
        self._end = None
        self._make_room(handle, end.offset, len(line))
        try:
            platform.write_at(handle, line, end.offset)
            platform.datasync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                platform.truncate(handle, end.offset)
            raise
        reached = Position(self._name, end.offset + len(line), end.offset, end.lines + 1, hash_of(line))
        self._end = reached
        self._size = max(self._size, reached.offset)
        self._appended += 1
        self._vouch(reached, notes)
        return reached

    @property
    def has_room(self) -> bool:
        """Whether this process may have written room ahead."""
        return self._appended > 1

    def trim(self) -> None:
        """Give back the room written ahead. Only under the lock; nothing depends on it."""
        if self.has_room and self._stands() and self._handle is not None and self._end is not None:
            with contextlib.suppress(OSError):
                platform.truncate(self._handle, self._end.offset)

    def close(self) -> None:
        if self._handle is not None:
            platform.close(self._handle)
        self._handle = self._identity = self._end = None
        self._looked = False
        self._appended = 0

    def _open(self) -> int | None:
        """The handle, of the file that bears the name now."""
        now = platform.identity_at(self._path)
        if now is None or now != self._identity:
            self.close()
        if self._handle is None and now is not None:
            self._handle = platform.open_file(self._path, write=self._write)
            self._identity = platform.identity(self._handle)
        return self._handle

    def _ready(self, entry: Entry, notes: list[Said]) -> tuple[int, Position]:
        """The handle and the proved end of the book, which is made if it is new."""
        if self._looked and self._handle is not None and self._end is not None:
            return self._handle, self._end
        handle = self._open()
        if handle is None:
            require_head(Position(self._name), self._heads.of(self._name))
            encode(entry, ZERO)  # what cannot be kept is refused before a book is made for it
            line = encode(header(self._office, self._name), ZERO)
            write_beside(self._root, self._path, line)
            self._vouch(Position(self._name, len(line), 0, 1, hash_of(line)), notes)
            handle = self._open()
        if handle is None:
            raise StoreError(f"{self._path.name} を作れません。", f"{self._path.name} cannot be made.")
        if self._end is None or not self._unchanged(handle, self._end):
            self.read(self._end, notes, repair=True)
        if self._end is None:
            raise RuntimeError("a book that was read has an end")
        return handle, self._end

    def _stands(self) -> bool:
        """Whether nothing happened since this process last looked."""
        handle = self._open()
        return handle is not None and self._end is not None and self._unchanged(handle, self._end)

    def _unchanged(self, handle: int, end: Position) -> bool:
        """Whether the book still ends where this process left it."""
        around = platform.read_at(handle, 2, end.offset - 1)
        return around in (b"\n", b"\n\0")

    def _settle(self, handle: int, found: Scan, head: Head | None, notes: list[Said]) -> None:
        """Cut a torn line off, keeping a copy; bring lines that nobody has vouched for to the disk."""
        if found.torn:
            name = f"{self._name}-{found.end.offset}-{hash_of(found.torn)[:16]}.bin"
            write_beside(self._root, self._root / "recovered" / name, found.torn)
            platform.truncate(handle, found.end.offset)
            notes.append(
                (
                    f"帳簿「{self._name}」の末尾に書きかけの行があったため切り離しました"
                    f"（recovered/{name} に残しました）。確定した記録は失われていません。",
                    f"An unfinished line at the end of book “{self._name}” was cut off "
                    f"(kept as recovered/{name}). No confirmed record was lost.",
                )
            )
        self._size = platform.size_of(handle)
        if found.torn or head is None or head.lines < found.end.lines:
            platform.datasync(handle)
            self._vouch(found.end, notes)

    def _make_room(self, handle: int, offset: int, size: int) -> None:
        """Write zeros ahead from the second step on: a single step of a command does not pay for room."""
        if not self._appended or offset + size <= self._size:
            return
        room = -(-(offset + size) // ROOM) * ROOM + ROOM
        try:
            platform.write_at(handle, bytes(room - offset), offset)
            self._size = room
        except OSError:  # no room to spare: the line itself may still fit
            platform.truncate(handle, offset)
            self._size = offset

    def _vouch(self, reached: Position, notes: list[Said]) -> None:
        """Tell the head. The line is on the disk already, so a failure here must not say it is not."""
        try:
            self._heads.put(self._name, Head(reached.lines, reached.hash))
        except OSError:
            notes.append(
                (
                    "heads.jsonl を書けませんでした。記録は保存されています。",
                    "heads.jsonl could not be written. The records are safe.",
                )
            )

    def _lost(self, since: Position, head: Head | None) -> StoreError | Conflict:
        """Why a position does not fit its book: the book is damaged, or another one."""
        handle = self._open()
        if handle is None:
            return Rewritten(self._name)
        try:
            scan(
                platform.read_at(handle, platform.size_of(handle), 0),
                Position(self._name),
                self._office,
                head,
            )
        except DamageError as damaged:
            return damaged
        return Rewritten(since.book)
