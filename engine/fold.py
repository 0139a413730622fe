"""From events to the case: `fold(workflow, events)`. The only way a case comes into being.

Events apply in the order they were recorded. `take_back` removes an earlier event, `amend` changes its data or
date; then everything is folded again, so that whatever follows from it follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from engine.facts import CaseFacts, Moment
from engine.model.basics import MISSING
from engine.model.case import Case, Event, Instance, RegisterRow, changed
from engine.model.workflow import Command, Machine, Register, Target, Task, Workflow

BUILT_IN: Final = frozenset(("take_back", "amend", "note", "attach"))
"""Commands that every case knows."""


def fold(workflow: Workflow, events: Iterable[Event]) -> Case:
    """The case that these events make. `events` start with the one that created it."""
    history = tuple(events)
    first = history[0]
    case = Case(
        organisation=workflow.organisation,
        kind=first.numbers.get("kind", ""),
        number=first.numbers.get("case", ""),
        state="",
        workflow=workflow.id,
        workflow_version=first.numbers.get("version", workflow.version),
        paper=first.numbers.get("paper", ""),
    )
    for event in standing(history):
        case = _happen(workflow, case, event)
    return changed(case, events=history)


def apply(workflow: Workflow, case: Case, event: Event) -> Case:
    """The case after one more event; the same as folding all of them, without starting over where it can."""
    if event.id in ("take_back", "amend"):
        return fold(workflow, (*case.events, event))
    return changed(_happen(workflow, case, event), events=(*case.events, event))


def rewritten(case: Case, event: Event) -> Case:
    """The case with its last event told in full: words, numbers and due dates that change nothing else."""
    known = case.occurrences.get(event.id, ())
    return changed(
        case,
        events=(*case.events[:-1], event),
        standing=(*case.standing[:-1], event),
        occurrences={**case.occurrences, event.id: tuple(event if e.seq == event.seq else e for e in known)},
    )


def standing(history: tuple[Event, ...]) -> tuple[Event, ...]:
    """The events that stand: without those taken back, and as amended."""
    kept: dict[int, Event] = {}
    for event in history:
        target = event.form.get("event")
        if event.id == "take_back" and isinstance(target, int):
            kept.pop(target, None)
        elif event.id == "amend" and isinstance(target, int) and target in kept:
            kept[target] = amended(kept[target], event)
        else:
            kept[event.seq] = event
    return tuple(kept.values())


def amended(event: Event, change: Event) -> Event:
    """An event as `change` corrects it: `form` replaces field by field (null removes), `date` the date.

    A link that is named anew is frozen anew: what the case named before is no longer read.
    """
    data, links = dict(event.form), dict(event.links)
    new = change.form.get("form")
    for name, value in new.items() if isinstance(new, Mapping) else ():
        for path in [p for p in links if p.partition(".")[2].partition(".")[0] == name]:
            del links[path]
        if value is None:
            data.pop(name, None)
        else:
            data[name] = value
    when = change.form.get("date")
    day = date.fromisoformat(when) if isinstance(when, str) else event.date
    return changed(event, form=data, date=day, links={**links, **change.links})


def _happen(workflow: Workflow, case: Case, event: Event) -> Case:
    if event.id in BUILT_IN:
        return changed(case, standing=(*case.standing, event))
    command = workflow.commands[event.id]
    case = changed(
        case,
        standing=(*case.standing, event),
        occurrences=_with_occurrence(case.occurrences, event),
        links={**case.links, **event.links} if event.links else case.links,
        forms={**case.forms, command.form: event.form} if command.form and not command.task else case.forms,
    )
    return (
        _in_task(workflow, case, event, command) if command.task else _in_case(workflow, case, event, command)
    )


def _with_occurrence(known: Mapping[str, tuple[Event, ...]], event: Event) -> dict[str, tuple[Event, ...]]:
    events = (*known.get(event.id, ()), event)
    if len(events) > 1:
        events = tuple(sorted(events, key=lambda e: (e.date, e.seq)))
    return {**known, event.id: events}


# --- the case's own machine


def _in_case(workflow: Workflow, case: Case, event: Event, command: Command) -> Case:
    facts = CaseFacts(workflow, case, Moment(event.date, command.id, event.by.id))
    for path, rule in command.sets.items():
        value = rule.run(facts)
        if isinstance(value, str):
            case = changed(case, unit=value) if path == "case.unit" else changed(case, window=value)
            facts = CaseFacts(workflow, case, facts.moment)
    case = _open_tasks(workflow, case, event, facts)
    state = next_state(workflow.machine, command.target, case.state, facts)
    if state is not None and state != case.state:
        case = changed(case, state=state, path=(*case.path, (state, event.date)))
        case = _leave(workflow, case, event.date)
    case = _open_for_balance(workflow, case, event, facts)
    return _write_rows(workflow, case, event, 0)


def next_state(machine: Machine, target: Target, state: str, facts: CaseFacts) -> str | None:
    """Where a command leads from `state`; None for a `to` map that no rule decides (the step is refused)."""
    if target.how == "stay":
        return state
    if target.how == "state":
        return target.branches[0][0]
    if target.how == "map":
        for branch, rule in target.branches:
            if rule is None or rule.run(facts) is True:
                return branch
        return None
    following = list(machine.states.values())
    position = next((i for i, s in enumerate(following) if s.id == state), -1)
    for one in following[position + 1 :]:
        if not one.end and (one.only_when is None or one.only_when.run(facts) is not False):
            return one.id
    return machine.done


def _leave(workflow: Workflow, case: Case, day: date) -> Case:
    """Call off the open tasks that may not go on in the new state."""
    instances = dict(case.instances)
    for task in workflow.tasks.values():
        known = instances.get(task.id, ())
        if task.leave == "cancel" and must_end(workflow, task, case.state) and any(one.open for one in known):
            instances[task.id] = tuple(
                changed(one, ended=day, cancelled=True) if one.open else one for one in known
            )
    return changed(case, instances=instances) if instances != case.instances else case


def must_end(workflow: Workflow, task: Task, state: str) -> bool:
    """Whether open instances of a task may not go on in a state of the case (see `leave`)."""
    if task.during is not None:
        return state not in task.during
    return state in workflow.machine.states and bool(workflow.machine.states[state].end)


# --- tasks


def _open_tasks(workflow: Workflow, case: Case, event: Event, facts: CaseFacts) -> Case:
    """Open the tasks that name this command."""
    for task in workflow.tasks.values():
        for opening in task.openings:
            if opening.command != event.id:
                continue
            if opening.when is not None and opening.when.run(facts) is not True:
                continue
            entries: list[Any] = [{}]
            if opening.each is not None:
                listed = opening.each.run(facts)
                entries = listed if isinstance(listed, list) else []
            for entry in entries:
                case = _opened(case, task, event, _entry(entry), first_state(task))
    return case


def _open_for_balance(workflow: Workflow, case: Case, event: Event, facts: CaseFacts) -> Case:
    """Open the tasks for what is still to be paid after this payment, where the case has come to."""
    for fee in workflow.fees.values():
        task = workflow.tasks.get(fee.balance)
        if task is None or event.id not in fee.paid_at or not has_room(case, task):
            continue
        charged = facts.charged(fee)
        if charged.applies and charged.balance is not None and charged.balance > 0:
            case = _opened(case, task, event, {}, first_state(task))
    return case


def has_room(case: Case, task: Task) -> bool:
    """Whether one more instance of a task may be opened where the case is."""
    known = case.instances.get(task.id, ())
    if task.during is not None and case.state not in task.during:
        return False
    if task.max is not None and len(known) >= task.max:
        return False
    return task.max_open is None or sum(one.open for one in known) < task.max_open


def _entry(entry: Any) -> Mapping[str, Any]:
    if isinstance(entry, Mapping):
        return {
            name: value.isoformat() if isinstance(value, date) else value for name, value in entry.items()
        }
    return {"value": entry}


def first_state(task: Task) -> str:
    """The state in which an instance opens when no command names one."""
    return next(iter(task.machine.states))


def next_number(case: Case, task: str) -> int:
    """The number of the next instance; one that was taken back leaves its number free only at the end."""
    return max((one.number for one in case.instances.get(task, ())), default=0) + 1


def _opened(
    case: Case, task: Task, event: Event, entry: Mapping[str, Any], state: str, number: int = 0
) -> Case:
    known = case.instances.get(task.id, ())
    number = number or next_number(case, task.id)
    parent = event.numbers.get("of") or (entry.get("number") if task.of else 0) or 0
    one = Instance(task.id, number, state, event.date, element=entry, parent=int(parent), entered=event.date)
    return changed(case, instances={**case.instances, task.id: (*known, one)})


def _in_task(workflow: Workflow, case: Case, event: Event, command: Command) -> Case:
    task = workflow.tasks[command.task]
    if command.start:
        case = _opened(case, task, event, {}, "", event.instance)
    before = instance_of(case, task.id, event.instance) or case.instances[task.id][-1]
    forms = {**before.forms, command.form: event.form} if command.form else before.forms
    one = changed(before, forms=forms)
    case = _with_instance(case, one)
    facts = CaseFacts(workflow, case, Moment(event.date, command.id, event.by.id), one)
    state = next_state(task.machine, command.target, one.state, facts) or one.state or first_state(task)
    if state != one.state:
        ended = event.date if task.machine.states[state].end else None
        case = _with_instance(case, changed(one, state=state, entered=event.date, ended=ended))
    return _write_rows(workflow, case, event, before.number)


def _with_instance(case: Case, one: Instance) -> Case:
    known = case.instances[one.task]
    return changed(
        case,
        instances={**case.instances, one.task: tuple(one if x.number == one.number else x for x in known)},
    )


# --- registers


def _write_rows(workflow: Workflow, case: Case, event: Event, number: int) -> Case:
    for register in workflow.registers.values():
        if event.id in register.at:
            for instance in _rows_for(workflow, case, register, event, number):
                case = _write_row(workflow, case, event, register, instance)
    return case


def _rows_for(workflow: Workflow, case: Case, register: Register, event: Event, number: int) -> Iterable[int]:
    """The instances whose row an event writes: its own, or all of the task if it is no event of the task."""
    if register.per == "case":
        return (0,)
    if workflow.commands[event.id].task == register.per:
        return (number,)
    return tuple(one.number for one in case.instances.get(register.per, ()) if not one.cancelled)


def _write_row(workflow: Workflow, case: Case, event: Event, register: Register, instance: int) -> Case:
    known = next((r for r in case.rows if r.register == register.id and r.instance == instance), None)
    if known is not None:
        filled = changed(known, events=(*known.events, event.seq))
        return changed(case, rows=tuple(filled if r is known else r for r in case.rows))
    one = instance_of(case, register.per, instance)
    facts = CaseFacts(workflow, case, Moment(event.date, event.id, event.by.id), one)
    if register.when is not None and register.when.run(facts) is not True:
        return case
    row = RegisterRow(register.id, event.date, (event.seq,), instance)
    return changed(case, rows=(*case.rows, row))


def instance_of(case: Case, task: str, number: int) -> Instance | None:
    """One instance of a task by its number."""
    return next((one for one in case.instances.get(task, ()) if one.number == number), None)


def export_of(workflow: Workflow, case: Case, today: date) -> dict[str, Any]:
    """What other cases may read of this one: its exports, with its number and kind, as JSON values."""
    facts = CaseFacts(workflow, case, Moment(today))
    found: dict[str, Any] = {"number": case.number, "kind": case.kind}
    for name, rule in workflow.exports.items():
        value = rule.run(facts)
        if value is not MISSING:
            found[name] = value.isoformat() if isinstance(value, date) else value
    return found
