"""An acknowledged step is never lost: power loss, death, full disks and failing ones at every operation."""

from __future__ import annotations

import errno
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from engine.errors import MadoguchiError, StoreError, system_reason
from engine.store import DiskOffice, open_office, verify
from engine.store.codec import hash_of
from tests.faults.harness import How, count_operations, failing, recording, run_child, without_waiting
from tests.faults.steps import BOOKS, entry, heard, opened, require_kept, unlock, work

pytestmark = pytest.mark.fault
TARGET = "tests.faults.steps:main"


@pytest.fixture(autouse=True)
def _little_room(monkeypatch: pytest.MonkeyPatch) -> None:
    """Room of 1 KB, so that it is used up again and again."""
    monkeypatch.setattr("engine.store.book.ROOM", 1024)


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    with without_waiting():
        yield


@pytest.fixture(params=[False, True], ids=["clear", "encrypted"])
def encrypted(request: pytest.FixtureRequest) -> bool:
    """The same for both codecs."""
    return bool(request.param)


def test_power_loss_at_any_operation_loses_no_promise(tmp_path: Path, encrypted: bool) -> None:
    with recording(tmp_path / "o") as disk:
        work(tmp_path / "o", disk.acknowledge, encrypted=encrypted)
    states = disk.states()
    for number, state in enumerate(states[:: 3 if encrypted else 1]):
        state.put(tmp_path / f"{number}")
        try:
            require_kept(tmp_path / f"{number}", state.acknowledged, encrypted=encrypted)
        except (AssertionError, MadoguchiError) as error:
            raise AssertionError(f"after operation {state.at}, {state.policy}: {error}") from error
    assert len(states) >= 300


def test_what_a_dead_process_wrote_is_synced_before_anybody_builds_on_it(tmp_path: Path) -> None:
    """A line that was written and never synced: who reads it under the lock may act on it."""
    path = tmp_path / "o"
    work(path, lambda _: None, rounds=1)
    with recording(path) as disk:
        dead = open_office(path)
        with dead.lock():
            dead.read("R8")
            with failing(2, errno.EIO), pytest.raises(StoreError):
                dead.append("R8", entry(1))
        office = open_office(path)
        with office.lock():
            assert len(office.read("R8")[0]) == 2
            disk.acknowledge(("entry", "R8"))
        office.close()
    for number, state in enumerate(disk.states()):
        state.put(tmp_path / f"{number}")
        require_kept(tmp_path / f"{number}", state.acknowledged, before=1)


def test_a_file_kept_again_after_a_failure_is_kept_for_certain(tmp_path: Path) -> None:
    """The name may be there without being on the disk yet: whoever finds it must not take it for granted."""
    work(tmp_path / "o", lambda _: None, rounds=1)
    with recording(tmp_path / "o") as disk:
        office = open_office(tmp_path / "o")
        with failing(7, errno.EIO, once=True) as tried, pytest.raises(StoreError):
            office.put_file(b"scan")
        assert tried[-2:] == ["replace", "sync_folder"]
        disk.acknowledge(open_office(tmp_path / "o").put_file(b"scan"))
    for number, state in enumerate(disk.states()):
        state.put(tmp_path / f"{number}")
        for name in state.acknowledged:
            assert open_office(tmp_path / f"{number}").get_file(name) == b"scan"


HOWS: tuple[How, ...] = ("before", "torn", "after")


def test_a_process_killed_at_any_operation_loses_no_promise(tmp_path: Path) -> None:
    last = count_operations(TARGET, [str(tmp_path / "count"), "1"], tmp_path / "operations")

    def killed(at: int) -> int:
        path = tmp_path / f"k{at}"
        done = run_child(TARGET, [str(path), "1"], kill_at=at, how=HOWS[at % 3])
        assert done.returncode not in (0, 1), f"{at}: {done.stderr}"
        assert done.stderr == ""
        require_kept(path, heard(done.stdout))
        return at

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(killed, range(1, last + 1))) == list(range(1, last + 1))
    assert last >= 40


@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EIO])
@pytest.mark.parametrize("once", [True, False])
def test_a_full_or_failing_disk_promises_nothing_and_stops_writing(
    tmp_path: Path, error: int, once: bool
) -> None:
    work(tmp_path / "all", lambda _: None)
    with failing(10**6) as tried:
        work(tmp_path / "count", lambda _: None)
    for at in range(1, len(tried) + 1):
        path = tmp_path / f"{at}"
        promised: list[Any] = []
        with failing(at, error, once=once, short=True):
            try:
                work(path, promised.append)
            except StoreError as failure:
                assert system_reason(OSError(error, "")).within("en") in failure.en
        require_kept(path, promised)


def _appended(path: Path, at: int, error: int, **how: bool) -> tuple[DiskOffice, list[str]]:
    """Append with operation `at` of the append failing; the office afterwards and what was tried."""
    work(path, lambda _: None, rounds=1)
    office = open_office(path)
    with office.lock():
        _, end = office.read("R8")
        with failing(at, error, **how) as tried, pytest.raises(StoreError):
            office.append("R8", entry(1), since=end)
    return office, tried


def test_after_a_failed_sync_nothing_is_written_until_reopened(tmp_path: Path) -> None:
    office, tried = _appended(tmp_path / "o", 2, errno.EIO, once=True)
    assert tried == ["write_at", "datasync", "truncate"], "a failed sync is not tried again"
    assert office.read_only
    with pytest.raises(StoreError), office.lock():
        pass
    assert office.read("R8")[0] == [entry(0)]
    again = open_office(tmp_path / "o")
    with again.lock():
        again.append("R8", entry(1))
    assert again.read("R8")[0] == [entry(0), entry(1)]


