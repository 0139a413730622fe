"""Notes, papers, amendments and taking back."""

from __future__ import annotations

from datetime import date

from engine.model.case import Attachment, Person
from tests.engine.little import APPLIED, CHIEF, CLERK, play, received

CLOCK = (
    "clocks: {limit: {title: 期限, starts: event.receive, period: 30 days, stops: [decide], expired: alert}}"
)


def change(event: int, **more: object) -> dict[str, object]:
    return {"event": event, "reason": "書き誤り", **more}


def test_a_note_says_something() -> None:
    there = received()
    assert there.refused("note", "2024-04-02", {"text": " "}) == ["form/text"]
    assert there.refused("note", "2024-04-02", {"text": "電話あり", "x": 1}) == ["form/x"]
    there.do("note", "2024-04-02", {"text": "電話あり"}, by=CLERK)
    assert there.state == "checking"


def test_what_no_form_takes_is_refused_by_its_field() -> None:
    there = received()
    for sign in ("\x00", "\x1b", "\ud800"):
        assert there.refused("note", "2024-04-02", {"text": f"見本{sign}"}) == ["form/text"]
        assert there.refused("attach", "2024-04-02", {"where": sign}) == ["form/where"]
        form = change(1, form={"name": f"見本{sign}"})
        assert there.refused("amend", "2024-04-02", form) == ["form/form/name"]
        assert there.refused("take_back", "2024-04-02", {"event": 1, "reason": sign}) == ["form/reason"]
    assert there.refused("note", "2024-04-02", {"text": "一行目\n二行目"}) == []


def test_a_person_without_a_role_notes_nothing() -> None:
    assert received().refused("note", "2024-04-02", {"text": "x"}, by=Person("guest")) == ["role"]


def test_a_paper_is_there_or_lies_somewhere() -> None:
    there = received()
    assert there.refused("attach", "2024-04-02") == ["form/where"]
    assert there.refused("attach", "2024-04-02", {"where": "書庫3"}) == []
    scan = Attachment("ab", "本人確認.pdf", "application/pdf")
    assert there.refused("attach", "2024-04-02", attachments=(scan,)) == []


def test_who_may_amend_and_who_may_type_it() -> None:
    there = received()
    name = change(1, form={"name": "見本 花子"})
    assert there.refused("amend", "2024-04-02", name, by=CLERK) == ["role"]
    assert there.refused("amend", "2024-04-02", name, by=CHIEF, typed_by=CLERK) == []
    assert there.refused(
        "amend", "2024-04-02", name, by=CHIEF, typed_by=Person("x", "", ("handler@north",))
    ) == ["role"]


def test_amending_keeps_both_and_everything_follows() -> None:
    there = received(CLOCK)
    assert there.fact("clock.limit.due") == date(2024, 5, 1)
    there.do("amend", "2024-04-05", change(1, date="2024-03-25", form={"name": "見本 花子"}))
    assert there.fact("clock.limit.due") == date(2024, 4, 24)
    assert there.fact("application.name") == "見本 花子"
    assert [e.form.get("name") for e in there.case.events] == ["見本 太郎", None]


def test_an_intake_dated_into_another_fiscal_year_keeps_its_number() -> None:
    there = received(CLOCK)
    there.do("amend", "2024-04-05", change(1, date="2024-03-31"))
    assert there.case.number == "R6-001"
    assert there.fact("event.receive") == date(2024, 3, 31)


def test_a_field_is_removed_by_nothing_and_a_required_one_is_not() -> None:
    there = received(sent_on="2024-03-01")
    there.do("amend", "2024-04-02", change(1, form={"sent_on": None}))
    assert "sent_on" not in there.case.forms["application"]
    assert there.refused("amend", "2024-04-02", change(1, form={"name": None})) == ["form/form/name"]


def test_amended_data_are_stored_like_typed_ones() -> None:
    there = received()
    there.do("amend", "2024-04-02", change(1, form={"pages": "１２", "sent_on": "令和6年3月1日"}))
    assert there.fact("application.pages") == 12
    assert there.fact("application.sent_on") == date(2024, 3, 1)


def test_what_is_wrong_with_an_amendment_is_told_at_once() -> None:
    there = received()
    assert there.refused("amend", "2024-04-02", {"event": 9}) == ["form/reason", "form/event", "form/form"]
    assert there.refused("amend", "2024-04-02", change(1, date="2024-04-03")) == ["form/date"]
    assert there.refused("amend", "2024-04-02", change(1, date="2024-02-30")) == ["form/date"]
    assert there.refused("amend", "2024-04-02", change(1, form=[])) == ["form/form"]
    assert there.refused("amend", "2024-04-02", change(1, form={"pages": -1})) == ["form/form/pages"]


def test_a_date_may_not_pass_the_steps_around_it() -> None:
    there = received()
    there.do("confirm", "2024-04-10")
    assert there.refused("amend", "2024-04-20", change(1, date="2024-04-11")) == ["form/event"]
    assert there.refused("amend", "2024-04-20", change(2, date="2024-03-31")) == ["form/event"]
    assert there.refused("amend", "2024-04-20", change(1, date="2024-04-10")) == []


def test_taking_back_restores_what_was_before() -> None:
    there = received(CLOCK)
    there.do("confirm", "2024-04-02")
    there.do("take_back", "2024-04-03", change(2))
    assert there.state == "checking"
    assert there.refused("take_back", "2024-04-03", change(2)) == ["form/event"]


def test_the_intake_a_letter_and_what_others_stand_on_are_not_taken_back() -> None:
    there = received("notices: {n: {title: 通知, at: [decide], to: applicant, body: {a: {text: 以上}}}}")
    there.do("confirm", "2024-04-02")
    assert there.refused("take_back", "2024-04-03", change(1)) == ["form/event"]
    there.do("decide", "2024-04-03", {"outcome": "grant"})
    assert there.refused("take_back", "2024-04-03", change(2)) == ["form/event"]
    assert there.refused("take_back", "2024-04-03", change(3)) == ["form/event"]


def test_what_always_holds_still_holds_afterwards() -> None:
    there = play("invariants: {few: {rule: application.pages <= 3, message: 多すぎる}}")
    there.do("receive", "2024-04-01", {**APPLIED, "pages": 3})
    assert there.refused("amend", "2024-04-02", change(1, form={"pages": 4})) == ["invariant.few"]
    assert there.refused("amend", "2024-04-02", change(1, form={"pages": 2})) == []


TASK = """
tasks:
  part:
    title: 部分
    leave: keep
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], to: done, basis: 第1条}
"""


def test_an_instance_keeps_its_number_when_one_before_it_is_taken_back() -> None:
    there = received(TASK)
    there.do("open_part", "2024-04-02")
    there.do("open_part", "2024-04-02")
    there.do("take_back", "2024-04-03", change(2))
    assert [one.number for one in there.case.instances["part"]] == [2]
    there.do("end_part", "2024-04-04")
    assert there.do("open_part", "2024-04-05").instance == 3
    assert there.refused("take_back", "2024-04-06", change(3)) == ["form/event"]


def test_a_step_in_a_task_stays_after_its_opening() -> None:
    there = received(TASK)
    there.do("open_part", "2024-04-05")
    there.do("end_part", "2024-04-06")
    assert there.refused("amend", "2024-04-07", change(3, date="2024-04-04")) == ["form/event"]
    assert there.refused("amend", "2024-04-07", change(2, date="2024-04-07")) == ["form/event"]
