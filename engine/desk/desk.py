"""The desk: the one façade of an office. `submit` is the only way to write a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.desk import people
from engine.desk.clock import Clock, office_clock
from engine.desk.folding import folded
from engine.desk.ledger import Key, Ledger, in_order
from engine.desk.listed import Listed, Station, days_until, row_of
from engine.desk.listing import Listing
from engine.desk.timekeeping import behind, fallen
from engine.desk.words import Line, Receipt, Row, Submission
from engine.errors import Objection, Refused, UsageError, WrongPassword
from engine.store.port import Office, Position, Report, Rewritten

if TYPE_CHECKING:
    from engine.desk.access import Due
    from engine.desk.audit import Audit, Done
    from engine.desk.naming import About
    from engine.desk.standing import Offer, Span, Standing, Stop
    from engine.desk.writing import Writer
    from engine.export.registers import Sheet
    from engine.load.build import Built
    from engine.model.case import Case, Issued, Person
    from engine.model.workflow import Workflow
    from engine.store.disk import DiskOffice


def open_desk(
    path: Path,
    member: str = "",
    language: str = "ja",
    *,
    read_only: bool = False,
    password: str | None = None,
    sheet: str = "",
    take_over: bool = False,
    older: bool = False,
) -> Desk:
    """Open the office at `path`. `member` signs in: with `password` (or the recovery `sheet`) where it has keys.

    On a share another PC may be writing: then it is only read. `take_over`: from a PC that has not done so for long.
    `older`: also one of an older format, to upgrade it.

    Raises UsageError if it is no office (PasswordNeeded if nobody signed in), WrongPassword, StoreError if damaged.
    """
    from engine.desk.access import keep_attempt, unlock
    from engine.store import open_office

    try:
        keys = unlock(path, member, password, sheet, older=older)
        office = open_office(
            path, read_only=read_only, keys=keys, who=member, take_over=take_over, older=older
        )
    except WrongPassword:
        keep_attempt(path, member, sheet=bool(sheet))
        raise
    if not office.read_only:
        _carry_on(office)
    desk = Desk(office, office_clock(), member, language, path)
    desk.opened_by_sheet = bool(sheet)
    if (said := behind(desk)) is not None:
        desk.notes.append(said)
    return desk


def _carry_on(office: DiskOffice) -> None:
    """What was begun and interrupted is ended, or taken back: nobody sees it half done."""
    if office.begun("disposal") is not None:
        from engine.desk.disposal import finish

        finish(office)
    if office.begun("importing") is not None:
        from engine.desk.importing import take_back

        take_back(office)


class Desk:
    """One office, one person signed in."""

    def __init__(
        self, office: Office, clock: Clock, member: str = "", language: str = "ja", path: Path | None = None
    ) -> None:
        self.office = office
        self.clock = clock
        self.language = language
        self.path = path
        self.ledger = Ledger(office)
        self._member = member
        self._listing = Listing(self.ledger)
        self._table: Any = None
        self._writing: Writer | None = None
        self._shown: dict[Key, int] = {}
        self._watched: dict[str, Position] = {}
        self.audit: Audit | None = None
        self.opened_by_sheet = False
        self.put_out: list[
            tuple[str, int]
        ] = []  # exports in the output folder: organisation, number of the row
        self.written = 0  # lines of the books that came from here

    def close(self) -> None:
        if self.audit is not None:
            self.audit.flush()
        self.office.close()

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # --- who and what

    @property
    def notes(self) -> list[tuple[str, str]]:
        """What a person should be told about the office: read-only, a torn line that was cut off."""
        return self.office.notes

    def organisations(self) -> dict[str, Built]:
        """The organisations of the office as they are published now."""
        return {org: self.ledger.current(org) for org in self.ledger.organisations}

    def about(self) -> dict[str, About]:
        """What the organisations of the office are called, without their rules: lists need no more."""
        return {org: self.ledger.about(org) for org in self.ledger.organisations}

    def definitions(self) -> list[str]:
        """The organisations of which the office's folder holds definitions, published or not."""
        from engine.desk.workshop.files import organisations_in

        return organisations_in(self.path) if self.path is not None else []

    def signed_in(self) -> Person:
        return people.member(self.office, self._member)

    def members(self) -> dict[str, dict[str, Any]]:
        return people.members(self.office)

    @property
    def keyed(self) -> bool:
        """Whether the office is encrypted, so that whoever is signed in has shown a password."""
        return self.office.codec.keyed

    @property
    def is_signed_in(self) -> bool:
        """Whether it is known who this is: by a password, or because they were named."""
        return bool(self._member) or (self.keyed and not self.opened_by_sheet and not self.practice)

    def set_member(
        self, member_id: str, name: str, roles: Iterable[str], *, new: bool, password: str = ""
    ) -> None:
        """Add a member, or change the roles of one. Raises UsageError, Refused."""
        from engine.desk.membership import set_member

        set_member(self, member_id, name, roles, new=new, password=password)

    def remove_member(self, member_id: str) -> None:
        """Take a member out; where the office has keys, they are renewed. Raises UsageError, Refused."""
        from engine.desk.membership import remove_member

        remove_member(self, member_id)

    def change_password(self, member_id: str, password: str) -> None:
        """A new password for oneself, or a first one for a member who forgot theirs. Raises UsageError, Refused."""
        from engine.desk.membership import change_password

        change_password(self, member_id, password)

    def new_sheet(self) -> str:
        """A new recovery sheet; answers its code. Raises UsageError, Refused."""
        from engine.desk.membership import new_sheet

        return new_sheet(self)

    def may_administer(self) -> bool:
        """Whether the one signed in has authority over members."""
        from engine.desk.membership import may_administer

        return may_administer(self)

    def administers(self, member_id: str) -> bool:
        """Whether a member has authority over members."""
        known = [built.organisation for built in self.organisations().values()]
        return people.may_administer(self.office, member_id, known)

    def role_titles(self) -> dict[str, str]:
        """Every role by the name it is stored under, one held in a unit once for each: its title."""
        return people.role_titles([b.organisation for b in self.organisations().values()], self.language)

    def first_password(self) -> str:
        """A password to hand over to somebody, who changes it: 80 random bits in four groups."""
        from engine.desk.access import PUBLISHED, first_password

        return PUBLISHED if self.practice else first_password()

    def prove(self, password: str) -> None:
        """Whether this is the password of the one signed in. Raises WrongPassword."""
        from engine.desk.access import prove

        try:
            prove(self, password)
        except WrongPassword:
            self.note("failed", "unlock")
            raise

    def password_due(self) -> Due:
        """Whether the one signed in should change the password: `given` by somebody else, or `old`."""
        from engine.desk.access import password_due

        return password_due(self) if self.keyed else ""

    def key(self, case: str, organisation: str = "") -> Key:
        """The key of a case by its number (`R6-001`, or `organisation/R6-001`)."""
        return self.ledger.key(case, organisation)

    def case(self, key: Key) -> Case:
        """A case as it stands. Raises UsageError if there is none."""
        return self.ledger.case(key)

    def workflow(self, key: Key) -> Workflow:
        self.ledger.case(key)
        return self.ledger.workflow_of(key)

    # --- the log

    def keep_log(self, detail: str = "") -> None:
        """From now on what is done beside the cases is kept, beginning with this signing in (see `audit`)."""
        from engine.desk.audit import Audit

        if self.audit is None:
            self.audit = Audit(self)
        self.audit.signed_in(detail)

    def seen(self, what: str, organisation: str = "", case: str = "", *details: str) -> None:
        """Somebody looked at something: kept where this desk keeps the log."""
        if self.audit is not None:
            self.audit.seen(what, organisation, case, *details)

    def note(self, result: Done, what: str, organisation: str = "", case: str = "", *details: str) -> None:
        """Something was done beside the cases: kept where this desk keeps the log. Outside the lock."""
        if self.audit is not None:
            self.audit.note(result, what, organisation, case, *details)

    # --- the one way to write

    def submit(self, asked: Submission) -> Receipt:
        """Do one step: durable when this returns. Raises Refused, Conflict, StoreError or UsageError."""
        signed_in = people.member(self.office, self._who(asked.member))
        try:
            return self.writer.submit(asked, signed_in)
        except Refused as refused:
            if self.audit is not None:
                self.audit.refused(asked, signed_in.id, refused)
            raise

    def _who(self, named: str) -> str:
        """Who types a step. A password speaks for one person only; practice knows no such thing."""
        if named and named != self._member and self.keyed and not self.practice:
            if named == self.signed_in().id:
                return named
            raise UsageError(
                f"「{named}」として入るには、その人のパスワードが要ります（--as）。",
                f"To act as “{named}” sign in with that member's password (--as).",
            )
        return named or self._member

    @property
    def writer(self) -> Writer:
        """The one that writes, when somebody first does: it needs the whole engine, a reader does not."""
        if self._writing is None:
            from engine.desk.writing import Writer

            self._writing = Writer(self)
        return self._writing

    def settle(self) -> int:
        """Do everything the desk does by itself by today, over all open cases; gives how many steps that were."""
        today = self.clock.today().isoformat()
        self._listing.catch_up(self.clock.today())
        waiting = [
            k for k, one in self._listing.cases.items() if one.auto and one.auto < today and one.station.open
        ]
        if not waiting or self.office.read_only:
            return 0
        before = sum(len(self.ledger.raw.get(k, ())) for k in waiting)
        self.writer.settle(waiting)
        self._listing.catch_up(self.clock.today())
        return sum(len(self.ledger.raw[k]) for k in waiting) - before

    # --- reading

    def newest_in_books(self) -> dict[str, str]:
        """The last recording time in each book of cases (ISO; more than any time where it is not known)."""
        self._listing.catch_up(self.clock.today())
        return {book: self._listing.newest(book) for book in self.ledger.books()}

    def rows(
        self, state: str = "", due_within: int | None = None, text: str = "", organisation: str = ""
    ) -> list[Row]:
        """The cases of the books in use, the most pressing first; with `text` or `state` also those of closed books."""
        self.settle()
        if state:
            self._known_state(state)
        rows = [row for row, _ in self._urgent(self._search(state, folded(text), organisation))]
        self._listing.save()
        if due_within is not None:
            rows = [
                r
                for r in rows
                if r.open and r.left is not None and not r.paused and r.left <= due_within and r.due
            ]
        return rows

    def _urgent(self, cases: Iterable[Listed]) -> list[tuple[Row, Station]]:
        """Rows with where their cases stand, the most pressing first."""
        until, language = days_until(self.clock.today()), self.language
        return sorted([(row_of(one, until, language), one.station) for one in cases], key=_urgency)

    def _known_state(self, state: str) -> None:
        """A state of some workflow, or what an open task is called. Raises UsageError with the nearest."""
        workflows = [w for built in self.organisations().values() for w in built.workflows.values()]
        known = {s: one.title.ja for w in workflows for s, one in w.machine.states.items()}
        known |= {t.shown_as: t.title.ja for w in workflows for t in w.tasks.values() if t.shown_as}
        if state not in known:
            from engine.load.near import nearest

            near = nearest(state, known)
            hint = f"（もしかして: {near}）" if near else ""
            names = "、".join(f"{s}（{title}）" for s, title in known.items())
            raise UsageError(
                f"段階「{state}」はありません{hint}。あるもの: {names}",
                f"There is no step “{state}”{f' (did you mean: {near})' if near else ''}. "
                f"There are: {', '.join(known)}",
            )

    def _search(self, state: str, words: str, organisation: str) -> Iterable[Listed]:
        """The cases that match: of the books in use as TinyDB finds them, of closed ones from the shelf."""
        if not (words or state or organisation):
            return self._listing.cases.values()
        closed = self._listing.shelved(words, self.clock.today()) if words or state else []
        closed = [
            one
            for one in closed
            if state in ("", one.station.state) and organisation in ("", one.station.organisation)
        ]
        from tinydb import where

        wanted = None
        for condition in (
            where("state") == state if state else None,
            where("organisation") == organisation if organisation else None,
            where("search").test(lambda found: words in found) if words else None,
        ):
            if condition is not None:
                wanted = condition if wanted is None else wanted & condition
        found = self._cases().search(wanted)
        return [*(self._listing.cases[one["organisation"], one["number"]] for one in found), *closed]

    def listed(self, organisation: str) -> list[Listed]:
        """What lists know of every case of an organisation, those of closed books among them."""
        self.settle()
        closed = self._listing.shelved("", self.clock.today())
        return [
            one
            for one in (*self._listing.cases.values(), *closed)
            if one.station.organisation == organisation
        ]

    def _cases(self) -> Any:
        from engine.store import CaseTable

        if self._table is None:
            self._table = CaseTable()
        cases = self._listing.cases
        fresh = {
            f"{k[0]}/{k[1]}": one.by_name() for k, one in cases.items() if self._shown.get(k) != one.version
        }
        gone = self._shown.keys() - cases.keys()
        if fresh or gone:
            self._table.remove({f"{k[0]}/{k[1]}" for k in gone})
            self._table.replace(fresh)
            self._shown = {k: one.version for k, one in cases.items()}
        return self._table

    def record(self, case: str, organisation: str = "") -> dict[str, Any]:
        """A case as others read it (contract, section 3)."""
        from engine.export.record import case_record

        key = self._settled(case, organisation)
        return case_record(
            self.ledger.workflow_of(key), self.ledger.case(key), self.clock.today(), self.language
        )

    def choices(self, case: str, organisation: str = "") -> list[tuple[str, str, tuple[Objection, ...]]]:
        """What may be done next: (command, title, what stands against it)."""
        from engine.advance import blocked

        key = self._settled(case, organisation)
        workflow, found = self.ledger.workflow_of(key), self.ledger.case(key)
        offered = []
        for command in workflow.commands.values():
            if not (command.start and not command.task):
                against = blocked(workflow, found, command, self.clock.today())
                if not any(o.rule in ("from", "when") for o in against):
                    offered.append((command.id, command.title.within(self.language), tuple(against)))
        return offered

    def offers(self, case: str, organisation: str = "") -> list[Offer]:
        """What may be done next, with the key, form and article of each, and what stands against it."""
        from engine.desk.standing import offer_of
        from engine.model.keys import keys_of

        commands = self.workflow(self.key(case, organisation)).commands
        keys = keys_of(commands)
        return [
            offer_of(commands[command], keys[command], against, self.language)
            for command, _, against in self.choices(case, organisation)
        ]

    def overview(self) -> list[Standing]:
        """The open cases in the groups of the desk, the most pressing first in each."""
        from engine.desk.standing import GROUPS, Standing, group_of, may_go_on

        me = people.member(self.office, self._member)
        mine = cache(lambda roles: may_go_on(me, roles))
        grouped: dict[str, list[Standing]] = {group: [] for group in GROUPS}
        self.settle()
        self._listing.save()
        for row, at in self._urgent(one for one in self._listing.cases.values() if one.station.open):
            group = group_of(row, at.waiting, at.stage)
            grouped[group].append(Standing(row, group, mine(at.next_by)))
        return [standing for group in GROUPS for standing in grouped[group]]

    def path_of(self, case: str, organisation: str = "") -> tuple[Stop, ...]:
        """The drawn path of a case: its steps in order with their dates, and the tasks that hung on them."""
        from engine.desk.standing import path_of
        from engine.facts import CaseFacts, Moment

        key = self._settled(case, organisation)
        workflow, found = self.ledger.workflow_of(key), self.ledger.case(key)
        return path_of(workflow, found, CaseFacts(workflow, found, Moment(self.clock.today())), self.language)

    def span_of(self, case: str, organisation: str = "") -> Span | None:
        """The days of a case's main period, for a ruler; None before it has started."""
        from engine.desk.standing import span_of
        from engine.facts import CaseFacts, Moment

        key = self._settled(case, organisation)
        workflow, found, today = self.ledger.workflow_of(key), self.ledger.case(key), self.clock.today()
        return span_of(workflow, CaseFacts(workflow, found, Moment(today)), today)

    def today(self) -> date:
        return self.clock.today()

    @property
    def practice(self) -> bool:
        """Whether this is an office for practice, with invented cases."""
        return self.office.info().get("practice") is True

    def revision(self) -> tuple[tuple[str, int], ...]:
        """Changes when anybody wrote: the books with their lines. Cheap, and safe to ask from another thread."""
        return tuple((book, self.end_of(book).lines) for book in self.ledger.books())

    def revision_seen(self) -> tuple[tuple[str, int], ...]:
        """The revision that lists show, as it was when they last caught up; the disk is not asked."""
        return tuple((book, end.lines) for book, end in self._listing.ends().items())

    def end_of(self, book: str) -> Position:
        """The end of a book as it is now, also of one that was rewritten meanwhile; only what is new is read."""
        try:
            _, position = self.office.read(book, self._watched.get(book) or self._read_to(book))
        except Rewritten:
            _, position = self.office.read(book)
        self._watched[book] = position
        return position

    def _read_to(self, book: str) -> Position | None:
        """How far a book was read, for its cases or for the list."""
        return self.ledger.positions.get(book) or self._listing.read_to(book)

    def _settled(self, case: str, organisation: str) -> Key:
        key = self.key(case, organisation)
        found = self.ledger.case(key)
        from engine.advance.automatic import due_commands

        if not self.office.read_only and due_commands(
            self.ledger.workflow_of(key), found, self.clock.today()
        ):
            self.writer.settle([key])
        return key

    def why(self, case: str, question: str = "", organisation: str = "") -> list[Line]:
        """The chain fact, rule, article: of the due date, of a command, or of a letter (`notice N`)."""
        from engine.explain import Link, explain_command, explain_due, explain_letter

        key = self._settled(case, organisation)
        workflow, found, today = self.ledger.workflow_of(key), self.ledger.case(key), self.clock.today()
        links: list[Link]
        if question in ("", "due"):
            main = workflow.main_clock
            links = explain_due(workflow, found, main, today) if main else []
        elif question.startswith("notice"):
            links = explain_letter(
                workflow, found, self._letter_of(found, question.removeprefix("notice").strip()), today
            )
        elif question in workflow.commands:
            links = explain_command(workflow, found, workflow.commands[question], today)
        else:
            from engine.load.near import nearest

            near = nearest(question, workflow.commands)
            raise UsageError(
                f"「{question}」という操作はありません。"
                + (f"（もしかして: {near}）" if near else "")
                + f"あるもの: {'、'.join(f'{c}（{one.title.ja}）' for c, one in workflow.commands.items())}",
                f"There is no command “{question}”."
                + (f" (did you mean: {near})" if near else "")
                + f" There are: {', '.join(workflow.commands)}",
            )
        english = self.language == "en"
        return [Line(k.date, k.en if english else k.ja, k.basis, k.result, k.met) for k in links if k.ja]

    # --- letters

    def letters(self, case: str, organisation: str = "") -> list[Issued]:
        """Every letter issued in a case, in order."""
        found = self.ledger.case(self.key(case, organisation))
        return [one for event in found.events for one in event.letters]

    def letter_bytes(self, case: str, which: str, kind: str = "pdf", organisation: str = "") -> bytes:
        """A letter as it was issued: `which` is its number in the case, its id, or `application`.

        With a kind in place of a case, `application` is the empty form to hand out at the counter.
        """
        if which == "application" and (blank := self._blank(case, kind, organisation)):
            return blank
        key = self.key(case, organisation)
        found = self.ledger.case(key)
        from engine.desk.printing import application, rendered, whole_document

        if which == "application":
            from engine.facts import CaseFacts, Moment

            day = found.path[0][1]
            workflow = self.ledger.workflow_of(key)
            sheet = application(workflow, found, CaseFacts(workflow, found, Moment(day)))
            return rendered(sheet, kind)
        letter = self._letter_of(found, which)
        if kind == "pdf":
            return self.office.get_file(letter.hash)
        return rendered(whole_document(self.ledger.workflow_of(key), found, letter), kind)

    def _blank(self, kind: str, form: str, organisation: str) -> bytes | None:
        """The empty application of a kind, or None if there is no such kind (or it is not clear whose)."""
        found = [
            workflow
            for org, built in self.organisations().items()
            if organisation in ("", org) and (workflow := built.of_kind(kind)) is not None
        ]
        if len(found) != 1:
            return None
        from engine.desk.printing import blank_application, rendered
        from engine.facts import CaseFacts, Moment
        from engine.model.case import Case

        empty = Case(found[0].organisation, kind, "", "")
        sheet = blank_application(found[0], kind, CaseFacts(found[0], empty, Moment(self.clock.today())))
        return rendered(sheet, form)

    def _letter_of(self, case: Case, which: str) -> Issued:
        letters = [one for event in case.events for one in event.letters]
        if which.isdigit() and 1 <= int(which) <= len(letters):
            return letters[int(which) - 1]
        named = [one for one in letters if one.id == which]
        if named:
            return named[-1]
        listed = "、".join(f"{n} {one.title}" for n, one in enumerate(letters, start=1)) or "まだありません"
        raise UsageError(f"通知「{which}」はありません。あるもの: {listed}", f"There is no letter “{which}”.")

    # --- registers and records

    def register_titles(self) -> list[tuple[str, str, str]]:
        """Every register of the office: (organisation, id, title)."""
        from engine.desk.sheets import register_titles

        return register_titles(self)

    def report_titles(self) -> list[tuple[str, str, str]]:
        """Every report (yearly figures over a register): (organisation, id, title)."""
        from engine.desk.sheets import report_titles

        return report_titles(self)

    def register(self, name: str, organisation: str = "") -> Sheet:
        """One register, or one report, over every book. Raises UsageError if there is none of that name."""
        from engine.desk.sheets import sheet_of

        return sheet_of(self, name, organisation)

    def export(self, view: str = "full") -> Iterator[str]:
        """Every case as a JSON line: `full`, `masked` or `statistics`."""
        for lines in self.export_bytes(view):
            yield from bytes(lines).decode().split("\n")[:-1]

    def export_bytes(self, view: str = "full") -> Iterator[bytes | memoryview]:
        """The same as UTF-8 with newlines, one or many lines at once, as they are written to a file."""
        if view == "full":
            from engine.desk.prepared import full_lines

            yield from full_lines(self)
            return
        from engine.export.lines import line_of

        self.ledger.read_all()
        for key in sorted(self.ledger.keys(), key=in_order):
            workflow, case = self.ledger.workflow_of(key), self.ledger.case(key)
            yield line_of(workflow, case, self.clock.today(), view).encode() + b"\n"

    def import_records(self, lines: Iterable[str]) -> int:
        """Take the records of a full export into this empty office, all or nothing; gives how many."""
        from engine.desk.importing import import_records

        return import_records(self, lines)

    def salvage(self, target: Path) -> int:
        """Write every record that reads by itself to a new file, damaged books or not; answers how many."""
        from engine.desk.safety import salvage

        return salvage(self, target)

    def verify(self) -> Report:
        """Whether the records are intact, and where a clock went back."""
        from engine.store import verify

        if self.path is None:
            raise UsageError("記録はフォルダにありません。", "These records are in no folder.")
        from engine.store.disk import DiskOffice

        opened = self.office.keys if isinstance(self.office, DiskOffice) else None
        report = verify(self.path, keys=None if opened is None else lambda _root, _office: opened)
        return replace(report, notes=[*report.notes, *fallen(self)])


def _urgency(standing: tuple[Row, Station]) -> tuple[bool, bool, int, str, str]:
    row = standing[0]
    left = row.left if row.left is not None and not row.paused else 10**6
    return not row.open, not row.overdue, left, row.organisation, row.number
