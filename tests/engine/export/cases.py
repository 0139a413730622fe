"""Cases to export: the end of every bundled scenario that goes as written, with its workflow and day."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from engine.desk.scenarios import each_scenario
from engine.desk.trying.definitions import Definitions
from engine.desk.trying.files import Scenario, roots_for
from engine.desk.trying.walk import Walk
from engine.model.case import Case
from engine.model.workflow import Workflow

ROOT = Path(__file__).resolve().parents[3]
Sample = tuple[Workflow, Case, date]


@cache
def samples() -> dict[str, Sample]:
    """Name of the scenario → workflow, case, last day."""
    definitions = Definitions()
    found: dict[str, Sample] = {}
    for scenario in each_scenario([ROOT / "workflows", ROOT / "tests" / "patterns"]):
        if (sample := _sample(definitions, scenario)) is not None:
            found[f"{scenario.data['organisation']}:{scenario.id}"] = sample
    return found


def _sample(definitions: Definitions, scenario: Scenario) -> Sample | None:
    data = scenario.data
    if data.get("set") or not data.get("kind"):
        return None
    built = definitions.built(roots_for(scenario.file), data["organisation"], data.get("settings") or {})
    workflow = built.of_kind(data["kind"])
    walk = Walk(workflow, scenario) if workflow is not None else None
    if walk is None or not walk.run() or walk.case is None or walk.today is None:
        return None
    return walk.workflow, walk.case, walk.today


__all__ = ["ROOT", "Sample", "samples"]
