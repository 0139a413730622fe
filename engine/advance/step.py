"""One step, judged and made: the event, the letters it issues, the numbers it gives out, the case after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches

from engine.advance import checks
from engine.advance.built_in import built_in
from engine.advance.forms import judge_form
from engine.advance.letters import compose
from engine.advance.order import Situation, World, instance_for, new_case, situation
from engine.advance.possible import available, blocked
from engine.errors import Objection, Refused
from engine.facts import CaseFacts, Moment, UnfitError
from engine.fold import BUILT_IN, apply, instance_of, rewritten
from engine.model.case import SYSTEM, Case, Event, Instance, Issued, Order, changed
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
        raise Refused([_no_command(workflow, order.command)])
    if is_new and not (command.start and not command.task):
        ja, en = (
            f"「{command.title.ja}」では件を始められません。",
            f"A case is not begun by “{command.title.within('en')}”.",
        )
        raise Refused([Objection("from", ja, en)])
    return command


def _no_command(workflow: Workflow, name: str) -> Objection:
    """What is said about a command that does not exist: the nearest one, and all with their titles."""
    titles = {c.id: c.title for c in workflow.commands.values()}
    near = "".join(get_close_matches(name[:80], sorted({*titles, *BUILT_IN}), 1))
    ja = f"「{name}」という操作はありません{f'（もしかして: {near}）' if near else ''}。"
    en = f"There is no command “{name}”{f' (did you mean: {near})' if near else ''}."
    ja += "あるもの: " + "、".join(f"{one}（{title.ja}）" for one, title in titles.items())
    en += " There are: " + ", ".join(f"{one} ({title.within('en')})" for one, title in titles.items())
    return Objection("from", ja, en)


def _prepared(
    workflow: Workflow, case: Case, order: Order, command: Command, instance: Instance | None, world: World
) -> Situation:
    form = workflow.forms.get(command.form)
    if form is not None:
        order = changed(order, form=form.normalise(order.form))
    return situation(workflow, case, order, command, instance, world)


def _judge(now: Situation, world: World) -> tuple[list[Objection], Event | None, Case | None]:
    """Every objection in the order of checks, and what the step would give."""
    first = checks.from_objections(now.workflow, now.case, now.command, now.instance) or _role(now)
    if first:
        return first, None, None
    wrong = [*_form(now), *checks.date_objections(now)]
    unfit = any(o.rule == "form" for o in wrong)
    if unfit:
        now = _without(now, wrong)
    not_now = _fitting([lambda: checks.when_objections(now)])
    if not_now:
        return [*wrong, *not_now], None, None
    wrong += _fitting(checks.required(now))
    if unfit:
        return wrong, None, None
    event, after, facts, blanks = _made(now, world)
    wrong += checks.leaving_objections(now, after.state)
    wrong += checks.window_objections(now, facts)
    wrong += checks.undecided_target(now, facts)
    wrong += checks.invariant_objections(now.workflow, facts)
    wrong += blanks
    warned = {o.rule for o in wrong if o.severity == "warn"}
    event = changed(event, acknowledged=tuple(sorted(warned & now.order.acknowledged)))
    return wrong, event, rewritten(after, event)


def _without(now: Situation, wrong: Iterable[Objection]) -> Situation:
    """The situation in which nobody may look up a field that does not fit."""
    fields = {o.field.split("/")[1] for o in wrong if o.rule == "form" and o.field.startswith("/")}
    form = now.workflow.forms.get(now.command.form)
    known = form.fields if form is not None else {}
    unfit = frozenset(f"{now.command.form}.{name}" for name in fields & set(known) or known)
    seen = now.during
    return replace(now, during=CaseFacts(seen.workflow, seen.case, seen.moment, seen.instance, unfit=unfit))


def _fitting(judges: Iterable[Callable[[], Iterable[Objection]]]) -> list[Objection]:
    """What the checks say whose facts are all valid."""
    found: list[Objection] = []
    for judge in judges:
        try:
            found += judge()
        except UnfitError:
            continue
    return found


def _role(now: Situation) -> list[Objection]:
    if now.order.by == SYSTEM and now.order.recorded_by == SYSTEM:
        return []
    return checks.role_objections(now.workflow, now.before, now.command, now.order.by, now.order.recorded_by)


def _form(now: Situation) -> list[Objection]:
    form = now.workflow.forms.get(now.command.form)
    if form is not None:
        return judge_form(form, now.order.form, now.during, now.order.by)
    ja, en = "この操作に項目はありません", "This command takes no form"
    return [Objection("form", f"{ja}: {name}", f"{en}: {name}", f"/{name}") for name in now.order.form]


def _made(now: Situation, world: World) -> tuple[Event, Case, CaseFacts, list[Objection]]:
    """The event with its letters, numbers and due dates, the case after it, and what the letters lack."""
    event = now.event
    if now.command.start and now.task is None:
        numbers = {"case": world.case_number, "kind": now.order.kind, "version": now.workflow.version}
        if now.order.paper:
            numbers["paper"] = now.order.paper
        event = changed(event, numbers={**event.numbers, **numbers})
    after = apply(now.workflow, now.case, event)
    facts = _facts_after(now, after)
    letters, blanks = _letters(now, facts, world)
    if letters:
        event = changed(event, letters=tuple(letters), numbers=_numbered(now, event, letters, world))
        after = apply(now.workflow, now.case, event)
        facts = _facts_after(now, after)
    told = {clock: _told(facts, clock) for clock in now.workflow.clocks}
    return changed(event, told=told), after, facts, blanks


def _numbered(now: Situation, event: Event, letters: Iterable[Issued], world: World) -> dict[str, str]:
    """The numbers given out, with the last serial number of each letter that has one."""
    numbers = dict(event.numbers)
    for letter in letters:
        if now.workflow.notices[letter.id].serial:
            last = numbers.get(f"letter.{letter.id}")
            numbers[f"letter.{letter.id}"] = str(int(last) + 1 if last else world.serials.get(letter.id, 1))
    return numbers


def _facts_after(now: Situation, after: Case) -> CaseFacts:
    moment = Moment(now.order.date, now.command.id, now.order.by.id)
    one = instance_of(after, now.task.id, now.event.instance) if now.task is not None else None
    return CaseFacts(now.workflow, after, moment, one)


def _letters(now: Situation, facts: CaseFacts, world: World) -> tuple[list[Issued], list[Objection]]:
    letters: list[Issued] = []
    wrong: list[Objection] = []
    for notice in now.workflow.notices.values():
        if now.command.id in notice.at and (notice.when is None or notice.when.run(facts) is True):
            issued, objections = compose(facts, notice, world.serials)
            letters += issued
            wrong += objections
    return letters, wrong


def _told(facts: CaseFacts, clock: str) -> str:
    found = facts.clock(clock)
    return found[1].due.isoformat() if found and found[1].due else ""


__all__ = ["Step", "advance", "available", "blocked", "instance_for"]
