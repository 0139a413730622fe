"""From events to the case: where commands lead, rows, repeats, and that one more event is the same as all of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import Refused
from engine.fold import apply, export_of, fold
from engine.model.basics import MISSING
from engine.model.case import Case
from tests.engine.little import APPLIED, Office, play, received

PATH = """
phases: {waiting: 待ち}
states:
  stamping: {title: 受付印, after: checking, only_when: application.pages > 3,
    commands: {stamp: {title: 押す, done: 押印, by: [clerk], to: next, basis: 第1条}}}
"""


def test_next_passes_over_a_state_only_if_its_condition_is_false() -> None:
    for pages, state in ((4, "stamping"), (3, "deciding"), (None, "stamping")):
        form: dict[str, Any] = {"pages": pages} if pages else {}
        there = received(PATH, **form)
        there.do("confirm", "2024-04-02")
        assert there.state == state


def test_after_the_last_state_comes_the_normal_end() -> None:
    there = received()
    there.do("confirm", "2024-04-02")
    there.do("decide", "2024-04-03", {"outcome": "grant"})
    assert there.state == "closed"
    assert there.case.path == (
        ("checking", date(2024, 4, 1)),
        ("deciding", date(2024, 4, 2)),
        ("closed", date(2024, 4, 3)),
    )


MAP = """
states: {deciding: {commands: {decide: {to: {closed: decision.outcome = grant, withdrawn: %s}}}}}
"""


def test_a_map_leads_by_its_rules_and_otherwise_is_last() -> None:
    for other in ("otherwise", "decision.outcome = refuse"):
        for outcome, state in (("grant", "closed"), ("refuse", "withdrawn")):
            there = received(MAP % other)
            there.do("confirm", "2024-04-02")
            there.do("decide", "2024-04-03", {"outcome": outcome})
            assert there.state == state


def test_a_map_of_which_one_branch_is_where_the_case_is_must_still_be_decided() -> None:
    there = received(
        "states: {deciding: {commands: {decide: {to: {closed: decision.outcome = grant,"
        " deciding: decision.reason is present}}}}}"
    )
    there.do("confirm", "2024-04-02")
    assert there.refused("decide", "2024-04-03", {"outcome": "refuse"}) == ["to"]
    there.do("decide", "2024-04-03", {"outcome": "refuse", "reason": "再考"})
    assert there.state == "deciding"


def test_only_the_unit_and_the_window_are_set() -> None:
    there = received(
        """
forms: {application: {properties: {unit: {title: 担当, x-options: org.units}, at: {title: 窓口,
    x-options: org.windows}}}}
commands: {receive: {sets: {case.unit: application.unit, case.window: application.at}}}
""",
        unit="south",
        at="main",
    )
    assert (there.case.unit, there.case.window) == ("south", "main")
    assert there.fact("case.unit") == "south"


ROWS = """
registers:
  ledger: {title: 台帳, at: [confirm, decide], when: application.pages > 3, columns: {on: event.confirm,
      out: decision.outcome},
    later: [out], retain: {period: 1 year, starts: row.written}}
  parts: {title: 部分簿, at: [open_part, end_part, decide], per: part, columns: {what: part.what}}
tasks:
  part:
    title: 部分
    leave: keep
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], form: part, to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], to: done, basis: 第1条}
forms:
  part: {title: 部分, properties: {what: {type: string, title: 何}}}
"""


def rows(there: Office) -> list[tuple[str, int, tuple[int, ...]]]:
    return [(row.register, row.instance, row.events) for row in there.case.rows]


def test_the_first_command_writes_the_row_and_later_ones_fill_it() -> None:
    there = received(ROWS, pages=4)
    there.do("confirm", "2024-04-02")
    there.do("decide", "2024-04-03", {"outcome": "grant"})
    assert rows(there) == [("ledger", 0, (2, 3))]
    assert there.case.rows[0].written == date(2024, 4, 2)


def test_a_row_is_written_only_if_its_condition_holds() -> None:
    there = received(ROWS, pages=1)
    there.do("confirm", "2024-04-02")
    assert there.case.rows == ()
    there.do("amend", "2024-04-02", {"event": 1, "form": {"pages": 9}, "reason": "数え誤り"})
    assert rows(there) == [("ledger", 0, (2,))]


def test_one_row_for_each_instance_of_a_task() -> None:
    there = received(ROWS, pages=1)
    there.do("open_part", "2024-04-02", {"what": "甲"})
    there.do("open_part", "2024-04-02", {"what": "乙"})
    there.do("end_part", "2024-04-03", task=2)
    there.do("confirm", "2024-04-03")
    there.do("decide", "2024-04-03", {"outcome": "grant"})
    assert rows(there) == [("parts", 1, (2, 6)), ("parts", 2, (3, 4, 6))]


def test_exports_are_what_other_cases_read() -> None:
    there = play("exports: {on: event.receive, out: decision.outcome, pages: application.pages}")
    there.do("receive", "2024-04-01", {**APPLIED, "pages": 2})
    assert export_of(there.workflow, there.case, date(2024, 4, 2)) == {
        "number": "R6-001",
        "kind": "see",
        "on": "2024-04-01",
        "pages": 2,
    }


def test_an_amendment_of_an_event_that_was_taken_back_changes_nothing() -> None:
    there = received()
    there.do("confirm", "2024-04-02")
    amend = there.do("amend", "2024-04-03", {"event": 2, "date": "2024-04-03", "reason": "誤り"})
    there.do("take_back", "2024-04-03", {"event": 2, "reason": "誤り"})
    late = replace(amend, seq=5)
    assert fold(there.workflow, (*there.case.events, late)).state == "checking"


# --- any order of steps

BUSY = (
    ROWS
    + """
  longer: {title: 延長, properties: {days: {type: integer, title: 日数}}}
