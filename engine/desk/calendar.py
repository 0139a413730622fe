"""The office's calendar: due dates by day, the days it is closed, and what if a request had come on another day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from engine.desk.dates import days_of_month
from engine.desk.words import Line, Row

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.case import Case, Event
    from engine.model.workflow import Clock, Workflow

Pause = tuple[date, date | None]
"""The day somebody was asked to put something right, and the day it was; None while it is open."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day: why the office is closed (empty if it is open) and the open cases that are due."""

    day: date
    closed: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a due date is reckoned from: intake, pauses, extensions as (days, day of decision)."""

    received: date
    pauses: tuple[Pause, ...]
    extensions: tuple[tuple[int, date], ...]


@dataclass(frozen=True, slots=True)
class Supposed:
    """What would be. `due` is None while paused or without a number; `shift` counts days from the real due date.

    `label` is the word for a period without a number; `refused` says which extension would not stand.
    """

    due: date | None
    left: int | None
    label: str
    paused: bool
    shift: int | None
    lines: tuple[Line, ...]
    refused: tuple[str, ...]


def month_of(
    desk: Desk, year: int, month: int, organisation: str = "", rows: Iterable[Row] | None = None
) -> list[list[Day | None]]:
    """The weeks of a month, Monday first; None outside it."""
    by_day: dict[date, list[Row]] = {}
    for row in dues(desk, organisation) if rows is None else rows:
        by_day.setdefault(date.fromisoformat(row.due), []).append(row)
    return [
        [
            None if day is None else Day(day, closed_on(desk, day, organisation), tuple(by_day.get(day, ())))
            for day in week
        ]
        for week in days_of_month(year, month)
    ]


def dues(desk: Desk, organisation: str = "") -> list[Row]:
    """The open cases with a due date that still runs, in the order of the dates."""
    found = [row for row in desk.rows(organisation=organisation) if row.open and row.due and row.days]
    return sorted(found, key=lambda row: (row.due, row.organisation, row.number))


def closed_on(desk: Desk, day: date, organisation: str = "") -> str:
    """Why the office is closed on a day: the holiday's name, the yearly closing, the weekday. Empty if it is open.

    Without an organisation, a day counts as closed when all of them are closed.
    """
    names = []
    for org, built in desk.organisations().items():
        if organisation in ("", org):
            calendar = built.organisation.calendar
            if calendar.is_open(day):
                return ""
            names.append(str(calendar.why_closed(day, desk.language)))
    return " ".join(dict.fromkeys(names))


# --- what if


def basis_of(desk: Desk, number: str, organisation: str = "") -> Basis | None:
    """What the due date of a case is reckoned from; None where it has no main period or it has not begun."""
    from engine.facts import CaseFacts, Moment, terms_of

    key = desk.key(number, organisation)
    case, workflow = desk.case(key), desk.workflow(key)
    main = workflow.main_clock
    if main is None:
        return None
    terms = terms_of(CaseFacts(workflow, case, Moment(desk.today())), main)
    if terms.start is None:
        return None
    tasks = {pause.task for pause in main.pauses}
    pauses = [
        (one.opened, one.ended)
        for task in sorted(tasks)
        for one in case.instances.get(task, ())
        if not one.cancelled
    ]
    return Basis(terms.start, tuple(sorted(pauses, key=_opened)), tuple(_extensions(workflow, case, main)))


def _opened(pause: Pause) -> tuple[date, date]:
    return pause[0], pause[1] or date.max


def _extensions(workflow: Workflow, case: Case, clock: Clock) -> Iterable[tuple[int, date]]:
    for sort in clock.extensions.values():
        if sort.by is not None:
            for event in case.occurrences.get(sort.at, ()):
                days = _days_of(workflow.commands[sort.at].form, sort.by.reads, event)
                if days is not None:
                    yield days, event.date


def _days_of(form: str, reads: Iterable[str], event: Event) -> int | None:
    """The number of days that an extension was given, in the field its rule reads."""
    for path in sorted(reads):
        value = event.form.get(path.removeprefix(f"{form}."))
        if path.startswith(f"{form}.") and isinstance(value, int):
            return value
    return None


def what_if(
    desk: Desk,
    number: str,
    organisation: str = "",
    received: date | None = None,
    pauses: Sequence[Pause] = (),
) -> Supposed:
    """Until when a case would have to be answered, had it come in and been put right on other days.

    Nothing is written. The extensions it has are judged again. Raises UsageError where the case has no period,
    MadoguchiError for days that no case could have.
    """
    from engine.desk.ask import ask_due
    from engine.errors import UsageError

    key = desk.key(number, organisation)
    real = basis_of(desk, number, organisation)
    case, workflow = desk.case(key), desk.workflow(key)
    if real is None:
        raise UsageError("この件には期間がありません。", "This case has no period.")
    start = workflow.start_for(case.kind)
    answer = ask_due(
        desk.ledger.built(str(case.events[0].numbers["version"])),
        case.kind,
        received or real.received,
        pauses,
        real.extensions,
        case.forms.get(start.form, {}) if start else {},
        desk.today(),
        language=desk.language,
    )
    said = answer["answer"]
    due = date.fromisoformat(said["due"]) if said["due"] else None
    now = desk.span_of(number, organisation)
    return Supposed(
        due,
        said["remaining_days"],
        str(said["label"]),
        bool(said["paused"]),
        (due - now.due).days if due and now and now.due else None,
        tuple(
            Line(str(k["date"]), str(k["text"]), str(k["basis"]), str(k["result"]))
            for k in answer["derivation"]
        ),
        tuple(str(one["message"]) for one in said["refused"]),
    )


def ics_of(desk: Desk, organisation: str = "") -> bytes:
    """The due dates of the open cases for any calendar program: numbers, kinds and steps, no person."""
    from engine.export.ics import Entry, to_ics
    from engine.version import PROGRAM

    office = str(desk.office.info()["id"])
    english = desk.language == "en"
    entries = [
        Entry(
            f"{row.organisation}.{row.number}@{office}",
            date.fromisoformat(row.due),
            f"{'Due' if english else '期限'} {row.number} {row.kind_title}",
            "\n".join([row.state_title, *_reasons(desk, row)]),
        )
        for row in dues(desk, organisation)
    ]
    titles = [
        built.organisation.title.within(desk.language)
        for org, built in desk.organisations().items()
        if organisation in ("", org)
    ]
    return to_ics(entries, " / ".join(titles), PROGRAM, desk.clock.now())


def _reasons(desk: Desk, row: Row) -> Iterable[str]:
    for line in desk.why(row.number, "due", row.organisation):
        yield " ".join(part for part in (line.date, line.text, line.basis) if part)
