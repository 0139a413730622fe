"""A workflow as it takes effect, as pages to read: every element with its article and the place it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.desk import pages_rules
from engine.desk.written import Written, article, either, in_words, where

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.errors import Problem
    from engine.model.basics import Text
    from engine.model.workflow import Command, Machine, Organisation, Workflow

PAGES: Final = (
    "picture", "steps", "fields", "documents", "periods", "tables", "letters", "registers", "fees", "people",
    "settings", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page of one workflow; its title is in the catalogue of the screens, by `id`."""

    id: str
    lines: tuple[Written, ...]

    @property
    def count(self) -> int:
        return sum(not line.depth for line in self.lines)


def workflows_of(desk: Desk) -> list[tuple[str, str, str, str]]:
    """Every workflow in effect: (organisation, id, title, title of the organisation)."""
    return [
        (
            org,
            workflow.id,
            workflow.title.within(desk.language),
            built.organisation.title.within(desk.language),
        )
        for org, built in desk.organisations().items()
        for workflow in built.workflows.values()
    ]


def sheets_of(desk: Desk, organisation: str, workflow_id: str) -> list[Sheet]:
    """The pages of a workflow in the order of `PAGES`."""
    built = desk.organisations()[organisation]
    workflow, language = built.workflows[workflow_id], desk.language
    made: dict[str, Iterable[Written]] = {
        "picture": _picture(workflow, language),
        "steps": _steps(workflow, language),
        "fields": pages_rules.fields(workflow, language),
        "documents": pages_rules.documents(workflow, language),
        "periods": pages_rules.periods(workflow, language),
        "tables": pages_rules.tables(workflow, language),
        "letters": pages_rules.letters(workflow, language),
        "registers": pages_rules.registers(workflow, language),
        "fees": pages_rules.fees(workflow, language),
        "people": _people(built.organisation, language),
        "settings": _settings(built.organisation, language),
        "open": _open(
            list(dict.fromkeys([*built.open_points, *workflow.open_points, *built.law_points])), language
        ),
    }
    return [Sheet(name, tuple(made[name])) for name in PAGES]


# --- the machine


def _picture(workflow: Workflow, language: str) -> Iterator[Written]:
    """The steps one below the other, and where each may lead."""
    from engine.export.graph import START, graph_of

    graph = graph_of(workflow, language)
    titles = {box.id: box.title for box in graph.boxes}
    order = [box.id for box in graph.boxes]
    group = None
    for at, box in enumerate(graph.boxes):
        if box.group != group:
            group = box.group
            head = graph.groups[group] if group else graph.title
            starts = [e for e in graph.edges if e.source == START and e.group == group]
            into = either("から始まる", "starts at", language)
            yield Written(
                f"( {head} )",
                "  ".join(f"{' / '.join(e.titles)} > {titles[e.target]}" for e in starts) or into,
            )
        ends = {
            "": "",
            "done": either("終わり", "end", language),
            "aside": either("わきの終わり", "aside", language),
        }
        yield Written(f"[ {box.title} ]", ends[box.end], depth=1)
        for title in graph.staying.get(box.id, ()):
            yield Written("", f"o   {title}", depth=2)
        for edge in graph.edges:
            if edge.source == box.id:
                nearby = at + 1 < len(order) and order[at + 1] == edge.target
                arrow = "|  " if nearby else "+->"
                target = "" if nearby else f" > [ {titles[edge.target]} ]"
                yield Written("", f"{arrow} {' / '.join(edge.titles)}{target}", depth=2)


def _steps(workflow: Workflow, language: str) -> Iterator[Written]:
    yield from _machine(workflow, workflow.machine, language)
    for task in workflow.tasks.values():
        title = either(f"手続 {task.title.ja}", f"Task {task.title.within('en')}", language)
        yield Written(title, "", article(task.basis), where(task.place))
        for line in _machine(workflow, task.machine, language):
            yield Written(line.title, line.text, line.basis, line.place, line.depth + 1)


def _machine(workflow: Workflow, machine: Machine, language: str) -> Iterator[Written]:
    for state in machine.states.values():
        only = (
            f"{either('次のときだけ', 'only when', language)}: {in_words(state.only_when, language)}"
            if state.only_when
            else ""
        )
        yield Written(state.title.within(language), only, article(state.basis), where(state.place))
        for command in machine.commands.values():
            if state.id in command.sources:
                yield from _command(workflow, command, language)
    for command in machine.commands.values():
        if command.start:
            start = f"({either('始まり', 'start', language)}) {command.title.within(language)}"
            yield Written(
                start, _who(workflow, command, language), article(command.basis), where(command.place)
            )


def _command(workflow: Workflow, command: Command, language: str) -> Iterator[Written]:
    who = _who(workflow, command, language)
    yield Written(command.title.within(language), who, article(command.basis), where(command.place), 1)
    for one in command.require.values():
        yield Written("", one.message.within(language), article(one.basis), where(one.place), 2)


def _who(workflow: Workflow, command: Command, language: str) -> str:
    roles = workflow.org.roles
    return "、".join(roles[a.role].title.within(language) if a.role in roles else a.role for a in command.by)


# --- people, settings, open points


def _people(organisation: Organisation, language: str) -> Iterator[Written]:
    for role in organisation.roles.values():
        yield Written(role.title.within(language), role.id, article(role.basis), where(role.place))
    for window in organisation.windows.values():
        parts = (window.address, window.phone, window.fax, window.email, window.hours)
        text = "  ".join(part for part in parts if part)
        yield Written(window.title.within(language), text, article(window.basis), where(window.place))
    for unit in organisation.units.values():
        yield Written(unit.title.within(language), unit.id, article(unit.basis), where(unit.place))


def _settings(organisation: Organisation, language: str) -> Iterator[Written]:
    for setting in organisation.settings.values():
        chosen = setting.values.get(str(setting.value))
        said = chosen.within(language) if chosen else str(setting.value)
        title = f"{setting.id} {setting.title.within(language)}"
        yield Written(title, said, article(setting.basis), where(setting.place))
        for name, other in _others(setting.values, str(setting.value)):
            yield Written(either("ほかに", "or", language), f"{other.within(language)} ({name})", depth=1)
        if setting.consequence:
            yield Written(either("変えると", "it changes", language), setting.consequence, depth=1)


def _others(values: Mapping[str, Text], chosen: str) -> Iterator[tuple[str, Text]]:
    yield from ((name, other) for name, other in values.items() if name != chosen)


def _open(points: Iterable[Problem], language: str) -> Iterator[Written]:
    """What the rules leave silent, with what follows from it."""
    for point in points:
        said = point.en if language == "en" else point.ja
        what, _, why = said.partition(": ")
        yield Written(what, why, "", where(point.place), open=True)
        yield Written(either("場所", "where", language), point.path, depth=1)
        if point.example:
            yield Written("", point.example, depth=1)


def effective_text(desk: Desk, organisation: str, workflow_id: str) -> str:
    """The workflow as YAML, with its parents merged in and where each element comes from."""
    from engine.load.show import print_effective
    from engine.load.snapshot import Snapshot

    version = desk.ledger.version(organisation)
    return print_effective(Snapshot(desk.office.get_version(version)).workflow(workflow_id).node)


def picture_of(desk: Desk, organisation: str, workflow_id: str) -> str:
    """The workflow as a picture (SVG)."""
    from engine.desk.drawing import picture
    from engine.export.graph import graph_of

    workflow = desk.organisations()[organisation].workflows[workflow_id]
    return picture(graph_of(workflow, desk.language), "svg")
