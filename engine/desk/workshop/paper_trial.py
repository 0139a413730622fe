"""Papers ticked for a try: judged as the engine judges those of a case, on an invented request that nobody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any, Final, Literal

from engine.clocks.civil import before
from engine.desk.ask.trial import event, trial_case
from engine.desk.workshop.papers import Demand, Matrix, Place
from engine.desk.written import either
from engine.evidence import OTHER, Lacking, Status, judge, together
from engine.facts import CaseFacts, Moment
from engine.model.basics import Value
from engine.model.forms import Field
from engine.model.rule import Facts, Rule
from engine.model.workflow import Workflow

Shown = Literal["original", "copy", "old"]
"""How a paper is held up: itself, as a copy, or older than it may be."""

_NAMED: Final = 3  # papers that are named where one of them is missing
_MOST: Final = 512  # combinations of values that are tried to make a condition true


@dataclass(frozen=True, slots=True)
class Judged:
    """What the papers that are ticked prove: `lines` say what is missing and what does not count, and why."""

    status: Status
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trying:
    """What is held up in a cell: papers by the key of their line, facts taken for true, items asked for."""

    papers: Mapping[str, Shown]
    assumed: Mapping[str, Value]
    demanded: frozenset[str] = frozenset()


def ways(demand: Demand) -> tuple[Shown, ...]:
    """The ways in which a paper can be held up; without a limit of age none is too old."""
    if demand.kind == "other":
        return ("original",)
    aged = demand.item is not None and demand.item.max_age is not None
    return ("original", "copy", "old") if aged else ("original", "copy")


def judged(
    workflow: Workflow,
    table: Matrix,
    cell: Place,
    lines: list[Demand],
    trying: Trying,
    day: date,
    language: str,
) -> Judged:
    """Whether the papers of a request received on `day` are enough; every rule that applies, the worst counts."""
    facts = _facts(workflow, table, cell, trying, day)
    entries = [
        _entry(workflow, one, trying.papers[one.key], day) for one in lines if one.key in trying.papers
    ]
    documents, demanded = workflow.org.documents, tuple(trying.demanded)
    found = together(judge(rule, entries, facts, documents, demanded) for rule in workflow.evidence.values())
    said = [_lacking(one, lines, language) for one in found.missing]
    said += [one.en if language == "en" else one.ja for one in found.rejected]
    return Judged(found.status, tuple(dict.fromkeys(said)))


def _lacking(lack: Lacking, lines: list[Demand], language: str) -> str:
    """What is missing, in the engine's sentence; where it would list what stands in the tree, by its label alone."""
    title = next(
        (d.title for d in lines if d.item is not None and d.item.id == lack.item and not d.paper), ""
    )
    if title and len(lack.types) > _NAMED:
        return either(f"「{title}」がそろっていません", f"“{title}” is not complete", language)
    return lack.en if language == "en" else lack.ja


def _facts(workflow: Workflow, table: Matrix, cell: Place, trying: Trying, day: date) -> CaseFacts:
    told = {table.rows.fact: cell[0], table.columns.fact: cell[1], **trying.assumed}
    kind = str(told.pop("kind", "") or next(iter(workflow.kinds), ""))
    forms: dict[str, dict[str, Any]] = {}
    for fact, value in told.items():
        form, *steps = fact.split(".")
        here = forms.setdefault(form, {})
        for step in steps[:-1]:
            here = here.setdefault(step, {})
        here[steps[-1]] = value
    start = next((c for c in workflow.machine.commands.values() if c.start), None)
    events = [event(start.id, day)] if start is not None else []
    return CaseFacts(workflow, trial_case(workflow, kind, forms, events), Moment(day))


def _entry(workflow: Workflow, one: Demand, how: Shown, day: date) -> dict[str, Any]:
    """The paper as somebody would write it down who looks at it."""
    item = one.item
    if one.kind == "other":
        return {"type": OTHER, "description": one.title, "for": item.id if item is not None else ""}
    found: dict[str, Any] = {"type": one.paper}
    if how == "copy":
        found["copy"] = True
    known = workflow.org.documents.get(one.paper)
    found |= dict.fromkeys(known.ask if known is not None else (), True)
    if item is not None and (item.max_age is not None or item.min_age is not None):
        calendar = workflow.org.calendar
        issued = (
            before(item.min_age, day, calendar) if item.min_age is not None and item.min_age.number else day
        )
        if how == "old" and item.max_age is not None:
            issued = before(item.max_age, day, calendar) - timedelta(days=1)
        found["issued_on"] = issued.isoformat()
    return found


def assuming(workflow: Workflow, rule: Rule, known: Facts) -> dict[str, Value] | None:
    """Facts under which a condition holds, beside those that are known; None where no choice decides it."""
    asked = sorted(path for path in rule.reads if path not in known)
    values = [_values(workflow, path) for path in asked]
    if not asked or not all(values):
        return None
    size = 1
    for listed in values:
        size *= len(listed)
    for chosen in product(*values) if size <= _MOST else ():
        told = dict(zip(asked, chosen, strict=True))
        if rule.run(Facts({**known, **told})) is True:
            return told
    return None


def _values(workflow: Workflow, path: str) -> list[Value]:
    """What a fact may be, where that is few."""
    if path == "kind":
        return list(workflow.kinds)
    form, _, rest = path.partition(".")
    found: Field | None = None
    if form in workflow.forms:
        found = next((one for one in workflow.forms[form].walk() if one.path == rest), None)
    if found is None:
        return []
    return [True, False] if found.type.kind == "bool" else list(found.type.values)


__all__ = ["Judged", "Shown", "Trying", "assuming", "judged", "ways"]
