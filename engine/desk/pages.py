"""A workflow as it takes effect, as pages to read: every element with its article and the place it was written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.advance.words import spoken
from engine.model.basics import Basis, Place, Text
from engine.model.rule import Type
from engine.rules import say

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.errors import Problem
    from engine.model.rule import Rule
    from engine.model.workflow import Clock, Command, Item, Machine, Organisation, Row, Table, Workflow

PAGES: Final = (
    "picture", "steps", "fields", "documents", "periods", "tables", "letters", "registers", "fees", "people",
    "settings", "open",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Written:
    """One line of a page. `depth` 0 is an element, deeper lines belong to it.

    `basis` is the article, or why there is none; `place` is `file:line:column`, empty for lines of an element.
    """

    title: str
    text: str = ""
    basis: str = ""
    place: str = ""
    depth: int = 0
    open: bool = False


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
    workflow, english = built.workflows[workflow_id], desk.language
    made: dict[str, Iterable[Written]] = {
        "picture": _picture(workflow, english),
        "steps": _steps(workflow, english),
        "fields": _fields(workflow, english),
        "documents": _documents(workflow, english),
        "periods": _periods(workflow, english),
        "tables": _tables(workflow, english),
        "letters": _letters(workflow, english),
        "registers": _registers(workflow, english),
        "fees": _fees(workflow, english),
        "people": _people(built.organisation, english),
        "settings": _settings(built.organisation, english),
        "open": _open(list(dict.fromkeys([*built.open_points, *workflow.open_points])), english),
    }
    return [Sheet(name, tuple(made[name])) for name in PAGES]


def _at(place: Place | None) -> str:
    return f"{place.file}:{place.line}" if place is not None else ""


def _basis(basis: Basis | None) -> str:
    return basis.text if basis is not None else ""


def _rule(rule: Rule | None, language: str) -> str:
    return say(rule, language) if rule is not None else ""


def _said(ja: str, en: str, language: str) -> str:
    return en if language == "en" else ja


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
            into = _said("から始まる", "starts at", language)
            yield Written(
                f"( {head} )",
                "  ".join(f"{' / '.join(e.titles)} > {titles[e.target]}" for e in starts) or into,
            )
        ends = {
            "": "",
            "done": _said("終わり", "end", language),
            "aside": _said("わきの終わり", "aside", language),
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
        title = _said(f"手続 {task.title.ja}", f"Task {task.title.within('en')}", language)
        yield Written(title, "", _basis(task.basis), _at(task.place))
        for line in _machine(workflow, task.machine, language):
            yield Written(line.title, line.text, line.basis, line.place, line.depth + 1)


def _machine(workflow: Workflow, machine: Machine, language: str) -> Iterator[Written]:
    for state in machine.states.values():
        only = (
            f"{_said('次のときだけ', 'only when', language)}: {_rule(state.only_when, language)}"
            if state.only_when
            else ""
        )
        yield Written(state.title.within(language), only, _basis(state.basis), _at(state.place))
        for command in machine.commands.values():
            if state.id in command.sources:
                yield from _command(workflow, command, language)
    for command in machine.commands.values():
        if command.start:
            start = f"({_said('始まり', 'start', language)}) {command.title.within(language)}"
            yield Written(start, _who(workflow, command, language), _basis(command.basis), _at(command.place))


def _command(workflow: Workflow, command: Command, language: str) -> Iterator[Written]:
    who = _who(workflow, command, language)
    yield Written(command.title.within(language), who, _basis(command.basis), _at(command.place), 1)
    for one in command.require.values():
        yield Written("", one.message.within(language), _basis(one.basis), _at(one.place), 2)


def _who(workflow: Workflow, command: Command, language: str) -> str:
    roles = workflow.org.roles
    return "、".join(roles[a.role].title.within(language) if a.role in roles else a.role for a in command.by)


# --- forms, evidence, periods


def _fields(workflow: Workflow, language: str) -> Iterator[Written]:
    must = _said("必ず書く", "required", language)
    for form in workflow.forms.values():
        yield Written(form.title.within(language), form.number, "", _at(form.place))
        for one in form.walk():
            parts = [must if one.required else "", _kind(one.type, language), _rule(one.when, language)]
            text = "  ".join(part for part in parts if part)
            yield Written(one.title.within(language), text, "", _at(one.place), 1 + one.path.count("."))


def _kind(kind: Type, language: str) -> str:
    words = {
        "text": ("文", "text"),
        "date": ("日付", "date"),
        "bool": ("はい/いいえ", "yes/no"),
        "int": ("数", "number"),
        "choice": ("選択", "choice"),
        "list": ("いくつでも", "list"),
        "record": ("まとまり", "group"),
    }
    ja, en = words.get(kind.kind, (kind.kind, kind.kind))
    values = (
        " / ".join(label.within(language) for label in kind.values.values()) if kind.kind == "choice" else ""
    )
    return values or (en if language == "en" else ja)


def _documents(workflow: Workflow, language: str) -> Iterator[Written]:
    for rule in workflow.evidence.values():
        when = _rule(rule.when, language)
        yield Written(
            rule.title.within(language), when, _basis(rule.basis), _at(rule.place), open=rule.need is None
        )
        if rule.need is not None:
            yield from _item(workflow, rule.need, language, 1)


def _item(workflow: Workflow, item: Item, language: str, depth: int) -> Iterator[Written]:
    join = {
        "any": ("どれか", "any of"),
        "all": ("すべて", "all of"),
        "n": (f"どれか{item.count}つ", f"{item.count} of"),
    }
    ja, en = join[item.join]
    names = [
        workflow.org.documents[d].title.within(language)
        for d in item.documents
        if d in workflow.org.documents
    ]
    said = (
        f"{en if language == 'en' else ja}: {'、'.join(names)}" if names else (en if language == "en" else ja)
    )
    age = ""
    if item.max_age is not None:
        within = spoken(item.max_age, Type("period"), language)
        age = f"  {_said(f'{within}以内のもの', f'not older than {within}', language)}"
    title = item.title.within(language) or item.id
    yield Written(title, said + age + _when(item.when, language), _basis(item.basis), _at(item.place), depth)
    for part in item.parts.values():
        yield from _item(workflow, part, language, depth + 1)


def _when(rule: Rule | None, language: str) -> str:
    return f"  {_said('次のとき', 'when', language)}: {_rule(rule, language)}" if rule is not None else ""


def _periods(workflow: Workflow, language: str) -> Iterator[Written]:
    every: dict[str, Clock] = dict(workflow.clocks)
    for task in workflow.tasks.values():
        every |= {f"{task.id}.{name}": clock for name, clock in task.clocks.items()}
    for clock in every.values():
        yield Written(
            clock.title.within(language), _length(clock, language), _basis(clock.basis), _at(clock.place)
        )
        yield Written(_said("数え始め", "starts", language), _rule(clock.starts, language), depth=1)
        for pause in clock.pauses:
            task_title = (
                workflow.tasks[pause.task].title.within(language)
                if pause.task in workflow.tasks
                else pause.task
            )
            yield Written(_said("数えない日", "not counted", language), task_title, depth=1)
        for sort in clock.extensions.values():
            limits = "  ".join(_limits(sort.times, sort.each, sort.sum, language))
            title = _said("延長", "extension", language)
            yield Written(
                f"{title} {sort.title.within(language)}".rstrip(),
                limits,
                _basis(sort.basis),
                _at(sort.place),
                1,
            )


def _length(clock: Clock, language: str) -> str:
    if clock.period is not None:
        return spoken(clock.period, Type("period"), language)
    if clock.period_rule is not None:
        return _rule(clock.period_rule, language)
    if clock.until is not None:
        return _rule(clock.until, language)
    return _said("遅滞なく", "without delay", language)


def _limits(times: int | None, each: int | None, total: int | None, language: str) -> Iterator[str]:
    if times is not None:
        yield _said(f"{times}回まで", f"{times} times", language)
    if each is not None:
        yield _said(f"1回に{each}日まで", f"{each} days at a time", language)
    if total is not None:
        yield _said(f"合わせて{total}日まで", f"{total} days in all", language)


# --- tables, letters, registers, fees


def _tables(workflow: Workflow, language: str) -> Iterator[Written]:
    for table in workflow.tables.values():
        yield Written(
            table.title.within(language), "  ".join(table.inputs), _basis(table.basis), _at(table.place)
        )
        for row in table.rows.values():
            cells, outs = _cells(table, row, language), _outs(table, row, language)
            yield Written(cells, outs, _basis(row.basis), _at(row.place), 1, row.unmapped)


def _cells(table: Table, row: Row, language: str) -> str:
    said = []
    for name, cell in row.cells.items():
        kind = table.inputs[name].type
        values = "、".join(spoken(value, kind, language) for value in cell.values)
        words = {
            "any": "-",
            "in": values,
            "not": f"{_said('以外', 'not', language)} {values}",
            "missing": "( )",
        }
        said.append(words.get(cell.op, f"{cell.op} {values}"))
    return " | ".join(said) or row.title.within(language)


def _outs(table: Table, row: Row, language: str) -> str:
    if row.unmapped:
        return _said("様式の定めなし", "no form laid down", language)
    if row.impossible:
        return _said("ありえない", "impossible", language)
    return "  ".join(spoken(value, table.outputs[name], language) for name, value in row.out.items())


def _letters(workflow: Workflow, language: str) -> Iterator[Written]:
    for notice in workflow.notices.values():
        at = "、".join(
            workflow.commands[c].title.within(language) for c in notice.at if c in workflow.commands
        )
        yield Written(notice.title.within(language), at, _basis(notice.basis), _at(notice.place))
        for part in notice.body.values():
            text = "".join(
                p.text if p.rule is None else f"【{p.rule.node.title.within(language)}】" for p in part.text
            )
            yield Written(part.title.within(language), text, _basis(part.basis), _at(part.place), 1)


def _registers(workflow: Workflow, language: str) -> Iterator[Written]:
    for register in workflow.registers.values():
        keep = ""
        if register.retain is not None:
            period = register.retain.period
            keep = (
                spoken(period, Type("period"), language) if period else _said("定めなし", "silent", language)
            )
        yield Written(register.title.within(language), f"{register.form_number}  {keep}".strip(),
                      _basis(register.basis), _at(register.place))  # fmt: skip
        for column in register.columns.values():
            yield Written(column.title.within(language), "", _basis(column.basis), _at(column.place), 1)


def _fees(workflow: Workflow, language: str) -> Iterator[Written]:
    for fee in workflow.fees.values():
        yield Written(fee.title.within(language), "", _basis(fee.basis), _at(fee.place), open=fee.silent)
        for one in fee.lines.values():
            amount = _rule(one.amount, language) or _said("定めなし", "silent", language)
            yield Written(one.title.within(language), amount + _when(one.when, language), _basis(one.basis),
                          _at(one.place), 1, one.amount is None)  # fmt: skip


# --- people, settings, open points


def _people(organisation: Organisation, language: str) -> Iterator[Written]:
    for role in organisation.roles.values():
        yield Written(role.title.within(language), role.id, _basis(role.basis), _at(role.place))
    for window in organisation.windows.values():
        text = "  ".join(part for part in (window.address, window.phone, window.hours) if part)
        yield Written(window.title.within(language), text, _basis(window.basis), _at(window.place))
    for unit in organisation.units.values():
        yield Written(unit.title.within(language), unit.id, _basis(unit.basis), _at(unit.place))


def _settings(organisation: Organisation, language: str) -> Iterator[Written]:
    for setting in organisation.settings.values():
        chosen = setting.values.get(str(setting.value))
        said = chosen.within(language) if chosen else str(setting.value)
        title = f"{setting.id} {setting.title.within(language)}"
        yield Written(title, said, _basis(setting.basis), _at(setting.place))
        for name, other in _others(setting.values, str(setting.value)):
            yield Written(_said("ほかに", "or", language), f"{other.within(language)} ({name})", depth=1)
        if setting.consequence:
            yield Written(_said("変えると", "it changes", language), setting.consequence, depth=1)


def _others(values: Mapping[str, Text], chosen: str) -> Iterator[tuple[str, Text]]:
    yield from ((name, other) for name, other in values.items() if name != chosen)


def _open(points: Iterable[Problem], language: str) -> Iterator[Written]:
    """What the rules leave silent, with what follows from it."""
    for point in points:
        said = point.en if language == "en" else point.ja
        what, _, why = said.partition(": ")
        yield Written(what, why, "", _at(point.place), open=True)
        yield Written(_said("場所", "where", language), point.path, depth=1)
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
