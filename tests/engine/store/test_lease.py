"""On a share one PC at a time writes; the others read and see who. No lock of the share is trusted."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from engine.errors import Conflict
from engine.store import DiskOffice, create, lease, open_office, platform

HERE, THERE = ("pc1", "受付PC"), ("pc2", "奥のPC")


class At:
    """Sits at another PC."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self(HERE)

    def __call__(self, pc: tuple[str, str]) -> None:
        self._monkeypatch.setattr(platform, "machine", lambda: pc)


@pytest.fixture
def share(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An office on a share whose locks do nothing between PCs: each PC has its own lock file."""
    create(tmp_path / "o", {}).close()
    monkeypatch.setenv(platform.PLACE, "network")
    monkeypatch.setattr(platform, "own_lock", lambda _: tmp_path / f"{platform.machine()[0]}.lock")
    return tmp_path / "o"


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> At:
    return At(monkeypatch)


def write(office: DiskOffice, number: int) -> None:
    with office.lock():
        office.append("R8", {"seq": number}, office.read("R8")[1])


def go_stale(share: Path) -> None:
    then = (share / lease.FILE).stat().st_mtime - lease.STALE - 120
    os.utime(share / lease.FILE, (then, then))


def test_the_second_pc_reads_and_sees_who_writes(share: Path, at: At) -> None:
    one = open_office(share, who="sato")
    write(one, 1)
    at(THERE)
    two = open_office(share, who="suzuki")
    assert two.read_only and two.read("R8")[0] == [{"seq": 1}]
    assert "受付PC" in two.notes[-1][0] and "sato" in two.notes[-1][0]
    with pytest.raises(Conflict, match="受付PC"), two.lock():
        pass
    one.close()
    again = open_office(share, who="suzuki")
    write(again, 2)
    assert not again.read_only


def test_programs_of_one_pc_share_the_lease(share: Path, at: At) -> None:
    one, two = open_office(share), open_office(share)
    write(one, 1)
    write(two, 2)
    one.close()
    write(two, 3)  # taken again
    at(THERE)
    assert open_office(share).read_only


def test_a_stale_lease_is_taken_only_knowingly_and_its_pc_stops_writing(share: Path, at: At) -> None:
    one = open_office(share, who="sato")
    write(one, 1)
    at(THERE)
    assert open_office(share, take_over=True).read_only, "it is not stale"
    go_stale(share)
    assert "--take-over" in open_office(share).notes[-1][0]
    two = open_office(share, who="suzuki", take_over=True)
    write(two, 2)
    at(HERE)
    with pytest.raises(Conflict, match="奥のPC"):
        write(one, 3)
    assert one.read_only and "奥のPC" in one.notes[-1][0]
    one.close()
    assert two.read("R8")[0] == [{"seq": 1}, {"seq": 2}]
    at(THERE)
    write(two, 3)


def test_work_renews_the_lease(share: Path, at: At) -> None:
    one = open_office(share)
    go_stale(share)
    write(one, 1)
    at(THERE)
    assert open_office(share, take_over=True).read_only


@pytest.mark.parametrize("damaged", [b"", b"{", b"\0" * 200])
def test_a_lease_that_does_not_read_is_somebodys(share: Path, at: At, damaged: bytes) -> None:
    at(HERE)
    (share / lease.FILE).write_bytes(damaged)
    assert open_office(share).read_only
    go_stale(share)
    write(open_office(share, take_over=True), 1)


def test_where_a_folder_lies_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert platform.place_of(tmp_path) == "local"
    (tmp_path / "Dropbox" / "o").mkdir(parents=True)
    assert platform.place_of(tmp_path / "Dropbox" / "o") == "synced"
    (tmp_path / "sync" / "o").mkdir(parents=True)
    (tmp_path / "sync" / ".stfolder").mkdir()
    assert platform.place_of(tmp_path / "sync" / "o") == "synced"
    monkeypatch.setenv("OneDriveCommercial", str(tmp_path))
    assert platform.place_of(tmp_path / "any") == "synced"
    monkeypatch.setattr(platform, "on_network", lambda _: True)
    assert platform.place_of(tmp_path) == "network"
    monkeypatch.setenv(platform.PLACE, "local")
    assert platform.place_of(tmp_path) == "local"


def test_which_pc_this_is_does_not_change() -> None:
    assert platform.machine() == platform.machine()
    assert len(platform.machine()[0]) == 16
    assert platform.own_lock("a") != platform.own_lock("b")
