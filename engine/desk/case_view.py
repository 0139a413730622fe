"""One case as its screen shows it: path, what can be done, data, history, letters, papers, notes and clocks.

Everything is told in the language of the desk, as plain text and ISO dates; nothing is worked out twice elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from engine.desk.case_data import Section, day_words, sections_of
from engine.desk.case_past import (
    Check,
    Happening,
    Kept,
    Said,
    Sent,
    Shown,
    checks_of,
    history_of,
    letters_of,
    notes_of,
    papers_of,
    rows_of,
)
from engine.desk.standing import Offer, Span, Stop, offer_of
from engine.desk.words import Row
from engine.model.keys import keys_of

if TYPE_CHECKING:
    from datetime import date

    from engine.desk.desk import Desk
    from engine.desk.trial import Undo
    from engine.facts import CaseFacts
    from engine.model.case import Case, Person
    from engine.model.workflow import Clock, Command, Workflow


@dataclass(frozen=True, slots=True)
class Deed:
    """A command as the screen offers it. `blocked`: it cannot be done now, and `reasons` say why, each with its
    article beside it. `hint` is what it asks for or until when it is possible. `later`: it belongs to a coming
    step. `instance` names the run of a task it acts on (0: none, or a new one); `place` is its place in the workflow.
    """

    offer: Offer
    hint: str = ""
    later: bool = False
    instance: int = 0
    place: int = 0

    @property
    def id(self) -> str:
        return self.offer.id

    @property
    def blocked(self) -> bool:
        return self.offer.blocked or self.later

    @property
    def for_others(self) -> bool:
        """Whether the one signed in may neither do it nor type it for somebody."""
        return any(one.rule == "role" for one in self.offer.against)

    @property
    def reasons(self) -> tuple[tuple[str, str, str], ...]:
        """What stands against it: (Japanese, English, article)."""
        return tuple((o.ja, o.en, o.basis) for o in self.offer.against if o.severity == "block")


@dataclass(frozen=True, slots=True)
class Tick:
    """One line of a derivation: on `day` happened `text`; the clock then stood at `result` (empty while paused)."""

    day: str
    text: str
    basis: str
    result: str


@dataclass(frozen=True, slots=True)
class Timer:
    """A clock of the case or of a task. `days` is the word shown (あと 3日, 停止中 …), `span` its days for a ruler."""

    id: str
    title: str
    main: bool
    due: str
    due_words: str
    days: str
    paused: bool
    overdue: bool
    without_number: bool
    basis: str
    ticks: tuple[Tick, ...]
    span: Span | None
    question: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case on its screen. `about` are the first choices of its application (who asks, by which channel)."""

    organisation: str
    number: str
    version: int
    row: Row
    organisation_title: str
    about: tuple[str, ...]
    unit: str
    edition: str
    path: tuple[Stop, ...]
    deeds: tuple[Deed, ...]
    sections: tuple[Section, ...]
    history: tuple[Happening, ...]
    letters: tuple[Sent, ...]
    papers: tuple[Shown, ...]
    checks: tuple[Check, ...]
    notes: tuple[Said, ...]
    kept: tuple[Kept, ...]
    timers: tuple[Timer, ...]

    @property
    def main(self) -> Timer | None:
        """The clock the list shows."""
        return next((one for one in self.timers if one.main), None)


def case_view(desk: Desk, case: str, organisation: str = "") -> CaseView:
    """A case as its screen shows it. Raises UsageError if there is none."""
    from engine.desk.listed import days_until, listed, row_of
    from engine.facts import CaseFacts, Moment

    key = desk._settled(case, organisation)
    workflow, found, today = desk.workflow(key), desk.case(key), desk.today()
    facts, language = CaseFacts(workflow, found, Moment(today)), desk.language
    unit = workflow.org.units.get(found.unit)
    return CaseView(
        organisation=key[0],
        number=key[1],
        version=found.version,
        row=row_of(listed(workflow, found, today), days_until(today), language),
        organisation_title=workflow.org.title.within(language),
        about=tuple(_about(facts, language)),
        unit=unit.title.within(language) if unit else "",
        edition=found.workflow_version or workflow.version,
        path=desk.path_of(key[1], key[0]),
        deeds=tuple(deeds_of(workflow, found, facts, desk.signed_in(), language)),
        sections=sections_of(facts, language, desk.signed_in()),
        history=history_of(workflow, found, language),
        letters=letters_of(found),
        papers=papers_of(facts, language),
        checks=checks_of(facts, language),
        notes=notes_of(found, language),
        kept=rows_of(facts, language),
        timers=tuple(_timers(facts, today, language)),
    )


def undo_view(desk: Desk, case: str, organisation: str = "") -> Undo:
    """What `u` would take back in a case, and which dates would come back."""
    from engine.desk.trial import undo_of

    key = desk.key(case, organisation)
    return undo_of(desk, desk.case(key), desk.workflow(key))


def _about(facts: CaseFacts, language: str) -> Iterator[str]:
    """The first two choices of the application: who asks and how it came, whatever the fields are called."""
    start = next((c for c in facts.workflow.machine.commands.values() if c.start), None)
    form = facts.workflow.forms.get(start.form) if start else None
    chosen = []
    for one in form.fields.values() if form else ():
        value = facts[f"{form.id}.{one.path}"] if form else ""
        label = one.type.values.get(value) if isinstance(value, str) and one.type.kind == "choice" else None
        if label:
            chosen.append(label.within(language))
    yield from reversed(chosen[:2])


