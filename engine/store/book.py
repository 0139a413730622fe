"""One book on the disk: its open handle, its end, appending to it and reading on.

The end (`_end`) is what this process last knew; another process may have appended since, or this one's
write may have failed. So the two bytes around the end are looked at first: a newline, then nothing or a zero.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path

from engine.errors import Conflict, StoreError
from engine.store import platform
from engine.store.beside import write_beside
from engine.store.codec import ZERO, BadLine, Codec, hash_of
from engine.store.heads import Heads
from engine.store.journal import DamageError, Head, Scan, edition_of, header, of_edition, require_head, scan
from engine.store.port import Entry, Position, Rewritten, Said

ROOM = 1 << 18  # bytes written ahead, so that a sync has no file size to bring along


class Book:
    """A book of an office. Whoever calls `append` or passes `repair=True` holds the office's lock."""

    def __init__(
        self, root: Path, name: str, office: str, heads: Heads, codec: Codec, *, write: bool
    ) -> None:
        self._root = root
        self._path = root / "books" / f"{name}.jsonl"
        self._name = name
        self._office = office
        self._heads = heads
        self._codec = codec
        self._write = write
        self._handle: int | None = None
        self._identity: tuple[int, int] | None = None
        self._end: Position | None = None  # known to hold, or None: look again
        self._size = 0
        self._appended = 0
        self._looked = False  # at the disk, since the lock was taken
        self._edition: int | None = None  # of the file that is open

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
        if start.lines and (len(data) < own or self._codec.chain(data[:own]) != start.hash):
            raise self._lost(start, head)
        if start.lines:
            head = of_edition(head, self._edition_of(handle), self._name)
        found = scan(data[own:], start, self._office, head, self._codec)
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
        line = self._codec.encode(entry, end.hash, self._name)
        self._end = None
        self._make_room(handle, end.offset, len(line))
        try:
            platform.write_at(handle, line, end.offset)
            platform.datasync(handle)
        except OSError:
            with contextlib.suppress(OSError):
                platform.truncate(handle, end.offset)
            raise
        reached = Position(
            self._name, end.offset + len(line), end.offset, end.lines + 1, self._codec.chain(line)
        )
        self._end = reached
        self._size = max(self._size, reached.offset)
        self._appended += 1
        self._vouch(reached, notes)
        return reached

    def rewrite(self, entries: Iterable[Entry], notes: list[Said]) -> Position:
        """Put a book of these entries in the place of what is there: beside, synced, renamed, then the head.

        It is written with the current key and chained anew. Whoever holds a position in the book before gets
        `Rewritten`. `OSError` when that failed; then the book is as it was.
        """
        handle = self._open()
        edition = self._edition_of(handle) + 1 if handle is not None else 1
        lines, reached = [], Position(self._name)
        for entry in (header(self._office, self._name, edition), *entries):
            line = self._codec.encode(entry, reached.hash, self._name)
            lines.append(line)
            end = reached.offset + len(line)
            reached = Position(self._name, end, reached.offset, reached.lines + 1, self._codec.chain(line))
        self.close()
        write_beside(self._root, self._path, b"".join(lines))
        self._handle = self._open()
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
        self._handle = self._identity = self._end = self._edition = None
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
            self._codec.encode(
                entry, ZERO, self._name
            )  # what cannot be kept is refused before a book is made for it
            line = self._codec.encode(header(self._office, self._name), ZERO, self._name)
            write_beside(self._root, self._path, line)
            self._vouch(Position(self._name, len(line), 0, 1, self._codec.chain(line)), notes)
            handle = self._open()
        if handle is None:
            raise StoreError(f"{self._path.name} を作れません。", f"{self._path.name} cannot be made.")
        if self._end is None or not self._unchanged(handle, self._end):
            self.read(self._end, notes, repair=True)
        if self._end is None:
            raise RuntimeError("a book that was read has an end")
        return handle, self._end

    def _edition_of(self, handle: int) -> int:
        """How often the open file was rewritten, as its first line says; 0 if that does not read."""
        if self._edition is None:
            first = platform.read_at(handle, 4096, 0).partition(b"\n")[0] + b"\n"
            try:
                self._edition = edition_of(self._codec.decode(first, ZERO, self._name))
            except BadLine:
                self._edition = 0
        return self._edition

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
            edition = self._edition_of(self._handle) if self._handle is not None else 0
            self._heads.put(self._name, Head(reached.lines, reached.hash, edition))
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
                self._codec,
            )
        except DamageError as damaged:
            return damaged
        return Rewritten(since.book)
