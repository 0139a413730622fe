"""Why: the chain from a fact over its rule to its article. For a due date, a blocked command, a letter's form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from engine import tables
from engine.advance import blocked
from engine.advance.checks import requirement_objection
from engine.advance.words import spoken, text_of
from engine.clocks.reckon import WITHOUT_DELAY
from engine.facts import CaseFacts, Moment, terms_of
from engine.fold import fold
from engine.model.case import Case, Issued, Person
from engine.model.rule import Node, Rule
from engine.model.workflow import Clock, Command, Table, Workflow
from engine.rules import conditions, say
from engine.wareki import format_wareki

Part = Literal["fact", "rule", "article", "help"]


@dataclass(frozen=True, slots=True)
class Link:
    """One link of the chain. `met` is None for what is neither fulfilled nor broken, or not known yet."""

    part: Part
    ja: str
    en: str
    basis: str = ""
    date: str = ""
    result: str = ""
    met: bool | None = None
    place: str = ""


def explain_due(workflow: Workflow, case: Case, clock: Clock, today: date) -> list[Link]:
    """How a due date was reached, step by step; for a clock without a number, the days elapsed."""
    facts = CaseFacts(workflow, case, Moment(today))
    found = facts.clock(clock.id)
    if found is None:
        return [
            Link("rule", f"「{clock.title.ja}」はこの件にはありません。", "This clock does not exist here.")
        ]
    reckoning = found[1]
    links = [
        Link("fact", s.ja, s.en, s.basis, s.date.isoformat(), s.result.isoformat() if s.result else "")
        for s in reckoning.derivation
    ]
    if reckoning.label == WITHOUT_DELAY:
        ja, en = "日数の定めはありません（遅滞なく）。", "No number of days is laid down (without delay)."
        if reckoning.elapsed is not None:
            ja += f"{terms_of(facts, clock).start_title}から{reckoning.elapsed}日たっています。"
            en += f" {reckoning.elapsed} days have passed."
        links.append(Link("rule", ja, en, text_of(clock.basis)))
    elif reckoning.paused:
        ja, en = f"停止中です。残り{reckoning.left}日。", f"Paused; {reckoning.left} days left."
        links.append(Link("rule", ja, en, text_of(clock.basis)))
    elif reckoning.due is not None:
        due = reckoning.due
        ja = f"{clock.title.ja}: {format_wareki(due)}"
        links.append(
            Link("rule", ja, f"{clock.title.within('en')}: {due}", text_of(clock.basis), "", due.isoformat())
        )
    return links


def explain_command(
    workflow: Workflow, case: Case, command: Command, today: date, person: Person | None = None
) -> list[Link]:
    """Whether a command may be begun, each rule with its conditions, and what would help."""
    objections = blocked(workflow, case, command, today, person)
    facts = CaseFacts(workflow, case, Moment(today, command.id, person.id if person else ""))
    links = [Link("rule", o.ja, o.en, o.basis, met=False) for o in objections]
    if not objections:
        ja, en = f"「{command.title.ja}」はいまできます。", f"“{command.title.within('en')}” is possible now."
        links.append(Link("rule", ja, en, text_of(command.basis), met=True))
    if command.when is not None:
        links += _of_rule(command.when, facts, text_of(command.basis))
    for one in command.require.values():
        if requirement_objection(one, facts) is not None:
            links += _of_rule(one.rule, facts, text_of(one.basis))
        links += _evidence(facts, one.rule)
    return _once(links)


def _once(links: list[Link]) -> list[Link]:
    """Each sentence once, where it first stands, with what is known of it from any place it was said."""
    said: dict[str, Link] = {}
    for one in links:
        known = said.get(one.ja)
        if known is None:
            said[one.ja] = one
        elif known.met is None and one.met is not None:
            said[one.ja] = replace(known, met=one.met)
    return list(said.values())


def _of_rule(rule: Rule, facts: CaseFacts, basis: str) -> Iterator[Link]:
    place = str(rule.place) if rule.place else ""
    yield Link("rule", say(rule), say(rule, "en"), basis, place=place)
    for one in conditions(rule, facts):
        yield Link("rule", one.text_ja, one.text_en, basis, met=one.met, place=place)
    for fact in _read(rule.node):
        word = spoken(facts[str(fact.args[0])], fact.type)
        if word:
            english = spoken(facts[str(fact.args[0])], fact.type, "en")
            yield Link("fact", f"{fact.title.ja}: {word}", f"{fact.title.within('en')}: {english}")


def _read(node: Node) -> Iterator[Node]:
    """The facts of the case that a rule names, each once, in the order written."""
    seen: set[str] = set()
    for part in _walk(node):
        path = str(part.args[0]) if part.op == "path" and len(part.args) == 1 else ""
        if path and path not in seen and part.type.kind not in ("list", "object"):
            seen.add(path)
            yield part


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.operands:
        yield from _walk(part)


def _evidence(facts: CaseFacts, rule: Rule) -> Iterator[Link]:
    for path in sorted(rule.reads):
        head, _, name = path.partition(".")
        if head == "evidence" and name in facts.workflow.evidence:
            verdict = facts.verdict(name)
            for lacking in verdict.missing:
                yield Link("help", lacking.ja, lacking.en, str(lacking.basis or ""), met=False)
            for rejected in verdict.rejected:
                yield Link("fact", rejected.ja, rejected.en, met=False)


def explain_letter(workflow: Workflow, case: Case, letter: Issued, today: date) -> list[Link]:  # noqa: ARG001  # the day is part of every question
    """Which form a letter has and why: the row of its table, or the choice that was made."""
    notice = workflow.notices.get(letter.id)
    links = [
        Link(
            "fact",
            f"{letter.title} {letter.number or '（番号なし）'}",
            f"{letter.title} {letter.number or '(no number)'}",
            "",
            letter.date.isoformat(),
            letter.number,
        )
    ]
    if letter.reason:
        links.append(Link("fact", f"この様式による理由: {letter.reason}", f"Why this form: {letter.reason}"))
    if notice is None:
        return links
    if notice.number.startswith("table."):
        table = workflow.tables[notice.number.removeprefix("table.").partition(".")[0]]
        links.append(
            _row_of(table, CaseFacts(workflow, _as_then(workflow, case, letter), Moment(letter.date)))
        )
    links.append(Link("article", text_of(notice.basis), text_of(notice.basis), text_of(notice.basis)))
    return links


def _as_then(workflow: Workflow, case: Case, letter: Issued) -> Case:
    """The case as it stood when the letter was issued: what was decided later is not why."""
    for position, event in enumerate(case.events):
        if letter in event.letters:
            return fold(workflow, case.events[: position + 1])
    return case


def _row_of(table: Table, facts: CaseFacts) -> Link:
    said = [(rule, rule.run(facts)) for rule in table.inputs.values()]
    ja = "、".join(f"{say(rule)}＝{spoken(value, rule.type)}" for rule, value in said)
    en = ", ".join(f"{say(rule, 'en')} = {spoken(value, rule.type, 'en')}" for rule, value in said)
    row = tables.look_up(table, facts).row
    basis = text_of(row.basis) if row and row.basis else text_of(table.basis)
    return Link("rule", f"{table.title.ja}: {ja}", f"{table.title.within('en')}: {en}", basis)
