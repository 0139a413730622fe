"""A plain schema as one function that answers in microseconds whether data fits it: most data does.

JSON Schema stays the truth: this says only yes or "ask the validator", and a test holds it against the
validator. A keyword that is not known here, or a value that is not judged here, goes to the validator.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from engine.errors import DefinitionError, Problem
from engine.load.plainschema import NOT_BLANK

Test = Callable[[Any], bool]

MAX_PATTERN: Final = 1_000
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
_SILENT: Final = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples"}
)
_WITH_ANOTHER: Final = frozenset({"additionalProperties", "then", "else"})


class _Unknown(Exception):  # noqa: N818 — not an error: the validator will judge
    """Something that only the validator judges."""


# --- texts


def is_iso_date(text: str) -> bool:
    """Exactly `YYYY-MM-DD`, and a day that exists."""
    if not _ISO.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


@cache
def compile_pattern(pattern: str) -> Any:
    """A linear-time pattern. Raises DefinitionError for what RE2 refuses (look-around, back-references)."""
    import re2

    if len(pattern) > MAX_PATTERN:
        ja = f"パターンが長すぎます（{MAX_PATTERN} 文字まで）。"
        en = f"The pattern is too long ({MAX_PATTERN} characters at most)."
        raise DefinitionError([Problem("shape", "pattern", ja, en)])
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options=options)
    except re2.error as error:
        ja = f"パターン「{pattern}」は使えません（先読み・後方参照は不可）。"
        reason = error.args[0] if error.args else ""
        text = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
        raise DefinitionError(
            [Problem("shape", "pattern", ja, f"Pattern “{pattern}” cannot be used: {text}")]
        ) from None


def matches(pattern: str, text: str) -> bool:
    """Whether a pattern is found in a text."""
    if pattern == NOT_BLANK and text[:1].isalnum():
        return True  # most texts: no need to ask whether they are blank
    return compile_pattern(pattern).search(text) is not None


# --- schemas


@dataclass(frozen=True, slots=True)
class _How:
    """`exact`: False must mean that the data does not fit. Below `not` and `if`, "I cannot tell" would be a yes.

    `parts` are what a `$ref` may name, `made` their tests; `needed` are keywords that mean what `required` means.
    """

    exact: bool
    parts: Mapping[str, Any]
    needed: frozenset[str]
    made: dict[tuple[str, bool], Test]

    def exactly(self) -> _How:
        return _How(True, self.parts, self.needed, self.made)


def fitting(schema: Mapping[str, Any], needed: Iterable[str] = ()) -> Test | None:
    """A test that is true only of data with nothing wrong; None where only the validator can tell.

    `needed`: keywords of our own that list keys which must be there, as `required` does.
    """
    try:
        return _schema(schema, _How(False, schema.get("$defs", {}), frozenset(needed), {}))
    except _Unknown:
        return None


def _schema(schema: Any, how: _How) -> Test:
    if not isinstance(schema, Mapping):
        raise _Unknown
    tests: list[Test] = []
    for keyword, value in schema.items():
        if keyword in how.needed:
            keyword = "required"
        if keyword in _SILENT or keyword in _WITH_ANOTHER or keyword.startswith("x-"):
            continue
        if keyword not in _KEYWORDS:
            raise _Unknown
        test = _KEYWORDS[keyword](value, schema, how)
        if test is not None:
            tests.append(test)
    if "additionalProperties" in schema and "properties" not in schema:
        tests.append(_properties({}, schema, how))
    return _every(tests)


def _ref(name: Any, _whole: Any, how: _How) -> Test:
    """A part of the schema, made when it is first asked for: parts may name themselves."""
    part = str(name).removeprefix("#/$defs/")
    if part not in how.parts:
        raise _Unknown
    key = part, how.exact
    if key not in how.made:
        how.made[key] = lambda value: how.made[key](value)
        how.made[key] = _schema(how.parts[part], how)
    return lambda value: how.made[key](value)


def _every(tests: list[Test]) -> Test:
    if not tests:
        return lambda _value: True
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda value: first(value) and second(value)
    return lambda value: all(test(value) for test in tests)


_TYPES: Final[Mapping[str, Test]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: type(value) is int or (isinstance(value, float) and value.is_integer()),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def _type(kind: Any, _whole: Any, _how: _How) -> Test:
    kinds = kind if isinstance(kind, list) else [kind]
    if not all(isinstance(one, str) and one in _TYPES for one in kinds):
        raise _Unknown
    return _any([_TYPES[one] for one in kinds]) if len(kinds) != 1 else _TYPES[kinds[0]]


def _properties(parts: Any, schema: Any, how: _How) -> Test:
    known = {name: _schema(part, how) for name, part in parts.items()}
    others = schema.get("additionalProperties", True)
    other = _schema(others, how) if not isinstance(others, bool) else (lambda _value: others)

    def test(value: Any) -> bool:
        if isinstance(value, dict):
            for name, item in value.items():
                if not known.get(name, other)(item):
                    return False
        return True

    return test


def _required(names: Any, _whole: Any, _how: _How) -> Test | None:
    wanted = frozenset(names)
    return (lambda value: not isinstance(value, dict) or value.keys() >= wanted) if wanted else None


def _items(items: Any, _whole: Any, how: _How) -> Test:
    one = _schema(items, how)
    return lambda value: not isinstance(value, list) or all(one(item) for item in value)


def _names(schema: Any, _whole: Any, how: _How) -> Test:
    one = _schema(schema, how)
    return lambda value: not isinstance(value, dict) or all(one(name) for name in value)


def _contains(items: Any, _whole: Any, how: _How) -> Test:
    one = _schema(items, how)
    return lambda value: not isinstance(value, list) or any(one(item) for item in value)


def _unique(wanted: Any, _whole: Any, how: _How) -> Test | None:
    if how.exact:
        raise _Unknown

    def test(value: Any) -> bool:
        if not isinstance(value, list):
            return True
        return all(isinstance(one, str) for one in value) and len(set(value)) == len(value)

    return test if wanted else None


def _const(wanted: Any, _whole: Any, _how: _How) -> Test:
    """As JSON compares: true is not 1."""
    if isinstance(wanted, bool) or wanted is None:
        return lambda value: value is wanted
    if isinstance(wanted, str):
        return lambda value: isinstance(value, str) and value == wanted
    if isinstance(wanted, int):
        return lambda value: not isinstance(value, bool) and value == wanted
    raise _Unknown


def _enum(values: Any, schema: Any, how: _How) -> Test:
    return _one_of_texts(values) or _any([_const(value, schema, how) for value in values])


def _any_of(schemas: Any, _whole: Any, how: _How) -> Test:
    return _any([_schema(one, how) for one in schemas])


def _any(tests: list[Test]) -> Test:
    return lambda value: any(test(value) for test in tests)


def _all_of(schemas: Any, _whole: Any, how: _How) -> Test:
    return _every([_schema(one, how) for one in schemas])


def _one_of(schemas: Any, _whole: Any, how: _How) -> Test:
    values = [
        one.get("const") for one in schemas if isinstance(one, Mapping) and one.keys() <= {"const", "title"}
    ]
    texts = _one_of_texts(values) if len(values) == len(schemas) == len(set(map(str, values))) else None
    if texts is not None:
        return texts
    tests = [_schema(one, how.exactly()) for one in schemas]
    return lambda value: sum(test(value) for test in tests) == 1


def _one_of_texts(values: list[Any]) -> Test | None:
    if not all(isinstance(one, str) for one in values):
        return None
    known = frozenset(values)
    return lambda value: isinstance(value, str) and value in known


def _not(schema: Any, _whole: Any, how: _How) -> Test:
    test = _schema(schema, how.exactly())
    return lambda value: not test(value)


def _if(schema: Any, whole: Any, how: _How) -> Test:
    holds = _schema(schema, how.exactly())
    then, other = (_schema(whole.get(key, {}), how) for key in ("then", "else"))
    return lambda value: then(value) if holds(value) else other(value)


def _pattern(pattern: Any, _whole: Any, _how: _How) -> Test:
    return lambda value: not isinstance(value, str) or matches(pattern, value)


def _format(name: Any, _whole: Any, _how: _How) -> Test | None:
    return (lambda value: not isinstance(value, str) or is_iso_date(value)) if name == "date" else None


def _size(
    kind: type[str] | type[list[Any]] | type[dict[Any, Any]], wrong: Callable[[Any, Any], bool]
) -> Callable[[Any, Any, _How], Test]:
    def of(bound: Any, _whole: Any, _how: _How) -> Test:
        return lambda value: not isinstance(value, kind) or not wrong(len(value), bound)

    return of


def _number(wrong: Callable[[Any, Any], bool]) -> Callable[[Any, Any, _How], Test]:
    def of(bound: Any, _whole: Any, _how: _How) -> Test:
        return lambda value: (
            isinstance(value, bool) or not isinstance(value, int | float) or not wrong(value, bound)
        )

    return of


_KEYWORDS: Final[Mapping[str, Callable[[Any, Any, _How], Test | None]]] = {
    "type": _type,
    "properties": _properties,
    "required": _required,
    "$ref": _ref,
    "propertyNames": _names,
    "minProperties": _size(dict, operator.lt),
    "items": _items,
    "contains": _contains,
    "uniqueItems": _unique,
    "const": _const,
    "enum": _enum,
    "anyOf": _any_of,
    "allOf": _all_of,
    "oneOf": _one_of,
    "not": _not,
    "if": _if,
    "pattern": _pattern,
    "format": _format,
    "minLength": _size(str, operator.lt),
    "maxLength": _size(str, operator.gt),
    "minItems": _size(list, operator.lt),
    "maxItems": _size(list, operator.gt),
    "minimum": _number(operator.lt),
    "maximum": _number(operator.gt),
    "exclusiveMinimum": _number(operator.le),
    "exclusiveMaximum": _number(operator.ge),
}