commands:
  extend: {title: 延ばす, done: 延長, from: open, by: [clerk], form: longer, basis: 第1条}
  reopen: {title: 戻す, done: 戻, from: [closed, withdrawn], by: [clerk], to: deciding, basis: 第1条}
clocks:
  limit: {title: 期限, main: true, starts: event.receive, period: 30 days, pauses: {part: {count: diff}},
    extensions: {one: {at: extend, by: longer.days}}, stops: [decide], expired: alert}
"""
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "confirm",
                "decide",
                "withdraw",
                "reopen",
                "extend",
                "open_part",
                "end_part",
                "amend",
                "take_back",
                "note",
            ]
        ),
        st.integers(0, 20),
        st.integers(1, 9),
    ),
    max_size=9,
)


def _form(command: str, number: int) -> dict[str, object]:
    forms: dict[str, dict[str, object]] = {
        "decide": {"outcome": "grant" if number % 2 else "refuse"},
        "extend": {"days": number},
        "open_part": {"what": "甲"},
        "amend": {"event": number, "date": f"2024-04-{number + 5:02d}", "reason": "誤り"},
        "take_back": {"event": number, "reason": "誤り"},
        "note": {"text": "電話"},
    }
    return forms.get(command, {})


def _walk(steps: list[tuple[str, int, int]]) -> Office:
    there = received(BUSY, pages=4)
    for command, days, number in steps:
        day = (date(2024, 4, 5) + timedelta(days)).isoformat()
        try:
            there.do(command, day, _form(command, number))
        except Refused:
            continue
    return there


def _same(one: Case, other: Case) -> bool:
    return replace(one, workflow_version="") == replace(other, workflow_version="")


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_folding_all_events_is_the_same_as_applying_them_one_by_one(
    steps: list[tuple[str, int, int]],
) -> None:
    there = _walk(steps)
    assert _same(fold(there.workflow, there.case.events), there.case)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_what_is_decided_is_what_the_event_gives(steps: list[tuple[str, int, int]]) -> None:
    there = _walk(steps)
    if there.case.version > 1:
        before = fold(there.workflow, there.case.events[:-1])
        assert _same(apply(there.workflow, before, there.case.events[-1]), there.case)


@settings(max_examples=60, deadline=None)
@given(STEPS)
def test_taking_back_the_last_step_restores_state_rows_and_dates(steps: list[tuple[str, int, int]]) -> None:
    before = _walk(steps)
    after = Office(before.workflow)
    after.now = before.case
    try:
        event = after.do("extend", "2024-05-01", {"days": 3})
        after.do("take_back", "2024-05-01", {"event": event.seq, "reason": "誤り"})
    except Refused:
        return
    assert after.case.state == before.case.state
    assert after.case.rows == before.case.rows
    assert after.case.instances == before.case.instances
    assert after.fact("clock.limit.due") == before.fact("clock.limit.due")


def test_the_order_of_typing_does_not_matter_to_a_clock() -> None:
    """Two extensions and a pause, typed in any order of their days."""
    steps = [("extend", "2024-04-10", {"days": 5}), ("extend", "2024-04-12", {"days": 2})]
    first, second = received(BUSY), received(BUSY)
    for there, many in ((first, steps), (second, steps[::-1])):
        for command, day, form in many:
            there.do(command, day, form)
    assert first.fact("clock.limit.due") == second.fact("clock.limit.due") == date(2024, 5, 8)
    assert first.fact("event.extend") == second.fact("event.extend") == date(2024, 4, 12)
    assert first.fact("event.extend.first") == date(2024, 4, 10)
    assert first.fact("event.decide") is MISSING
