"""Who did what, and what was refused: the events of the cases, with what people did besides.

Refusals, exports and prints stand in a book of their own, by ids only. Only the screens keep it (`Desk.audit`):
a command that refuses has written nothing at all. Refusals wait in memory for the next quiet moment, so that no
step is slower for it; what is lost with the power is a refusal, never a step.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from engine.desk.ledger import LOG
from engine.desk.words import Submission
from engine.errors import Conflict, StoreError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.errors import Refused
    from engine.model.case import Event
    from engine.model.workflow import Workflow

Done = Literal["done", "refused", "printed", "exported", "checked"]


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


class Audit:
    """What one desk keeps of what leaves no event."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.waiting: list[dict[str, Any]] = []

    def refused(self, asked: Submission, who: str, why: Refused) -> None:
        """Somebody was refused: the rules that stood against it, without a word of what was typed."""
        rules = list(dict.fromkeys(one.rule for one in why.objections))
        self._keep(who, asked.organisation, asked.case, asked.command or asked.kind, "refused", rules)

    def note(self, result: Done, what: str, organisation: str = "", case: str = "", *details: str) -> None:
        """Something left the program, or was looked over: kept at once."""
        self._keep(self.desk.signed_in().id, organisation, case, what, result, list(details))
        self.flush()

    def _keep(self, who: str, org: str, case: str, what: str, result: Done, details: list[str]) -> None:
        at = self.desk.clock.stamp()
        entry = {"at": at, "who": who, "organisation": org, "number": case, "what": what, "result": result}
        self.waiting.append({**entry, "details": details} if details else entry)

    def flush(self) -> None:
        """Write what waits. Where that is not possible now it goes on waiting: no work stops for its log."""
        office = self.desk.office
        if not self.waiting or office.read_only:
            return
        with suppress(Conflict, StoreError), office.lock(timeout=0.5):
            office.append(LOG, {"log": self.waiting})
            self.waiting = []


def log_of(desk: Desk, most: int = 2000) -> list[Logged]:
    """The log, the newest first: at most `most` lines."""
    desk.ledger.read_all()
    found = [*_events(desk), *_disposed(desk), *_published(desk), *_besides(desk)]
    found.reverse()  # the sort keeps the order of equals
    found.sort(key=lambda one: (one.at, one.case), reverse=True)
    return found[:most]


def _events(desk: Desk) -> Iterator[Logged]:
    for key in sorted(desk.ledger.raw):
        workflow = desk.ledger.workflow_of(key)
        for event in desk.ledger.case(key).events:
            typed_by = event.recorded_by.name or event.recorded_by.id
            who = event.by.name or event.by.id
            letters = " ".join(one.number or one.title for one in event.letters)
            yield Logged(
                event.at,
                event.date.isoformat(),
                who,
                "" if typed_by == who else typed_by,
                key[0],
                key[1],
                done_word(workflow, event, desk.language),
                "done",
                letters,
            )


def _disposed(desk: Desk) -> Iterator[Logged]:
    """Who disposed of a case: its tombstone says so, since its own events say nobody any more."""
    for key, told in desk.ledger.disposed.items():
        at, who = str(told["at"]), str(desk.members().get(told["by"], {}).get("name", told["by"]))
        what = "disposed of" if desk.language == "en" else "廃棄"
        yield Logged(at, at[:10], who, "", key[0], key[1], what, "done")


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
                who = str(desk.members().get(act.by, {}).get("name", act.by))
                ja = f"版{act.number}を公開" if act.act == PUBLISH else f"版{act.number}に戻す"
                en = f"version {act.number} {'published' if act.act == PUBLISH else 'again'}"
                what, day = en if english else ja, act.at[:10]
                yield Logged(act.at, day, who, "", organisation, "", what, "done", act.version[:8])


def _besides(desk: Desk) -> Iterator[Logged]:
    if desk.audit is not None:
        desk.audit.flush()
    entries, _ = desk.office.read(LOG)
    waiting = desk.audit.waiting if desk.audit is not None else []
    for raw in [*(one for entry in entries for one in entry["log"]), *waiting]:
        yield _logged(desk, raw)


def _logged(desk: Desk, raw: dict[str, Any]) -> Logged:
    who = desk.members().get(raw["who"], {}).get("name", raw["who"])
    organisation, number = str(raw["organisation"]), str(raw["number"])
    details = [str(one) for one in raw.get("details", ())]
    what = _title(desk, organisation, str(raw["what"]))
    return Logged(
        str(raw["at"]),
        str(raw["at"])[:10],
        str(who),
        "",
        organisation,
        number,
        what,
        raw["result"],
        " ".join(details),
    )


def _title(desk: Desk, organisation: str, what: str) -> str:
    """The title of a command or kind, else the word as it stands."""
    for org, built in desk.organisations().items():
        if organisation in ("", org):
            for workflow in built.workflows.values():
                found = workflow.commands.get(what) or workflow.kinds.get(what)
                if found is not None:
                    return found.title.within(desk.language)
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
