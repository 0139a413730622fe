"""Members: adding, changing, removing them, and their passwords. Who may is a role in the organisation's data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from engine.desk import access, people
from engine.desk.audit import log_change
from engine.errors import Objection, Refused, UsageError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.model.workflow import Organisation


def may_administer(desk: Desk) -> bool:
    """Whether the one signed in may change who works here. Without keys nobody is known, and everybody may."""
    if not desk.is_signed_in or not people.members(desk.office):
        return True
    return people.may_administer(desk.office, desk.signed_in().id, _organisations(desk))


def shown_ids(desk: Desk) -> set[str]:
    """The ids of members that whoever signed in may see: one's own; all, unless an organisation keeps a register of
    ids that is not for them."""
    own = {_who(desk)}
    for organisation in _organisations(desk):
        for ledger in organisation.ledgers.values():
            hidden = ledger.of == "members" and ledger.readers and desk.is_signed_in
            if hidden and not any(desk.signed_in().holds(role) for role in ledger.readers):
                return own
    return own | set(people.members(desk.office))


def set_member(
    desk: Desk, member_id: str, name: str, roles: Iterable[str], *, new: bool, password: str = ""
) -> None:
    """Add a member, or change roles (and name) of one. In an office with keys a new one needs a password;
    in practice it is the published one.

    Raises UsageError, Refused where the one signed in has no authority over members.
    """
    wanted, by, on = list(dict.fromkeys(roles)), _who(desk), desk.today().isoformat()
    people.require_id(member_id)
    people.check_roles(wanted, _organisations(desk))
    with desk.office.lock():
        _require_authority(desk)
        if new:
            people.require_new_id(desk.office, member_id, name)
        else:
            _require_there(desk, member_id)
        if new and desk.keyed:
            known = access.PUBLISHED if desk.practice else password
            access.set_password(desk, member_id, known, given=not desk.practice)
        people.put_member(desk.office, member_id, name, wanted, by, on)
    log_change(desk, "member.add" if new else "member.role", member_id, *wanted)


def remove_member(desk: Desk, member_id: str) -> None:
    """Take a member out; with keys this rotates the office key. The last who administers stays."""
    with desk.office.lock():
        _require_authority(desk)
        _require_there(desk, member_id)
        others = [one for one in people.members(desk.office) if one != member_id]
        known = _organisations(desk)
        if others and not any(people.may_administer(desk.office, one, known) for one in others):
            raise UsageError(
                "職員を管理できる最後の人です。先に、ほかの人に管理する役割を付けてください。",
                "This is the last one who administers members. Give somebody else such a role first.",
            )
        if not others:
            raise UsageError("最後の職員は外せません。", "The last member cannot be removed.")
        if desk.keyed:
            access.forget_password(desk, member_id)
        people.take_member(desk.office, member_id, _who(desk), desk.today().isoformat())
    log_change(desk, "member.remove", member_id)


def change_password(desk: Desk, member_id: str, password: str) -> None:
    """A new password: one's own, or, with authority over members, a first one for somebody who forgot theirs."""
    own = desk.opened_by_sheet or member_id == desk.signed_in().id
    with desk.office.lock():
        _require_there(desk, member_id)
        if not own:
            _require_authority(desk)
        elif not desk.opened_by_sheet:
            access.require_other(desk, password)
        access.set_password(desk, member_id, password, given=not own)
    log_change(desk, "member.password", member_id)


def new_sheet(desk: Desk) -> str:
    """A new recovery sheet; the one before opens nothing any more. Answers its code, which is kept nowhere."""
    with desk.office.lock():
        if not desk.opened_by_sheet:
            _require_authority(desk)
        code = access.keys_of(desk).new_sheet()
    log_change(desk, "member.sheet")
    return code


def _who(desk: Desk) -> str:
    """The id of whoever does it; empty where nobody is known."""
    return desk.signed_in().id if desk.is_signed_in and people.members(desk.office) else ""


def _require_there(desk: Desk, member_id: str) -> None:
    if member_id not in people.members(desk.office):
        raise UsageError(f"職員「{member_id}」はいません。", f"There is no member “{member_id}”.")


def _require_authority(desk: Desk) -> None:
    if not may_administer(desk):
        raise Refused(
            [
                Objection(
                    "role",
                    "職員を加え、変え、外せるのは、管理する役割の人だけです。",
                    "Only somebody who administers members may add, change or remove them.",
                )
            ]
        )


def _organisations(desk: Desk) -> list[Organisation]:
    return [built.organisation for built in desk.organisations().values()]
