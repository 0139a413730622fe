"""Who does a step of a scenario: the member or role it names, or whoever may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.errors import UsageError
from engine.fold import BUILT_IN
from engine.load.near import nearest
from engine.model.case import Case, Person
from engine.model.workflow import Workflow


def actors(workflow: Workflow, case: Case | None, step: Mapping[str, Any]) -> tuple[Person, Person]:
    """Who acts, and who types, in a step. UsageError for a role or unit that the organisation lacks."""
    roles = _roles(workflow, case, step)
    typing = _person(str(step.get("as", "")), roles)
    by = str(step.get("by", ""))
    if not by:
        return typing, typing
    name, _, role = by.partition(":")
    if role:
        _known(workflow, *role.partition("@")[::2])
        return Person(name, name, (role,), member=False), typing
    return _person(name, roles), typing


def _person(name: str, roles: tuple[str, ...]) -> Person:
    who = name or (roles[0] if roles else "nobody")
    return Person(who, who, roles)


def _roles(workflow: Workflow, case: Case | None, step: Mapping[str, Any]) -> tuple[str, ...]:
    named = step.get("role")
    unit = case.unit if case is not None else ""
    if isinstance(named, Mapping):
        for role, where in named.items():
            _known(workflow, role, str(where))
        return tuple(f"{role}@{where}" for role, where in named.items())
    if isinstance(named, str):
        role, _, where = named.partition("@")
        _known(workflow, role, where)
        at = where or (unit if workflow.org.roles[role].per_unit else "")
        return (f"{role}@{at}" if at else role,)
    return _whoever_may(workflow, str(step.get("do", "")), unit)


def _whoever_may(workflow: Workflow, command_id: str, unit: str) -> tuple[str, ...]:
    command = workflow.commands.get(command_id)
    if command is not None:
        return tuple(f"{a.role}@{unit}" if a.of and unit else a.role for a in command.by)
    return workflow.org.amend or tuple(workflow.org.roles) if command_id in BUILT_IN else ()


def _known(workflow: Workflow, role: str, unit: str) -> None:
    _one_of(role, workflow.org.roles, "役割", "role")
    if unit:
        _one_of(unit, workflow.org.units, "課・グループ", "unit")


def _one_of(name: str, known: Mapping[str, object], ja: str, en: str) -> None:
    if name in known:
        return
    near = nearest(name, known)
    raise UsageError(
        f"{ja}「{name}」がありません。" + (f"（もしかして: {near}）" if near else ""),
        f"There is no {en} “{name}”." + (f" (did you mean: {near})" if near else ""),
    )
