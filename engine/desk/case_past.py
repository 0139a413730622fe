"""What happened in a case: its history, letters, papers, notes and rows, told for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from engine.desk.case_data import value_lines
from engine.desk.written import either
from engine.fold import BUILT_IN
from engine.model.basics import Text
from engine.model.case import SYSTEM

if TYPE_CHECKING:
    from engine.facts import CaseFacts
    from engine.model.case import Case, Event, Person
    from engine.model.workflow import Workflow

_BUILT_IN: Final = {
    "note": Text("メモ", "Note"),
    "attach": Text("書類を添える", "Attached"),
    "amend": Text("直し", "Amended"),
    "take_back": Text("取消", "Taken back"),
}


@dataclass(frozen=True, slots=True)
class Happening:
    """One event. `by` acted (decided, signed); `typed_by` recorded it, empty where that is the same person.

    `state`: `stands`, `amended`, or `gone` (taken back). `at` is the recording time to the minute. `letters` are
    (number in the case, form number, title); `paper` what was said about the paper it stands on.
    """

    seq: int
    day: str
    at: str
    title: str
    by: str
    roles: str
    typed_by: str
    state: str
    note: str = ""
    paper: tuple[tuple[str, str], ...] = ()
    letters: tuple[tuple[int, str, str], ...] = ()
    acknowledged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """A letter as it was issued, numbered in the case from 1."""

    n: int
    day: str
    number: str
    title: str
    to: str
    document_number: str
    slip: bool
    event: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A paper that was presented, or a scan. `rule` names the evidence rule it was for, empty for a scan."""

    title: str
    about: str
    day: str
    event: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """An evidence rule: `accepted`, `pending` or `missing`, what is lacking, and its article."""

    rule: str
    title: str
    status: str
    lacking: tuple[str, ...]
    basis: str


