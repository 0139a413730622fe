"""What lists know of a case: a small record for each, and the row that is shown of it on a day.

A record says nothing that depends on today: days left are worked out when a row is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from engine.desk.folding import folded
from engine.desk.words import Row

if TYPE_CHECKING:
    from engine.desk.standing import Group
    from engine.facts import CaseFacts
    from engine.model.case import Case
    from engine.model.workflow import Workflow


class Station(NamedTuple):
    """Where many cases stand at once: whose they are, of which kind, at which step; titles in both languages.

    `waiting`: a task is shown in place of the step. `stage` and `next_by` are as `standing` gives them. `paused`,
    `stopped` and `soft` tell of the main period.
    """

    organisation: str
    kind: str
    kind_title: str
    kind_title_en: str
    state: str
    state_title: str
    state_title_en: str
    open: bool
    waiting: bool
    stage: Group
    next_by: str
    paused: bool
    stopped: bool
    soft: bool


class Listed(NamedTuple):
    """What lists know of a case: where it stands, and what is its own.

    Days are ISO dates, empty where there is none: `received`, `due`, `since` (the main period began), `auto` (after
    it the desk would act by itself). `left` and `elapsed` are numbers of days that stand still (the period pauses or
    has stopped), None where they depend on the day of asking. `at` is the last recording time of a running clock,
    `newest` that of any. Tuples, because an office has thousands of them.
    """

    station: Station
    number: str
    name: str
    received: str
    version: int
    search: str
    due: str
    since: str
    left: int | None
    elapsed: int | None
    auto: str
    at: str = ""
    newest: str = ""

    def by_name(self) -> dict[str, object]:
        """Every value by its name, those of the station among them."""
        told = self._asdict()
        return {**told.pop("station")._asdict(), **told}


class _Days(NamedTuple):
    """The main period of a case, as `Listed` and its station have it."""

    due: str = ""
    since: str = ""
    left: int | None = None
    elapsed: int | None = None
    paused: bool = False
    stopped: bool = True
    soft: bool = False


def listed(workflow: Workflow, case: Case, today: date) -> Listed:
    """What a list needs to know about a case."""
    from engine.desk.standing import next_by, stage_of
    from engine.facts import CaseFacts, Moment

    facts = CaseFacts(workflow, case, Moment(today))
    start = next((c.form for c in workflow.machine.commands.values() if c.start), "")
    names = [
        str(facts[f"{start}.{part}"])
        for part in ("name", "kana", "agent.name")
        if isinstance(facts[f"{start}.{part}"], str) and not _hidden(facts, f"{start}.{part}")
    ]
    kind = workflow.kinds.get(case.kind)
    days, shown = _days_of(facts), shown_state(workflow, case)
    station = Station(
        case.organisation,
        case.kind,
        kind.title.ja if kind else case.kind,
        kind.title.within("en") if kind else case.kind,
        *shown,
        open=not workflow.machine.states[case.state].end,
        waiting=shown[0] != case.state,
        stage=stage_of(workflow, case.state),
        next_by=next_by(workflow, case),
        paused=days.paused,
        stopped=days.stopped,
        soft=days.soft,
    )
    return Listed(
        station,
        number=case.number,
        name=names[0] if names else "",
        received=case.path[0][1].isoformat() if case.path else "",
        version=case.version,
        search=folded(" ".join([case.number, *names, station.kind_title if kind else ""])),
        due=days.due,
        since=days.since,
        left=days.left,
        elapsed=days.elapsed,
        auto=_next_automatic(facts),
    )


def _hidden(facts: CaseFacts, path: str) -> bool:
    """Whether a field must not be shown in lists now (`x-hide-when`)."""
    form_id, _, name = path.partition(".")
    form = facts.workflow.forms.get(form_id)
    one = form.fields.get(name.partition(".")[0]) if form is not None else None
    rule = one.hide_when if one is not None and "lists" in one.hide_from else None
    return rule is not None and rule.run(facts) is True


def shown_state(workflow: Workflow, case: Case) -> tuple[str, str, str]:
    """The state as lists call it: that of an open task with `shown_as`, else the case's own."""
    for task in workflow.tasks.values():
        if task.shown_as:
            for one in case.instances.get(task.id, ()):
                if one.open:
                    inner = task.machine.states[one.state].title
                    return task.shown_as, inner.ja, inner.within("en")
    state = workflow.machine.states[case.state]
    return case.state, state.title.ja, state.title.within("en")


def _days_of(facts: CaseFacts) -> _Days:
    main = facts.workflow.main_clock
    found = facts.clock(main.id) if main else None
    if found is None or main is None:
        return _Days()
    from engine.facts import terms_of

    reckoning, terms = found[1], terms_of(facts, main)
    stopped = terms.stopped_on is not None and terms.stopped_on <= facts.moment.today
    return _Days(
        reckoning.due.isoformat() if reckoning.due else "",
        terms.start.isoformat() if terms.start else "",
        reckoning.left if reckoning.paused or stopped else None,
        reckoning.elapsed if stopped else None,
        reckoning.paused,
        stopped,
        main.soft,
    )


def _next_automatic(facts: CaseFacts) -> str:
    """The earliest due date after which the desk would act by itself, or nothing."""
    days: list[date] = []
    for clock in facts.workflow.clocks.values():
        found = facts.clock(clock.id) if clock.expired in facts.workflow.commands else None
        if found and found[1].due:
            days.append(found[1].due)
    for task in facts.workflow.tasks.values():
        for clock in task.clocks.values():
            if clock.expired in facts.workflow.commands:
                for one in facts.case.instances.get(task.id, ()):
                    inner = facts.inside(one).clock(clock.id) if one.open else None
                    if inner and inner[1].due:
                        days.append(inner[1].due)
    return min(days).isoformat() if days else ""


# --- rows


def days_until(today: date) -> Callable[[str], int]:
    """Tells how many days lie between today and an ISO date; each is worked out once, as many cases share theirs."""
    return cache(lambda day: (date.fromisoformat(day) - today).days)


def row_of(one: Listed, until: Callable[[str], int], language: str = "ja") -> Row:
    """A case as a row on the day whose `days_until` is given."""
    at, number, name, received, version, _, due, since, left, elapsed, _, _, _ = one
    if left is None and due:
        left = until(due)
    if elapsed is None and since:
        elapsed = -until(since)
    english = language == "en"
    return Row(
        at.organisation,
        number,
        at.kind,
        at.kind_title_en if english else at.kind_title,
        name,
        at.state,
        at.state_title_en if english else at.state_title,
        received,
        due,
        left,
        elapsed,
        at.paused,
        due != "" and left is not None and left < 0 and not (at.soft or at.stopped),
        at.open,
        _days(at, left, elapsed, english),
        version,
    )


def _days(at: Station, left: int | None, elapsed: int | None, english: bool) -> str:
    if at.stopped or not at.open:
        return ""
    if at.paused:
        return f"paused, {left} left" if english else f"停止中 残り{left}日"
    if left is None:
        return "" if elapsed is None else (f"day {elapsed}" if english else f"{elapsed}日目")
    if left < 0:
        return f"{-left} over" if english else f"{-left}日超過"
    return f"{left} left" if english else f"あと{left}日"
