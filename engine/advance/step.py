"""One step, judged and made: the event, the letters it issues, the numbers it gives out, the case after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from engine.advance import checks
from engine.advance.built_in import built_in
from engine.advance.forms import judge_form
from engine.advance.letters import compose
from engine.advance.order import Situation, World, fresh_instance, new_case, situation
from engine.errors import Objection, Refused
from engine.facts import CaseFacts, Moment, terms_of
from engine.fold import BUILT_IN, apply
from engine.model.case import Case, Event, Instance, Issued, Order, Person
from engine.model.rule import Rule
from engine.model.workflow import Command, Workflow


@dataclass(frozen=True, slots=True)
class Step:
    """A step that may be written: its event and the case after it."""

    event: Event
    case: Case


def advance(workflow: Workflow, case: Case | None, order: Order, world: World) -> Step:
    """The step that `order` asks for. `case` is None for a new one. Raises Refused with every objection."""
    here = case or new_case(workflow, order, world)
    if order.command in BUILT_IN and case is not None:
        built, amended, against = built_in(workflow, case, order, world)
        if amended is None:
            raise Refused(against)
        return Step(built, amended)
    command = _command(workflow, order, case is None)
    instance = instance_for(workflow, here, command, order.instance, order.date)
    now = _prepared(workflow, here, order, command, instance, world)
    objections, event, after = _judge(now, world)
    stopping = [o for o in objections if o.severity == "block" or o.rule not in order.acknowledged]
    if stopping or event is None or after is None:
        raise Refused(stopping)
    return Step(event, after)


def _command(workflow: Workflow, order: Order, is_new: bool) -> Command:
    command = workflow.commands.get(order.command)
    if command is None:
        names = "、".join(sorted(c.id for c in workflow.commands.values()))
        ja = f"「{order.command}」という操作はありません。あるもの: {names}"
        raise Refused([Objection("from", ja, f"There is no command “{order.command}”. There are: {names}")])
    if is_new and not (command.start and not command.task):
        ja, en = (
            f"「{command.title.ja}」では件を始められません。",
            f"A case is not begun by “{command.title.within('en')}”.",
        )
        raise Refused([Objection("from", ja, en)])
    return command


def instance_for(
    workflow: Workflow, case: Case, command: Command, number: int, today: date
) -> Instance | None:
    """The task instance a command means: a new one, the one named, or the only one it can apply to."""
    if not command.task:
        return None
    task = workflow.tasks[command.task]
    if command.start:
        return fresh_instance(case, task, today)
    known = case.instances.get(task.id, ())
    if number:
        return next((one for one in known if one.number == number), None)
    fitting = [one for one in known if one.state in command.sources and not one.cancelled]
    if len(fitting) > 1:
        numbers = "、".join(str(one.number) for one in fitting)
        ja = f"「{task.title.ja}」が{len(fitting)}つあります。どれか（{numbers}）を番号で選んでください。"
        raise Refused([Objection("from", ja, f"Several are open; say which: {numbers}.", "/task")])
    return fitting[0] if fitting else None


def _prepared(
    workflow: Workflow, case: Case, order: Order, command: Command, instance: Instance | None, world: World
) -> Situation:
    form = workflow.forms.get(command.form)
    if form is not None:
        order = replace(order, form=form.normalise(order.form))
    return situation(workflow, case, order, command, instance, world)


def _judge(now: Situation, world: World) -> tuple[list[Objection], Event | None, Case | None]:
    """Every objection in the order of checks, and what the step would give."""
    first = checks.from_objections(now.workflow, now.case, now.command, now.instance)
    first = first or _role(now)
    if first:
        return first, None, None
    wrong = [*_form(now), *checks.date_objections(now)]
    unfit = any(o.rule == "form" for o in wrong)
    if not unfit and (not_now := checks.when_objections(now)):
        return [*wrong, *not_now], None, None
    broken = {o.field.split("/")[1] for o in wrong if o.rule == "form" and o.field.startswith("/")}
    for one in now.command.require.values():
        if not _reads_broken(one.rule, now.command.form, broken):
            objection = checks.requirement_objection(one, now.during)
            wrong += [objection] if objection else []
    wrong += checks.blocking_objections(now) if not unfit else ()
    if unfit:
        return wrong, None, None
    after = apply(now.workflow, now.case, now.event)
    wrong += checks.leaving_objections(now, after)
    wrong += checks.undecided_target(now, after)
    facts = _facts_after(now, after)
    wrong += checks.invariant_objections(now.workflow, facts)
    letters, blanks = _letters(now, facts, world)
    wrong += blanks
    event = _finished(now, world, facts, letters)
    return wrong, event, apply(now.workflow, now.case, event)


def _role(now: Situation) -> list[Objection]:
    if now.order.by.id == "system" and not now.order.by.member:
        return []
    return checks.role_objections(now.workflow, now.before, now.command, now.order.by, now.order.recorded_by)


def _form(now: Situation) -> list[Objection]:
    form = now.workflow.forms.get(now.command.form)
    if form is None:
        return [
            Objection(
                "form",
                f"この操作に項目はありません: {name}",
                f"This command takes no form: {name}",
                f"/{name}",
            )
            for name in now.order.form
        ]
    return judge_form(form, now.order.form, now.during)


def _reads_broken(rule: Rule, form: str, broken: set[str]) -> bool:
    return any(path.startswith(f"{form}.") and path.split(".")[1] in broken for path in rule.reads)


def _facts_after(now: Situation, after: Case) -> CaseFacts:
    moment = Moment(now.order.date, now.command.id, now.order.by.id)
    instance = None
    if now.task is not None and now.instance is not None:
        instance = after.instances[now.task.id][now.instance.number - 1]
    return CaseFacts(now.workflow, after, moment, instance)


def _letters(now: Situation, facts: CaseFacts, world: World) -> tuple[list[Issued], list[Objection]]:
    letters: list[Issued] = []
    wrong: list[Objection] = []
    for notice in now.workflow.notices.values():
        if now.command.id in notice.at and (notice.when is None or notice.when.run(facts) is True):
            issued, objections = compose(facts, notice, world.serials)
            letters += issued
            wrong += objections
    return letters, wrong


def _finished(now: Situation, world: World, facts: CaseFacts, letters: Iterable[Issued]) -> Event:
    """The event with its letters, the numbers it gives out and the due dates as they stand now."""
    issued = tuple(letters)
    numbers = dict(now.event.numbers)
    if now.command.start and now.task is None:
        numbers |= {"case": world.case_number, "kind": now.order.kind, "version": now.workflow.version}
    for letter in issued:
        if now.workflow.notices[letter.id].serial:
            numbers[f"letter.{letter.id}"] = str(world.serials.get(letter.id, 1))
    told = {clock.id: _told(facts, clock.id) for clock in now.workflow.clocks.values()}
    return replace(now.event, letters=issued, numbers=numbers, told=told)


def _told(facts: CaseFacts, clock: str) -> str:
    found = facts.clock(clock)
    return found[1].due.isoformat() if found and found[1].due else ""


# --- what may be done, without a form


def blocked(
    workflow: Workflow,
    case: Case,
    command: Command,
    today: date,
    person: Person | None = None,
    number: int = 0,
) -> list[Objection]:
    """What stands against a command before its form is filled in; empty if it may be begun now."""
    try:
        instance = instance_for(workflow, case, command, number, today)
    except Refused:
        instance = next(iter(case.instances.get(command.task, ())), None)
        instance = next((i for i in case.instances[command.task] if i.state in command.sources), instance)
    actor = person or Person("")
    order = Order(command.id, today, actor, actor)
    now = situation(workflow, case, order, command, instance, World("", ""))
    found = checks.from_objections(workflow, case, command, instance)
    if not found and person is not None:
        found = checks.role_objections(workflow, now.before, command, person, person)
    if not found and not _open_yet(command.when, command.form, now.before):
        found = checks.when_objections(now)
    if found:
        return found
    for one in command.require.values():
        objection = checks.requirement_objection(one, now.before)
        if objection and objection.severity == "block" and not _open_yet(one.rule, command.form, now.before):
            found.append(objection)
    found += [o for o in checks.blocking_objections(now) if o.severity == "block"]
    for clock in workflow.clocks.values():
        for sort in clock.extensions.values():
            if sort.at == command.id and not any(o.rule.startswith("extension.") for o in found):
                terms = terms_of(now.before, clock)
                if terms.period is None and terms.until is None:
                    found.append(checks.none_defined(sort, clock))
    return found


def _open_yet(rule: Rule | None, form: str, facts: CaseFacts) -> bool:
    """Whether a rule depends on what the command's own form will say."""
    if rule is None:
        return True
    return (
        bool(form)
        and any(path.startswith(f"{form}.") for path in rule.reads)
        and not isinstance(rule.run(facts), bool)
    )


def available(workflow: Workflow, case: Case, today: date, person: Person | None = None) -> list[str]:
    """The commands that may be begun now, in the order written; built-in ones are not listed."""
    return [
        command.id
        for command in workflow.commands.values()
        if not (command.start and not command.task) and not blocked(workflow, case, command, today, person)
    ]
