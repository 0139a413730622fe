"""What is particular to a folder on the disk: making, opening, permissions, other processes, damage."""

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from engine.errors import Conflict, StoreError, UsageError
from engine.store import DiskOffice, Rewritten, create, open_office, platform, salvage, verify
from engine.store.codec import BODY_AT

posix = pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")


def make(path: Path, count: int = 3, book: str = "R8") -> list[dict[str, Any]]:
    entries = [{"seq": number, "name": "見本 太郎"} for number in range(count)]
    office = create(path, {"organisations": ["mihon"]})
    with office.lock():
        for entry in entries:
            office.append(book, entry)
    office.close()
    return entries


def journal(path: Path, book: str = "R8") -> Path:
    return path / "books" / f"{book}.jsonl"


def test_an_office_opens_again_as_it_was(tmp_path: Path) -> None:
    entries = make(tmp_path / "o")
    office = open_office(tmp_path / "o")
    assert office.read("R8")[0] == entries
    assert office.info()["organisations"] == ["mihon"]
    assert office.info()["encryption"] is False
    assert (office.notes, office.read_only) == ([], False)


def test_an_office_is_never_made_over_something(tmp_path: Path) -> None:
    make(tmp_path / "o")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    for name in ("o", "full", "file"):
        with pytest.raises(UsageError):
            create(tmp_path / name, {})
    assert len(open_office(tmp_path / "o").read("R8")[0]) == 3


def test_an_empty_folder_can_become_an_office(tmp_path: Path) -> None:
    assert create(tmp_path, {}).books() == []


def test_a_folder_that_is_no_office_is_said(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        open_office(tmp_path)
    with pytest.raises(UsageError):
        open_office(tmp_path / "nothing")


def test_an_office_without_its_office_json_is_damage_and_not_a_new_office(tmp_path: Path) -> None:
    make(tmp_path / "o")
    (tmp_path / "o" / "office.json").unlink()
    with pytest.raises(StoreError):
        open_office(tmp_path / "o")
    with pytest.raises(UsageError):
        create(tmp_path / "o", {})
    assert not verify(tmp_path / "o").ok


def test_a_newer_format_is_refused_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as newer:
        newer.setattr("engine.store.opening.FORMAT", 7)
        create(tmp_path / "o", {})
    with pytest.raises(StoreError, match="7"):
        open_office(tmp_path / "o")


@posix
def test_only_the_owner_can_read_what_is_kept(tmp_path: Path) -> None:
    make(tmp_path / "o")
    office = open_office(tmp_path / "o")
    office.put_file(b"scan")
    office.put_version("v1", {})
    office.cache_write("fold", b"")
    for place in [tmp_path / "o", *(tmp_path / "o").rglob("*")]:
        expected = 0o700 if place.is_dir() else 0o600
        assert stat.S_IMODE(place.stat().st_mode) == expected, place


def test_read_only_reads_and_refuses_to_write(tmp_path: Path) -> None:
    entries = make(tmp_path / "o")
    office = open_office(tmp_path / "o", read_only=True)
    assert office.read_only
    assert office.read("R8")[0] == entries
    with pytest.raises(StoreError), office.lock():
        pass
    with pytest.raises(StoreError):
        office.write_members({})
    with pytest.raises(StoreError):
        office.put_file(b"x")


def test_a_folder_that_cannot_be_written_opens_read_only_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(tmp_path / "o")
    monkeypatch.setattr(platform, "writable", lambda _: False)  # a superuser may write anywhere
    office = open_office(tmp_path / "o")
    assert office.read_only
    assert "権限" in office.notes[0][0]


def test_a_network_folder_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path / "o")
    monkeypatch.setattr(platform, "on_network", lambda _: True)
    assert "network" in open_office(tmp_path / "o").notes[0][1]


