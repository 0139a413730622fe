"""Records of a full export into an empty office: everything is judged first, then everything is written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from engine.desk.ledger import Key, book_of
from engine.desk.printing import document_of, press
from engine.errors import MadoguchiError, Refused, UsageError
from engine.export.events import event_from_json
from engine.fold import fold
from engine.load.shape import check_shape
from engine.load.tree import grow
from engine.model.basics import Place
from engine.model.case import Event, Issued

if TYPE_CHECKING:
    from engine.desk.desk import Desk

MAX_LINE = 8_000_000


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
        taken: dict[Key, list[dict[str, Any]]] = {}
        letters: list[tuple[str, Issued]] = []
        for number, line in enumerate(lines, start=1):
            if line.strip():
                key, events, issued = _judged(desk, number, line)
                if key in taken:
                    raise UnusableRecordError(number, f"{key[1]} が二度あります。", f"{key[1]} occurs twice.")
                taken[key] = events
                letters += [(key[1], one) for one in issued]
        _print_again(desk, letters)
        for key, events in taken.items():
            desk.office.append(book_of(key[1]), {"organisation": key[0], "case": key[1], "events": events})
    desk.ledger.read_all()
    return len(taken)


def _judged(desk: Desk, number: int, line: str) -> tuple[Key, list[dict[str, Any]], list[Issued]]:
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
    events = [event_from_json(raw) for raw in record["events"]]
    _numbered(number, case, record, events)
    version = events[0].numbers.get("version", "")
    if version not in desk.office.versions():
        ja = f"{case} の定義の版 {version[:12]} がこの窓口にありません。同じ版で作った窓口に取り込んでください。"
        raise UnusableRecordError(
            number, ja, f"The version {version[:12]} that {case} is pinned to is not in this office."
        )
    workflow = desk.ledger.built(version).of_kind(events[0].numbers.get("kind", ""))
    if workflow is None:
        raise UnusableRecordError(
            number, f"{case} の種別が定義にありません。", f"The kind of {case} is not defined."
        )
    try:
        fold(workflow, events)
    except (KeyError, IndexError, ValueError, Refused):
        raise UnusableRecordError(
            number,
            f"{case} の出来事がその版の手続に合いません。",
            f"The events of {case} do not fit its workflow.",
        ) from None
    return (organisation, case), record["events"], [one for event in events for one in event.letters]


def _numbered(number: int, case: str, record: dict[str, Any], events: list[Event]) -> None:
    if [e.seq for e in events] != list(range(1, len(events) + 1)):
        raise UnusableRecordError(
            number, f"{case} の出来事に抜けがあります。", f"Events of {case} are missing."
        )
    first = events[0].numbers
    if first.get("case") != case or first.get("kind") != record["kind"]:
        ja, en = (
            f"{case} の最初の出来事の番号か種別が違います。",
            f"The first event of {case} has another number or kind.",
        )
        raise UnusableRecordError(number, ja, en)


def _print_again(desk: Desk, letters: Iterable[tuple[str, Issued]]) -> None:
    for case, letter in letters:
        if letter.hash:
            desk.office.put_file(press(document_of(letter, case)))
