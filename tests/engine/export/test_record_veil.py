"""Nothing personal gets through the veil: every personal field of every form filled in, every name replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.export.events import event_from_json, event_to_json
from engine.export.lines import line_of
from engine.fold import fold
from engine.model.case import Case
from engine.model.forms import Field
from engine.model.workflow import Workflow
from tests.engine.export.cases import samples

DAY: Final = "1901-02-03"  # of nobody's record
SIGNS: Final = "甲乙丙丁戊己庚辛壬癸ﾐ髙𠮷゛=@,'\"\\<[ "


def filled(one: Field, before: Any, mark: str) -> Any:
    """What stands in a personal field: the mark, wherever somebody can type; choices and numbers as they were."""
    if one.fields:
        kept = before if isinstance(before, Mapping) else {}
        return {**kept, **_all(one.fields, kept, mark)}
    if one.item_fields:
        entries = before if isinstance(before, list) and before else [{}]
        return [{**entry, **_all(one.item_fields, entry, mark)} for entry in entries]
    inner = one.type.item if one.type.kind == "list" and one.type.item is not None else one.type
    if not one.personal or inner.kind not in ("text", "date", "member"):
        return before
    value = DAY if inner.kind == "date" else mark
    return [value] if one.type.kind == "list" else value


def _all(fields: Mapping[str, Field], before: Mapping[str, Any], mark: str) -> dict[str, Any]:
    found = {name: filled(one, before.get(name), mark) for name, one in fields.items()}
    return {name: value for name, value in found.items() if value is not None}


def marked(workflow: Workflow, case: Case, mark: str) -> Case:
    """The case with the mark in every place that a person can be named in."""
    events = []
    for raw in map(event_to_json, case.events):
        command = workflow.commands.get(raw["id"])
        form = workflow.forms.get(command.form) if command is not None else None
        if form is not None:
            raw["form"] = {**raw.get("form", {}), **_all(form.fields, raw.get("form", {}), mark)}
        for who in ("by", "recorded_by"):
            if "member" in raw.get(who, {}):
                raw[who] = {**raw[who], "member": mark, "name": mark}
        raw["on_paper"] = {"number": mark, "date": DAY}
        raw["attachments"] = [{"hash": "0" * 64, "name": mark, "type": "text/plain", "where": mark}]
        for letter in raw.get("letters", ()):
            letter["to"] = [mark]
            letter["paragraphs"] = [
                {"title": one.get("title", ""), "text": mark} for one in letter["paragraphs"]
            ]
        events.append(event_from_json(raw))
    return replace(
        fold(workflow, events), organisation=case.organisation, workflow_version=case.workflow_version
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, 10**6), tail=st.text(SIGNS, min_size=2, max_size=8))
def test_no_mark_gets_through(at: int, tail: str) -> None:
    names = sorted(samples())
    workflow, case, today = samples()[names[at % len(names)]]
    told = marked(workflow, case, f"しるし{tail}")
    whole = line_of(workflow, told, today)
    assert "しるし" in whole and DAY in whole
    for view in ("masked", "statistics"):
        veiled = line_of(workflow, told, today, view)
        assert "しるし" not in veiled and DAY not in veiled, (view, names[at % len(names)])
