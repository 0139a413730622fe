"""Until when a request must be answered, with the pauses and extensions somebody has in mind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from engine.clocks.reckon import WITHOUT_DELAY, Reckoning
from engine.desk.ask.extending import granted_of
from engine.desk.ask.scene import Scene, clock_named
from engine.desk.ask.trial import Line, forms_of, line, start_of, unread, unusable, workflow_of
from engine.errors import Objection
from engine.load.build.assemble import Built
from engine.model.basics import Text
from engine.model.workflow import Clock, Workflow

LABELS: Final[Mapping[str, Text]] = {WITHOUT_DELAY: Text("遅滞なく", "without delay")}
"""How a clock without a due date is called. The answer has the Japanese word whatever the language."""


def ask_due(
    built: Built,
    kind: str,
    received: date,
    hosei: Sequence[tuple[date, date | None]],
    extensions: Sequence[tuple[int, date]],
    form: Mapping[str, Any],
    today: date,
    clock: str = "",
    language: str = "ja",
) -> dict[str, Any]:
    """The due date as it stands on `today`, and why each extension that is not possible was refused.

    `hosei` are the days of asking and of the answer (None: still open), `extensions` the days and the date of
    decision. A refused one changes nothing. The due fields of `form` belong to the last extension given.
    UsageError for a kind or clock that is not known; InputError for dates that no case could have.
    """
    workflow = workflow_of(built, kind, received)
    _in_order(received, hosei, extensions)
    chosen = clock_named(workflow, clock)
    scene = _scene(workflow, kind, chosen, received, hosei, form)
    granted = granted_of(scene, extensions, form, language)
    found = scene.reckoned(today, granted.events)
    lines = _steps(scene, found, language) + granted.lines + unread(workflow, form, language)
    return {"answer": _answer(found, granted.refused, language), "derivation": lines}


def _in_order(
    received: date, hosei: Sequence[tuple[date, date | None]], extensions: Sequence[tuple[int, date]]
) -> None:
    for opened, ended in hosei:
        if opened < received or (ended is not None and ended < opened):
            raise unusable(
                f"補正の日付の順が合いません: 受付 {received}、求め {opened}、補正 {ended or '—'}。",
                f"Dates out of order: received {received}, asked {opened}, answered {ended or '—'}.",
            )
    for _days, decided in extensions:
        if decided < received:
            raise unusable(
                f"延長を決めた日 {decided} が、受付の日 {received} より前です。",
                f"The extension of {decided} is dated before the intake of {received}.",
            )


def _scene(
    workflow: Workflow,
    kind: str,
    clock: Clock,
    received: date,
    hosei: Sequence[tuple[date, date | None]],
    form: Mapping[str, Any],
) -> Scene:
    # What belongs to the extension is no fact of the decision or any other step.
    owners: dict[str, frozenset[str]] = {}
    extending = {workflow.commands[sort.at].form for sort in clock.extensions.values()}
    for owner in (workflow.forms[one] for one in sorted(extending) if one in workflow.forms):
        for name in owner.fields:
            owners[name] = owners.get(name, frozenset()) | {owner.id}
    forms = forms_of(workflow, form, owners)
    kept = {name: data for name, data in forms.items() if name not in extending}
    return Scene(workflow, kind, start_of(workflow, kind), clock, received, tuple(hosei), kept)


def _answer(found: Reckoning, refused: Sequence[Objection], language: str) -> dict[str, Any]:
    label = LABELS.get(found.label)
    return {
        "due": found.due.isoformat() if found.due else None,
        "label": label.ja if label else "",
        "remaining_days": found.left,
        "elapsed_days": found.elapsed,
        "overdue": found.overdue,
        "paused": found.paused,
        "refused": [
            {"rule": o.rule, "field": o.field, "basis": o.basis, "message": o.within(language)}
            for o in refused
        ],
    }


def _steps(scene: Scene, found: Reckoning, language: str) -> list[Line]:
    start_basis = str(scene.start.basis or "")
    lines = [
        line(
            step.within(language),
            step.basis or (start_basis if step.kind == "start" else ""),
            step.result.isoformat() if step.result else "",
            step.date,
        )
        for step in found.derivation
    ]
    if not lines:
        text = "この求めでは始まりません" if language == "ja" else "has not started for such a request"
        lines.append(line(f"{scene.clock.title.within(language)}: {text}", scene.clock.basis))
    label = LABELS.get(found.label)
    if label is not None:
        text = "日数の定めがありません" if language == "ja" else "no number of days is laid down"
        lines.append(line(text, scene.clock.basis, label.within(language)))
    if scene.hosei and not scene.clock.pauses:
        title = scene.clock.title.within(language)
        text = "補正によって止まりません" if language == "ja" else "is not paused by hosei"
        lines.append(line(f"{title}: {text}", scene.clock.basis))
    return lines
