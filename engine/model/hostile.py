"""What no form takes, whatever its schema says: control characters, endless nesting, absurd sizes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from engine.errors import Objection

MAX_DATA_DEPTH: Final = 64
_MAX_INT: Final = 10**15
_MAX_TEXT: Final = 20_000
_BAD_CHAR: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def hostile(data: Any) -> Iterator[Objection]:
    """An objection (rule `form`, field a JSON Pointer) for each value of the data that no form takes."""
    return iter(()) if _harmless(data, 0) else _found(data)


def _harmless(value: Any, depth: int) -> bool:
    """Whether there is nothing to object to, told without working out where it would be."""
    kind = type(value)
    if kind is str:
        return len(value) <= _MAX_TEXT and _BAD_CHAR.search(value) is None
    if kind is dict and depth < MAX_DATA_DEPTH:
        return all(type(k) is str and _BAD_CHAR.search(k) is None for k in value) and all(
            _harmless(inner, depth + 1) for inner in value.values()
        )
    if kind is list and depth < MAX_DATA_DEPTH:
        return all(_harmless(inner, depth + 1) for inner in value)
    return value is None or kind is bool or (kind is int and abs(value) <= _MAX_INT)


def _found(data: Any) -> Iterator[Objection]:
    stack: list[tuple[Any, str, int]] = [(data, "", 0)]
    while stack:
        value, at, depth = stack.pop()
        if depth > MAX_DATA_DEPTH:
            yield Objection("form", "入れ子が深すぎます。", "Nested too deeply.", at[:200])
            return
        if isinstance(value, Mapping):
            for key, inner in value.items():
                if not isinstance(key, str) or _BAD_CHAR.search(key):
                    yield Objection(
                        "form", "項目名に使えない文字があります。", "A field name may not be used.", at
                    )
                else:
                    stack.append((inner, f"{at}/{pointer(key)}", depth + 1))
        elif isinstance(value, list):
            stack += [(inner, f"{at}/{i}", depth + 1) for i, inner in enumerate(value)]
        else:
            yield from _hostile_value(value, at)


def _hostile_value(value: Any, at: str) -> Iterator[Objection]:
    if isinstance(value, str):
        bad = _BAD_CHAR.search(value)
        if bad:
            code = f"U+{ord(bad.group()):04X}"
            yield Objection("form", f"使えない文字（{code}）があります。", f"May not hold {code}.", at)
        if len(value) > _MAX_TEXT:
            ja, en = f"長すぎます（{_MAX_TEXT} 文字まで）。", f"Too long ({_MAX_TEXT} characters at most)."
            yield Objection("form", ja, en, at)
    elif isinstance(value, int | float) and not abs(value) <= _MAX_INT:
        yield Objection("form", "数が大きすぎます。", "The number is too large.", at)


def pointer(key: str) -> str:
    """One part of a JSON Pointer (RFC 6901)."""
    return key.replace("~", "~0").replace("/", "~1")
