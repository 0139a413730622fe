"""How far a clock may be extended, and by which event."""

from __future__ import annotations

from datetime import date

import pytest

from tests.engine.little import Office, received

EXTEND = """
commands: {extend: {title: 延長する, done: 延長, from: open, by: [clerk], form: extension, basis: 第3条}}
forms: {extension: {title: 延長, properties: {days: {type: integer, title: 日数, x-required: true, minimum: 1},
  long: {type: boolean, title: 特に長い}}}}
clocks:
  limit:
    title: 期限
    main: true
    starts: event.receive
    period: 30 days
    expired: alert
    basis: 第2条
    extensions: {ordinary: {at: extend, by: extension.days, %s, basis: 第3条}}
"""


def office(limits: str) -> Office:
    return received(EXTEND % limits)


@pytest.mark.parametrize(
    ("limits", "days", "against"),
    [
        ("each: 20", 21, "each"),
        ("sum: 20 days", 21, "sum"),
        ("cap: 50 days", 21, "cap"),
        ("sum: {setting: SET-02}", 21, "sum"),
    ],
)
def test_a_limit_is_met_exactly(limits: str, days: int, against: str) -> None:
    there = office(limits)
    (objection,) = there.objections("extend", "2024-04-10", {"days": days})
    assert (objection.rule, objection.basis) == (f"extension.ordinary.{against}", "第3条")
    assert there.refused("extend", "2024-04-10", {"days": days - 1}) == []


def test_times() -> None:
    there = office("times: 1")
    there.do("extend", "2024-04-10", {"days": 5})
    assert there.fact("clock.limit.due") == date(2024, 5, 6)
    assert there.refused("extend", "2024-04-11", {"days": 5}) == ["extension.ordinary.times"]


@pytest.mark.parametrize(
    ("limits", "days", "left"),
    [
        ("times: 1", 5, False),
        ("times: 2", 5, True),
        ("sum: 20", 20, False),
        ("sum: 20", 19, True),
        ("cap: 50 days", 20, False),
        ("cap: 50 days", 19, True),
        ("each: 5", 5, True),
    ],
)
def test_an_extension_with_nothing_left_is_not_offered(limits: str, days: int, left: bool) -> None:
    there = office(limits)
    assert there.blocked("extend", "2024-04-10") == []
    there.do("extend", "2024-04-10", {"days": days})
    assert bool(there.blocked("extend", "2024-04-11")) is not left


def test_limits_that_the_form_decides_are_left_open() -> None:
    there = office("sum: 20, unless: {rule: extension.long, sum: none}")
    there.do("extend", "2024-04-10", {"days": 20})
    assert there.blocked("extend", "2024-04-11") == []


def test_after_the_due_day_it_is_not_offered() -> None:
    assert office("times: 9").blocked("extend", "2024-05-02") == ["extension.ordinary.record"]
    assert office("record: any").blocked("extend", "2024-05-02") == []


def test_unless_takes_the_place_of_limits_while_it_holds_and_none_is_no_limit() -> None:
    there = office("sum: 20, times: 1, unless: {rule: extension.long, sum: none}")
    assert there.refused("extend", "2024-04-10", {"days": 90}) == ["extension.ordinary.sum"]
    assert there.refused("extend", "2024-04-10", {"days": 90, "long": True}) == []
    there.do("extend", "2024-04-10", {"days": 90, "long": True})
    assert there.refused("extend", "2024-04-11", {"days": 9, "long": True}) == ["extension.ordinary.times"]


def test_after_the_due_day_only_where_it_may_be_recorded_later_and_then_with_a_warning() -> None:
    assert office("times: 9").refused("extend", "2024-05-01", {"days": 5}) == []
    assert office("times: 9").refused("extend", "2024-05-02", {"days": 5}) == ["extension.ordinary.record"]
    (objection,) = office("record: any").objections("extend", "2024-05-02", {"days": 5})
    assert (objection.rule, objection.severity) == ("extension.ordinary.record", "warn")


def test_unless_may_also_say_when_it_may_be_recorded() -> None:
    there = office("times: 9, unless: {rule: extension.long, record: any}")
    assert there.refused("extend", "2024-05-02", {"days": 5}) == ["extension.ordinary.record"]
    (objection,) = there.objections("extend", "2024-05-02", {"days": 5, "long": True})
    assert objection.severity == "warn"


def test_a_length_that_does_not_fit_is_not_judged_further() -> None:
    assert office("sum: 20").refused("extend", "2024-05-02", {"days": -3}) == ["form/days"]


def test_where_there_is_no_number_of_days_there_is_nothing_to_extend() -> None:
    there = received((EXTEND % "sum: 20").replace("period: 30 days", "period: silent"))
    assert there.refused("extend", "2024-04-10", {"days": 3}) == ["extension.ordinary.none_defined"]
    assert there.blocked("extend") == ["extension.ordinary.none_defined"]


def test_a_clock_that_does_not_exist_for_the_case_asks_nothing() -> None:
    there = received(
        (EXTEND % "sum: 20").replace("period: 30 days", "period: 30 days\n    when: kind = mend")
    )
    assert there.refused("extend", "2024-04-10", {"days": 90}) == []


def test_a_new_date_that_is_not_the_computed_one_is_told_beside_it() -> None:
    rule = "command = extend implies extension.told = clock.limit.due"
    there = received(
        (EXTEND % "sum: 20").replace(
            "long: {", "told: {type: string, format: date, title: 新しい期限}, long: {"
        )
        + f"invariants: {{fits: {{rule: {rule}, message: 合わない}}}}"
    )
    form = {"days": 5, "told": "2024-05-05"}
    (objection,) = there.objections("extend", "2024-04-10", form)
    assert (objection.rule, objection.field) == ("invariant.fits", "/told")
    assert "新しい期限" in objection.ja
    assert "令和6年5月5日 2024-05-05" in objection.ja and "令和6年5月6日 2024-05-06" in objection.ja
    assert "2024-05-05" in objection.en and "2024-05-06" in objection.en
    assert there.refused("extend", "2024-04-10", {**form, "told": "2024-05-06"}) == []


IN_TASK = """
tasks:
  part:
    title: 部分
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], to: waiting, basis: 第1条}
      more_time: {title: 延ばす, done: 延, from: waiting, by: [clerk], form: longer, basis: 第1条}
    clocks: {answer: {title: 期限, period: 10 days, expired: alert,
      extensions: {one: {at: more_time, by: longer.days, sum: 15}}}}
forms: {longer: {title: 延長, properties: {days: {type: integer, title: 日数}}}}
"""


def test_an_extension_in_a_task_is_of_its_own_instance() -> None:
    there = received(IN_TASK)
    there.do("open_part", "2024-04-02")
    there.do("open_part", "2024-04-02")
    there.do("more_time", "2024-04-03", {"days": 10}, task=1)
    there.do("more_time", "2024-04-04", {"days": 5}, task=1)
    first, second = there.case.instances["part"]
    assert there.fact("clock.answer.due", inside=first) == date(2024, 4, 27)
    assert there.fact("clock.answer.due", inside=second) == date(2024, 4, 12)
    assert there.refused("more_time", "2024-04-05", {"days": 1}, task=1) == ["extension.one.sum"]
    assert there.refused("more_time", "2024-04-05", {"days": 15}, task=2) == []
