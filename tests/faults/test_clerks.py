"""Several clerks at once, and dead ones: nothing answered is lost, no number is given twice."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.faults import life
from tests.faults.clerks import shift

pytestmark = [pytest.mark.fault, pytest.mark.slow]


@pytest.mark.skipif(not hasattr(os, "fork"), reason="clerks are forks of one warm process")
def test_three_clerks_of_whom_one_dies_now_and_then(tmp_path: Path) -> None:
    office = life.make(tmp_path / "o", encrypted=True)
    found = shift(office, tmp_path / "said", 3, 40, 0.02)
    assert (found.lost, found.twice, found.problems) == ([], [], [])
    assert found.steps == 120
    assert found.kills >= 1
