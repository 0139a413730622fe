"""The commands every case knows: note, attach, amend, take_back. Amending and taking back fold the case again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.advance.checks import earliest, invariant_objections, may_record
from engine.advance.forms import judge_form
from engine.advance.order import World, event_of
from engine.errors import Objection
from engine.facts import CaseFacts, Moment
from engine.fold import BUILT_IN, apply, instance_of, standing
from engine.model.case import Case, Event, Order, Person
from engine.model.hostile import hostile
from engine.model.workflow import Actor, Workflow
from engine.wareki import said_date


def built_in(
    workflow: Workflow, case: Case, order: Order, world: World
) -> tuple[Event, Case | None, list[Objection]]:
    """The event of a built-in command, the case after it (None if it is refused), and every objection."""
    event = event_of(order, case, world, 0, "")
    objections = _role(workflow, order) or list(hostile(order.form))
    if not objections:
        event = _normal(workflow, case, event)
        judges = {"note": _note, "attach": _attach, "amend": _amend, "take_back": _take_back}
        objections = judges[order.command](workflow, case, event)
    if objections:
        return event, None, objections
    return event, apply(workflow, case, event), []


def _normal(workflow: Workflow, case: Case, event: Event) -> Event:
    """An amendment with its data in their stored form, as if they had been typed into the form itself."""
    change = event.form.get("form")
    aim = next((e for e in case.standing if e.seq == event.form.get("event")), None)
    command = workflow.commands.get(aim.id) if aim is not None else None
    if event.id != "amend" or not isinstance(change, Mapping) or command is None or not command.form:
        return event
    filled = {name: value for name, value in change.items() if value is not None}
    normal = workflow.forms[command.form].normalise(filled)
    return replace(event, form={**event.form, "form": {name: normal.get(name) for name in change}})


def may_amend(workflow: Workflow, person: Person) -> bool:
    """Whether the person holds a role that may amend and take back (`organisation.amend`)."""
    return any(person.holds(role) for role in workflow.org.amend)


def _role(workflow: Workflow, order: Order) -> list[Objection]:
    if order.command in ("amend", "take_back"):
        held = [Actor(r) for r in workflow.org.amend if r in workflow.org.roles and order.by.holds(r)]
        if held:
            return may_record(workflow, order.by, order.recorded_by, held)
        titles = [workflow.org.roles[r].title for r in workflow.org.amend if r in workflow.org.roles]
        ja = f"直したり取り消したりできるのは {'、'.join(t.ja for t in titles)} です。"
        return [Objection("role", ja, f"For: {', '.join(t.within('en') for t in titles)}.")]
    if order.by.roles or not order.by.member:
        return []
    return [
        Objection("role", "役割のない人は記録できません。", "A person without a role cannot record anything.")
    ]


def _note(_workflow: Workflow, _case: Case, event: Event) -> list[Objection]:
    return _unknown(event, ("text",)) or _needs(event, "text", "メモの文", "the text of the note")


def _attach(_workflow: Workflow, _case: Case, event: Event) -> list[Objection]:
    found = _unknown(event, ("note", "where"))
    if not event.attachments and not event.form.get("where"):
        ja, en = "添える書類か、紙の所在を入れてください。", "Give a file, or where the paper is kept."
        found.append(Objection("form", ja, en, "/where"))
    return found


def _unknown(event: Event, known: tuple[str, ...]) -> list[Objection]:
    return [
        Objection("form", f"「{name}」という項目はありません。", f"There is no field “{name}”.", f"/{name}")
        for name in event.form
        if name not in known
    ]


def _needs(event: Event, name: str, ja: str, en: str) -> list[Objection]:
    value = event.form.get(name)
    if isinstance(value, str) and value.strip():
        return []
    return [Objection("form", f"{ja}を入れてください。", f"{en[0].upper()}{en[1:]} is required.", f"/{name}")]


def _aim(case: Case, event: Event) -> tuple[Event | None, list[Objection]]:
    """The earlier event that is amended or taken back."""
    found = _needs(event, "reason", "理由", "a reason")
    number = event.form.get("event")
    aim = next((e for e in case.standing if e.seq == number), None)
    if aim is None or (aim.id in BUILT_IN and aim.id != "note"):
        ja = (
            f"直せる出来事 {number} はありません。" if number else "何番の出来事か（event）を入れてください。"
        )
        found.append(Objection("form", ja, "Give the number of an event that stands.", "/event"))
        return None, found
    return aim, found


def _take_back(workflow: Workflow, case: Case, event: Event) -> list[Objection]:
    aim, found = _aim(case, event)
    found += _unknown(event, ("event", "reason"))
    if aim is None or found:
        return found
    if aim.seq == case.standing[0].seq:
        ja, en = (
            "受付は取り消せません。取下げを使ってください。",
            "The intake cannot be taken back; use the withdrawal.",
        )
        return [Objection("form", ja, en, "/event")]
    if aim.letters:
        ja = f"出来事 {aim.seq} では通知を出しているので取り消せません。"
        return [Objection("form", ja, f"Event {aim.seq} issued a letter and cannot be taken back.", "/event")]
    return _replays(workflow, case, event) or _still_holds(workflow, case, event)


def _amend(workflow: Workflow, case: Case, event: Event) -> list[Objection]:
    aim, found = _aim(case, event)
    found += _unknown(event, ("event", "form", "date", "reason"))
    change, when = event.form.get("form"), event.form.get("date")
    if change is None and when is None:
        found.append(
            Objection(
                "form", "直す項目か日付を入れてください。", "Give the fields or the date to amend.", "/form"
            )
        )
    if change is not None and not isinstance(change, Mapping):
        found.append(Objection("form", "直す項目の書き方が違います。", "`form` must be an object.", "/form"))
    if when is not None and not _is_past(when, event.date):
        ja, en = f"「{when}」は使えない日付です（今日までの実在する日）。", f"“{when}” is no day up to today."
        found.append(Objection("form", ja, en, "/date"))
    if aim is None or found:
        return found
    return (
        _replays(workflow, case, event)
        or _still_fits(workflow, case, event, aim.seq)
        or _still_holds(workflow, case, event)
    )


def _is_past(when: Any, today: date) -> bool:
    try:
        return isinstance(when, str) and len(when) == 10 and date.fromisoformat(when) <= today
    except ValueError:
        return False


def _replays(workflow: Workflow, case: Case, event: Event) -> list[Objection]:
    """Whether every event that stands afterwards still starts from where the case then is."""
    kept = standing((*case.events, event))
    so_far: tuple[Event, ...] = ()
    now: Case | None = None
    for one in kept:
        if now is not None and not _starts(workflow, now, one):
            title = workflow.commands[one.id].title
            ja = f"出来事 {one.seq}「{title.ja}」（{said_date(one.date)}）がこの後に続いているので、できません。"
            en = f"Event {one.seq} “{title.within('en')}” ({one.date}) depends on it."
            return [Objection("form", ja, en, "/event")]
        so_far = (*so_far, one)
        now = apply(workflow, now, one) if now is not None else _first(workflow, case, one)
        now = replace(now, events=so_far)
    return []


def _first(workflow: Workflow, case: Case, event: Event) -> Case:
    empty = Case(case.organisation, case.kind, case.number, "", workflow=workflow.id)
    return apply(workflow, empty, event)


def _starts(workflow: Workflow, case: Case, event: Event) -> bool:
    if event.id in BUILT_IN:
        return True
    command = workflow.commands[event.id]
    one = instance_of(case, command.task, event.instance) if command.task else None
    limit, _ = earliest(workflow, case, command, one)
    if limit is not None and event.date < limit:
        return False
    if not command.task:
        return case.state in command.sources
    if command.start:
        task = workflow.tasks[command.task]
        return task.during is None or case.state in task.during
    return one is not None and not one.cancelled and one.state in command.sources


def _still_fits(workflow: Workflow, case: Case, event: Event, number: int) -> list[Objection]:
    """Whether the amended data still fit their form."""
    after = apply(workflow, case, event)
    changed = next(e for e in after.standing if e.seq == number)
    command = workflow.commands.get(changed.id)
    if command is None or not command.form:
        return []
    form = workflow.forms[command.form]
    one = instance_of(after, command.task, changed.instance) if command.task else None
    facts = CaseFacts(workflow, after, Moment(changed.date, changed.id, changed.by.id), one)
    found = judge_form(form, form.normalise(changed.form), facts)
    return [replace(o, field=f"/form{o.field}") for o in found if o.severity == "block"]


def _still_holds(workflow: Workflow, case: Case, event: Event) -> list[Objection]:
    """Whether what always holds still does; what was broken before does not stand in the way."""
    moment = Moment(event.date, event.id, event.by.id)
    before = {o.rule for o in invariant_objections(workflow, CaseFacts(workflow, case, moment))}
    after = CaseFacts(workflow, apply(workflow, case, event), moment)
    return [
        o for o in invariant_objections(workflow, after) if o.rule not in before and o.severity == "block"
    ]
