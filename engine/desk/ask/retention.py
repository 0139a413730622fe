"""How long a row of a register is kept."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.clocks import words
from engine.clocks.reckon import retain
from engine.desk.ask.trial import Line, line, trial_case, unknown
from engine.facts import CaseFacts, Moment
from engine.load.build.assemble import Built
from engine.model.basics import Text
from engine.model.workflow import Register, Retention, Workflow


def ask_retention(built: Built, register: str, recorded: date, language: str = "ja") -> dict[str, Any]:
    """The last day a row is kept through and the first day it may be disposed of; null where silent.

    `recorded` is the day the row was written, or the day its period starts from.
    """
    workflow, found = _register(built, register)
    kept = found.retain
    text = _begin(kept).within(language)
    derivation = [
        line(f"{found.title.within(language)}: {text}", found.basis, recorded.isoformat(), recorded)
    ]
    through = after = None
    if kept is None or kept.period is None:
        text = "保存期間の定めがありません" if language == "ja" else "no period of retention is laid down"
        derivation.append(line(text, found.basis))
    else:
        start = _start(workflow, kept, recorded)
        calendar = built.organisation.calendar
        through, after = retain(start, kept.period, kept.counting, calendar)
        derivation += _lines(found, kept, recorded, start, through, after, language)
    answer = {
        "keep_through": through.isoformat() if through else None,
        "disposable_from": after.isoformat() if after else None,
    }
    return {"answer": answer, "derivation": derivation}


def _begin(kept: Retention | None) -> Text:
    """What day was asked about: that of the record, or the one the rule counts from instead."""
    if kept is None or any(path.startswith("row.") for path in kept.starts.reads):
        return Text("記録した日", "recorded on")
    return Text("数え始めのもとになる日", "the day the period counts from")


def _register(built: Built, register: str) -> tuple[Workflow, Register]:
    for workflow in built.workflows.values():
        if register in workflow.registers:
            return workflow, workflow.registers[register]
    raise unknown("台帳", "register", register, (r for w in built.workflows.values() for r in w.registers))


def _start(workflow: Workflow, kept: Retention, recorded: date) -> date:
    # The question names the day itself, so whatever fact the rule counts from is that day.
    told = dict.fromkeys((*kept.starts.reads, "row.written"), recorded)
    case = trial_case(workflow, "", {}, ())
    value = kept.starts.run(CaseFacts(workflow, case, Moment(recorded), trial=told))
    return value if isinstance(value, date) else recorded


def _lines(
    register: Register,
    kept: Retention,
    recorded: date,
    start: date,
    through: date,
    after: date,
    language: str,
) -> list[Line]:
    assert kept.period is not None
    basis = kept.basis or register.basis
    ja = language == "ja"
    lines = []
    if start != recorded:
        text = "数え始めのもとになる日" if ja else "the day the period counts from"
        lines.append(line(text, basis, start.isoformat(), start))
    counted = words.counted(kept.period, kept.counting).within(language)
    least = ("（少なくとも）" if ja else " (at least)") if kept.minimum else ""
    lines.append(line(counted + least, basis, through.isoformat(), start))
    text = "この日から廃棄できる" if ja else "may be disposed of from this day"
    lines.append(line(text, basis, after.isoformat(), after))
    return lines