@dataclass(frozen=True, slots=True)
class Said:
    """A note."""

    seq: int
    day: str
    by: str
    text: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A register row of the case and how long it is kept; `through` empty where nothing is laid down or begun."""

    register: str
    title: str
    instance: int
    written: str
    through: str
    held: bool


def title_of(workflow: Workflow, event_id: str, language: str) -> str:
    """What happened, as a noun."""
    if event_id in BUILT_IN:
        return _BUILT_IN[event_id].within(language)
    command = workflow.commands.get(event_id)
    return command.done.within(language) if command else event_id


def history_of(workflow: Workflow, case: Case, language: str) -> tuple[Happening, ...]:
    """Every event in the order in which it was recorded, also those taken back."""
    standing = {e.seq: e for e in case.standing}
    n = 0
    found = []
    for event in case.events:
        letters = tuple((n + i, one.number, one.title) for i, one in enumerate(event.letters, 1))
        n += len(letters)
        found.append(_happening(workflow, event, standing.get(event.seq), letters, language))
    return tuple(found)


def _happening(
    workflow: Workflow,
    event: Event,
    now: Event | None,
    letters: tuple[tuple[int, str, str], ...],
    language: str,
) -> Happening:
    undoing = event.id in ("take_back", "amend")
    state = "stands" if now is not None or undoing else "gone"
    if now is not None and (now.form != event.form or now.date != event.date):
        state = "amended"
    typed_by = "" if event.recorded_by.id == event.by.id else person_name(event.recorded_by, language)
    return Happening(
        event.seq,
        (now or event).date.isoformat(),
        event.at[:16].replace("T", " "),
        title_of(workflow, event.id, language),
        person_name(event.by, language),
        roles_of(workflow, event, language),
        typed_by,
        state,
        _note_of(workflow, event, language),
        tuple((str(k), str(v)) for k, v in event.on_paper.items()),
        letters,
        event.acknowledged,
    )


def person_name(person: Person, language: str) -> str:
    """Who it was; what the desk did by itself is called automatic."""
    if not person.member and person.id == SYSTEM.id:
        return either("自動", "automatic", language)
    return person.name or person.id


def roles_of(workflow: Workflow, event: Event, language: str) -> str:
    """The roles in which somebody acted: those the command asks for, of those the person held."""
    command = workflow.commands.get(event.id)
    wanted = {actor.role for actor in command.by} if command else set()
    held = dict.fromkeys(role.partition("@")[0] for role in event.by.roles)
    fitting = [role for role in held if role in wanted and role in workflow.org.roles]
    return "・".join(workflow.org.roles[role].title.within(language) for role in fitting[:1])


def _note_of(workflow: Workflow, event: Event, language: str) -> str:
    """The words that belong to a note, an attachment, or to something amended or taken back."""
    if event.id == "note":
        return str(event.form.get("text", ""))
    if event.id == "attach":
        named = [one.name for one in event.attachments]
        return " ".join([*named, str(event.form.get("note", "")), str(event.form.get("where", ""))]).strip()
    if event.id in ("take_back", "amend"):
        reason = str(event.form.get("reason", ""))
        return f"{event.form.get('event', '')}: {reason}"
    command = workflow.commands.get(event.id)
    form = workflow.forms.get(command.form) if command else None
    return (
        next(
            (
                "・".join(value_lines(event.form[one.name], one.type, language))
                for one in form.fields.values()
                if one.type.kind == "choice" and event.form.get(one.name)
            ),
            "",
        )
        if form and not (command and command.start and not command.task)
        else ""
    )


def letters_of(case: Case) -> tuple[Sent, ...]:
    """Every letter issued, also that of an event taken back."""
    issued = [(event, letter) for event in case.events for letter in event.letters]
    return tuple(
        Sent(
            n,
            letter.date.isoformat(),
            letter.number,
            letter.title,
            "、".join(letter.to),
            letter.document_number,
            letter.slip,
            event.seq,
            letter.reason,
        )
        for n, (event, letter) in enumerate(issued, 1)
    )


def papers_of(facts: CaseFacts, language: str) -> tuple[Shown, ...]:
    """Papers presented and scans attached, in the order in which they came."""
    return tuple(_papers(facts, language))


def _papers(facts: CaseFacts, language: str) -> Iterator[Shown]:
    for event in facts.case.standing:
        command = facts.workflow.commands.get(event.id)
        form = facts.workflow.forms.get(command.form) if command else None
        for one in form.fields.values() if form else ():
            listed = event.form.get(one.name) if one.evidence else None
            for entry in listed if isinstance(listed, list) else ():
                if isinstance(entry, Mapping):
                    yield _paper(facts, entry, event, one.evidence, one.item_fields, language)
        for scan in event.attachments:
            about = " ".join((str(event.form.get("note", "")), scan.where)).strip()
            yield Shown(scan.name, about, event.date.isoformat(), event.seq)
        if event.id == "attach" and not event.attachments:
            where = str(event.form.get("where", ""))
            yield Shown(str(event.form.get("note", "")) or where, where, event.date.isoformat(), event.seq)


def _paper(
    facts: CaseFacts,
    entry: Mapping[str, Any],
    event: Event,
    rule: str,
    parts: Mapping[str, Any],
    language: str,
) -> Shown:
    document = facts.workflow.org.documents.get(str(entry.get("type", "")))
    title = (
        document.title.within(language)
        if document
        else str(entry.get("description") or entry.get("type", ""))
    )
    said = []
    for name, part in parts.items():
        if name != "type" and entry.get(name) not in (None, "", [], {}):
            words = "・".join(value_lines(entry[name], part.type, language))
            said.append(f"{part.title.within(language)} {words}")
    return Shown(title, "  ".join(said), event.date.isoformat(), event.seq, rule)


def checks_of(facts: CaseFacts, language: str) -> tuple[Check, ...]:
    """The evidence rules that apply to the case."""
    found = []
    for rule in facts.workflow.evidence.values():
        verdict = facts.verdict(rule.id)
        if verdict.active:
            said = [Text(one.ja, one.en) for one in verdict.missing]
            said += [Text(one.ja, one.en) for one in verdict.rejected]
            lacking = [one.within(language) for one in said]
            basis = str(rule.basis or "")
            found.append(
                Check(
                    rule.id, rule.title.within(language), verdict.status, tuple(dict.fromkeys(lacking)), basis
                )
            )
    return tuple(found)


def notes_of(case: Case, language: str) -> tuple[Said, ...]:
    """The notes that stand."""
    return tuple(
        Said(e.seq, e.date.isoformat(), person_name(e.by, language), str(e.form.get("text", "")))
        for e in case.standing
        if e.id == "note"
    )


def rows_of(facts: CaseFacts, language: str) -> tuple[Kept, ...]:
    """The register rows of the case and until when each is kept."""
    from engine.export.registers import kept, row_facts

    found = []
    for row in facts.case.rows:
        register = facts.workflow.registers[row.register]
        keeping = kept(register, row_facts(facts.workflow, facts.case, row, facts.moment.today))
        found.append(
            Kept(
                register.id,
                register.title.within(language),
                row.instance,
                row.written.isoformat(),
                keeping.keep_through.isoformat() if keeping.keep_through else "",
                keeping.held,
            )
        )
    return tuple(found)
