"""What the rooms ask of the desk: due dates and what if, registers, a year, the log, letters, files, pages."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Refused, Submission, UsageError, open_desk
from engine.desk.audit import Audit
from engine.desk.books import _keeping, book_of, books_of, exported, ordered, sifted
from engine.desk.calendar import basis_of, closed_on, dues, ics_of, month_of, what_if
from engine.desk.drawing import draw
from engine.desk.letters import BLANK, coming_papers, issued_papers, paper_file, paper_name, why_paper
from engine.desk.log import health_of, log_csv, log_of
from engine.desk.output import erase_output, file_name, outputs, write_output
from engine.desk.pages import PAGES, effective_text, picture_of, sheets_of, workflows_of
from engine.desk.yearly import OPEN, year_of, years
from engine.errors import MadoguchiError
from tests.practice import NOW, PracticeOf, at

ORG, OTHER = "gunma_gojokai", "aichi_kyosai"
ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def office(practice_of: PracticeOf) -> Path:
    return practice_of(NOW)


@pytest.fixture(scope="module")
def reading(office: Path) -> Iterator[Desk]:
    """For tests that only read."""
    with at(NOW), open_desk(office, "mihon") as desk:
        yield desk


@pytest.fixture
def desk(office: Path, tmp_path: Path) -> Iterator[Desk]:
    """For tests that write."""
    with at(NOW), open_desk(Path(shutil.copytree(office, tmp_path / "office")), "mihon") as found:
        yield found


def books(desk: Desk) -> dict[str, bytes]:
    assert desk.path is not None
    return {p.name: p.read_bytes().rstrip(b"\0") for p in (desk.path / "books").iterdir()}


# --- the calendar


def test_a_month_begins_on_monday_and_names_its_closed_days(reading: Desk) -> None:
    weeks = month_of(reading, 2026, 11)
    assert weeks[0][:6] == [None] * 6
    first = weeks[0][6]
    assert first is not None
    assert first.day == date(2026, 11, 1)
    days = {day.day: day for week in weeks for day in week if day}
    assert len(days) == 30
    assert days[date(2026, 11, 3)].closed == "文化の日"
    assert days[date(2026, 11, 24)].closed == ""
    assert [row.number for row in days[date(2026, 11, 26)].rows] == ["R8-008"]


def test_closed_at_the_turn_of_the_year(reading: Desk) -> None:
    assert closed_on(reading, date(2026, 12, 30), ORG) == "12/29〜1/3"


def test_due_dates_run_in_order_and_belong_to_open_cases(reading: Desk) -> None:
    rows = dues(reading)
    assert [row.due for row in rows] == sorted(row.due for row in rows)
    assert all(row.open and row.due for row in rows)
    assert {row.organisation for row in dues(reading, ORG)} == {ORG}


def test_what_if_with_what_is_so_gives_what_is_so(reading: Desk) -> None:
    """The same days give the same date, pauses and extensions included."""
    for row in dues(reading):
        real = basis_of(reading, row.number, row.organisation)
        assert real is not None
        found = what_if(reading, row.number, row.organisation, real.received, real.pauses)
        assert found.due == date.fromisoformat(row.due), row.number
        assert found.shift == 0


def test_what_if_received_and_put_right_on_other_days(reading: Desk) -> None:
    before = books(reading)
    found = what_if(reading, "R8-007", ORG, date(2026, 10, 26), [(date(2026, 10, 29), date(2026, 11, 6))])
    assert found.due == date(2026, 12, 3)
    assert found.shift == 2
    paused = what_if(reading, "R8-007", ORG, date(2026, 10, 26), [(date(2026, 10, 29), None)])
    assert paused.paused
    assert paused.due is None
    assert books(reading) == before


def test_what_if_in_an_impossible_order_is_refused(reading: Desk) -> None:
    with pytest.raises(MadoguchiError):
        what_if(reading, "R8-007", ORG, date(2026, 10, 26), [(date(2026, 10, 1), None)])


def test_due_dates_for_other_programs_name_nobody(reading: Desk) -> None:
    text = ics_of(reading).decode()
    plain = text.replace("\r\n ", "")
    assert plain.count("BEGIN:VEVENT") == len(dues(reading))
    assert "SUMMARY:期限 R8-008 利用停止等" in plain
    assert not any(row.name in plain for row in dues(reading))


# --- registers and the year


def test_registers_with_what_is_open_and_how_long_they_are_kept(reading: Desk) -> None:
    found = {book.id: book for book in books_of(reading)}
    ledger = found["disclosure_ledger"]
    assert ledger.organisation == OTHER
    assert [row.case for row in ledger.rows] == ["R8-001", "R8-002"]
    assert ledger.rows[0].keep_through == date(2036, 10, 6)
    assert ledger.rows[0].keeping == "kept"
    assert {row.keeping for row in found["incoming_mail_register"].rows} == {"none"}
    assert ledger.over == 0


@pytest.mark.parametrize(
    ("through", "held", "said"),
    [
        ("2026-04-01", False, "over"),
        ("2026-04-01", True, "held"),
        ("2026-04-02", True, "kept"),
        ("", True, "running"),
    ],
)
def test_a_row_that_is_held_is_not_for_disposal(through: str, held: bool, said: str) -> None:
    day = date.fromisoformat(through) if through else None
    assert _keeping(True, day, date(2026, 4, 2), held) == said


def test_rows_are_found_by_any_word_and_sorted_by_any_column(reading: Desk) -> None:
    rows = book_of(reading, "disclosure_ledger", OTHER).rows
    assert [row.case for row in sifted(rows, "ミホン")] == []
    assert [row.case for row in sifted(rows, "見本 郵送")] == ["R8-002"]
    assert sifted(rows, over_only=True) == []
    assert [row.case for row in ordered(rows, "keep_through", backwards=True)] == ["R8-002", "R8-001"]
    assert [row.case for row in ordered(rows, "channel")] == ["R8-001", "R8-002"]


def test_a_register_is_written_as_the_command_line_writes_it(reading: Desk) -> None:
    book = book_of(reading, "disclosure_ledger", OTHER)
    assert exported(book, "csv").startswith(b"\xef\xbb\xbf")
    assert exported(book, "xlsx").startswith(b"PK")


def test_a_year_counts_every_case_once(reading: Desk) -> None:
    assert years(reading) == ["R8"]
    kinds = year_of(reading, "R8")
    assert sum(kind.count for kind in kinds) == len(reading.rows())
    disclosure = next(k for k in kinds if (k.organisation, k.kind) == (ORG, "disclosure"))
    assert disclosure.outcomes == {"全部する": 2, "一部する": 1, "しない": 1, OPEN: 3}
    assert sorted(disclosure.days) == [11, 14, 18, 18]
    assert disclosure.median_days == 16


# --- the log


def test_the_log_tells_every_event_newest_first(reading: Desk) -> None:
    lines = log_of(reading)
    assert len(lines) == sum(len(events) for events in reading.ledger.raw.values())
    assert [line.at for line in lines] == sorted((line.at for line in lines), reverse=True)


def test_the_newest_lines_are_those_of_the_whole_and_an_old_book_is_opened_only_for_its_own(
    desk: Desk,
) -> None:
    assert desk.path is not None
    about = {"direction": "given", "way": "each_time", "given_under": "consent", "provided_on": "2023-09-30"}
    form = {**about, "person": "見本 太郎", "party": "見本保険株式会社", "items": "氏名", "consent": True}
    with at("2023-09-30T09:00"), open_desk(desk.path, "mihon") as past:
        past.submit(Submission(kind="provision", organisation="oita_kyosai", form=form))
    with open_desk(desk.path, "mihon") as first:
        whole = log_of(first)
        first.rows()  # what lists know of each book is kept
    assert whole[-1].at.startswith("2023")
    for most in (1, 7, len(whole) - 1):
        with open_desk(desk.path, "mihon") as again:
            assert log_of(again, most) == whole[:most]
            assert "R5" not in again.ledger.positions
    with open_desk(desk.path, "mihon") as again:
        assert log_of(again, len(whole)) == whole


def test_a_refusal_leaves_its_rule_and_nothing_typed(desk: Desk) -> None:
    desk.audit = Audit(desk)
    before = books(desk)
    asked = Submission(command="notify", case="R8-014", organisation=ORG, form={"secret": "見本町1-1"})
    with pytest.raises(Refused):
        desk.submit(asked)
    assert books(desk) == before
    line = log_of(desk)[0]
    assert (line.who, line.case, line.what, line.result) == ("見本 花子", "R8-014", "通知する", "refused")
    assert "from" in line.detail
    assert "見本町1-1".encode() not in books(desk)["log-2026-11.jsonl"]


def test_the_log_is_no_book_of_cases(desk: Desk) -> None:
    """Lists, registers, exports, verify and other desks go on as if it were not there."""
    desk.audit = Audit(desk)
    revision, rows, records = desk.revision(), desk.rows(), list(desk.export())
    desk.audit.note("exported", "register", OTHER, "", "disclosure_ledger")
    assert desk.revision() == revision
    assert desk.rows() == rows
    assert list(desk.export()) == records
    assert health_of(desk).ok
    with pytest.raises(UsageError):
        desk.case(desk.key("log-001", ORG))
    assert desk.path is not None
    with open_desk(desk.path, "mihon") as other:
        assert other.rows(text="見本")
        assert [line.result for line in log_of(other)].count("exported") == 1


def test_without_an_audit_a_refusal_writes_nothing(desk: Desk) -> None:
    before = books(desk)
    with pytest.raises(Refused):
        desk.submit(Submission(command="notify", case="R8-014", organisation=ORG))
    desk.close()
    assert books(desk) == before


def test_refusals_wait_for_the_end(desk: Desk) -> None:
    desk.audit = Audit(desk)
    with pytest.raises(Refused):
        desk.submit(Submission(command="notify", case="R8-014", organisation=ORG))
    assert not [name for name in books(desk) if name.startswith("log")]
    desk.close()
    assert desk.path is not None
    with open_desk(desk.path, "mihon") as again:
        assert "refused" in [line.result for line in log_of(again)]


def test_the_log_as_csv(reading: Desk) -> None:
    titles = ["いつ", "日付", "だれ", "入力", "結果", "何", "番号", "くわしく"]
    data = log_csv(log_of(reading)[:2], titles, {"done": "記録"}).decode("utf-8-sig")
    assert data.splitlines()[0] == ",".join(titles)
    assert len(data.splitlines()) == 3


# --- letters and files


def test_letters_as_they_were_issued(reading: Desk) -> None:
    (paper,) = issued_papers(reading, "R8-010", ORG)
    assert paper.issued
    assert "\n".join(paper.text) + "\n" == reading.letter_bytes("R8-010", "1", "txt", ORG).decode()
    assert paper_file(reading, paper) == reading.letter_bytes("R8-010", "1", "pdf", ORG)
    assert paper_name(reading, paper) == ("R8-010", "互助会", "1", "個人情報一部開示決定通知書")
    assert why_paper(reading, paper)


def test_letters_of_two_organisations_never_have_one_name(reading: Desk) -> None:
    """Each counts its cases for itself, and two may have one template: one file would replace the other."""
    papers = [p for row in reading.rows() for p in issued_papers(reading, row.number, row.organisation)]
    plain = [(paper.case, paper.n, paper.title) for paper in papers]
    assert len(set(plain)) < len(plain), "the practice office has two alike"
    assert len({paper_name(reading, paper) for paper in papers}) == len(papers)


def test_the_letter_of_a_step_before_it_is_issued(reading: Desk) -> None:
    """Whole and marked as a specimen; it is printed with the mark, and nothing is written."""
    before = books(reading)
    (paper,) = [p for p in coming_papers(reading, "R8-009", ORG) if p.command == "notify"]
    assert not paper.blanks
    assert "【見本】" in paper.text[0]
    assert paper_file(reading, paper).startswith(b"%PDF")
    assert books(reading) == before


def test_what_is_blank_is_marked_and_points_to_its_field(reading: Desk) -> None:
    (paper,) = [p for p in coming_papers(reading, "R8-005", ORG) if p.command == "extend"]
    assert any(one.field.endswith("/reason") for one in paper.blanks)
    assert sum(BLANK in line for line in paper.text) >= 2
    assert ("延長の理由", False) in paper.parts
    assert paper_file(reading, paper).startswith(b"%PDF")


def test_what_was_typed_is_seen_in_the_letter(desk: Desk) -> None:
    from engine.desk.drafts import Draft, Drafts
    from engine.desk.forms import Errand

    errand = Errand(ORG, case="R8-005", command="extend")
    Drafts(desk).save(Draft("mihon", errand, {"reason": "資料が多いため"}))
    (paper,) = [p for p in coming_papers(desk, "R8-005", ORG) if p.command == "extend"]
    assert any("資料が多いため" in line for line in paper.text)
    assert not any(one.field.endswith("/reason") for one in paper.blanks)


def test_files_are_written_listed_and_erased(desk: Desk) -> None:
    path = write_output(desk, ("R8-001", "通知"), "pdf", b"%PDF")
    assert path.read_bytes() == b"%PDF"
    assert [(one.name, one.size) for one in outputs(desk)] == [("R8-001_通知.pdf", 4)]
    with pytest.raises(UsageError):
        erase_output(desk, "../office.json")
    erase_output(desk, "R8-001_通知.pdf")
    assert outputs(desk) == []
    assert health_of(desk).ok


@pytest.mark.parametrize(
    ("parts", "name"),
    [
        (("R8-001", "通知"), "R8-001_通知"),
        (("a/b\\c:d", "\x00e\u202e"), "a-b-c-d_-e-"),
        (("..", ""), "-"),
        (("CON",), "-CON"),
        (("長" * 200,), "長" * 80),
    ],
)
def test_names_of_files_suit_every_system(parts: tuple[str, ...], name: str) -> None:
    assert file_name(parts) == name


# --- definitions to read


def test_every_element_has_its_place(reading: Desk) -> None:
    for organisation, workflow, _, _ in workflows_of(reading):
        sheets = {sheet.id: sheet for sheet in sheets_of(reading, organisation, workflow)}
        assert tuple(sheets) == PAGES
        for name in ("steps", "fields", "periods", "tables", "letters", "settings", "open"):
            assert sheets[name].lines or organisation not in (ORG, OTHER), name
            assert all(line.place for line in sheets[name].lines if not line.depth), name
        assert any(line.open for line in sheets["open"].lines) or organisation not in (ORG, OTHER)
        assert "\nkinds:" in effective_text(reading, organisation, workflow)
        assert picture_of(reading, organisation, workflow).startswith("<svg")


def test_settings_show_the_other_choices_and_what_changes(reading: Desk) -> None:
    sheets = {sheet.id: sheet for sheet in sheets_of(reading, OTHER, f"{OTHER}/request")}
    lines = sheets["settings"].lines
    assert lines[0].text
    assert lines[1].depth == 1


def test_drawn_from_files_and_from_an_office(office: Path) -> None:
    assert draw(ROOT / "workflows" / ORG, "request").startswith("<svg")
    assert draw(office, f"{OTHER}/request", "mmd").startswith("---\ntitle:")
    with pytest.raises(UsageError, match="request"):
        draw(ROOT / "workflows" / ORG, "reqest")
