"""The one way to write a record: an order judged on the case as it stands, and its event made durable.

Imported when somebody first writes: everything a step needs is named here once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from engine.advance import World, advance
from engine.advance.automatic import due_commands, run_automatic
from engine.desk import people
from engine.desk.clock import Clock
from engine.desk.ledger import Key, book_of
from engine.desk.listed import shown_state
from engine.desk.marks import mark_of
from engine.desk.words import Receipt, Submission
from engine.errors import Conflict, Objection, Refused, UsageError
from engine.export.events import event_to_json
from engine.fold import export_of
from engine.load.near import nearest
from engine.model.basics import Text
from engine.model.case import Attachment, Case, Event, Order, Person
from engine.model.hostile import hostile
from engine.model.workflow import Workflow
from engine.version import LANGUAGE, PROGRAM
from engine.wareki import fiscal_label, said_date

if TYPE_CHECKING:
    from engine.desk.desk import Desk

NO_NUMBERS: Final[Mapping[str, int]] = {}


class Writer:
    """Writes steps into the office of a desk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.office = desk.office
        self.ledger = desk.ledger

    @property
    def clock(self) -> Clock:
        return self.desk.clock

    def submit(self, asked: Submission, signed_in: Person) -> Receipt:
        """Do one step: durable when this returns. Raises Refused, Conflict, StoreError or UsageError."""
        with self.office.lock():
            self.ledger.refresh()
            return self._do(asked, signed_in) if asked.case else self._new(asked, signed_in)

    def settle(self, keys: Iterable[Key]) -> None:
        """Do what the desk does by itself in these cases. Holds the lock meanwhile."""
        with self.office.lock():
            self.ledger.refresh()
            for key in keys:
                self._automatic(key)

    def _new(self, asked: Submission, signed_in: Person) -> Receipt:
        organisation = self._organisation_of(asked)
        day = asked.date or self.clock.today()
        workflow, version = self.ledger.for_new(organisation, asked.kind, day)
        if workflow is None:
            kinds = self.ledger.current(organisation).kinds
            near = nearest(asked.kind, kinds)
            names = "、".join(f"{k}（{e.title.ja}）" for k, e in kinds.items())
            raise UsageError(
                f"種別「{asked.kind}」はありません。あるもの: {names}"
                + (f"（もしかして: {near}）" if near else ""),
                f"There is no kind “{asked.kind}”. There are: {', '.join(kinds)}",
            )
        start = workflow.start_for(asked.kind)
        workflow = replace(workflow, version=version)
        book = fiscal_label(day)
        number = self.ledger.next_number(organisation, book)
        command = asked.command or (start.id if start else "")
        key = (organisation, number)
        paper = self._paper(organisation, asked.paper)
        return self._step(key, workflow, None, replace(asked, command=command, paper=paper), signed_in)

    def _paper(self, organisation: str, case: str) -> str:
        """The first of the cases on one paper, of which `case` names any. UsageError where there is no such case."""
        if not case:
            return ""
        known = self.ledger.case(self.ledger.key(case, organisation))
        return known.paper or known.number

    def _organisation_of(self, asked: Submission) -> str:
        known = list(self.ledger.organisations)
        if asked.organisation:
            return self.ledger.key("", asked.organisation)[0]
        having = [org for org in known if self.ledger.current(org).of_kind(asked.kind) is not None]
        if len(known) == 1 or len(having) == 1:
            return (having or known)[0]
        raise UsageError(
            f"団体を --org で指定してください: {'、'.join(known)}",
            f"Say which organisation with --org: {', '.join(known)}",
        )

    def _do(self, asked: Submission, signed_in: Person) -> Receipt:
        key = self.ledger.key(asked.case, asked.organisation)
        case = self._automatic(key)
        if key in self.ledger.disposed:
            ja = f"{key[1]} は廃棄済みです。もう何も書けません。"
            raise Refused(
                [Objection("disposed", ja, f"{key[1]} was disposed of: nothing more can be written.")]
            )
        if asked.expect_version is not None and asked.expect_version != case.version:
            raise self._clash(case, asked.expect_version)
        return self._step(key, self.ledger.workflow_of(key), case, asked, signed_in)

    def _clash(self, case: Case, expected: int) -> Conflict:
        later = case.events[expected:] if 0 <= expected < case.version else case.events[-1:]
        last = later[-1] if later else case.events[-1]
        who = last.recorded_by.name or last.recorded_by.id
        commands = self.ledger.workflow_of((case.organisation, case.number)).commands
        titles = [commands[e.id].done if e.id in commands else Text(e.id) for e in later]
        what, what_en = "、".join(t.ja for t in titles), ", ".join(t.within("en") for t in titles)
        return Conflict(
            f"他の担当者が更新済みです: {who}（{last.at[:16]}）{what}。"
            f"いまは版{case.version}です。見直してからもう一度。",
            f"Somebody else changed it: {who} ({last.at[:16]}) {what_en}. "
            f"It is version {case.version} now; look again.",
        )

    def _step(
        self, key: Key, workflow: Workflow, case: Case | None, asked: Submission, signed_in: Person
    ) -> Receipt:
        order = self.order(key, workflow, asked, signed_in)
        step = advance(workflow, case, order, self.world(key, workflow, asked.command))
        return self._write(key, workflow, step.event, step.case)

    def world(self, key: Key, workflow: Workflow, command: str) -> World:
        """What a step must be told; numbers are looked up only for a command that issues a numbered letter."""
        serials = NO_NUMBERS
        if any(n.serial and command in n.at for n in workflow.notices.values()):
            serials = self.ledger.serials(key[0], book_of(key[1]))
        return World(self.clock.stamp(), PROGRAM, key[1], serials, self.clock.fixed is not None, LANGUAGE)

    def _write(self, key: Key, workflow: Workflow, event: Event, case: Case) -> Receipt:
        book = book_of(key[1])
        if book not in self.ledger.positions:
            self.ledger.read(book)
        if event.letters:
            from engine.desk.printing import printed

            mark = mark_of(self.ledger.positions[book])
            event = printed(workflow, case, event, self.office.put_file, mark)
            case = _reissued(case, event)
        entry = {"organisation": key[0], "case": key[1], "events": [event_to_json(event)]}
        before = self.ledger.positions[book]
        reached = self.ledger.positions[book] = self.office.append(book, entry, before)
        self.desk.written += reached.lines - before.lines  # the first line of a book brings its head along
        self.ledger.take([entry])
        self.ledger.put(key, case)
        before_count = sum(len(e.letters) for e in case.events[:-1])
        letters = tuple(
            (before_count + i, one.id, one.number, one.title) for i, one in enumerate(event.letters, start=1)
        )
        state = shown_state(workflow, case)[0]
        numbers = {k: n for k, n in event.numbers.items() if k == "case" or k.startswith("letter.")}
        return Receipt(key[0], key[1], case.version, state, numbers, letters)

    def order(self, key: Key, workflow: Workflow, asked: Submission, signed_in: Person) -> Order:
        """What a submission orders. Raises Refused for a day to come and for what nobody may type."""
        today = self.clock.today()
        day = asked.date or today
        if day > today:
            ja = f"日付 {said_date(day)} は先の日です。起きたことの日付を入れてください。"
            raise Refused([Objection("date", ja, f"The date {day} is in the future.", "/date")])
        if (asked.by or asked.on_paper) and (
            wrong := list(hostile({"by": asked.by, "on_paper": dict(asked.on_paper)}))
        ):
            raise Refused(wrong)
        by = people.actor(self.office, signed_in, asked.by, workflow.org)
        lies = str(asked.form.get("where", "")) if asked.command == "attach" else ""
        attachments = tuple(
            Attachment(self.office.put_file(data), name, kind, lies) for name, kind, data in asked.attachments
        )
        return Order(
            command=asked.command,
            date=day,
            by=by,
            recorded_by=signed_in,
            form=dict(asked.form),
            instance=asked.task,
            acknowledged=asked.acknowledge,
            on_paper=dict(asked.on_paper),
            attachments=attachments,
            links=self._links(key, workflow, asked),
            kind=asked.kind,
            paper=asked.paper,
        )

    def _links(self, key: Key, workflow: Workflow, asked: Submission) -> dict[str, dict[str, Any]]:
        """The frozen exports of the cases that link fields of the form name."""
        name, data = self._filled_in(key, asked)
        command = workflow.commands.get(name)
        form = workflow.forms.get(command.form) if command else None
        found: dict[str, dict[str, Any]] = {}
        for one in form.fields.values() if form else ():
            number = data.get(one.name)
            if one.link_kinds and isinstance(number, str) and self.ledger.is_book(book_of(number)):
                linked = (key[0], number.strip())
                if book_of(number) not in self.ledger.positions:
                    self.ledger.read(book_of(number))
                if linked in self.ledger.raw and linked != key:
                    other = self.ledger.case(linked)
                    found[f"{command.form if command else ''}.{one.name}"] = export_of(
                        self.ledger.workflow_of(linked), other, self.clock.today()
                    )
        return found

    def _filled_in(self, key: Key, asked: Submission) -> tuple[str, Mapping[str, Any]]:
        """The command whose form is filled in, and its data: for an amendment those of the amended event."""
        if asked.command != "amend":
            return asked.command, asked.form
        change, aim = asked.form.get("form"), asked.form.get("event")
        for event in self.ledger.raw.get(key, ()):
            if event["seq"] == aim:
                return str(event["id"]), change if isinstance(change, Mapping) else {}
        return "", {}

    def _automatic(self, key: Key) -> Case:
        """Do what the desk does by itself when a clock has run out. Holds the lock."""
        case, workflow, today = self.ledger.case(key), self.ledger.workflow_of(key), self.clock.today()
        if not due_commands(workflow, case, today):
            return case
        for step in run_automatic(workflow, case, today, self.world(key, workflow, "")):
            self._write(key, workflow, step.event, step.case)
        return self.ledger.case(key)


def _reissued(case: Case, event: Event) -> Case:
    """The case with its last event replaced by the one whose letters were printed."""
    known = tuple(event if e.seq == event.seq else e for e in case.occurrences.get(event.id, ()))
    return replace(
        case,
        events=(*case.events[:-1], event),
        standing=tuple(event if e.seq == event.seq else e for e in case.standing),
        occurrences={**case.occurrences, event.id: known} if known else case.occurrences,
    )
