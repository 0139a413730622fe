"""What the port promises, whatever keeps the records."""

import threading
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import Conflict, StoreError, UsageError
from engine.store import Office, Position, Rewritten
from engine.store.codec import hash_of


def entry(number: int) -> dict[str, Any]:
    return {
        "case": f"R8-{number}",
        "events": [{"id": "receive", "form": {"name": "見本 花子"}}],
        "seq": number,
    }


def add(office: Office, book: str, *numbers: int) -> Position:
    with office.lock():
        for number in numbers:
            reached = office.append(book, entry(number))
    return reached


def test_entries_come_back_in_the_order_they_were_written(office: Office) -> None:
    add(office, "R8", 1, 2)
    add(office, "R8", 3)
    entries, _ = office.read("R8")
    assert entries == [entry(1), entry(2), entry(3)]


def test_reading_goes_on_from_a_position(office: Office) -> None:
    first = add(office, "R8", 1)
    add(office, "R8", 2, 3)
    entries, reached = office.read("R8", first)
    assert entries == [entry(2), entry(3)]
    assert office.read("R8", reached) == ([], reached)


def test_appending_answers_the_position_that_reading_answers(office: Office) -> None:
    assert add(office, "R8", 1, 2) == office.read("R8")[1]


def test_a_position_can_be_kept_as_json(office: Office) -> None:
    position = add(office, "R8", 1)
    assert Position.from_json(position.to_json()) == position


def test_a_book_that_is_not_there_is_empty(office: Office) -> None:
    entries, start = office.read("R7")
    assert entries == []
    assert start.lines == 0
    assert office.books() == []


def test_books_are_kept_apart(office: Office) -> None:
    add(office, "R7", 1)
    add(office, "R8", 2)
    assert office.books() == ["R7", "R8"]
    assert office.read("R7")[0] == [entry(1)]
    assert office.read("R8")[0] == [entry(2)]


def test_a_position_of_another_history_is_refused(office: Office) -> None:
    add(office, "R8", 1)
    foreign = Position("R8", 120, 10, 1, "a" * 64)
    with pytest.raises(Conflict):
        office.read("R8", foreign)


def test_appending_after_something_unread_is_refused(office: Office) -> None:
    seen = add(office, "R8", 1)
    add(office, "R8", 2)
    with office.lock(), pytest.raises(Conflict):
        office.append("R8", entry(3), since=seen)
    assert len(office.read("R8")[0]) == 2


def test_appending_needs_the_lock(office: Office) -> None:
    with pytest.raises(RuntimeError):
        office.append("R8", entry(1))
    assert office.books() == []


def test_the_lock_keeps_two_threads_apart(office: Office) -> None:
    inside = threading.Event()
    done = threading.Event()

    def hold() -> None:
        with office.lock():
            inside.set()
            done.wait(5)

    holder = threading.Thread(target=hold)
    holder.start()
    inside.wait(5)
    with pytest.raises(Conflict), office.lock(timeout=0.01):
        pass
    done.set()
    holder.join()
    with office.lock(timeout=1):
        pass


@pytest.mark.parametrize(
    ("value", "where"),
    [
        ({"name": "\ud842"}, "/name"),
        ({"form": {"note": "a\0b"}}, "/form/note"),
        ({"rows": [{"a": "漢\0"}]}, "/rows/0/a"),
        ({"\udc00": 1}, "/"),
        ({"number": float("nan")}, "/number"),
        ({"when": object()}, "/when"),
        ({"map": {1: "a"}}, "/map"),
    ],
)
def test_what_cannot_be_kept_unchanged_is_refused_and_nothing_is_written(
    office: Office, value: dict[str, Any], where: str
) -> None:
    with office.lock(), pytest.raises(UsageError) as refused:
        office.append("R8", value)
    assert where in refused.value.en
    assert office.read("R8")[0] == []
    assert office.books() == []
    add(office, "R8", 1)
    assert office.read("R8")[0] == [entry(1)]


NESTED: dict[str, Any] = {}
DEEP = NESTED
for _ in range(5000):
    DEEP["a"] = {}
    DEEP = DEEP["a"]


