"""An encrypted office: who opens it, what a key binds, what rotating protects, and how failures are told apart."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import PasswordNeeded, StoreError, UsageError, WrongPassword
from engine.store import DiskOffice, create, keys, open_office, salvage, verify
from engine.store.codec import BadLine, decode, encode, seal
from engine.store.keys import by_password, by_sheet, making
from engine.store.recovery import GROUPS, SIGNS, new_code, read_code

PASSWORD = "見本の長いパスワード"
NEXT = "つぎの長いパスワード"
NAME = "見本 太郎"


@pytest.fixture
def office(tmp_path: Path) -> DiskOffice:
    """An office of hanako's with three lines, a letter and a member."""
    made = create(tmp_path / "o", {}, making("hanako", PASSWORD))
    with made.lock():
        for number in range(3):
            made.append("R8", {"seq": number, "name": NAME})
    made.put_file(NAME.encode())
    made.write_members({"hanako": {"name": NAME}})
    return made


def opened(office: DiskOffice, member: str = "hanako", password: str = PASSWORD) -> DiskOffice:
    return open_office(office.path, keys=by_password(member, password))


def names(office: DiskOffice) -> list[int]:
    return [entry["seq"] for entry in office.read("R8")[0]]


# --- who opens it


def test_what_was_written_is_read_by_whoever_has_the_password(office: DiskOffice) -> None:
    again = opened(office)
    assert names(again) == [0, 1, 2]
    assert again.members() == {"hanako": {"name": NAME}}
    report = verify(office.path, keys=by_password("hanako", PASSWORD))
    assert report.ok and report.keyed


def test_nobody_opens_it_without_a_password(office: DiskOffice) -> None:
    with pytest.raises(PasswordNeeded):
        open_office(office.path)


@pytest.mark.parametrize(("member", "password"), [("hanako", NEXT), ("nobody", PASSWORD)])
def test_a_wrong_password_is_no_damage(office: DiskOffice, member: str, password: str) -> None:
    with pytest.raises(WrongPassword) as wrong:
        opened(office, member, password)
    assert wrong.value.exit == 1


def test_a_password_may_come_in_full_width_from_an_ime(tmp_path: Path) -> None:
    made = create(tmp_path / "o", {}, making("hanako", "mihon-2026"))
    assert opened(made, password="ｍｉｈｏｎ－２０２６").keys is not None


def test_a_damaged_key_file_is_told_from_a_wrong_password(office: DiskOffice) -> None:
    file = office.path / "keys.json"
    file.write_bytes(file.read_bytes().replace(b'"slots"', b'"sIots"'))
    with pytest.raises(StoreError, match=r"keys\.json"):
        opened(office)


def test_a_key_file_that_somebody_changed_is_refused(office: DiskOffice) -> None:
    """Its checksum can be made by anybody; the mark needs the office key."""
    file = office.path / "keys.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    content["slots"]["0" * 32] = content["slots"][next(iter(content["slots"]))]
    del content["checksum"]
    file.write_bytes(seal(content))
    with pytest.raises(StoreError, match="書き換え"):
        opened(office)


def test_lost_keys_are_never_made_again(office: DiskOffice) -> None:
    (office.path / "keys.json").unlink()
    with pytest.raises(StoreError, match=r"keys\.json"):
        opened(office)
    assert not (office.path / "keys.json").exists()


def test_an_office_cannot_be_talked_into_clear_text(office: DiskOffice) -> None:
    file = office.path / "office.json"
    content = json.loads(file.read_text(encoding="utf-8"))
    del content["checksum"]
    file.write_bytes(seal({**content, "encryption": False}))
    with pytest.raises(StoreError, match=r"office\.json"):
        open_office(office.path)


# --- what a key binds