def test_two_programs_read_each_others_lines_before_they_write(tmp_path: Path) -> None:
    make(tmp_path / "o", 1)
    one, two = open_office(tmp_path / "o"), open_office(tmp_path / "o")
    seen = {id(one): one.read("R8")[1], id(two): two.read("R8")[1]}
    total = 1
    for _ in range(5):
        for office in (one, two):
            with office.lock():
                _, here = office.read("R8", seen[id(office)])
                assert here.lines == total + 1
                seen[id(office)] = office.append("R8", {"seq": total}, since=here)
            total += 1
    assert [entry["seq"] for entry in one.read("R8")[0]] == list(range(11))
    assert verify(tmp_path / "o").ok


def test_two_programs_append_without_reading_and_nothing_is_lost(tmp_path: Path) -> None:
    make(tmp_path / "o", 1)
    offices = [open_office(tmp_path / "o") for _ in range(3)]
    for number in range(1, 31):
        office = offices[number % 3]
        with office.lock():
            office.append("R8", {"seq": number})
        if number == 20:
            offices[0].close()  # gives its room back while the others are at work
    assert [entry["seq"] for entry in offices[1].read("R8")[0]] == list(range(31))


def test_somebody_elses_lock_is_a_conflict(tmp_path: Path) -> None:
    make(tmp_path / "o")
    one, two = open_office(tmp_path / "o"), open_office(tmp_path / "o")
    with one.lock(), pytest.raises(Conflict), two.lock(timeout=0.01):
        pass
    with two.lock(timeout=0.01):
        pass


def test_the_room_written_ahead_is_not_an_entry_and_goes_at_the_end(tmp_path: Path) -> None:
    make(tmp_path / "o")
    office = open_office(tmp_path / "o")
    with office.lock():
        for number in range(4):
            office.append("R8", {"seq": number})
    assert journal(tmp_path / "o").read_bytes().endswith(b"\0")
    assert len(open_office(tmp_path / "o", read_only=True).read("R8")[0]) == 7
    assert verify(tmp_path / "o").ok
    office.close()
    assert journal(tmp_path / "o").read_bytes().endswith(b"}\n")


def test_one_step_of_a_command_makes_no_room(tmp_path: Path) -> None:
    make(tmp_path / "o", 1)
    assert journal(tmp_path / "o").read_bytes().endswith(b"}\n")


def test_a_torn_line_is_cut_off_kept_and_told(tmp_path: Path) -> None:
    entries = make(tmp_path / "o")
    whole = journal(tmp_path / "o").read_bytes()
    torn = whole + whole.splitlines(keepends=True)[-1][:50]
    journal(tmp_path / "o").write_bytes(torn)
    office = open_office(tmp_path / "o")
    assert office.read("R8")[0] == entries
    assert journal(tmp_path / "o").read_bytes() == torn, "a reader touches nothing"
    assert verify(tmp_path / "o").ok
    assert len(verify(tmp_path / "o").notes) == 1
    with office.lock():
        office.append("R8", {"seq": 3})
    assert office.read("R8")[0] == [*entries, {"seq": 3}]
    assert "recovered/" in office.notes[0][0]
    assert [kept.read_bytes() for kept in (tmp_path / "o" / "recovered").iterdir()] == [torn[len(whole) :]]


def test_a_changed_line_stops_everything_and_is_named(tmp_path: Path) -> None:
    make(tmp_path / "o", 6)
    lines = journal(tmp_path / "o").read_bytes().splitlines(keepends=True)
    lines[3] = lines[3].replace("太郎".encode(), "次郎".encode())
    damaged = b"".join(lines)
    journal(tmp_path / "o").write_bytes(damaged)
    office = open_office(tmp_path / "o")
    with pytest.raises(StoreError, match="4 行目"):
        office.read("R8")
    with office.lock(), pytest.raises(StoreError, match="4 行目"):
        office.append("R8", {})
    assert journal(tmp_path / "o").read_bytes() == damaged
    report = verify(tmp_path / "o")
    assert not report.ok
    assert report.problems[0][0] == "books/R8.jsonl:4"
    assert (report.lines, report.unreadable) == (5, 1)
    assert [number for number, _ in salvage(tmp_path / "o", "R8")] == [2, 3, 5, 6, 7]


