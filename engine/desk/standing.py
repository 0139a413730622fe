"""Where cases stand, for lists and drawings: groups of a desk, the drawn path, the days of a period.

Nothing here knows a step, a phase or a role by name: a group follows from the shape of the workflow.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from engine.desk.words import Row

if TYPE_CHECKING:
    from engine.errors import Objection
    from engine.facts import CaseFacts
    from engine.model.case import Case, Instance, Person
    from engine.model.workflow import Command, Task, Workflow

Group = Literal["over", "soon", "paused", "intake", "deciding", "letter", "after"]
GROUPS: Final[tuple[Group, ...]] = ("over", "soon", "paused", "intake", "deciding", "letter", "after")
SOON: Final = 3  # days left that count as pressing on a list; a look, not a rule


class Standing(NamedTuple):
    """An open case in a group. `mine`: the one signed in holds a role that may do something next."""

    row: Row
    group: Group
    mine: bool


@dataclass(frozen=True, slots=True)
class Side:
    """A task that hung on a step: its title, state, and when it ran (`ended` empty while open)."""

    task: str
    title: str
    state_title: str
    opened: str
    ended: str
    cancelled: bool


@dataclass(frozen=True, slots=True)
class Stop:
    """A step on the drawn path. `how`: `done`, `now`, `next`, or `skipped` (passed without stopping there).

    `entered` is the ISO date of the last time it was entered, empty if never; `end` is the state's own.
    """

    id: str
    title: str
    how: Literal["done", "now", "next", "skipped"]
    entered: str = ""
    end: str = ""
    sides: tuple[Side, ...] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a case's main period: `start`, `today`, `due` (None while paused or without a number).

    `pauses` are (first, last) days that were not counted, both included. `left` as in lists.
    """

    start: date
    today: date
    due: date | None
    pauses: tuple[tuple[date, date], ...]
    left: int | None
    elapsed: int | None
    paused: bool
    overdue: bool
    stopped: bool


@dataclass(frozen=True, slots=True)
class Offer:
    """Something that may be done next, or not yet: then `against` says why."""

    id: str
    title: str
    key: str
    form: str
    task: str
    help: str
    basis: str
    against: tuple[Objection, ...] = field(default=())

    @property
    def blocked(self) -> bool:
        """Whether it cannot be done; warnings only ask for an acknowledgement."""
        return any(one.severity == "block" for one in self.against)


# --- groups


def group_of(row: Row, waiting: bool, stage: Group) -> Group:
    """The group of an open case: pressing first, then by where its state lies.

    `waiting`: lists show a task in place of the step, so somebody else is waited for.
    """
    if row.overdue:
        return "over"
    if row.paused or waiting:
        return "paused"
    if row.due and row.days and row.left is not None and 0 <= row.left <= SOON:
        return "soon"
    return stage


def stage_of(workflow: Workflow, state: str) -> Group:
    """Before, at or after the letter that decides; before it, the first phase of the workflow is intake."""
    order = list(workflow.machine.states)
    issuing = _letter_states(workflow)
    if state in issuing:
        return "letter"
    if issuing and order.index(state) > min(map(order.index, issuing)):
        return "after"
    phases = list(workflow.phases)
    first = workflow.machine.states[state].phase == phases[0] if phases else state == order[0]
    return "intake" if first else "deciding"


def _letter_states(workflow: Workflow) -> set[str]:
    commands = workflow.machine.commands
    return {
        state
        for notice in workflow.notices.values()
        if notice.decides
        for at in notice.at
        if at in commands
        for state in commands[at].sources
    }


def next_by(workflow: Workflow, case: Case) -> str:
    """Who may lead on from where the case stands: roles with spaces between, `role@unit` where one unit decides."""
    actors = (actor for command in _leading(workflow, case) for actor in command.by)
    return " ".join(
        sorted({f"{one.role}@{case.unit}" if one.of and case.unit else one.role for one in actors})
    )


def may_go_on(person: Person, roles: str) -> bool:
    """Whether somebody holds one of the roles that `next_by` gave."""
    return any(person.holds(*role.partition("@")[::2]) for role in roles.split())


