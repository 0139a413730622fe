"""What a step would do, worked out without writing: `would(desk, submission)`, and what could be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from engine.desk.case_past import person_name, title_of
from engine.desk.listed import shown_state
from engine.desk.words import Submission
from engine.errors import Objection, Refused, UsageError

if TYPE_CHECKING:
    from engine.advance import Step
    from engine.desk.desk import Desk
    from engine.model.case import Case, Event
    from engine.model.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that would be issued; `number` is its form number, empty for none."""

    number: str
    title: str
    to: str
    slip: bool


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a step would write, and what would follow. Dates are ISO, empty for none.

    `events` are the titles of the events to be written; `before`, `after` the state as lists call it;
    `due_before`, `due_after` those of the main clock; `rows` the titles of register rows that would be written;
    `opened` the tasks that would begin, `ended` those that would end; `warnings` are to be acknowledged by their
    `rule`; `final`: it cannot be taken back, `final_why` says why.
    """

    number: str
    command: str
    title: str
    day: str
    by: str
    typed_by: str
    events: tuple[str, ...]
    before: str
    after: str
    due_title: str
    due_before: str
    due_after: str
    letters: tuple[Letter, ...]
    rows: tuple[str, ...]
    opened: tuple[str, ...]
    ended: tuple[str, ...]
    warnings: tuple[Objection, ...]
    final: bool
    final_why: str

    @property
    def acknowledge(self) -> frozenset[str]:
        """The warnings one agrees to by doing it."""
        return frozenset(one.rule for one in self.warnings)


def would(desk: Desk, asked: Submission) -> Consequences:
    """What `desk.submit` would do now. Warnings do not stop it. Raises Refused or UsageError, as `submit` does."""
    from engine.desk import people

    signed_in = people.member(desk.office, asked.member or desk.signed_in().id)
    key = desk.key(asked.case, asked.organisation)
    case, workflow = desk.case(key), desk.workflow(key)
    order = desk.writer.order(key, workflow, replace(asked, case=key[1]), signed_in)
    step, warnings = _judged(desk, workflow, case, order, key)
    return _told(desk, workflow, case, step, warnings)


def _judged(
    desk: Desk, workflow: Workflow, case: Case, order: object, key: tuple[str, str]
) -> tuple[Step, tuple[Objection, ...]]:
    from engine.advance import advance
    from engine.model.case import Order

    assert isinstance(order, Order)
    world = desk.writer.world(key, workflow, order.command)
    try:
        return advance(workflow, case, order, world), ()
    except Refused as no:
        if any(one.severity == "block" for one in no.objections):
            raise
        agreed = order.acknowledged | {one.rule for one in no.objections}
        return advance(workflow, case, replace(order, acknowledged=agreed), world), no.objections


def _told(
    desk: Desk, workflow: Workflow, case: Case, step: Step, warnings: tuple[Objection, ...]
) -> Consequences:
    language, event, after = desk.language, step.event, step.case
    place = 2 if language == "en" else 1
    command = workflow.commands.get(event.id)
    clock = workflow.main_clock
    known = {(row.register, row.instance) for row in case.rows}
    rows = [workflow.registers[r.register].title for r in after.rows if (r.register, r.instance) not in known]
    final_why = _final(event, case, language)
    return Consequences(
        number=case.number,
        command=event.id,
        title=command.title.within(language) if command else title_of(workflow, event.id, language),
        day=event.date.isoformat(),
        by=person_name(event.by, language),
        typed_by="" if event.by.id == event.recorded_by.id else person_name(event.recorded_by, language),
        events=(title_of(workflow, event.id, language),),
        before=shown_state(workflow, case)[place],
        after=shown_state(workflow, after)[place],
        due_title=clock.title.within(language) if clock else "",
        due_before=due_of(workflow, case, desk.today()),
        due_after=due_of(workflow, after, desk.today()),
        letters=tuple(Letter(x.number, x.title, "、".join(x.to), x.slip) for x in event.letters),
        rows=tuple(one.within(language) for one in rows),
        opened=tuple(_tasks(workflow, case, after, language, opened=True)),
        ended=tuple(_tasks(workflow, case, after, language, opened=False)),
        warnings=warnings,
        final=bool(final_why),
        final_why=final_why,
    )


def due_of(workflow: Workflow, case: Case, today: date) -> str:
    """The due date of the main clock, empty while it is paused or has no number."""
    from engine.facts import CaseFacts, Moment

    clock = workflow.main_clock
    found = CaseFacts(workflow, case, Moment(today)).clock(clock.id) if clock else None
    return found[1].due.isoformat() if found and found[1].due else ""


def _tasks(workflow: Workflow, before: Case, after: Case, language: str, *, opened: bool) -> Iterator[str]:
    for task in workflow.tasks.values():
        was = sum(one.open for one in before.instances.get(task.id, ()))
        now = sum(one.open for one in after.instances.get(task.id, ()))
        if (now > was) if opened else (now < was):
            yield task.title.within(language)


def _final(event: Event, case: Case, language: str) -> str:
    """Why a step could not be taken back once it is done; empty if it could."""
    english = language == "en"
    if event.letters:
        return "A letter is issued." if english else "通知を発行するので、取り消せません。"
    if event.id == "take_back":
        return "A taking-back stays in the history." if english else "取消は経過に残ります。"
    if not case.events:
        return (
            "An intake is only ended by a withdrawal."
            if english
            else "受付は取り消せません。取下げで終えます。"
        )
    return ""


# --- taking back


@dataclass(frozen=True, slots=True)
class Undo:
    """The last step and whether it can be taken back. `seq` 0: there is none.

    `why_not` says what stands against it, empty if nothing does; the dates and states are those after it.
    """

    seq: int = 0
    title: str = ""
    day: str = ""
    by: str = ""
    why_not: str = ""
    state_now: str = ""
    state_after: str = ""
    due_title: str = ""
    due_now: str = ""
    due_after: str = ""

    @property
    def possible(self) -> bool:
        return self.seq > 0 and not self.why_not


def last_step(case: Case) -> Event | None:
    """The last thing recorded that still stands and can be taken back at all: a step or a note."""
    return next((e for e in reversed(case.standing) if e.id not in ("take_back", "amend", "attach")), None)


def undo_of(desk: Desk, case: Case, workflow: Workflow) -> Undo:
    """What `u` would take back."""
    aim = last_step(case)
    if aim is None:
        return Undo()
    title = title_of(workflow, aim.id, desk.language)
    base = Undo(aim.seq, title, aim.date.isoformat(), person_name(aim.by, desk.language))
    asked = taking_back(case, aim.seq, "-")
    try:
        found = would(desk, asked)
    except Refused as no:
        return replace(base, why_not=" ".join(one.within(desk.language) for one in no.objections))
    except UsageError as no:
        return replace(base, why_not=no.within(desk.language))
    return replace(
        base,
        state_now=found.before,
        state_after=found.after,
        due_title=found.due_title,
        due_now=found.due_before,
        due_after=found.due_after,
    )


def taking_back(case: Case, seq: int, reason: str) -> Submission:
    """The submission that takes an event back."""
    return Submission(
        command="take_back",
        case=case.number,
        organisation=case.organisation,
        form={"event": seq, "reason": reason},
        expect_version=case.version,
    )


__all__ = ["Consequences", "Letter", "Undo", "due_of", "last_step", "taking_back", "undo_of", "would"]
