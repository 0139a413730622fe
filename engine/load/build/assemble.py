"""An organisation and its workflows, built from merged trees: what runs, and every problem there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from engine.errors import DefinitionError, Problem
from engine.load.build.bench import Bench, label
from engine.load.build.lawbuild import build_law, cited, law_notes
from engine.load.build.orgbuild import build_organisation, build_settings
from engine.load.build.profilebuild import Claim, claims_of, idle, read_profiles
from engine.load.build.reportbuild import build_reports
from engine.load.build.workflowbuild import Assembly, once
from engine.load.library import Library
from engine.load.shape import check_shape
from engine.load.tree import Map
from engine.model.workflow import Element, Organisation, Report, Workflow


@dataclass(frozen=True, slots=True)
class Built:
    """What building gave: the organisation, its workflows by name, every problem and open point, the points of
    the statutes that an administrator should look at (never a reason to refuse), and its reports.
    """

    organisation: Organisation
    workflows: Mapping[str, Workflow]
    problems: tuple[Problem, ...]
    open_points: tuple[Problem, ...]
    law_points: tuple[Problem, ...] = ()
    reports: Mapping[str, Report] = field(default_factory=dict)

    def of_kind(self, kind: str, day: date | None = None) -> Workflow | None:
        """The workflow of a kind of request: of the versions by date, the one for a case received on `day`.

        Without a day it is the newest; before the first version there is none other than that.
        """
        having = sorted((w for w in self.workflows.values() if kind in w.kinds), key=_since)
        begun = [w for w in having if day is None or _since(w) <= day]
        return begun[-1] if begun else having[0] if having else None

    @property
    def kinds(self) -> dict[str, Element]:
        return {k: e for w in self.workflows.values() for k, e in w.kinds.items()}


def _since(workflow: Workflow) -> date:
    return workflow.effective_from or date.min


def build_library(library: Library, org: str, settings: Mapping[str, Any] | None = None) -> Built:
    """An organisation with its workflows, ready to run. Raises DefinitionError if anything is wrong with it."""
    built = Builder(library, org, settings or {}).build()
    if blocking := [p for p in built.problems if p.severity == "block"]:
        raise DefinitionError(blocking)
    return built


class Builder:
    """Builds one organisation. `settings` replace values of the organisation's own.

    `shapes` False leaves out the check against the schemas: a published version passed it already.
    """

    def __init__(self, library: Library, org: str, settings: Mapping[str, Any], shapes: bool = True) -> None:
        self.shapes = shapes
        self.library = library
        self.org = org
        self.chosen = settings
        self.trees: dict[str, Map] = {}
        self.claims: list[Claim] = []

    def build(self) -> Built:
        """Everything of the organisation; problems are listed, not raised, where building can go on."""
        merged = self.library.organisation(self.org)
        tree = merged.node
        problems = [*check_shape(tree, "organisation"), *self.library.unstated(merged)] if self.shapes else []
        bench = Bench({})
        profiles = read_profiles(self.library, tree, bench)
        laws = {stem: law for stem, node in profiles if (law := build_law(bench, stem, node)) is not None}
        tree = cited(tree, laws, bench)
        bench.settings = build_settings(bench, tree, self.chosen)
        organisation = replace(build_organisation(bench, self.org, tree, bench.settings), laws=laws)
        for stem, node in profiles:
            self.claims += claims_of(stem, cited(node, laws, bench), bench)
        law_points = law_notes(laws, profiles, tree, bench)
        for name in self.library.names():
            if name.startswith(f"{self.org}/"):
                try:
                    merged = self.library.workflow(name)
                except DefinitionError as error:
                    problems += error.problems
                    continue
                problems += self.library.unstated(merged) if self.shapes else []
                if "kinds" in merged.node:
                    self.trees[name] = merged.node
        workflows = {name: self._workflow(name, node, organisation) for name, node in self.trees.items()}
        reports = build_reports(bench, tree, workflows)
        problems += bench.problems
        open_points = list(bench.open_points)
        for workflow in workflows.values():
            problems += workflow.problems
            open_points += workflow.open_points
        problems += self._doubled(workflows) + idle(self.claims)
        return Built(organisation, workflows, once(problems), once(open_points), once(law_points), reports)

    def _doubled(self, workflows: Mapping[str, Workflow]) -> list[Problem]:
        """A kind that two workflows claim from the same day on."""
        owner: dict[tuple[str, date], str] = {}
        found: list[Problem] = []
        for name, workflow in workflows.items():
            for kind, one in workflow.kinds.items():
                key = kind, _since(workflow)
                if key in owner:
                    ja = f"種別「{kind}」が{owner[key]}にもあります。"
                    en = f"Kind “{kind}” is also in {owner[key]}."
                    found.append(Problem("duplicate", f"kinds.{kind}", ja, en, one.place))
                owner[key] = name
        return found

    def _workflow(self, name: str, node: Map, organisation: Organisation) -> Workflow:
        bench = Bench(organisation.settings)
        if self.shapes:
            bench.problems += check_shape(node, "workflow")
        node = cited(node, organisation.laws, bench)
        others = {
            k: label(t, k)
            for n, tree in self.trees.items()
            if n != name
            for k, t in tree.map("kinds").items()
        }
        return Assembly(bench, name, node, organisation, others, self.trees, self.claims).build()
