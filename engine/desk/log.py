"""Who did what, who looked at what, and what was refused: the events of the cases, with what people did besides.

What is no event of a case stands in books of its own, by ids only (see `audit`); names are put in when it is read.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from heapq import nlargest
from typing import TYPE_CHECKING, Any, Final

from engine.desk import people
from engine.desk.attempts import SHEET, STRANGER
from engine.desk.ledger import RETAINED, Key, book_of
from engine.store.names import is_log

if TYPE_CHECKING:
    from engine.desk.audit import Done
    from engine.desk.desk import Desk
    from engine.model.case import Event
    from engine.model.workflow import Workflow

WORDS: Final = {
    "sign_in": ("サインイン", "sign in"),
    "unlock": ("ロックの解除", "unlock"),
    "case": ("案件", "case"),
    "why": ("なぜ", "why"),
    "notice": ("通知", "letter"),
    "letters": ("通知をまとめて", "letters"),
    "register": ("台帳", "register"),
    "calendar": ("期限の暦", "calendar"),
    "export": ("記録の書き出し", "export of records"),
    "import": ("記録の取り込み", "import of records"),
    "import_ledger": ("台帳の移行", "earlier ledger taken in"),
    "salvage": ("読める行の書き出し", "salvaged lines"),
    "handover": ("引継ぎ", "handover"),
    "log": ("操作の記録", "log"),
    "verify": ("検証", "verify"),
    "backup": ("バックアップ", "backup"),
    "rehearsal": ("復元の確認", "restore rehearsal"),
    "member.add": ("職員を加える", "member added"),
    "member.role": ("役割を変える", "roles changed"),
    "member.remove": ("職員を外す", "member removed"),
    "member.password": ("パスワードを変える", "password changed"),
    "member.sheet": ("回復用紙を作る", "recovery sheet made"),
    "download.permit": ("書き出しの許可", "export permitted"),
    "download.erased": ("書き出したものの削除", "export erased"),
    "retain": ("続けて保存", "kept longer"),
}
"""What is done beside the cases: its word in the book → how it is called."""
HOW: Final = {
    "screen": ("画面", "screen"),
    "command": ("命令", "command"),
    "plain": ("一行ずつ", "line by line"),
    "sheet": ("回復用紙", "recovery sheet"),
    "ok": ("欠けなし", "sound"),
    "problems": ("欠けか改変", "damage"),
}
"""How somebody signed in, and what was found: the word in the book → how it is called."""
_ROLES: Final = ("member.add", "member.role")
_TELLING: Final = ("sign_in", "unlock", "verify", "rehearsal")


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the log. `at` is the recording time (ISO), `day` the business date where there is one.

    `who` acted, `typed_by` recorded it (empty if the same). `what` is the command's word for what was done;
    `detail` names rules, letters or files, never a person.
    """

    at: str
    day: str
    who: str
    typed_by: str
    organisation: str
    case: str
    what: str
    result: Done
    detail: str = ""


def log_of(desk: Desk, most: int = 2000) -> list[Logged]:
    """The log, the newest first: at most `most` lines. Books that hold none of them are not opened."""
    found = [*_of_cases(desk, most), *_published(desk), *_retained(desk), *_besides(desk, most)]
    found.reverse()  # the sort keeps the order of equals
    found.sort(key=lambda one: (one.at, one.case), reverse=True)
    return found[:most]


def sifted_log(
    lines: Iterable[Logged],
    text: str = "",
    results: Sequence[Done] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Logged]:
    """The lines with every word of `text` (folded), of one of `results` if any, recorded on days from–to."""
    from engine.desk.folding import folded

    words = [folded(part) for part in text.split()]
    found = []
    for line in lines:
        day = line.at[:10]
        if (results and line.result not in results) or (since and day < since.isoformat()):
            continue
        whole = folded(" ".join((line.at, line.who, line.typed_by, line.case, line.what, line.detail)))
        if not (until and day > until.isoformat()) and all(word in whole for word in words):
            found.append(line)
    return found


