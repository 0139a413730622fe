"""Extensions somebody has in mind, judged as the command that decides them would be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from engine.advance.checks import blocking_objections, requirement_objection
from engine.advance.order import Situation
from engine.desk.ask.scene import Scene
from engine.desk.ask.trial import Line, blank, event, line, shape_objections
from engine.errors import Objection
from engine.model.basics import Missing
from engine.model.case import SYSTEM, Event, Order
from engine.model.forms import Form
from engine.model.workflow import Clock, Command, Sort
from engine.wareki import format_wareki

REASON: Final = "reason"
NEW_DUE: Final = "new_due"


@dataclass(slots=True)
class Granted:
    """What became of the extensions asked for, in the order of their dates."""

    events: list[Event]
    refused: list[Objection]
    lines: list[Line]


def granted_of(
    scene: Scene, extensions: Sequence[tuple[int, date]], form: Mapping[str, Any], language: str
) -> Granted:
    """Each extension in the order of dates; the due fields of `form` belong to the last one given."""
    found = Granted([], [], [])
    last = len(extensions) - 1
    for position, (days, decided) in sorted(enumerate(extensions), key=lambda one: (one[1][1], one[0])):
        granted, objections = _judge(scene, days, decided, form if position == last else {}, found.events)
        if granted is not None:
            found.events.append(granted)
        found.refused += [o for o in objections if o.severity == "block"]
        for objection in objections:
            found.lines.append(_objected(days, decided, objection, language))
    return found


def _objected(days: int, decided: date, objection: Objection, language: str) -> Line:
    if language == "en":
        text = f"extension of {days} days refused" if objection.severity == "block" else "note"
        return line(f"{text}: {objection.en}", objection.basis, "", decided)
    text = f"{days}日の延長は認められません" if objection.severity == "block" else "注意"
    return line(f"{text}: {objection.ja}", objection.basis, "", decided)


def _judge(
    scene: Scene, days: int, decided: date, form: Mapping[str, Any], granted: Sequence[Event]
) -> tuple[Event | None, list[Objection]]:
    """One extension as the command that decides it would be judged: the event if it is possible."""
    sort = next((s for s in scene.clock.extensions.values() if s.by is not None), None)
    if sort is None:
        return None, [_none_defined(scene.clock)]
    command = scene.workflow.commands[sort.at]
    own = scene.workflow.forms.get(command.form)
    data = _data(own, sort, days, form)
    asked = event(command.id, decided, data)
    now = _situation(scene, command, asked, data, granted)
    limits = list(blocking_objections(now))
    if any(o.rule.endswith(".none_defined") for o in limits):
        return None, [replace(o, rule="none_defined") for o in limits if o.rule.endswith(".none_defined")]
    objections = shape_objections(own, data) if own is not None else []
    objections += _broken(command, now)
    objections += limits
    computed = scene.reckoned(decided, [*granted, asked], as_of=decided).due
    objections += _due_fields(own, form, computed, command)
    if any(o.severity == "block" for o in objections):
        return None, objections
    if own is not None and REASON in form and NEW_DUE in own.fields and computed is not None:
        asked = replace(asked, form={**data, NEW_DUE: computed.isoformat()})
    return asked, objections


def _none_defined(clock: Clock) -> Objection:
    return Objection(
        "none_defined",
        f"「{clock.title.ja}」には日数による延長の定めがありません。",
        f"No extension by days is laid down for “{clock.title.within('en')}”.",
        "",
        str(clock.basis or ""),
    )


def _data(own: Form | None, sort: Sort, days: int, form: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the command's form: the days where its rule reads them, and what was told besides."""
    if own is None:
        return {}
    prefix = f"{own.id}."
    read = [p.removeprefix(prefix) for p in sorted(sort.by.reads if sort.by else ()) if p.startswith(prefix)]
    told = {name: value for name, value in form.items() if name in own.fields and not blank(value)}
    days_field = {name: days for name in read if own.fields[name].type.kind == "int"} if read else {}
    return own.normalise({**told, **days_field})


def _situation(
    scene: Scene, command: Command, asked: Event, data: Mapping[str, Any], granted: Sequence[Event]
) -> Situation:
    day = asked.date
    before = scene.facts(day, granted, as_of=day)
    during = scene.facts(day, granted, as_of=day, command=command, data=data)
    order = Order(command.id, day, SYSTEM, SYSTEM, data)
    return Situation(scene.workflow, before.case, order, command, asked, None, None, during, before)


def _broken(command: Command, now: Situation) -> list[Objection]:
    """Requirements that certainly fail; a trial case does not know what a real one would be asked."""
    found = []
    for one in command.require.values():
        if not isinstance(one.rule.run(now.during), Missing) and (
            o := requirement_objection(one, now.during)
        ):
            found.append(o)
    return found


def _due_fields(
    own: Form | None, form: Mapping[str, Any], computed: date | None, command: Command
) -> list[Objection]:
    """Reason and new due date of an extension notice, once one of them was given."""
    if own is None or not {REASON, NEW_DUE} & form.keys():
        return []
    basis = str(command.basis or "")
    found = [
        Objection(
            "form",
            f"「{own.fields[name].title.ja}」を入れてください。",
            f"“{own.fields[name].title.within('en')}” is required.",
            f"/{name}",
            basis,
        )
        for name in (REASON, NEW_DUE)
        if name in own.fields and blank(form.get(name)) and (name == REASON or name in form)
    ]
    if computed is not None and not blank(form.get(NEW_DUE)) and NEW_DUE in own.fields:
        told = own.normalise({NEW_DUE: form[NEW_DUE]}).get(NEW_DUE)
        if told != computed.isoformat():
            ja = f"延長後の期限 {told} が、計算した期限（{format_wareki(computed)} {computed}）と違います。"
            en = f"The new due date {told} differs from the computed one ({computed})."
            found.append(Objection("form", ja, en, f"/{NEW_DUE}", basis))
    return found
