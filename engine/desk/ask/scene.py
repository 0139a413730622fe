"""A trial case laid out over time: the intake, tasks that pause the clock, extensions granted so far."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.clocks.reckon import Reckoning
from engine.desk.ask.trial import event, trial_case, unknown
from engine.facts import CaseFacts, Moment
from engine.model.case import Event, Instance
from engine.model.workflow import Clock, Command, Task, Workflow

_NOTHING = Reckoning(None, None, None, None, False, False, False, "", ())


def clock_named(workflow: Workflow, clock: str) -> Clock:
    """A clock of the workflow or of one of its tasks; without a name the main one. UsageError otherwise."""
    known = {c.id: c for task in workflow.tasks.values() for c in task.clocks.values()}
    known |= workflow.clocks
    found = known.get(clock) if clock else workflow.main_clock
    if found is None:
        raise unknown("期限", "clock", clock or "main", known)
    return found


@dataclass(frozen=True, slots=True)
class Scene:
    """What was told: the day of intake, the pauses as (opened, ended), and the facts by form."""

    workflow: Workflow
    kind: str
    start: Command
    clock: Clock
    received: date
    hosei: tuple[tuple[date, date | None], ...]
    forms: Mapping[str, Mapping[str, Any]]

    @property
    def pausing(self) -> Task | None:
        """The task whose opening and end were told: one that pauses the clock, or whose clock it is."""
        task = self.clock.task or next((pause.task for pause in self.clock.pauses), "")
        return self.workflow.tasks.get(task)

    def facts(
        self,
        day: date,
        granted: Sequence[Event],
        as_of: date | None = None,
        command: Command | None = None,
        data: Mapping[str, Any] | None = None,
    ) -> CaseFacts:
        """The facts on `day` with the extensions `granted`; with `as_of` only what had happened by then."""
        forms: dict[str, Mapping[str, Any]] = dict(self.forms)
        for one in granted:
            forms[self.workflow.commands[one.id].form] = one.form
        if command is not None and command.form:
            forms[command.form] = data or {}
        events = [event(self.start.id, self.received, self.forms.get(self.start.form)), *granted]
        task = self.pausing
        instances: dict[str, tuple[Instance, ...]] = {}
        if task is not None and self.hosei:
            instances[task.id] = tuple(self._instances(task, as_of))
            events += self._of_task(task, instances[task.id])
        case = trial_case(self.workflow, self.kind, forms, events, instances)
        return CaseFacts(self.workflow, case, Moment(day, command.id if command else ""))

    def _instances(self, task: Task, as_of: date | None) -> Iterator[Instance]:
        own = {c.form for c in task.machine.commands.values() if c.form}
        waiting = next(iter(task.machine.states), "")
        told = sorted(self.hosei, key=lambda one: (one[0], one[1] or date.max))
        for number, (opened, ended) in enumerate(told, start=1):
            # On the day itself the order of steps is not known; whoever asks means the possible one.
            if as_of is not None and opened >= as_of and ended != as_of:
                continue
            done = ended if as_of is None or (ended is not None and ended <= as_of) else None
            state = task.machine.done if done else waiting
            forms = {form: self.forms.get(form, {}) for form in own} if number == len(told) else {}
            yield Instance(task.id, number, state, opened, done, forms=forms, entered=done or opened)

    def _of_task(self, task: Task, instances: Sequence[Instance]) -> Iterator[Event]:
        """The commands by which the task was opened and answered."""
        commands = task.machine.commands.values()
        opening = next((c for c in commands if c.start), None)
        ending = next(
            (c for c in commands if any(s == task.machine.done for s, _ in c.target.branches)), None
        )
        for one in instances:
            if opening is not None:
                yield event(opening.id, one.opened, task=task.id, instance=one.number)
            if ending is not None and one.ended is not None:
                yield event(ending.id, one.ended, task=task.id, instance=one.number)

    def reckoned(self, day: date, granted: Sequence[Event], as_of: date | None = None) -> Reckoning:
        """What the clock says on `day`; nothing where it does not exist for such a request."""
        facts = self.facts(day, granted, as_of)
        if self.clock.task:
            open_ones = facts.case.instances.get(self.clock.task, ())
            if not open_ones:
                return _NOTHING
            facts = facts.inside(open_ones[-1])
        found = facts.clock(self.clock.id)
        return found[1] if found is not None else _NOTHING
