"""One workflow of a working copy and its organisation, as the tables of the Workshop look at it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from engine.desk.workshop.saying import Sayer
from engine.desk.workshop.scope import Path, Scope
from engine.desk.workshop.slots import Which
from engine.load.build.bench import label
from engine.load.tree import Map, Node, Scalar, find, place_of

if TYPE_CHECKING:
    from engine.desk.workshop.rows import Row

Origin = Literal["parent", "changed", "own", "off"]
"""Where an element comes from: the parent alone, the parent with changes of one's own, or one's own; `off` =
taken away from what the parent has."""


@dataclass(frozen=True)
class View:
    """What is looked at: merged trees by name (`organisation` of the office under `…/organisation`).

    `own` are the office's own files as they are written (differences only), `parents` what they extend, merged;
    without a parent everything is one's own.
    """

    organisation: str
    workflow: str
    trees: Mapping[str, Map]
    own: Mapping[str, Map]
    parents: Mapping[str, Map]
    language: str = "ja"

    @property
    def org_name(self) -> str:
        return f"{self.organisation}/organisation"

    @property
    def node(self) -> Map:
        return self.trees[self.workflow]

    @property
    def org(self) -> Map:
        return self.trees[self.org_name]

    def name_of(self, which: Which) -> str:
        return self.workflow if which == "workflow" else self.org_name

    def which(self, name: str) -> Which:
        return "organisation" if name == self.org_name else "workflow"

    def find(self, name: str, path: Path) -> Node | None:
        here: Node | None = self.trees[name]
        for step in path:
            if isinstance(here, Map):
                here = here.get(step)
            elif here is not None:
                here = find(here, int(step) if step.isdigit() else step)
        return here

    def place(self, name: str, path: Path) -> str:
        """`file:line:column` of what stands at a path; nothing if nothing does."""
        if self.find(name, path) is None:
            return ""
        return str(place_of(self.trees[name], *_steps(self.trees[name], path)))

    def origin(self, name: str, path: Path) -> Origin:
        """Whether the office wrote what is at a path, changed something in it, or inherited it."""
        mine = find(self.own[name], *path) if name in self.own else None
        if mine is None:
            return "parent" if name in self.parents or name not in self.own else "own"
        if isinstance(mine, Scalar) and mine.value is None:
            return "off"
        before = find(self.parents[name], *path) if name in self.parents else None
        return "own" if before is None or not isinstance(mine, Map) or _is_value(mine) else "changed"

    @cached_property
    def outlines(self) -> dict[str, tuple[Row, ...]]:
        """The rows of each tab that was asked for (`rows.outline`): what is looked at stays as it is."""
        return {}

    @cached_property
    def scope(self) -> Scope:
        trees = {n: t for n, t in self.trees.items() if n != self.org_name}
        return Scope(self.organisation, self.org, self.workflow, trees)

    @cached_property
    def sayer(self) -> Sayer:
        return Sayer(self.scope, self.labels, self.language)

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """The label of everything that an id may name, by what it is."""
        node, org = self.node, self.org
        found = {
            key: self._titles(node.map(key))
            for key in ("kinds", "phases", "states", "forms", "tasks", "evidence", "tables", "registers")
        }
        found |= {
            key: self._titles(org.map(key))
            for key in ("roles", "units", "documents", "catalogues", "windows")
        }
        found["commands"] = self._titles(self.scope.commands)
        found["parties"] = {f"org.parties.{k}": t for k, t in self._titles(org.map("parties")).items()}
        for task, one in node.map("tasks").items():
            if isinstance(one, Map):
                found[f"states.{task}"] = self._titles(one.map("states"))
        found["numbers"] = {f"table.{t}.{o}": found["tables"][t] for t, o in self._outputs()}
        start = node.map("forms").map(self.scope.declared.names.start_form)
        found["channels"] = self._titles(start.map("properties").map("channel").map("x-values"))
        found["options"] = found["numbers"] | {f"catalogue.{k}": t for k, t in found["catalogues"].items()}
        return found

    def _titles(self, node: Mapping[str, Node]) -> dict[str, str]:
        return {k: self.title(n, k) for k, n in node.items()}

    def title(self, node: Node | None, key: str) -> str:
        """The label of an element; its id where it has none."""
        named = node.get("title") if isinstance(node, Map) and not set(node) <= {"ja", "en"} else node
        return label(named, key).within(self.language)

    def _outputs(self) -> Iterator[tuple[str, str]]:
        for table, one in self.node.map("tables").items():
            for out in one.map("out") if isinstance(one, Map) else ():
                yield table, out


def _steps(node: Node, path: Path) -> list[str | int]:
    """A path with positions as numbers where it goes through lists."""
    steps: list[str | int] = []
    here: Node | None = node
    for step in path:
        at: str | int = int(step) if not isinstance(here, Map) and step.isdigit() else step
        steps.append(at)
        here = find(here, at) if here is not None else None
    return steps


def is_short(node: Node) -> bool:
    """Whether an element is written as one value: a text, or a label in both languages."""
    return isinstance(node, Scalar) or (isinstance(node, Map) and bool(node) and set(node) <= {"ja", "en"})


def _is_value(node: Map) -> bool:
    return (
        isinstance(node.get("setting"), Scalar)
        or set(node) <= {"ja", "en"}
        or set(node) <= {"status", "text"}
    )