def test_deep_nesting_is_refused_and_not_a_crash(office: Office) -> None:
    with office.lock(), pytest.raises(UsageError):
        office.append("R8", NESTED)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(TEXT, JSON, max_size=5))
def test_any_json_object_comes_back_as_it_was(office: Office, value: dict[str, Any]) -> None:
    _, before = office.read("R8")
    with office.lock():
        office.append("R8", value)
    assert office.read("R8", before)[0] == [value]


@pytest.mark.parametrize(
    "name", ["髙橋 﨑", "𠮷野家", "葛󠄀城", "ゟ ヿ ｶﾅ", "[/] [b]", "\x1b[31m‮", "\\u0000", '"{\n']
)
def test_japanese_names_and_odd_text_are_neither_refused_nor_changed(office: Office, name: str) -> None:
    with office.lock():
        office.append("R8", {"name": name})
    assert office.read("R8")[0] == [{"name": name}]


def test_what_is_read_is_the_callers_own(office: Office) -> None:
    add(office, "R8", 1)
    office.read("R8")[0][0]["case"] = "changed"
    assert office.read("R8")[0] == [entry(1)]


def test_a_file_is_named_by_its_content(office: Office) -> None:
    name = office.put_file(b"%PDF-1.7 letter")
    assert name == hash_of(b"%PDF-1.7 letter")
    assert office.put_file(b"%PDF-1.7 letter") == name
    assert office.get_file(name) == b"%PDF-1.7 letter"


def test_a_file_can_be_kept_while_the_lock_is_held(office: Office) -> None:
    with office.lock():
        name = office.put_file(b"scan")
        office.append("R8", {"hash": name})
    assert office.get_file(name) == b"scan"


def test_a_file_that_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(StoreError):
        office.get_file("0" * 64)


def test_members_and_info_are_replaced_whole(office: Office) -> None:
    assert office.members() == {}
    office.write_members({"m1": {"name": "見本 太郎", "roles": ["clerk"]}})
    office.write_members({"m2": {"name": "見本 花子"}})
    assert office.members() == {"m2": {"name": "見本 花子"}}
    before = office.info()
    office.write_info({**before, "title": "窓口", "id": "other", "format": 99})
    assert office.info() == {**before, "title": "窓口"}


def test_a_version_never_changes(office: Office) -> None:
    office.put_version("abc123", {"workflow": {"states": ["受付"]}})
    office.put_version("abc123", {"workflow": {"states": ["受付"]}})
    with pytest.raises(UsageError):
        office.put_version("abc123", {"workflow": {"states": []}})
    assert office.get_version("abc123") == {"workflow": {"states": ["受付"]}}
    assert office.versions() == ["abc123"]
    with pytest.raises(StoreError):
        office.get_version("nothere")


def test_the_cache_gives_back_what_was_put_or_nothing(office: Office) -> None:
    assert office.cache_read("fold.json") is None
    office.cache_write("fold.json", b"{}")
    assert office.cache_read("fold.json") == b"{}"


@pytest.mark.parametrize("name", ["../R8", "R8/..", "", "a" * 65, "R8\0", "..", "R 8", "Ｒ８", "C:R8"])
def test_no_name_leads_out_of_the_folder(office: Office, name: str) -> None:
    with pytest.raises(UsageError):
        office.read(name)
    with pytest.raises(UsageError):
        office.get_file(name)
    with pytest.raises(UsageError):
        office.cache_write(name, b"")
    if len(name) < 65:
        with pytest.raises(UsageError):
            office.put_version(name, {})


def test_a_rewritten_book_is_read_from_its_start_and_goes_on(office: Office) -> None:
    with office.lock():
        for number in range(4):
            end = office.append("R8", {"seq": number})
        office.rewrite("R8", [{"seq": 0}, {"gone": 2}])
        with pytest.raises(Rewritten):
            office.read("R8", end)
        office.append("R8", {"seq": 4})
    assert office.read("R8")[0] == [{"seq": 0}, {"gone": 2}, {"seq": 4}]
