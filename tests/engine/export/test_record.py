"""The record of a case: by its schema, complete, and enough to make the case again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.advance import World, advance
from engine.errors import UsageError
from engine.export.lines import VIEWS, as_line, line_of, lines
from engine.export.record import case_record, event_from_json
from engine.fold import fold
from engine.model.case import Attachment, Case, Order, Person
from engine.model.workflow import Workflow
from tests.engine.export.cases import ROOT, Sample, samples

SCHEMA = json.loads((ROOT / "schemas" / "record.schema.json").read_text(encoding="utf-8"))
VALID = Draft202012Validator(SCHEMA)
WHOLE = "aichi_kyosai:aichi-post-whole"
TYPED = ("name", "address", "kana", "phone", "reason", "findings", "checked", "why", "description", "items")


@pytest.mark.parametrize("view", VIEWS)
def test_every_case_fits_the_published_schema_in_every_view(view: str) -> None:
    for name, (workflow, case, today) in samples().items():
        record = json.loads(line_of(workflow, case, today, view))
        assert [e.message for e in VALID.iter_errors(record)] == [], name
        assert record["view"] == view


def test_a_record_without_a_view_fits_too() -> None:
    workflow, case, today = samples()[WHOLE]
    assert VALID.is_valid(case_record(workflow, case, today))


def test_the_events_of_a_full_record_make_the_case_again() -> None:
    for name, (workflow, case, today) in samples().items():
        read = json.loads(line_of(workflow, case, today))
        again = fold(workflow, [event_from_json(event) for event in read["events"]])
        assert line_of(workflow, again, today) == line_of(workflow, case, today), name


def test_what_the_record_says() -> None:
    workflow, case, _ = samples()[WHOLE]
    record = case_record(workflow, case, date(2024, 4, 20))
    assert (record["organisation"], record["kind"], record["number"]) == (
        "aichi_kyosai",
        "stop_provision",
        "R6-001",
    )
    assert (record["state"], record["step"], record["version"]) == ("closed", "closed", len(case.events))
    assert record["form"]["decision"]["outcome"] == "partial"
    assert [(n["n"], n["number"]) for n in record["notices"]] == [(1, "別紙様式第11号の2")]
    assert record["registers"]["disclosure_ledger"][0]["written"] == "2024-04-17"
    kept = {one["register"]: one["keep_through"] for one in record["retention"]}
    assert kept["disclosure_ledger"] == "2034-04-17"
    assert [step["text"] for step in record["clocks"]["decision"]["derivation"]]


def test_an_open_task_gives_the_state_its_name() -> None:
    named = [s for s in samples().values() if any(i.open for i in s[1].instances.get("hosei", ()))]
    assert named
    for workflow, case, today in named:
        record = case_record(workflow, case, today)
        assert (record["state"], record["step"]) == ("awaiting_hosei", case.state)
        assert record["tasks"]["hosei"][-1]["clocks"]["answer"]["due"]
        assert record["clocks"]["decision"]["due"] is None
        clock = workflow.clocks["decision"]
        counts = clock.period is not None or clock.period_rule is not None
        assert record["clocks"]["decision"]["paused"] is counts


def test_a_fee_that_is_not_known_is_null() -> None:
    amounts = {name: case_record(*sample)["fee"]["yen"] for name, sample in samples().items()}
    assert amounts["gunma_gojokai:A-49 両面50枚"] == 1000
    assert any(amount == 0 for amount in amounts.values())
    assert None in {case_record(*s)["fee"]["yen"] for s in samples().values() if _silent(s)}


def _silent(sample: Sample) -> bool:
    return any(fee.silent for fee in sample[0].fees.values())


def test_sentences_come_in_either_language() -> None:
    workflow, case, today = samples()[WHOLE]
    ja, en = (case_record(workflow, case, today, language)["clocks"]["decision"] for language in ("ja", "en"))
    assert ja["due"] == en["due"]
    assert ja["derivation"] != en["derivation"]


def test_an_event_keeps_what_was_attached() -> None:
    workflow, case, today = samples()[WHOLE]
    case = _with_papers(case)
    papers = case_record(workflow, case, today)["attachments"]
    assert papers == [
        {"hash": "ab12", "name": "見本花子.pdf", "type": "application/pdf", "where": "棚3", "event": 1}
    ]


def _with_papers(case: Case) -> Case:
    paper = Attachment("ab12", "見本花子.pdf", "application/pdf", "棚3")
    return replace(case, events=(replace(case.events[0], attachments=(paper,)), *case.events[1:]))


# --- the three views


def test_a_line_is_sorted_and_readable() -> None:
    workflow, case, today = samples()[WHOLE]
    line = line_of(workflow, case, today)
    assert "\n" not in line
    assert "見本 花子" in line
    assert line == as_line(json.loads(line))
    assert list(json.loads(line)) == sorted(json.loads(line))
    assert list(lines([(workflow, case)], today)) == [line]


def test_an_unknown_view_is_wrong_usage() -> None:
    with pytest.raises(UsageError):
        line_of(*samples()[WHOLE], view="secret")


def _texts(value: Any) -> set[str]:
    if isinstance(value, str):
        return {value}
    if isinstance(value, Mapping):
        return {text for one in value.values() for text in _texts(one)}
    return {text for one in value for text in _texts(one)} if isinstance(value, list) else set()


def _typed(workflow: Workflow, case: Case) -> set[str]:
    """Texts that people typed about somebody; what was chosen from a list is no text."""
    fields = [one for form in workflow.forms.values() for one in form.walk()]
    chosen = {value for one in fields for value in (one.type.item or one.type).values}
    found: set[str] = set()
    for event in case.events:
        for name, value in event.form.items():
            inner = value if isinstance(value, Mapping) else {name: value}
            for key, one in inner.items():
                found |= _texts(one) if key in TYPED else set()
    return {text for text in found - chosen if len(text) > 1}


@pytest.mark.parametrize("view", ["masked", "statistics"])
def test_nothing_that_was_typed_about_a_person_is_left(view: str) -> None:
    for name, (workflow, case, today) in samples().items():
        line = line_of(workflow, case, today, view)
        assert "見本 花子" not in line and "見本 太郎" not in line, name
        left = [text for text in _typed(workflow, case) if json.dumps(text, ensure_ascii=False) in line]
        assert left == [], name


def test_masking_keeps_the_shape() -> None:
    for workflow, case, today in samples().values():
        full, masked = (json.loads(line_of(workflow, case, today, view)) for view in ("full", "masked"))
        assert _shape(full["form"]) == _shape(masked["form"])
        assert _shape(full["events"]) == _shape(masked["events"])
        assert _shape(full["registers"]) == _shape(masked["registers"])


def _shape(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _shape(one) for key, one in value.items()}
    return [_shape(one) for one in value] if isinstance(value, list) else type(value).__name__


def test_statistics_keep_what_can_be_counted() -> None:
    workflow, case, today = samples()[WHOLE]
    record = json.loads(line_of(workflow, case, today, "statistics"))
    assert record["form"]["decision"] == {"outcome": "partial", "grounds": ["appi_35_4", "appi_35_6"]}
    assert "name" not in record["form"]["application"]
    assert record["form"]["application"]["channel"] == "post"
    assert record["events"][0]["by"] == {"roles": ["window_clerk"]}
    assert "paragraphs" not in record["events"][-1]["letters"][0] or not any(
        p.get("text") for p in record["events"][-1]["letters"][0]["paragraphs"]
    )


def test_people_papers_notes_and_corrections_are_masked() -> None:
    workflow, case, today = samples()[WHOLE]
    case = _with_papers(case)
    roles = tuple(workflow.org.amend)
    person = Person("hanako", "見本 花子", roles)
    world = World("2024-05-01T10:00:00+09:00", "test")
    for command, form in (
        ("note", {"text": "電話で見本 花子と話した"}),
        ("amend", {"event": 1, "form": {"address": "豊橋市見本町9-9"}, "reason": "転居した"}),
    ):
        order = Order(command, today + timedelta(days=1), person, person, form)
        case = advance(workflow, case, order, world).case
    assert "豊橋市見本町9-9" in line_of(workflow, case, today)
    for view in ("masked", "statistics"):
        line = line_of(workflow, case, today, view)
        for word in ("花子", "hanako", "豊橋", "転居", "電話で", "棚3", "ab12"):
            assert word not in line, (view, word)
        assert VALID.is_valid(json.loads(line))
        amended = json.loads(line)["events"][-1]["form"]
        assert amended["event"] == 1