def test_holes_in_the_middle_are_damage_even_when_no_head_is_left(tmp_path: Path) -> None:
    make(tmp_path / "o", 6)
    data = bytearray(journal(tmp_path / "o").read_bytes())
    middle = len(data) // 2
    data[middle : middle + 8] = bytes(8)
    journal(tmp_path / "o").write_bytes(data)
    (tmp_path / "o" / "heads.jsonl").unlink()
    office = open_office(tmp_path / "o")
    with office.lock(), pytest.raises(StoreError):
        office.append("R8", {})
    assert journal(tmp_path / "o").read_bytes() == data


def test_a_damaged_last_line_is_no_torn_line_when_its_head_knows_it(tmp_path: Path) -> None:
    make(tmp_path / "o", 3)
    data = bytearray(journal(tmp_path / "o").read_bytes())
    data[-10:-5] = bytes(5)
    journal(tmp_path / "o").write_bytes(data)
    office = open_office(tmp_path / "o")
    with office.lock(), pytest.raises(StoreError, match="検査値"):
        office.append("R8", {})
    assert journal(tmp_path / "o").read_bytes() == data


def test_a_line_rewritten_with_a_right_checksum_breaks_the_chain(tmp_path: Path) -> None:
    make(tmp_path / "o", 4)
    from engine.store.codec import decode, encode

    lines = journal(tmp_path / "o").read_bytes().splitlines(keepends=True)
    lines[2] = encode({**decode(lines[2], None), "name": "見本 次郎"}, lines[2][18:82].decode())
    journal(tmp_path / "o").write_bytes(b"".join(lines))
    with pytest.raises(StoreError, match="4 行目"):
        open_office(tmp_path / "o").read("R8")


def test_the_last_line_rewritten_with_a_right_checksum_does_not_fit_its_head(tmp_path: Path) -> None:
    make(tmp_path / "o", 2)
    from engine.store.codec import decode, encode

    lines = journal(tmp_path / "o").read_bytes().splitlines(keepends=True)
    lines[2] = encode({**decode(lines[2], None), "seq": 9}, lines[2][18:82].decode())
    journal(tmp_path / "o").write_bytes(b"".join(lines))
    with pytest.raises(StoreError, match="3 行目"):
        open_office(tmp_path / "o").read("R8")


@pytest.mark.parametrize("left", [0, 1, 3])
def test_a_cut_end_is_noticed_by_the_head(tmp_path: Path, left: int) -> None:
    make(tmp_path / "o", 4)
    lines = journal(tmp_path / "o").read_bytes().splitlines(keepends=True)
    journal(tmp_path / "o").write_bytes(b"".join(lines[:left]))
    office = open_office(tmp_path / "o")
    with pytest.raises(StoreError, match=f"{left + 1} 行目"):
        office.read("R8")
    with office.lock(), pytest.raises(StoreError):
        office.append("R8", {})
    assert not verify(tmp_path / "o").ok


def test_a_removed_book_is_never_begun_anew(tmp_path: Path) -> None:
    make(tmp_path / "o")
    journal(tmp_path / "o").unlink()
    office = open_office(tmp_path / "o")
    assert office.books() == ["R8"]
    with pytest.raises(StoreError):
        office.read("R8")
    with office.lock(), pytest.raises(StoreError):
        office.append("R8", {})
    assert not journal(tmp_path / "o").exists()


def test_swapped_books_are_noticed(tmp_path: Path) -> None:
    make(tmp_path / "o")
    make(tmp_path / "p")
    journal(tmp_path / "o").write_bytes(journal(tmp_path / "p").read_bytes())
    (tmp_path / "o" / "heads.jsonl").write_bytes((tmp_path / "p" / "heads.jsonl").read_bytes())
    with pytest.raises(StoreError, match="1 行目"):
        open_office(tmp_path / "o").read("R8")


