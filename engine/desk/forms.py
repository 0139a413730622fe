"""Forms as screens need them: the fields of a kind or a command, and what the engine says of data typed so far.

`open_form` finds the form, `OpenForm.try_` judges data with a trial case and writes nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from engine.desk.checklist import Paper, checklist, entry_notes
from engine.desk.dates import Reading, read_day, short_wareki
from engine.desk.form_words import Errand, Outcome, Trial
from engine.desk.words import Submission
from engine.errors import Objection, Refused, UsageError
from engine.model.basics import Text
from engine.model.forms import Field, Form
from engine.model.rule import Type

if TYPE_CHECKING:
    from engine.advance import Step
    from engine.advance.order import Situation
    from engine.clocks.reckon import Reckoning
    from engine.desk.desk import Desk
    from engine.model.case import Case, Order
    from engine.model.workflow import Command, Workflow


# What Japanese keyboards give for a hyphen.
_HYPHENS: Final = str.maketrans("ー‐‑–—―−", "-------")


def open_form(desk: Desk, errand: Errand) -> OpenForm:
    """The form of a new request or of a command. Raises UsageError if there is no such kind, case or command."""
    if errand.case:
        key = desk.key(errand.case, errand.organisation)
        case: Case | None = desk.case(key)
        workflow = desk.workflow(key)
        return OpenForm(desk, replace(errand, organisation=key[0]), workflow, case)
    known = errand.organisation in desk.ledger.organisations
    found = desk.ledger.for_new(errand.organisation, errand.kind, desk.today())[0] if known else None
    start = found.start_for(errand.kind) if found else None
    if found is None or start is None:
        raise UsageError(f"種別「{errand.kind}」はありません。", f"There is no kind “{errand.kind}”.")
    return OpenForm(desk, replace(errand, command=errand.command or start.id), found, None)


def kinds(desk: Desk) -> list[tuple[str, Text, str, Text]]:
    """Every kind of request that can be taken in: (organisation, its title, kind, its title)."""
    return [
        (org, built.organisation.title, kind, element.title)
        for org, built in desk.organisations().items()
        for kind, element in built.kinds.items()
        if (flow := built.of_kind(kind)) is not None and flow.start_for(kind) is not None
    ]


class OpenForm:
    """One form being filled in. `version` is that of the case when it was opened (None for a new one)."""

    def __init__(self, desk: Desk, errand: Errand, workflow: Workflow, case: Case | None) -> None:
        command = workflow.commands.get(errand.command)
        if command is None:
            ja, en = (
                f"「{errand.command}」という操作はありません。",
                f"There is no command “{errand.command}”.",
            )
            raise UsageError(ja, en)
        self.desk = desk
        self.errand = errand
        self.command: Command = command
        self.form: Form | None = workflow.forms.get(command.form)
        self.title: Text = command.title
        self.kind: str = errand.kind or (case.kind if case else "")
        self.kind_title: Text = (
            workflow.kinds[self.kind].title if self.kind in workflow.kinds else Text(self.kind)
        )
        self.organisation_title: Text = workflow.org.title
        self.version: int | None = case.version if case else None
        self._workflow = workflow
        self._case = case

    @property
    def fields(self) -> Mapping[str, Field]:
        """The fields in the order written; none for a command without a form."""
        return self.form.fields if self.form else {}

    @property
    def sections(self) -> Mapping[str, Text]:
        return self.form.groups if self.form else {}

    @property
    def basis(self) -> str:
        """The article of the step, as numbered today; empty where the rules are silent about it."""
        own = self.command.basis
        return own.on(self.desk.clock.today()) if own is not None and own.status != "silent" else ""

    def entry_parts(self, owner: Field, kind: str) -> tuple[str, ...]:
        """The parts of a list's entry that are asked. Of a document only those its type asks for."""
        from engine.desk.checklist import asked_of

        if not owner.evidence:
            return tuple(owner.item_fields)
        return asked_of(self._workflow, owner, kind)

    def mark_title(self, kind: str, mark: str) -> Text | None:
        """The label of a mark as the document type words it, or None."""
        document = self._workflow.org.documents.get(kind)
        found = document.ask.get(mark) if document else None
        return found.title if found else None

    def linkable(self, one: Field) -> list[tuple[str, str]]:
        """The cases a link field may name: (number, words about it)."""
        rows = self.desk.rows(organisation=self.errand.organisation)
        return [
            (r.number, f"{r.kind_title} {r.name} {r.received}")
            for r in rows
            if not one.link_kinds or r.kind in one.link_kinds
        ]

    def read_day(self, text: str) -> Reading:
        """A typed date with what it was understood as."""
        return read_day(text, self.desk.clock.today(), self._workflow.org.calendar)

    def document(self, title: Text) -> str:
        """The document of a title, by its id; empty if there is none."""
        known = self._workflow.org.documents
        return next((name for name, one in known.items() if one.title == title), "")

    def example(self, path: str) -> str:
        """The example that the schema of a field gives (dotted path); empty if it gives none."""
        node: Any = self.form.schema if self.form else {}
        for name in path.split("."):
            node = node.get("properties", {}).get(name, {})
        return str(next(iter(node.get("examples", ())), ""))

    @property
    def day_field(self) -> Field:
        """The business date as a field: the day of receipt, or of the step. Its place is `/date`."""
        starts = self.command.start and not self.command.task
        title = Text("受付日", "Received on") if starts else Text("日付", "Date")
        return Field("date", "@date", title, Type("date"), required=True, personal=False)

    def actors(self) -> list[tuple[str, Text]]:
        """Who may be named as the one who acted, where the one signed in may not act himself.

        Members by id, then roles as `:role` (to which a name is typed); empty where nobody need be named.
        """
        unit = self._case.unit if self._case else ""
        signed_in, roles = self.desk.signed_in(), self._workflow.org.roles
        if any(signed_in.holds(a.role, unit if a.of else "") for a in self.command.by):
            return []
        found: list[tuple[str, Text]] = []
        wanted = {
            f"{a.role}@{unit}" if a.of and unit else a.role: roles[a.role].title for a in self.command.by
        }
        for member, one in self.desk.members().items():
            held = {str(r) for r in one.get("roles", ())}
            if held & wanted.keys() and member != signed_in.id:
                found.append((member, Text(str(one.get("name", member)))))
        return [*found, *((f":{role}", title) for role, title in wanted.items())]

    def sentence(self, one: Field, language: str = "ja") -> str:
        """The condition of a field as a sentence; empty if it has none."""
        from engine.rules import say

        return say(one.when, language) if one.when is not None else ""

    @property
    def today(self) -> date:
        return self.desk.clock.today()

    def recorded(self) -> Mapping[str, Any]:
        """What the case holds of this form now, for showing it beside what was typed."""
        if not self.errand.case:
            return {}
        case = self.desk.case((self.errand.organisation, self.errand.case))
        return case.forms.get(self.command.form, {})

    def as_recorded(self, pointer: str, text: str) -> str:
        """A text as it is recorded: as typed, or in half-width where only that fits the pattern of its field."""
        from engine.load.fitting import compile_pattern

        pattern = self._pattern(pointer)
        if not pattern:
            return text
        fits = compile_pattern(pattern)
        narrow = unicodedata.normalize("NFKC", text).translate(_HYPHENS).strip()
        return narrow if not fits.search(text) and fits.search(narrow) else text

    def _pattern(self, pointer: str) -> str:
        node: Any = self.form.schema if self.form else {}
        for part in pointer.split("/")[1:]:
            node = node.get("items", {}) if part.isdigit() else node.get("properties", {}).get(part, {})
        return str(node.get("pattern", ""))

    def short_day(self, day: date) -> str:
        """A date as it is typed: `R8.11.22`, or ISO in English."""
        return day.isoformat() if self.desk.language == "en" else short_wareki(day)

    def submission(
        self,
        data: Mapping[str, Any],
        day: date | None,
        by: str = "",
        acknowledge: frozenset[str] = frozenset(),
    ) -> Submission:
        """The step as it is asked of the desk."""
        errand = self.errand
        return Submission(
            command=errand.command,
            kind=self.kind if not errand.case else "",
            case=errand.case,
            organisation=errand.organisation,
            form=data,
            date=day,
            task=errand.task,
            by=by,
            acknowledge=acknowledge,
            expect_version=self.version,
        )

    def try_(self, data: Mapping[str, Any], day: date | None = None, by: str = "") -> Trial:
        """Judge the data as `submit` would, with a trial case. Unreadable dates must have been left out."""
        key, order, refused = self._ordered(data, day, by)
        if order is None:
            return Trial(self._every(), frozenset(), objections=refused)
        now, unclear = self._situation(order, key)
        if now is None:
            return Trial(self._every(), frozenset(), objections=unclear)
        shown = frozenset(_shown(self.fields, now))
        objections, step = self._judged(key, order)
        return Trial(
            shown,
            frozenset(one.path for one in _walk(self.fields) if one.required and one.path in shown),
            dict(_offered(self.fields, now)),
            tuple(objections),
            tuple(entry_notes(now.during, self.fields, now.order.form)),
            tuple(checklist(now.during, self.fields)),
            self._outcome(step, now) if step else None,
        )

    def _every(self) -> frozenset[str]:
        return frozenset(one.path for one in _walk(self.fields))

    def _key(self, day: date) -> tuple[str, str]:
        if self.errand.case:
            return self.errand.organisation, self.errand.case
        from engine.wareki import fiscal_label

        book = fiscal_label(day)
        return self.errand.organisation, self.desk.ledger.next_number(self.errand.organisation, book)

    def _ordered(
        self, data: Mapping[str, Any], day: date | None, by: str
    ) -> tuple[tuple[str, str], Order | None, tuple[Objection, ...]]:
        signed_in = self.desk.signed_in()
        key = self._key(day or self.desk.clock.today())
        form = self.form.normalise(data) if self.form else dict(data)
        asked = self.submission(form, day, by)
        try:
            return (
                key,
                self.desk.writer.order(key, self._workflow, replace(asked, kind=self.kind), signed_in),
                (),
            )
        except Refused as no:
            return key, None, no.objections
        except UsageError as no:
            return key, None, (Objection("role", no.ja, no.en),)

    def _situation(
        self, order: Order, key: tuple[str, str]
    ) -> tuple[Situation | None, tuple[Objection, ...]]:
        from engine.advance import instance_for, new_case
        from engine.advance.order import situation

        world = self._world(key)
        here = self._case or new_case(self._workflow, order, world)
        try:
            instance = instance_for(self._workflow, here, self.command, order.instance, order.date)
        except Refused as no:
            return None, no.objections
        return situation(self._workflow, here, order, self.command, instance, world), ()

    def _world(self, key: tuple[str, str]) -> Any:
        return self.desk.writer.world(key, self._workflow, self.command.id)

    def _judged(self, key: tuple[str, str], order: Order) -> tuple[list[Objection], Step | None]:
        """Every objection, and the step as it would be once the warnings are acknowledged."""
        from engine.advance import advance

        found: list[Objection] = []
        world = self._world(key)
        try:
            return found, advance(self._workflow, self._case, order, world)
        except Refused as no:
            found = list(no.objections)
        if any(o.severity != "warn" for o in found):
            return found, None
        try:
            agreed = replace(order, acknowledged=frozenset(o.rule for o in found))
            return found, advance(self._workflow, self._case, agreed, world)
        except Refused as no:
            return [*found, *no.objections], None

    def _outcome(self, step: Step, now: Situation) -> Outcome:
        from engine.desk.listed import shown_state

        flow, case = self._workflow, step.case
        _, ja, en = shown_state(flow, case)
        before = shown_state(flow, self._case) if self._case else ("", "", "")
        clock = flow.main_clock
        written = [r.register for r in case.rows if r not in (self._case.rows if self._case else ())]
        letters = step.event.letters
        after = _period(flow, case, now)
        earlier = _period(flow, self._case, now) if self._case else None
        return Outcome(
            case.number,
            Text(before[1], before[2]),
            Text(ja, en),
            step.event.date,
            after.due if after else None,
            earlier.due if earlier else None,
            clock.title if clock else Text(""),
            str(clock.basis or "") if clock else "",
            tuple((one.number, one.title, "、".join(one.to)) for one in letters if not one.slip),
            tuple(one.title for one in letters if one.slip),
            tuple(flow.registers[r].title for r in dict.fromkeys(written)),
            after.paused if after else False,
        )


