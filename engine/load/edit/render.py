"""How a value is written: as a careful person would, in the style of what stands around it.

Block or flow YAML, or JSON. A text is quoted only where the reader would take it for something else.
"""

from __future__ import annotations

import json
from typing import Any, Final

from engine.load.source import resolve

WIDTH: Final = 100
_FIRST: Final = "-?:,[]{}#&*!|>'\"%@`="
_LABELS: Final = frozenset({"ja", "en"})


def scalar(value: Any, flow: bool, like: str = "") -> str:
    """One value on one line; `like` is the quote of the value that it replaces."""
    if value is None:
        return "~"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return json.dumps(value)
    if like == '"' or not plain_text(value, flow):
        return json.dumps(value, ensure_ascii=False)
    return "'" + value.replace("'", "''") + "'" if like == "'" else value


def plain_text(text: str, flow: bool) -> bool:
    """Whether a text can stand without quotes and is still read as this text."""
    try:
        if not text or resolve(text) != text or isinstance(resolve(text), bool):
            return False
    except ValueError:
        return False
    if text != text.strip() or text[0] in _FIRST or text.startswith("...") or "\n" in text or "\t" in text:
        return False
    if ": " in text or " #" in text or text.endswith(":"):
        return False
    return not (flow and any(char in ",[]{}" for char in text))


def key_text(key: str) -> str:
    """A key as it is written."""
    return scalar(key, flow=True)


def flow(value: Any) -> str:
    """A value in one line: `{title: 受付, by: [window_clerk]}`."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key_text(str(k))}: {flow(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(flow(v) for v in value) + "]"
    return scalar(value, flow=True)


def block(value: Any, indent: int, like: str = "", deep: int = 0) -> tuple[str, list[str]]:
    """A value of a block map whose keys stand at `indent`: what follows the colon, and the lines below it.

    The outermost `deep` levels of maps are opened into lines whatever their length.
    """
    if isinstance(value, str) and "\n" in value and like not in ('"', "'") and _literal(value):
        mark = "|" if value.endswith("\n") else "|-"
        lines = value[:-1].split("\n") if mark == "|" else value.split("\n")
        return mark, [" " * (indent + 2) + line if line else "" for line in lines]
    if isinstance(value, list | tuple):
        one = flow(value)
        if len(one) + indent <= WIDTH or not value:
            return one, []
        return "", [f"{' ' * (indent + 2)}- {flow(v)}" for v in value]
    if not isinstance(value, dict):
        return scalar(value, False, like), []
    if not value or ((deep <= 0 or _small(value)) and _fits(value, indent)):
        return flow(value), []
    below: list[str] = []
    for key, inner in value.items():
        below += entry(str(key), inner, indent + 2, deep - 1)
    return "", below


def entry(key: str, value: Any, indent: int, deep: int = 0) -> list[str]:
    """The lines of one key of a block map."""
    head, below = block(value, indent, deep=deep)
    return [f"{' ' * indent}{key_text(key)}:{' ' if head else ''}{head}", *below]


def _literal(text: str) -> bool:
    """Whether a text of several lines can stand behind `|` as it is."""
    lines = text.split("\n")
    return bool(lines[0]) and not lines[0].startswith(" ") and not text.endswith("\n\n")


def _small(value: dict[str, Any]) -> bool:
    """A label or an article: never opened into lines."""
    return value.keys() <= _LABELS or "status" in value


def _fits(value: dict[str, Any], indent: int) -> bool:
    """Whether a map reads well in one line: short, and with no map inside but labels and articles."""
    for key, inner in value.items():
        if isinstance(inner, dict) and not (inner.keys() <= _LABELS or key == "basis"):
            return False
    return len(flow(value)) + indent <= WIDTH - 20


def json_text(value: Any, indent: int, nl: str) -> str:
    """A value of a JSON file, in one line where it fits."""
    one = json.dumps(value, ensure_ascii=False)
    if len(one) + indent <= WIDTH + 20 or not isinstance(value, dict | list) or not value:
        return one
    pad = nl + " " * (indent + 2)
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(str(k), ensure_ascii=False)}: {json_text(v, indent + 2, nl)}"
            for k, v in value.items()
        ]
        return "{" + pad + f",{pad}".join(parts) + nl + " " * indent + "}"
    return "[" + pad + f",{pad}".join(json_text(v, indent + 2, nl) for v in value) + nl + " " * indent + "]"
