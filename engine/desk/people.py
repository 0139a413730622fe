"""Who signs in and who acted: members of the office, and office-holders named for one step."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from engine.errors import UsageError
from engine.store.port import Office

if TYPE_CHECKING:
    from engine.model.case import Person
    from engine.model.workflow import Organisation

_ID: Final = r"[a-z][a-z0-9_]{0,31}"


def members(office: Office) -> dict[str, dict[str, Any]]:
    """The members by id: `{"name", "roles"}`; a role held in one unit reads `role@unit`."""
    found = office.members().get("members")
    return dict(found) if isinstance(found, Mapping) else {}


def member(office: Office, member_id: str) -> Person:
    """The member who signs in; without an id the only one. Raises UsageError."""
    from engine.model.case import Person

    known = members(office)
    if not member_id:
        if len(known) != 1:
            names = "、".join(known) or "まだ誰もいません。madoguchi member add で加えてください"
            raise UsageError(
                f"だれが行うかを --as で指定してください（{names}）。",
                f"Say who with --as ({', '.join(known) or 'nobody yet'}).",
            )
        member_id = next(iter(known))
    if member_id not in known:
        raise UsageError(
            f"職員「{member_id}」はいません。いる人: {'、'.join(known) or 'なし'}",
            f"There is no member “{member_id}”. There are: {', '.join(known) or 'none'}",
        )
    one = known[member_id]
    return Person(member_id, str(one.get("name", "")), tuple(one.get("roles", ())))


def actor(office: Office, signed_in: Person, by: str, org: Organisation) -> Person:
    """Who acted: the one signed in, another member, or `NAME:ROLE` / `NAME:ROLE@UNIT` without an account."""
    from engine.model.case import Person

    if not by or by == signed_in.id:
        return signed_in
    if by in members(office):
        return member(office, by)
    name, colon, role = by.rpartition(":")
    if not colon or not name.strip():
        raise UsageError(
            f"「{by}」という職員はいません。口座のない人は「氏名:役割」か「氏名:役割@担当」と書いてください。",
            f"There is no member “{by}”. For somebody without an account write NAME:ROLE or NAME:ROLE@UNIT.",
        )
    _not_the_program(name)
    check_roles([role], [org])
    return Person(name, name, (role,), member=False)


def _not_the_program(name: str) -> None:
    """Nobody bears the name under which the desk records what it does by itself."""
    from engine.model.case import SYSTEM

    if name.strip() in (SYSTEM.id, SYSTEM.name):
        raise UsageError(
            f"「{name}」は、窓口が自分で行ったことの印です。別の名前にしてください。",
            f"“{name}” marks what the program did by itself. Choose another name.",
        )


def check_roles(roles: Iterable[str], organisations: Iterable[Organisation]) -> None:
    """Every role (and unit) exists in one of the organisations. Raises UsageError."""
    known = list(organisations)
    for written in roles:
        role, at, unit = written.partition("@")
        holding = [o for o in known if role in o.roles]
        if not holding:
            names = "、".join(sorted({f"{r}（{one.title.ja}）" for o in known for r, one in o.roles.items()}))
            raise UsageError(
                f"役割「{role}」はありません。あるもの: {names}",
                f"There is no role “{role}”. There are: {names}",
            )
        # Of two organisations with a role of this name, one may hold it in units and the other not.
        if all(o.roles[role].per_unit for o in holding) and not at:
            units = "、".join(f"{u}（{one.title.ja}）" for o in holding for u, one in o.units.items())
            raise UsageError(
                f"役割「{role}」は担当ごとです。「{role}@担当」と書いてください: {units}",
                f"Role “{role}” is held in a unit: write {role}@UNIT ({units}).",
            )
        if at and not any(unit in o.units for o in holding):
            units = "、".join(u for o in holding for u in o.units)
            raise UsageError(
                f"担当「{unit}」はありません。あるもの: {units}",
                f"There is no unit “{unit}”. There are: {units}",
            )


def require_new_id(office: Office, member_id: str, name: str) -> None:
    """An id that can be used, and that nobody has or had but a person of this name. Raises UsageError."""
    require_id(member_id)
    if member_id in members(office):
        raise UsageError(f"職員「{member_id}」はもういます。", f"Member “{member_id}” exists already.")
    if any(one["id"] == member_id and one.get("name") != name for one in former(office)):
        raise UsageError(
            f"ID「{member_id}」は前にほかの人が使っていました。記録でだれか分かるように、別の ID にしてください。",
            f"The id “{member_id}” was somebody else's before. Choose another, so that the log stays clear.",
        )


def require_id(member_id: str) -> None:
    if not re.fullmatch(_ID, member_id):
        raise UsageError(
            f"ID「{member_id}」は使えません（英小文字で始まる英数字と _、32文字まで）。",
            f"The id “{member_id}” cannot be used (lower-case letters, digits and _, 32 at most).",
        )
    _not_the_program(member_id)


def role_titles(organisations: Iterable[Organisation], language: str) -> dict[str, str]:
    """Every role by the name it is stored under (`role`, or `role@unit` where it is held in units): its title."""
    found: dict[str, str] = {}
    for one in organisations:
        for name, role in one.roles.items():
            title = role.title.within(language)
            if not role.per_unit:
                found.setdefault(name, title)
            for unit, of in one.units.items():
                if role.per_unit:
                    found.setdefault(f"{name}@{unit}", f"{of.title.within(language)} {title}")
    return found


# --- who may change that


def administrators(office: Office) -> list[str]:
    """The members who were made administrators: the first one, and whom they named."""
    found = office.members().get("administrators")
    return [str(one) for one in found] if isinstance(found, list) else []


def may_administer(office: Office, member_id: str, organisations: Iterable[Organisation]) -> bool:
    """Whether a member has authority over members: an administrator, or in a role that administers."""
    held = {role.partition("@")[0] for role in members(office).get(member_id, {}).get("roles", ())}
    return member_id in administrators(office) or any(
        role in held and one.administers for org in organisations for role, one in org.roles.items()
    )


def put_member(
    office: Office, member_id: str, name: str, roles: Iterable[str], by: str = "", on: str = ""
) -> None:
    """Write one member, under the lock: `by` gave the id or the roles on that day. The first one administers."""
    known, whole = members(office), office.members()
    before = known.get(member_id, {})
    first = [] if known else [member_id]
    known[member_id] = {"name": name or before.get("name", member_id), "roles": list(dict.fromkeys(roles))}
    granted = _granted(whole) | ({} if before else {member_id: {"on": on, "by": by or member_id}})
    chosen = [*administrators(office), *first]
    office.write_members({**whole, "members": known, "administrators": chosen, "granted": granted})


def take_member(office: Office, member_id: str, by: str = "", on: str = "") -> None:
    """Take one member out, under the lock. What they did stays recorded; their id is nobody else's."""
    known, whole = members(office), office.members()
    gone, granted = known.pop(member_id), _granted(whole)
    past = [
        *former(office),
        {"id": member_id, **gone, **granted.pop(member_id, {}), "removed": on, "removed_by": by},
    ]
    chosen = [one for one in administrators(office) if one != member_id]
    changed = {"members": known, "administrators": chosen, "granted": granted, "former": past}
    office.write_members({**whole, **changed})


# --- who had which id


def former(office: Office) -> list[dict[str, Any]]:
    """Who worked here: `{"id", "name", "roles", "on", "by", "removed", "removed_by"}`, in order of leaving."""
    found = office.members().get("former")
    return list(found) if isinstance(found, list) else []


def ids_of(office: Office) -> list[dict[str, Any]]:
    """Every id that was given out, with whose it is or was: as `former`; `removed` is empty for who is in."""
    granted = _granted(office.members())
    now = [{"id": one, **about, **granted.get(one, {})} for one, about in members(office).items()]
    return [*former(office), *now]


def name_of(office: Office, member_id: str) -> str:
    """The name of whoever has or had this id; the id where nobody has."""
    known = members(office).get(member_id)
    if known is None:
        known = next((one for one in reversed(former(office)) if one["id"] == member_id), {})
    return str(known.get("name", member_id))


def _granted(whole: Mapping[str, Any]) -> dict[str, dict[str, str]]:
    found = whole.get("granted")
    return dict(found) if isinstance(found, Mapping) else {}
