"""Forms as screens need them: what is asked now, what stands against it, what would happen."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.desk import Desk, Submission, UsageError, open_desk
from engine.desk.dates import days_of_month
from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand, OpenForm, kinds, open_form, try_form
from tests.formoffice import NOW, ORG, REQUEST, make


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("forms"))


@pytest.fixture
def desk(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    path = Path(shutil.copytree(made, tmp_path / "office"))
    with open_desk(path, "sato") as found:
        yield found


@pytest.fixture
def form(desk: Desk) -> OpenForm:
    return open_form(desk, Errand(ORG, "disclosure"))


AGENT: dict[str, Any] = {**REQUEST, "requester": "mandated_agent", "channel": "post"}


def test_every_kind_can_be_taken_in(desk: Desk) -> None:
    assert (ORG, "disclosure") in [(org, kind) for org, _, kind, _ in kinds(desk)]


def test_an_unknown_kind_is_an_error(desk: Desk) -> None:
    with pytest.raises(UsageError):
        open_form(desk, Errand(ORG, "nothing"))


def test_fields_follow_what_was_typed(form: OpenForm) -> None:
    assert "agent" not in form.try_(REQUEST).shown
    trial = form.try_(AGENT)
    assert {"agent", "agent.name", "sent_on"} <= trial.shown
    assert "agent.name" in trial.required


def test_what_is_missing_is_said_at_its_field_and_nothing_would_happen(form: OpenForm) -> None:
    trial = form.try_({"channel": "window"})
    assert {o.field for o in trial.blocking} == {"/requester", "/name", "/address", "/target"}
    assert trial.outcome is None


def test_what_would_happen_if_it_were_taken_in_now(form: OpenForm, desk: Desk) -> None:
    outcome = form.try_(REQUEST).outcome
    assert outcome is not None
    assert (outcome.number, outcome.day) == ("R8-001", date(2026, 11, 24))
    assert outcome.due == date(2026, 12, 24)
    assert desk.rows() == []  # a trial writes nothing


def test_a_trial_says_what_submit_then_does(form: OpenForm, desk: Desk) -> None:
    outcome = form.try_(REQUEST).outcome
    receipt = desk.submit(form.submission(REQUEST, date(2026, 11, 24)))
    assert outcome is not None
    assert receipt.case == outcome.number
    assert desk.rows()[0].state_title == outcome.state.ja


def test_a_step_that_stops_the_period_says_so(desk: Desk) -> None:
    case = desk.submit(Submission(kind="disclosure", organisation=ORG, form=REQUEST)).case
    asked = open_form(desk, Errand(ORG, case=case, command="request_hosei"))
    outcome = asked.try_({"items": ["印影"], "answer_by": "2026-12-08"}).outcome
    assert outcome is not None
    assert (outcome.due, outcome.paused) == (None, True)


def test_a_date_in_the_future_is_refused(form: OpenForm) -> None:
    assert [o.field for o in form.try_(REQUEST, date(2026, 11, 25)).blocking] == ["/date"]


def test_the_checklist_names_what_is_there_and_what_is_too_old(form: OpenForm) -> None:
    papers = [{"type": "drivers_license"}, {"type": "power_of_attorney", "issued_on": "2026-10-20"}]
    trial = form.try_({**AGENT, "agent": {"name": "見本 次郎", "address": "前橋市"}, "documents": papers})
    assert [(p.title.ja, p.state, p.reason) for p in trial.papers] == [
        ("写真のある書類", "accepted", ""),
        ("委任状", "rejected", "too_old"),
        ("印鑑登録証明書", "missing", ""),
    ]
    note = trial.notes[0]
    assert (note.field, note.basis) == ("/documents/1/issued_on", "見本規程第2条")
    assert note.ja == "35日前です。30日以内のものが必要です"


def test_a_paper_asks_only_for_the_marks_of_its_type(form: OpenForm) -> None:
    owner = form.fields["documents"]
    assert form.entry_parts(owner, "passport") == ("type", "issued_on", "copy")
    assert {"signed", "sealed"} <= set(form.entry_parts(owner, "power_of_attorney"))
    assert "description" in form.entry_parts(owner, "other")


def test_a_step_of_a_case(desk: Desk, form: OpenForm) -> None:
    number = desk.submit(form.submission(REQUEST, None)).case
    errand = Errand(ORG, case=number, command="extend")
    assert "/reason" in {o.field for o in try_form(desk, errand, {})}
    assert open_form(desk, errand).version == 1


def test_who_may_not_act_names_who_did(desk: Desk, form: OpenForm) -> None:
    number = desk.submit(form.submission(REQUEST, None)).case
    assert desk.path is not None
    with open_desk(desk.path, "suzuki") as other:
        actors = dict(open_form(other, Errand(ORG, case=number, command="decide")).actors())
    assert "sato" in actors
    assert any(key.startswith(":") for key in actors)
    assert open_form(desk, Errand(ORG, case=number, command="decide")).actors() == []


def test_a_linked_case_is_offered_and_read(desk: Desk) -> None:
    number = desk.submit(Submission(kind="disclosure", organisation=ORG, form=REQUEST)).case
    form = open_form(desk, Errand(ORG, "correction"))
    assert [n for n, _ in form.linkable(form.fields["earlier"])] == [number]
    found = form.try_({**REQUEST, "earlier": "R8-999"}).objections
    assert "/earlier" in {o.field for o in found}


def test_dates_are_read_back_with_days_and_closing(form: OpenForm) -> None:
    assert form.read_day("R8.10.20").ja == "令和8年10月20日(火) 35日前"
    assert form.read_day("-1").ja == "令和8年11月23日(月) 1日前 休業日"
    assert form.read_day("きょう").ja == "令和8年11月24日(火) 今日"
    assert form.read_day("8.11.20").suggestion == "R8.11.20"
    assert form.read_day("昭和101年1月1日").day is None
    assert form.read_day("2月30日").day is None


def test_a_month_begins_on_monday() -> None:
    weeks = days_of_month(2026, 11)
    assert weeks[0][-1] == date(2026, 11, 1)
    assert weeks[0][0] is None


# --- drafts


def draft(**more: Any) -> Draft:
    values = {"data": {"typed": {"name": "葛󠄀城 𠮷﨑"}}, "at": "/name", "saved": NOW, **more}
    return Draft("sato", Errand(ORG, "disclosure"), **values)


def test_a_draft_comes_back_as_it_was(desk: Desk) -> None:
    Drafts(desk).save(draft())
    assert Drafts(desk).all("sato") == [draft()]
    assert Drafts(desk).all("suzuki") == []
    assert Drafts(desk).find("sato", Errand(ORG, "disclosure")) == draft()


def test_two_drafts_of_one_kind_stand_beside_each_other(desk: Desk) -> None:
    drafts = Drafts(desk)
    drafts.save(draft())
    serial = drafts.new_serial("sato", Errand(ORG, "disclosure"))
    drafts.save(draft(serial=serial))
    assert len(drafts.all("sato")) == 2


def test_the_draft_that_was_open_is_found_after_a_crash(desk: Desk) -> None:
    drafts = Drafts(desk)
    drafts.save(draft())
    assert drafts.interrupted("sato") is None
    drafts.save(draft(open=True))
    assert drafts.interrupted("sato") == draft(open=True)


def test_a_draft_is_thrown_away_by_hand_only(desk: Desk) -> None:
    drafts = Drafts(desk)
    drafts.save(draft())
    drafts.throw_away(draft())
    drafts.throw_away(draft())
    assert drafts.all() == []


def test_the_name_of_a_draft_tells_nothing(desk: Desk) -> None:
    Drafts(desk).save(draft())
    assert desk.path is not None
    names = [p.name for p in (desk.path / "drafts").iterdir()]
    assert not any("sato" in n or "disclosure" in n for n in names)


def test_a_damaged_draft_is_left_alone(desk: Desk) -> None:
    drafts = Drafts(desk)
    drafts.save(draft())
    assert desk.path is not None
    path = next((desk.path / "drafts").iterdir())
    path.write_text("{", encoding="utf-8")
    assert drafts.all() == []
    assert path.exists()
    assert desk.verify().ok
