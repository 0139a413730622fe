"""What is said about a value that does not fit its form: a sentence in each language, with its label."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from engine.load.forms import FieldSpec
from engine.load.near import nearest
from engine.load.tree import Map, Scalar
from engine.model.basics import Text

Phrase = tuple[str, str, str]
_Path = tuple[str | int, ...]

_TYPES: Final = {
    "string": ("文字", "text"),
    "integer": ("整数", "a whole number"),
    "number": ("数", "a number"),
    "boolean": ("はい・いいえ（true・false）", "yes or no (true, false)"),
    "array": ("一覧", "a list"),
    "object": ("項目のまとまり", "a group of fields"),
}


class Labels:
    """The labels of a form's fields by the path of a value."""

    def __init__(self, schema: Mapping[str, Any], specs: Sequence[FieldSpec]) -> None:
        self.schema = schema
        self.specs = {spec.name: spec for spec in specs}
        self.positions = {name: i for i, name in enumerate(schema.get("properties", {}))}

    def of(self, path: _Path) -> Text:
        """The label of the field at `path`; an entry of a list is called by its position."""
        if path and isinstance(path[-1], int):
            list_ = self.of(path[:-1])
            number = path[-1] + 1
            return Text(f"{list_.ja} {number} 件目", f"{list_.within('en')}, entry {number}")
        spec = self._spec(path)
        if spec is not None:
            return spec.title
        title = _below(self.schema, path).get("title")
        return Text(title) if isinstance(title, str) else Text(str(path[-1]) if path else "")

    def options(self, path: _Path, values: Iterable[Any]) -> tuple[str, str]:
        """The allowed values with their labels, in both languages."""
        spec = self._spec(path)
        known = spec.values if spec is not None else {}
        texts = [(str(value), known.get(str(value), Text(str(value)))) for value in values]
        ja = "、".join(f"{text.ja}（{value}）" if text.ja != value else value for value, text in texts)
        en = ", ".join(
            f"{text.within('en')} ({value})" if text.within("en") != value else value for value, text in texts
        )
        return f"{ja}{f'（{spec.help}）' if spec is not None and spec.help else ''}", en

    def hint(self, path: _Path) -> Text:
        """What the form says about how the field at `path` is written."""
        spec = self._spec(path)
        node = spec.node.entries.get("description") if spec is not None else None
        if isinstance(node, Map):
            return Text(node.text("ja") or node.text("en"), node.text("en"))
        return Text(node.text if isinstance(node, Scalar) else "")

    def order(self, field: str) -> tuple[int, str]:
        """Sorts objections in the order of the form's fields."""
        first = field[1:].partition("/")[0]
        return self.positions.get(first, len(self.positions)), field

    def _spec(self, path: _Path) -> FieldSpec | None:
        here: FieldSpec | None = None
        parts: Mapping[str, FieldSpec] = self.specs
        for step in path:
            list_ = here
            here = parts.get(step) if isinstance(step, str) else list_.item if list_ is not None else None
            if here is None:
                return None
            owner = here.item if here.type == "list" and here.item is not None else here
            parts = {one.name: one for one in owner.fields}
        return here


def _below(schema: Mapping[str, Any], path: _Path) -> Mapping[str, Any]:
    for step in path:
        inner = schema.get("items") if isinstance(step, int) else schema.get("properties", {}).get(step)
        schema = inner if isinstance(inner, dict) else {}
    return schema


