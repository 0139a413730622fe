"""An order before it is judged: the command it names, the instance it means, and the case with its data in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from engine.facts import CaseFacts, Moment
from engine.model.case import Case, Event, Instance, Order
from engine.model.workflow import Command, Task, Workflow


@dataclass(frozen=True, slots=True)
class World:
    """What the pure core must be told: recording time, program, numbers that are free, whether the clock is set.

    `case_number` is the number a new case gets; `serials` the next number of each letter that has one.
    """

    at: str
    program: str
    case_number: str = ""
    serials: Mapping[str, int] = field(default_factory=dict)
    clock_set: bool = False
    language: int = 1


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything the checks look at. `during` is the case with the order's data, its state still the old one."""

    workflow: Workflow
    case: Case
    order: Order
    command: Command
    event: Event
    task: Task | None
    instance: Instance | None
    during: CaseFacts
    before: CaseFacts


def event_of(order: Order, case: Case, world: World, instance: int, task: str) -> Event:
    """The event that an order becomes if nothing speaks against it."""
    return Event(
        seq=case.version + 1,
        id=order.command,
        date=order.date,
        at=world.at,
        by=order.by,
        recorded_by=order.recorded_by,
        form=order.form,
        task=task,
        instance=instance,
        on_paper=order.on_paper,
        acknowledged=tuple(sorted(order.acknowledged)),
        attachments=order.attachments,
        links=order.links,
        clock_set=world.clock_set,
        language=world.language,
        program=world.program,
    )


def new_case(workflow: Workflow, order: Order, world: World) -> Case:
    """A case before its first event."""
    return Case(
        organisation=workflow.organisation,
        kind=order.kind,
        number=world.case_number,
        state="",
        workflow=workflow.id,
        workflow_version=workflow.version,
    )


def situation(
    workflow: Workflow, case: Case, order: Order, command: Command, instance: Instance | None, world: World
) -> Situation:
    """The case as the rules of a command see it: with its data, before its effects."""
    task = workflow.tasks[command.task] if command.task else None
    number = instance.number if instance is not None else 0
    event = event_of(order, case, world, number, command.task)
    moment = Moment(order.date, command.id, order.by.id)
    during = replace(
        case,
        standing=(*case.standing, event),
        links={**case.links, **order.links},
        forms={**case.forms, command.form: order.form} if command.form and task is None else case.forms,
    )
    if command.start and task is None:
        during = replace(during, occurrences={command.id: (event,)})
    inner = instance
    if task is not None and instance is not None and command.form:
        inner = replace(instance, forms={**instance.forms, command.form: order.form})
        during = replace(during, instances=_with(during, inner))
    return Situation(
        workflow,
        case,
        order,
        command,
        event,
        task,
        inner,
        CaseFacts(workflow, during, moment, inner),
        CaseFacts(workflow, case, moment, instance),
    )


def _with(case: Case, one: Instance) -> dict[str, tuple[Instance, ...]]:
    known = case.instances.get(one.task, ())
    replaced = tuple(one if x.number == one.number else x for x in known)
    if all(x.number != one.number for x in known):
        replaced = (*known, one)
    return {**case.instances, one.task: replaced}


def fresh_instance(case: Case, task: Task, today: date) -> Instance:
    """The instance that a command opening a task would make."""
    return Instance(task.id, len(case.instances.get(task.id, ())) + 1, "", today, entered=today)
