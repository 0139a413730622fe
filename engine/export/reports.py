"""Yearly figures: the rows of a register counted and added up by the report of an organisation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.advance.words import spoken
from engine.export.registers import Sheet, row_facts, row_values
from engine.model.basics import MISSING, Text, Value
from engine.model.case import Case
from engine.model.rule import Facts, Type
from engine.model.workflow import Report, Workflow
from engine.wareki import fiscal_label

YEAR: Final = "year"
COUNT: Final = "count"
SUM: Final = "sum"
_TITLES: Final = {
    "fiscal": Text("年度", "Fiscal year"),
    "calendar": Text("年", "Year"),
    COUNT: Text("件数", "Count"),
    SUM: Text("合計", "Sum"),
}


Past = Iterable[tuple[date, Mapping[str, Value]]]
"""Rows of earlier ledgers: the day each was written, and its columns."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a report: the year it is of and its first day in April (so that it can be found by a fiscal
    year), the words for the columns it goes by, how many rows, their sum.
    """

    year: str
    begins: date
    words: tuple[str, ...]
    count: int
    sum: int


def figures(
    report: Report, cases: Iterable[tuple[Workflow, Case]], language: str = "ja", past: Past = ()
) -> tuple[Figure, ...]:
    """The lines of a report over cases, each with the workflow it runs on: by year, then by the order of choices.

    A row belongs to the year in which it was written. Only rows are counted of which `where` and `count` are true.
    """
    found: dict[tuple[Any, ...], list[int]] = {}
    said: dict[tuple[Any, ...], tuple[str, date, tuple[str, ...]]] = {}
    for written, values in _rows(report, cases, past):
        start = _year(report, written)
        cells = [(values[c], report.columns[c].rule.type) for c in report.by]
        key = (start, *(_rank(value, kind) for value, kind in cells))
        said[key] = (
            _label(report, written),
            date(start, 4, 1),
            tuple(spoken(v, k, language) for v, k in cells),
        )
        added = report.sum.run(values) if report.sum is not None else 0
        totals = found.setdefault(key, [0, 0])
        totals[0] += 1
        totals[1] += added if isinstance(added, int) else 0
    return tuple(Figure(*said[key], *found[key]) for key in sorted(found))


def report_sheet(
    report: Report, cases: Iterable[tuple[Workflow, Case]], language: str = "ja", past: Past = ()
) -> Sheet:
    """A report as a table that can be read and exported like a register."""
    columns = (YEAR, *report.by, COUNT, *((SUM,) if report.sum else ()))
    titles = [_TITLES["fiscal" if report.fiscal else "calendar"].within(language)]
    titles += [report.columns[c].title.within(language) for c in report.by]
    titles += [_TITLES[COUNT].within(language), *([sum_title(report, language)] if report.sum else ())]
    rows = [
        (f.year, *f.words, str(f.count), *((f"{f.sum:,}",) if report.sum else ()))
        for f in figures(report, cases, language, past)
    ]
    return Sheet(
        id=report.id,
        title=report.title.within(language),
        form_number="",
        columns=columns,
        titles=tuple(titles),
        rows=tuple(dict(zip(columns, row, strict=True)) for row in rows),
    )


def sum_title(report: Report, language: str) -> str:
    """What is added up: the label of the column, where it is one."""
    named = report.sum.node.title.within(language) if report.sum is not None else ""
    return f"{_TITLES[SUM].within(language)}: {named}" if named else _TITLES[SUM].within(language)


def _rows(
    report: Report, cases: Iterable[tuple[Workflow, Case]], past: Past
) -> Iterator[tuple[date, Mapping[str, Value]]]:
    """The rows that a report is about, each with the day it was written and what stands in its columns."""
    for workflow, case in cases:
        register = workflow.registers.get(report.register)
        for row in case.rows if register is not None else ():
            if row.register != report.register or register is None:
                continue
            own = row_values(register, row_facts(workflow, case, row, row.written))
            values = Facts({name: own.get(name, MISSING) for name in report.columns})
            if all(rule is None or rule.run(values) is True for rule in (report.where, report.count)):
                yield row.written, values
    for written, told in past:
        values = Facts({name: told.get(name, MISSING) for name in report.columns})
        if all(rule is None or rule.run(values) is True for rule in (report.where, report.count)):
            yield written, values


def _year(report: Report, day: date) -> int:
    return day.year - (1 if report.fiscal and day.month < 4 else 0)


def _label(report: Report, day: date) -> str:
    return fiscal_label(day) if report.fiscal else str(day.year)


def _rank(value: Value, kind: Type) -> tuple[int, str]:
    """Choices in their own order, everything else by its words; what is missing last."""
    order = list(kind.values)
    if value is MISSING:
        return len(order) + 1, ""
    return (order.index(value) if isinstance(value, str) and value in order else len(order)), spoken(
        value, kind
    )