def _of_cases(desk: Desk, most: int) -> Iterator[Logged]:
    """The newest events and disposals of cases, book by book until none of the others can hold a newer one."""
    found: list[tuple[str, str, str, int]] = []
    for last, book in sorted(((last, book) for book, last in desk.newest_in_books().items()), reverse=True):
        if len(found) >= most and last < found[-1][0]:
            break
        desk.ledger.read(book)
        found = nlargest(most, [*found, *_times(desk, book)])
    for _, case, organisation, number in sorted(found, key=lambda one: (one[2], one[1], one[3])):
        key = organisation, case
        yield _disposed(desk, key) if number == _DISPOSED else _event(desk, key, number)


_DISPOSED: Final = 1 << 30  # after every event of the case


def _times(desk: Desk, book: str) -> Iterator[tuple[str, str, str, int]]:
    """When each event of a book was recorded: the time, the case (as they are ordered), its place among the others."""
    for key, events in desk.ledger.raw.items():
        organisation, case = key
        if book_of(case) == book:
            yield from ((str(event["at"]), case, organisation, n) for n, event in enumerate(events))
            if key in desk.ledger.disposed:
                yield str(desk.ledger.disposed[key]["at"]), case, organisation, _DISPOSED


def _event(desk: Desk, key: Key, number: int) -> Logged:
    from engine.export.events import event_from_json

    workflow, gone = desk.ledger.workflow_of(key), key in desk.ledger.disposed
    # One event is wanted, so the case is not folded; of one that was disposed of, only what its tombstone leaves.
    event = desk.ledger.case(key).events[number] if gone else event_from_json(desk.ledger.raw[key][number])
    typed_by = event.recorded_by.name or event.recorded_by.id
    who = event.by.name or event.by.id
    return Logged(
        event.at,
        event.date.isoformat(),
        who,
        "" if typed_by == who else typed_by,
        key[0],
        key[1],
        done_word(workflow, event, desk.language),
        "done",
        " ".join(one.number or one.title for one in event.letters),
    )


def _disposed(desk: Desk, key: Key) -> Logged:
    """Who disposed of a case: its tombstone says so, since its own events say nobody any more."""
    told = desk.ledger.disposed[key]
    at, who = str(told["at"]), _who(desk, str(told["by"]))
    what = "disposed of" if desk.language == "en" else "廃棄"
    return Logged(at, at[:10], who, "", key[0], key[1], what, "done")


def done_word(workflow: Workflow, event: Event, language: str) -> str:
    """How an event is called once it has happened."""
    command = workflow.commands.get(event.id)
    if command is not None:
        return command.done.within(language) if command.done.ja else command.title.within(language)
    built_in = {"amend": ("訂正", "amended"), "take_back": ("取消", "taken back"), "note": ("メモ", "note")}
    ja, en = built_in.get(event.id, (event.id, event.id))
    return en if language == "en" else ja


def _published(desk: Desk) -> Iterator[Logged]:
    """Who published a version, or gave new cases an earlier one again."""
    from engine.desk.workshop.publishing import PUBLISH, acts_of

    info, english = desk.office.info(), desk.language == "en"
    for organisation in info.get("organisations", ()):
        for act in acts_of(info, organisation):
            if act.by:
                who = _who(desk, act.by)
                ja = f"版{act.number}を公開" if act.act == PUBLISH else f"版{act.number}に戻す"
                en = f"version {act.number} {'published' if act.act == PUBLISH else 'again'}"
                what, day = en if english else ja, act.at[:10]
                yield Logged(act.at, day, who, "", organisation, "", what, "done", act.version[:8])


def _retained(desk: Desk) -> Iterator[Logged]:
    """Who kept a case beyond its period; the reason stands in the review."""
    for entry in desk.office.read(RETAINED)[0]:
        told = entry["retain"]
        raw = {
            "organisation": told["organisation"],
            "number": told["number"],
            "what": "retain",
            "result": "done",
        }
        yield _logged(desk, {**raw, "at": told["at"], "who": told["by"], "details": [told["until"]]})


