"""One case as other programs read it: an object by `schemas/record.schema.json`. Events are its truth."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.advance.forms import shown_data
from engine.clocks.reckon import WITHOUT_DELAY, Reckoning
from engine.export.events import Json, attachment_to_json, event_from_json, event_to_json
from engine.export.registers import Kept, kept, open_columns, plain_value, row_facts, row_values
from engine.facts import CaseFacts, Moment, Watch
from engine.fees import Charge
from engine.model.basics import Basis, Text
from engine.model.case import Case, Instance, RegisterRow
from engine.model.workflow import Clock, Task, Workflow

__all__ = ["case_record", "event_from_json", "event_to_json", "shown_state"]

_WITHOUT_DELAY = Text("遅滞なく", "without delay")


def case_record(
    workflow: Workflow, case: Case, today: date, language: str = "ja", watch: Watch | None = None
) -> Json:
    """The record of a case as it stands on `today`; sentences in `language` (`ja` or `en`).

    `watch` learns whether it may be another one on another day.
    """
    facts = CaseFacts(workflow, case, Moment(today, watch=watch))
    last = case.events[-1]
    version = case.workflow_version or workflow.version
    return {
        "organisation": case.organisation,
        "kind": case.kind,
        "number": case.number,
        "workflow": {"id": case.workflow or workflow.id, "version": version, "hash": version},
        "state": shown_state(workflow, case),
        "step": case.state,
        "version": case.version,
        "unit": case.unit or None,
        "window": case.window or None,
        "events": [event_to_json(event) for event in case.events],
        "form": _forms(facts, case.forms),
        "tasks": {t.id: _task(facts, t, language) for t in workflow.tasks.values() if t.id in case.instances},
        "clocks": _clocks(facts, workflow.clocks, language),
        "notices": _notices(case),
        "registers": _registers(workflow, case, facts.moment),
        "fee": _fees(facts),
        "retention": [
            {"register": row.register, "instance": row.instance, **_kept(workflow, case, row, facts.moment)}
            for row in case.rows
        ],
        "attachments": [
            {**attachment_to_json(one), "event": event.seq}
            for event in case.events
            for one in event.attachments
        ],
        "language": last.language,
        "program": last.program,
    }


def shown_state(workflow: Workflow, case: Case) -> str:
    """The state as lists and exports call it: the name of an open task that has one, else the case's own."""
    for task in workflow.tasks.values():
        if task.shown_as and any(one.open for one in case.instances.get(task.id, ())):
            return task.shown_as
    return case.state


# --- what was entered


def _forms(facts: CaseFacts, forms: Mapping[str, Mapping[str, Any]]) -> Json:
    """The data as they stand, form by form, without fields that do not exist now or may not be exported."""
    found: Json = {}
    for form_id, data in forms.items():
        form = facts.workflow.forms.get(form_id)
        if form is None:
            found[form_id] = dict(data)
            continue
        hidden = {
            one.name
            for one in form.fields.values()
            if one.hide_when is not None and "export" in one.hide_from and one.hide_when.run(facts) is True
        }
        shown = shown_data(form, data, facts)
        found[form_id] = {name: value for name, value in shown.items() if name not in hidden}
    return found


def _task(facts: CaseFacts, task: Task, language: str) -> list[Json]:
    return [_instance(facts.inside(one), task, one, language) for one in facts.case.instances[task.id]]


def _instance(facts: CaseFacts, task: Task, one: Instance, language: str) -> Json:
    return {
        "number": one.number,
        "state": one.state,
        "opened": one.opened.isoformat(),
        "ended": one.ended.isoformat() if one.ended else None,
        "cancelled": one.cancelled,
        "of": one.parent or None,
        "element": dict(one.element),
        "form": _forms(facts, one.forms),
        "clocks": _clocks(facts, task.clocks, language),
    }


# --- time


def _clocks(facts: CaseFacts, clocks: Mapping[str, Clock], language: str) -> Json:
    found = ((clock_id, facts.clock(clock_id)) for clock_id in clocks)
    return {clock_id: _clock(one[1], language) for clock_id, one in found if one is not None}


def _clock(reckoning: Reckoning, language: str) -> Json:
    return {
        "due": reckoning.due.isoformat() if reckoning.due else None,
        "label": _WITHOUT_DELAY.within(language) if reckoning.label == WITHOUT_DELAY else None,
        "remaining_days": reckoning.left,
        "elapsed_days": reckoning.elapsed,
        "paused": reckoning.paused,
        "overdue": reckoning.overdue,
        "derivation": [
            {
                "date": step.date.isoformat(),
                "text": step.within(language),
                "basis": step.basis or None,
                "result": step.result.isoformat() if step.result else None,
            }
            for step in reckoning.derivation
        ],
    }


# --- what went out, was entered and was charged


def _notices(case: Case) -> list[Json]:
    """The letters in the order of issue, numbered in the case from 1."""
    issued = ((event, letter) for event in case.events for letter in event.letters)
    return [
        {
            "n": n,
            "id": letter.id,
            "number": letter.number or None,
            "title": letter.title,
            "to": list(letter.to),
            "date": letter.date.isoformat(),
            "document_number": letter.document_number or None,
            "unmapped": letter.unmapped,
            "event": event.seq,
            "hash": letter.hash or None,
        }
        for n, (event, letter) in enumerate(issued, 1)
    ]


def _registers(workflow: Workflow, case: Case, moment: Moment) -> Json:
    found: Json = {}
    for row in case.rows:
        register = workflow.registers[row.register]
        values = row_values(register, row_facts(workflow, case, row, moment.today, moment.watch))
        found.setdefault(register.id, []).append(
            {
                "written": row.written.isoformat(),
                "instance": row.instance,
                "events": list(row.events),
                "cells": {name: plain_value(value) for name, value in values.items()},
                "open": open_columns(register, values),
            }
        )
    return found


def _kept(workflow: Workflow, case: Case, row: RegisterRow, moment: Moment) -> Json:
    facts = row_facts(workflow, case, row, moment.today, moment.watch)
    keeping: Kept = kept(workflow.registers[row.register], facts)
    return {
        "keep_through": keeping.keep_through.isoformat() if keeping.keep_through else None,
        "disposable_from": keeping.disposable_from.isoformat() if keeping.disposable_from else None,
        "minimum": keeping.minimum,
        "then": keeping.then or None,
        "held": keeping.held,
    }


def _fees(facts: CaseFacts) -> Json:
    """All fees together (`yen` null where one is not known or silent), and each by itself."""
    charges = {fee.id: facts.charged(fee) for fee in facts.workflow.fees.values()}
    totals = [one.total for one in charges.values()]
    known = [total for total in totals if total is not None]
    return {
        "yen": sum(known) if len(known) == len(totals) else None,
        "fees": {name: _charge(one) for name, one in charges.items()},
    }


def _charge(charge: Charge) -> Json:
    return {
        "applies": charge.applies,
        "silent": charge.silent,
        "exempt": charge.exempt,
        "lines": [{"line": one.id, "yen": one.yen, "basis": _text(one.basis)} for one in charge.lines],
        "sum": charge.sum,
        "total": charge.total,
        "paid": charge.paid,
        "balance": charge.balance,
    }


def _text(basis: Basis | None) -> str | None:
    return basis.text if basis is not None else None