# --- what can be done


def deeds_of(
    workflow: Workflow, case: Case, facts: CaseFacts, person: Person, language: str
) -> Iterator[Deed]:
    """What can be done, then what cannot and why, then the commands of the coming step."""
    free: list[Deed] = []
    barred: list[Deed] = []
    later: list[Deed] = []
    coming, keys = _coming(workflow, case), keys_of(workflow.commands)
    for place, command in enumerate(workflow.commands.values()):
        if command.start and not command.task:
            continue
        for instance in _instances(case, command):
            offer = offer_of(command, keys[command.id], _against(facts, command, person, instance), language)
            rules = {one.rule for one in offer.against}
            if "when" in rules or ("from" in rules and command.id not in coming):
                continue
            deed = Deed(offer, _hint(facts, command, language), "from" in rules, instance, place)
            (later if deed.later else barred if deed.blocked else free).append(deed)
    yield from sorted(free, key=lambda d: weight(workflow, workflow.commands[d.id]))
    yield from barred
    yield from later


def weight(workflow: Workflow, command: Command) -> int:
    """0 leads on, 1 stays or opens no way, 2 opens a task, 3 ends the case aside."""
    if command.task:
        return 2 if command.start else 0
    states = workflow.machine.states
    if any(s in states and states[s].end == "aside" for s, _ in command.target.branches):
        return 3
    return 1 if command.target.how == "stay" else 0


def _instances(case: Case, command: Command) -> tuple[int, ...]:
    """The runs of a task that a command could act on; (0,) for a command of the case, or one that opens a run."""
    if not command.task or command.start:
        return (0,)
    known = case.instances.get(command.task, ())
    fitting = tuple(one.number for one in known if one.state in command.sources and not one.cancelled)
    return fitting or (0,)


def _against(facts: CaseFacts, command: Command, person: Person, instance: int) -> list[Any]:
    """Every objection before the form is filled in. Who may not act but may type for it is not hindered."""
    from engine.advance import blocked

    found = blocked(facts.workflow, facts.case, command, facts.moment.today, None, instance)
    if any(one.rule in ("from", "when") for one in found):
        return found
    judged = blocked(facts.workflow, facts.case, command, facts.moment.today, person, instance)
    role = [one for one in judged if one.rule == "role"]
    return found if not role or may_type_for(facts.workflow, command, person) else [*role, *found]


def may_type_for(workflow: Workflow, command: Command, person: Person) -> bool:
    """Whether a person may record what somebody else did with this command."""
    typing = (role for actor in command.by for role in workflow.org.roles[actor.role].recorded_by)
    return any(person.holds(role) for role in typing)


def _coming(workflow: Workflow, case: Case) -> frozenset[str]:
    """The commands that lead on from the step after this one: shown so that nobody wonders where they are."""
    states = workflow.machine.states
    order = list(states)
    if case.state not in states or states[case.state].end:
        return frozenset()
    rest = [s for s in order[order.index(case.state) + 1 :] if not states[s].end]
    if not rest:
        return frozenset()
    return frozenset(
        command.id
        for command in workflow.machine.commands.values()
        if rest[0] in command.sources
        and not command.start
        and case.state not in command.sources
        and command.target.how != "stay"
    )


def _hint(facts: CaseFacts, command: Command, language: str) -> str:
    """What a command issues, in a few words: its letters."""
    issued = [n for n in facts.workflow.notices.values() if command.id in n.at and not n.slip]
    return "、".join(dict.fromkeys(n.title.within(language) for n in issued))


# --- clocks


def _timers(facts: CaseFacts, today: date, language: str) -> Iterator[Timer]:
    from engine.facts import CaseFacts

    clocks = sorted(facts.workflow.clocks.values(), key=lambda one: not one.main)
    for clock in clocks:
        if one := _timer(facts, clock, today, language, ""):
            yield one
    for task in facts.workflow.tasks.values():
        for run in facts.case.instances.get(task.id, ()):
            inner = facts.inside(run)
            assert isinstance(inner, CaseFacts)
            for clock in task.clocks.values():
                if run.open and (one := _timer(inner, clock, today, language, f"{task.id} {run.number}")):
                    yield one


def _timer(facts: CaseFacts, clock: Clock, today: date, language: str, where: str) -> Timer | None:
    from engine.clocks.reckon import WITHOUT_DELAY
    from engine.desk.days import days_words, span_of_clock

    found = facts.clock(clock.id)
    span = span_of_clock(facts, clock, today)
    if found is None or span is None:
        return None
    reckoning = found[1]
    ticks = tuple(
        Tick(s.date.isoformat(), s.within(language), s.basis, s.result.isoformat() if s.result else "")
        for s in reckoning.derivation
    )
    return Timer(
        clock.id,
        clock.title.within(language),
        clock.main,
        reckoning.due.isoformat() if reckoning.due else "",
        day_words(reckoning.due, language) if reckoning.due else "",
        days_words(span, clock.soft, language),
        reckoning.paused,
        reckoning.overdue,
        reckoning.label == WITHOUT_DELAY,
        str(clock.basis or ""),
        ticks,
        span,
        f"due {clock.id} {where}".strip(),
    )


__all__ = ["CaseView", "Deed", "Tick", "Timer", "case_view", "deeds_of", "may_type_for", "undo_view"]
