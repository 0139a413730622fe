"""Closed books are searched without being opened; what the cache says is never older than the journal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.desk import Desk, Submission, create_office, folded, open_desk, shelf
from engine.desk.clock import JAPAN, Clock
from engine.desk.ledger import Ledger
from engine.desk.listed import Listed, Station
from engine.store.memory import MemoryOffice
from engine.store.port import Position

ORG = "gunma_gojokai"
FORM = {
    "channel": "window", "requester": "data_subject", "address": "前橋市見本町1-1", "target": "給付記録",
}  # fmt: skip


def at(year: int) -> Clock:
    return Clock(datetime(year, 5, 10, 9, tzinfo=JAPAN))


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """Two cases of 2024, one of them withdrawn, and one of 2026."""
    path = tmp_path / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        roles = desk.organisations()[ORG].organisation.roles
        desk.set_member("mihon", "見本 花子", [n for n, r in roles.items() if not r.per_unit], new=True)
        for year, name in ((2024, "見本 タロウ"), (2024, "見本 ジロウ"), (2026, "見本 サブロウ")):
            desk.clock = at(year)
            case = desk.submit(Submission(kind="purpose_notice", form={**FORM, "name": name})).case
            if year == 2024:
                desk.submit(Submission(command="withdraw", case=case))
        desk.rows()
    return path


@pytest.fixture
def later(office: Path) -> Iterator[Desk]:
    with open_desk(office) as desk:
        desk.clock = at(2026)
        yield desk


def names(desk: Desk, text: str) -> list[str]:
    return [row.name for row in desk.rows(text=text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("タロウ", ["見本 タロウ"]),
        ("みほん", []),
        ("見本　じろう", ["見本 ジロウ"]),
        ("R6-00", ["見本 タロウ", "見本 ジロウ"]),
        ("ろう", ["見本 サブロウ", "見本 タロウ", "見本 ジロウ"]),
        ("いない", []),
    ],
)
def test_a_name_in_any_kana_is_found_in_every_book(later: Desk, text: str, found: list[str]) -> None:
    assert names(later, text) == found


def test_searching_opens_no_closed_book(later: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(Ledger, "read", lambda _self, book: read.append(book))
    assert names(later, "たろう") == ["見本 タロウ"]
    assert "R6" not in read


def test_what_is_written_into_a_closed_book_is_found_at_once(office: Path, later: Desk) -> None:
    assert names(later, "タロウ") == ["見本 タロウ"]
    with open_desk(office) as other:
        other.clock = at(2026)
        amended = {"event": 1, "form": {"name": "見本 ハルコ"}, "reason": "改名"}
        other.submit(Submission(command="amend", case="R6-001", form=amended))
    assert names(later, "はるこ") == ["見本 ハルコ"]
    assert names(later, "タロウ") == []


@pytest.mark.parametrize("lost", ["find-R6", "list-R6", "lists"])
def test_the_index_may_vanish_or_belong_to_another_day(office: Path, later: Desk, lost: str) -> None:
    (office / "cache" / lost).unlink()
    assert names(later, "じろう") == ["見本 ジロウ"]
    later.office.cache_write("find-R6", later.office.cache_read("find-R8") or b"")
    with open_desk(office) as again:
        again.clock = at(2026)
        assert names(again, "じろう") == ["見本 ジロウ"]


STATIONS = tuple(
    Station(
        ORG,
        "k",
        "種別",
        "Kind",
        state,
        "段階",
        "Step",
        not waiting,
        waiting,
        "intake",
        "clerk",
        False,
        False,
        False,
    )
    for state, waiting in (("one", False), ("two", True))
)
CASES = st.builds(
    Listed,
    station=st.sampled_from(STATIONS),
    number=st.text(max_size=9),
    name=st.text(max_size=9),
    received=st.just("2026-05-10"),
    version=st.integers(1, 99),
    search=st.text(max_size=9).map(folded),
    due=st.just(""),
    since=st.just("2026-05-10"),
    left=st.none() | st.integers(-9, 9),
    elapsed=st.none() | st.integers(0, 9),
    auto=st.just(""),
)


@given(st.lists(CASES, max_size=6))
def test_what_was_put_on_a_shelf_comes_back_as_it_was(cases: list[Listed]) -> None:
    office, end = MemoryOffice(), Position("R6", hash="a" * 64)
    head = shelf.write(office, "R6", end, cases)
    assert (head.cases, head.open) == (len(cases), sum(one.station.open for one in cases))
    assert shelf.read(office, "R6", end.hash) == cases
    assert shelf.read_by_name(office, "R6", end.hash) == [one.by_name() for one in cases]
    assert shelf.read(office, "R6", "b" * 64) is None
    found = shelf.Shelf(office, "R6", end.hash, len(cases)).search("")
    assert found == cases


def test_what_another_program_put_there_is_read_by_its_names_only(monkeypatch: pytest.MonkeyPatch) -> None:
    office, end = MemoryOffice(), Position("R6")
    one = Listed(STATIONS[0], "R6-001", "見本 太郎", "", 1, "", "", "", None, None, "")
    shelf.write(office, "R6", end, [one])
    renamed = (office.cache_read("list-R6") or b"").replace(b'"kind_title"', b'"called"')
    office.cache_write("list-R6", renamed)
    assert shelf.read(office, "R6", end.hash) is None
    assert shelf.read_by_name(office, "R6", end.hash)[0]["called"] == "種別"
    shelf.write_heads(office, {"R6": shelf.write(office, "R6", end, [one])})
    assert shelf.read_heads(office)["R6"].cases == 1
    monkeypatch.setattr(shelf, "FORMAT", shelf.FORMAT + 1)
    assert shelf.read_heads(office) == {}


@pytest.mark.parametrize(
    "damage", [b"", b"[]", b"null", b"{", b'{"format": 8}', b'{"format": 8, "books": {"R6": 1}}']
)
def test_heads_that_do_not_read_are_none(damage: bytes) -> None:
    office = MemoryOffice()
    office.cache_write("lists", damage)
    assert shelf.read_heads(office) == {}


def test_heads_that_are_older_than_what_was_kept_of_a_book_are_no_harm(later: Desk, office: Path) -> None:
    older = later.office.cache_read("lists") or b""
    later.submit(Submission(kind="purpose_notice", form={**FORM, "name": "見本 シロウ"}))
    later.rows()
    later.office.cache_write("lists", older)
    with open_desk(office) as again:
        again.clock = at(2026)
        assert names(again, "しろう") == ["見本 シロウ"]
        assert {row.name for row in again.rows()} == {"見本 サブロウ", "見本 シロウ"}
