"""What was amended or taken back in a case: which event, which fields from what to what, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.fold import amended

if TYPE_CHECKING:
    from engine.model.basics import Text
    from engine.model.case import Case, Event
    from engine.model.rule import Type
    from engine.model.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Change:
    """One field that was amended; `before` and `after` as they are stored, None for nothing."""

    title: Text
    type: Type
    before: Any
    after: Any


@dataclass(frozen=True, slots=True)
class Correction:
    """What an event of the `kind` amend or take_back does to another, whose number and id these are.

    `days` are the business date before and after, if it moved.
    """

    kind: str
    event: int
    id: str
    reason: str
    changes: tuple[Change, ...] = ()
    days: tuple[date, date] | None = None


def corrections_of(workflow: Workflow, case: Case) -> dict[int, Correction]:
    """Every amendment and every taking back of a case, by its own event number."""
    now = {event.seq: event for event in case.events}
    found: dict[int, Correction] = {}
    for event in case.events:
        aim = now.get(event.form.get("event", 0))
        if event.id not in ("amend", "take_back") or aim is None:
            continue
        reason = str(event.form.get("reason", ""))
        if event.id == "take_back":
            found[event.seq] = Correction(event.id, aim.seq, aim.id, reason)
            continue
        after = amended(aim, event)
        days = (aim.date, after.date) if aim.date != after.date else None
        changes = tuple(_changes(workflow, aim, after))
        found[event.seq] = Correction(event.id, aim.seq, aim.id, reason, changes, days)
        now[aim.seq] = after
    return found


def _changes(workflow: Workflow, before: Event, after: Event) -> Iterator[Change]:
    command = workflow.commands.get(before.id)
    form = workflow.forms.get(command.form) if command is not None else None
    for one in form.fields.values() if form is not None else ():
        old, new = _part(before.form, one.name), _part(after.form, one.name)
        if old == new:
            continue
        if one.fields and isinstance(old, Mapping | None) and isinstance(new, Mapping | None):
            for part in one.fields.values():
                was, now = _part(old or {}, part.name), _part(new or {}, part.name)
                if was != now:
                    yield Change(part.title, part.type, was, now)
        else:
            yield Change(one.title, one.type, old, new)


def _part(data: Mapping[str, Any], name: str) -> Any:
    return data.get(name)
