"""Why: from a fact over its rule to its article."""

from __future__ import annotations

from datetime import date

from engine.explain import Link, explain_command, explain_due, explain_letter
from tests.engine.little import CLERK, Office, received

DAY = date(2024, 4, 20)
CLOCK = """
clocks: {limit: {title: {ja: 決定の期限, en: Time limit}, starts: event.receive, period: %s, basis: 第2条,
  pauses: {fixing: {count: diff}}, expired: alert, when: kind = see}}
tasks: {fixing: {title: 補正, basis: 第6条, states: {waiting: {title: 待ち}, fixed: {title: 済, end: done}}, commands: {
  ask_fix: {title: 求める, done: 求めた, from: start, by: [clerk], to: waiting, basis: 第6条},
  take_fix: {title: 受ける, done: 受けた, from: waiting, by: [clerk], to: fixed, basis: 第6条}}}}
"""


def due(there: Office) -> list[Link]:
    return explain_due(there.workflow, there.case, there.workflow.clocks["limit"], DAY)


def test_a_due_date_step_by_step() -> None:
    there = received(CLOCK % "30 days")
    there.do("ask_fix", "2024-04-10")
    there.do("take_fix", "2024-04-13")
    links = due(there)
    assert [(k.date, k.result) for k in links if k.date and k.result][-1] == ("2024-04-10", "2024-05-04")
    assert (links[-1].result, links[-1].basis) == ("2024-05-04", "第2条")
    assert "令和6年5月4日" in links[-1].ja
    assert links[-1].en == "Time limit: 2024-05-04"
    assert all(k.en for k in links)


def test_while_it_is_paused_there_is_no_date() -> None:
    there = received(CLOCK % "30 days")
    there.do("ask_fix", "2024-04-10")
    assert due(there)[-1].en == "Paused; 21 days left."


def test_without_delay() -> None:
    there = received(CLOCK % "silent")
    assert due(there)[-1].ja == "日数の定めはありません（遅滞なく）。受付から19日たっています。"


def test_a_clock_that_does_not_exist_for_the_case() -> None:
    there = Office(received(CLOCK % "30 days").workflow, "mend")
    there.do("receive", "2024-04-01", {"name": "見本 太郎"})
    (link,) = due(there)
    assert "ありません" in link.ja


RULE = """
commands: {withdraw: {require: {it: {rule: application.pages > 3 and kind = see, message: 枚数が足りない,
    basis: 第5条}}}}
"""


def why(there: Office, command: str) -> list[Link]:
    return explain_command(there.workflow, there.case, there.workflow.commands[command], DAY)


def test_a_blocked_command_with_its_conditions_and_facts() -> None:
    links = why(received(RULE, pages=2), "withdraw")
    assert (links[0].ja, links[0].basis, links[0].met) == ("枚数が足りない", "第5条", False)
    assert [k.met for k in links if k.place and k.met is not None] == [False, True]
    facts = [(k.ja, k.en) for k in links if k.part == "fact"]
    assert facts == [("枚数: 2", "枚数: 2"), ("種別: 閲覧", "kind: 閲覧")]


def test_a_possible_command_says_so() -> None:
    (link,) = why(received(RULE, pages=4), "withdraw")
    assert (link.met, link.basis) == (True, "第5条")


def test_a_person_is_told_whom_it_is_for() -> None:
    there = received()
    there.do("confirm", "2024-04-02")
    links = explain_command(there.workflow, there.case, there.workflow.commands["decide"], DAY, CLERK)
    assert "課長" in links[0].ja


EVIDENCE = """
evidence: {identity: {title: 本人確認, date: event.receive, need: {paper: {any: [card], basis: 第4条}}}}
states: {checking: {commands: {confirm: {require: {known: {rule: evidence.identity = accepted, message: 未確認}}}}}}
"""


def test_what_would_help_is_told() -> None:
    helps = [k for k in why(received(EVIDENCE), "confirm") if k.part == "help"]
    assert [(k.basis, k.met) for k in helps] == [("第4条", False)]
    assert "カード" in helps[0].ja


LETTER = """
states: {closed: {commands: {again: {title: 決め直す, done: 再決定, by: [chief], form: decision,
    to: stay, basis: 第9条}}}}
tables: {form: {title: 様式, hit: unique, in: {outcome: decision.outcome}, out: {number: text}, basis: 第3条,
  rows: {a: {outcome: grant, number: 様式第1号}, b: {outcome: refuse, number: 様式第2号, basis: 第3条第2項}}}}
notices: {answer: {title: 決定通知書, at: [decide, again], to: applicant, number: table.form.number, basis: 第8条,
  body: {main: {text: 以上}}}}
"""


def test_a_letter_is_explained_as_it_was_when_it_was_issued() -> None:
    there = received(
        LETTER,
    )
    there.do("confirm", "2024-04-02")
    first = there.do("decide", "2024-04-03", {"outcome": "refuse"}).letters[0]
    second = there.do("again", "2024-04-10", {"outcome": "grant"}).letters[0]
    for letter, number, cells, basis in (
        (first, "様式第2号", "様式: 結果＝しない", "第3条第2項"),
        (second, "様式第1号", "様式: 結果＝する", "第3条"),
    ):
        fact, row, article = explain_letter(there.workflow, there.case, letter, DAY)
        assert (fact.result, row.ja, row.basis, article.basis) == (number, cells, basis, "第8条")