def _period(flow: Workflow, case: Case, now: Situation) -> Reckoning | None:
    from engine.facts import CaseFacts, Moment

    clock = flow.main_clock
    found = CaseFacts(flow, case, Moment(now.order.date)).clock(clock.id) if clock else None
    return found[1] if found else None


def _walk(fields: Mapping[str, Field]) -> Iterator[Field]:
    for one in fields.values():
        yield from one.walk()


def _shown(fields: Mapping[str, Field], now: Situation) -> Iterator[str]:
    for one in fields.values():
        if now.during.shown(one):
            yield one.path
            yield from _shown(one.fields, now)


def _offered(fields: Mapping[str, Field], now: Situation) -> Iterator[tuple[str, Mapping[str, str]]]:
    from engine.advance.forms import allowed_values

    for one in _walk(fields):
        if one.options is not None and one.options.source == "table" and now.during.shown(one):
            yield one.path, allowed_values(now.during, one)


def try_form(desk: Desk, errand: Errand, data: Mapping[str, Any], day: date | None = None) -> list[Objection]:
    """Every objection to a step, without writing."""
    return list(open_form(desk, errand).try_(data, day).objections)


__all__ = [
    "Errand",
    "Field",
    "Form",
    "Objection",
    "OpenForm",
    "Outcome",
    "Paper",
    "Reading",
    "Text",
    "Trial",
    "kinds",
    "open_form",
    "try_form",
]
