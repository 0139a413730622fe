"""Forms: what each field is, and the plain JSON Schema that any validator understands."""

# ruff: noqa: E501 - a sample definition is read more easily on one line

from __future__ import annotations

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from engine.errors import DefinitionError
from engine.load.conditions import condition
from engine.load.forms import FieldSpec, fields, groups
from engine.load.merge import merge
from engine.load.plainschema import compile_form
from engine.load.source import read_definition
from engine.load.tree import Map

FORM = """
title: {ja: 申出書, en: Application}
x-groups: {person: {ja: 請求者, en: Requester}}
properties:
  channel: {title: {ja: 経路, en: Channel}, x-values: {window: 窓口, post: {ja: 郵送, en: Post}}, x-required: true, x-personal: false}
  sent_on: {type: string, format: date, title: 発送の日, x-when: channel = post, x-required: true, x-group: other}
  name: {type: string, title: 氏名, x-required: true, x-group: person}
  pages: {type: integer, title: 枚数, minimum: 1}
  urgent: {type: boolean, title: 急ぐ}
  agent:
    type: object
    title: 代理人
    x-when: application.channel in [post, window] and urgent
    x-required: true
    properties: {name: {type: string, title: 代理人の氏名, x-required: true}, why: {type: string, title: わけ, x-when: urgent, x-required: true}}
  documents:
    type: array
    title: 書類
    x-evidence: identity
    items: {type: object, title: 書類, properties: {type: {title: 種類, x-options: org.documents, x-required: true}, what: {type: string, title: 内容, x-when: type = other, x-required: true}}}
  grounds: {type: array, title: 根拠, x-options: table.grounds.ground, x-required: true}
  secret: {type: string, title: 秘密, x-hide-when: {rule: urgent, from: [letters, lists]}, x-severity: should}
  earlier: {type: string, title: 前の件, x-link: {kinds: [disclosure]}}
  unknown_rule: {type: string, title: 表による, x-when: table.days.n > 3, x-required: true}
"""


def form(text: str = FORM) -> Map:
    node = read_definition("f.yaml", text.encode())
    assert isinstance(node, Map)
    return node


def by_name(text: str = FORM) -> dict[str, FieldSpec]:
    return {spec.name: spec for spec in fields(form(text))}


def valid(data: dict[str, Any], text: str = FORM) -> bool:
    return Draft202012Validator(compile_form(form(text), "application")).is_valid(data)


FULL = {"channel": "window", "name": "見本 太郎", "grounds": ["g_1"]}


def test_each_field_has_its_type_and_annotations() -> None:
    spec = by_name()
    assert {name: one.type for name, one in spec.items()} == {
        "channel": "choice", "sent_on": "date", "name": "text", "pages": "int", "urgent": "bool", "agent": "object",
        "documents": "list", "grounds": "list", "secret": "text", "earlier": "link", "unknown_rule": "text",
    }  # fmt: skip
    assert spec["channel"].title.within("en") == "Channel"
    assert spec["channel"].values["post"].within("en") == "Post"
    assert (spec["channel"].personal, spec["name"].personal) == (False, True)
    assert spec["sent_on"].when is not None
    assert (spec["sent_on"].when.text, spec["sent_on"].when.place.line) == ("channel = post", 6)
    assert spec["documents"].evidence == "identity"
    assert spec["earlier"].link_kinds == ("disclosure",)
    assert (spec["secret"].hide_from, spec["secret"].severity) == (("letters", "lists"), "should")
    assert [one.order for one in spec.values()] == list(range(11))


def test_parts_of_objects_and_entries_of_lists_are_fields_too() -> None:
    spec = by_name()
    assert [(part.path, part.required) for part in spec["agent"].fields] == [
        ("agent.name", True),
        ("agent.why", True),
    ]
    item = spec["documents"].item
    assert item is not None
    assert [(part.name, part.type) for part in item.fields] == [("type", "choice"), ("what", "text")]
    grounds = spec["grounds"].item
    assert grounds is not None
    assert grounds.options is not None
    assert (grounds.type, grounds.options.text) == ("choice", "table.grounds.ground")


def test_sections_come_in_order_with_their_labels() -> None:
    assert {key: text.ja for key, text in groups(form()).items()} == {"person": "請求者", "other": "other"}


def test_a_removed_choice_is_known_and_no_longer_offered() -> None:
    child = form("properties: {channel: {x-values: {post: ~}}}")
    merged = merge(form(), child)
    assert isinstance(merged, Map)
    channel = fields(merged)[0]
    assert list(channel.values) == ["window"]
    assert list(channel.known) == ["post"]


def test_an_open_choice_asks_what_the_other_is() -> None:
    text = "properties: {how: {title: 方法, x-open: true, x-values: {cash: 現金}}}"
    spec = by_name(text)
    assert list(spec["how"].values) == ["cash", "other"]
    assert spec["how_other"].required
    assert valid({"how": "cash"}, text)
    assert not valid({"how": "other"}, text)
    assert valid({"how": "other", "how_other": "小切手"}, text)


