"""JSON values as values of rules, and instances of tasks as elements of a list."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from engine.model.basics import MISSING, Missing, Value
from engine.model.case import Instance
from engine.model.rule import Type
from engine.model.workflow import Task

if TYPE_CHECKING:
    from engine.facts.case import CaseFacts

OWN_FACTS: Final = ("open", "ended", "state", "number", "opened", "attached_to")
"""What every instance of a task says of itself."""


class UnfitError(Exception):
    """A field was looked up whose value did not fit its form: whatever needs it cannot be judged yet."""


class Entry(dict[str, Value]):
    """The facts of one entry of a list, over the facts of the case."""

    __slots__ = ("outer",)

    def __init__(self, own: Mapping[str, Value], outer: Mapping[str, Value]) -> None:
        super().__init__(own)
        self.outer = outer

    def __missing__(self, path: str) -> Value:
        return self.outer[path]


def typed(raw: Any, kind: Type) -> Value:
    """A JSON value as a value of rules: dates become dates; what is blank or does not fit is missing."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return MISSING
    match kind.kind:
        case "date":
            return _date(raw)
        case "list":
            if not isinstance(raw, list):
                return MISSING
            inner = kind.item
            return [typed(one, inner) for one in raw] if inner is not None else raw
        case "object":
            if not isinstance(raw, Mapping):
                return MISSING
            found = {name: typed(one, kind.fields[name]) for name, one in raw.items() if name in kind.fields}
            return {name: one for name, one in found.items() if not isinstance(one, Missing)}
        case "bool":
            return raw if isinstance(raw, bool) else MISSING
        case "int":
            return raw if isinstance(raw, int) and not isinstance(raw, bool) else MISSING
        case "text" | "choice" | "member" | "unit" | "link":
            return raw if isinstance(raw, str) and raw.strip() else MISSING
    return raw  # type: ignore[no-any-return]  # a period: it never comes out of a form


def _date(raw: Any) -> Value:
    if not isinstance(raw, str):
        return raw if isinstance(raw, date) else MISSING
    try:
        return date.fromisoformat(raw)
    except ValueError:
        return MISSING


def element_of(facts: CaseFacts, task: Task, one: Instance) -> dict[str, Any]:
    """An instance as an element of `task.<id>`: its own facts, its forms, and the entry it was opened for."""
    inner = facts.inside(one)
    element: dict[str, Any] = {}
    for name in task.element.fields if task.element else ():
        value = _part(inner, name, one)
        if not isinstance(value, Missing):
            element[name] = value
    return element


def _part(inner: CaseFacts, name: str, one: Instance) -> Value:
    head = name.partition(".")[0]
    if name in OWN_FACTS:
        return inner[f"instance.{name}"]
    if head == "element":
        return inner[name]
    if head in one.forms and "." in name:
        return inner[name]
    for form in one.forms:
        value = inner[f"{form}.{name}"]
        if not isinstance(value, Missing):
            return value
    return MISSING