def test_a_short_write_is_noticed_and_taken_back(tmp_path: Path) -> None:
    size = len(
        (
            _appended(tmp_path / "o", 1, errno.ENOSPC, once=True, short=True)[0].path / "books/R8.jsonl"
        ).read_bytes()
    )
    office = open_office(tmp_path / "o")
    assert office.read("R8")[1].offset == size
    assert verify(tmp_path / "o").ok


def test_a_write_that_reports_fewer_bytes_is_an_error(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from engine.store import platform

    handle = platform.create_file(tmp_path / "f")
    monkeypatch.setattr(platform, "_write_some", lambda *_: 3)
    with pytest.raises(OSError, match="short write"):
        platform.write_at(handle, b"12345", 0)
    platform.close(handle)


def test_a_head_that_cannot_be_written_does_not_unsay_a_step_that_is_on_the_disk(tmp_path: Path) -> None:
    work(tmp_path / "o", lambda _: None, rounds=1)
    office = open_office(tmp_path / "o")
    with office.lock():
        office.read("R8")
        with failing(3, errno.ENOSPC):
            office.append("R8", entry(1))
    assert len(office.notes) == 1
    assert open_office(tmp_path / "o").read("R8")[0] == [entry(0), entry(1)]


def _places(data: bytes) -> list[tuple[str, bytes]]:
    """Damages of one file: flips, cuts, zeros, insertions, a removed and a doubled line, spread over it."""
    found: list[tuple[str, bytes]] = [("emptied", b""), ("doubled", data * 2)]
    for at in range(0, len(data), max(1, len(data) // 20)):
        flipped = bytes([data[at] ^ (1 << at % 8)])
        found.append((f"flip {at}", data[:at] + flipped + data[at + 1 :]))
        found.append((f"cut {at}", data[:at]))
        found.append((f"zero {at}", data[:at] + bytes(min(16, len(data) - at)) + data[at + 16 :]))
        found.append((f"insert {at}", data[:at] + b"0" + data[at:]))
        found.append((f"insert NUL {at}", data[:at] + b"\0" + data[at:]))
        found.append((f"newline {at}", data[:at] + b"\n" + data[at + 1 :]))
    lines = data.splitlines(keepends=True)
    for number in range(len(lines)):
        found.append((f"without line {number}", b"".join(lines[:number] + lines[number + 1 :])))
        found.append((f"line {number} twice", b"".join([*lines[: number + 1], *lines[number:]])))
    return [(name, damaged) for name, damaged in found if damaged != data]


def _told(path: Path) -> Any:
    """Everything a reader of the office gets."""
    office = opened(path)
    try:
        files = [hash_of(b"%PDF-1.7 " + str(number).encode() * 40) for number in range(4)]
        return (
            [office.read(book)[0] for book in BOOKS],
            office.info(),
            office.members(),
            [office.get_version(f"v{number}") for number in range(4)],
            [office.get_file(name) for name in files],
            office.cache_read("fold") or b"derived",
        )
    finally:
        office.close()


def test_no_damage_is_silently_wrong(tmp_path: Path, encrypted: bool) -> None:
    path = tmp_path / "o"
    work(path, lambda _: None, rounds=4, encrypted=encrypted)
    right = _told(path)
    tried = 0
    for file in sorted(file for file in path.rglob("*") if file.is_file() and file.name != "lock"):
        data = file.read_bytes()
        for name, damaged in [*_places(data)][:: 3 if encrypted else 1]:
            tried += 1
            file.write_bytes(damaged)
            place = f"{file.relative_to(path)}, {name}"
            try:
                assert _told(path) == right, f"{place}: silently wrong"
            except StoreError:
                report = verify(path, keys=unlock(path))
                assert not report.ok, f"{place}: refused, and verify finds nothing"
                if file.parent.name == "books" and name.startswith(("flip", "zero")):
                    assert report.lines >= 2 * 4 - 2, f"{place}: the rest is not readable"
        file.write_bytes(data)
    assert _told(path) == right
    assert tried >= (250 if encrypted else 600)


def test_no_damage_is_made_worse_by_the_next_step(tmp_path: Path) -> None:
    """Appending to a damaged book either is refused and leaves every byte, or loses nothing."""
    path = tmp_path / "o"
    work(path, lambda _: None, rounds=3)
    book = path / "books" / "R8.jsonl"
    heads = (path / "heads.jsonl").read_bytes()
    data = book.read_bytes()
    for name, damaged in _places(data):
        book.write_bytes(damaged)
        (path / "heads.jsonl").write_bytes(heads)
        office = open_office(path)
        try:
            with office.lock():
                office.append("R8", entry(3))
            assert office.read("R8")[0] == [entry(number) for number in range(4)], name
        except StoreError:
            assert book.read_bytes() == damaged, name
        finally:
            office.close()


APPENDER = """
import sys
from pathlib import Path
from engine.store import open_office
office = open_office(Path(sys.argv[1]))
for number in range(50):
    with office.lock():
        office.append("R8", {"who": sys.argv[2], "number": number})
office.close()
"""


def test_four_processes_lose_and_double_nothing(tmp_path: Path) -> None:
    work(tmp_path / "o", lambda _: None, rounds=1)
    root = str(Path(__file__).resolve().parents[2])
    processes = [
        subprocess.Popen([sys.executable, "-c", APPENDER, str(tmp_path / "o"), str(who)], cwd=root)
        for who in range(4)
    ]
    assert [process.wait(60) for process in processes] == [0] * 4
    entries = open_office(tmp_path / "o").read("R8")[0][1:]
    for who in range(4):
        assert [e["number"] for e in entries if e["who"] == str(who)] == list(range(50))
    assert len(entries) == 200
    assert verify(tmp_path / "o").ok
