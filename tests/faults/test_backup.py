"""A backup and a restored office are there whole, or not at all: whatever fails, wherever the program dies."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from engine.desk.clock import office_clock
from engine.desk.desk import Desk
from engine.desk.safety import backup, rehearse, restore
from engine.errors import MadoguchiError, StoreError
from engine.store import DiskOffice, open_office, verify
from tests.faults.harness import Dead, How, dying, failing
from tests.faults.steps import work

pytestmark = pytest.mark.fault
HOWS: tuple[How, ...] = ("before", "torn", "after")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on the records of a small office."""
    work(tmp_path / "o", lambda _: None, rounds=1)
    return reopened(tmp_path / "o")


def reopened(path: Path) -> Desk:
    office: DiskOffice = open_office(path)
    return Desk(office, office_clock(), path=path)


def back(file: Path, target: Path) -> bool:
    return restore(file, target, lambda _: ("", None)).ok


def test_a_backup_is_there_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    with failing(10**6) as tried:
        backup(desk, tmp_path / "all.zip")
    assert len(tried) >= 20
    for at in range(1, len(tried) + 1):
        file = tmp_path / f"{at}.zip"
        with failing(at, errno.ENOSPC, short=True), pytest.raises(StoreError):
            backup(desk, file)
        assert not file.exists() or back(file, tmp_path / f"of-{at}")
        desk = reopened(tmp_path / "o")
        with dying(at, HOWS[at % 3]), pytest.raises(Dead):
            backup(desk, tmp_path / f"dead-{at}.zip")
        desk.office.close()
        desk = reopened(tmp_path / "o")
        dead = tmp_path / f"dead-{at}.zip"
        assert not dead.exists() or back(dead, tmp_path / f"of-dead-{at}")
        assert verify(tmp_path / "o").ok


def test_an_office_is_restored_whole_or_not_at_all(desk: Desk, tmp_path: Path) -> None:
    file, target = tmp_path / "all.zip", tmp_path / "back"
    backup(desk, file)
    with failing(10**6) as tried:
        assert back(file, tmp_path / "count")
    for at in range(1, len(tried) + 1, 2):  # odd and even ones have the same kinds of operations
        target = tmp_path / f"back-{at}"
        with failing(at, errno.EIO, short=True), pytest.raises(MadoguchiError):
            back(file, target)
        assert not target.exists() or verify(target).ok
        with dying(at, HOWS[at % 3]), pytest.raises((Dead, MadoguchiError)):
            back(file, target)
        assert not target.exists() or verify(target).ok
        assert target.exists() or back(file, target)


def test_what_a_dead_rehearsal_left_is_removed_at_the_next_step(desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "o" / "tmp" / "rehearsal-1-dead" / "books"
    left.mkdir(parents=True)
    (left / "R8.jsonl").write_bytes(b"half")
    backup(desk, tmp_path / "all.zip")
    assert rehearse(desk, tmp_path / "all.zip").ok
    assert not list((tmp_path / "o" / "tmp").iterdir())
