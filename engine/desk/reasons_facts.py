"""なぜ: a rule with its conditions, the facts it looks up with who recorded them, and what would fill in the rest."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.desk.case_data import day_words, value_lines
from engine.desk.reasons import Reason, Teller
from engine.model.basics import MISSING, Text
from engine.rules import conditions, say

if TYPE_CHECKING:
    from engine.model.case import Event
    from engine.model.forms import Field
    from engine.model.rule import Fact, Node, Rule
    from engine.model.workflow import Command, Element, EvidenceRule


def of_rule(teller: Teller, rule: Rule, about: Element | None, place: str = "") -> Iterator[Reason]:
    """A rule with its conditions, the facts it reads, and what would fill in those that are missing."""
    where = place or str(rule.place or "")
    parts = conditions(rule, teller.facts)
    whole = say(rule, teller.language)
    if len(parts) != 1 or parts[0].within(teller.language) != whole:
        yield teller.rule(whole, about, None, where)
    for one in parts:
        yield teller.rule(one.within(teller.language), about, one.met, where)
    yield from facts_of(teller, rule)
    yield from filling(teller, rule)


def facts_of(teller: Teller, rule: Rule) -> Iterator[Reason]:
    """What a rule looks up, with when and by whom it was recorded."""
    titles = dict(_titles(rule.node))
    for path in sorted(rule.reads):
        yield from fact_of(teller, path, titles.get(path, Text(path)))


def fact_of(teller: Teller, path: str, title: Text) -> Iterator[Reason]:
    """One fact: a field, an event, a clock, the papers; nothing for what is known without a record."""
    head, _, rest = path.partition(".")
    facts, label = teller.facts, teller(title)
    value = facts[path]
    if head == "evidence":
        status = {
            "accepted": ("済", "accepted"),
            "pending": ("確認待ち", "pending"),
            "missing": ("不足", "missing"),
        }
        said = teller.both(*status.get(str(value), ("", "")))
        yield Reason("fact", f"{label}: {said}", value == "accepted", goto=f"why evidence {rest}")
    elif head == "clock":
        clock = rest.partition(".")[0]
        silent = teller.both("日数の定めなし", "no number of days") if rest.endswith(".due") else ""
        said = day_words(value, teller.language) if isinstance(value, date) else silent
        yield Reason("fact", f"{label}: {said}".rstrip(": "), goto=f"why due {clock}")
    elif head == "event":
        for event in facts.case.occurrences.get(rest.partition(".")[0], ())[-1:]:
            yield teller.happened(event)
    elif head in facts.workflow.forms:
        form = facts.workflow.forms[head]
        one = next((f for f in form.walk() if f.path == rest), None)
        for event, raw in recorded(teller, head, one) if one else ():
            said = "・".join(value_lines(raw, one.type, teller.language)) if one else ""
            yield teller.happened(event, f"{label}: {said}")
    elif head == "kind" and isinstance(value, str) and value in facts.workflow.kinds:
        first = facts.case.standing[0]
        yield teller.happened(first, f"{label}: {teller(facts.workflow.kinds[value].title)}")


def _titles(node: Node) -> Iterator[tuple[str, Text]]:
    if node.op == "path" and isinstance(node.args[0], str):
        yield node.args[0], node.title
    for part in node.operands:
        yield from _titles(part)


def filling(teller: Teller, rule: Rule) -> Iterator[Reason]:
    """The commands whose form, papers or event would fill in what a rule misses."""
    missing: list[Fact] = [
        f for one in conditions(rule, teller.facts) if one.met is not True for f in one.missing
    ]
    unmet = {p for one in conditions(rule, teller.facts) if one.met is False for p in rule.reads}
    for path in dict.fromkeys([*(one.path for one in missing), *sorted(unmet)]):
        head, _, rest = path.partition(".")
        workflow = teller.facts.workflow
        if head == "evidence" and rest in workflow.evidence:
            yield from _lacking(teller, rest)
        elif (
            head == "event" and rest.partition(".")[0] in workflow.commands and teller.facts[path] is MISSING
        ):
            yield doing(teller, rest.partition(".")[0])
        elif head in workflow.forms and teller.facts[path] is MISSING:
            for command in workflow.commands.values():
                if command.form == head and not (command.start and not command.task):
                    yield doing(teller, command.id)


def _lacking(teller: Teller, rule_id: str) -> Iterator[Reason]:
    rule, verdict = teller.facts.workflow.evidence[rule_id], teller.facts.verdict(rule_id)
    for lacking in verdict.missing:
        text = teller.both(lacking.ja, lacking.en)
        yield teller.help(text, f"why evidence {rule_id}", str(lacking.basis or ""))
    if verdict.status != "accepted":
        yield from (doing(teller, one) for one in bringing(teller, rule))


def recorded(teller: Teller, form_id: str, one: Field) -> Iterator[tuple[Event, Any]]:
    commands = teller.facts.workflow.commands
    for event in reversed(teller.facts.case.standing):
        command = commands.get(event.id)
        value: Any = event.form if command and command.form == form_id else None
        for name in one.path.split("."):
            value = value.get(name) if isinstance(value, dict) else None
        if value not in (None, "", [], {}):
            yield event, value
            return


# --- what would help


def doing(teller: Teller, command_id: str) -> Reason:
    command = teller.facts.workflow.commands[command_id]
    return teller.help(command.title.within(teller.language), f"do {command_id}", str(command.basis or ""))


def fits(teller: Teller, command: Command) -> bool:
    known = teller.facts.case.instances.get(command.task, ())
    return any(one.open and one.state in command.sources for one in known)


def bringing(teller: Teller, rule: EvidenceRule) -> Iterator[str]:
    """The commands that could bring what is lacking now: the check itself, or a form with papers."""
    workflow, case = teller.facts.workflow, teller.facts.case
    for command in workflow.commands.values():
        form = workflow.forms.get(command.form)
        papers = form is not None and any(one.evidence for one in form.fields.values())
        if command.id != rule.checked_by and not papers:
            continue
        if fits(teller, command) if command.task else case.state in command.sources:
            yield command.id


__all__ = ["bringing", "doing", "fact_of", "facts_of", "filling", "fits", "of_rule", "recorded"]
