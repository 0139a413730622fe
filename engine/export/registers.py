"""Registers as tables: one row for each time a case was entered, with how long it must be kept."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.advance.words import spoken
from engine.clocks.reckon import retain
from engine.errors import UsageError
from engine.facts import CaseFacts, Moment, Watch
from engine.model.basics import MISSING, Missing, Period, Value
from engine.model.case import Case, RegisterRow
from engine.model.workflow import Register, Workflow

_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True, slots=True)
class Kept:
    """How long a row is kept; None where the source is silent or the period has not begun.

    `minimum`: at least so long. `then` is what happens afterwards; `held`: no disposal for now.
    """

    keep_through: date | None = None
    disposable_from: date | None = None
    minimum: bool = False
    then: str = ""
    held: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register as a table: column ids, their titles, and rows with a printable text for each column.

    `about` tells of each row its `case`, `kind`, day `written`, the columns still `open` (filled later), and
    until when it is kept: `keep_through`, `disposable_from` (ISO dates, empty where nothing is laid down),
    `minimum` (at least so long), `held` (not disposed of for now) and what happens `then`.
    """

    id: str
    title: str
    form_number: str
    columns: tuple[str, ...]
    titles: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...] = ()
    about: tuple[Mapping[str, Any], ...] = ()


def row_facts(
    workflow: Workflow, case: Case, row: RegisterRow, today: date, watch: Watch | None = None
) -> CaseFacts:
    """The facts that the columns and the retention of a row may read, with `row.written`."""
    per = workflow.registers[row.register].per
    instances = case.instances.get(per, ()) if per != "case" else ()
    one = next((i for i in instances if i.number == row.instance), None)
    return CaseFacts(workflow, case, Moment(today, watch=watch), one, {"row.written": row.written})


def row_values(register: Register, facts: CaseFacts) -> dict[str, Value]:
    """What stands in each column; MISSING where nothing does."""
    return {name: column.rule.run(facts) for name, column in register.columns.items()}


def kept(register: Register, facts: CaseFacts) -> Kept:
    """How long a row is kept by the rule of its register."""
    rule = register.retain
    if rule is None:
        return Kept()
    held = rule.hold is not None and rule.hold.run(facts) is True
    start = rule.starts.run(facts)
    if rule.period is None or not isinstance(start, date):
        return Kept(None, None, rule.minimum, rule.then, held)
    through, after = retain(start, rule.period, rule.counting, facts.workflow.org.calendar)
    return Kept(through, after, rule.minimum, rule.then, held)


def plain_value(value: Value) -> Any:
    """A fact as JSON: dates and periods as text, nothing for what is missing."""
    if isinstance(value, Missing):
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return str(value)
    if isinstance(value, list):
        return [plain_value(one) for one in value]
    if isinstance(value, Mapping):
        return {name: plain_value(one) for name, one in value.items()}
    return value


def register_sheet(
    workflows: Sequence[Workflow],
    cases: Iterable[tuple[Workflow, Case]],
    register_id: str,
    today: date,
    language: str = "ja",
) -> Sheet:
    """A register over cases, each with the workflow it runs on, in the order of writing.

    Title and columns are those of the first of `workflows` that keeps it, then what only the others have (an
    older version of a workflow wrote in the same book); a row is read by the rules its case had. UsageError for
    a register that none of them keeps.
    """
    keeping = [w.registers[register_id] for w in workflows if register_id in w.registers]
    if not keeping:
        names = "、".join(dict.fromkeys(r for w in workflows for r in w.registers))
        ja = f"台帳「{register_id}」はありません。あるもの: {names}"
        raise UsageError(ja, f"There is no register “{register_id}”. There are: {names}")
    register = keeping[0]
    columns = {
        c: one.title.within(language) for other in reversed(keeping) for c, one in other.columns.items()
    }
    columns = {**{c: columns[c] for c in register.columns}, **columns}
    written = [
        (own, case, row)
        for own, case in cases
        if register_id in own.registers
        for row in case.rows
        if row.register == register_id
    ]
    written.sort(key=lambda one: (one[2].written, one[1].number, one[2].instance))
    return Sheet(
        id=register.id,
        title=register.title.within(language),
        form_number=register.form_number,
        columns=tuple(columns),
        titles=tuple(columns.values()),
        rows=tuple({**dict.fromkeys(columns, ""), **_cells(*one, today, language)} for one in written),
        about=tuple(_about(own, case, row, today) for own, case, row in written),
    )


def _cells(workflow: Workflow, case: Case, row: RegisterRow, today: date, language: str) -> dict[str, Any]:
    register = workflow.registers[row.register]
    values = row_values(register, row_facts(workflow, case, row, today))
    cells = {}
    for name, value in values.items():
        kind = register.columns[name].rule.type
        cells[name] = _name(case, value) if kind.kind == "member" else spoken(value, kind, language)
    return cells


def _name(case: Case, person: Value) -> str:
    """Who it was by name, as the person was called then; rules know people by their id."""
    if not isinstance(person, str):
        return ""
    return next((e.by.name or e.by.id for e in reversed(case.events) if e.by.id == person), person)


def _about(workflow: Workflow, case: Case, row: RegisterRow, today: date) -> dict[str, Any]:
    register = workflow.registers[row.register]
    facts = row_facts(workflow, case, row, today)
    keeping = kept(register, facts)
    return {
        "case": case.number,
        "kind": case.kind,
        "written": row.written.isoformat(),
        "open": open_columns(register, row_values(register, facts)),
        "keep_through": _iso(keeping.keep_through),
        "disposable_from": _iso(keeping.disposable_from),
        "minimum": keeping.minimum,
        "held": keeping.held,
        "then": keeping.then,
    }


def open_columns(register: Register, values: Mapping[str, Value]) -> list[str]:
    """The columns of a row that may be filled later and are not yet."""
    return [name for name in register.later if values.get(name, MISSING) is MISSING]


def _iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


# --- files for other programs


def safe_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula: an apostrophe before any sign that starts one."""
    first = unicodedata.normalize("NFKC", text[:1])
    return f"'{text}" if first in _FORMULA and text else text


def to_csv(sheet: Sheet) -> bytes:
    """The sheet as CSV that Excel opens: UTF-8 with a byte order mark, CRLF, titles in the first line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe_cell(title) for title in sheet.titles])
    for row in sheet.rows:
        writer.writerow([safe_cell(str(row.get(name, ""))) for name in sheet.columns])
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def to_xlsx(sheet: Sheet) -> bytes:
    """The sheet as an Excel file; every cell is text, never a formula."""
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    book = Workbook(write_only=False)
    page = book.active
    assert page is not None
    page.title = _page_title(sheet.title or sheet.id)
    lines = [list(sheet.titles), *([str(row.get(name, "")) for name in sheet.columns] for row in sheet.rows)]
    for y, line in enumerate(lines, 1):
        for x, text in enumerate(line, 1):
            cell = page.cell(row=y, column=x)
            # Set after the value: openpyxl takes a leading "=" for a formula.
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", text)
            cell.data_type = "s"
            cell.number_format = "@"
    page.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _page_title(title: str) -> str:
    """A name of a page as Excel allows it: at most 31 characters, none of []:*?/\\."""
    return "".join("・" if c in "[]:*?/\\" else c for c in title)[:31] or "1"
