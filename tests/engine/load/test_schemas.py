"""The published schemas: valid, described, in step with the bundled definitions, strict about what is unknown."""

# ruff: noqa: E501 - a sample definition is read more easily on one line

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.load.library import Library
from engine.load.shape import SCHEMAS, Which, check_shape
from engine.load.source import read_definition
from engine.load.tree import Node

NAMES: tuple[Which, ...] = ("workflow", "organisation", "scenario", "record")
LIBRARY = Library([Path(__file__).resolve().parents[3]])


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text(encoding="utf-8"))


def tree(text: str) -> Node:
    return read_definition("w.yaml", text.encode())


def problems(text: str, which: Which = "workflow", complete: bool = False) -> list[tuple[str, str]]:
    return [(p.path, p.near) for p in check_shape(tree(text), which, complete)]


def objects(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        if "properties" in node and "title" in node:
            yield node
        for value in node.values():
            yield from objects(value)


@pytest.mark.parametrize("name", NAMES)
def test_each_schema_is_valid_2020_12_and_refers_only_to_itself(name: str) -> None:
    loaded = schema(name)
    Draft202012Validator.check_schema(loaded)
    text = json.dumps(loaded)
    assert text.count('"$ref": "') == text.count('"$ref": "#/$defs/')
    missing = {ref for ref in _refs(loaded) if ref not in loaded["$defs"]}
    assert not missing


def _refs(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix("#/$defs/")
        for value in node.values():
            yield from _refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from _refs(value)


@pytest.mark.parametrize("name", NAMES)
def test_an_editor_finds_titles_in_japanese_and_examples(name: str) -> None:
    loaded = schema(name)
    assert loaded["title"] and loaded["description"] and loaded["examples"]
    assert all(one["title"] for one in objects(loaded))


def test_the_examples_fit_their_own_schemas() -> None:
    for name in NAMES:
        loaded = schema(name)
        for key, part in loaded["$defs"].items():
            judge = Draft202012Validator({**part, "$defs": loaded["$defs"]})
            for example in part.get("examples", []):
                assert judge.is_valid(example), (name, key, example)


@pytest.mark.parametrize("name", LIBRARY.names())
def test_bundled_workflows_have_the_shape(name: str) -> None:
    own = LIBRARY.own(name)
    assert own is not None
    assert [str(p.place) for p in check_shape(own, "workflow", complete=False)] == []
    assert [p.within("ja") for p in check_shape(LIBRARY.workflow(name).node, "workflow")] == []


@pytest.mark.parametrize("org", ["base", *LIBRARY.organisations()])
def test_bundled_organisations_have_the_shape(org: str) -> None:
    assert [p.within("ja") for p in check_shape(LIBRARY.organisation(org).node, "organisation")] == []


@pytest.mark.parametrize("org", ["base", *LIBRARY.organisations()])
def test_bundled_scenarios_have_the_shape(org: str) -> None:
    for _, node in LIBRARY.scenarios(org):
        assert [p.within("ja") for p in check_shape(node, "scenario")] == []


def test_an_unknown_key_is_named_with_its_place_and_the_nearest() -> None:
    [problem] = check_shape(tree("language: 1\nstates:\n  a: {title: A, phse: intake}\n"), "workflow")
    assert (problem.path, problem.near, str(problem.place)) == ("states.a.phse", "phase", "w.yaml:3:17")


@pytest.mark.parametrize(
    ("text", "path", "near"),
    [
        ("stats: {}", "stats", "states"),
        ("states: {a: {end: don}}", "states.a.end", "done"),
        ("clocks: {c: {period: 30 dais}}", "clocks.c.period", ""),
        ("clocks: {c: {counting: exclude_frist}}", "clocks.c.counting", "exclude_first"),
        ("clocks: {c: {counting: {seting: SET-01}}}", "clocks.c.counting", ""),
        ("states: {Upper: {title: A}}", "states", ""),
        ("commands: {go: {by: {handler: x}}}", "commands.go.by.handler", ""),
        ("forms: {f: {properties: {a: {type: number}}}}", "forms.f.properties.a.type", ""),
        ("forms: {f: {properties: {a: {x-reqired: true}}}}", "forms.f.properties.a.x-reqired", "x-required"),
        (
            "forms: {f: {properties: {a: {type: string, pattern: '(?=a)'}}}}",
            "forms.f.properties.a.pattern",
            "",
        ),
        ("tables: {t: {hit: first}}", "tables.t.hit", ""),
        ("notices: {n: {page: a3}}", "notices.n.page", ""),
        ("language: 2", "language", ""),
        ("title: {en: only}", "title", ""),
    ],
)
def test_each_mistake_of_shape_is_found(text: str, path: str, near: str) -> None:
    assert (path, near) in problems(text)


@pytest.mark.parametrize(
    "text",
    [
        "extends: base/request\nstates: {executing: ~, stamping: {title: 受付印, after: deciding}}",
        "commands: {go: {by: {add: [a], remove: [b]}, require: {identity: ~}}}",
        "clocks: {c: {period: {setting: SET-01, a: 30 days}, stops: {setting: SET-05, decision: [decide]}, rolls: silent}}",
        "forms: {f: {replace: true, properties: {channel: {x-values: {window: 訪問, phone: ~}}}}}",
        "evidence: {identity: {need: {person: {any: {papers: {all: {own: {any: [a], as: {post: copy}}}}}}, mandate: {all: [b], max_age: 30 days}}}}",
        "evidence: {identity: {need: {any: [{all: [a, b]}, c]}}}",
        "clocks: {c: {extensions: {o: {at: extend, sum: {setting: SET-06b}, unless: {rule: x, sum: none}}}}}",
        "tables: {t: {rows: {r: {kind: [a, b], n: '> 3', form: unmapped, offer: 様式第1号, when: x}}}}",
        "notices: {n: {serial: {format: '{n}号'}, page: naga3, seal: false, enclose: [a], body: {p: {each: x, text: y}}}}",
        "registers: {r: {columns: {a: event.receive, b: {title: 列, from: kind}}, retain: silent}}",
        "fees: {copy: {lines: {a: {amount: 0}}, waived: {rule: fee.copy.sum < 1000}, ways: {cash: true}, refund: never}}",
        "tasks: {t: {at: {notify: {when: x, each: decision.people}}, during: [intake], leave: block}}",
    ],
)  # fmt: skip
def test_every_way_of_saying_a_difference_is_allowed(text: str) -> None:
    assert problems(text) == []


def test_a_finished_definition_lacks_nothing_and_a_difference_may() -> None:
    text = "language: 1\nstates: {a: {phase: intake}}"
    assert problems(text, complete=True) == [("states.a", "")]
    assert problems(text, complete=False) == []


def test_the_calendar_and_settings_of_an_organisation() -> None:
    text = """
language: 1
title: 見本
roles: {handling_manager: {title: 責任者, per: unit, recorded_by: [window_clerk]}}
calendar: {closed: {weekdays: [sat, sun], holidays: ~, yearly: {year_end: {title: 年末年始, from: 12-29, to: 01-03}}, days: {2026-11-22: 創立記念日}}}
settings: {SET-06a: {title: 回数, values: {"1": 一回, unlimited: 制限なし}, value: 1, question: 何回, consequence: 長い}}
"""
    assert problems(text, "organisation", complete=True) == []
    assert problems("calendar: {closed: {weekdays: [sunday]}}", "organisation") == [
        ("calendar.closed.weekdays.0", "sun")
    ]


def test_scenarios_and_their_expectations() -> None:
    good = "[{scenario: A-02, organisation: o, kind: k, steps: [{date: 2024-04-01, do: receive, refused: [a]}], expect: {due: none}}]"
    assert problems(good, "scenario", complete=True) == []
    assert ("0.expect.dew", "due") in problems(good.replace("due:", "dew:"), "scenario")


def test_the_record_names_every_part_of_the_contract() -> None:
    needed = set(schema("record")["required"])
    assert {
        "organisation",
        "kind",
        "number",
        "workflow",
        "state",
        "events",
        "form",
        "clocks",
        "notices",
    } <= needed
    assert {"registers", "fee", "retention", "attachments", "language", "program"} <= needed
    found = check_shape(tree("{organisation: o, nonsense: 1}"), "record")
    assert sum(p.path == "" for p in found) == len(needed) - 1
    assert [p.path for p in found if p.path] == ["nonsense"]
