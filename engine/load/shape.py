"""The shape of a definition: a tree against the schema of its file, every problem at its place.

The schemas allow overlays (`~`, `replace`, `after`, list edits) everywhere, so that an editor can check a
single file. What a finished definition must have is said there by `x-complete`, and judged on merged trees.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from engine.errors import DefinitionError, Problem
from engine.load.fitting import compile_pattern, fitting
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar, Seq, find, place_of, plain

Which = Literal["workflow", "organisation", "scenario", "record"]
SCHEMAS: Final = Path(__file__).resolve().parents[2] / "schemas"

_Path = tuple[str | int, ...]


def check_shape(node: Node, which: Which, complete: bool = True) -> list[Problem]:
    """Every problem (kind `shape`) of a tree.

    `complete` for a merged tree; False for one file by itself, which may state differences only.
    """
    data, fits = plain(node), _fits(which, complete)
    found = (
        []
        if fits is not None and fits(data)
        else [
            one for error in _validator(which, complete).iter_errors(data) for one in _problems(error, node)
        ]
    )
    if isinstance(node, Map) and which == "workflow":
        found += _patterns(node.map("forms"))
    return sorted(dict.fromkeys(found), key=lambda p: (p.place.line, p.place.column) if p.place else (0, 0))


@cache
def _schema(which: str) -> Any:
    return json.loads((SCHEMAS / f"{which}.schema.json").read_text(encoding="utf-8"))


@cache
def _fits(which: str, complete: bool) -> Any:
    """Most definitions have no wrong shape: whether that is so is known without the validator."""
    return fitting(_schema(which), ("x-complete",) if complete else ())


@cache
def _validator(which: str, complete: bool) -> Any:
    from jsonschema import Draft202012Validator
    from jsonschema.validators import extend
    from referencing import Registry

    from engine.load.validate import linear_pattern

    schema = _schema(which)
    derive: Any = extend

    def named(validator: Any, ref: str, instance: Any, _schema: Mapping[str, Any]) -> Iterator[Any]:
        """Every reference is to a part of the same schema: no need to ask the registry each time."""
        yield from validator.descend(instance, schema["$defs"][ref.removeprefix("#/$defs/")])

    own: dict[str, Any] = {
        "$ref": named,
        "pattern": linear_pattern,
        **({"x-complete": _complete} if complete else {}),
    }
    return derive(Draft202012Validator, own)(schema, registry=Registry())


def _complete(_validator: Any, keys: list[str], instance: Any, _schema: Mapping[str, Any]) -> Iterator[Any]:
    from jsonschema.exceptions import ValidationError

    if isinstance(instance, dict):
        for key in keys:
            if key not in instance:
                yield ValidationError(key)


def _problems(error: Any, root: Node) -> Iterator[Problem]:
    """One problem for a validation error; one for each key that is not allowed."""
    path: _Path = tuple(error.absolute_path)
    title = str(error.schema.get("title", "")) if isinstance(error.schema, Mapping) else ""
    if error.validator == "additionalProperties" and error.validator_value is False:
        allowed = list(error.schema.get("properties", {}))
        for key in error.instance:
            if key not in allowed:
                ja = (
                    f"「{key}」というキーは「{title}」にありません。"
                    if title
                    else f"「{key}」というキーはありません。"
                )
                yield _problem(
                    root, (*path, key), ja, f"There is no key “{key}” here.", nearest(key, allowed)
                )
        return
    if error.validator in ("x-complete", "required"):
        lacking = [key for key in error.validator_value if key not in error.instance]
        about = f"「{title}」に" if title else ""
        for key in lacking:
            yield _problem(root, path, f"{about}「{key}」がありません。", f"“{key}” is missing.")
        return
    ja, en = _sentence(error, title)
    yield _problem(root, path, ja, en, _near(error))


def _problem(root: Node, path: _Path, ja: str, en: str, near: str = "") -> Problem:
    return Problem("shape", ".".join(map(str, path)), ja, en, place_of(root, *path), near=near)


_TYPES: Final = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "boolean": ("true・false", "true or false"),
    "array": ("一覧", "a list"),
    "object": ("キーと値の組", "a map"),
}


def _sentence(error: Any, title: str) -> tuple[str, str]:
    shown = json.dumps(error.instance, ensure_ascii=False)[:60]
    path = [str(part) for part in error.absolute_path]
    about = f"「{title or (path[-1] if path else '')}」"
    match error.validator:
        case "type":
            kinds = [_TYPES[k] for k in _listed(error.validator_value) if k in _TYPES]
            ja, en = "・".join(k[0] for k in kinds), " or ".join(k[1] for k in kinds)
            return f"{about}は{ja}で書きます（{shown}）。", f"Write {en} here, not {shown}."
        case "enum" | "const":
            values = [str(v) for v in _listed(error.validator_value) if v is not None]
            listed = "、".join(values)
            return (
                f"{about}は {listed} のどれかです（{shown}）。",
                f"One of {', '.join(values)}, not {shown}.",
            )
        case "pattern":
            example = _example(error)
            return (
                f"{about}の書き方が違います（{shown}）。{example[0]}",
                f"Not written as it must be: {shown}.{example[1]}",
            )
        case _:
            return f"{about}の書き方が違います（{shown}）。", f"Not written as it must be: {shown}."


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _example(error: Any) -> tuple[str, str]:
    examples = error.schema.get("examples") if isinstance(error.schema, Mapping) else None
    if not examples:
        return "", ""
    shown = json.dumps(examples[0], ensure_ascii=False)
    return f"例: {shown}", f" Example: {shown}"


def _near(error: Any) -> str:
    if error.validator == "enum" and isinstance(error.instance, str):
        return nearest(error.instance, [v for v in error.validator_value if isinstance(v, str)])
    return ""


def _patterns(forms: Map) -> list[Problem]:
    """Patterns of forms that cannot be run in linear time."""
    found: list[Problem] = []
    stack: list[tuple[Node, _Path]] = [(forms, ("forms",))]
    while stack:
        node, path = stack.pop()
        if isinstance(node, Seq):
            continue
        pattern = find(node, "pattern") if isinstance(node, Map) else None
        if isinstance(pattern, Scalar) and isinstance(pattern.value, str):
            try:
                compile_pattern(pattern.value)
            except DefinitionError as error:
                path_text = ".".join(map(str, (*path, "pattern")))
                found += [Problem("shape", path_text, p.ja, p.en, pattern.place) for p in error.problems]
        if isinstance(node, Map):
            stack += [(value, (*path, key)) for key, value in node.items()]
    return found
