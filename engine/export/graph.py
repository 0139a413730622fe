"""A workflow as a graph to draw: boxes in drawn order and the commands that lead from one to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from engine.model.workflow import Command, Machine, State, Workflow

START = "*"


@dataclass(frozen=True, slots=True)
class Box:
    """A state. `group` is a task's id, or empty for the case itself."""

    id: str
    title: str
    end: Literal["", "done", "aside"]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Commands that lead from one box to another, by their titles; `source` is `*` where they begin it."""

    source: str
    target: str
    titles: tuple[str, ...]
    group: str = ""


@dataclass(frozen=True, slots=True)
class Graph:
    """Boxes and edges; `groups` are the titles of tasks, `staying` the commands that lead nowhere else, by box."""

    title: str
    boxes: tuple[Box, ...]
    edges: tuple[Edge, ...]
    groups: Mapping[str, str]
    staying: Mapping[str, tuple[str, ...]]


def graph_of(workflow: Workflow, language: str = "ja") -> Graph:
    """The whole of a workflow: the case's machine, then that of each task."""
    boxes = list(_boxes(workflow.machine, "", language))
    edges = list(_edges(workflow.machine, "", language))
    staying = _staying(workflow.machine, "", language)
    groups: dict[str, str] = {}
    for task in workflow.tasks.values():
        groups[task.id] = task.title.within(language)
        boxes += _boxes(task.machine, task.id, language)
        edges += _edges(task.machine, task.id, language)
        staying |= _staying(task.machine, task.id, language)
    return Graph(workflow.title.within(language), tuple(boxes), tuple(edges), groups, staying)


def name_of(group: str, state: str) -> str:
    """The id of a box: that of its state, with its task before it."""
    return f"{group}.{state}" if group and state != START else state


def _boxes(machine: Machine, group: str, language: str) -> Iterator[Box]:
    for state in machine.states.values():
        yield Box(name_of(group, state.id), state.title.within(language), state.end, group)


def _edges(machine: Machine, group: str, language: str) -> Iterator[Edge]:
    """Commands between the same two boxes share an arrow."""
    found: dict[tuple[str, str], list[str]] = {}
    for command in machine.commands.values():
        for source, target in _ways(machine, command):
            if source != target:
                pair = name_of(group, source), name_of(group, target)
                found.setdefault(pair, []).append(command.title.within(language))
    for (source, target), titles in found.items():
        yield Edge(source, target, tuple(titles), group)


def _ways(machine: Machine, command: Command) -> Iterator[tuple[str, str]]:
    """From where to where a command may lead. `next` is the step after, and on where that may not apply."""
    states = list(machine.states.values())
    sources = [START] if command.start else [s.id for s in states if s.id in command.sources]
    for source in sources:
        if command.target.how == "next":
            for target in _next(states, source):
                yield source, target
        elif command.target.how in ("state", "map"):
            for target, _ in command.target.branches:
                yield source, target


def _next(states: list[State], source: str) -> Iterator[str]:
    at = -1 if source == START else next(n for n, s in enumerate(states) if s.id == source)
    for state in states[at + 1 :]:
        if state.end != "aside":
            yield state.id
            if state.only_when is None:
                return


def _staying(machine: Machine, group: str, language: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for command in machine.commands.values():
        for state in machine.states:
            if state in command.sources and command.target.how == "stay":
                found.setdefault(name_of(group, state), []).append(command.title.within(language))
    return {name: tuple(titles) for name, titles in found.items()}
