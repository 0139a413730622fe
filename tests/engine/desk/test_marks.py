"""The head on paper: it is borne out as long as nothing before it was lost or changed."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from engine.desk import Desk, Submission, UsageError, open_desk
from engine.desk.marks import borne_out, mark_now
from tests.practice import NOW, PracticeOf, at

AICHI = "aichi_kyosai"
FORM = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "名古屋市見本町1-1",
    "target": "給付記録",
}


@pytest.fixture
def desk(practice_of: PracticeOf, tmp_path: Path) -> Iterator[Desk]:
    with at(NOW), open_desk(Path(shutil.copytree(practice_of(NOW), tmp_path / "office")), "mihon") as found:
        yield found


def take_in(desk: Desk) -> str:
    asked = Submission(kind="disclosure", organisation=AICHI, form=FORM, date=date(2026, 11, 24))
    return desk.submit(asked).case


def test_it_stays_right_while_the_book_grows_and_is_wrong_when_its_end_is_cut_off(desk: Desk) -> None:
    before = mark_now(desk)
    assert borne_out(desk, before)
    take_in(desk)
    after = mark_now(desk)
    assert before != after
    assert borne_out(desk, before)
    assert borne_out(desk, after)

    assert desk.path is not None
    book = desk.path / "books" / f"{after.partition(':')[0]}.jsonl"
    lines = book.read_bytes().rstrip(b"\0").splitlines(keepends=True)
    book.write_bytes(b"".join(lines[:-1]))
    assert borne_out(desk, before)
    assert not borne_out(desk, after)


def test_another_value_or_book_is_not_borne_out_and_what_is_none_is_said(desk: Desk) -> None:
    book, line, value = mark_now(desk).split(":")
    other = ("0" if value[0] != "0" else "1") + value[1:]
    assert not borne_out(desk, f"{book}:{line}:{other}")
    assert not borne_out(desk, f"R1:{line}:{value}")
    assert not borne_out(desk, f"{book}:{int(line) + 1}:{value}")
    for none in ("", "R8", f"../{book}:{line}:{value}", f"{book}:{line}:{value[:6]}"):
        with pytest.raises(UsageError, match="照合値ではありません"):
            borne_out(desk, none)


def test_a_book_that_was_made_anew_meanwhile_has_another_head(desk: Desk) -> None:
    before = mark_now(desk)
    book = before.partition(":")[0]
    assert desk.path is not None
    with open_desk(desk.path, "mihon") as other, other.office.lock():
        other.office.rewrite(book, other.office.read(book)[0][1:])
    assert mark_now(desk) != before
    assert borne_out(desk, mark_now(desk))
    assert not borne_out(desk, before)


def test_the_slip_and_its_record_bear_how_the_book_ended_before_it(desk: Desk) -> None:
    case = take_in(desk)
    checked = {"checked": "運転免許証の提示", "why": "写真と氏名と住所が一致した"}
    for command in ("record_check", "confirm_identity", "confirm_completeness"):
        form = checked if command == "record_check" else {}
        desk.submit(Submission(command, case=case, organisation=AICHI, form=form))
    before = mark_now(desk)
    desk.submit(Submission("stamp", case=case, organisation=AICHI))
    slip = desk.letters(case, AICHI)[0]
    page = PdfReader(io.BytesIO(desk.letter_bytes(case, slip.id, organisation=AICHI))).pages[0]
    assert before in page.extract_text().replace(" ", "").replace("\n", "")
    record = json.loads(next(line for line in desk.export() if f'"{case}"' in line and AICHI in line))
    assert record["events"][-1]["letters"][0]["mark"] == before
    assert borne_out(desk, before)
