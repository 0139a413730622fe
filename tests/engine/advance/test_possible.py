"""What may be begun before the form is filled in: a rule that depends on the command's own form is left open."""

from __future__ import annotations

import pytest

from tests.engine.little import CHIEF, CLERK, received

ASK = """
commands: {ask: {title: 尋ねる, done: 尋, from: open, by: [chief], form: question, basis: 第1条, require: {
  it: {rule: "%s", message: だめ}}}}
forms: {question: {title: 問い, properties: {grade: {type: integer, title: 点}, word: {type: string, title: 語}}}}
"""


@pytest.mark.parametrize(
    ("rule", "blocked"),
    [
        ("question.grade > 3", False),
        ("question.word is present", False),
        ("question.word is missing or question.grade > 3", False),
        ("kind = mend", True),
        ("kind = mend and question.grade > 3", True),
        ("question.grade > 3 and kind = mend", True),
        ("question.grade > 3 or kind = see", False),
        ("question.grade > 3 implies kind = mend", False),
        ("application.pages > 3 and question.grade > 3", True),
        ("kind = mend or application.pages > 3", True),
    ],
)
def test_only_what_no_form_can_mend_stands_against_it(rule: str, blocked: bool) -> None:
    there = received(ASK % rule)
    assert there.blocked("ask") == (["it"] if blocked else [])
    assert ("ask" in there.available()) is not blocked


def test_what_the_form_said_last_time_does_not_count() -> None:
    there = received(ASK % "question.grade > 3")
    there.do("ask", "2024-04-02", {"grade": 4})
    assert there.blocked("ask") == []


def test_a_condition_of_its_own_form_is_left_open_and_another_is_not() -> None:
    own = ASK.replace("require: {", "when: question.grade > 3, require: {") % "true"
    assert received(own).blocked("ask") == []
    other = ASK.replace("require: {", "when: kind = mend, require: {") % "true"
    assert received(other).blocked("ask") == ["when"]


def test_a_person_sees_what_is_for_them() -> None:
    there = received(ASK % "true")
    assert there.available(person=CLERK) == ["confirm", "withdraw"]
    assert there.available(person=CHIEF) == ["confirm", "withdraw", "ask"]
    assert there.blocked("ask", person=CLERK) == ["role"]


def test_a_command_from_another_state_is_blocked_by_that_alone() -> None:
    assert received().blocked("decide") == ["from"]


def test_warnings_do_not_block() -> None:
    there = received(
        "commands: {withdraw: {require: {tidy: {rule: kind = mend, message: x, severity: warn}}}}"
    )
    assert there.blocked("withdraw") == []
