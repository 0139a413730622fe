"""What the fault tests do to an office: a few steps of every kind, each acknowledged when it is promised."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.errors import UsageError
from engine.store import DiskOffice, create, keys, open_office, verify

Acknowledge = Callable[[Any], None]
BOOKS = ("R7", "R8")
PASSWORD = "見本の長いパスワード"


def entry(number: int) -> dict[str, Any]:
    return {"seq": number, "case": f"R8-{number}", "name": "見本 花子", "text": "開示の請求" * 12}


def work(path: Path, acknowledge: Acknowledge, rounds: int = 3, *, encrypted: bool = False) -> None:
    """Make an office unless there is one, then append, keep files, replace members, publish and cache."""
    office = _open(path, encrypted)
    acknowledge(("office", None))
    for number in range(rounds):
        with office.lock():
            file = office.put_file(b"%PDF-1.7 " + str(number).encode() * 40)
            acknowledge(("file", file))
            for book in BOOKS:
                entries, end = office.read(book)
                office.append(book, entry(len(entries)), since=end)
                acknowledge(("entry", book))
        office.write_members({"m1": {"name": "見本 太郎", "round": number}})
        acknowledge(("members", number))
        office.put_version(f"v{number}", {"number": number})
        acknowledge(("version", f"v{number}"))
        office.cache_write("fold", b"derived")
    office.close()


def unlock(path: Path) -> keys.Unlock | None:
    """How the office there is opened: with a password if it has keys."""
    return keys.by_password("m1", PASSWORD) if (path / keys.FILE).exists() else None


def opened(path: Path, *, read_only: bool = False) -> DiskOffice:
    return open_office(path, read_only=read_only, keys=unlock(path))


def _open(path: Path, encrypted: bool) -> DiskOffice:
    try:
        return opened(path)
    except UsageError:
        return create(path, {"organisations": ["mihon"]}, keys.making("m1", PASSWORD) if encrypted else None)


def require_kept(path: Path, acknowledged: list[Any], before: int = 0, *, encrypted: bool = False) -> None:
    """Open what is left as the next start does, without any repair by hand, and find every promise kept."""
    if not acknowledged:
        _open(path, encrypted).close()
    office = opened(path)
    promised = {book: before + acknowledged.count(("entry", book)) for book in BOOKS}
    for book in BOOKS:
        with office.lock():
            entries, end = office.read(book)
        assert entries == [entry(number) for number in range(len(entries))]
        assert promised[book] <= len(entries) <= promised[book] + 1
        with office.lock():
            office.append(book, entry(len(entries)), since=end)
        assert len(office.read(book)[0]) == len(entries) + 1
    for kind, value in acknowledged:
        if kind == "file":
            assert office.get_file(value).startswith(b"%PDF")
        if kind == "version":
            assert office.get_version(value) == {"number": int(value[1:])}
    rounds = [value for kind, value in acknowledged if kind == "members"]
    now = office.members().get("m1", {}).get("round", -1)
    assert not rounds or now in (rounds[-1], rounds[-1] + 1)
    assert office.cache_read("fold") in (None, b"derived")
    office.close()
    report = verify(path, keys=unlock(path))
    assert report.ok, report.problems
    assert not list((path / "tmp").iterdir())


def main() -> None:
    """The same in a process of its own, with one line on the standard output for each promise."""

    def say(thing: Any) -> None:
        print(f"{thing[0]} {thing[1]}", flush=True)

    work(Path(sys.argv[1]), say, int(sys.argv[2]))


def heard(output: str) -> list[Any]:
    """What a killed process had promised."""
    found: list[Any] = []
    for line in output.splitlines():
        kind, _, value = line.partition(" ")
        found.append((kind, int(value) if kind == "members" else None if value == "None" else value))
    return found
