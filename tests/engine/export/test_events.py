"""Events survive being written and read: nothing is lost, nothing strange is taken in."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import StoreError
from engine.export.events import event_from_json, event_to_json
from engine.model.case import Attachment, Event, Issued, IssuedParagraph, Person

texts = st.text(st.characters(codec="utf-8"), max_size=8)
lines = st.lists(texts, max_size=2).map(tuple)
words = st.dictionaries(texts, texts, max_size=2)
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | texts,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(texts, inner, max_size=2),
    max_leaves=5,
)
forms = st.dictionaries(texts, plain, max_size=3)
people = st.builds(Person, id=texts, name=texts, roles=lines, member=st.booleans())
papers = st.builds(Attachment, hash=texts, name=texts, type=texts, where=texts)
paragraphs = st.lists(st.builds(IssuedParagraph, texts, texts, lines), max_size=2).map(tuple)
letters = st.builds(
    Issued,
    id=texts,
    title=texts,
    number=texts,
    date=st.dates(),
    to=lines,
    sender=lines,
    paragraphs=paragraphs,
    document_number=texts,
    reason=texts,
    seal=st.booleans(),
    page=st.sampled_from(["a4", "naga3", "kaku2", ""]),
    slip=st.booleans(),
    enclosures=lines,
    contact=lines,
    decides=st.booleans(),
    unmapped=st.booleans(),
    to_whom=texts,
    hash=texts,
)
events = st.builds(
    Event,
    seq=st.integers(0, 999),
    id=texts,
    date=st.dates(),
    at=texts,
    by=people,
    recorded_by=people,
    form=forms,
    task=texts,
    instance=st.integers(0, 9),
    on_paper=words,
    acknowledged=lines,
    attachments=st.lists(papers, max_size=2).map(tuple),
    numbers=words,
    letters=st.lists(letters, max_size=2).map(tuple),
    told=words,
    links=st.dictionaries(texts, forms, max_size=2),
    clock_set=st.booleans(),
    language=st.integers(1, 9),
    program=texts,
)
CLERK = Person("hanako", "見本 花子", ("window_clerk",))
EVENT = Event(1, "receive", date(2024, 4, 1), "2024-04-01T10:15:00+09:00", CLERK, CLERK, program="madoguchi")


@settings(max_examples=150, deadline=None)
@given(events)
def test_an_event_comes_back_as_it_was(event: Event) -> None:
    assert event_from_json(json.loads(json.dumps(event_to_json(event), ensure_ascii=False))) == event


@settings(max_examples=50, deadline=None)
@given(events)
def test_the_same_event_is_written_the_same_way(event: Event) -> None:
    again = event_from_json(event_to_json(event))
    assert json.dumps(event_to_json(again), sort_keys=True) == json.dumps(
        event_to_json(event), sort_keys=True
    )


def test_defaults_are_left_out() -> None:
    assert event_to_json(EVENT) == {
        "seq": 1,
        "id": "receive",
        "date": "2024-04-01",
        "at": "2024-04-01T10:15:00+09:00",
        "by": {"member": "hanako", "name": "見本 花子", "roles": ["window_clerk"]},
        "language": 1,
        "program": "madoguchi",
    }


def test_who_typed_is_kept_where_somebody_else_acted() -> None:
    president = Person("見本 太郎", "見本 太郎", ("president",), member=False)
    written = event_to_json(replace(EVENT, by=president))
    assert written["by"] == {"named": "見本 太郎", "name": "見本 太郎", "roles": ["president"]}
    assert written["recorded_by"]["member"] == "hanako"


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"colour": "red"}, "event.colour"),
        ({"seq": "1"}, "event.seq"),
        ({"seq": True}, "event.seq"),
        ({"date": "2024-02-30"}, "event.date"),
        ({"by": "hanako"}, "event.by"),
        ({"by": {}}, "event.by"),
        ({"by": {"member": "a", "named": "a"}}, "event.by"),
        ({"by": {"member": "a", "age": 3}}, "event.by.age"),
        ({"form": []}, "event.form"),
        ({"told": {"decision": 3}}, "event.told.decision"),
        ({"acknowledged": "x"}, "event.acknowledged"),
        ({"acknowledged": [1]}, "event.acknowledged"),
        ({"clock_set": "no"}, "event.clock_set"),
        ({"letters": [{"id": "x", "date": "2024-04-01", "ink": "red"}]}, "event.letters.ink"),
        ({"letters": [{"id": "x"}]}, "event.letters.date"),
        ({"attachments": [7]}, "event.attachments"),
        ({"links": {"application.earlier": "R6-001"}}, "event.links.application.earlier"),
    ],
)
def test_what_is_not_an_event_is_refused_by_name(change: dict[str, Any], where: str) -> None:
    with pytest.raises(StoreError) as caught:
        event_from_json({**event_to_json(EVENT), **change})
    assert f"「{where}」" in caught.value.ja
    assert f"“{where}”" in caught.value.en


@pytest.mark.parametrize("key", ["seq", "id", "date", "at", "by"])
def test_an_event_lacks_nothing_it_needs(key: str) -> None:
    written = event_to_json(EVENT)
    del written[key]
    with pytest.raises(StoreError, match=key):
        event_from_json(written)
