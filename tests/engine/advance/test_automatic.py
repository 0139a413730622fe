"""What the desk does by itself when a clock has run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.advance import World, advance
from engine.advance.automatic import due_commands, run_automatic
from engine.load.build import build_library
from engine.load.library import Library
from engine.model.case import SYSTEM, Case, Order, Person
from engine.model.workflow import Workflow

ROOT = Path(__file__).resolve().parents[3]
APPLICATION: dict[str, Any] = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "前橋市見本町1-1",
    "target": "給付記録",
}


@cache
def gunma(lapse: str = "auto") -> Workflow:
    built = build_library(Library([ROOT]), "gunma_gojokai", {"SET-17": lapse})
    return built.workflows["gunma_gojokai/request"]


@cache
def mihon() -> Workflow:
    roots = [ROOT / "tests" / "patterns" / "mihon_union", ROOT]
    return build_library(Library(roots), "mihon_union").workflows["mihon_union/request"]


def world(day: date) -> World:
    return World(f"{day}T10:00:00+09:00", "test", "R6-001")


def done(
    workflow: Workflow, case: Case | None, day: date, command: str, instance: int = 0, **form: Any
) -> Case:
    actors = workflow.commands[command].by if command in workflow.commands else ()
    person = Person("hanako", "見本 花子", tuple(a.role for a in actors) or tuple(workflow.org.amend))
    order = Order(command, day, person, person, form, instance, kind="disclosure")
    return advance(workflow, case, order, world(day)).case


def waiting(workflow: Workflow) -> Case:
    """A case with a 補正 to be answered by 30 April."""
    case = done(workflow, None, date(2024, 4, 1), "receive", **APPLICATION)
    return done(workflow, case, date(2024, 4, 10), "request_hosei", items=["印影"], answer_by="2024-04-30")


def test_nothing_is_due_on_the_last_day() -> None:
    assert due_commands(gunma(), waiting(gunma()), date(2024, 4, 30)) == []


@pytest.mark.parametrize("today", [date(2024, 5, 1), date(2024, 7, 1)])
def test_the_command_is_dated_the_day_after_the_due_date_whenever_somebody_looks(today: date) -> None:
    case = waiting(gunma())
    assert due_commands(gunma(), case, today) == [("lapse", 0, date(2024, 5, 1))]
    (step,) = run_automatic(gunma(), case, today, world(today))
    assert (step.event.id, step.event.date, step.event.by) == ("lapse", date(2024, 5, 1), SYSTEM)
    assert step.case.state == "lapsed"
    assert due_commands(gunma(), step.case, today) == []


def test_an_alert_is_no_command() -> None:
    assert due_commands(gunma("manual"), waiting(gunma("manual")), date(2024, 7, 1)) == []


def test_an_answer_in_time_ends_it() -> None:
    case = done(gunma(), waiting(gunma()), date(2024, 4, 30), "answer_hosei")
    assert due_commands(gunma(), case, date(2024, 7, 1)) == []


def test_a_late_answer_that_was_recorded_ends_it_too() -> None:
    case = done(gunma(), waiting(gunma()), date(2024, 5, 10), "answer_hosei")
    assert due_commands(gunma(), case, date(2024, 7, 1)) == []


def enquiries() -> Case:
    """Two enquiries, sent on different days."""
    case: Case | None = None
    form: dict[str, Any] = {**APPLICATION, "window": "head_office", "relation": "member", "records": ["dues"]}
    form["documents"] = [{"type": "union_card"}]
    case = done(mihon(), case, date(2024, 4, 2), "receive", **form)
    case = done(mihon(), case, date(2024, 4, 2), "confirm_identity")
    holders = [{"name": "見本銀行", "question": "記録"}, {"name": "見本会館", "question": "記録"}]
    case = done(mihon(), case, date(2024, 4, 9), "investigate", findings="一件", holders=holders)
    case = done(mihon(), case, date(2024, 4, 9), "send_enquiry", 1, sent_on="2024-04-09")
    return done(mihon(), case, date(2024, 4, 12), "send_enquiry", 2, sent_on="2024-04-12")


def test_each_instance_has_its_own_day() -> None:
    case = enquiries()
    first, second = due_commands(mihon(), case, date(2024, 6, 1))
    assert (first[:2], second[:2]) == (("expire_enquiry", 1), ("expire_enquiry", 2))
    assert first[2] < second[2]
    assert due_commands(mihon(), case, first[2]) == [first]


def test_the_steps_follow_each_other() -> None:
    steps: Iterator[Any] = run_automatic(mihon(), enquiries(), date(2024, 6, 1), world(date(2024, 6, 1)))
    made = list(steps)
    assert [step.event.instance for step in made] == [1, 2]
    assert [step.event.seq for step in made] == [made[0].event.seq, made[0].event.seq + 1]
    assert not any(one.open for one in made[-1].case.instances["enquiry"])


def test_what_somebody_took_back_is_not_done_again() -> None:
    today = date(2024, 5, 10)
    (step,) = run_automatic(gunma(), waiting(gunma()), today, world(today))
    again = done(gunma(), step.case, today, "take_back", event=step.event.seq, reason="回答は届いていた")
    assert again.state == "identity_check"
    assert due_commands(gunma(), again, today) == []
    assert not any(one.open for one in done(gunma(), again, today, "answer_hosei").instances["hosei"])
