"""The quick answer to "does it fit?" is the validator's answer."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from engine.load.fitting import fitting
from engine.load.plainschema import NOT_BLANK
from engine.load.validate import FormChecker, _validator
from tests.engine.load.test_validate import CHECKER, GOOD

_WORDS = st.sampled_from(["", "a", "b", "　", " x", "abc", "2024-04-01", "2024-02-30", "1"])
_LEAF = _WORDS | st.sampled_from([None, True, False, 0, 1, 2, 1.0, 1.5, -1, float("nan")])
_NAMES = st.sampled_from(["a", "b", "c"])
_DATA = st.recursive(
    _LEAF, lambda one: st.lists(one, max_size=3) | st.dictionaries(_NAMES, one, max_size=3), max_leaves=6
)
_BOUND = st.integers(0, 3)
_KEYWORDS: dict[str, st.SearchStrategy[Any]] = {
    "type": st.sampled_from(["string", "integer", "boolean", "array", "object"]),
    "title": _WORDS,
    "required": st.lists(_NAMES, max_size=2, unique=True),
    "const": _WORDS | st.sampled_from([True, False, 0, 1]),
    "enum": st.lists(_WORDS | st.booleans() | _BOUND, min_size=1, max_size=3),
    "pattern": st.sampled_from([NOT_BLANK, "^[a-c]+$"]),
    "format": st.sampled_from(["date", "email"]),
    "uniqueItems": st.booleans(),
    **dict.fromkeys(
        ["minLength", "maxLength", "minItems", "maxItems", "minimum", "exclusiveMaximum"], _BOUND
    ),
}


def _nested(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    several = st.lists(one, min_size=1, max_size=2)
    return st.fixed_dictionaries(
        {},
        optional={
            **_KEYWORDS,
            "properties": st.dictionaries(_NAMES, one, max_size=3),
            "items": one,
            "contains": one,
            "not": one,
            **dict.fromkeys(["anyOf", "allOf", "oneOf"], several),
            **dict.fromkeys(["if", "then", "else"], one),
        },
    ).map(lambda schema: {**schema, "additionalProperties": False} if "properties" in schema else schema)


_SCHEMAS = st.recursive(st.fixed_dictionaries({}, optional=_KEYWORDS), _nested, max_leaves=6)


@settings(max_examples=100, deadline=None)
@example({"const": True}, [True, 1, 1.0, "True"])
@example({"enum": [0, "a"]}, [False, 0, 0.0, "a"])
@example({"type": "integer", "minimum": 2}, [True, 1, 2, 2.0, 2.5, float("nan")])
@example({"minimum": 2}, [True, "1", 1])
@example({"oneOf": [{"const": "a"}, {"type": "string"}]}, ["a", "b", 1])
@example({"not": {"required": ["a"]}}, [{}, {"a": None}, 1])
@given(_SCHEMAS, st.lists(_DATA, min_size=1, max_size=5))
def test_what_fits_has_no_error_and_what_has_none_fits(schema: dict[str, Any], values: list[Any]) -> None:
    fits, validator = fitting(schema), _validator(schema)
    for value in values:
        valid = not list(validator.iter_errors(value))
        if fits is not None and (fits(value) or "uniqueItems" not in str(schema)):
            assert fits(value) == valid


@pytest.mark.parametrize(
    "schema", [{"$ref": "#/$defs/a"}, {"multipleOf": 3}, {"items": True}, {"not": {"uniqueItems": True}}]
)
def test_what_is_not_known_here_is_left_to_the_validator(schema: dict[str, Any]) -> None:
    assert fitting(schema) is None


def test_data_that_fits_does_not_wait_for_the_validator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.load.validate._validator", None)
    checker = FormChecker(CHECKER.schema)
    assert checker.check(GOOD) == []


_PARTS = {
    "$defs": {
        "a": {"type": "object", "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"type": ["null", "string"]}}}
    }
}


@example([{"a": {"a": {"b": None}}}, {"a": {"b": 1}}, {"c": {"a": 1}}, {"a": []}])
@given(st.lists(_DATA, min_size=1, max_size=5))
def test_parts_of_a_schema_names_of_keys_and_keys_of_any_name_are_judged_as_the_validator_does(
    values: list[Any],
) -> None:
    schema = {
        **_PARTS,
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": "^[ab]$"},
        "properties": {"a": {"$ref": "#/$defs/a"}},
        "additionalProperties": {"enum": [None, "a", 1]},
    }
    fits, validator = fitting(schema), _validator(schema)
    assert fits is not None
    for value in values:
        assert fits(value) == (not list(validator.iter_errors(value)))


def test_a_keyword_of_our_own_can_demand_keys() -> None:
    schema = {"x-complete": ["a"], "x-note": 1}
    plainly, strictly = fitting(schema), fitting(schema, ["x-complete"])
    assert plainly is not None
    assert strictly is not None
    assert (plainly({}), strictly({}), strictly({"a": 1})) == (True, False, True)
