"""Which papers a request needs, and whether those named are enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from engine.desk.ask.trial import Line, line, received_on, trial_facts, unread, workflow_of
from engine.evidence import Verdict, judge
from engine.evidence.judging import together
from engine.facts import CaseFacts, demanded, demands, presented
from engine.load.build.assemble import Built
from engine.model.workflow import EvidenceRule, Item

_STATUS = {
    "ja": {"accepted": "確認済", "pending": "確認待ち", "missing": "不足"},
    "en": {"accepted": "accepted", "pending": "pending", "missing": "missing"},
}


def ask_evidence(
    built: Built, form: Mapping[str, Any], today: date | None = None, language: str = "ja"
) -> dict[str, Any]:
    """All evidence rules of the kind over the papers named; the worst of them is the status.

    Without `kind` nothing that depends on the kind is asked for, and what is asked is what the first kind needs
    that needs any papers.
    """
    kind = str(form.get("kind") or "")
    workflow = workflow_of(built, kind or _any_kind(built), received_on(form, today))
    facts = trial_facts(workflow, kind, form, received_on(form, today))
    rules = list(workflow.evidence.values())
    verdicts = [facts.verdict(rule.id) for rule in rules]
    found = together(verdicts)
    answer = {
        "accepted": found.status == "accepted",
        "status": found.status,
        "missing": [
            {
                "item": one.item,
                "types": list(one.types),
                "text": one.en if language == "en" else one.ja,
                "basis": str(one.basis or ""),
            }
            for one in found.missing
        ],
        "rejected": [
            {
                "document": one.document,
                "index": one.index,
                "reason": one.reason,
                "text": one.en if language == "en" else one.ja,
            }
            for one in found.rejected
        ],
    }
    derivation = [
        text
        for rule, verdict in zip(rules, verdicts, strict=True)
        for text in _lines(rule, verdict, facts, language)
    ]
    return {"answer": answer, "derivation": derivation + unread(workflow, form, language)}


def _any_kind(built: Built) -> str:
    """A kind to ask about where none was named: the first whose workflow asks for papers, else the first of all."""
    asking = (kind for w in built.workflows.values() if w.evidence for kind in w.kinds)
    return next(asking, next(iter(built.kinds), ""))


def _lines(rule: EvidenceRule, verdict: Verdict, facts: CaseFacts, language: str) -> Iterator[Line]:
    """One line for each demand of the rule, in the order written."""
    words = _STATUS["en" if language == "en" else "ja"]
    lacking = {one.item: one for one in verdict.missing}
    if rule.id in lacking:
        one = lacking[rule.id]
        status = "pending" if rule.need is None and verdict.status == "pending" else "missing"
        yield line(one.en if language == "en" else one.ja, one.basis or rule.basis, words[status])
    elif rule.need is None and verdict.active:
        yield line(rule.title.within(language), rule.basis, words[verdict.status])
    asked = list(presented(facts))
    for item in demands(rule.need, facts) if rule.need is not None and verdict.active else ():
        status = "accepted"
        if any(part.id in lacking for part in _walk(item)):
            alone = replace(rule, need=item, refuse=())
            own = judge(alone, asked, facts, facts.workflow.org.documents, tuple(demanded(facts)))
            status = "pending" if own.status == "pending" else "missing"
        yield line(item.title.within(language), item.basis or rule.basis, words[status])


def _walk(item: Item) -> Iterator[Item]:
    yield item
    for part in item.parts.values():
        yield from _walk(part)
