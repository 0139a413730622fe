"""How types fit together, and what they are called."""

from __future__ import annotations

from typing import Final

from engine.model.rule import Kind, Type

BOOL: Final = Type("bool")
INT: Final = Type("int")
DATE: Final = Type("date")
PERIOD: Final = Type("period")
TEXT: Final = Type("text")
# The type of what could not be typed: it fits everything, so that one mistake is reported once.
UNKNOWN: Final = Type("missing")

NAMED: Final = frozenset({"choice", "unit", "member"})
ORDERED: Final = frozenset({"int", "date", "period"})
COMPARABLE: Final = frozenset({"bool", "int", "date", "period", "text", "choice", "member", "unit", "link"})

FAMILY: Final = {
    "day": ("day", 1),
    "week": ("day", 7),
    "month": ("month", 1),
    "year": ("month", 12),
    "business_day": ("business_day", 1),
}

_NAMES: Final[dict[Kind, tuple[str, str]]] = {
    "bool": ("はい・いいえ", "yes or no"),
    "int": ("数", "a number"),
    "date": ("日付", "a date"),
    "period": ("期間", "a period"),
    "text": ("文字", "text"),
    "choice": ("選択肢", "a choice"),
    "member": ("職員", "a member"),
    "unit": ("課・グループ", "a unit"),
    "list": ("一覧", "a list"),
    "object": ("項目のまとまり", "a group of fields"),
    "link": ("関連する件", "a linked case"),
    "missing": ("不明", "unknown"),
}


def called(type_: Type) -> tuple[str, str]:
    """The name of a type in Japanese and English."""
    return _NAMES[type_.kind]


def known(type_: Type) -> bool:
    return type_.kind != "missing"


def has_value(type_: Type, word: str) -> bool:
    """Whether a choice, unit or member has this value, now or before an overlay removed it."""
    return word in type_.values or word in type_.known


def open_ended(type_: Type) -> bool:
    """Whether the values are not listed, so that any id is one."""
    return not type_.values and not type_.known


def comparable(left: Type, right: Type) -> bool:
    """Whether two values of these types can be equal."""
    if left.kind == "missing" or right.kind == "missing":
        return True
    if left.kind != right.kind:
        return False
    if left.kind != "choice" or open_ended(left) or open_ended(right):
        return True
    return any(has_value(right, value) for value in (*left.values, *left.known))


def joined(left: Type, right: Type) -> Type | None:
    """The type of a value that is either the one or the other; None if they do not fit."""
    if left.kind == "missing":
        return right
    if right.kind == "missing":
        return left
    if left.kind != right.kind:
        return None
    if left.kind not in NAMED or left.values == right.values:
        return left
    if open_ended(left) or open_ended(right):
        return Type(left.kind)
    return Type(left.kind, {**left.values, **right.values}, left.known | right.known)