def test_lines_cannot_be_written_moved_or_taken_from_elsewhere(office: DiskOffice, tmp_path: Path) -> None:
    book = office.path / "books" / "R8.jsonl"
    lines = book.read_bytes().rstrip(b"\0").splitlines(keepends=True)
    other = create(tmp_path / "p", {"id": office.id}, making("hanako", PASSWORD))
    with other.lock():
        other.append("R8", {"seq": 0, "name": NAME})
    foreign = (tmp_path / "p" / "books" / "R8.jsonl").read_bytes().splitlines(keepends=True)
    plain = encode({"seq": 1, "name": "見本 次郎"}, lines[2][18:82].decode())
    moved = lines[3][:18] + lines[2][18:82] + lines[3][82:]
    for number, put in ((2, plain), (2, moved), (1, foreign[1]), (2, lines[1])):
        changed = [*lines]
        changed[number] = put
        book.write_bytes(b"".join(changed))
        with pytest.raises(StoreError):
            names(opened(office))
    book.write_bytes(b"".join(lines))
    assert names(opened(office)) == [0, 1, 2]


def test_a_line_that_is_damaged_leaves_the_others_readable(office: DiskOffice) -> None:
    book = office.path / "books" / "R8.jsonl"
    data = bytearray(book.read_bytes())
    data[data.index(b"\n", data.index(b"\n") + 1) - 9] ^= 1
    book.write_bytes(data)
    assert [number for number, _ in salvage(office.path, "R8", office.codec)] == [3, 4]
    report = verify(office.path, keys=by_password("hanako", PASSWORD))
    assert report.unreadable == 1 and "検査値" in report.problems[0][1]


def test_a_cut_end_cannot_be_hidden_by_writing_the_head(office: DiskOffice) -> None:
    """The head has a mark of the key: whoever cuts a line off cannot say that it was never there."""
    heads = office.path / "heads.jsonl"
    before = heads.read_bytes()
    book = office.path / "books" / "R8.jsonl"
    lines = book.read_bytes().rstrip(b"\0").splitlines(keepends=True)
    book.write_bytes(b"".join(lines[:-1]))
    forged = before.replace(b'"lines":4', b'"lines":3').replace(
        office.codec.chain(lines[-1]).encode(), lines[-1][18:82]
    )
    heads.write_bytes(forged)
    assert not verify(office.path, keys=by_password("hanako", PASSWORD)).ok


def test_no_name_stands_in_any_file(office: DiskOffice) -> None:
    whole = b"".join(
        path.read_bytes() + path.name.encode() for path in office.path.rglob("*") if path.is_file()
    )
    for spelling in (
        NAME.encode(),
        NAME.encode("utf-16-le"),
        json.dumps(NAME).strip('"').encode(),
        b"hanako",
    ):
        assert spelling not in whole
    with pytest.raises(BadLine, match="JSON"):
        decode((office.path / "books" / "R8.jsonl").read_bytes().splitlines(keepends=True)[1], None)


# --- changing who


def test_who_is_removed_opens_nothing_and_never_the_new_key(office: DiskOffice, tmp_path: Path) -> None:
    assert office.keys is not None
    with office.lock():
        office.keys.set_password("taro", NEXT)
    leaver = opened(office, "taro", NEXT)
    shutil.copytree(office.path, tmp_path / "copy")
    with office.lock():
        office.keys.remove("taro")
        office.append("R8", {"seq": 3, "name": NAME})
    with pytest.raises(WrongPassword):
        opened(office, "taro", NEXT)
    with pytest.raises(WrongPassword), leaver.lock():
        pass
    kept = open_office(tmp_path / "copy", keys=by_password("taro", NEXT))
    line = (office.path / "books" / "R8.jsonl").read_bytes().rstrip(b"\0").splitlines(keepends=True)[-1]
    with pytest.raises(BadLine, match="ring"):
        kept.codec.decode(line, None, "R8")
    assert names(opened(office)) == [0, 1, 2, 3], "what was written with the old key stays readable"
    assert verify(office.path, keys=by_password("hanako", PASSWORD)).ok


