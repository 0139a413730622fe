"""After a program upgrade: what differs is listed before anything is written, a copy is kept, what was told stays."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.clocks.due import roll
from engine.desk import StoreError, look_at_upgrade, open_desk, shelf, upgrade
from engine.store import open_office
from engine.store.upgrading import STEPS
from engine.version import PROGRAM
from tests.faults import life
from tests.faults.harness import without_waiting

OLD = "madoguchi 0.0.9"


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An office in which a life was lived, last written by an older program."""
    path = tmp_path_factory.mktemp("upgrade") / "o"
    with pytest.MonkeyPatch.context() as clock, without_waiting():
        clock.setenv("MADOGUCHI_NOW", life.NOW)
        life.make(path)
        with life.opened(path) as desk:
            for line in life.LIFE:
                desk.submit(life.submission(line))
            desk.rows()
            said(path, {"program": OLD})
        yield path


@pytest.fixture
def office(lived: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(lived, tmp_path / "o"))


def said(path: Path, told: dict[str, Any], format: int = 1) -> None:
    """What office.json says, as a program of that format would have written it."""
    store = open_office(path)
    with pytest.MonkeyPatch.context() as older:
        older.setattr("engine.store.disk.FORMAT", format)
        store.write_info({**store.info(), **told})
    store.close()


def test_the_same_records_are_seen_as_before_and_a_copy_is_kept(office: Path) -> None:
    with life.opened(office) as desk:
        before = list(desk.export())
        found, copy = upgrade(desk)
        assert (found.cases, found.differs, found.moved) == (3, (), ())
        assert found.programs == (OLD, PROGRAM)
        assert copy is not None and copy.is_file()
        assert list(desk.export()) == before
    with life.opened(office) as desk:
        found, copy = upgrade(desk)
        assert not found.needed and copy is None


def test_what_this_program_reckons_otherwise_is_listed_before_anything_is_written(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.clocks.reckon.roll", lambda *given: roll(*given) + timedelta(days=1))
    with open_desk(office, life.MEMBER, read_only=True) as desk:
        found = look_at_upgrade(desk)
    assert {one.case for one in found.differs} == {"R8-001", "R8-002"}, (
        "a case without a number of days has none to differ"
    )
    one = found.differs[0]
    assert one.before < one.now and one.what.ja and one.what.within("en")
    assert not list(office.parent.glob("*-backups"))


def test_what_lists_showed_otherwise_is_told(office: Path) -> None:
    book = "R8"
    with life.opened(office) as desk:
        end = desk.end_of(book)
        cases = shelf.read(desk.office, book, end.hash)
        assert cases
        was = cases[0].station._replace(kind_title="前の呼び名")
        shelf.write(desk.office, book, end, [cases[0]._replace(station=was), *cases[1:]])
        (one,) = look_at_upgrade(desk).differs
    assert (one.case, one.before, one.now) == (cases[0].number, "前の呼び名", cases[0].station.kind_title)


def test_an_older_format_is_only_opened_to_be_upgraded(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said(office, {}, format=0)
    with pytest.raises(StoreError, match="madoguchi upgrade"):
        life.opened(office)
    taken: list[str] = []
    monkeypatch.setitem(STEPS, 0, lambda store: taken.append(store.id))
    with open_desk(office, life.MEMBER, older=True) as desk:
        found, copy = upgrade(desk)
        assert found.formats == (0, 1) and copy is not None and taken == [desk.office.info()["id"]]
    with life.opened(office) as desk:
        assert len(desk.rows()) == 3
