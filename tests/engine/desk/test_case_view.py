"""A case told for its screen: nothing is left out, nothing is made up, and working things out writes nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Refused, Submission, UsageError, open_desk
from engine.desk.case_past import person_name
from engine.desk.case_view import CaseView, Deed, case_view, undo_view
from engine.desk.trial import would
from engine.model.case import SYSTEM, Person
from tests.practice import NOW, PracticeOf


@pytest.fixture(scope="module")
def made(practice_of: PracticeOf) -> Path:
    return practice_of(NOW)


@pytest.fixture
def desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    office = shutil.copytree(made, tmp_path / "office")
    with open_desk(Path(office), "mihon") as found:
        yield found


def views(desk: Desk) -> list[CaseView]:
    return [case_view(desk, row.number, row.organisation) for row in desk.rows(text="-")]


def one(desk: Desk, state: str, kind: str = "") -> CaseView:
    """The first case of a state (and kind), whatever its number is."""
    row = next(r for r in desk.rows(state=state) if kind in ("", r.kind))
    return case_view(desk, row.number, row.organisation)


def deed(view: CaseView, command: str) -> Deed:
    return next(d for d in view.deeds if d.id == command)


def test_every_case_of_both_organisations_is_told_in_both_languages(desk: Desk) -> None:
    numbers = set()
    for language in ("ja", "en"):
        desk.language = language
        for view in views(desk):
            numbers.add((view.organisation, view.number))
            assert view.path and view.history and view.sections
            assert [h.seq for h in view.history] == list(range(1, view.version + 1))
            assert all(e.label and (e.lines or not e.asked) for s in view.sections for e in s.entries)
    assert len(numbers) == len(desk.rows(text="-"))


def test_nothing_that_was_typed_is_left_out(desk: Desk) -> None:
    for view in views(desk):
        data = desk.case((view.organisation, view.number)).forms
        typed = {f"{form}.{name}" for form, fields in data.items() for name, value in fields.items() if value}
        told = {e.path for s in view.sections for e in s.entries}
        papers = {p for p in typed if p.endswith(".documents")}
        assert all(any(t == p or t.startswith(f"{p}.") for t in told) for p in typed - papers)
        assert not papers or view.papers


def test_a_field_that_was_not_asked_is_told_as_such(desk: Desk) -> None:
    entries = [e for s in one(desk, "awaiting_hosei").sections for e in s.entries]
    unasked = [e for e in entries if not e.asked]
    assert unasked and all(not e.lines and e.question == f"field {e.path}" for e in unasked)


def test_a_task_hangs_at_the_step_it_was_opened_in(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    hanging = [(stop, side) for stop in view.path for side in stop.sides]
    assert [stop.how for stop, _ in hanging] == ["now"]
    assert hanging[0][1].ended == ""


def test_a_paused_clock_has_days_that_do_not_count_and_no_due_date(desk: Desk) -> None:
    main = one(desk, "awaiting_hosei", "correction").main
    assert main is not None and main.paused and main.due == ""
    assert main.span is not None and main.span.pauses
    assert main.ticks[0].day == main.span.start.isoformat()


def test_the_clock_of_an_open_task_stands_beside_the_main_one(desk: Desk) -> None:
    timers = one(desk, "awaiting_hosei", "correction").timers
    assert [t.main for t in timers] == [True, False]
    assert timers[1].question.startswith("due ") and timers[1].due


def test_an_answered_clock_stands_still_on_the_day_of_its_answer(desk: Desk) -> None:
    view = next(v for v in views(desk) if not v.row.open and v.main and v.main.due)
    assert view.main is not None and view.main.span is not None
    assert view.main.span.stopped and view.main.span.today < desk.today()
    assert view.main.days == ""


def test_what_blocks_a_command_stands_beside_it_with_its_article(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    barred = [d for d in view.deeds if d.blocked and not d.later]
    assert barred
    for found in barred:
        assert all(ja and en and basis for ja, en, basis in found.reasons) and found.reasons


def test_what_can_be_done_comes_before_what_cannot_and_the_coming_step_last(desk: Desk) -> None:
    for view in views(desk):
        order = [(d.later, d.blocked) for d in view.deeds]
        assert order == sorted(order)


def test_who_may_type_for_another_is_not_hindered_but_others_are(desk: Desk) -> None:
    view = one(desk, "deciding", "disclosure")
    assert not deed(view, "decide").blocked
    desk.set_member("minarai", "見本 見習", [], new=True)
    with open_desk(desk.path or Path(), "minarai") as other:
        other.clock = desk.clock
        barred = deed(case_view(other, view.number, view.organisation), "decide")
    assert [o.rule for o in barred.offer.against][:1] == ["role"]


def test_who_decided_is_told_apart_from_who_typed(desk: Desk) -> None:
    view = one(desk, "deciding", "disclosure")
    asked = Submission(
        "note", case=view.number, organisation=view.organisation, form={"text": "紙で決めた"}, by="reiji",
        on_paper={"where": "綴り3"},
    )  # fmt: skip
    desk.submit(asked)
    last = case_view(desk, view.number, view.organisation).history[-1]
    assert (last.by, last.typed_by) == ("例示 一郎", "見本 花子")
    assert last.note == "紙で決めた" and last.paper == (("where", "綴り3"),)


def test_letters_are_numbered_in_the_case_and_named_in_the_history(desk: Desk) -> None:
    for view in views(desk):
        assert [one.n for one in view.letters] == list(range(1, len(view.letters) + 1))
        named = [letter[0] for h in view.history for letter in h.letters]
        assert named == [one.n for one in view.letters]


def test_a_case_that_is_not_there(desk: Desk) -> None:
    with pytest.raises(UsageError):
        case_view(desk, "R1-999", next(iter(desk.organisations())))


# --- what a step would do


def test_working_it_out_writes_nothing(desk: Desk) -> None:
    view = one(desk, "notifying")
    before = desk.revision()
    found = would(desk, Submission("notify", case=view.number, organisation=view.organisation))
    assert desk.revision() == before
    assert desk.case((view.organisation, view.number)).version == view.version
    assert found.letters and found.final and found.final_why


def test_what_was_worked_out_is_what_then_happens(desk: Desk) -> None:
    view = one(desk, "notifying")
    asked = Submission("notify", case=view.number, organisation=view.organisation)
    found = would(desk, asked)
    desk.submit(asked)
    after = case_view(desk, view.number, view.organisation)
    assert after.row.state_title == found.after != found.before
    assert [(x.number, x.title) for x in after.letters[len(view.letters) :]] == [
        (x.number, x.title) for x in found.letters
    ]
    titles = {r.title for r in after.kept} - {r.title for r in view.kept}
    assert titles == set(found.rows)
    assert (after.main.due if after.main else "") == found.due_after


def test_what_would_be_refused_is_refused_with_every_reason(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    asked = Submission("confirm_completeness", case=view.number, organisation=view.organisation)
    with pytest.raises(Refused) as no:
        would(desk, asked)
    with pytest.raises(Refused) as also:
        desk.submit(asked)
    assert no.value.objections == also.value.objections


# --- taking back


def test_the_last_step_comes_back_with_its_dates(desk: Desk) -> None:
    view = one(desk, "investigating")
    undo = undo_view(desk, view.number, view.organisation)
    assert undo.possible and undo.seq == view.version
    assert undo.state_now == view.row.state_title != undo.state_after
    reason = {"event": undo.seq, "reason": "見本の誤り"}
    desk.submit(Submission("take_back", case=view.number, organisation=view.organisation, form=reason))
    after = case_view(desk, view.number, view.organisation)
    assert after.row.state_title == undo.state_after
    assert (after.main.due if after.main else "") == undo.due_after
    assert [h.state for h in after.history[-2:]] == ["gone", "stands"]


def test_taking_back_an_answer_lets_the_clock_pause_again(desk: Desk) -> None:
    view = one(desk, "awaiting_hosei", "correction")
    desk.submit(
        Submission("answer_hosei", case=view.number, organisation=view.organisation, form={"note": "見本"})
    )
    undo = undo_view(desk, view.number, view.organisation)
    assert undo.possible and undo.due_now > date(2026, 11, 24).isoformat() and undo.due_after == ""


def test_a_step_that_issued_a_letter_is_not_taken_back(desk: Desk) -> None:
    view = one(desk, "notifying")
    desk.submit(Submission("notify", case=view.number, organisation=view.organisation))
    undo = undo_view(desk, view.number, view.organisation)
    assert not undo.possible and undo.why_not and undo.seq == view.version + 1


def test_what_the_desk_did_by_itself_is_called_automatic() -> None:
    assert [person_name(SYSTEM, language) for language in ("ja", "en")] == ["自動", "automatic"]
    assert person_name(Person("system", "見本 太郎"), "ja") == "見本 太郎"
