"""Registers and reports of an office as tables: which there are, and each by its name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING

from engine.errors import UsageError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.export.registers import Sheet
    from engine.load.build import Built
    from engine.model.basics import Value
    from engine.model.case import Case
    from engine.model.workflow import HouseLedger, Register, Workflow

Titled = tuple[str, str, str]
"""(organisation, id, title)."""


def register_titles(desk: Desk) -> list[Titled]:
    """Every register of the office that whoever signed in may read, once.

    What several versions of a workflow write is one register; the newest says who reads it.
    """
    found: list[Titled] = []
    for org, built in desk.organisations().items():
        kept: list[Register | HouseLedger] = [
            *_registers(built).values(),
            *built.organisation.ledgers.values(),
        ]
        found += [(org, one.id, one.title.within(desk.language)) for one in kept if may_read(desk, one)]
    return found


def _registers(built: Built) -> dict[str, Register]:
    """The registers of an organisation by id, each as the newest workflow keeps it."""
    return {r.id: r for w in reversed(newest_first(built)) for r in w.registers.values()}


def may_read(desk: Desk, register: Register | HouseLedger) -> bool:
    """Whether whoever signed in holds one of the roles that read a register. UsageError if nobody has."""
    return not register.readers or any(desk.signed_in().holds(role) for role in register.readers)


def report_titles(desk: Desk) -> list[Titled]:
    """Every report of the office."""
    return [
        (org, report.id, report.title.within(desk.language))
        for org, built in desk.organisations().items()
        for report in built.reports.values()
    ]


def sheet_of(desk: Desk, name: str, organisation: str = "", *, whole: bool = False) -> Sheet:
    """A register or a report over every book. Raises UsageError if there is none of that name.

    `whole`: whoever asks hands the office over, and was let do so.
    """
    from engine.export.registers import register_sheet
    from engine.export.reports import report_sheet

    if (house := _house_ledger(desk, name, organisation)) is not None:
        return _house_sheet(desk, *house, whole=whole)
    keeping = {org: _registers(built) for org, built in desk.organisations().items()}
    having = [o for o, kept in keeping.items() if name in kept and organisation in ("", o)]
    reporting = [o for o, r, _ in report_titles(desk) if r == name and organisation in ("", o)]
    if len(having or reporting) != 1:
        raise _which(desk, name, having or reporting)
    built = desk.ledger.current((having or reporting)[0])
    register = _registers(built)[name if having else built.reports[name].register]
    if having and not whole and not may_read(desk, register):
        raise _not_for(built, register)
    cases = cases_of(desk, built.organisation.id)
    if having:
        sheet = register_sheet(newest_first(built), cases, name, desk.today(), desk.language)
        return _and_past(desk, built, register, sheet)
    return report_sheet(built.reports[name], cases, desk.language, past_values_of(desk, built, register))


def _house_ledger(desk: Desk, name: str, organisation: str) -> tuple[str, HouseLedger] | None:
    """The register of that name that tells how the program is used, if one organisation keeps it."""
    found = [
        (org, built.organisation.ledgers[name])
        for org, built in desk.organisations().items()
        if name in built.organisation.ledgers and organisation in ("", org)
    ]
    if len(found) > 1:
        raise _which(desk, name, [org for org, _ in found])
    return found[0] if found else None


def _house_sheet(desk: Desk, organisation: str, ledger: HouseLedger, *, whole: bool) -> Sheet:
    from engine.desk.ledgers import ledger_sheet

    if not whole and not may_read(desk, ledger):
        raise _not_for(desk.ledger.current(organisation), ledger)
    return ledger_sheet(desk, organisation, ledger)


def register_of(desk: Desk, name: str, organisation: str = "") -> tuple[str, Register]:
    """The organisation that keeps a register, and the register. UsageError unless it is one."""
    keeping = {org: _registers(built) for org, built in desk.organisations().items()}
    having = [o for o, kept in keeping.items() if name in kept and organisation in ("", o)]
    if len(having) != 1:
        raise _which(desk, name, having)
    return having[0], keeping[having[0]][name]


def keeper_of(built: Built, register: str) -> Workflow:
    """The newest workflow that keeps a register."""
    return next(w for w in newest_first(built) if register in w.registers)


def past_values_of(desk: Desk, built: Built, register: Register) -> list[tuple[date, Mapping[str, Value]]]:
    """The rows of earlier ledgers in a register: the day each was written, and its columns as values."""
    from engine.desk.past import past_rows
    from engine.export.past import past_values

    rows = past_rows(desk, built.organisation.id, register.id)
    return [(row.written, past_values(register, row)) for row in rows]


def _and_past(desk: Desk, built: Built, register: Register, sheet: Sheet) -> Sheet:
    from engine.desk.past import past_rows
    from engine.export.past import with_past

    past = past_rows(desk, built.organisation.id, register.id)
    keeper = keeper_of(built, register.id)
    return with_past(sheet, keeper, register, past, desk.today(), desk.language) if past else sheet


def cases_of(desk: Desk, organisation: str, book: str = "") -> list[tuple[Workflow, Case]]:
    """The cases of an organisation (of one book, if named) with the workflow each runs on, in order."""
    from engine.desk.ledger import book_of

    desk.ledger.read_all([book] if book else None)
    keys = sorted(k for k in desk.ledger.raw if k[0] == organisation and book in ("", book_of(k[1])))
    return [(desk.ledger.workflow_of(k), desk.ledger.case(k)) for k in keys]


def newest_first(built: Built) -> list[Workflow]:
    """The workflows of an organisation, the version that applies last before those it replaced."""
    return sorted(built.workflows.values(), key=lambda w: w.effective_from or date.min, reverse=True)


def _not_for(built: Built, register: Register | HouseLedger) -> UsageError:
    titles = [built.organisation.roles[role].title for role in register.readers]
    return UsageError(
        f"「{register.title.ja}」を見てよいのは {'、'.join(t.ja for t in titles)} です。",
        f"“{register.title.within('en')}” is read by: {', '.join(t.within('en') for t in titles)}.",
    )


def _which(desk: Desk, name: str, having: Iterable[str]) -> UsageError:
    from engine.load.near import nearest

    if having:
        return UsageError(
            f"台帳「{name}」は {'、'.join(having)} にあります。--org で団体を指定してください。",
            f"Register “{name}” exists in {', '.join(having)}: say which with --org.",
        )
    known = dict.fromkeys((r, t) for _, r, t in (*register_titles(desk), *report_titles(desk)))
    near = nearest(name, [r for r, _ in known])
    listed = "、".join(f"{r}（{t}）" for r, t in known)
    return UsageError(
        f"台帳「{name}」はありません{f'（もしかして: {near}）' if near else ''}。あるもの: {listed or 'なし'}",
        f"There is no register “{name}”{f' (did you mean: {near})' if near else ''}. "
        f"There are: {listed or 'none'}",
    )
