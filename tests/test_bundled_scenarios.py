"""Every scenario that comes with an organisation goes as it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.desk.scenarios import Scenario, Trial, each_scenario, run_scenarios
from engine.desk.trying.files import read_scenarios, scenario_files

HERE = Path(__file__).resolve().parent
FOLDERS = [HERE.parent / "workflows", HERE / "patterns"]
SCENARIOS = list(each_scenario(FOLDERS))


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial()


@pytest.mark.parametrize("scenario", SCENARIOS, ids=[f"{s.file.parents[1].name}:{s.id}" for s in SCENARIOS])
def test_goes_as_written(trial: Trial, scenario: Scenario) -> None:
    assert trial.findings(scenario) == []


def test_every_file_is_well_formed() -> None:
    assert [finding for path in scenario_files(FOLDERS) for finding in read_scenarios(path)[1]] == []


def test_a_scenario_has_a_name_of_its_own() -> None:
    names = [(s.data["organisation"], s.id) for s in SCENARIOS]
    assert sorted(names) == sorted(set(names))


def test_one_organisation_is_meant_by_its_folder() -> None:
    folder = HERE.parent / "workflows" / "aichi_kyosai"
    tried = run_scenarios([folder])
    assert tried.passed == sum(s.data["organisation"] == "aichi_kyosai" for s in SCENARIOS)
    assert tried.failed == 0