def test_an_open_list_asks_too_and_names_who_approves() -> None:
    text = (
        "properties: {how: {type: array, title: 方法, x-open: {approve: president}, x-values: {cash: 現金}}}"
    )
    assert by_name(text)["how"].open_approver == "president"
    assert not valid({"how": ["cash", "other"]}, text)
    assert valid({"how": ["cash"]}, text)


def test_a_type_that_forms_do_not_have_is_refused_with_its_place() -> None:
    with pytest.raises(DefinitionError) as caught:
        fields(
            form("properties:\n  a: {type: number, title: 数}\n  b: {type: strin, title: 文}\n  c: text\n")
        )
    assert [p.place.line for p in caught.value.problems if p.place] == [2, 3, 4]


@pytest.mark.parametrize("title", ["", ", title: ''", ", title: '　'", ", title: {ja: ' ', en: Name}"])
def test_a_field_without_a_title_is_refused(title: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        fields(form(f"properties: {{name: {{type: string{title}}}}}"))
    assert [p.path for p in caught.value.problems] == ["name"]


def test_the_plain_schema_is_valid_2020_12_without_our_keywords() -> None:
    schema = compile_form(form(), "application")
    Draft202012Validator.check_schema(schema)
    assert '"x-' not in str(schema).replace("'", '"')
    assert schema["properties"]["channel"]["oneOf"] == [
        {"const": "window", "title": "窓口"}, {"const": "post", "title": "郵送"}
    ]  # fmt: skip


def test_unknown_fields_and_unknown_choices_do_not_fit() -> None:
    assert valid(FULL)
    assert not valid({**FULL, "nmae": "x"})
    assert not valid({**FULL, "channel": "fax"})


@pytest.mark.parametrize("blank", ["", " ", "　", "\u00a0 ", "\n\t"])
def test_required_text_is_never_blank(blank: str) -> None:
    assert not valid({**FULL, "name": blank})


def test_a_required_list_is_never_empty() -> None:
    assert not valid({**FULL, "grounds": []})


def test_a_simple_condition_becomes_if_then() -> None:
    assert not valid({**FULL, "channel": "post"})
    assert valid({**FULL, "channel": "post", "sent_on": "2024-04-01"})


def test_conditions_name_the_form_and_its_parts() -> None:
    assert not valid({**FULL, "urgent": True})
    assert not valid({**FULL, "urgent": True, "agent": {"name": "見本 花子"}})
    assert valid({**FULL, "urgent": True, "agent": {"name": "見本 花子", "why": "遠方"}})
    assert valid({**FULL, "agent": {"name": "見本 花子"}})


def test_conditions_inside_a_list_read_the_entry() -> None:
    assert not valid({**FULL, "documents": [{"type": "other"}]})
    assert valid({**FULL, "documents": [{"type": "other", "what": "社員証"}, {"type": "passport"}]})


def test_a_condition_on_other_facts_is_left_to_the_engine() -> None:
    assert valid(FULL)
    assert "unknown_rule" not in compile_form(form())["required"]


TYPES = {"a": "choice", "b": "bool", "n": "int", "o.p": "choice", "l": "list", "t": "text"}


@pytest.mark.parametrize(
    ("rule", "holds", "fails"),
    [
        ("a = x", [{"a": "x"}], [{"a": "y"}, {}]),
        ("a != x", [{"a": "y"}], [{"a": "x"}, {}]),
        ("a in [x, y]", [{"a": "y"}], [{"a": "z"}, {}]),
        ("b", [{"b": True}], [{"b": False}, {}]),
        ("not b", [{"b": False}], [{"b": True}, {}]),
        ("b = false", [{"b": False}], [{"b": True}, {}]),
        ("n = 3", [{"n": 3}], [{"n": 4}, {}]),
        ("o.p = x", [{"o": {"p": "x"}}], [{"o": {"p": "y"}}, {"o": {}}, {}]),
        ("o.p is missing", [{}, {"o": {}}], [{"o": {"p": "y"}}]),
        ("t is present", [{"t": "見本"}], [{}]),
        ("t = 「見本」", [{"t": "見本"}], [{"t": "x"}, {}]),
        ("l contains x", [{"l": ["y", "x"]}], [{"l": ["y"]}, {}]),
        ("a = x or b and n = 1", [{"a": "x"}, {"b": True, "n": 1}], [{"a": "y", "b": True}, {"n": 1}]),
    ],
)
def test_a_simple_condition_holds_exactly_when_the_rule_is_true(
    rule: str, holds: list[dict[str, Any]], fails: list[dict[str, Any]]
) -> None:
    schema = condition(rule, TYPES.get)
    assert schema is not None
    validator = Draft202012Validator(schema)
    assert all(validator.is_valid(data) for data in holds)
    assert not any(validator.is_valid(data) for data in fails)


@pytest.mark.parametrize(
    "rule",
    ["kind = x", "(a = x)", "n > 3", "a = x implies b", "not (a = x)", "any l where a = x", "t = a", "a", ""],
)
def test_anything_else_is_not_simple(rule: str) -> None:
    assert condition(rule, TYPES.get) is None
