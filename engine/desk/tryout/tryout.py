"""A request walked through a working copy: an office in memory in which the working copy is the published version.

Nothing is written anywhere. Everything that a real case can do is done by the same desk, so what is shown is what
would happen. Taking a step back is doing all others again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.desk.clock import JAPAN, Clock
from engine.desk.desk import Desk
from engine.desk.forms import Errand, OpenForm, open_form
from engine.desk.ledger import book_of
from engine.desk.standing import Stop
from engine.desk.tryout.steps import Step, disguised, linked, steps_of
from engine.desk.words import Receipt, Submission
from engine.errors import Objection, Refused, UsageError
from engine.load.snapshot import take
from engine.store.memory import MemoryOffice

if TYPE_CHECKING:
    from engine.load.library import Library
    from engine.model.case import Case
    from engine.model.workflow import Workflow

ANYBODY: Final = "anybody"
_NOON: Final = 12
_RECENT: Final = 50  # cases that are brought along for a form that may name one


@dataclass(frozen=True, slots=True)
class Stopped:
    """A step that the working copy refuses where it was done again: its title, and every reason."""

    title: str
    objections: tuple[Objection, ...]


class _Paperless(MemoryOffice):
    """An office in memory that keeps its one version as it is, without writing it out as text."""

    def __init__(self, info: dict[str, Any]) -> None:
        super().__init__(info)
        self.whole: dict[str, dict[str, Any]] = {}

    def put_version(self, hash: str, data: dict[str, Any]) -> None:
        self.whole[hash] = data

    def get_version(self, hash: str) -> dict[str, Any]:
        return self.whole[hash]

    def versions(self) -> list[str]:
        return sorted(self.whole)


class Tryout:
    """One request of `kind`. `library` holds the working copy, which must be sound enough to be built.

    `today` is the day it is looked at, `coming` the steps that are still to be done again.
    """

    def __init__(
        self, library: Library, organisation: str, kind: str, today: date, language: str = "ja"
    ) -> None:
        self.organisation = organisation
        self.kind = kind
        self.today = today
        self.language = language
        self.number = ""
        self.copied = ""
        self.coming: tuple[Step, ...] = ()
        self.stopped: Stopped | None = None
        self._version = take(library, organisation)
        self._brought: dict[str, tuple[list[Mapping[str, Any]], str, dict[str, Any]]] = {}
        self._office = self._empty()

    # --- the office in memory

    def _empty(self) -> _Paperless:
        digest, data = self._version
        office = _Paperless({"organisations": {self.organisation: {"version": digest}}})
        office.put_version(digest, data)
        built = Desk(office, Clock(), language=self.language).ledger.current(self.organisation)
        roles = {
            role: [f"{role}@{unit}" for unit in built.organisation.units] if one.per_unit else [role]
            for role, one in built.organisation.roles.items()
        }
        members: dict[str, Any] = {
            role: {"name": built.organisation.roles[role].title.within(self.language), "roles": held}
            for role, held in roles.items()
        }
        members[ANYBODY] = {"name": "", "roles": [one for held in roles.values() for one in held]}
        with office.lock():
            office.write_members({"members": members})
            for number, (events, version, told) in self._brought.items():
                office.put_version(version, told)
                entry = {"organisation": self.organisation, "case": number, "events": events}
                office.append(book_of(number), entry)
        return office

    def desk(self, member: str = ANYBODY) -> Desk:
        """The desk of the walk on its day, with somebody signed in."""
        noon = datetime(self.today.year, self.today.month, self.today.day, _NOON, tzinfo=JAPAN)
        return Desk(self._office, Clock(noon), member, self.language)

    # --- where it stands

    @property
    def workflow(self) -> Workflow:
        """The workflow of the kind on this day. Raises UsageError if there is none any more."""
        if self.number:
            return self.desk().workflow((self.organisation, self.number))
        found = self.desk().ledger.current(self.organisation).of_kind(self.kind, self.today)
        if found is None:
            raise UsageError(f"種別「{self.kind}」はありません。", f"There is no kind “{self.kind}”.")
        return found

    @property
    def case(self) -> Case | None:
        """The case as it stands; None before it was taken in."""
        return self.desk().case((self.organisation, self.number)) if self.number else None

    @property
    def steps(self) -> tuple[Step, ...]:
        """What was done so far, in the words of scenario files."""
        case = self.case
        return steps_of(self.workflow, case) if case is not None else ()

    @property
    def path(self) -> tuple[Stop, ...]:
        """The drawn path before anything was done."""
        return tuple(
            Stop(key, state.title.within(self.language), "next", end=state.end)
            for key, state in self.workflow.machine.states.items()
            if state.end != "aside"
        )

    # --- forms

    def form(self, command: str = "", task: int = 0) -> OpenForm:
        """The form of a command (of the intake without one), with somebody signed in who may do it."""
        workflow = self.workflow
        errand = Errand(self.organisation, self.kind, command=command)
        if self.number:
            errand = Errand(self.organisation, case=self.number, command=command, task=task)
        start = workflow.start_for(self.kind)
        wanted = workflow.commands.get(command) if command else start
        actors = wanted.by if wanted is not None else ()
        return open_form(self.desk(actors[0].role if actors else ANYBODY), errand)

    def answers(self, form: OpenForm) -> dict[str, Any]:
        """What the form begins with: the answers of the step to be done again, else invented ones."""
        from engine.desk.tryout.invented import invented

        command = form.errand.command
        waiting = next((one for one in self.coming if one["do"] == command), None)
        return dict(waiting.get("form", {})) if waiting is not None else invented(form, self.today)

    # --- moving on

    def took(self, receipt: Receipt) -> None:
        """A step was done at a desk of the walk."""
        self.number = receipt.case
        self.stopped = None
        if self.coming and self.coming[0]["do"] == self.steps[-1]["do"]:
            self.coming = self.coming[1:]

    def do(self, step: Step) -> Receipt:
        """One step in the words of scenario files, on its day; what only warns is acknowledged. Raises Refused."""
        self.today = date.fromisoformat(step["date"])
        form = self.form(step["do"], step.get("task", 0)) if self.number else self.form(step["do"])
        agreed = frozenset(step.get("acknowledge", ()))
        try:
            receipt = form.desk.submit(self._asked(form, step, agreed))
        except Refused as no:
            if any(one.severity == "block" for one in no.objections):
                raise
            agreed |= {one.rule for one in no.objections}
            receipt = form.desk.submit(self._asked(form, step, agreed))
        self.number = receipt.case
        return receipt

    def _asked(self, form: OpenForm, step: Step, agreed: frozenset[str]) -> Submission:
        return form.submission(step.get("form", {}), self.today, acknowledge=agreed)

    def again(self, steps: Sequence[Step], today: date) -> None:
        """Begin anew and do these steps as far as they go; the first that is refused is told in `stopped`."""
        self.number, self.stopped, self._office = "", None, self._empty()
        rest = list(steps)
        while rest:
            try:
                self.do(rest[0])
            except Refused as no:
                self.stopped = Stopped(self._title(rest[0]["do"]), no.objections)
                break
            except UsageError as no:
                self.stopped = Stopped(self._title(rest[0]["do"]), (Objection("command", no.ja, no.en),))
                break
            rest.pop(0)
        self.coming = tuple(rest)
        self.today = max(today, self.today)

    def _title(self, command: str) -> str:
        known = self.workflow.commands.get(command)
        return known.title.within(self.language) if known is not None else command

    def undo(self) -> str:
        """Take the last step back; gives its title, empty if there is none. Its answers stay for doing it again."""
        steps = self.steps
        if not steps:
            return ""
        title, coming = self._title(steps[-1]["do"]), (steps[-1], *self.coming)
        self.again(steps[:-1], self.today)
        self.coming = coming
        return title

    def move(self, days: int) -> bool:
        """Another day as today; not before the last step. What the desk does by itself follows."""
        to, steps = self.today + timedelta(days), self.steps
        if steps and to < date.fromisoformat(steps[-1]["date"]):
            return False
        if days < 0 and steps:
            coming = self.coming
            self.today = to
            self.again(steps, to)
            self.coming = coming
        self.today = to
        return True

    def on(self, library: Library) -> Tryout:
        """The same walk through a working copy that has changed, as far as it goes."""
        found = Tryout(library, self.organisation, self.kind, self.today, self.language)
        found.copied, found._brought = self.copied, dict(self._brought)
        coming = self.coming
        found.again(self.steps, self.today)
        found.coming += coming
        return found

    # --- copies of real cases

    def _take_along(self, desk: Desk, number: str) -> None:
        """Another case of the office, as it is, for a form that names it."""
        key = self.organisation, number
        desk.case(key)
        version = str(desk.ledger.raw[key][0]["numbers"]["version"])
        self._brought[number] = list(desk.ledger.raw[key]), version, desk.office.get_version(version)

    def bring_linkable(self, desk: Desk) -> None:
        """The latest cases that a form of this kind may name: an invented request refers to a real one."""
        forms = self.workflow.forms.values()
        kinds = {kind for form in forms for one in form.walk() for kind in one.link_kinds}
        rows = [row for row in desk.rows(organisation=self.organisation) if row.kind in kinds]
        for row in sorted(rows, key=lambda one: one.received)[-_RECENT:]:
            self._take_along(desk, row.number)
        self._office = self._empty()

    def copy(self, desk: Desk, number: str) -> None:
        """Do what was done in a case of the office, with invented words in place of what people entered."""
        key = self.organisation, number
        case, workflow = desk.case(key), desk.workflow(key)
        self.copied = number
        for _, other, _ in linked(case):
            if (self.organisation, other) in desk.ledger.raw:
                self._take_along(desk, other)
        self.again(disguised(workflow, steps_of(workflow, case)), self.today)
