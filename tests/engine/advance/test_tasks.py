"""Tasks in a step: which instance is meant, room, attachment, and leaving while one is open."""

from __future__ import annotations

from datetime import date

from engine.model.basics import MISSING
from tests.engine.little import APPLIED, Office, play, received

FIX = """
tasks:
  part:
    title: 部分
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}, refused: {title: 否, end: aside}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], form: part, to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], form: result, basis: 第1条,
        to: {done: result.good, refused: not result.good}}
      look: {title: 見る, done: 見, from: waiting, by: [clerk], basis: 第1条}
    clocks: {answer: {title: 期限, period: 10 days, stops: [end_part], pauses: {fix: {count: diff}}, expired: alert}}
    %s
  fix:
    title: 補正
    of: part
    states: {asked: {title: 待ち}, given: {title: 済, end: done}}
    commands:
      ask_fix: {title: 求める, done: 求, from: start, by: [clerk], to: asked, basis: 第1条}
      take_fix: {title: 受ける, done: 受, from: asked, by: [clerk], to: given, basis: 第1条}
forms:
  part: {title: 部分, properties: {what: {type: string, title: 何}}}
  result: {title: 結果, properties: {good: {type: boolean, title: 可}, told: {type: string, title: 内容,
    x-when: what is present}}}
"""


def with_parts(*whats: str, more: str = "") -> Office:
    there = received(FIX % more)
    for what in whats:
        there.do("open_part", "2024-04-02", {"what": what})
    return there


def test_a_command_goes_to_the_only_instance_it_fits() -> None:
    there = with_parts("甲")
    assert there.do("end_part", "2024-04-03", {"good": True}).instance == 1
    assert there.refused("end_part", "2024-04-03", {"good": True}) == ["from"]


def test_where_several_fit_one_must_be_named() -> None:
    there = with_parts("甲", "乙")
    assert there.refused("end_part", "2024-04-03", {"good": True}) == ["from/task"]
    assert there.do("end_part", "2024-04-03", {"good": True}, task=2).instance == 2
    assert there.refused("end_part", "2024-04-03", {"good": True}, task=2) == ["from"]
    assert there.refused("end_part", "2024-04-03", {"good": True}, task=7) == ["from"]


def test_a_map_decides_by_the_facts_of_the_instance() -> None:
    there = with_parts("甲", "乙")
    there.do("end_part", "2024-04-03", {"good": True}, task=1)
    there.do("end_part", "2024-04-03", {"good": False}, task=2)
    assert [one.state for one in there.case.instances["part"]] == ["done", "refused"]


def test_a_map_that_nothing_decides_is_refused_and_says_what_is_missing() -> None:
    (objection,) = with_parts("甲").objections("end_part", "2024-04-03", {})
    assert objection.rule == "to"
    assert "未入力: 可" in objection.ja


def test_the_forms_of_an_instance_come_first() -> None:
    """`what` in the condition of `told` is the field of the instance's other form."""
    there = with_parts("甲")
    there.do("end_part", "2024-04-03", {"good": True, "told": "可とした"})
    one = there.case.instances["part"][0]
    assert there.fact("result.told", inside=one) == "可とした"


def test_a_step_in_a_task_is_not_dated_before_the_state_it_leaves() -> None:
    there = with_parts("甲")
    assert there.refused("end_part", "2024-04-01", {"good": True}) == ["date/date"]
    assert there.refused("look", "2024-04-01") == ["date/date"]


def test_room_at_a_time_and_in_all() -> None:
    there = with_parts("甲", more="max_open: 1\n    max: 2")
    assert there.refused("open_part", "2024-04-03", {}) == ["task.part"]
    there.do("end_part", "2024-04-03", {"good": True})
    there.do("open_part", "2024-04-03", {})
    there.do("end_part", "2024-04-03", {"good": True})
    assert there.refused("open_part", "2024-04-03", {}) == ["task.part"]


def test_a_task_opens_only_during_its_states() -> None:
    there = with_parts(more="during: [intake]")
    there.do("confirm", "2024-04-02")
    assert there.refused("open_part", "2024-04-03", {}) == ["from"]


def test_leave_cancel_calls_off_and_nothing_more_can_be_done_with_it() -> None:
    there = with_parts("甲", more="during: [intake]")
    there.do("confirm", "2024-04-05")
    one = there.case.instances["part"][0]
    assert (one.cancelled, one.ended) == (True, date(2024, 4, 5))
    assert there.refused("end_part", "2024-04-06", {"good": True}, task=1) == ["from"]
    assert there.fact("task.part") == []


def test_leave_keep_goes_on() -> None:
    there = with_parts("甲", more="during: [intake]\n    leave: keep")
    there.do("confirm", "2024-04-05")
    assert there.refused("end_part", "2024-04-06", {"good": True}) == []


def test_leave_block_holds_the_case_until_it_has_ended() -> None:
    there = with_parts("甲", more="during: [intake]\n    leave: block")
    assert there.refused("confirm", "2024-04-05") == ["task.part"]
    assert there.blocked("confirm") == ["task.part"]
    there.do("end_part", "2024-04-05", {"good": True})
    assert there.refused("confirm", "2024-04-05") == []


def test_leave_block_without_states_holds_the_case_before_its_end() -> None:
    there = with_parts("甲", more="leave: block")
    there.do("confirm", "2024-04-05")
    assert there.refused("decide", "2024-04-05", {"outcome": "grant"}) == ["task.part"]


def test_a_task_of_another_is_attached_to_the_instance_that_is_named() -> None:
    there = with_parts("甲", "乙")
    assert there.refused("ask_fix", "2024-04-03") == ["from/task"]
    event = there.do("ask_fix", "2024-04-03", task=2)
    assert event.numbers["of"] == "2"
    (fix,) = there.case.instances["fix"]
    assert (fix.number, fix.parent) == (1, 2)
    assert there.fact("instance.attached_to", inside=fix) == 2


