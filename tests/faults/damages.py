"""Every file of a filled office damaged in every way: it is told, or nothing that is read differs; the rest reads.

Ways: cut, flip, zero, insert, empty, remove, double, lines left out, doubled and exchanged, files exchanged, edited
by hand with length and checksum made to fit, and the same file as it was some steps ago.
"""

from __future__ import annotations

import json
import random
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from engine.desk import MadoguchiError
from engine.store import open_office, salvage, verify
from engine.store.codec import BODY_AT
from engine.store.keys import by_password
from engine.store.verifying import named_files
from tests.faults import life
from tests.faults.life import LIFE, MEMBER, PASSWORD, submission

COPIES: Final = 70  # cases besides those that were lived, so that one of many is damaged
EARLIER: Final = 12  # steps of the life after which a copy of every file is kept
SPREAD: Final = 18  # places of each file that are flipped, cut …
LOOK: Final = 8  # every so many-th damage of what a book is made of is looked at from the desk as well
SKIPPED: Final = (
    "definitions",
    "lock",
    "tmp",
)  # edited by people, judged when they are published; or without content


@dataclass(frozen=True, slots=True)
class Damage:
    """A file with other bytes (None: it is gone). `touched` is what of the old bytes is not there as it was."""

    name: str
    data: bytes | None
    touched: tuple[int, int]


@dataclass
class Damaged:
    """What came of it: `silent` are damages that changed what is read without a word."""

    tried: int = 0
    silent: list[str] = field(default_factory=list)
    others: int = 0  # records that no damage touched
    read: int = 0  # those of them that could be read all the same

    def __add__(self, other: Damaged) -> Damaged:
        return Damaged(
            self.tried + other.tried,
            [*self.silent, *other.silent],
            self.others + other.others,
            self.read + other.read,
        )

    @property
    def readable(self) -> float:
        return self.read / self.others if self.others else 1.0


class Patient:
    """An office filled by the life, with copies of one of its cases, and every file as it was earlier."""

    def __init__(self, folder: Path, *, encrypted: bool) -> None:
        self.path = life.make(folder / "o", encrypted=encrypted)
        self.encrypted = encrypted
        self.earlier: dict[Path, bytes] = {}
        with life.opened(self.path) as desk:
            for number, line in enumerate(LIFE):
                if number == EARLIER:
                    desk.rows()
                    self.earlier = {file: file.read_bytes() for file in self._files()}
                    desk.set_member("second", "見本 次郎", ["window_clerk"], new=True, password=PASSWORD)
                desk.submit(submission(line))
        _copy(self.path, self.unlock())
        with life.opened(self.path) as desk:
            desk.rows()
        self.right, self.kept = self.told(), self.stored()

    def unlock(self) -> Any:
        return by_password(MEMBER, PASSWORD) if self.encrypted else None

    def told(self) -> Any:
        """Everything somebody reads at the desk."""
        with life.opened(self.path) as desk:
            rows = [(row.number, row.state, row.due, row.name) for row in desk.rows()]
            lines = list(desk.export())
            letters = [
                desk.office.get_file(letter["hash"])
                for line in lines
                for event in json.loads(line)["events"]
                for letter in event.get("letters", ())
            ]
            info = {name: item for name, item in desk.office.info().items() if name != "safety"}
            return rows, lines, letters, desk.members(), info

    def stored(self) -> Any:
        """Every record and file as the store gives it: what the desk reads of books follows from it."""
        store = open_office(self.path, read_only=True, keys=self.unlock())
        try:
            books = {book: store.read(book)[0] for book in store.books()}
            named = sorted({hash for lines in books.values() for hash in named_files(lines)})
            return books, [store.get_file(hash) for hash in named], store.members()
        finally:
            store.close()

    def try_all(self, every: int = 1) -> Damaged:
        """Every `every`-th damage of every file, each undone afterwards."""
        found = Damaged()
        for file in self._files():
            data = file.read_bytes()
            for damage in [*self._damages(file, data)][::every]:
                self._try(file, data, damage, found)
                file.write_bytes(data)
        for one, other in [*self._pairs()][::every]:
            data, exchanged = one.read_bytes(), other.read_bytes()
            other.write_bytes(data)
            self._try(one, data, Damage("exchanged", exchanged, (0, len(data))), found)
            one.write_bytes(data)
            other.write_bytes(exchanged)
        assert self.told() == self.right, "every damage was undone"
        return found

    def _files(self) -> list[Path]:
        files = (file for file in self.path.rglob("*") if file.is_file())
        return sorted(file for file in files if file.relative_to(self.path).parts[0] not in SKIPPED)

    def _pairs(self) -> Iterator[tuple[Path, Path]]:
        """Files of one kind, each with the next."""
        for folder, pattern in (("books", "*"), ("files", "*/*"), ("versions", "*"), ("cache", "*")):
            files = sorted((self.path / folder).glob(pattern))
            yield from pairwise(files)

    def _damages(self, file: Path, data: bytes) -> Iterator[Damage]:
        whole = (0, len(data))
        yield from _of_bytes(data)
        yield Damage("removed", None, whole)
        if file.suffix == ".jsonl":
            yield from _of_lines(data)
        if file.parent.name == "books" and not self.encrypted:
            yield from _by_hand(data)
        older = self.earlier.get(file)
        if older not in (None, data):
            yield Damage("older copy", older, whole)

    def _try(self, file: Path, data: bytes, damage: Damage, found: Damaged) -> None:
        if damage.data == data:
            return
        if damage.data is None:
            file.unlink()
        else:
            file.write_bytes(damage.data)
        found.tried += 1
        place = f"{file.relative_to(self.path)}: {damage.name}"
        try:
            if self.stored() != self.kept or (self._is_read(file, found.tried) and self.told() != self.right):
                found.silent.append(place)
        except MadoguchiError as said:
            if self._sound():
                found.silent.append(f"{place}: refused, and verify finds nothing ({said.en})")
        except Exception as raw:
            found.silent.append(f"{place}: {type(raw).__name__} reached the user: {raw}")
        if file.parent.name == "books":
            self._count_readable(file.stem, data, damage, found)

    def _is_read(self, file: Path, number: int) -> bool:
        """Whether the desk has to look: at every damage of what the store does not answer for."""
        return number % LOOK == 0 or file.relative_to(self.path).parts[0] not in ("books", "files")

    def _sound(self) -> bool:
        try:
            return verify(self.path, keys=self.unlock()).ok
        except MadoguchiError:
            return False

    def _count_readable(self, book: str, data: bytes, damage: Damage, found: Damaged) -> None:
        """How many of the records that were not touched are salvaged."""
        store = open_office(self.path, read_only=True, keys=self.unlock())
        left = [json.dumps(entry, sort_keys=True) for _, entry in salvage(self.path, book, store.codec)]
        at, before = 0, None
        for line in data.rstrip(b"\0").splitlines(keepends=True):
            start, at = at, at + len(line)
            if before is not None and (at <= damage.touched[0] or start >= damage.touched[1]):
                found.others += 1
                found.read += json.dumps(store.codec.decode(line, before, book), sort_keys=True) in left
            before = store.codec.chain(line)
        store.close()


