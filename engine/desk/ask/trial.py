"""The trial case behind a question: facts typed in by name, events on the days told, nothing stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from engine.desk.clock import office_clock
from engine.errors import MadoguchiError, Objection, UsageError
from engine.facts import CaseFacts, Moment
from engine.load.build.assemble import Built
from engine.load.near import nearest
from engine.model.basics import Basis
from engine.model.case import SYSTEM, Case, Event, Instance
from engine.model.forms import Form
from engine.model.workflow import Command, Workflow
from engine.wareki import DateError, parse_date

Line = dict[str, str]

# Names of the question itself: they are no field of a form.
_OWN: Final = frozenset({"kind", "received"})


class InputError(MadoguchiError):
    """The question holds something no answer can be computed from; every field at once."""

    code = "input"

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(" ".join(o.ja for o in self.objections), " ".join(o.en for o in self.objections))


def unusable(ja: str, en: str, field: str = "") -> InputError:
    return InputError([Objection("form", ja, en, field)])


def line(text: str, basis: Basis | str | None = None, result: str = "", day: date | None = None) -> Line:
    """One line of a derivation."""
    return {
        "date": day.isoformat() if day else "",
        "text": text,
        "basis": str(basis) if basis is not None else "",
        "result": result,
    }


def workflow_of(built: Built, kind: str, received: date | None = None) -> Workflow:
    """The workflow of a kind, in the version for a case received on a day. UsageError with the nearest name."""
    found = built.of_kind(kind, received)
    if found is None:
        raise unknown("種別", "kind", kind, built.kinds)
    return found


def unknown(ja: str, en: str, name: str, names: Iterable[str]) -> UsageError:
    """The error for a name that is not known, with the nearest one and all there are."""
    known = sorted(names)
    near = nearest(name, known)
    hint_ja = f"（もしかして: {near}）" if near else f"（あるもの: {'、'.join(known)}）" if known else ""
    hint_en = f" (did you mean: {near})" if near else f" (known: {', '.join(known)})" if known else ""
    return UsageError(f"{ja}「{name}」はありません{hint_ja}。", f"There is no {en} “{name}”{hint_en}.")


def start_of(workflow: Workflow, kind: str) -> Command:
    """The command that takes a request of this kind in."""
    found = workflow.start_for(kind)
    if found is None:
        raise unknown("種別", "kind", kind, workflow.kinds)
    return found


def received_on(form: Mapping[str, Any], today: date | None) -> date:
    """The day of arrival: `received` of the form, else `today`, else the day of the office's clock."""
    raw = form.get("received")
    if raw is None or raw == "":
        return today or office_clock().today()
    try:
        return parse_date(str(raw))
    except DateError:
        raise unusable(
            f"received「{raw}」は日付として読めません。", f"received: “{raw}” is not a date.", "/received"
        ) from None


def forms_of(
    workflow: Workflow, flat: Mapping[str, Any], only: Mapping[str, frozenset[str]] | None = None
) -> dict[str, dict[str, Any]]:
    """The flat facts put into every form that has a field of that name.

    `only` names fields that belong to certain forms and to no other (field → forms). A value must fit the
    first form that has its field, the form of the intake before any other (InputError); another form that has
    no place for such a value does without. What is not there is not asked for.
    """
    start = {c.form for c in workflow.machine.commands.values() if c.start}
    told = {name: value for name, value in flat.items() if not blank(value)}
    found: dict[str, dict[str, Any]] = {}
    placed: set[str] = set()
    wrong: list[Objection] = []
    for form in sorted(workflow.forms.values(), key=lambda one: one.id not in start):
        own = {
            k: v for k, v in told.items() if k in form.fields and form.id in (only or {}).get(k, {form.id})
        }
        data = form.normalise(own)
        objections = shape_objections(form, data) if own else []
        wrong += [o for o in objections if _key(o) not in placed]
        unfit = {_key(o) for o in objections}
        if kept := {k: v for k, v in data.items() if k not in unfit}:
            found[form.id] = kept
        placed |= own.keys()
    if wrong:
        raise InputError(wrong)
    return found


def _key(objection: Objection) -> str:
    return objection.field[1:].partition("/")[0]


def blank(value: Any) -> bool:
    """Whether nothing was given."""
    return value in (None, [], {}) or (isinstance(value, str) and not value.strip())


def shape_objections(form: Form, data: Mapping[str, Any]) -> list[Objection]:
    """Objections to what is there; a field that was not given is none, except inside the entry of a list."""
    return [o for o in form.check(data) if _given(o.field, data)]


def _given(pointer: str, data: Any) -> bool:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, list):
            return True
        if not isinstance(data, Mapping) or name not in data:
            return False
        data = data[name]
    return True


def unread(workflow: Workflow, flat: Mapping[str, Any], language: str = "ja") -> list[Line]:
    """A line for each name that no form of the workflow has, so that no slip of the pen passes unseen."""
    known = {name for form in workflow.forms.values() for name in form.fields} | _OWN
    lines = []
    for name in sorted(set(flat) - known):
        near = nearest(name, known)
        if language == "en":
            text = f"“{name}” is not used here" + (f" (did you mean: {near})" if near else "")
        else:
            text = f"項目「{name}」はここでは使いません" + (f"（もしかして: {near}）" if near else "")
        lines.append(line(text))
    return lines


def event(command: str, day: date, form: Mapping[str, Any] | None = None, **more: Any) -> Event:
    """An event of a trial case: dated, and otherwise nobody's."""
    return Event(0, command, day, day.isoformat(), SYSTEM, SYSTEM, form or {}, **more)


def trial_case(
    workflow: Workflow,
    kind: str,
    forms: Mapping[str, Mapping[str, Any]],
    events: Iterable[Event],
    instances: Mapping[str, tuple[Instance, ...]] | None = None,
) -> Case:
    """A case made for a question. It has no state: nothing of the path is judged."""
    happened: dict[str, list[Event]] = {}
    for one in sorted(events, key=lambda e: e.date):
        happened.setdefault(one.id, []).append(one)
    return Case(
        organisation=workflow.organisation,
        kind=kind,
        number="",
        state="",
        forms=forms,
        occurrences={command: tuple(found) for command, found in happened.items()},
        instances=instances or {},
        workflow=workflow.id,
    )


def trial_facts(workflow: Workflow, kind: str, form: Mapping[str, Any], day: date) -> CaseFacts:
    """The facts of a request that arrived on `day`, with the flat facts of the question."""
    start = next((c for c in workflow.machine.commands.values() if c.start), None)
    events = [event(start.id, day)] if start else []
    case = trial_case(workflow, kind, forms_of(workflow, form), events)
    return CaseFacts(workflow, case, Moment(day))
