"""What the eight questions of 変える ask for, in the order in which people look for it."""

import pytest

from engine.desk.workshop.questions import items
from tests.engine.desk.workshop.views import view_of


@pytest.mark.parametrize(
    "org", ["aichi_kyosai", "gunma_gojokai", "guideline_union", "gunma_union", "oita_kyosai"]
)
def test_the_period_of_the_decision_comes_before_that_of_a_task(org: str) -> None:
    asked = [one.row.path for one in items([view_of(org)], "period") if one.row is not None]
    main = asked.index(("clocks", "decision"))
    assert main == 0
    assert ("tasks", "hosei", "clocks", "answer") in asked
