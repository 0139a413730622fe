"""Form data against the plain schema: every objection at once, at its field, in both languages.

`normalise` first: choices, ids, numbers and dates in their stored form, text as typed, nothing for what was
left blank. One validator is kept for each form; it never fetches anything, and patterns run in linear time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from engine.errors import DefinitionError, Objection, Problem
from engine.load.forms import FieldSpec
from engine.load.phrases import Labels, phrase
from engine.load.plainschema import NOT_BLANK
from engine.model.hostile import hostile

MAX_PATTERN: Final = 1_000
_INT: Final = re.compile(r"[-+]?[0-9]{1,15}\Z")
_ISO: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")


def is_iso_date(text: str) -> bool:
    """Exactly `YYYY-MM-DD`, and a day that exists."""
    if not _ISO.match(text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


class FormChecker:
    """Judges data against one plain schema; `specs` give the labels in both languages."""

    def __init__(self, plain_schema: Mapping[str, Any], specs: Sequence[FieldSpec] = ()) -> None:
        self.schema = dict(plain_schema)
        self.labels = Labels(self.schema, specs)
        self._validator: Any = None

    def check(self, data: Mapping[str, Any]) -> list[Objection]:
        """Every objection (rule `form`, field a JSON Pointer); none if the data fits."""
        refused = list(hostile(data))
        if refused:
            return refused
        if self._validator is None:
            self._validator = _validator(self.schema)
        found: dict[tuple[str, str], Objection] = {}
        for error in self._validator.iter_errors(data):
            for field, ja, en in phrase(error, self.labels):
                found.setdefault((field, ja), Objection("form", ja, en, field))
        order = self.labels.order
        return sorted(found.values(), key=lambda one: order(one.field))


def _validator(schema: Mapping[str, Any]) -> Any:
    """A validator that fetches nothing and knows strict dates. Imported late: the first frame needs none."""
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.validators import extend
    from referencing import Registry

    formats = FormatChecker(formats=())
    formats.checks("date")(lambda value: not isinstance(value, str) or is_iso_date(value))
    derive: Any = extend
    kind = derive(Draft202012Validator, {"pattern": _pattern, "patternProperties": _pattern_properties})
    return kind(dict(schema), registry=Registry(), format_checker=formats)


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


def _pattern(_validator: Any, pattern: str, instance: Any, _schema: Any) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if pattern == NOT_BLANK and isinstance(instance, str) and instance[:1].isalnum():
        return  # most texts: no need to ask whether they are blank
    if isinstance(instance, str) and not compile_pattern(pattern).search(instance):
        yield ValidationError(f"does not match {pattern!r}")


def _pattern_properties(
    validator: Any, patterns: Mapping[str, Any], instance: Any, _schema: Any
) -> Iterator[Any]:
    if not isinstance(instance, dict):
        return
    for pattern, sub in patterns.items():
        compiled = compile_pattern(pattern)
        for key, value in instance.items():
            if compiled.search(key):
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
