"""What may leave the program: where an organisation asks for permission beforehand, it is asked for here.

A permission is for one member and one export. Whoever may give it needs none, and the row says so. What was exported
and when it was erased stand in the same row, from which the organisation's register is made (see `ledgers`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from engine.desk.ledger import EXPORTS
from engine.errors import Objection, Refused, UsageError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.workflow import HouseLedger


@dataclass(frozen=True, slots=True)
class Exported:
    """One row: who may export what, who permitted it, what was exported, and when that was erased (ISO times)."""

    number: int
    member: str
    content: str = ""
    permitted: str = ""
    permitted_by: str = ""
    what: str = ""
    exported: str = ""
    erased: str = ""
    erased_by: str = ""


def exports_of(desk: Desk, organisation: str) -> list[Exported]:
    """The rows of an organisation, in the order of their permission."""
    found: dict[int, Exported] = {}
    for entry in desk.office.read(EXPORTS)[0]:
        if entry["organisation"] == organisation:
            told = entry["export"]
            number = int(told["number"])
            found[number] = replace(found.get(number, Exported(number, "")), **told)
    return list(found.values())


def leaving(desk: Desk, what: str, organisation: str = "") -> dict[str, int]:
    """Whether personal data may be written out now, and the row of it. `what` names a register or a command.

    Refused with the article where an organisation's permission is wanting; nothing is written then. Where nobody
    is known (an office without members, or without keys and `--as`) there is nobody to be permitted. Answers the
    number of the row in each organisation's register.
    """
    asking = _asking(desk, organisation)
    if not asking or not desk.is_signed_in or not desk.members():
        return {}
    who, at = desk.signed_in().id, desk.clock.stamp()
    with desk.office.lock():
        rows = {org: _permitted(desk, org, ledger, who, at) for org, ledger in asking.items()}
        lacking = [asking[org] for org, row in rows.items() if row is None]
        if lacking:
            raise Refused([_wanting(ledger) for ledger in lacking])
        for org, row in rows.items():
            if row is not None:
                desk.office.append(EXPORTS, _entry(org, {**row, "what": what, "exported": at}))
    return {org: int(row["number"]) for org, row in rows.items() if row is not None}


def permit(desk: Desk, member: str, content: str, organisation: str = "") -> int:
    """Permit a member one export of `content`; answers its number. UsageError, Refused."""
    asking = {org: one for org, one in _asking(desk, organisation).items() if one.permitted_by}
    if len(asking) != 1:
        raise _which(asking)
    org, ledger = next(iter(asking.items()))
    if member not in desk.members():
        raise UsageError(f"職員「{member}」はいません。", f"There is no member “{member}”.")
    if not content.strip():
        raise UsageError("対象データの内容を入れてください。", "Say what data it is about.")
    if not _may_permit(desk, ledger):
        raise Refused([_not_yours(ledger)])
    with desk.office.lock():
        number = len(exports_of(desk, org)) + 1
        given = {"permitted": desk.clock.stamp(), "permitted_by": desk.signed_in().id}
        told = {"number": number, "member": member, "content": content.strip(), **given}
        desk.office.append(EXPORTS, _entry(org, told))
    desk.note("done", "download.permit", org, "", str(number), member)
    return number


def erased(desk: Desk, number: int, organisation: str = "") -> None:
    """What was exported under a number was erased. UsageError where nothing was."""
    asking = _asking(desk, organisation)
    if len(asking) != 1:
        raise _which(asking)
    org = next(iter(asking))
    with desk.office.lock():
        row = next((one for one in exports_of(desk, org) if one.number == number), None)
        if row is None or not row.exported or row.erased:
            ja = f"書き出し {number} は、まだ書き出していないか、削除の記録がもうあります。"
            raise UsageError(ja, f"Export {number} was not made, or is recorded as erased already.")
        told = {"number": number, "erased": desk.clock.stamp(), "erased_by": desk.signed_in().id}
        desk.office.append(EXPORTS, _entry(org, told))
    desk.note("done", "download.erased", org, "", str(number))


def note_erased(desk: Desk) -> None:
    """What this desk exported into its output folder is gone from there."""
    for organisation, number in desk.put_out:
        erased(desk, number, organisation)
    desk.put_out = []


def may_permit(desk: Desk) -> bool:
    """Whether whoever signed in may permit exports in one of the organisations."""
    return any(one.permitted_by and _may_permit(desk, one) for one in _asking(desk, "").values())


def _asking(desk: Desk, organisation: str) -> dict[str, HouseLedger]:
    """The organisations that keep a register of exports, with it."""
    return {
        org: ledger
        for org, built in desk.organisations().items()
        for ledger in built.organisation.ledgers.values()
        if ledger.of == "exports" and organisation in ("", org)
    }


def _permitted(desk: Desk, org: str, ledger: HouseLedger, who: str, at: str) -> dict[str, Any] | None:
    """What to write into the row of an export now; None where the permission is wanting."""
    rows = exports_of(desk, org)
    free = next((one for one in rows if one.member == who and one.permitted and not one.exported), None)
    if free is not None:
        return {"number": free.number}
    own: dict[str, Any] = {"number": len(rows) + 1, "member": who}
    if not ledger.permitted_by:
        return own
    return {**own, "permitted": at, "permitted_by": who} if _may_permit(desk, ledger) else None


def _may_permit(desk: Desk, ledger: HouseLedger) -> bool:
    return desk.is_signed_in and any(desk.signed_in().holds(role) for role in ledger.permitted_by)


def _entry(organisation: str, told: Mapping[str, Any]) -> dict[str, Any]:
    return {"organisation": organisation, "export": dict(told)}


def _wanting(ledger: HouseLedger) -> Objection:
    basis = ledger.basis.text if ledger.basis else ""
    return Objection(
        "permission",
        "書き出す前の許可がありません。許可する人に、職員の画面か madoguchi download permit で許可してもらってください"
        f"（「{ledger.title.ja}」に残ります）。",
        "The permission needed beforehand is wanting. Ask whoever gives it, among the members or by madoguchi "
        f"download permit (it is kept in “{ledger.title.within('en')}”).",
        basis=basis,
    )


def _not_yours(ledger: HouseLedger) -> Objection:
    basis = ledger.basis.text if ledger.basis else ""
    roles = ", ".join(ledger.permitted_by)
    return Objection(
        "role",
        f"書き出しを許可できるのは、役割 {roles} の人だけです。",
        f"Only somebody in the role {roles} may permit exports.",
        basis=basis,
    )


def _which(having: Iterable[str]) -> UsageError:
    names = list(having)
    if names:
        listed = "、".join(names)
        return UsageError(
            f"団体を --org で指定してください: {listed}", f"Say which organisation with --org: {listed}"
        )
    return UsageError(
        "この窓口の団体は、書き出しの許可を定めていません。許可なしに書き出せます。",
        "No organisation here asks for permission: exports need none.",
    )
