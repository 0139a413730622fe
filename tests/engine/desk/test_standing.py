"""Where cases stand: groups by the shape of a workflow, the path with its dates, days that were not counted."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.desk import GROUPS, Desk, Standing, Submission, load, open_desk
from engine.desk.definitions import library_of
from engine.desk.standing import stage_of
from tests.practice import NOW, PracticeOf

PERSON = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "見本市見本町1-1",
    "target": "記録",
}


@pytest.fixture(scope="module")
def made(practice_of: PracticeOf) -> Path:
    return practice_of(NOW)


@pytest.fixture
def desk(made: Path) -> Iterator[Desk]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_NOW", NOW)
        with open_desk(made, "mihon", read_only=True) as found:
            yield found


def of_group(desk: Desk, group: str) -> list[Standing]:
    return [one for one in desk.overview() if one.group == group]


@pytest.mark.parametrize("organisation", [*library_of().organisations()])
def test_a_path_leads_from_intake_by_the_decision_to_the_letter(organisation: str) -> None:
    for workflow in load(organisation).workflows.values():
        stages = [stage_of(workflow, s.id) for s in workflow.machine.states.values() if not s.end]
        assert stages == sorted(stages, key=GROUPS.index)
        # A book or a talk owes nobody a decision.
        if any(notice.decides for notice in workflow.notices.values()):
            assert {"intake", "deciding", "letter"} <= set(stages)


def test_groups_come_in_order_and_hold_open_cases_only(desk: Desk) -> None:
    found = [one.group for one in desk.overview()]
    assert found == sorted(found, key=GROUPS.index)
    assert all(one.row.open for one in desk.overview())
    assert len(found) == sum(row.open for row in desk.rows())


def test_what_presses_comes_before_where_it_stands(desk: Desk) -> None:
    assert all(one.row.overdue for one in of_group(desk, "over"))
    assert all(one.row.left is not None and 0 <= one.row.left <= 3 for one in of_group(desk, "soon"))
    later = {"intake", "deciding", "letter", "after"}
    assert not any(one.row.overdue or one.row.paused for one in desk.overview() if one.group in later)


def test_a_case_that_waits_for_somebody_else_is_in_one_group_whether_its_clock_pauses_or_not(
    desk: Desk,
) -> None:
    waiting = of_group(desk, "paused")
    assert {one.row.paused for one in waiting} == {True, False}


def test_mine_is_what_a_role_of_mine_may_move_on(made: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_NOW", NOW)
        with open_desk(made, "mihon", read_only=True) as desk:
            assert all(one.mine for one in desk.overview())
        with open_desk(made, "reiji", read_only=True) as desk:
            mine = {one.mine for one in desk.overview()}
            assert mine == {True, False}
            deciding = [one for one in of_group(desk, "deciding") if not one.mine]
            assert deciding


def test_the_path_is_the_main_line_with_the_dates_of_what_was_entered(desk: Desk) -> None:
    for one in desk.overview():
        stops = desk.path_of(one.row.number, one.row.organisation)
        hows = [stop.how for stop in stops]
        assert hows.count("now") == 1
        assert "next" not in hows[: hows.index("now")]
        assert set(hows[hows.index("now") + 1 :]) <= {"next"}
        assert [s.entered for s in stops if s.how == "done"] == sorted(
            s.entered for s in stops if s.how == "done"
        )
        assert stops[-1].end == "done"


def test_a_task_hangs_on_the_step_at_which_it_was_opened(desk: Desk) -> None:
    waiting = of_group(desk, "paused")[0].row
    sides = [s for stop in desk.path_of(waiting.number, waiting.organisation) for s in stop.sides]
    assert any(not side.ended for side in sides)
    assert all(side.state_title and side.opened for side in sides)


def test_on_one_day_a_task_hangs_where_it_was_typed(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    with open_desk(Path(shutil.copytree(made, tmp_path / "office")), "mihon") as desk:
        receipt = desk.submit(
            Submission(
                kind="disclosure",
                organisation="gunma_gojokai",
                form=PERSON,
            )
        )
        for command, form in (
            ("request_hosei", {"items": ["番地"], "answer_by": "2026-12-08"}),
            ("answer_hosei", {}),
            ("record_check", {"checked": "運転免許証", "why": "一致した"}),
            ("confirm_identity", {}),
            ("confirm_completeness", {}),
        ):
            desk.submit(
                Submission(case=receipt.case, organisation="gunma_gojokai", command=command, form=form)
            )
        stops = desk.path_of(receipt.case, "gunma_gojokai")
    assert [stop.id for stop in stops if stop.sides] == ["identity_check"]


def test_a_case_that_ended_aside_is_drawn_to_that_end(desk: Desk) -> None:
    closed = [row for row in desk.rows(text="R8") if not row.open]
    assert closed
    for row in closed:
        stops = desk.path_of(row.number, row.organisation)
        assert stops[-1].how == "now"
        assert all(stop.how in ("done", "skipped") for stop in stops[:-1])


def test_days_of_a_pause_lie_between_start_and_today(desk: Desk) -> None:
    paused = [one.row for one in of_group(desk, "paused") if one.row.paused]
    for row in paused:
        span = desk.span_of(row.number, row.organisation)
        assert span is not None
        assert span.paused
        assert span.due is None
        assert all(span.start <= first <= last <= span.today for first, last in span.pauses)
    counted = [desk.span_of(o.row.number, o.row.organisation) for o in of_group(desk, "over")]
    assert all(span and span.overdue and span.due and span.due < span.today for span in counted)


def test_offers_say_key_form_and_what_stands_against_them(desk: Desk) -> None:
    found = [o for one in desk.overview() for o in desk.offers(one.row.number, one.row.organisation)]
    assert any(o.key for o in found)
    assert any(o.form for o in found)
    blocked = [o for o in found if o.blocked]
    assert blocked
    assert all(any(a.severity == "block" and a.ja for a in o.against) for o in blocked)


def test_the_revision_changes_when_another_desk_writes(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    office = Path(shutil.copytree(made, tmp_path / "office"))
    with open_desk(office, "mihon") as one, open_desk(office, "mihon") as other:
        one.settle()
        before = one.revision()
        assert one.revision() == before == one.revision_seen()
        organisation = next(iter(other.organisations()))
        other.submit(
            Submission(kind="disclosure", organisation=organisation, form=PERSON, date=date(2026, 11, 24))
        )
        assert one.revision() != before == one.revision_seen(), "lists do not know of it yet"
        one.settle()
        assert one.revision_seen() == one.revision()
        assert one.practice
