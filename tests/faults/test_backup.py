"""What an interrupted rehearsal leaves. That a backup and a restored office are whole or not there: `test_crashes`."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.desk.clock import office_clock
from engine.desk.desk import Desk
from engine.desk.safety import backup, rehearse
from engine.store import DiskOffice, open_office
from tests.faults.steps import work

pytestmark = pytest.mark.fault


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A desk on the records of a small office."""
    work(tmp_path / "o", lambda _: None, rounds=1)
    return reopened(tmp_path / "o")


def reopened(path: Path) -> Desk:
    office: DiskOffice = open_office(path)
    return Desk(office, office_clock(), path=path)


def test_what_a_dead_rehearsal_left_is_removed_at_the_next_step(desk: Desk, tmp_path: Path) -> None:
    left = tmp_path / "o" / "tmp" / "rehearsal-1-dead" / "books"
    left.mkdir(parents=True)
    (left / "R8.jsonl").write_bytes(b"half")
    backup(desk, tmp_path / "all.zip")
    assert rehearse(desk, tmp_path / "all.zip").ok
    assert not list((tmp_path / "o" / "tmp").iterdir())