def test_a_book_cut_while_it_is_open_is_noticed_at_the_next_step(tmp_path: Path) -> None:
    make(tmp_path / "o", 4)
    office = open_office(tmp_path / "o")
    _, reached = office.read("R8")
    lines = journal(tmp_path / "o").read_bytes().splitlines(keepends=True)
    with journal(tmp_path / "o").open("r+b") as book:
        book.truncate(sum(map(len, lines[:3])))
    with office.lock(), pytest.raises(StoreError):
        office.read("R8", reached)
    with office.lock(), pytest.raises(StoreError):
        office.append("R8", {})


def test_a_book_replaced_as_disposal_does_it_is_read_anew(tmp_path: Path) -> None:
    make(tmp_path / "o", 4)
    office = open_office(tmp_path / "o")
    _, reached = office.read("R8")
    other = create(tmp_path / "p", {"id": office.info()["id"]})
    with other.lock():
        other.append("R8", {"tombstone": True})
    other.close()
    for name in ("books/R8.jsonl", "heads.jsonl"):
        (tmp_path / "o" / f"{name}.new").write_bytes((tmp_path / "p" / name).read_bytes())
        (tmp_path / "o" / f"{name}.new").replace(tmp_path / "o" / name)
    office.close()
    with pytest.raises(Rewritten):
        office.read("R8", reached)
    assert office.read("R8")[0] == [{"tombstone": True}]


def test_lost_heads_are_said_and_written_again(tmp_path: Path) -> None:
    entries = make(tmp_path / "o")
    (tmp_path / "o" / "heads.jsonl").unlink()
    assert not verify(tmp_path / "o").ok
    office = open_office(tmp_path / "o")
    with office.lock():
        office.append("R8", {})
    assert office.read("R8")[0] == [*entries, {}]
    assert verify(tmp_path / "o").ok


def test_the_head_changes_with_every_entry(tmp_path: Path) -> None:
    make(tmp_path / "o")
    before = verify(tmp_path / "o").head
    assert verify(tmp_path / "o").head == before
    with (office := open_office(tmp_path / "o")).lock():
        office.append("R8", {})
    assert verify(tmp_path / "o").head != before


def test_changed_and_missing_files_are_found(tmp_path: Path) -> None:
    make(tmp_path / "o")
    office = open_office(tmp_path / "o")
    names = [office.put_file(data) for data in (b"one", b"two")]
    with office.lock():
        office.append("R8", {"letters": [{"hash": name} for name in names]})
    assert verify(tmp_path / "o").ok
    files = tmp_path / "o" / "files"
    (files / names[0][:2] / names[0]).write_bytes(b"onf")
    (files / names[1][:2] / names[1]).unlink()
    assert {place for place, _, _ in verify(tmp_path / "o").problems} == {f"files/{n[:2]}/{n}" for n in names}
    for name in names:
        with pytest.raises(StoreError):
            office.get_file(name)
    assert office.put_file(b"one") == names[0], "keeping it again heals it"
    assert office.get_file(names[0]) == b"one"


@pytest.mark.parametrize("name", ["office.json", "members.json", "versions/v1.json"])
def test_a_changed_small_file_is_damage(tmp_path: Path, name: str) -> None:
    make(tmp_path / "o")
    office = open_office(tmp_path / "o")
    office.write_members({"m1": {"roles": ["clerk"]}})
    office.put_version("v1", {"roles": ["clerk"]})
    office.write_info({**office.info(), "roles": ["clerk"]})
    path = tmp_path / "o" / name
    path.write_text(path.read_text(encoding="utf-8").replace("clerk", "admin"), encoding="utf-8")
    with pytest.raises(StoreError):
        office = open_office(tmp_path / "o")
        office.members()
        office.get_version("v1")
    assert not verify(tmp_path / "o").ok


def test_a_changed_cache_is_as_good_as_none(tmp_path: Path) -> None:
    office = create(tmp_path / "o", {})
    office.cache_write("fold", b"derived")
    path = tmp_path / "o" / "cache" / "fold"
    path.write_bytes(path.read_bytes().replace(b"derived", b"deriveD"))
    assert office.cache_read("fold") is None


