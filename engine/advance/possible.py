"""What may be begun now, before a form is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from engine.advance import checks
from engine.advance.limits import clocks_of, closed_extension
from engine.advance.order import Situation, World, instance_for, situation
from engine.errors import Objection, Refused
from engine.facts import CaseFacts, UnfitError
from engine.fold import next_state
from engine.model.basics import Value
from engine.model.case import Case, Instance, Order, Person
from engine.model.rule import Node, Rule
from engine.model.workflow import Command, Requirement, Workflow
from engine.rules.compiled import compiled


def available(workflow: Workflow, case: Case, today: date, person: Person | None = None) -> list[str]:
    """The commands that may be begun now, in the order written; built-in ones are not listed."""
    return [
        command.id
        for command in workflow.commands.values()
        if not (command.start and not command.task) and not blocked(workflow, case, command, today, person)
    ]


def blocked(
    workflow: Workflow,
    case: Case,
    command: Command,
    today: date,
    person: Person | None = None,
    number: int = 0,
) -> list[Objection]:
    """What stands against a command whatever its form will say; empty if it may be begun now.

    Where several instances of a task would fit, it may be begun if it may be for one of them.
    """
    found: list[Objection] = []
    try:
        candidates = _candidates(workflow, case, command, number, today)
    except Refused as refused:
        return list(refused.objections)
    for instance in candidates:
        found = _against(workflow, case, command, today, person, instance)
        if not found:
            break
    return found


def _candidates(
    workflow: Workflow, case: Case, command: Command, number: int, today: date
) -> Iterable[Instance | None]:
    of = workflow.tasks[command.task].of if command.task else ""
    many = of if command.start else command.task
    if number or not many:
        return [instance_for(workflow, case, command, number, today)]
    known = [
        one
        for one in case.instances.get(many, ())
        if (one.open if command.start else one.state in command.sources and not one.cancelled)
    ]
    return [instance_for(workflow, case, command, one.number, today) for one in known] or [
        instance_for(workflow, case, command, 0, today)
    ]


def _against(
    workflow: Workflow,
    case: Case,
    command: Command,
    today: date,
    person: Person | None,
    instance: Instance | None,
) -> list[Objection]:
    actor = person or Person("")
    order = Order(command.id, today, actor, actor)
    now = _unasked(situation(workflow, case, order, command, instance, World("", "")))
    found = checks.from_objections(workflow, case, command, instance)
    if not found and person is not None:
        found = checks.role_objections(workflow, now.before, command, person, person)
    if not found and command.when is not None and _known(command.when, now.during) is False:
        found = checks.when_objections(replace(now, during=now.before))
    if found:
        return found
    for one in command.require.values():
        if one.severity == "block" and _known(one.rule, now.during) is False:
            found += _requirement(one, now)
    judges: list[checks.Judge] = [*checks.blocks(now), partial(_closed_extensions, now)]
    for judge in judges:
        try:
            found += [o for o in judge() if o.severity == "block"]
        except UnfitError:
            continue
    return list(dict.fromkeys([*found, *_leaving(now)]))


def _closed_extensions(now: Situation) -> Iterable[Objection]:
    """What stands against every extension by this command, whatever number of days its form will say."""
    for clock in clocks_of(now):
        for sort in clock.extensions.values():
            if sort.at == now.command.id:
                other = False if sort.unless is None else _known(sort.unless, now.during)
                yield from closed_extension(now, clock, sort, other)


def _requirement(one: Requirement, now: Situation) -> Iterable[Objection]:
    """The objection of a requirement that cannot be met; what it lacks is told as far as it is known."""
    try:
        found = checks.requirement_objection(one, now.during)
    except UnfitError:
        found = checks.requirement_objection(one, now.before)
    return [found] if found is not None else []


def _unasked(now: Situation) -> Situation:
    """The situation in which the fields of the command's own form are not known yet: nobody may look them up."""
    form = now.workflow.forms.get(now.command.form)
    seen = now.before
    unfit = frozenset(f"{form.id}.{name}" for name in form.fields) if form is not None else frozenset()
    during = CaseFacts(seen.workflow, seen.case, seen.moment, seen.instance, unfit=unfit)
    without = {k: v for k, v in seen.case.forms.items() if form is None or k != form.id}
    before = CaseFacts(seen.workflow, replace(seen.case, forms=without), seen.moment, seen.instance)
    return replace(now, during=during, before=before)


def _leaving(now: Situation) -> Iterable[Objection]:
    """Tasks that must end first, where it is clear already that the command leaves their states."""
    if now.task is not None:
        return ()
    try:
        state = next_state(now.workflow.machine, now.command.target, now.case.state, now.during)
    except UnfitError:
        return ()
    return checks.leaving_objections(now, state) if state is not None else ()


def _known(rule: Rule, facts: CaseFacts) -> bool | None:
    """Whether a rule is true whatever the form will say; None if that depends on the form."""
    try:
        return rule.run(facts) is True
    except UnfitError:
        parts = rule.node.operands if rule.node.op == "and" else (rule.node,)
        values = [_value(part, facts) for part in parts]
    # One part that is false or missing already keeps the whole from being true.
    return False if any(v is not None and v is not True for v in values) else None


def _value(node: Node, facts: CaseFacts) -> Value | None:
    """The value of a part of a rule; None if it depends on the form. Each part is tried by itself."""
    try:
        return compiled(node)(facts)
    except UnfitError:
        pass
    if node.op in ("and", "or"):
        decisive = node.op == "or"
        return decisive if any(_value(part, facts) is decisive for part in node.operands) else None
    if node.op == "implies":
        premise, conclusion = (_value(part, facts) for part in node.operands)
        return True if premise is False or conclusion is True else None
    return None
