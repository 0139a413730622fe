"""Records of a full export into an empty office: everything is judged first, then everything is written, or nothing.

A start after an import that was interrupted empties its books again (`take_back`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final, NoReturn

from engine.desk.ledger import Key, book_of
from engine.desk.printing import pressed, whole_document
from engine.desk.tombstone import case_of
from engine.errors import MadoguchiError, Refused, StoreError, UsageError
from engine.export.events import event_from_json
from engine.export.record import case_record
from engine.fold import fold
from engine.load.shape import check_shape
from engine.load.tree import grow
from engine.model.basics import Place
from engine.model.case import Case, Event, Issued
from engine.model.workflow import Workflow
from engine.version import LANGUAGE
from engine.wareki import fiscal_label, said_date

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.workflow import Workflow
    from engine.store.port import Office

MAX_LINE = 8_000_000
BEGUN: Final = "importing"

# What follows from the events alone, whatever the day it is read on.
_FOLLOWS: Final = (
    "workflow",
    "state",
    "step",
    "version",
    "unit",
    "window",
    "events",
    "notices",
    "attachments",
    "language",
    "program",
)


class UnusableRecordError(MadoguchiError):
    """A line of an import cannot be taken."""

    code = "import"

    def __init__(self, line: int, ja: str, en: str) -> None:
        super().__init__(
            f"{line}行目: {ja} 何も取り込んでいません。", f"Line {line}: {en} Nothing was imported."
        )


def import_records(desk: Desk, lines: Iterable[str]) -> int:
    """Take every record, or none. The office must be empty and have the versions the cases are pinned to.

    Letters are printed again from their stored words; a program that prints them otherwise than the one that
    issued them leaves their bytes out, and `verify` says so.
    """
    with desk.office.lock():
        desk.ledger.read_all()
        if desk.ledger.raw:
            raise UsageError(
                "この窓口にはもう件があります。空の窓口に取り込んでください。",
                "This office has cases already; import into an empty one.",
            )
        taken: dict[Key, dict[str, Any]] = {}
        letters: list[tuple[Workflow, Case, Issued]] = []
        for number, line in enumerate(lines, start=1):
            if line.strip():
                key, entry, issued = _judged(desk, number, line)
                if key in taken:
                    raise UnusableRecordError(number, f"{key[1]} が二度あります。", f"{key[1]} occurs twice.")
                taken[key] = entry
                letters += issued
        _print_again(desk, letters)
        books: dict[str, list[dict[str, Any]]] = {}
        for key, entry in taken.items():
            books.setdefault(book_of(key[1]), []).append({"organisation": key[0], "case": key[1], **entry})
        _write(desk.office, books)
    desk.ledger.read_all()
    return len(taken)


def take_back(office: Office) -> bool:
    """Empty the books of an import that was interrupted; whether there was one. Called when an office is opened."""
    if office.read_only or not office.begun(BEGUN):
        return False
    with office.lock():
        plan = office.begun(BEGUN)
        for book in plan["books"] if plan else ():
            if office.read(book)[0]:
                office.rewrite(book, [])
        office.end(BEGUN)
    return True


def _write(office: Office, books: Mapping[str, list[dict[str, Any]]]) -> None:
    """Each book at one stroke; that some are still to come is written down before the first, and removed last."""
    office.begin(BEGUN, {"books": list(books)})
    for book, entries in books.items():
        office.rewrite(book, entries)
    office.end(BEGUN)


def _judged(
    desk: Desk, number: int, line: str
) -> tuple[Key, dict[str, Any], list[tuple[Workflow, Case, Issued]]]:
    try:
        record = json.loads(line) if len(line) <= MAX_LINE else None
    except (ValueError, RecursionError):
        record = None
    if not isinstance(record, dict):
        raise UnusableRecordError(number, "JSON の記録ではありません。", "It is no JSON record.")
    if wrong := check_shape(grow(record, Place("record", number, 1)), "record"):
        first = wrong[0]
        raise UnusableRecordError(number, f"{first.path}: {first.ja}", f"{first.path}: {first.en}")
    organisation, case = str(record["organisation"]), str(record["number"])
    if organisation not in desk.ledger.organisations:
        raise UnusableRecordError(
            number,
            f"この窓口に団体「{organisation}」はありません。",
            f"The office has no organisation “{organisation}”.",
        )
    events = _events(number, case, record)
    _numbered(number, case, record, events)
    version = events[0].numbers.get("version", "")
    if version not in desk.office.versions():
        ja = f"{case} の定義の版 {version[:12]} がこの窓口にありません。同じ版で作った窓口に取り込んでください。"
        raise UnusableRecordError(
            number, ja, f"The version {version[:12]} that {case} is pinned to is not in this office."
        )
    workflow = desk.ledger.built(version).of_kind(events[0].numbers.get("kind", ""), events[0].date)
    if workflow is None:
        raise UnusableRecordError(
            number, f"{case} の種別が定義にありません。", f"The kind of {case} is not defined."
        )
    _of_known_fields(number, case, workflow, events)
    try:
        stood = case_of(workflow, record["events"], record["disposed"]) if "disposed" in record else None
        folded = replace(stood or fold(workflow, events), organisation=organisation, workflow_version=version)
        again = case_record(workflow, folded, events[-1].date)
    except (KeyError, IndexError, ValueError, TypeError, AttributeError, Refused):
        raise UnusableRecordError(
            number,
            f"{case} の出来事がその版の手続に合いません。",
            f"The events of {case} do not fit its workflow.",
        ) from None
    _says_the_same(number, case, record, again)
    if stood is not None:  # its letters are gone
        return (organisation, case), {"events": record["events"], "disposed": record["disposed"]}, []
    letters = [(workflow, folded, one) for event in events for one in event.letters]
    return (organisation, case), {"events": record["events"]}, letters


def _events(number: int, case: str, record: dict[str, Any]) -> list[Event]:
    """The events of a whole record that this program understands and that lie in the past."""
    view = record.get("view", "full")
    if view != "full":
        ja = f"{case} は {view} で書き出したもので、もとの内容がありません。full で書き出したものを使ってください。"
        raise UnusableRecordError(number, ja, f"{case} was exported as {view}; import a full export.")
    if not record["events"]:
        raise UnusableRecordError(number, f"{case} に出来事がありません。", f"{case} has no events.")
    try:
        events = [event_from_json(raw) for raw in record["events"]]
    except StoreError as unreadable:
        raise UnusableRecordError(number, f"{case}: {unreadable.ja}", f"{case}: {unreadable.en}") from None
    newest = max(record["language"], *(event.language for event in events))
    if newest > LANGUAGE:
        ja = f"{case} は新しい書き方の版 {newest} で書かれています。プログラムを新しくしてください。"
        raise UnusableRecordError(number, ja, f"{case} is written in language {newest}. Renew the program.")
    for event in events:
        _recorded(number, case, event)
        if event.date.isoformat() > event.at[:10]:
            ja = f"{case} の出来事 {event.seq} の日付が、記録した日より先です。"
            en = f"Event {event.seq} of {case} is dated after the day it was recorded."
            raise UnusableRecordError(number, ja, en)
    return events


def _recorded(number: int, case: str, event: Event) -> None:
    """The recording time of an event is one, with its zone."""
    try:
        at = datetime.fromisoformat(event.at)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        ja = f"{case} の出来事 {event.seq} の記録した時刻「{event.at[:30]}」は時刻ではありません。"
        en = f"The recording time “{event.at[:30]}” of event {event.seq} of {case} is none."
        raise UnusableRecordError(number, ja, en)


def _of_known_fields(number: int, case: str, workflow: Workflow, events: list[Event]) -> None:
    """What was filled in at each event are fields of its form; what no form asks for never gets into a record."""
    for event in events:
        command = workflow.commands.get(event.id)
        form = workflow.forms.get(command.form) if command is not None else None
        unknown = [] if form is None else [name for name in event.form if name not in form.fields]
        if unknown:
            ja = f"{case} の出来事 {event.seq} の項目「{unknown[0]}」は様式にありません。"
            en = f"Field “{unknown[0]}” of event {event.seq} of {case} is in no form."
            raise UnusableRecordError(number, ja, en)


def _says_the_same(number: int, case: str, record: dict[str, Any], again: dict[str, Any]) -> None:
    """What the record says beside its events must follow from them: else somebody changed it, or it is damaged.

    Clocks, ledgers and fees are left to the day of reading; of the forms, only what both show is compared.
    """
    for key in _FOLLOWS:
        if key in record and record[key] != again[key]:
            _differs(number, case, key)
    for form, data in record["form"].items():
        shown = again["form"].get(form, {})
        for field in data.keys() & shown.keys():
            if data[field] != shown[field]:
                _differs(number, case, f"form/{form}/{field}")


def _differs(number: int, case: str, where: str) -> NoReturn:
    raise UnusableRecordError(
        number,
        f"{case} の「{where}」が、出来事から組み立てたものと違います。書き出したままのファイルを使ってください。",
        f"“{where}” of {case} differs from what its events give. Use the file as it was exported.",
    )


def _numbered(number: int, case: str, record: dict[str, Any], events: list[Event]) -> None:
    if [e.seq for e in events] != list(range(1, len(events) + 1)):
        raise UnusableRecordError(
            number, f"{case} の出来事に抜けがあります。", f"Events of {case} are missing."
        )
    if fiscal_label(events[0].date) != book_of(case):
        ja = f"{case} の最初の日付 {said_date(events[0].date)} は、その番号の年度の日ではありません。"
        en = f"{case} begins on {events[0].date}, which is not in the fiscal year of its number."
        raise UnusableRecordError(number, ja, en)
    first = events[0].numbers
    if first.get("case") != case or first.get("kind") != record["kind"]:
        ja, en = (
            f"{case} の最初の出来事の番号か種別が違います。",
            f"The first event of {case} has another number or kind.",
        )
        raise UnusableRecordError(number, ja, en)


def _print_again(desk: Desk, letters: Iterable[tuple[Workflow, Case, Issued]]) -> None:
    for paper in pressed(whole_document(w, case, letter) for w, case, letter in letters if letter.hash):
        desk.office.put_file(paper)
