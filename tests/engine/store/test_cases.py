"""The table of cases answers from TinyDB and gives nothing of its own away."""

from collections.abc import Callable
from typing import Any

import pytest
from tinydb import Query

from engine.store import CaseTable
from engine.store.cases import MemoryStorage


def case(number: int, state: str = "received") -> dict[str, Any]:
    return {"id": f"R8-{number}", "state": state, "facts": {"name": "見本 花子", "list": [1, 2]}}


def filled(count: int = 5) -> CaseTable:
    table = CaseTable()
    table.replace({f"R8-{number}": case(number) for number in range(count)})
    return table


def test_a_case_is_found_by_key_and_by_query() -> None:
    table = filled()
    assert table.get("R8-3") == case(3)
    assert table.get("R8-9") is None
    assert table.search(Query().id == "R8-2") == [case(2)]
    assert table.search(Query().facts.name == "見本 花子") == table.all()
    assert table.count() == 5


def test_replacing_drops_what_the_new_case_does_not_have() -> None:
    table = filled()
    assert len(table.all()) == 5
    table.replace({"R8-1": {"id": "R8-1", "state": "closed"}, "R8-7": case(7)})
    assert table.get("R8-1") == {"id": "R8-1", "state": "closed"}
    assert table.search(Query().state == "closed") == [{"id": "R8-1", "state": "closed"}]
    assert table.get("R8-1") == {"id": "R8-1", "state": "closed"}
    assert [found["id"] for found in table.all()] == ["R8-0", "R8-1", "R8-2", "R8-3", "R8-4", "R8-7"]
    assert table.count() == 6


def test_removing() -> None:
    table = filled()
    table.all()
    table.remove({"R8-1", "R8-9"})
    assert table.get("R8-1") is None
    assert "R8-1" not in table
    assert table.count() == len(table.all()) == 4
    table.replace({"R8-1": case(1, "again")})
    assert table.get("R8-1") == case(1, "again")
    assert table.count() == len(table.all()) == 5


def test_what_goes_in_and_comes_out_is_private() -> None:
    table = CaseTable()
    mine = case(1)
    table.replace({"R8-1": mine})
    mine["facts"]["list"].append(3)
    reads: list[Callable[[], Any]] = [
        lambda: table.get("R8-1"),
        lambda: table.all()[0],
        lambda: table.search(Query().id == "R8-1")[0],
    ]
    for read in reads:
        found = read()
        assert found == case(1)
        found["facts"]["list"].append(4)
        assert read() == case(1)


def test_a_step_does_not_pay_for_the_cases_held(monkeypatch: pytest.MonkeyPatch) -> None:
    table = filled(200)
    table.all()
    writes: list[int] = []
    write = MemoryStorage.write

    def counted(self: MemoryStorage, data: dict[str, dict[str, Any]]) -> None:
        writes.append(len(data))
        write(self, data)

    monkeypatch.setattr(MemoryStorage, "write", counted)
    for number in range(50):
        table.replace({f"R8-{number}": case(number, "decided")})
        assert table.get(f"R8-{number}") == case(number, "decided")
    assert writes == []
    assert len(table.search(Query().state == "decided")) == 50
    assert len(writes) == 1
