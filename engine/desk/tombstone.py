"""What stays of a case that was disposed of: its events without a word of anybody, and how it stood.

The tombstone is one entry of the book, in the place of the case's first. Texts, dates and people that somebody entered
are gone, with the words of letters and the names of papers; number, kind, states, business dates, outcomes and
choices stay, so that the year's figures are the same. It cannot be folded any more (rules might miss what was
erased), so it says how the case stood.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from engine.export.events import Json, event_from_json, event_to_json
from engine.export.veil import Veil
from engine.model.case import Case, Event, Instance, RegisterRow, changed

if TYPE_CHECKING:
    from engine.model.workflow import Workflow

DISPOSED: Final = "disposed"
NOBODY: Final = "-"


def tombstone_of(workflow: Workflow, case: Case, at: str, by: str) -> Json:
    """The entry that replaces those of a case; `at` is the recording time (ISO), `by` who disposed of it."""
    veil = Veil(workflow, drop=True)
    events = [_without(one) for one in veil.events([event_to_json(event) for event in case.events])]
    return {
        "organisation": case.organisation,
        "case": case.number,
        "events": events,
        DISPOSED: {
            "at": at,
            "by": by,
            "state": case.state,
            "path": [[state, day.isoformat()] for state, day in case.path],
            "unit": case.unit,
            "window": case.window,
            "forms": {form: veil.form(form, data) for form, data in case.forms.items()},
            "rows": [[r.register, r.written.isoformat(), list(r.events), r.instance] for r in case.rows],
            "standing": [[event.seq, event.date.isoformat()] for event in case.standing],
            "tasks": {task: [_instance(one) for one in runs] for task, runs in case.instances.items()},
        },
    }


def case_of(workflow: Workflow, raw: list[Json], kept: Mapping[str, Any]) -> Case:
    """The case of a tombstone as it stood."""
    events = tuple(event_from_json(one) for one in raw)
    by_seq, first = {event.seq: event for event in events}, events[0]
    standing = tuple(
        changed(by_seq[seq], date=date.fromisoformat(day)) for seq, day in kept["standing"] if seq in by_seq
    )
    occurrences: dict[str, list[Event]] = {}
    for event in sorted(standing, key=lambda e: (e.date, e.seq)):
        occurrences.setdefault(event.id, []).append(event)
    return Case(
        organisation=workflow.organisation,
        kind=first.numbers.get("kind", ""),
        number=first.numbers.get("case", ""),
        state=str(kept["state"]),
        events=events,
        standing=standing,
        forms=dict(kept["forms"]),
        occurrences={command: tuple(found) for command, found in occurrences.items()},
        instances={task: tuple(_run(task, one) for one in runs) for task, runs in kept["tasks"].items()},
        rows=tuple(
            RegisterRow(register, date.fromisoformat(written), tuple(seqs), instance)
            for register, written, seqs, instance in kept["rows"]
        ),
        unit=str(kept["unit"]),
        window=str(kept["window"]),
        path=tuple((state, date.fromisoformat(day)) for state, day in kept["path"]),
        workflow=workflow.id,
        workflow_version=first.numbers.get("version", workflow.version),
        paper=first.numbers.get("paper", ""),
    )


def _without(event: Json) -> Json:
    """A veiled event without who acted and without what other cases told."""
    found = {key: value for key, value in event.items() if key not in ("recorded_by", "links", "on_paper")}
    system = event["by"].get("named") == "system"
    found["by"] = event["by"] if system else {"named": NOBODY}
    return found


def _instance(one: Instance) -> list[Any]:
    ended = one.ended.isoformat() if one.ended else ""
    return [one.number, one.state, one.opened.isoformat(), ended, one.cancelled, one.parent]


def _run(task: str, told: list[Any]) -> Instance:
    number, state, opened, ended, cancelled, parent = told
    day, end = date.fromisoformat(opened), date.fromisoformat(ended) if ended else None
    return Instance(task, number, state, day, end, bool(cancelled), parent=parent, entered=day)
