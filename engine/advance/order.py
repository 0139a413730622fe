"""An order before it is judged: the command it names, the instance it means, and the case with its data in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.errors import Objection, Refused
from engine.facts import CaseFacts, Moment
from engine.fold import instance_of, next_number
from engine.model.case import Case, Event, Instance, Order, changed
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
        paper=order.paper,
    )


def situation(
    workflow: Workflow, case: Case, order: Order, command: Command, instance: Instance | None, world: World
) -> Situation:
    """The case as the rules of a command see it: with its data, before its effects."""
    task = workflow.tasks[command.task] if command.task else None
    number = instance.number if instance is not None else 0
    event = event_of(order, case, world, number, command.task)
    if command.start and instance is not None and instance.parent:
        event = changed(event, numbers={"of": str(instance.parent)})
    moment = Moment(order.date, command.id, order.by.id)
    during = changed(
        case,
        standing=(*case.standing, event),
        links={**case.links, **order.links},
        forms={**case.forms, command.form: order.form} if command.form and task is None else case.forms,
    )
    if command.start and task is None:
        during = changed(during, occurrences={command.id: (event,)})
    inner = instance
    if task is not None and instance is not None and command.form:
        inner = changed(instance, forms={**instance.forms, command.form: order.form})
        during = changed(during, instances=_with(during, inner))
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


def fresh_instance(case: Case, task: Task, today: date, parent: int = 0) -> Instance:
    """The instance that a command opening a task would make, attached to the instance `parent` of another."""
    return Instance(task.id, next_number(case, task.id), "", today, parent=parent, entered=today)


def instance_for(
    workflow: Workflow, case: Case, command: Command, number: int, today: date
) -> Instance | None:
    """The task instance a command means: a new one, the one named, or the only one it can apply to.

    A command that opens a task attached to another (`of`) means by `number` the instance it is attached to.
    Raises Refused where several fit and none is named.
    """
    if not command.task:
        return None
    task = workflow.tasks[command.task]
    if command.start:
        return fresh_instance(case, task, today, _parent(workflow, case, task, number))
    known = case.instances.get(task.id, ())
    if number:
        return instance_of(case, task.id, number)
    return _only(task, [one for one in known if one.state in command.sources and not one.cancelled])


def _parent(workflow: Workflow, case: Case, task: Task, number: int) -> int:
    """The number of the instance a new one is attached to; 0 where the task is attached to none."""
    if not task.of:
        return 0
    other = workflow.tasks[task.of]
    fitting = [one for one in case.instances.get(task.of, ()) if one.open and number in (0, one.number)]
    one = _only(other, fitting)
    if one is None:
        ja = f"「{task.title.ja}」を付ける「{other.title.ja}」がありません。"
        en = f"There is no open “{other.title.within('en')}” for “{task.title.within('en')}”."
        raise Refused([Objection("from", ja, en, "/task")])
    return one.number


def _only(task: Task, fitting: list[Instance]) -> Instance | None:
    if len(fitting) > 1:
        numbers = "、".join(str(one.number) for one in fitting)
        ja = f"「{task.title.ja}」が{len(fitting)}つあります。どれか（{numbers}）を番号で選んでください。"
        en = f"Several “{task.title.within('en')}” are open; say which: {numbers.replace('、', ', ')}."
        raise Refused([Objection("from", ja, en, "/task")])
    return fitting[0] if fitting else None
