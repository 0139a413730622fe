"""A letter prints what is surely set; rules are put together from what there is, and tried on a sample."""

import pytest

from engine.check.certain import uncertain_at
from engine.desk.workshop.building import asked, clause, comparisons, facts, joined, outcome, values
from engine.desk.workshop.letter import shown, written
from engine.desk.workshop.typed import understood
from engine.desk.workshop.view import View
from engine.load.build import build_library
from tests.engine.desk.workshop.views import LIBRARY, cell, view_of

ORG = "gunma_gojokai"
WHEN = ("states", "executing", "only_when")


@pytest.fixture(scope="module")
def view() -> View:
    return view_of(ORG)


def test_what_may_be_blank_when_a_letter_is_issued_is_told_with_a_way() -> None:
    workflow = build_library(LIBRARY, ORG).workflows[f"{ORG}/request"]
    asked_for = (
        "application.name",
        "application.sent_on",
        "decision.outcome",
        "event.extend",
        "event.decide",
    )
    ways = uncertain_at(workflow, "decision_notice", "head", asked_for)
    assert set(ways) == {"application.sent_on", "event.extend"}
    assert "決定する" in ways["event.extend"].ja


def test_a_fact_in_a_letter_is_a_whole_piece_and_comes_back_as_it_was(view: View) -> None:
    path = ("notices", "decision_notice", "body", "head", "text")
    text = "{event.receive}付けの【別記】の件、{application.target}"
    said, names = shown(view, path, text)
    assert said == "【受付の日】付けの【別記】の件、【対象の個人データ】"
    assert written(said, names) == text


def test_a_rule_is_put_together_from_fact_comparison_and_value(view: View) -> None:
    assert {"kind", "decision.outcome"} <= {one.name for one in facts(view, WHEN)}
    assert [key for key, _ in comparisons(view, WHEN, "decision.outcome")][:3] == ["=", "!=", "in"]
    assert [key for key, _ in comparisons(view, WHEN, "decision.grounds")] == ["contains"]
    assert ("refuse", "しない") in values(view, WHEN, "decision.outcome")
    rule = clause(view, WHEN, "decision.outcome", "=", "grant")
    rule = joined(rule, "or", clause(view, WHEN, "decision.outcome", "=", "partial"))
    rule = joined(rule, "and", clause(view, WHEN, "kind", "!=", "correction"))
    assert rule == "(decision.outcome = grant or decision.outcome = partial) and kind != correction"
    assert understood(view, cell(view, WHEN[:2], "only_when"), rule)[1]


def test_a_rule_is_tried_on_a_sample(view: View) -> None:
    one = cell(view, WHEN[:2], "only_when")
    rule = "decision.outcome in [grant, partial]"
    assert [a.path for a in asked(view, one, rule)] == ["decision.outcome"]
    assert outcome(view, one, rule, {"decision.outcome": "grant"}) == ("満たす", True)
    assert outcome(view, one, rule, {"decision.outcome": "refuse"}) == ("満たさない", False)
    assert outcome(view, one, rule, {})[1] is None


def test_a_rule_that_cannot_be_read_says_the_nearest_name(view: View) -> None:
    said, good = understood(view, cell(view, WHEN[:2], "only_when"), "decision.outcom = grant")
    assert not good and "decision.outcome" in said
