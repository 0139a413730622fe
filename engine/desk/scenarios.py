"""Scenario files: examples that pin a rule down, tried against the core without an office."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from engine.desk.trying.definitions import Definitions
from engine.desk.trying.files import Scenario, each_scenario, read_scenarios, roots_for, scenario_files
from engine.desk.trying.judge import Judge
from engine.desk.trying.walk import Walk
from engine.desk.words import Finding, Tried
from engine.errors import DefinitionError, MadoguchiError, Problem
from engine.load.build import Built
from engine.load.library import Library
from engine.load.near import nearest
from engine.model.workflow import Workflow

__all__ = ["Scenario", "Trial", "each_scenario", "run_scenarios"]


def run_scenarios(
    paths: Sequence[Path], org: str = "", root: Path | None = None, language: str = "ja"
) -> Tried:
    """Try every scenario of these files or folders, and tell what differs.

    `org`: try them on this organisation instead of the one they name (an id, or a folder that holds
    `workflows/<org>/`); `root`: a folder in which definitions are looked for first. UsageError if a path
    does not exist or holds no scenario.
    """
    trial = Trial(org, root, language)
    passed = failed = 0
    findings: list[Finding] = []
    for path in scenario_files(paths):
        scenarios, wrong = read_scenarios(path, language)
        findings += wrong
        failed += len({one.scenario for one in wrong})
        for scenario in scenarios:
            differing = trial.findings(scenario)
            findings += differing
            passed, failed = (passed, failed + 1) if differing else (passed + 1, failed)
    return Tried(passed, failed, tuple(findings))


class Trial:
    """Tries scenarios; each organisation is loaded once for each choice of settings."""

    def __init__(self, org: str = "", root: Path | None = None, language: str = "ja") -> None:
        folder = Path(org) if org and (Path(org) / "workflows").is_dir() else None
        self._first = (folder, root)
        self._only = "" if folder else org
        self._own = Library([folder]).organisations() if folder else []
        self._language = language
        self._definitions = Definitions()

    def findings(self, scenario: Scenario) -> list[Finding]:
        """What a scenario did differently; nothing if it went as written."""
        try:
            built = self._built(scenario)
        except DefinitionError as error:
            return [self._problem(scenario, problem) for problem in error.problems]
        except MadoguchiError as error:
            return [self._finding(scenario, ("set",), "set", "", error.within(self._language))]
        expect = scenario.data.get("expect") or {}
        found = list(self._checked(scenario, built, expect["check"])) if "check" in expect else []
        if scenario.data["steps"] or set(expect) - {"check", "at"}:
            found += self._walked(scenario, built, expect)
        return found

    # --- the organisation

    def _built(self, scenario: Scenario) -> Built:
        roots = roots_for(scenario.file, self._first)
        settings = scenario.data.get("settings") or {}
        changes = scenario.data.get("set") or {}
        org = self._organisation(scenario)
        if not changes:
            return self._definitions.built(roots, org, settings)
        nodes = {path: node for path in changes if (node := scenario.node_at("set", path)) is not None}
        return self._definitions.changed(roots, org, settings, nodes, scenario.data.get("kind", ""))

    def _organisation(self, scenario: Scenario) -> str:
        named = str(scenario.data["organisation"])
        if self._only or not self._own or named in self._own:
            return self._only or named
        return self._own[0] if len(self._own) == 1 else named

    def _workflow(self, built: Built, scenario: Scenario) -> Workflow | None:
        """The workflow of the scenario's kind: the version for a case received on the day of the first step."""
        kind = scenario.data.get("kind")
        named = str(scenario.data.get("workflow", ""))
        if kind:
            return built.of_kind(kind, _first_day(scenario))
        fitting = [
            w for name, w in built.workflows.items() if not named or named in (name, name.partition("/")[2])
        ]
        return fitting[0] if fitting else None

    # --- what is proved

    def _checked(self, scenario: Scenario, built: Built, wanted: list[str]) -> Iterator[Finding]:
        """The findings that a check must list; an empty list means that nothing may block."""
        from engine.check import check_workflow

        problems = [*built.problems, *built.law_points, *built.open_points]
        if not any(p.severity == "block" for p in built.problems):
            problems += [p for w in built.workflows.values() for p in check_workflow(w)]
        got = {p.finding for p in problems}
        blocking = sorted({p.finding for p in problems if p.severity == "block"})
        for name in wanted:
            if name not in got:
                near = nearest(name, got)
                said = near or ", ".join(blocking) or "—"
                yield self._finding(scenario, ("expect", "check"), "check", name, said)
        if not wanted and blocking:
            yield self._finding(scenario, ("expect", "check"), "check", "[]", ", ".join(blocking))

    # --- what happens

    def _walked(self, scenario: Scenario, built: Built, expect: dict[str, Any]) -> list[Finding]:
        blocking = [p for p in built.problems if p.severity == "block"]
        if blocking:
            return [self._problem(scenario, problem) for problem in blocking]
        workflow = self._workflow(built, scenario)
        if workflow is None:
            kinds = ", ".join(built.kinds)
            got = str(scenario.data.get("kind") or scenario.data.get("workflow", ""))
            return [self._finding(scenario, ("kind",), "kind", kinds, got)]
        walk = Walk(workflow, scenario, self._language)
        if not walk.run():
            return walk.findings
        return list(self._ended(scenario, walk, expect))

    def _ended(self, scenario: Scenario, walk: Walk, expect: dict[str, Any]) -> Iterator[Finding]:
        keys = {key: value for key, value in expect.items() if key not in ("check", "at")}
        try:
            day = date.fromisoformat(expect["at"]) if "at" in expect else walk.today
        except ValueError:
            yield self._finding(scenario, ("expect", "at"), "at", "YYYY-MM-DD", expect["at"])
            return
        if day is not None:
            walk.until(day)
        if walk.case is None or day is None:
            for key, value in keys.items():
                yield self._finding(scenario, ("expect", key), key, _shown(value), "—")
            return
        judge = Judge(walk.workflow, walk.case, day, tuple(walk.refused))
        for key, wanted, got in judge.differences(keys):
            yield self._finding(scenario, ("expect", *key.split(".", 1)), key, _shown(wanted), _shown(got))

    # --- words

    def _problem(self, scenario: Scenario, problem: Problem) -> Finding:
        place = str(problem.place) if problem.place else scenario.place("organisation")
        return Finding(place, scenario.id, problem.finding, "", problem.within(self._language))

    def _finding(
        self, scenario: Scenario, path: tuple[str, ...], where: str, expected: str, got: str
    ) -> Finding:
        return Finding(scenario.place(*path), scenario.id, where, expected, got)


def _first_day(scenario: Scenario) -> date | None:
    try:
        return date.fromisoformat(str(scenario.data["steps"][0]["date"]))
    except (IndexError, ValueError):
        return None


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