def test_it_needs_one_that_is_open() -> None:
    assert received(FIX % "").refused("ask_fix", "2024-04-03") == ["from/task"]


def test_it_stops_only_the_clock_of_the_one_it_is_attached_to() -> None:
    there = with_parts("甲", "乙")
    there.do("ask_fix", "2024-04-03", task=2)
    there.do("take_fix", "2024-04-08")
    first, second = there.case.instances["part"]
    assert there.fact("clock.answer.due", inside=first) == date(2024, 4, 12)
    assert there.fact("clock.answer.due", inside=second) == date(2024, 4, 17)


def test_a_balance_that_is_still_open_opens_its_task() -> None:
    there = received(
        """
commands: {pay: {title: 納める, done: 納付, from: open, by: [clerk], form: payment, basis: 第8条}}
tasks: {shortage: {title: 不足, max_open: 1, states: {asked: {title: 待ち}, paid: {title: 済, end: done}}, commands: {
  settle: {title: 済ます, done: 済, from: asked, by: [clerk], to: paid, basis: 第8条}}}}
fees: {copy: {title: 料, lines: {page: {amount: "30"}}, paid_at: {pay: payment.amount}, balance: shortage}}
forms: {payment: {title: 納付, properties: {amount: {type: integer, title: 額, x-required: true}}}}
"""
    )
    assert there.fact("task.shortage") == []
    there.do("pay", "2024-04-02", {"amount": 10})
    there.do("pay", "2024-04-02", {"amount": 10})
    assert [one.open for one in there.case.instances["shortage"]] == [True]
    there.do("settle", "2024-04-03")
    there.do("pay", "2024-04-03", {"amount": 10})
    assert [one.open for one in there.case.instances["shortage"]] == [False]
    assert there.fact("fee.copy.balance") == 0


EACH = """
forms: {decision: {properties: {people: {type: array, title: 相手, items: {type: object, properties: {
  name: {type: string, title: 名}, on: {type: string, format: date, title: 日}}}}, words: {type: array,
      title: 語, items: {type: string}}}}}
tasks:
  tell: {title: 知らせる, leave: keep, at: {decide: {when: decision.outcome = grant, each: decision.people}},
    states: {todo: {title: 未}, told: {title: 済, end: done}}, commands: {
    say_it: {title: 知らせる, done: 済, from: todo, by: [clerk], to: told, basis: 第1条, when: element.on <= today}}}
  word: {title: 語, leave: keep, at: {decide: {each: decision.words}}, states: {todo: {title: 未},
      told: {title: 済, end: done}}, commands: {
    check_it: {title: 見る, done: 済, from: todo, by: [clerk], to: told, basis: 第1条, when: 'element = "甲"'}}}
"""


def test_one_instance_for_each_entry_whose_facts_it_reads() -> None:
    there = received(EACH)
    there.do("confirm", "2024-04-02")
    people = [{"name": "見本 一郎", "on": "2024-04-05"}, {"name": "見本 二郎", "on": "2024-05-05"}]
    there.do("decide", "2024-04-03", {"outcome": "grant", "people": people, "words": ["甲", "乙"]})
    tell, word = there.case.instances["tell"], there.case.instances["word"]
    assert [there.fact("element.name", inside=one) for one in tell] == ["見本 一郎", "見本 二郎"]
    assert there.refused("say_it", "2024-04-10", task=1) == []
    assert there.refused("say_it", "2024-04-10", task=2) == ["when"]
    assert [there.fact("element", inside=one) for one in word] == ["甲", "乙"]
    assert there.refused("check_it", "2024-04-10", task=2) == ["when"]


def test_no_entry_no_instance_and_none_without_its_condition() -> None:
    there = received(EACH)
    there.do("confirm", "2024-04-02")
    there.do("decide", "2024-04-03", {"outcome": "refuse", "people": [{"name": "見本 一郎"}]})
    assert there.case.instances.get("tell", ()) == ()


def test_what_is_possible_of_several_instances() -> None:
    there = with_parts("甲", "乙")
    assert "end_part" in there.available()
    assert "take_fix" not in there.available()
    assert there.blocked("take_fix") == ["from"]
    assert play().workflow.tasks == {}


def test_a_single_task_is_read_by_the_case() -> None:
    there = with_parts("甲", more="max: 1")
    assert there.fact("part.what") == "甲"
    assert with_parts("甲").fact("part.what") is MISSING
    assert APPLIED["name"] == "見本 太郎"


ATTACHED = """
tasks:
  part:
    title: 部分
    states: {open: {title: 検討}, done: {title: 済, end: done}}
    commands:
      begin: {title: 始める, done: 開始, from: start, by: [clerk], to: open}
      settle: {title: 決める, done: 決定済, from: open, by: [clerk], to: done}
  fix:
    title: 補正
    of: part
    blocks: [settle]
    states: {waiting: {title: 待ち}, fixed: {title: 済, end: done}}
    commands:
      ask: {title: 求める, done: 求め, from: start, by: [clerk], to: waiting}
      fixed_it: {title: 受ける, done: 補正済, from: waiting, by: [clerk], to: fixed}
"""


def test_an_attached_task_holds_up_only_the_instance_it_is_about() -> None:
    there = received(ATTACHED)
    for _ in range(2):
        there.do("begin", "2024-04-02")
    there.do("ask", "2024-04-03", task=1)
    assert there.refused("settle", "2024-04-04", task=1) == ["task.fix"]
    assert there.refused("settle", "2024-04-04", task=2) == []
    there.do("fixed_it", "2024-04-05")
    assert there.refused("settle", "2024-04-05", task=1) == []