def _copy(path: Path, unlock: Any) -> None:
    """Cases like the last one of the life, appended without waiting for the disk."""
    store = open_office(path, keys=unlock)
    with store.lock():
        entries = store.read("R8")[0]
        last = [entry for entry in entries if entry["case"] == LIFE[-1]["case"]]
        for number in range(3, COPIES + 3):
            for entry in last:
                text = json.dumps(entry, ensure_ascii=False).replace(entry["case"], f"R8-{number:03d}")
                store.append("R8", json.loads(text))
    store.close()


def _of_bytes(data: bytes) -> Iterator[Damage]:
    """What a bad medium, a bad cable or a slip of an editor does, spread over the file."""
    size, chance = len(data), random.Random(len(data))
    yield Damage("emptied", b"", (0, size))
    yield Damage("doubled", data * 2, (0, 0))
    for _ in range(SPREAD):
        at = chance.randrange(size) if size else 0
        flipped = bytes([data[at] ^ (1 << chance.randrange(8))]) if size else b""
        yield Damage(f"flip {at}", data[:at] + flipped + data[at + 1 :], (at, at + 1))
        yield Damage(f"cut {at}", data[:at], (at, size))
        yield Damage(f"zero {at}", data[:at] + bytes(min(16, size - at)) + data[at + 16 :], (at, at + 16))
        yield Damage(f"insert {at}", data[:at] + b"0" + data[at:], (at, at + 1))
        yield Damage(f"newline {at}", data[:at] + b"\n" + data[at + 1 :], (at, at + 1))


def _of_lines(data: bytes) -> Iterator[Damage]:
    """Lines left out, doubled, and exchanged with the next."""
    lines = data.splitlines(keepends=True)
    starts = [sum(map(len, lines[:n])) for n in range(len(lines) + 1)]
    for n in range(0, len(lines), max(1, len(lines) // 40)):
        yield Damage(
            f"without line {n + 1}", b"".join(lines[:n] + lines[n + 1 :]), (starts[n], starts[n + 1])
        )
        yield Damage(f"line {n + 1} twice", b"".join([*lines[: n + 1], *lines[n:]]), (0, 0))
        if n + 1 < len(lines):
            exchanged = [*lines[:n], lines[n + 1], lines[n], *lines[n + 2 :]]
            yield Damage(f"lines {n + 1}, {n + 2} exchanged", b"".join(exchanged), (0, 0))


EDITS: Final[tuple[Callable[[str], str], ...]] = (
    lambda body: body.replace("見本 太郎", "見本 三郎"),
    lambda body: body.replace('"2026-11-', '"2026-10-'),
    lambda body: body.replace('"seq":1', '"seq":2'),
)


def _by_hand(data: bytes) -> Iterator[Damage]:
    """Somebody who knows the format changes a record and makes its length and checksum fit."""
    lines = data.rstrip(b"\0").splitlines(keepends=True)
    at = 0
    for n, line in enumerate(lines):
        for edit in EDITS if n % max(1, len(lines) // 20) == 0 or n == len(lines) - 1 else ():
            body = edit(line[BODY_AT:-1].decode()).encode()
            changed = b"%08d %08x %b%b\n" % (len(body), zlib.crc32(body), line[18:BODY_AT], body)
            if changed != line:
                edited = b"".join([*lines[:n], changed, *lines[n + 1 :]])
                yield Damage(f"line {n + 1} edited", edited, (at, at + len(line)))
        at += len(line)
