"""Rules put together from what there is: a fact, a comparison its type allows, a value; and tried on a sample."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from engine.advance.words import spoken
from engine.desk.workshop.rows import Cell
from engine.desk.workshop.scope import Path
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.errors import DefinitionError
from engine.model.basics import Missing, Text
from engine.model.rule import Facts, Type


@dataclass(frozen=True, slots=True)
class Named:
    """A fact that may be compared: `name` as a rule writes it."""

    name: str
    title: str
    group: str
    type: Type


# Comparisons by what they compare; `is present` and its contrary fit everything.
_SAME: Final = ("=", "!=")
_ORDER: Final = ("=", "!=", "<", "<=", ">", ">=")
_BY_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    "choice": ("=", "!=", "in"),
    "unit": _SAME,
    "member": _SAME,
    "text": _SAME,
    "bool": ("true", "false"),
    "int": _ORDER,
    "date": _ORDER,
    "period": _ORDER,
    "list": ("contains",),
}
_WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "=": ("が 次と同じ", "is"),
    "!=": ("が 次と違う", "is not"),
    "in": ("が 次のどれか", "is one of"),
    "<": ("が 次より小さい・前", "is less than, before"),
    "<=": ("が 次以下・以前", "is at most, not after"),
    ">": ("が 次より大きい・後", "is more than, after"),
    ">=": ("が 次以上・以後", "is at least, not before"),
    "contains": ("に 次を含む", "contains"),
    "true": ("が はい", "is yes"),
    "false": ("が いいえ", "is no"),
    "is present": ("が 記入されている", "is filled in"),
    "is missing": ("が 空いている", "is empty"),
}
_ALONE: Final = frozenset(("true", "false", "is present", "is missing"))
# Heads of names that are no fields of forms, in the order in which they are listed after those.
_HEADS: Final = (
    "event",
    "evidence",
    "table",
    "clock",
    "notice",
    "fee",
    "task",
    "case",
    "setting",
    "org",
    "row",
)


def facts(view: View, path: Path) -> list[Named]:
    """Every fact in reach of the rule at a path: fields by their form first, then events, evidence and the rest."""
    names = view.scope.names(path)
    found: list[Named] = []
    for name in names.facts:
        fact = names.facts[name]
        head = name.partition(".")[0]
        group = view.labels["forms"].get(head, "")
        if fact.type.kind in ("object", "link") or (name != fact.path and fact.path in names.facts):
            continue  # groups have no value; a bare name is the short form of a full one that is listed
        found.append(Named(name, fact.title.within(view.language) or name, group, fact.type))
    return sorted(found, key=lambda one: _rank(one.name))


def _rank(name: str) -> tuple[int, str]:
    head = name.partition(".")[0]
    if "." not in name:
        return 0, name
    return (_HEADS.index(head) + 2, name) if head in _HEADS else (1, "")


def comparisons(view: View, path: Path, name: str) -> list[tuple[str, str]]:
    """The comparisons that the type of a fact allows, with their words."""
    kind = _type(view, path, name).kind
    listed = (*_BY_TYPE.get(kind, ()), *(() if kind == "list" else ("is present", "is missing")))
    return [(key, either(*_WORDS[key], view.language)) for key in listed]


def needs_value(compare: str) -> bool:
    return compare not in _ALONE


def values(view: View, path: Path, name: str) -> list[tuple[str, str]]:
    """The values a fact can be compared with, where they are listed; dates of the case for a date."""
    found = _type(view, path, name)
    listed = found.item.values if found.kind == "list" and found.item is not None else found.values
    if found.kind == "date":
        dates = [one for one in facts(view, path) if one.type.kind == "date" and one.name != name]
        return [(one.name, one.title) for one in dates]
    return [(key, label.within(view.language)) for key, label in listed.items()]


def clause(view: View, path: Path, name: str, compare: str, value: str) -> str:
    """One comparison as a rule is written."""
    if compare in ("true", "false"):
        return name if compare == "true" else f"not {name}"
    if compare in _ALONE:
        return f"{name} {compare}"
    written = f'"{value}"' if _type(view, path, name).kind == "text" else value
    return f"{name} in [{written}]" if compare == "in" else f"{name} {compare} {written}"


def joined(text: str, join: str, part: str) -> str:
    """A rule with one more comparison; what is joined otherwise is set in brackets first."""
    if not text.strip() or not join:
        return part
    other = {"and": " or ", "or": " and "}[join]
    left = f"({text.strip()})" if other in text or " implies " in text else text.strip()
    return f"{left} {join} {part}"


def _type(view: View, path: Path, name: str) -> Type:
    fact = view.scope.names(path).find(name)
    return fact.type if fact is not None else Type("text")


# --- tried on a sample


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that a rule reads; `values` are those it can have, where they are listed."""

    path: str
    title: str
    kind: str
    type: Type
    values: tuple[Any, ...] = field(default=())

    def say(self, value: Any, language: str) -> str:
        return spoken(value, self.type, language)

    def take(self, text: str) -> Any:
        """What somebody typed as a value of the fact; None if it is none."""
        if self.kind == "int":
            return int(text) if text.strip().isdigit() else None
        if self.kind == "date":
            from engine.wareki import DateError, parse_date

            try:
                return parse_date(text)
            except DateError:
                return None
        return [part for part in text.replace("、", ",").split(",") if part] if self.kind == "list" else text


def asked(view: View, cell: Cell, text: str) -> list[Asked]:
    """The facts that a rule reads, to be given sample values."""
    rule = view.scope.reading(text, cell.path)
    if rule is None:
        return []
    names = view.scope.names(cell.path)
    by_path = {fact.path: fact for fact in names.facts.values()}
    found = []
    for path in sorted(rule.reads):
        fact = by_path.get(path) or names.find(path)
        if fact is None:
            continue
        kind, known = fact.type.kind, tuple(fact.type.values)
        listed = (True, False) if kind == "bool" else known
        title = fact.title.within(view.language) or path
        found.append(Asked(path, title, kind if kind in _KINDS else "text", fact.type, listed))
    return found


_KINDS: Final = ("int", "date", "list", "text", "bool", "choice")


def outcome(view: View, cell: Cell, text: str, sample: Mapping[str, Any]) -> tuple[str, bool | None]:
    """What a rule gives on a sample, in words, and whether it is met (None: undecided, something is missing)."""
    rule = view.scope.reading(text, cell.path)
    if rule is None:
        return "", None
    try:
        value = rule.run(Facts(sample))
    except DefinitionError as error:
        return error.within(view.language), None
    if isinstance(value, Missing):
        return either(
            "決まらない (足りない事実がある)", "undecided: something is missing", view.language
        ), None
    if isinstance(value, bool):
        words = Text("満たす", "met") if value else Text("満たさない", "not met")
        return words.within(view.language), value
    if isinstance(value, date | int):
        return spoken(value, rule.type, view.language), True
    return spoken(value, rule.type, view.language), True
