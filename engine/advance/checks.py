"""The checks of a step, in their order: from, role, form, when, requirements and blocks, invariants, letters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from typing import Literal

from engine.advance.limits import clocks_of, extension_objections, gate_objections
from engine.advance.order import Situation
from engine.advance.payments import payment_objections
from engine.advance.words import pointer_of, text_of
from engine.errors import Objection
from engine.facts import CaseFacts
from engine.fold import must_end, next_state
from engine.model.basics import MISSING, Text
from engine.model.case import Case, Instance, Person
from engine.model.rule import Rule
from engine.model.workflow import Actor, Command, Fee, Requirement, Task, Workflow
from engine.rules import conditions, say
from engine.wareki import said_date

# --- 1 from


def from_objections(
    workflow: Workflow, case: Case, command: Command, instance: Instance | None
) -> list[Objection]:
    """Whether the command starts from the state the case (or the task's instance) is in."""
    if command.task:
        return _task_from(workflow, case, command, instance)
    if command.start:
        return (
            []
            if not case.events
            else [_from(command, "この件はもう受け付けています。", "This case exists already.")]
        )
    if case.state in command.sources:
        return []
    states = workflow.machine.states
    here = states[case.state].title if case.state in states else Text("—")
    there = [states[s].title for s in states if s in command.sources]
    ja = (
        f"「{command.title.ja}」は「{'」「'.join(t.ja for t in there)}」で行います。いまは「{here.ja}」です。"
    )
    en = (
        f"“{command.title.within('en')}” is done in: {', '.join(t.within('en') for t in there)}. "
        f"The case is in: {here.within('en')}."
    )
    return [_from(command, ja, en)]


def _from(command: Command, ja: str, en: str) -> Objection:
    return Objection("from", ja, en, "", text_of(command.basis))


def _task_from(
    workflow: Workflow, case: Case, command: Command, instance: Instance | None
) -> list[Objection]:
    task = workflow.tasks[command.task]
    if not command.start:
        if instance is None:
            ja = f"「{task.title.ja}」で「{command.title.ja}」を行えるものがありません。"
            en = f"No “{task.title.within('en')}” is open for “{command.title.within('en')}”."
            return [_from(command, ja, en)]
        if instance.cancelled or instance.state not in command.sources:
            here = task.machine.states.get(instance.state)
            ja = f"「{task.title.ja}」{instance.number}は「{here.title.ja if here else ''}」です。"
            en = f"“{task.title.within('en')}” {instance.number} is in “{here.title.within('en') if here else ''}”."
            return [_from(command, ja, en)]
        return []
    states = workflow.machine.states
    if task.during is not None and case.state not in task.during:
        where = states[case.state].title if case.state in states else Text("—")
        ja = f"「{task.title.ja}」はいま（{where.ja}）始められません。"
        en = f"“{task.title.within('en')}” cannot be opened now ({where.within('en')})."
        return [_from(command, ja, en)]
    known = case.instances.get(task.id, ())
    open_now = sum(one.open for one in known)
    over = task.max is not None and len(known) >= task.max
    if over or (task.max_open is not None and open_now >= task.max_open):
        ja = f"「{task.title.ja}」が続いているので、新しく始められません。"
        en = f"“{task.title.within('en')}” is under way, so no other can begin."
        if over:
            ja = f"「{task.title.ja}」は{task.max}回までです。"
            en = f"“{task.title.within('en')}”: {task.max} at most."
        return [Objection(f"task.{task.id}", ja, en, "", text_of(task.basis))]
    return []


# --- 2 role


def role_objections(
    workflow: Workflow, facts: CaseFacts, command: Command, by: Person, typed_by: Person
) -> list[Objection]:
    """Whether the one who acts holds a role of the command, and the one who types may type for that role."""
    unit = facts["case.unit"]
    fitting = [a for a in command.by if _holds(a, by, unit if isinstance(unit, str) else "")]
    if not fitting:
        wanted = "、".join(_role_title(workflow, a, unit).ja for a in command.by)
        english = ", ".join(_role_title(workflow, a, unit).within("en") for a in command.by)
        ja = f"「{command.title.ja}」を行えるのは {wanted} です。"
        en = f"“{command.title.within('en')}” is for: {english}."
        return [Objection("role", ja, en, "", text_of(command.basis))]
    return may_record(workflow, by, typed_by, fitting, unit if isinstance(unit, str) else "")


def may_record(
    workflow: Workflow, by: Person, typed_by: Person, actors: Iterable[Actor], unit: str = ""
) -> list[Objection]:
    """Whether the one who types may type for the one who acts, in one of the roles `actors`."""
    if by.id == typed_by.id and by.member == typed_by.member:
        return []
    for actor in actors:
        role = workflow.org.roles[actor.role]
        if _holds(actor, typed_by, unit) or any(typed_by.holds(other) for other in role.recorded_by):
            return []
    ja = f"{typed_by.name or typed_by.id} は、{by.name or by.id} の行ったことを記録できる役割ではありません。"
    en = f"{typed_by.name or typed_by.id} may not record what {by.name or by.id} did."
    return [Objection("role", ja, en)]


def _holds(actor: Actor, person: Person, unit: str) -> bool:
    if actor.of:
        return bool(unit) and person.holds(actor.role, unit)
    return person.holds(actor.role)


def _role_title(workflow: Workflow, actor: Actor, unit: object) -> Text:
    role = workflow.org.roles[actor.role].title
    one = workflow.org.units.get(unit) if isinstance(unit, str) else None
    if not actor.of or one is None:
        return role
    holder = one.holders.get(actor.role)
    ja = f"{one.title.ja}の{role.ja}" + (f"（{holder.ja}）" if holder else "")
    return Text(ja, f"{role.within('en')} of {one.title.within('en')}")


# --- the business date


def earliest(
    workflow: Workflow, case: Case, command: Command, instance: Instance | None
) -> tuple[date | None, Text]:
    """The first day a step may be dated: of one that leaves a state, the day that state was entered."""
    first = case.standing[0].date if case.standing else None
    stays = command.start or command.target.how == "stay"
    if stays and not command.task:
        return first, Text("受付", "the intake")
    if command.task:
        title = workflow.tasks[command.task].title
        if instance is None or command.start:
            return first, Text("受付", "the intake")
        return (instance.opened if stays else instance.entered or instance.opened), title
    return case.entered, Text("前の段階に入った日", "the day the present step began")


def date_objections(now: Situation) -> list[Objection]:
    """A step that leaves a state is not dated before that state was entered; any other not before the intake."""
    limit, what = earliest(now.workflow, now.case, now.command, now.instance)
    if limit is None or now.order.date >= limit:
        return []
    ja = f"日付 {said_date(now.order.date)} は、{what.ja}（{said_date(limit)}）より前です。"
    en = f"The date {now.order.date} is before {what.within('en')} ({limit})."
    return [Objection("date", ja, en, "/date")]


# --- 4 when


def when_objections(now: Situation) -> list[Objection]:
    rule = now.command.when
    if rule is None or rule.run(now.during) is True:
        return []
    lack = _lacking(rule, now.during)
    ja = f"「{now.command.title.ja}」はいま使えません: {say(rule)}{lack.ja}"
    en = f"“{now.command.title.within('en')}” does not apply now: {say(rule, 'en')}{lack.en}"
    return [Objection("when", ja, en, "", text_of(now.command.basis))]


def _lacking(rule: Rule, facts: CaseFacts) -> Text:
    """Which facts are missing and leave a rule open, by their labels."""
    missing = [fact for one in conditions(rule, facts) for fact in one.missing]
    ja = "、".join(dict.fromkeys(fact.title.ja or fact.path for fact in missing))
    en = ", ".join(dict.fromkeys(fact.title.within("en") or fact.path for fact in missing))
    return Text(f"（未入力: {ja}）", f" (missing: {en})") if missing else Text("")


# --- 5 requirements and what blocks

Judge = Callable[[], Iterable[Objection]]
"""One check; it raises UnfitError where it needs a field that does not fit."""


def required(now: Situation) -> Iterator[Judge]:
    """Every requirement of the command, and everything that may refuse it for the time being."""
    for one in now.command.require.values():
        yield partial(_requirement, one, now.during)
    yield from blocks(now)


def _requirement(one: Requirement, facts: CaseFacts) -> list[Objection]:
    found = requirement_objection(one, facts)
    return [found] if found is not None else []


def requirement_objection(one: Requirement, facts: CaseFacts) -> Objection | None:
    """The objection of one requirement, or None. It passes only if its rule is true."""
    if one.severity == "off" or (value := one.rule.run(facts)) is True:
        return None
    lack = _lacking(one.rule, facts) if value is MISSING else Text("")
    severity: Literal["block", "warn"] = "warn" if one.severity == "warn" else "block"
    ja, en = one.message.ja + lack.ja, one.message.within("en") + lack.en
    return Objection(one.id, ja, en, "", text_of(one.basis), severity)


def blocking_objections(now: Situation) -> Iterator[Objection]:
    """What `blocks` says against a command all of whose fields fit."""
    for judge in blocks(now):
        yield from judge()


def blocks(now: Situation) -> Iterator[Judge]:
    """Open tasks, clocks and fees that refuse the command."""
    yield partial(_task_blocks, now)
    for clock in clocks_of(now):
        yield partial(gate_objections, now, clock)
        for sort in clock.extensions.values():
            if sort.at == now.command.id:
                yield partial(extension_objections, now, clock, sort)
    for fee in now.workflow.fees.values():
        if now.command.id in fee.before:
            yield partial(_fee_objections, now, fee)
        if now.command.id in fee.paid_at:
            yield partial(payment_objections, now, fee)


def _task_blocks(now: Situation) -> Iterator[Objection]:
    command = now.command
    for task in now.workflow.tasks.values():
        if command.id in task.blocks and _holds_up(task, now):
            ja = f"「{task.title.ja}」が終わるまで「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” waits until “{task.title.within('en')}” has ended."
            yield Objection(f"task.{task.id}", ja, en, "", text_of(task.basis))


def _holds_up(task: Task, now: Situation) -> bool:
    """Whether an open instance of a task is in the way: of one that is attached, only to the instance it is about."""
    own = now.instance.number if now.instance is not None and now.command.task == task.of else 0
    return any(one.open and own in (0, one.parent) for one in now.case.instances.get(task.id, ()))


def _fee_objections(now: Situation, fee: Fee) -> list[Objection]:
    command, charged = now.command, now.during.charged(fee)
    if not charged.applies or charged.silent or (charged.balance is not None and charged.balance <= 0):
        return []
    ja_owed = f"{charged.balance:,}円" if charged.balance is not None else "未定"
    en_owed = f"{charged.balance:,} yen" if charged.balance is not None else "not settled yet"
    ja = f"「{fee.title.ja}」の未納（{ja_owed}）があるので「{command.title.ja}」はできません。"
    en = f"“{command.title.within('en')}” waits for “{fee.title.within('en')}” (open: {en_owed})."
    return [Objection(f"fee.{fee.id}", ja, en, "", text_of(fee.basis))]


def leaving_objections(now: Situation, state: str) -> Iterator[Objection]:
    """Tasks that must end before the case goes on to `state`, which they do not belong to."""
    if now.task is not None or state == now.case.state:
        return
    for task in now.workflow.tasks.values():
        if task.leave == "block" and must_end(now.workflow, task, state) and _any_open(task, now.case):
            ja = f"「{task.title.ja}」がまだ終わっていません。"
            en = f"“{task.title.within('en')}” has not ended yet."
            yield Objection(f"task.{task.id}", ja, en, "", text_of(task.basis))


def _any_open(task: Task, case: Case) -> bool:
    return any(one.open for one in case.instances.get(task.id, ()))


def window_objections(now: Situation, facts: CaseFacts) -> Iterator[Objection]:
    """A request at a window that does not take it in: told when it comes there, with the windows that would."""
    window = facts.case.window
    if not window or window == now.case.window:
        return
    for field, ja, en in _not_taken(now.workflow, window, facts):
        others = [
            one.title
            for one in now.workflow.org.windows.values()
            if one.id != window and not list(_not_taken(now.workflow, one.id, facts))
        ]
        if others:
            ja += f"受け付ける窓口: {'、'.join(t.ja for t in others)}"
            en += f" Windows that do: {', '.join(t.within('en') for t in others)}"
        basis = now.workflow.org.windows[window].basis
        yield Objection(f"window.{window}", ja, en, field, text_of(basis))


def _not_taken(workflow: Workflow, window: str, facts: CaseFacts) -> Iterator[tuple[str, str, str]]:
    """Why a window does not take a request in: (field, Japanese, English)."""
    intake, one = workflow.intakes.get(window), workflow.org.windows.get(window)
    if intake is None or one is None:
        return
    title = one.title
    if intake.accepts is not None and intake.accepts.run(facts) is not True:
        lack = _lacking(intake.accepts, facts)
        ja = f"「{title.ja}」で受け付けるのは、次のものです: {say(intake.accepts)}{lack.ja}。"
        yield "", ja, f"“{title.within('en')}” takes in only: {say(intake.accepts, 'en')}{lack.en}."
    if intake.channel is not None and facts[intake.channel.path] not in one.channels:
        names = intake.channel.type.values
        listed = [names.get(word, Text(word)) for word in one.channels]
        ja = f"「{title.ja}」で受け付ける経路は「{'」「'.join(t.ja for t in listed)}」です。"
        en = f"“{title.within('en')}” takes in only by: {', '.join(t.within('en') for t in listed)}."
        yield pointer_of(facts, intake.channel.path), ja, en


# --- 6 invariants


def invariant_objections(workflow: Workflow, facts: CaseFacts) -> Iterator[Objection]:
    """Invariants that are false of the result."""
    for one in workflow.invariants.values():
        if one.rule.run(facts) is False:
            due, field = _expected(one.rule, facts)
            yield Objection(
                f"invariant.{one.id}",
                one.title.ja + due.ja,
                one.title.within("en") + due.en,
                field,
                text_of(one.basis),
                "warn" if one.severity == "warn" else "block",
            )


def _expected(rule: Rule, facts: CaseFacts) -> tuple[Text, str]:
    """The dates that were typed and those a clock gives, and the field of the command's own form to correct."""
    command = facts.workflow.commands.get(facts.moment.command)
    form = facts.workflow.forms.get(command.form) if command is not None else None
    own = {f"{form.id}.{one.path}": one for one in form.walk()} if form is not None else {}
    read = [own[path] for path in sorted(rule.reads) if path in own]
    typed = [(one, day) for one in read if form and isinstance(day := facts[f"{form.id}.{one.path}"], date)]
    due = [
        day
        for path in sorted(rule.reads)
        if path.startswith("clock.") and path.endswith(".due") and isinstance(day := facts[path], date)
    ]
    said_ja = [f"入力した「{one.title.ja}」: {said_date(day)}" for one, day in typed] if due else []
    said_en = [f"“{one.title.within('en')}” typed: {day}" for one, day in typed] if due else []
    said_ja += [f"計算した期限: {said_date(day)}" for day in due]
    said_en += [f"computed: {day}" for day in due]
    text = Text(f"（{'、'.join(said_ja)}）", f" ({', '.join(said_en)})") if said_ja else Text("")
    dates = [one for one, _ in typed]
    field = (dates or read)[0] if len(dates) == 1 or len(read) == 1 else None
    return text, f"/{field.path.replace('.', '/')}" if field is not None else ""


def undecided_target(now: Situation, facts: CaseFacts) -> list[Objection]:
    """A `to` map of which no rule is true."""
    command = now.command
    machine = now.task.machine if now.task is not None else now.workflow.machine
    state = now.instance.state if now.instance is not None else now.case.state
    if next_state(machine, command.target, state, facts) is not None:
        return []
    lacks = [_lacking(rule, facts) for _state, rule in command.target.branches if rule is not None]
    ja = "次の段階が決まりません。" + "".join(dict.fromkeys(lack.ja for lack in lacks))
    en = "The next step is not decided." + "".join(dict.fromkeys(lack.en for lack in lacks))
    return [Objection("to", ja, en, "", text_of(command.basis))]
