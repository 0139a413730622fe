"""A form as plain JSON Schema 2020-12, for any validator: no `x-` keyword, nothing that must be fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any, Final

from engine.load.conditions import Schema, condition, nested
from engine.load.forms import FieldSpec, as_map, fields, label
from engine.load.tree import Map, plain

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
# At least one character that is no space, written so that RE2, Python and ECMAScript agree on the wide space.
NOT_BLANK: Final = "[^\\s\u00a0\u2000-\u200b\u3000\ufeff]"
_OWN: Final = frozenset({"title", "properties", "items", "required", "help", "basis", "note", "enum", "type"})


def compile_form(
    form: Map | dict[str, Any], form_id: str = "", specs: Sequence[FieldSpec] | None = None
) -> Schema:
    """The plain schema of a form. Conditions on the same form become `if`/`then`; others are left out.

    `form_id` lets conditions name a field as `form.field`; `specs` are its fields, where they are known. Raises
    DefinitionError as `fields` does.
    """
    tree = as_map(form)
    specs = fields(tree) if specs is None else specs
    schema: Schema = {"$schema": DIALECT, "title": label(tree.get("title"), form_id).ja}
    if tree.text("description"):
        schema["description"] = tree.text("description")
    return {**schema, **_object(specs, form_id, _types(specs))}


def _types(specs: Iterable[FieldSpec]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spec in specs:
        found[spec.path] = spec.type
        found.update(_types(spec.fields))
    return found


def _object(
    specs: Sequence[FieldSpec], form_id: str, types: dict[str, str] | None, above: str = ""
) -> Schema:
    """The schema of an object. `types` are the fields its conditions may read; None below another object."""
    schema: Schema = {
        "type": "object",
        "properties": {spec.name: _field(spec, form_id) for spec in specs},
        "required": [spec.name for spec in specs if spec.required and spec.when is None],
        "additionalProperties": False,
    }
    if types is not None:
        rules = list(_conditions(specs, form_id, types, above))
        if rules:
            schema["allOf"] = rules
    return schema


def _conditions(
    specs: Iterable[FieldSpec], form_id: str, types: dict[str, str], above: str
) -> Iterable[Schema]:
    """One `if`/`then` for each conditional required field, parts of objects included."""

    for spec in specs:
        if spec.required and spec.when is not None:
            text = (
                re.sub(rf"(?<![\w.]){re.escape(form_id)}\.", "", spec.when.text)
                if form_id
                else spec.when.text
            )
            holds = condition(text, types.get)
            if holds is not None:
                local = spec.path[len(above) + 1 :] if above else spec.path
                yield {"if": holds, "then": _optional(nested(local, {"required": [spec.name]}))}
        yield from _conditions(spec.fields, form_id, types, above)


def _optional(schema: Schema) -> Schema:
    """Without demanding the objects on the way: an absent object is not missing its parts."""
    if "properties" not in schema:
        return schema
    return {"properties": {key: _optional(value) for key, value in schema["properties"].items()}}


def _field(spec: FieldSpec, form_id: str) -> Schema:
    schema: Schema = {"title": spec.title.ja}
    schema.update({k: plain(v) for k, v in spec.node.items() if not k.startswith("x-") and k not in _OWN})
    schema.update(_shape(spec, form_id))
    return schema


def _shape(spec: FieldSpec, form_id: str) -> Schema:
    if spec.type == "object":
        return _object(spec.fields, form_id, None)
    if spec.type == "list" and spec.item is not None:
        return _list(spec, spec.item, form_id)
    if spec.type == "choice":
        return _choice(spec)
    if spec.type in ("int", "bool"):
        return {"type": {"int": "integer", "bool": "boolean"}[spec.type]}
    if spec.type == "text" and spec.required:
        own = spec.node.text("pattern")
        return {"type": "string", **({"allOf": [{"pattern": NOT_BLANK}]} if own else {"pattern": NOT_BLANK})}
    if spec.type == "link":
        return {"type": "string", "minLength": 1}
    return {"type": "string"}


def _choice(spec: FieldSpec) -> Schema:
    if not spec.values:
        return {"type": "string", "minLength": 1}
    return {"oneOf": [{"const": key, "title": text.ja} for key, text in spec.values.items()]}


def _list(spec: FieldSpec, item: FieldSpec, form_id: str) -> Schema:
    if item.type == "object":
        types: dict[str, str] = {part.name: part.type for part in item.fields}
        items = {**_field(item, form_id), **_object(item.fields, "", types, item.path)}
    else:
        items = _field(item, form_id)
    schema: Schema = {"type": "array", "items": items}
    if spec.required:
        least = spec.node.get("minItems")
        schema["minItems"] = max(1, plain(least) if least is not None else 1)
    if item.type == "choice":
        schema["uniqueItems"] = True
    return schema