def _leading(workflow: Workflow, case: Case) -> Iterator[Command]:
    """The commands that move the open tasks on, else those that move the case to a further step."""
    inner = [
        command
        for task in workflow.tasks.values()
        if task.shown_as
        for one in case.instances.get(task.id, ())
        if one.open
        for command in task.machine.commands.values()
        if one.state in command.sources
    ]
    if inner:
        yield from inner
        return
    machine = workflow.machine
    for command in machine.commands.values():
        aside = any(
            s in machine.states and machine.states[s].end == "aside" for s, _ in command.target.branches
        )
        if case.state in command.sources and command.target.how != "stay" and not aside:
            yield command


# --- the drawn path


def path_of(workflow: Workflow, case: Case, facts: CaseFacts, language: str) -> tuple[Stop, ...]:
    """The main line in drawn order with dates, each step with the tasks that were opened while it stood.

    Ends aside are drawn only when the case ended there; a step that does not apply is left out until entered.
    """
    entered = dict(case.path)
    states = workflow.machine.states
    order = list(states)
    here = order.index(case.state)
    sides = _sides(workflow, case, language)
    found = []
    for place, (state_id, state) in enumerate(states.items()):
        day = entered.get(state_id)
        if day is None and (state.end == "aside" or _does_not_apply(state.only_when, facts)):
            continue
        ended_aside = states[case.state].end == "aside"
        if day is None and ended_aside:
            continue
        how: Literal["done", "now", "next", "skipped"] = "next"
        if state_id == case.state:
            how = "now"
        elif place < here or ended_aside:
            how = "done" if day is not None else "skipped"
        stop = Stop(
            state_id,
            state.title.within(language),
            how,
            day.isoformat() if day and (how != "next") else "",
            state.end,
            tuple(sides.get(state_id, ())),
        )
        found.append(stop)
    return tuple(found)


def _does_not_apply(rule: object, facts: CaseFacts) -> bool:
    from engine.model.rule import Rule

    return isinstance(rule, Rule) and rule.run(facts) is False


def _sides(workflow: Workflow, case: Case, language: str) -> dict[str, list[Side]]:
    found: dict[str, list[Side]] = {}
    for task in workflow.tasks.values():
        for one in case.instances.get(task.id, ()):
            found.setdefault(_opened_in(workflow, case, one), []).append(_side(task, one, language))
    return found


def _opened_in(workflow: Workflow, case: Case, one: Instance) -> str:
    """The state in which a run of a task was opened; where several were entered that day, as it was typed."""
    if sum(entered == one.opened for _, entered in case.path) < 2:
        return _state_on(case, one.opened)
    commands = workflow.commands
    moves = [
        event.seq
        for event in case.events
        if (command := commands.get(event.id)) and not command.task and command.target.how != "stay"
    ]
    runs = [e.seq for e in case.events if e.task == one.task and e.id in commands and commands[e.id].start]
    if len(moves) != len(case.path) or len(runs) < one.number:
        return _state_on(case, one.opened)
    before = sum(seq < runs[one.number - 1] for seq in moves)
    return case.path[max(before, 1) - 1][0]


def _state_on(case: Case, day: date) -> str:
    """The state the case was in on a day (the last one entered by then)."""
    standing = [state for state, entered in case.path if entered <= day]
    return standing[-1] if standing else case.path[0][0]


def _side(task: Task, one: Instance, language: str) -> Side:
    return Side(
        task.id,
        task.title.within(language),
        task.machine.states[one.state].title.within(language),
        one.opened.isoformat(),
        one.ended.isoformat() if one.ended else "",
        one.cancelled,
    )


# --- the days


def span_of(workflow: Workflow, facts: CaseFacts, today: date) -> Span | None:
    """The days of the main period, or None where it has not started or there is none."""
    from engine.desk.days import span_of_clock

    main = workflow.main_clock
    return span_of_clock(facts, main, today) if main else None


def _days_off(pauses: Sequence[tuple[date, date | None, str]], now: date) -> Iterator[tuple[date, date]]:
    """The first and last day of each pause that did not count, as its way of counting says."""
    one_day = timedelta(days=1)
    for start, end, count in pauses:
        last = end or now
        first = start if count == "inclusive" else start + one_day
        last = last - one_day if count == "exclusive" else last
        if first <= last:
            yield first, last


def offer_of(command: Command, key: str, against: Sequence[Objection], language: str) -> Offer:
    """A command as the screens offer it, with its letter."""
    return Offer(
        command.id,
        command.title.within(language),
        key,
        command.form,
        command.task,
        command.help,
        command.basis.text if command.basis else "",
        tuple(against),
    )
