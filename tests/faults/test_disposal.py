"""Disposal is done whole or not at all, wherever the program dies or the disk fails."""

from __future__ import annotations

import errno
import shutil
from pathlib import Path
from typing import Any

import pytest

from engine.desk import Desk, Submission, create_office, dispose, open_desk, review
from engine.desk.office import First
from engine.errors import StoreError
from tests.faults.harness import Dead, How, dying, failing, recording

pytestmark = pytest.mark.fault
HOWS: tuple[How, ...] = ("before", "torn", "after")
LATER = "2027-10-01T09:00"
NAMES = ("見本 太郎", "例示 花子")
GIVEN: dict[str, Any] = {
    "direction": "given",
    "way": "each_time",
    "given_under": "consent",
    "provided_on": "2024-09-30",
    "party": "見本保険株式会社",
    "items": "氏名",
    "consent": True,
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two cases of two years, each with a scan, that have been kept long enough."""
    path = tmp_path_factory.mktemp("disposal") / "o"
    first = First("taro", "職員 一郎", ("window_clerk", "privacy_officer"), "")
    with pytest.MonkeyPatch.context() as then:
        create_office(path, ["oita_kyosai"], encrypted=False, first=first)
        for number, (year, name) in enumerate(zip((2023, 2024), NAMES, strict=True), start=1):
            then.setenv("MADOGUCHI_NOW", f"{year}-09-30T09:00")
            with open_desk(path, "taro") as desk:
                form = {**GIVEN, "person": name, "provided_on": f"{year}-09-30"}
                case = desk.submit(Submission(kind="provision", form=form)).case
                scan = (f"{number}.txt", "text/plain", f"{name} の写し".encode())
                desk.submit(Submission(case=case, command="attach", form={}, attachments=(scan,)))
    return path


@pytest.fixture(autouse=True)
def _later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_NOW", LATER)


def erase(desk: Desk) -> None:
    assert dispose(desk, [one.key for one in review(desk)], 2) == 2


def require_whole(path: Path, *, done: bool | None = None) -> bool:
    """The next start finds both cases or neither, nothing of who is gone, and a chain that verifies."""
    with open_desk(path, "taro") as desk:
        cases = {key for key in (("oita_kyosai", "R5-001"), ("oita_kyosai", "R6-001")) if desk.case(key)}
        gone = cases & set(desk.ledger.disposed)
        report = desk.verify()
    assert report.ok, report.problems
    assert gone in (set(), cases)
    data = b"".join(p.read_bytes() for p in path.rglob("*") if p.is_file())
    assert [name.encode() in data for name in NAMES] == [not gone] * 2
    assert not gone or not (path / "disposal.json").exists()
    assert done is None or bool(gone) == done
    return bool(gone)


def test_a_disposal_is_done_whole_or_not_at_all(office: Path, tmp_path: Path) -> None:
    with open_desk(shutil.copytree(office, tmp_path / "count"), "taro") as desk, failing(10**6) as tried:
        erase(desk)
    require_whole(tmp_path / "count", done=True)
    assert len(tried) >= 25
    found = set()
    for at in range(1, len(tried) + 1):
        path = Path(shutil.copytree(office, tmp_path / f"{at}"))
        with open_desk(path, "taro") as desk, dying(at, HOWS[at % 3]), pytest.raises(Dead):
            erase(desk)
        with open_desk(path, "taro", read_only=True) as desk:
            desk.rows()  # a look in between is no harm
        found.add(require_whole(path))
    for at in range(1, len(tried) + 1, 3):
        path = Path(shutil.copytree(office, tmp_path / f"full{at}"))
        with (
            open_desk(path, "taro") as desk,
            failing(at, errno.ENOSPC, short=True),
            pytest.raises(StoreError),
        ):
            erase(desk)
        found.add(require_whole(path))
    assert found == {True, False}


def test_power_loss_at_any_point_of_a_disposal(office: Path, tmp_path: Path) -> None:
    path = Path(shutil.copytree(office, tmp_path / "o"))
    with open_desk(path, "taro") as desk, recording(path) as disk:
        erase(desk)
        disk.acknowledge("done")
    states = disk.states()
    for number, state in enumerate(states):
        state.put(tmp_path / f"{number}")
        require_whole(tmp_path / f"{number}", done=True if state.acknowledged else None)
    assert len(states) >= 40
