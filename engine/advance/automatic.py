"""What the desk does by itself: the commands that a clock names for when it has run out."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from engine.advance.order import World
from engine.advance.step import Step, advance
from engine.errors import Refused
from engine.facts import CaseFacts, Moment
from engine.model.case import SYSTEM, Case, Instance, Order
from engine.model.workflow import Clock, Workflow

_DAY = timedelta(days=1)


def due_commands(workflow: Workflow, case: Case, today: date) -> list[tuple[str, int, date]]:
    """The commands that clocks ask for by `today`: (command, number of the task's instance or 0, its date).

    A clock asks when it has run out unanswered, and for one due date only once; the date is the day after
    it. Only commands that start from where the case (or the instance) is are named, each once, earliest
    first. One of them may change what the others ask for: ask again after each.
    """
    found: dict[tuple[str, int], date] = {}
    for command, number, day in _asked(workflow, case, today):
        key = command, number
        if _starts(workflow, case, command, number) and (key not in found or day < found[key]):
            found[key] = day
    return sorted(((c, n, day) for (c, n), day in found.items()), key=lambda one: (one[2], one[0], one[1]))


def run_automatic(workflow: Workflow, case: Case, today: date, world: World) -> Iterator[Step]:
    """The steps the desk makes by itself, in order, each judged on the case after the one before.

    One that is refused is left to a person.
    """
    refused: set[tuple[str, int]] = set()
    while True:
        asked = [one for one in due_commands(workflow, case, today) if one[:2] not in refused]
        if not asked:
            return
        command, number, day = asked[0]
        try:
            step = advance(workflow, case, Order(command, day, SYSTEM, SYSTEM, instance=number), world)
        except Refused:
            refused.add((command, number))
            continue
        case = step.case
        yield step


def _asked(workflow: Workflow, case: Case, today: date) -> Iterator[tuple[str, int, date]]:
    facts = CaseFacts(workflow, case, Moment(today))
    for clock in workflow.clocks.values():
        yield from _expired(workflow, facts, clock, None)
    for task in workflow.tasks.values():
        for one in case.instances.get(task.id, ()):
            inner = facts.inside(one)
            for clock in task.clocks.values():
                yield from _expired(workflow, inner, clock, one)


def _expired(
    workflow: Workflow, facts: CaseFacts, clock: Clock, instance: Instance | None
) -> Iterator[tuple[str, int, date]]:
    command = workflow.commands.get(clock.expired)
    found = facts.clock(clock.id) if command is not None else None
    if command is None or found is None:
        return
    reckoning = found[1]
    if reckoning.due is not None and reckoning.overdue and not reckoning.late:
        number = instance.number if instance is not None and command.task == instance.task else 0
        if not _done(facts.case, command.id, number, reckoning.due + _DAY):
            yield command.id, number, reckoning.due + _DAY


def _done(case: Case, command: str, number: int, day: date) -> bool:
    """Whether the desk did this already. Somebody who took it back or revived the case is not overruled."""
    own = (e for e in case.events if e.id == command and e.by == SYSTEM and e.date == day)
    return any(number in (0, e.instance) for e in own)


def _starts(workflow: Workflow, case: Case, command_id: str, number: int) -> bool:
    command = workflow.commands[command_id]
    if not command.task:
        return case.state in command.sources
    if command.start:
        return True
    known = case.instances.get(command.task, ())
    return any(one.open and one.state in command.sources and number in (0, one.number) for one in known)
