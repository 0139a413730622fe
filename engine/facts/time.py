"""What the clocks of a case depend on: starts, pauses, extensions and answers, out of its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from engine.clocks.reckon import Extension, Pause, Terms
from engine.model.basics import MISSING, Period, Text, Value
from engine.model.case import Event, Instance, changed
from engine.model.rule import Rule
from engine.model.workflow import Clock, PauseRule, Sort

if TYPE_CHECKING:
    from engine.facts.case import CaseFacts


def period_of(facts: CaseFacts, clock: Clock) -> Period | None:
    """The period of a clock: as written, or what its table gives."""
    if clock.period_rule is None:
        return clock.period
    value = clock.period_rule.run(facts)
    return value if isinstance(value, Period) else None


def terms_of(facts: CaseFacts, clock: Clock) -> Terms:
    """Everything a clock depends on, out of the events of the case."""
    start = _start(facts, clock)
    until = _date(clock.until, facts) if clock.until is not None else None
    # A clock that starts again forgets what was answered and granted in the round before.
    since = start if clock.again else None
    return Terms(
        start=start,
        period=None if clock.until else period_of(facts, clock),
        until=until,
        counting=clock.counting,
        rolls=clock.rolls,
        pauses=tuple(_pauses(facts, clock)),
        extensions=tuple(e for e in _extensions(facts, clock) if since is None or e.decided >= since),
        soft=clock.soft,
        stopped_on=_stopped(facts, clock, since),
        awaits_date=clock.until is not None and until is None,
        start_title=_start_title(facts, clock),
        until_title=clock.title,
        basis=clock.basis.text if clock.basis else "",
    )


def _start(facts: CaseFacts, clock: Clock) -> date | None:
    if clock.task and facts.instance is not None and not clock.starts.text:
        return facts.instance.opened
    if clock.starts_event and not clock.again:
        first = facts[f"event.{clock.starts_event}.first"]
        return first if isinstance(first, date) else None
    return _date(clock.starts, facts)


def _start_title(facts: CaseFacts, clock: Clock) -> Text:
    command = facts.workflow.commands.get(clock.starts_event)
    return command.done if command else clock.title


def _date(rule: Rule | None, facts: Mapping[str, Value]) -> date | None:
    value = rule.run(facts) if rule is not None else MISSING
    return value if isinstance(value, date) else None


def _pauses(facts: CaseFacts, clock: Clock) -> Iterator[Pause]:
    for rule in clock.pauses:
        task = facts.workflow.tasks[rule.task]
        for one in facts.case.instances.get(rule.task, ()):
            inner = facts.inside(one)
            if not _counts(facts, clock, rule, one, inner):
                continue
            start = _date(rule.start, inner) or one.opened
            ended = one.ended and (_date(rule.end, inner) or one.ended)
            yield Pause(start, ended, rule.count, task.title, task.basis.text if task.basis else "")


def _counts(facts: CaseFacts, clock: Clock, rule: PauseRule, one: Instance, inner: CaseFacts) -> bool:
    """Whether an instance pauses this clock: an instance attached to another one pauses only that one's."""
    own = facts.instance
    attached = clock.task and facts.workflow.tasks[rule.task].of == clock.task
    if attached and own is not None and one.parent != own.number:
        return False
    return rule.where is None or rule.where.run(inner) is True


def _extensions(facts: CaseFacts, clock: Clock) -> Iterator[Extension]:
    for sort in clock.extensions.values():
        for event in _events(facts, sort.at):
            if found := extension_of(facts, sort, event):
                yield found


def extension_of(facts: CaseFacts, sort: Sort, event: Event) -> Extension | None:
    """One extension as its own event says it, whatever was decided later."""
    seen = facts.at_event(event)
    days, to = (rule.run(seen) if rule else None for rule in (sort.by, sort.to))
    if not isinstance(days, int | Period) and not isinstance(to, date):
        return None
    return Extension(
        sort.id,
        event.date,
        days if isinstance(days, int | Period) else None,
        to if isinstance(to, date) else None,
        sort.title,
        sort.basis.text if sort.basis else "",
    )


def _stopped(facts: CaseFacts, clock: Clock, since: date | None) -> date | None:
    """The day the clock was answered, or its machine came to an end."""
    if clock.again and since is not None:
        days = [e.date for command in clock.stops for e in _events(facts, command) if _after(facts, clock, e)]
    else:
        days = [e.date for command in clock.stops for e in _events(facts, command)]
    if clock.after_end == "stop" and (ended := _ended(facts, clock)) is not None:
        days.append(ended)
    return min(days) if days else None


def _after(facts: CaseFacts, clock: Clock, event: Event) -> bool:
    """Whether an answer belongs to the round that began last; on one day the order of events decides."""
    starts = _events(facts, clock.starts_event)
    if starts:
        return (event.date, event.seq) > (starts[-1].date, starts[-1].seq)
    start = _date(clock.starts, facts)
    return start is None or event.date >= start


def _events(facts: CaseFacts, command: str) -> tuple[Event, ...]:
    """The occurrences of a command; seen from inside an instance, those of its own task only its own."""
    events = facts.case.occurrences.get(command, ())
    one = facts.instance
    if one is not None and facts.workflow.commands[command].task == one.task:
        return tuple(e for e in events if e.instance == one.number)
    return events


def _ended(facts: CaseFacts, clock: Clock) -> date | None:
    """The day on which the machine came to the end it rests in."""
    if clock.task and facts.instance is not None:
        return facts.instance.ended
    states = facts.workflow.machine.states
    ended: date | None = None
    for state, day in reversed(facts.case.path):
        if state not in states or not states[state].end:
            break
        ended = day
    return ended


def as_told(one: Instance, form: str, event: Event) -> Instance:
    """An instance with the data of one of its own events."""
    return changed(one, forms={**one.forms, form: event.form})
