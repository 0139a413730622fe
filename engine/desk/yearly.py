"""A year's requests in numbers: by kind and outcome, and how long they took to be decided. No names."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Final

from engine.desk.ledger import book_of
from engine.desk.past import past_rows
from engine.desk.sheets import cases_of, newest_first, past_values_of, register_of

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.case import Case
    from engine.model.workflow import Workflow

_OUTCOME: Final = "outcome"  # the name of the contract, wherever it occurs in an organisation's own forms
OPEN: Final = ""


@dataclass(slots=True)
class KindYear:
    """One kind in one year. `outcomes` counts cases by the title of their outcome; `OPEN` for those under way.

    `days` are the days from the intake to the letter that decides, of each case decided.
    """

    organisation: str
    kind: str
    title: str
    outcomes: dict[str, int] = field(default_factory=dict)
    days: list[int] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(self.outcomes.values())

    @property
    def median_days(self) -> float | None:
        return median(self.days) if self.days else None


def years(desk: Desk) -> list[str]:
    """The fiscal years that have cases, the newest first (`R8`)."""
    from engine.wareki import fiscal_label

    past = {fiscal_label(row.written) for org in desk.organisations() for row in past_rows(desk, org)}
    return sorted(past.union(desk.ledger.books()), key=_year, reverse=True)


def _year(book: str) -> tuple[str, int]:
    return book.rstrip("0123456789"), int("0" + "".join(c for c in book if c.isdigit()))


def year_of(desk: Desk, book: str, organisation: str = "") -> list[KindYear]:
    """The kinds in the order of the organisations' own lists; kinds without a request are there with none."""
    desk.ledger.read(book)
    found: dict[tuple[str, str], KindYear] = {}
    for org, built in desk.organisations().items():
        if organisation in ("", org):
            for kind, element in built.kinds.items():
                found[org, kind] = KindYear(org, kind, element.title.within(desk.language))
    for key in sorted(desk.ledger.raw):
        if book_of(key[1]) == book and organisation in ("", key[0]):
            case, workflow = desk.ledger.case(key), desk.ledger.workflow_of(key)
            own = workflow.kinds[case.kind].title.within(desk.language)
            one = found.setdefault((key[0], case.kind), KindYear(key[0], case.kind, own))
            _add(one, workflow, case, desk.language)
    _add_past(desk, book, found)
    return list(found.values())


def _add_past(desk: Desk, book: str, found: dict[tuple[str, str], KindYear]) -> None:
    """Rows of earlier ledgers that say which kind and outcome they were; what was written by hand counts as it is."""
    from engine.wareki import fiscal_label

    for org, built in desk.organisations().items():
        for register in {r.id: r for w in newest_first(built) for r in w.registers.values()}.values():
            reads = {id: set(column.rule.reads) for id, column in register.columns.items()}
            kind = next((id for id, paths in reads.items() if paths == {"kind"}), "")
            said = next(
                (id for id, ps in reads.items() if {p.rpartition(".")[2] for p in ps} == {_OUTCOME}), ""
            )
            for row in past_rows(desk, org, register.id) if kind and said else ():
                one = found.get((org, row.cells.get(kind, "")))
                if one is not None and fiscal_label(row.written) == book:
                    value = row.cells.get(said, OPEN)
                    label = register.columns[said].rule.type.values.get(value)
                    outcome = label.within(desk.language) if label else value
                    one.outcomes[outcome] = one.outcomes.get(outcome, 0) + 1


@dataclass(frozen=True, slots=True)
class ReportYear:
    """A report of an organisation in one year: `lines` are words with a number of rows and, where one is
    asked for (`summed`, else empty), a sum.
    """

    organisation: str
    title: str
    year: str
    lines: tuple[tuple[str, int, int], ...]
    summed: str = ""


def reports_of(desk: Desk, book: str, organisation: str = "") -> list[ReportYear]:
    """The reports of a fiscal year; of one that goes by calendar years, the year in which this one begins."""
    from engine.export.reports import figures, sum_title
    from engine.wareki import fiscal_label

    found = []
    for org, built in desk.organisations().items():
        reports = built.reports.values() if organisation in ("", org) else ()
        cases = cases_of(desk, org) if reports else []
        for report in reports:
            past = past_values_of(desk, built, register_of(desk, report.register, org)[1])
            counted = figures(report, cases, desk.language, past)
            own = [f for f in counted if book in (f.year, fiscal_label(f.begins))]
            lines = tuple((" ".join(word or "-" for word in f.words), f.count, f.sum) for f in own)
            year = own[0].year if own else book
            summed = sum_title(report, desk.language) if report.sum else ""
            found.append(ReportYear(org, report.title.within(desk.language), year, lines, summed))
    return found


def _add(one: KindYear, workflow: Workflow, case: Case, language: str) -> None:
    outcome = outcome_of(workflow, case, language)
    one.outcomes[outcome] = one.outcomes.get(outcome, 0) + 1
    days = days_to_decision(case)
    if days is not None:
        one.days.append(days)


def outcome_of(workflow: Workflow, case: Case, language: str = "ja") -> str:
    """The outcome by its own label; of a case that ended aside the title of that end; `OPEN` while under way."""
    state = workflow.machine.states[case.state]
    if state.end == "aside":
        return state.title.within(language)
    if not _decided(case):
        return OPEN
    for form_id, data in case.forms.items():
        value = data.get(_OUTCOME)
        form = workflow.forms.get(form_id)
        if form is not None and isinstance(value, str) and _OUTCOME in form.fields:
            label = form.fields[_OUTCOME].type.values.get(value)
            return label.within(language) if label else value
    return OPEN


def _decided(case: Case) -> bool:
    return any(letter.decides for event in case.standing for letter in event.letters)


def days_to_decision(case: Case) -> int | None:
    """The days from the intake to the letter that decides; None before there is one."""
    decided = [e.date for e in case.standing if any(letter.decides for letter in e.letters)]
    return (decided[0] - case.path[0][1]).days if decided and case.path else None
