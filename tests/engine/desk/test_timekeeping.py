"""A clock that goes back is told at the start and by verify; the order of records is that of their numbers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from engine.desk import Submission, open_desk
from engine.desk.clock import JAPAN, Clock
from tests.formoffice import REQUEST, make

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=JAPAN)


def at(moment: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """The running clock of the machine shows this."""
    monkeypatch.delenv("MADOGUCHI_NOW", raising=False)
    monkeypatch.setattr(Clock, "now", lambda _: moment)


def take_in(office: Path) -> str:
    with open_desk(office, "sato") as desk:
        case = desk.submit(Submission(kind="disclosure", form=REQUEST)).case
        desk.rows()
    return case


def test_a_clock_that_went_back_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = make(tmp_path)
    at(NOON, monkeypatch)
    assert take_in(office) == "R8-001"
    at(NOON - timedelta(minutes=3), monkeypatch)
    with open_desk(office, "sato") as desk:
        assert desk.notes == [], "clocks differ by a little"
    at(NOON - timedelta(hours=2), monkeypatch)
    with open_desk(office, "sato") as desk:
        ((ja, en),) = desk.notes
        assert "2026-11-24 10:00" in ja and "2026-11-24 12:00" in ja and "before the last record" in en
    assert take_in(office) == "R8-002"
    with open_desk(office, "sato") as desk:
        report = desk.verify()
        assert report.ok
        assert [place for place, _, _ in report.notes] == ["books/R8.jsonl:3"]
        assert [entry["case"] for entry in desk.office.read("R8")[0]] == ["R8-001", "R8-002"]


def test_a_replaced_clock_is_no_clock_that_went_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = make(tmp_path)
    for moment in ("2026-11-24T12:00", "2026-11-24T09:00"):
        monkeypatch.setenv("MADOGUCHI_NOW", moment)
        take_in(office)
    with open_desk(office, "sato") as desk:
        assert desk.notes == [] and desk.verify().notes == []
