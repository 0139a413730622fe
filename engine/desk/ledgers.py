"""Registers of how the program is used, as an organisation keeps them: who has which id, and what was exported.

What stands in a column is one of the words of the schema; title, number, readers and article are the organisation's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final

from engine.desk import people
from engine.desk.leaving import exports_of

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.export.registers import Sheet
    from engine.model.workflow import HouseLedger

SYSTEM: Final = "窓口 Madoguchi"

Cells = Mapping[str, str]


def ledger_sheet(desk: Desk, organisation: str, ledger: HouseLedger) -> Sheet:
    """Such a register as a table, in the order of writing. Who may read it is judged before."""
    from engine.export.registers import Sheet

    rows = list(_members(desk) if ledger.of == "members" else _exports(desk, organisation))
    return Sheet(
        id=ledger.id,
        title=ledger.title.within(desk.language),
        form_number=ledger.form_number,
        columns=tuple(ledger.columns),
        titles=tuple(title.within(desk.language) for title, _ in ledger.columns.values()),
        rows=tuple({c: row.get(word, "") for c, (_, word) in ledger.columns.items()} for row in rows),
        about=tuple(_about(desk, row) for row in rows),
    )


def _members(desk: Desk) -> Iterable[Cells]:
    titles = desk.role_titles()
    for one in sorted(people.ids_of(desk.office), key=lambda told: (told.get("on", ""), told["id"])):
        held = "、".join(titles.get(role, role) for role in one.get("roles", ()))
        by, gone_by = (_name(desk, str(one.get(name, ""))) for name in ("by", "removed_by"))
        yield {
            "system": SYSTEM,
            "id": str(one["id"]),
            "name": str(one.get("name", "")),
            "roles": held,
            "granted": str(one.get("on", "")),
            "granted_by": by,
            "removed": str(one.get("removed", "")),
            "removed_by": gone_by,
        }


def _exports(desk: Desk, organisation: str) -> Iterable[Cells]:
    for one in exports_of(desk, organisation):
        told = {"system": SYSTEM, "number": str(one.number), "content": one.content, "file": one.what}
        days = {"permitted": one.permitted[:10], "exported": one.exported[:10], "erased": one.erased[:10]}
        who = {"id": one.member, "name": _name(desk, one.member)}
        by = {"permitted_by": _name(desk, one.permitted_by), "erased_by": _name(desk, one.erased_by)}
        yield {**told, **days, **who, **by}


def _name(desk: Desk, member: str) -> str:
    return people.name_of(desk.office, member) if member else ""


def _about(desk: Desk, row: Cells) -> dict[str, object]:
    """Nothing is laid down about keeping these rows, and they belong to no case."""
    written = row.get("granted") or row.get("permitted") or desk.today().isoformat()
    unknown = {"keep_through": "", "disposable_from": "", "minimum": False, "held": False, "then": ""}
    return {"case": "", "kind": "", "written": written, "open": [], **unknown}