def _besides(desk: Desk, most: int) -> Iterator[Logged]:
    """What people did beside the cases: the newest months, until there are `most` lines."""
    if desk.audit is not None:
        desk.audit.flush()
    found = list(desk.audit.waiting) if desk.audit is not None else []
    for book in sorted(filter(is_log, desk.office.books()), reverse=True):
        if len(found) >= most:
            break
        found = [one for entry in desk.office.read(book)[0] for one in entry["log"]] + found
    for raw in found:
        yield _logged(desk, raw)


def _logged(desk: Desk, raw: dict[str, Any]) -> Logged:
    organisation, number = str(raw["organisation"]), str(raw["number"])
    return Logged(
        str(raw["at"]),
        str(raw["at"])[:10],
        _who(desk, str(raw["who"])),
        "",
        organisation,
        number,
        _title(desk, organisation, str(raw["what"])),
        raw["result"],
        " ".join(_details(desk, raw)),
    )


def _details(desk: Desk, raw: Mapping[str, Any]) -> list[str]:
    """What stands beside; a member whom it is about by name, since only some may see who has which id."""
    details = [str(one) for one in raw.get("details", ())]
    if raw["what"] in _ROLES:
        titles = desk.role_titles()
        details = [*details[:1], *(titles.get(one, one) for one in details[1:])]
    if raw["what"] == "register":
        details = [_title(desk, str(raw["organisation"]), one) for one in details]
    at = {"member": 0, "download": 1}.get(str(raw["what"]).partition(".")[0], len(details))
    if raw["what"] in _TELLING:
        return [HOW[one][desk.language == "en"] if one in HOW else one for one in details]
    return [people.name_of(desk.office, one) if n == at else one for n, one in enumerate(details)]


def _who(desk: Desk, id: str) -> str:
    """The name of a member, also of one who has left; else what is known of whoever it was."""
    english = desk.language == "en"
    if id == SHEET:
        return "recovery sheet" if english else "回復用紙"
    if id in ("", STRANGER):
        return "unknown" if english else "不明"
    return people.name_of(desk.office, id)


def _title(desk: Desk, organisation: str, what: str) -> str:
    """The title of what is done beside the cases, of a command, kind, letter or register; else the word."""
    if what in WORDS:
        return WORDS[what][desk.language == "en"]
    for org, built in desk.organisations().items():
        if organisation in ("", org):
            for workflow in built.workflows.values():
                for named in (workflow.commands, workflow.kinds, workflow.notices, workflow.registers):
                    if (found := named.get(what)) is not None:
                        return str(found.title.within(desk.language))
    return what


def log_csv(lines: Iterable[Logged], titles: Sequence[str], results: Mapping[str, str]) -> bytes:
    """Lines as CSV for Excel, under eight titles: when, date, who, typed by, result, what, number, detail."""
    from engine.export.registers import safe_cell

    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(title) for title in titles])
    for one in lines:
        cells = (one.at, one.day, one.who, one.typed_by, results[one.result], one.what, one.case, one.detail)
        writer.writerow([safe_cell(cell) for cell in cells])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


@dataclass(frozen=True, slots=True)
class Health:
    """Whether the records are whole, in two sentences; `problems` are (place, sentence)."""

    ok: bool
    lines: int
    files: int
    head: str
    problems: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    on: date


def health_of(desk: Desk) -> Health:
    """Look at every byte of the records."""
    report = desk.verify()
    english = desk.language == "en"

    def said(found: list[tuple[str, str, str]]) -> tuple[tuple[str, str], ...]:
        return tuple((place, en if english else ja) for place, ja, en in found)

    return Health(
        report.ok,
        report.lines,
        report.files,
        report.head,
        said(report.problems),
        said(report.notes),
        desk.today(),
    )
