"""What is written must have an effect: a key that nothing reads is refused where it stands."""

from __future__ import annotations

import pytest

from tests.engine.little import build, problems, said


@pytest.mark.parametrize(
    ("overlay", "path"),
    [
        ("states: {checking: {shown_as: waiting}}", "states.checking.shown_as"),
        ("commands: {withdraw: {readers: [clerk]}}", "commands.withdraw.readers"),
        ("effective: {from: 2025-04-01, by: application.sent_on}", "effective.by"),
        ("forms: {decision: {x-when: kind = see}}", "forms.decision.x-when"),
        (
            "forms: {decision: {properties: {reason: {x-hide-when: {rule: outcome = grant, from: [leters]}}}}}",
            "forms.decision.reason.x-hide-when",
        ),
    ],
)
def test_it_is_refused(overlay: str, path: str) -> None:
    assert path in said(problems(overlay))


def test_the_day_of_the_intake_decides_the_version() -> None:
    assert problems("effective: {from: 2025-04-01, by: event.receive}") == []


def test_a_column_may_say_itself_that_it_is_filled_later() -> None:
    overlay = """
registers:
  book: {title: 簿, at: [receive], columns: {outcome: {title: 結果, from: decision.outcome, later: true}}}
"""
    assert build(overlay).workflows["shop/request"].registers["book"].later == ("outcome",)
