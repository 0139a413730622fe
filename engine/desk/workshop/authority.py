"""Who may change an organisation's rules and publish them: whoever administers the office, by its own data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.errors import Objection, Refused

if TYPE_CHECKING:
    from engine.desk.desk import Desk


def against(desk: Desk) -> Objection | None:
    """What stands against the one signed in changing rules; None for who may. Reading is open to everybody."""
    if desk.may_administer():
        return None
    who = desk.signed_in()
    organisations = [built.organisation for built in desk.organisations().values()]
    roles = [role.title for org in organisations for role in org.roles.values() if role.administers]
    ja = "、".join(dict.fromkeys(title.ja for title in roles))
    en = ", ".join(dict.fromkeys(title.within("en") for title in roles))
    name = who.name or who.id
    return Objection(
        "role",
        f"{name} さんは設定を変えられません。変えて公開できるのは、管理する人{f'（{ja}）' if ja else ''}です。",
        f"{name} may not change the rules: only those who administer may{f' ({en})' if en else ''}.",
    )


def require_authority(desk: Desk) -> None:
    """Raises Refused unless the one signed in may change rules and publish them."""
    if (objection := against(desk)) is not None:
        raise Refused([objection])
