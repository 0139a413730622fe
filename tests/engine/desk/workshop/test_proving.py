"""What was proved of the ways of a case is kept exactly as long as it cannot come out otherwise."""

from __future__ import annotations

import pytest

from engine.check import check_graph
from engine.desk.workshop import Workshop
from engine.errors import Problem
from engine.model.workflow import Workflow
from tests.engine.desk.workshop.conftest import REQUEST

PERIOD = ("clocks", "decision", "period")


@pytest.fixture
def proved(shop: Workshop, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The workflows whose ways were walked, after a first look at everything."""
    shop.problems()
    walked: list[str] = []

    def walk(workflow: Workflow) -> list[Problem]:
        walked.append(workflow.id)
        return check_graph(workflow)

    monkeypatch.setattr("engine.desk.workshop.proving.check_graph", walk)
    return walked


def test_words_and_lengths_leave_it_standing(shop: Workshop, proved: list[str]) -> None:
    shop.set(REQUEST, ("title",), "別の名前")
    shop.set(REQUEST, PERIOD, "45 days")
    assert not [one for one in shop.problems() if one.severity == "block"]
    assert proved == []


def test_a_clock_without_a_length_is_walked_anew(shop: Workshop, proved: list[str]) -> None:
    shop.set(REQUEST, PERIOD, "silent")
    shop.problems()
    assert proved == [REQUEST]


def test_a_length_that_a_rule_asks_for_is_walked_anew(shop: Workshop, proved: list[str]) -> None:
    asking = {"rule": "clock.decision.period = 30 days", "message": "見本", "basis": "見本"}
    shop.set(REQUEST, ("commands", "withdraw", "require", "long"), asking)
    shop.problems()
    shop.set(REQUEST, PERIOD, "31 days")
    shop.problems()
    assert proved == [REQUEST, REQUEST]
