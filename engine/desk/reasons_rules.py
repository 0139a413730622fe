"""なぜ, of what hangs on rules: a command, a permission, required papers, a field that was asked or not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from engine.desk.case_data import value_lines
from engine.desk.reasons import Reason, Teller
from engine.desk.reasons_facts import bringing, doing, fact_of, filling, fits, of_rule, recorded
from engine.errors import UsageError
from engine.model.basics import Basis

if TYPE_CHECKING:
    from engine.errors import Objection
    from engine.model.workflow import Command, Element, EvidenceRule

Answer = tuple[str, list[Reason]]


# --- a command


def of_command(teller: Teller, command_id: str) -> Answer:
    """Whether a command may be begun: what stands against it, its rules one by one, and what would help."""
    from engine.advance import blocked

    facts = teller.facts
    command = facts.workflow.commands[command_id]
    against = blocked(facts.workflow, facts.case, command, facts.moment.today)
    barred = [o for o in against if o.severity == "block"]
    found: list[Reason] = []
    if not barred:
        found.append(teller.rule(teller.both("いまできます。", "It is possible now."), command))
    for objection in barred:
        said = teller.rule(objection.within(teller.language), _element_of(teller, command, objection), False)
        found += [replace(said, stops=True), *_standing(teller, objection)]
        found += _helping(teller, command, objection)
    if command.when is not None:
        found += of_rule(teller, command.when, command)
    for one in command.require.values():
        found += of_rule(teller, one.rule, one)
    bases: list[Basis | str | None] = [command.basis, *(one.basis for one in command.require.values())]
    found += teller.articles(*bases, *(o.basis for o in barred))
    found += _people(teller, command)
    found = [one for one in found if one.goto != f"do {command_id}"]  # it is no help towards itself
    if not barred:
        found.append(teller.help(command.title.within(teller.language), f"do {command.id}"))
    return command.title.within(teller.language), found


def _standing(teller: Teller, objection: Objection) -> Iterator[Reason]:
    """The fact an objection speaks of where no rule names it: the date that passed, the fee that is owed."""
    head, _, name = objection.rule.partition(".")
    workflow = teller.facts.workflow
    for clock in workflow.clocks.values() if head == "extension" else ():
        if name.partition(".")[0] in clock.extensions:
            yield from fact_of(teller, f"clock.{clock.id}.due", clock.title)
    if head == "fee" and name in workflow.fees:
        yield Reason("fact", teller(workflow.fees[name].title), goto=f"why fee {name}")


def _element_of(teller: Teller, command: Command, objection: Objection) -> Element:
    head, _, name = objection.rule.partition(".")
    workflow = teller.facts.workflow
    known: dict[str, Any] = {
        "task": workflow.tasks,
        "clock": workflow.clocks,
        "fee": workflow.fees,
        "invariant": workflow.invariants,
    }
    if objection.rule in command.require:
        return command.require[objection.rule]
    found: Element = known.get(head, {}).get(name, command)
    return found


def _helping(teller: Teller, command: Command, objection: Objection) -> Iterator[Reason]:
    """What would take an objection away, as actions."""
    workflow = teller.facts.workflow
    head, _, name = objection.rule.partition(".")
    if objection.rule == "from" and not command.task:
        yield from _leading_on(teller)
    elif head == "task" and name in workflow.tasks:
        for one in workflow.tasks[name].machine.commands.values():
            if not one.start and fits(teller, one):
                yield teller.help(one.title.within(teller.language), f"do {one.id}", str(one.basis or ""))
    elif head == "fee" and name in workflow.fees:
        for paying in workflow.fees[name].paid_at:
            yield doing(teller, paying)
    elif objection.rule in command.require:
        yield from filling(teller, command.require[objection.rule].rule)


def _leading_on(teller: Teller) -> Iterator[Reason]:
    """The commands by which the case leaves the step it is in, to a further step."""
    workflow, case = teller.facts.workflow, teller.facts.case
    states = workflow.machine.states
    for one in workflow.machine.commands.values():
        aside = any(s in states and states[s].end == "aside" for s, _ in one.target.branches)
        if case.state in one.sources and one.target.how != "stay" and not aside:
            yield doing(teller, one.id)


def _people(teller: Teller, command: Command) -> Iterator[Reason]:
    """Who may do it, as a rule; who does not hold the role is told who does."""
    from engine.advance.checks import role_objections

    against = role_objections(teller.facts.workflow, teller.facts, command, teller.person, teller.person)
    roles = "、".join(teller(teller.facts.workflow.org.roles[a.role].title) for a in command.by)
    text = teller.both(f"行える人: {roles}", f"May be done by: {roles}")
    yield teller.rule(text, command, not against)
    if against:
        yield from _holders(teller, command)


# --- a permission


def of_permission(teller: Teller, command_id: str) -> Answer:
    """Who may do a command, which roles the one signed in holds, and who could do it instead."""
    command = teller.facts.workflow.commands.get(command_id)
    if command is None:
        raise UsageError(f"「{command_id}」という操作はありません。", f"There is no command “{command_id}”.")
    org = teller.facts.workflow.org
    held = [
        org.roles[r.partition("@")[0]].title for r in teller.person.roles if r.partition("@")[0] in org.roles
    ]
    names = "、".join(dict.fromkeys(teller(one) for one in held)) or teller.both("なし", "none")
    mine = teller.both(f"{teller.person.name} の役割: {names}", f"Roles of {teller.person.name}: {names}")
    found = [Reason("fact", mine), *_people(teller, command)]
    for actor in command.by:
        role = org.roles[actor.role]
        if role.recorded_by:
            typing = "、".join(teller(org.roles[r].title) for r in role.recorded_by if r in org.roles)
            said = teller.both(
                f"{role.title.ja} が決めたことは {typing} が入力できます",
                f"{typing} may type for {teller(role.title)}",
            )
            may = any(teller.person.holds(r) for r in role.recorded_by)
            found.append(teller.rule(said, role, may))
    found += teller.articles(command.basis, *(org.roles[a.role].basis for a in command.by))
    return command.title.within(teller.language), found


def _holders(teller: Teller, command: Command) -> Iterator[Reason]:
    from engine.advance.checks import role_objections

    able = [
        one.name
        for one in teller.members
        if not role_objections(teller.facts.workflow, teller.facts, command, one, one)
    ]
    if able:
        names = "、".join(able)
        yield teller.help(teller.both(f"{names} に頼む", f"Ask {names}"))
    else:
        said = ("行える人がまだ登録されていません。", "Nobody who may do it is registered yet.")
        yield teller.help(teller.both(*said))


# --- papers


def of_evidence(teller: Teller, rule_id: str) -> Answer:
    """Why papers are required, which were accepted, and what is still lacking."""
    rule = teller.facts.workflow.evidence.get(rule_id)
    if rule is None:
        raise UsageError(
            f"「{rule_id}」という書類の決まりはありません。", f"There is no evidence rule “{rule_id}”."
        )
    verdict = teller.facts.verdict(rule_id)
    status = {
        "accepted": teller.both("そろっています。", "Complete."),
        "pending": teller.both("確認の記録を待っています。", "Awaiting the record of a check."),
        "missing": teller.both("足りません。", "Something is missing."),
    }[verdict.status]
    met = True if verdict.status == "accepted" else False if verdict.status == "missing" else None
    found = [teller.rule(f"{teller(rule.title)}: {status}", rule, met)]
    found += _presented(teller, rule)
    found += [Reason("fact", teller.both(r.ja, r.en), False) for r in verdict.rejected]
    if rule.when is not None:
        found += of_rule(teller, rule.when, rule)
    for lacking in verdict.missing:
        found.append(teller.help(teller.both(lacking.ja, lacking.en), basis=str(lacking.basis or "")))
    if verdict.status != "accepted":
        found += [doing(teller, one) for one in bringing(teller, rule)]
    found += teller.articles(rule.basis, *(one.basis for one in verdict.missing))
    return teller(rule.title), found


def _presented(teller: Teller, rule: EvidenceRule) -> Iterator[Reason]:
    from engine.desk.case_past import papers_of

    events = {e.seq: e for e in teller.facts.case.standing}
    for paper in papers_of(teller.facts, teller.language):
        if paper.rule == rule.id and paper.event in events:
            yield teller.happened(events[paper.event], f"{paper.title}  {paper.about}".strip())
    if rule.checked_by:
        for event in teller.facts.case.occurrences.get(rule.checked_by, ()):
            yield teller.happened(event)


# --- a field


def of_field(teller: Teller, path: str) -> Answer:
    """What stands in a field and who recorded it; of one that was not asked, why not."""
    form_id, _, inner = path.partition(".")
    form = teller.facts.workflow.forms.get(form_id)
    one = next((f for f in form.walk() if f.path == inner), None) if form else None
    if form is None or one is None:
        raise UsageError(f"「{path}」という項目はありません。", f"There is no field “{path}”.")
    found: list[Reason] = []
    for event, value in recorded(teller, form_id, one):
        said = "・".join(value_lines(value, one.type, teller.language))
        found.append(teller.happened(event, f"{teller(one.title)}: {said}"))
    asked = teller.facts.shown(one)
    if one.when is not None:
        found += of_rule(teller, one.when, None, str(one.place or ""))
        if not asked:
            said = teller.both("この項目は聞きません。", "This field is not asked.")
            found.append(teller.rule(said, None, None, str(one.place or "")))
    must = (
        teller.both("必ず書く項目です。", "Required.")
        if one.required
        else teller.both("任意の項目です。", "Optional.")
    )
    found.append(teller.rule(must, None, None, str(one.place or "")))
    for event, _ in recorded(teller, form_id, one):
        found.append(
            teller.help(
                teller.both("間違いなら、記録した出来事を直す", "If wrong, amend its event"),
                f"event {event.seq}",
            )
        )
    return teller(one.title), found


__all__ = ["of_command", "of_evidence", "of_field", "of_permission"]
