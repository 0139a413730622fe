"""The checks of a step, in their order: from, role, form, when, requirements and blocks, invariants, letters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from engine.advance.order import Situation
from engine.clocks.reckon import Limits, may_extend
from engine.errors import Objection
from engine.facts import CaseFacts, extension_of, terms_of
from engine.model.basics import Basis, Period, Text
from engine.model.case import Case, Instance, Person
from engine.model.rule import Rule
from engine.model.workflow import Actor, Clock, Command, Requirement, Sort, Task, Workflow
from engine.rules import missing_facts, say
from engine.wareki import format_wareki


def text_of(basis: Basis | None) -> str:
    return basis.text if basis is not None else ""


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
        if instance.state not in command.sources:
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
        ja = f"「{task.title.ja}」はもうあります（開いているもの {open_now}、全部で {len(known)}）。"
        en = f"There is already a “{task.title.within('en')}” ({open_now} open, {len(known)} in all)."
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
    if by.id == typed_by.id and by.member == typed_by.member:
        return []
    for actor in fitting:
        role = workflow.org.roles[actor.role]
        own = _holds(actor, typed_by, unit if isinstance(unit, str) else "")
        if own or any(typed_by.holds(other) for other in role.recorded_by):
            return []
    ja = f"{typed_by.name or typed_by.id} は、{by.name or by.id} の行ったことを記録できる役割ではありません。"
    en = f"{typed_by.name or typed_by.id} may not record what {by.name or by.id} did."
    return [Objection("role", ja, en, "", text_of(command.basis))]


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


def date_objections(now: Situation) -> list[Objection]:
    """A step that leaves a state is not dated before that state was entered; any other not before the intake."""
    first = now.case.standing[0].date if now.case.standing else None
    limit, what = first, Text("受付", "the intake")
    if now.task is None and not now.command.start and now.command.target.how != "stay" and now.case.entered:
        limit, what = now.case.entered, Text("前の段階に入った日", "the day the present step began")
    elif now.instance is not None and not now.command.start:
        limit, what = now.instance.entered or now.instance.opened, now.task.title if now.task else what
    if limit is None or now.order.date >= limit:
        return []
    ja = f"日付 {format_wareki(now.order.date)} は、{what.ja}（{format_wareki(limit)}）より前です。"
    en = f"The date {now.order.date} is before {what.within('en')} ({limit})."
    return [Objection("date", ja, en, "/date")]


# --- 4 when


def when_objections(now: Situation) -> list[Objection]:
    rule = now.command.when
    if rule is None or rule.run(now.during) is True:
        return []
    ja = f"「{now.command.title.ja}」はいま使えません: {say(rule)}"
    en = f"“{now.command.title.within('en')}” does not apply now: {say(rule, 'en')}"
    return [Objection("when", ja + _lacking(rule, now.during), en, "", text_of(now.command.basis))]


def _lacking(rule: Rule, facts: CaseFacts) -> str:
    missing = missing_facts(rule, facts)
    return f"（未入力: {'、'.join(missing)}）" if missing else ""


# --- 5 requirements and what blocks


def requirement_objection(one: Requirement, facts: CaseFacts) -> Objection | None:
    """The objection of one requirement, or None. It passes only if its rule is true."""
    if one.severity == "off" or one.rule.run(facts) is True:
        return None
    severity = "warn" if one.severity == "warn" else "block"
    lacking = _lacking(one.rule, facts) if one.message.ja == one.id else ""
    return Objection(
        one.id,
        one.message.ja + lacking,
        one.message.within("en"),
        "",
        text_of(one.basis),
        "warn" if severity == "warn" else "block",
    )


def blocking_objections(now: Situation) -> Iterator[Objection]:
    """Open tasks, clocks and fees that refuse the command."""
    command = now.command
    for task in now.workflow.tasks.values():
        if command.id in task.blocks and any(one.open for one in now.case.instances.get(task.id, ())):
            ja = f"「{task.title.ja}」が終わるまで「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” waits until “{task.title.within('en')}” has ended."
            yield Objection(f"task.{task.id}", ja, en, "", text_of(task.basis))
    for clock in (*now.workflow.clocks.values(), *(now.task.clocks.values() if now.task else ())):
        yield from _clock_objections(now, clock)
    for fee in now.workflow.fees.values():
        if command.id in fee.before:
            charged = now.during.charged(fee)
            if charged.applies and not charged.silent and (charged.balance is None or charged.balance > 0):
                owed = f"{charged.balance:,}円" if charged.balance is not None else "未定"
                ja = f"「{fee.title.ja}」の未納（{owed}）があるので「{command.title.ja}」はできません。"
                en = f"“{command.title.within('en')}” waits for “{fee.title.within('en')}” (open: {owed})."
                yield Objection(f"fee.{fee.id}", ja, en, "", text_of(fee.basis))


def _clock_objections(now: Situation, clock: Clock) -> Iterator[Objection]:
    command = now.command
    if command.id in (*clock.not_before, *clock.until_commands):
        found = now.before.clock(clock.id)
        due = found[1].due if found else None
        today = now.order.date
        if due is not None and command.id in clock.not_before and today <= due:
            ja = f"「{clock.title.ja}」（{format_wareki(due)}）が過ぎるまで「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” only after “{clock.title.within('en')}” ({due})."
            yield Objection(f"clock.{clock.id}", ja, en, "", text_of(clock.basis))
        if due is not None and command.id in clock.until_commands and today > due:
            ja = f"「{clock.title.ja}」（{format_wareki(due)}）を過ぎたので「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” was possible until {due} (“{clock.title.within('en')}”)."
            yield Objection(f"clock.{clock.id}", ja, en, "", text_of(clock.basis))
    for sort in clock.extensions.values():
        if sort.at == command.id:
            yield from extension_objections(now, clock, sort)


def extension_objections(now: Situation, clock: Clock, sort: Sort) -> Iterator[Objection]:
    """The limits of an extension that the order would break; none is possible where there is no number of days."""
    terms = terms_of(now.before, clock)
    if terms.period is None and terms.until is None:
        yield none_defined(sort, clock)
        return
    asked = extension_of(now.before, sort, now.event)
    if asked is None:
        return
    limits = limits_of(sort, now.during)
    exceeded = may_extend(
        terms, limits, asked.days, now.order.date, now.workflow.org.calendar, sort=sort.id, to=asked.to
    )
    for limit in exceeded:
        yield _exceeded(sort, limit, limits)
    if limits.record == "any" and _late(now, clock):
        yield _exceeded(sort, "record", limits, warn=True)


def none_defined(sort: Sort, clock: Clock) -> Objection:
    """An extension of a clock without a number of days."""
    ja = f"「{clock.title.ja}」には日数の定めがないので、延長できません（遅滞なく）。"
    en = f"“{clock.title.within('en')}” has no number of days, so there is nothing to extend."
    return Objection(f"extension.{sort.id}.none_defined", ja, en, "", text_of(clock.basis))


def limits_of(sort: Sort, facts: CaseFacts) -> Limits:
    """The limits of a sort as they are now: those of `unless` while its rule is true."""
    limits = {"times": sort.times, "each": sort.each, "sum": sort.sum, "cap": sort.cap}
    if sort.unless is not None and sort.unless.run(facts) is True:
        limits |= dict(sort.unless_limits)
    times, each, total, cap = (limits[k] for k in ("times", "each", "sum", "cap"))
    return Limits(
        times if isinstance(times, int) else None,
        each if isinstance(each, int) else None,
        total if isinstance(total, int) else None,
        cap if isinstance(cap, Period) else None,
        sort.record,
    )


def _late(now: Situation, clock: Clock) -> bool:
    found = now.before.clock(clock.id)
    return bool(found and found[1].due is not None and now.order.date > found[1].due)


def _exceeded(sort: Sort, limit: str, limits: Limits, warn: bool = False) -> Objection:
    number = {"times": limits.times, "each": limits.each, "sum": limits.sum, "cap": limits.cap}.get(limit)
    ja, en = {
        "times": (
            f"「{sort.title.ja}」は{number}回までです。",
            f"“{sort.title.within('en')}”: {number} times at most.",
        ),
        "each": (f"一度に延長できるのは{number}日までです。", f"At most {number} days at a time."),
        "sum": (f"延長は合わせて{number}日までです。", f"At most {number} days of extension in all."),
        "cap": (f"全体の期間は{number}までです。", f"The whole period is {number} at most."),
        "record": ("期限を過ぎてから延長しています。", "The extension is recorded after the due date."),
    }[limit]
    return Objection(
        f"extension.{sort.id}.{limit}", ja, en, "", text_of(sort.basis), "warn" if warn else "block"
    )


def leaving_objections(now: Situation, after: Case) -> Iterator[Objection]:
    """Tasks that must end before the case leaves the states they belong to."""
    if after.state == now.case.state:
        return
    for task in now.workflow.tasks.values():
        if task.leave == "block" and _must_end(task, now.workflow, after) and _any_open(task, now.case):
            ja = f"「{task.title.ja}」がまだ終わっていません。"
            en = f"“{task.title.within('en')}” has not ended yet."
            yield Objection(f"task.{task.id}", ja, en, "", text_of(task.basis))


def _must_end(task: Task, workflow: Workflow, after: Case) -> bool:
    if task.during is not None:
        return after.state not in task.during
    return bool(workflow.machine.states[after.state].end)


def _any_open(task: Task, case: Case) -> bool:
    return any(one.open for one in case.instances.get(task.id, ()))


# --- 6 invariants


def invariant_objections(workflow: Workflow, facts: CaseFacts) -> Iterator[Objection]:
    """Invariants that are false of the result."""
    for one in workflow.invariants.values():
        if one.rule.run(facts) is False:
            ja, en = one.title.ja, one.title.within("en")
            due = _expected(one.rule, facts)
            yield Objection(
                f"invariant.{one.id}",
                ja + due,
                en + due,
                "",
                text_of(one.basis),
                "warn" if one.severity == "warn" else "block",
            )


def _expected(rule: Rule, facts: CaseFacts) -> str:
    """The dates a clock gives, for the person who must type the right one."""
    found = [
        facts[path] for path in sorted(rule.reads) if path.startswith("clock.") and path.endswith(".due")
    ]
    dates = [d for d in found if isinstance(d, date)]
    return f"（{'、'.join(f'{format_wareki(d)} {d.isoformat()}' for d in dates)}）" if dates else ""


def undecided_target(now: Situation, after: Case) -> list[Objection]:
    """A `to` map of which no rule is true."""
    target = now.command.target
    if (
        target.how != "map"
        or after.state != now.case.state
        or any(s == after.state for s, _ in target.branches)
    ):
        return []
    missing = [m for _s, rule in target.branches if rule is not None for m in missing_facts(rule, now.during)]
    lack = f"（未入力: {'、'.join(dict.fromkeys(missing))}）" if missing else ""
    ja, en = f"次の段階が決まりません。{lack}", "The next step is not decided."
    return [Objection("to", ja, en, "", text_of(now.command.basis))]