def pointer_of(path: Iterable[str | int]) -> str:
    """The JSON Pointer of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def phrase(error: Any, labels: Labels) -> Iterator[Phrase]:
    """Field, Japanese and English for one validation error."""
    path: _Path = tuple(error.absolute_path)
    keyword = str(error.validator)
    if keyword == "required":
        yield from _required(error, path, labels)
    elif keyword == "additionalProperties":
        yield from _unknown(error, path, labels)
    else:
        ja, en = _SENTENCES.get(keyword, _other)(error, path, labels)
        name = labels.of(path)
        yield pointer_of(path), f"{name.ja} {ja}".strip(), f"{name.within('en')} {en}".strip()


def _required(error: Any, path: _Path, labels: Labels) -> Iterator[Phrase]:
    for key in error.validator_value:
        if key not in error.instance:
            name = labels.of((*path, key))
            yield pointer_of((*path, key)), f"{name.ja} が未入力です。", f"{name.within('en')} is missing."


def _unknown(error: Any, path: _Path, labels: Labels) -> Iterator[Phrase]:
    allowed = list(error.schema.get("properties", {}))
    for key in error.instance:
        if key in allowed:
            continue
        near = nearest(key, allowed)
        ja, en = f"「{key}」という項目はありません。", f"There is no field “{key}”."
        if near:
            ja += f"（もしかして: {near}「{labels.of((*path, near)).ja}」）"
            en += f" (did you mean: {near})"
        yield pointer_of((*path, key)), ja, en


_Pair = tuple[str, str]


def _type(error: Any, _path: _Path, _labels: Labels) -> _Pair:
    ja, en = _TYPES.get(str(error.validator_value), (str(error.validator_value),) * 2)
    return f"は{ja}でなければなりません。", f"must be {en}."


def _one_of(error: Any, path: _Path, labels: Labels) -> _Pair:
    values = [one["const"] for one in error.validator_value if isinstance(one, dict) and "const" in one]
    return _choice(labels.options(path, values), error.instance)


def _enum(error: Any, path: _Path, labels: Labels) -> _Pair:
    return _choice(labels.options(path, error.validator_value), error.instance)


def _choice(options: _Pair, given: Any) -> _Pair:
    shown = str(given)[:40]
    return (
        f"に「{shown}」は選べません。次のどれかです: {options[0]}",
        f"cannot be “{shown}”; one of: {options[1]}",
    )


def _pattern(error: Any, path: _Path, labels: Labels) -> _Pair:
    if isinstance(error.instance, str) and not error.instance.strip():
        return "が未入力です。", "is missing."
    hint = labels.hint(path)
    return f"の書き方が違います。{hint.ja}", f"is not written as it must be. {hint.within('en')}".rstrip()


def _format(error: Any, _path: _Path, _labels: Labels) -> _Pair:
    from engine.wareki import DateError, parse_date

    shown = str(error.instance)[:40]
    if error.validator_value != "date":
        return "の書き方が違います。", "is not written as it must be."
    try:
        parse_date(str(error.instance))
    except DateError as reason:
        return f"の日付が正しくありません。{reason.ja}", f"is not a date. {reason.en}"
    return f"は 2024-04-01 の形で書きます（{shown}）。", f"must be written like 2024-04-01 ({shown})."


def _counted(ja: str, en: str) -> Callable[[Any, _Path, Labels], _Pair]:
    def say(error: Any, _path: _Path, _labels: Labels) -> _Pair:
        return ja.format(error.validator_value), en.format(error.validator_value)

    return say


def _at_least(error: Any, _path: _Path, _labels: Labels) -> _Pair:
    if error.validator_value == 1:
        return "が未入力です（一つ以上）。", "is missing (at least one)."
    return f"は {error.validator_value} 件以上です。", f"must have at least {error.validator_value} entries."


def _other(_error: Any, _path: _Path, _labels: Labels) -> _Pair:
    return "の値が様式に合いません。", "does not fit the form."


_SENTENCES: Final[dict[str, Callable[[Any, _Path, Labels], _Pair]]] = {
    "type": _type,
    "oneOf": _one_of,
    "enum": _enum,
    "const": lambda error, path, labels: _choice(
        labels.options(path, [error.validator_value]), error.instance
    ),
    "pattern": _pattern,
    "format": _format,
    "minItems": _at_least,
    "maxItems": _counted("は {} 件までです。", "may have at most {} entries."),
    "uniqueItems": _counted("に同じものが二つあります。", "has the same entry twice."),
    "minLength": _counted("が短すぎます（{} 文字以上）。", "is too short (at least {} characters)."),
    "maxLength": _counted("が長すぎます（{} 文字まで）。", "is too long (at most {} characters)."),
    "minimum": _counted("は {} 以上です。", "must be at least {}."),
    "maximum": _counted("は {} 以下です。", "must be at most {}."),
    "exclusiveMinimum": _counted("は {} より大きい数です。", "must be more than {}."),
    "exclusiveMaximum": _counted("は {} より小さい数です。", "must be less than {}."),
    "multipleOf": _counted("は {} の倍数です。", "must be a multiple of {}."),
}
