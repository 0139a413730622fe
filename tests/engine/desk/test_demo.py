"""The practice office: whatever day it is, there is a case at every stage, and nothing in it is real."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Row, UsageError, create_office, make_demo, open_desk
from engine.facts import CaseFacts, Moment
from tests.practice import NOW, PracticeOf

# Any day: the first of a fiscal year, the end of a calendar year, a leap day, an ordinary one.
DAYS = ["2026-04-01", "2026-12-31", "2028-02-29", "2026-11-24"]
GUNMA, AICHI, OITA = "gunma_gojokai", "aichi_kyosai", "oita_kyosai"


@contextmanager
def at(monkeypatch: pytest.MonkeyPatch, day: str, path: Path) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", f"{day}T16:30")
    with open_desk(path, "mihon") as desk:
        yield desk


@pytest.fixture(scope="module", params=DAYS)
def made(request: pytest.FixtureRequest, practice_of: PracticeOf) -> tuple[str, Path]:
    """A practice office of that day: the day and its folder."""
    return request.param, practice_of(NOW if NOW.startswith(request.param) else f"{request.param}T16:30")


@pytest.fixture
def desk(made: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    with at(monkeypatch, made[0], made[1]) as opened:
        yield opened


def commands(desk: Desk, row: Row) -> list[str]:
    return [event.id for event in desk.case((row.organisation, row.number)).events]


def test_every_organisation_has_every_kind_and_together_every_state(desk: Desk) -> None:
    rows = desk.rows()
    for organisation, built in desk.organisations().items():
        own = [row for row in rows if row.organisation == organisation]
        assert {row.kind for row in own} == set(built.kinds)
        assert len(own) >= 9
    assert {row.state for row in rows} >= {
        "identity_check", "completeness_check", "routing", "investigating", "deciding", "notifying",
        "executing", "closed", "withdrawn", "awaiting_hosei",
    }  # fmt: skip


def test_deadlines_are_overdue_near_paused_and_moved(desk: Desk) -> None:
    rows = [row for row in desk.rows() if row.organisation == GUNMA and row.open]
    today = desk.clock.today()
    assert any(row.overdue for row in rows)
    assert any(row.left is not None and 0 <= row.left <= 3 and row.due for row in rows)
    assert any(row.paused and not row.due for row in rows)
    answered = [row for row in rows if "answer_hosei" in commands(desk, row)]
    assert [date.fromisoformat(r.due) > today for r in answered] == [True]
    extended = [row for row in rows if "extend" in commands(desk, row)]
    assert len(extended) == 1
    due = (date.fromisoformat(extended[0].due) - date.fromisoformat(extended[0].received)).days
    assert due == 60


def test_a_fee_is_open_and_a_refusal_has_its_grounds(desk: Desk) -> None:
    records = [desk.record(row.number, row.organisation) for row in desk.rows()]
    fees = [record["fee"] for record in records if record["fee"]]
    assert any(line["balance"] > 0 for fee in fees for line in _fees(fee))
    outcomes = {record["form"].get("decision", {}).get("outcome") for record in records}
    assert outcomes >= {"grant", "partial", "refuse", "nonexistent"}
    for record in records:
        decision = record["form"].get("decision", {})
        if decision.get("outcome") in ("refuse", "partial"):
            assert decision["grounds"]
            assert decision["reason"]


def _fees(fee: object) -> list[dict[str, int]]:
    """Every part of a record's fee that has a balance."""
    if isinstance(fee, dict):
        own = [fee] if isinstance(fee.get("balance"), int) else []
        return own + [part for one in fee.values() for part in _fees(one)]
    return [part for one in fee for part in _fees(one)] if isinstance(fee, list) else []


def test_the_visitor_gets_a_slip_and_the_letter_by_post_a_line_in_the_book(desk: Desk) -> None:
    rows = [row for row in desk.rows() if row.organisation == AICHI]
    stamped = [desk.case((row.organisation, row.number)) for row in rows if "stamp" in commands(desk, row)]
    for case in stamped:
        slips = [one.id for event in case.events for one in event.letters if one.id == "receipt_slip"]
        assert (case.forms["application"]["channel"] == "window") == (slips == ["receipt_slip"])
    by_post = [case.number for case in stamped if case.forms["application"]["channel"] == "post"]
    assert len(by_post) >= 2
    assert len(desk.register("incoming_mail_register").rows) == len(by_post)
    assert len(desk.register("disclosure_ledger").rows) >= 2


