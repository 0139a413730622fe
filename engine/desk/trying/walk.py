"""The steps of a scenario, one after the other, in memory. The first that goes another way ends it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from engine.advance.automatic import run_automatic
from engine.advance.order import World
from engine.advance.step import advance
from engine.desk.trying.files import Scenario
from engine.desk.trying.people import actors
from engine.desk.words import Finding
from engine.errors import Objection, Refused, UsageError
from engine.model.case import Case, Order
from engine.model.forms import Field
from engine.model.workflow import Workflow
from engine.wareki import fiscal_label

_PROGRAM: Final = "scenario"


@dataclass(slots=True)
class Walk:
    """A scenario under way: the case so far, what was found, and the objections its steps met."""

    workflow: Workflow
    scenario: Scenario
    language: str = "ja"
    case: Case | None = None
    today: date | None = None
    findings: list[Finding] = field(default_factory=list)
    refused: list[Objection] = field(default_factory=list)

    def run(self) -> bool:
        """Walk all steps; whether all of them went as written."""
        steps = self.scenario.data["steps"]
        return all(self._step(number, steps) for number in range(len(steps)))

    def until(self, day: date) -> None:
        """What the desk does by itself until a day."""
        self.today = day
        if self.case is not None:
            for step in run_automatic(self.workflow, self.case, day, self.world(day)):
                self.case = step.case

    def world(self, day: date) -> World:
        """Recording time and free numbers, as if this were the office's first case of its year."""
        issued: dict[str, int] = {}
        for event in self.case.events if self.case else ():
            for letter in event.letters:
                issued[letter.id] = issued.get(letter.id, 1) + 1
        number = self.case.number if self.case else f"{fiscal_label(day)}-001"
        return World(f"{day.isoformat()}T12:00:00+09:00", _PROGRAM, number, issued)

    # --- one step

    def _step(self, number: int, steps: list[dict[str, Any]]) -> bool:
        step = steps[number]
        where = f"{number + 1} {step['do']} ({step['date']})"
        try:
            day = date.fromisoformat(step["date"])
        except ValueError:
            return self._differs(number, where, "YYYY-MM-DD", step["date"])
        self.until(day)
        try:
            order = self._order(step, day)
        except UsageError as error:
            return self._differs(number, where, "", error.within(self.language))
        if step.get("refused"):
            return self._refused(number, where, step["refused"], order, day)
        warned = frozenset(step.get("warned", ()))
        if warned and not self._warns(number, where, warned, order, day):
            return False
        if warned and _repeated(step, steps[number + 1 :]):
            return True
        return self._done(number, where, order, order.acknowledged | warned, day)

    def _order(self, step: Mapping[str, Any], day: date) -> Order:
        by, typing = actors(self.workflow, self.case, step)
        form = dict(step.get("form") or {})
        return Order(
            command=step["do"],
            date=day,
            by=by,
            recorded_by=typing,
            form=form,
            instance=int(step.get("task", 0)),
            acknowledged=frozenset(step.get("acknowledge", ())),
            links=self._links(step["do"], form),
            kind=self.scenario.data.get("kind", "") or next(iter(self.workflow.kinds), ""),
        )

    def _links(self, command_id: str, form: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
        """The cases of `given` that the form names, by field path, with what they export."""
        command = self.workflow.commands.get(command_id)
        schema = self.workflow.forms.get(command.form) if command else None
        given = self.scenario.data.get("given") or {}
        found: dict[str, dict[str, Any]] = {}
        for one in schema.walk() if schema else ():
            key = _at(form, one)
            if (one.link_kinds or one.type.kind == "link") and isinstance(key, str) and key in given:
                other = given[key]
                exports = {
                    "number": other.get("number", key),
                    "kind": other["kind"],
                    **(other.get("exports") or {}),
                }
                found[f"{schema.id if schema else ''}.{one.path}"] = exports
        return found

    def _try(self, order: Order, acknowledged: frozenset[str], day: date) -> Case | tuple[Objection, ...]:
        try:
            asked = replace(order, acknowledged=acknowledged)
            return advance(self.workflow, self.case, asked, self.world(day)).case
        except Refused as refused:
            return refused.objections

    def _done(self, number: int, where: str, order: Order, acknowledged: frozenset[str], day: date) -> bool:
        answer = self._try(order, acknowledged, day)
        if isinstance(answer, Case):
            self.case = answer
            return True
        self.refused += answer
        return self._differs(number, where, "done", self.say(answer))

    def _refused(self, number: int, where: str, expected: bool | list[str], order: Order, day: date) -> bool:
        names = expected if isinstance(expected, list) else []
        wanted = f"refused: {', '.join(names)}" if names else "refused"
        answer = self._try(order, order.acknowledged, day)
        if isinstance(answer, Case):
            return self._differs(number, where, wanted, f"done: {answer.state}")
        self.refused += answer
        known = {name for one in answer for name in names_of(one)}
        if all(name in known for name in names):
            return True
        return self._differs(number, where, wanted, self.say(answer))

    def _warns(self, number: int, where: str, names: frozenset[str], order: Order, day: date) -> bool:
        answer = self._try(order, order.acknowledged, day)
        objections = answer if isinstance(answer, tuple) else ()
        given = {name for one in objections if one.severity == "warn" for name in names_of(one)}
        if names <= given:
            return True
        got = f"done: {answer.state}" if isinstance(answer, Case) else self.say(objections)
        return self._differs(number, where, f"warned: {', '.join(sorted(names))}", got)

    # --- words

    def say(self, objections: Iterable[Objection]) -> str:
        """Why a step was refused: the name of each objection with its sentence."""
        said = []
        for one in objections:
            name = one.rule if not one.field else f"{one.rule} {one.field}"
            kind = "warned" if one.severity == "warn" else "refused"
            said.append(f"{kind}: {name}: {one.within(self.language)}")
        return "; ".join(said)

    def _differs(self, number: int, where: str, expected: str, got: str) -> bool:
        place = self.scenario.place("steps", number)
        self.findings.append(Finding(place, self.scenario.id, where, expected, got))
        return False


def names_of(objection: Objection) -> set[str]:
    """What a scenario may call an objection: its rule, or its field as a pointer, a path or a plain name."""
    pointer = objection.field
    path = pointer.removeprefix("/").replace("/", ".")
    names = {objection.rule, pointer, path, path.partition(".")[0], path.rpartition(".")[2]}
    return names - {""}


def _repeated(step: Mapping[str, Any], following: list[dict[str, Any]]) -> bool:
    """Whether the next step is the same one with the warning acknowledged: then this one only warns."""
    if not following:
        return False
    again = following[0]
    same = all(again.get(key) == step.get(key) for key in ("do", "date", "form", "task"))
    return same and set(step["warned"]) <= set(again.get("acknowledge", ()))


def _at(form: Mapping[str, Any], one: Field) -> Any:
    value: Any = form
    for name in one.path.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
