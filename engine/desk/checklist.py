"""The checklist of papers beside a form: what is asked for, what is there, what does not count and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, Literal

from engine.errors import Objection
from engine.evidence import OTHER, Rejection, Verdict, judge
from engine.facts import CaseFacts, demanded, demands, presented
from engine.model.basics import Period, Text
from engine.model.forms import Field
from engine.model.workflow import EvidenceRule, Item, Workflow

State = Literal["accepted", "pending", "missing", "rejected"]

# The part of an entry at which a reason is shown; any other reason stands at the type or at its mark.
_AT: Final = {"too_old": "issued_on", "future": "issued_on", "no_date": "issued_on", "not_original": "copy"}
# The parts every paper has; others are asked where its type, or a demand that names it, reads them.
_ALWAYS: Final = ("type", "issued_on", "copy")
_OF_OTHER: Final = ("description", "for", "approved_by")
_UNITS: Final = {
    "day": ("日", "days"),
    "week": ("週間", "weeks"),
    "month": ("か月", "months"),
    "year": ("年", "years"),
    "business_day": ("開庁日", "business days"),
}


@dataclass(frozen=True, slots=True)
class Paper:
    """One demand and how it stands. `reason` is the short reason of a rejection (`too_old`), else empty.

    `field` is the JSON Pointer of the field to go to; `types` what would meet it.
    """

    rule: Text
    title: Text
    state: State
    detail: Text
    basis: str
    field: str
    reason: str = ""
    types: tuple[Text, ...] = ()


def checklist(facts: CaseFacts, fields: Mapping[str, Field]) -> Iterator[Paper]:
    """Every demand of the rules that apply now, in the order written. Nothing for a form without papers."""
    owner = next((one for one in fields.values() if one.evidence), None)
    if owner is None:
        return
    offset = _before(facts, fields)
    for rule in facts.workflow.evidence.values():
        verdict = facts.verdict(rule.id)
        if verdict.active:
            yield from _of_rule(rule, verdict, facts, owner, offset)


def _of_rule(
    rule: EvidenceRule, verdict: Verdict, facts: CaseFacts, owner: Field, offset: int
) -> Iterator[Paper]:
    pointer = f"/{owner.name}"
    for one in verdict.missing:
        if one.item == rule.id:
            state: State = "missing" if rule.need is not None else verdict.status
            yield Paper(
                rule.title,
                rule.title,
                state,
                Text(one.ja, one.en),
                str(one.basis or rule.basis or ""),
                pointer,
            )
    if rule.need is None:
        if not verdict.missing:
            yield Paper(rule.title, rule.title, verdict.status, Text(""), str(rule.basis or ""), pointer)
        return
    entries = list(presented(facts))
    for item in (part for whole in demands(rule.need, facts) for part in _each(whole, facts)):
        alone = replace(rule, need=item, refuse=())
        own = judge(alone, entries, facts, facts.workflow.org.documents, tuple(demanded(facts)))
        yield _paper(rule, item, own, facts, owner.name, offset)


def _paper(rule: EvidenceRule, item: Item, own: Verdict, facts: CaseFacts, name: str, offset: int) -> Paper:
    named = {d for leaf in _leaves(item) for d in leaf.documents}
    failed = [r for r in own.rejected if r.document in named and r.index >= offset]
    titles = tuple(facts.workflow.org.documents[d].title for d in dict.fromkeys(_types(own)) if d != OTHER)
    basis = str(item.basis or rule.basis or "")
    if own.status != "accepted" and failed:
        first = failed[0]
        field = f"/{name}/{first.index - offset}/{_AT.get(first.reason, 'type')}"
        return Paper(
            rule.title, item.title, "rejected", Text(first.ja, first.en), basis, field, first.reason, titles
        )
    age = _age(item)
    return Paper(rule.title, item.title, own.status, age, basis, f"/{name}", "", titles)


def _types(own: Verdict) -> Iterator[str]:
    for lack in own.missing:
        yield from lack.types


def _age(item: Item) -> Text:
    ages = {leaf.max_age for leaf in _leaves(item) if leaf.max_age is not None}
    return _within(ages.pop()) if len(ages) == 1 else Text("")


def _within(period: Period) -> Text:
    ja, en = _UNITS[period.unit]
    return Text(f"{period.number}{ja}以内", f"within {period.number} {en}")


def entry_notes(
    facts: CaseFacts, fields: Mapping[str, Field], data: Mapping[str, Any]
) -> Iterator[Objection]:
    """What is to be said at the entries of this form: why a paper does not count."""
    owner = next((one for one in fields.values() if one.evidence), None)
    if owner is None or not data.get(owner.name):
        return
    entries, offset = list(presented(facts)), _before(facts, fields)
    said: set[tuple[int, str]] = set()
    for rule in facts.workflow.evidence.values():
        verdict = facts.verdict(rule.id)
        for one in verdict.rejected if verdict.active else ():
            known = any(
                v.active and all(r.index != one.index or r.reason != "not_listed" for r in v.rejected)
                for v in (facts.verdict(other) for other in facts.workflow.evidence)
            )
            if (
                one.index < offset
                or (one.index, one.reason) in said
                or (one.reason == "not_listed" and known)
            ):
                continue
            said.add((one.index, one.reason))
            yield _note(rule, one, entries[one.index], f"/{owner.name}/{one.index - offset}", facts)


def _note(
    rule: EvidenceRule, one: Rejection, entry: Mapping[str, Any], above: str, facts: CaseFacts
) -> Objection:
    items = [leaf for leaf in _leaves(rule.need) if one.document in leaf.documents] if rule.need else []
    item = items[0] if items else None
    ja, en = one.ja, one.en
    counted = rule.on.run(facts) if rule.on else facts[rule.received]
    issued = entry.get("issued_on")
    if one.reason == "too_old" and item is not None and item.max_age and isinstance(counted, date):
        age = _within(item.max_age)
        days = (counted - date.fromisoformat(str(issued))).days
        ja = f"{days}日前です。{age.ja}のものが必要です"
        en = f"{days} days old; it must be {age.within('en')}"
    marks = facts.workflow.org.documents.get(one.document)
    unmade = [m.id for m in marks.ask.values() if m.must == one.reason] if marks else []
    part = unmade[0] if unmade else _AT.get(one.reason, "type")
    basis = str((item.basis if item else None) or rule.basis or "")
    return Objection(f"evidence.{rule.id}", ja, en, f"{above}/{part}", basis, "warn")


def asked_of(workflow: Workflow, owner: Field, kind: str) -> tuple[str, ...]:
    """The parts of a document's entry that are asked, by its type: the marks of the type, and what demands read."""
    wanted = set(_ALWAYS)
    document = workflow.org.documents.get(kind)
    wanted |= set(document.ask) if document else set()
    if kind == OTHER:
        wanted |= set(_OF_OTHER)
    for rule in workflow.evidence.values():
        for leaf in _leaves(rule.need) if rule.need else ():
            if kind in leaf.documents:
                wanted |= {"holder"} if leaf.holder else set()
                wanted |= {"shows"} if leaf.shows else set()
    known = set(_ALWAYS) | set(_OF_OTHER) | {"holder", "shows"}
    known |= {m for one in workflow.org.documents.values() for m in one.ask}
    return tuple(name for name in owner.item_fields if name in wanted or name not in known)


def _before(facts: CaseFacts, fields: Mapping[str, Field]) -> int:
    """How many papers were presented before this form."""
    last = facts.case.standing[-1] if facts.case.standing else None
    own = sum(
        len([e for e in (last.form.get(one.name) or ()) if isinstance(e, Mapping)]) if last else 0
        for one in fields.values()
        if one.evidence
    )
    return sum(1 for _ in presented(facts)) - own


def _each(item: Item, facts: CaseFacts) -> Iterator[Item]:
    """A demand of several papers, paper by paper."""
    if item.parts or item.join != "all" or len(item.documents) < 2:
        yield item
        return
    known = facts.workflow.org.documents
    for one in item.documents:
        title = known[one].title if one in known else Text(one)
        yield replace(item, documents=(one,), title=title)


def _leaves(item: Item | None) -> Iterable[Item]:
    if item is None:
        return
    if not item.parts:
        yield item
    for part in item.parts.values():
        yield from _leaves(part)


__all__ = ["Paper", "asked_of", "checklist", "entry_notes"]