def test_papers_are_missing_awaited_and_complete_where_the_list_is_laid_down(desk: Desk) -> None:
    keys = [(row.organisation, row.number) for row in desk.rows() if row.organisation == OITA]
    facts = [CaseFacts(desk.workflow(key), desk.case(key), Moment(desk.today())) for key in keys]
    found = {one["evidence.identity"] for one in facts if "identity" in one.workflow.evidence}
    assert found == {"accepted", "pending", "missing"}
    assert len(desk.register("provision_contract").rows) == len(desk.register("provision_record").rows) == 1


def test_a_correction_knows_the_disclosure_it_follows(desk: Desk) -> None:
    linked = [
        case
        for row in desk.rows()
        for case in [desk.case((row.organisation, row.number))]
        if case.forms.get("application", {}).get("earlier")
    ]
    assert [case.kind for case in linked] == ["correction"]
    earlier = desk.case((linked[0].organisation, linked[0].forms["application"]["earlier"]))
    assert "execute" in [event.id for event in earlier.events]


def test_agents_act_and_everybody_is_invented(desk: Desk) -> None:
    cases = [desk.case((r.organisation, r.number)) for r in desk.rows()]
    applications = [case.forms["application"] for case in cases if "application" in case.forms]
    kinds = {one["requester"] for one in applications if "requester" in one}
    assert kinds == {"data_subject", "statutory_agent", "mandated_agent"}
    people = [one["name"] for one in applications] + [
        one["agent"]["name"] for one in applications if "agent" in one
    ]
    people += [about["name"] for about in desk.members().values()]
    assert all(any(mark in name for mark in ("見本", "例示", "試験")) for name in people)
    assert len(set(people)) >= 12
    for rare in ("𠮷", "髙", "﨑", "葛\U000e0100"):
        assert any(rare in name for name in people), rare


def test_the_books_are_whole(desk: Desk) -> None:
    report = desk.verify()
    assert report.ok, report.problems
    for organisation in desk.organisations():
        numbers = sorted(number for org, number in desk.ledger.raw if org == organisation)
        for book in {number.partition("-")[0] for number in numbers}:
            own = [number for number in numbers if number.startswith(book + "-")]
            assert own == [f"{book}-{n:03d}" for n in range(1, len(own) + 1)]


def test_a_day_at_the_turn_of_the_year_uses_two_books(made: tuple[str, Path], desk: Desk) -> None:
    books = {row.number.partition("-")[0] for row in desk.rows()}
    assert books == ({"R7", "R8"} if made[0] == "2026-04-01" else {"R9"} if "2028" in made[0] else {"R8"})


def test_a_practice_office_is_left_as_it_is(made: tuple[str, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    day, path = made
    monkeypatch.setenv("MADOGUCHI_NOW", f"{day}T18:00")
    before = {file: file.read_bytes() for file in path.rglob("*") if file.is_file()}
    again = make_demo(path)
    assert again["made"] is False
    assert again["organisations"][GUNMA] >= 12
    assert {file: file.read_bytes() for file in path.rglob("*") if file.is_file()} == before


def test_practice_goes_on(made: tuple[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The cases are ordinary ones: the next step is taken as at any office."""
    import shutil

    from engine.desk import Submission

    copy = shutil.copytree(made[1], tmp_path / "copy")
    with at(monkeypatch, made[0], copy) as desk:
        waiting = next(r for r in desk.rows() if r.organisation == GUNMA and r.state == "notifying")
        receipt = desk.submit(Submission("notify", case=waiting.number, organisation=GUNMA))
        assert receipt.state == "executing"
        assert desk.letter_bytes(waiting.number, "decision_notice", organisation=GUNMA).startswith(b"%PDF")


def test_an_empty_folder_may_be_there_and_nothing_is_left_beside(tmp_path: Path) -> None:
    path = tmp_path / "here"
    path.mkdir()
    assert make_demo(path)["made"] is True
    assert [one.name for one in tmp_path.iterdir()] == ["here"]


def test_a_real_office_is_not_touched(tmp_path: Path) -> None:
    create_office(tmp_path / "real", [GUNMA], encrypted=False)
    with pytest.raises(UsageError, match="練習用の窓口ではありません"):
        make_demo(tmp_path / "real")


def test_other_files_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("a", encoding="utf-8")
    with pytest.raises(UsageError):
        make_demo(tmp_path)
    assert [one.name for one in tmp_path.iterdir()] == ["notes.txt"]
