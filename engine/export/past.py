"""Rows of a ledger that was kept before this program: they stand in the register, without a case or an event."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from engine.advance.words import spoken
from engine.export.registers import Kept, Sheet, kept
from engine.facts import CaseFacts, Moment, typed
from engine.model.basics import Text, Value
from engine.model.case import Case
from engine.model.rule import Type
from engine.model.workflow import Register, Workflow

MARK: Final = Text("移行", "migrated")


@dataclass(frozen=True, slots=True)
class PastRow:
    """One row: `cells` by column id (a date in ISO, a choice by its id where it was known, else as it was written).

    `written` is the day from which it is kept, `number` its own (`移行-001`).
    """

    organisation: str
    register: str
    number: str
    written: date
    cells: Mapping[str, str]
    disposed: bool = False


def past_values(register: Register, row: PastRow) -> dict[str, Value]:
    """The columns as values of rules; what does not fit its column is missing for them."""
    return {
        name: typed(row.cells.get(name), _value_type(column.rule.type))
        for name, column in register.columns.items()
    }


def past_kept(workflow: Workflow, register: Register, row: PastRow, today: date) -> Kept:
    """How long a row is kept, its period counted from the day it was written."""
    if register.retain is None:
        return Kept()
    told: dict[str, Value] = dict.fromkeys((*register.retain.starts.reads, "row.written"), row.written)
    case = Case(workflow.organisation, "", "", "")
    return kept(register, CaseFacts(workflow, case, Moment(today), trial=told))


def with_past(
    sheet: Sheet, workflow: Workflow, register: Register, past: Iterable[PastRow], today: date, language: str
) -> Sheet:
    """A register with its past rows before the others, in the order of their days."""
    rows = sorted(past, key=lambda row: (row.written, row.number))
    cells = [{**dict.fromkeys(sheet.columns, ""), **_words(register, row, language)} for row in rows]
    about = [_about(workflow, register, row, today) for row in rows]
    return replace(sheet, rows=(*cells, *sheet.rows), about=(*about, *sheet.about))


def _words(register: Register, row: PastRow, language: str) -> dict[str, Any]:
    found = {}
    for name, text in row.cells.items():
        if name in register.columns:
            kind = register.columns[name].rule.type
            value = typed(text, _value_type(kind))
            found[name] = spoken(value, kind, language) if isinstance(value, str | date) else text
    return found


def _value_type(kind: Type) -> Type:
    """Only days and choices are more than text in a ledger that somebody kept by hand."""
    return kind if kind.kind in ("date", "choice") else Type("text")


def _about(workflow: Workflow, register: Register, row: PastRow, today: date) -> dict[str, Any]:
    keeping = past_kept(workflow, register, row, today)
    through, after = keeping.keep_through, keeping.disposable_from
    return {
        "case": row.number,
        "kind": "",
        "written": row.written.isoformat(),
        "open": [],
        "keep_through": through.isoformat() if through and not row.disposed else "",
        "disposable_from": after.isoformat() if after and not row.disposed else "",
        "minimum": keeping.minimum,
        "held": keeping.held,
        "then": keeping.then,
    }


def past_from(entries: Sequence[Mapping[str, Any]]) -> list[PastRow]:
    """The rows of the entries of their book."""
    return [
        PastRow(
            str(entry["organisation"]),
            str(entry["register"]),
            str(one["number"]),
            date.fromisoformat(one["written"]),
            one["cells"],
            bool(one.get("disposed")),
        )
        for entry in entries
        for one in entry["past"]
    ]