def test_others_at_work_follow_a_new_key(office: DiskOffice) -> None:
    other = opened(office)
    assert names(other) == [0, 1, 2] and office.keys is not None
    with office.lock():
        office.keys.rotate()
        office.append("R8", {"seq": 3})
    with other.lock():
        assert names(other) == [0, 1, 2, 3]
        other.append("R8", {"seq": 4})
    assert names(office) == [0, 1, 2, 3, 4] or office.read("R8")[0][-1]["seq"] == 4
    last = (office.path / "books" / "R8.jsonl").read_bytes().rstrip(b"\0").splitlines()[-1]
    assert last[83:85] == b"2:"


def test_a_new_password_ends_the_old_one(office: DiskOffice) -> None:
    assert office.keys is not None
    elsewhere = opened(office)
    with office.lock():
        office.keys.set_password("hanako", NEXT)
    with pytest.raises(WrongPassword):
        opened(office)
    assert names(opened(office, password=NEXT)) == [0, 1, 2]
    with pytest.raises(WrongPassword), elsewhere.lock():
        pass
    with office.lock():
        office.append("R8", {"seq": 3})


@pytest.mark.parametrize("password", ["short", " 空白のあるパスワードです ", "あ" * 2000])
def test_a_password_that_serves_nobody_is_refused(office: DiskOffice, password: str) -> None:
    assert office.keys is not None
    with office.lock(), pytest.raises(UsageError):
        office.keys.set_password("taro", password)


# --- the sheet


def test_the_sheet_opens_the_office_also_after_the_key_was_changed(office: DiskOffice) -> None:
    assert office.keys is not None
    with office.lock():
        first, second = office.keys.new_sheet(), office.keys.new_sheet()
        office.keys.rotate()
        office.append("R8", {"seq": 3})
    assert names(open_office(office.path, keys=by_sheet(second.lower().replace("-", " ")))) == [0, 1, 2, 3]
    with pytest.raises(WrongPassword):
        open_office(office.path, keys=by_sheet(first))


def test_a_forgotten_password_is_set_anew_with_the_sheet(office: DiskOffice) -> None:
    assert office.keys is not None
    with office.lock():
        code = office.keys.new_sheet()
    by_paper = open_office(office.path, keys=by_sheet(code))
    assert by_paper.keys is not None
    with by_paper.lock():
        by_paper.keys.set_password("hanako", NEXT)
    assert names(opened(office, password=NEXT)) == [0, 1, 2]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, GROUPS * 5 - 1), st.integers(1, len(SIGNS) - 1), st.booleans())
def test_a_slip_in_copying_the_sheet_is_found_in_its_group(at: int, by: int, exchange: bool) -> None:
    code = new_code()
    signs = list(code.replace("-", ""))
    if exchange:
        other = at - 1 if at % 5 else at + 1
        signs[at], signs[other] = signs[other], signs[at]
    else:
        signs[at] = SIGNS[(SIGNS.index(signs[at]) + by) % len(SIGNS)]
    typed = "".join(signs)
    if typed == code.replace("-", ""):
        return
    with pytest.raises(UsageError, match=f"{at // 5 + 1} 組目"):
        read_code(typed)


def test_groups_in_another_order_and_look_alikes() -> None:
    code = new_code()
    assert read_code(f"　{code.replace('0', 'O').replace('1', 'l')}\n") == code
    first, second, *rest = code.split("-")
    if first != second:
        with pytest.raises(UsageError):
            read_code("-".join((second, first, *rest)))


def test_the_usual_cost_is_what_the_decisions_say() -> None:
    """The tests pay less, by a fixture; nothing else can make the program pay less."""
    source = Path(keys.__file__).read_text(encoding="utf-8")
    assert "COST: Final = Cost(memory=64 * 1024, iterations=3, lanes=4)" in source
    assert "environ" not in source