def test_what_a_killed_program_left_is_removed(tmp_path: Path) -> None:
    make(tmp_path / "o")
    (tmp_path / "o" / "tmp" / "1-a.tmp").write_bytes(b"half")
    office = open_office(tmp_path / "o")
    with office.lock():
        pass
    assert list((tmp_path / "o" / "tmp").iterdir()) == []


def test_a_copy_without_the_empty_folders_is_a_whole_office(tmp_path: Path) -> None:
    entries = make(tmp_path / "o")
    for folder in ("cache", "tmp", "recovered", "files", "versions"):
        (tmp_path / "o" / folder).rmdir()
    office = open_office(tmp_path / "o")
    with office.lock():
        name = office.put_file(b"scan")
        office.append("R8", {"hash": name})
    office.cache_write("fold", b"derived")
    assert office.read("R8")[0] == [*entries, {"hash": name}]
    assert verify(tmp_path / "o").ok


def test_the_first_bytes_of_a_line_are_where_the_codec_says(tmp_path: Path) -> None:
    make(tmp_path / "o", 1)
    line = journal(tmp_path / "o").read_bytes().splitlines()[1]
    assert line[BODY_AT:] == '{"name":"見本 太郎","seq":0}'.encode()
    assert int(line[:8]) == len(line) - BODY_AT


def test_opening_twice_gives_two_equal_views(tmp_path: Path) -> None:
    make(tmp_path / "o")
    first: DiskOffice = open_office(tmp_path / "o")
    assert first.read("R8") == open_office(tmp_path / "o").read("R8")


def test_an_older_copy_of_a_small_file_is_damage(tmp_path: Path) -> None:
    office = create(tmp_path / "o", {})
    office.write_members({"a": {}})
    office.write_info({"told": 1})
    older = {name: (tmp_path / "o" / name).read_bytes() for name in ("members.json", "office.json")}
    office.write_members({"b": {}})
    office.write_info({"told": 2})
    assert office.members() == {"b": {}} and office.info()["told"] == 2
    office.close()
    for name, data in older.items():
        path = tmp_path / "o" / name
        now = path.read_bytes()
        path.write_bytes(data)
        again = open_office(tmp_path / "o")
        with pytest.raises(StoreError, match=name):
            _ = (again.members(), again.info())
        with pytest.raises(StoreError, match=name):
            again.write_members({"c": {}})
            again.write_info({"told": 3})
        again.close()
        assert name in {place for place, _, _ in verify(tmp_path / "o").problems}
        path.write_bytes(now)
    assert verify(tmp_path / "o").ok
    assert open_office(tmp_path / "o").books() == []


def test_a_torn_head_is_told_again_also_of_a_book_in_which_nobody_writes_any_more(tmp_path: Path) -> None:
    make(tmp_path / "o", book="R5")
    heads = (tmp_path / "o" / "heads.jsonl").read_bytes()
    at = heads.index(b'"R5"')
    (tmp_path / "o" / "heads.jsonl").write_bytes(heads[: at + 40] + b"~" * 40 + heads[at + 80 :])
    assert not verify(tmp_path / "o").ok
    with open_office(tmp_path / "o").lock():
        pass
    assert verify(tmp_path / "o").ok
    assert (tmp_path / "o" / "heads.jsonl").read_bytes() == heads


def test_verify_finds_that_a_version_which_a_record_names_is_missing(tmp_path: Path) -> None:
    office = create(tmp_path / "o", {})
    used = "ab" * 32
    office.put_version(used, {})
    with office.lock():
        office.append("R8", {"numbers": {"version": used}})
    office.close()
    assert verify(tmp_path / "o").ok
    (tmp_path / "o" / "versions" / f"{used}.json").unlink()
    (problem,) = verify(tmp_path / "o").problems
    assert problem[0] == f"versions/{used}.json" and "books/R8.jsonl" in problem[2]
