"""Full records of closed books are copied while nothing changes; what is copied is what would be made."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from engine.desk import Desk, Submission, create_office, open_desk
from engine.desk.clock import JAPAN, Clock
from engine.desk.ledger import in_order
from engine.desk.office import First
from engine.export.lines import line_of
from tests.faults.harness import without_waiting

ORGS = ("gunma_gojokai", "aichi_kyosai")
PASSWORD = "見本の長いパスワード"
FORM = {"channel": "window", "requester": "data_subject", "address": "見本市1-1", "target": "見本の記録"}


def at(year: int) -> Clock:
    return Clock(datetime(year, 5, 10, 9, tzinfo=JAPAN))


@pytest.fixture(scope="module", params=[False, True], ids=["clear", "encrypted"])
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Two cases of 2024 of each of two organisations, all withdrawn; one of 2025 that is open; one of 2026."""
    path = tmp_path_factory.mktemp("prepared") / "o"
    with without_waiting():
        first = First("mihon", "見本 花子", ("window_clerk", "privacy_officer"), PASSWORD)
        create_office(path, ORGS, encrypted=request.param, first=first)
        with opened(path, 2026) as desk:
            for year, org in (
                (2024, ORGS[1]),
                (2024, ORGS[0]),
                (2024, ORGS[0]),
                (2025, ORGS[0]),
                (2026, ORGS[0]),
            ):
                desk.clock = at(year)
                form = {**FORM, "name": f"見本 タロウ{year}"}
                case = desk.submit(Submission(kind="purpose_notice", organisation=org, form=form)).case
                if year == 2024:
                    desk.submit(Submission(command="withdraw", case=case, organisation=org))
        yield path


@pytest.fixture
def office(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "o"))


def opened(path: Path, year: int) -> Desk:
    desk = open_desk(path, "mihon", password=PASSWORD if (path / "keys.json").exists() else None)
    desk.clock = at(year)
    return desk


def made(desk: Desk) -> list[str]:
    """Every record made of its events, nothing copied."""
    desk.ledger.read_all()
    keys = sorted(desk.ledger.keys(), key=in_order)
    return [line_of(desk.ledger.workflow_of(k), desk.ledger.case(k), desk.today()) for k in keys]


def exported(path: Path, year: int) -> tuple[list[str], list[str], set[str]]:
    """What is exported by a desk that was just opened, what would be made, and the books that had to be read."""
    with opened(path, year) as desk:
        lines = list(desk.export())
        read = set(desk.ledger.positions)
        return lines, made(desk), read


def test_closed_books_are_copied_and_say_the_same_on_every_day(office: Path) -> None:
    for year, read in ((2026, {"R6", "R7", "R8"}), (2026, {"R7", "R8"}), (2029, {"R7", "R8"})):
        lines, right, was_read = exported(office, year)
        assert lines == right, year
        assert was_read == read, "an open case hangs on the day, so its book is read"
    assert [json.loads(line)["organisation"] for line in lines] == [ORGS[1], *[ORGS[0]] * 4]


def test_what_changed_or_was_damaged_is_made_again(office: Path) -> None:
    exported(office, 2026)
    with opened(office, 2026) as desk:
        desk.submit(Submission(command="note", case="R6-001", organisation=ORGS[0], form={"text": "見本"}))
    lines, right, _ = exported(office, 2026)
    assert lines == right and any('"note"' in line for line in lines)
    for file in (office / "cache").glob("full-R6*"):
        file.write_bytes(file.read_bytes()[:-3] + b"xxx")
        lines, right, _ = exported(office, 2026)
        assert lines == right, file.name


def test_other_views_never_use_what_is_kept(office: Path) -> None:
    exported(office, 2026)
    with opened(office, 2026) as desk:
        for view in ("masked", "statistics"):
            assert not [line for line in desk.export(view) if "タロウ" in line]


def test_what_is_kept_is_encrypted_as_the_office_is(office: Path) -> None:
    exported(office, 2026)
    kept = b"".join(file.read_bytes() for file in (office / "cache").glob("full-*"))
    assert kept and ("タロウ".encode() in kept) != (office / "keys.json").exists()
