"""Form data against the plain schema: every objection at once, at its field, in both languages.

`normalise` first: choices, ids, numbers and dates in their stored form, text as typed, nothing for what was
left blank. What fits is known at once (`fitting`); what does not is told by the validator, one for each form. It
never fetches anything, and patterns run in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from engine.errors import Objection
from engine.load.fitting import Test, fitting, is_iso_date, matches
from engine.load.forms import FieldSpec
from engine.load.phrases import Labels, phrase
from engine.model.hostile import hostile

_INT: Final = re.compile(r"[-+]?[0-9]{1,15}\Z")


class Later(Mapping[str, Any]):
    """A mapping that is made when somebody looks into it: most forms of an office are not filled in today."""

    def __init__(self, make: Callable[[], Mapping[str, Any]]) -> None:
        self._make = make

    @cached_property
    def _made(self) -> Mapping[str, Any]:
        return self._make()

    def __getitem__(self, key: str) -> Any:
        return self._made[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._made)

    def __len__(self) -> int:
        return len(self._made)


class FormChecker:
    """Judges data against one plain schema; `specs` give the labels in both languages."""

    def __init__(self, plain_schema: Mapping[str, Any], specs: Sequence[FieldSpec] = ()) -> None:
        self._plain = plain_schema
        self._specs = specs
        self._fits: Test | None = None
        self._validator: Any = None

    @cached_property
    def schema(self) -> dict[str, Any]:
        return dict(self._plain)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.schema, self._specs)

    def check(self, data: Mapping[str, Any]) -> list[Objection]:
        """Every objection (rule `form`, field a JSON Pointer); none if the data fits."""
        refused = list(hostile(data))
        if refused:
            return refused
        if self._fits is None:
            self._fits = fitting(self.schema) or _never
        if self._fits(data):
            return []
        if self._validator is None:
            self._validator = _validator(self.schema)
        found: dict[tuple[str, str], Objection] = {}
        for error in self._validator.iter_errors(data):
            for field, ja, en in phrase(error, self.labels):
                found.setdefault((field, ja), Objection("form", ja, en, field))
        order = self.labels.order
        return sorted(found.values(), key=lambda one: order(one.field))


def _never(_data: Any) -> bool:
    return False


def _validator(schema: Mapping[str, Any]) -> Any:
    """A validator that fetches nothing and knows strict dates. Imported late: the first frame needs none."""
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry

    formats = FormatChecker(formats=())
    formats.checks("date")(lambda value: not isinstance(value, str) or is_iso_date(value))
    derive: Any = extend
    kind = derive(Draft202012Validator, {"pattern": linear_pattern, "patternProperties": _pattern_properties})
    return kind(dict(schema), registry=Registry(), format_checker=formats)


def linear_pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    """The keyword `pattern`, in linear time."""
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, str) and not matches(pattern, instance):
        yield ValidationError(f"does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, _schema: Any
) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    for pattern, sub in patterns.items():
        for key, value in instance.items():
            if matches(pattern, key):
                yield from validator.descend(value, sub, path=key, schema_path=pattern)


def normalise(data: Mapping[str, Any], fields: Sequence[FieldSpec]) -> dict[str, Any]:
    """The data as it is stored. Unknown fields stay, so that the check can name them.

    What was left blank (nothing, spaces only, an empty list or group) is dropped, except in a required text,
    list or group, where the check says so.
    """
    specs = {spec.name: spec for spec in fields}
    result: dict[str, Any] = {}
    for key, value in data.items():
        spec = specs.get(key)
        done = value if spec is None else _value(value, spec)
        if done is None or (_blank(done) and spec is not None and not _keeps_blank(spec)):
            continue
        result[key] = done
    return result


def _keeps_blank(spec: FieldSpec) -> bool:
    return spec.required and spec.type in ("text", "list", "object")


def _blank(value: Any) -> bool:
    return not value.strip() if isinstance(value, str) else isinstance(value, list | dict) and not value


def _value(value: Any, spec: FieldSpec) -> Any:
    if spec.type == "object":
        return normalise(value, spec.fields) if isinstance(value, Mapping) else value
    if spec.type == "list":
        if not isinstance(value, list) or spec.item is None:
            return value
        return [done for done in (_value(one, spec.item) for one in value) if done is not None]
    if isinstance(value, float) and spec.type == "int" and value.is_integer():
        return int(value)
    if not isinstance(value, str) or spec.type == "text":
        return value
    folded = unicodedata.normalize("NFKC", value).strip()
    if spec.type == "int":
        return int(folded) if _INT.match(folded) else folded
    if spec.type == "date":
        return _date(folded)
    return folded


def _date(text: str) -> str:
    """ISO if it is a date in any spelling; otherwise as typed, for the check to refuse."""
    from engine.wareki import DateError, parse_date

    if not text or is_iso_date(text):
        return text
    try:
        return parse_date(text).isoformat()
    except DateError:
        return text
