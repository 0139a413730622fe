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
    organisations = [built.organisation for built in desk.organisations().values()]
    roles = [role.title for org in organisations for role in org.roles.values() if role.administers]
    ja = "、".join(dict.fromkeys(title.ja for title in roles))
    en = ", ".join(dict.fromkeys(title.within("en") for title in roles))
    return Objection(
        "role",
        f"設定を変えて公開できるのは、管理する人{f'（{ja}）' if ja else ''}だけです。",
        f"Only those who administer may change and publish the rules{f' ({en})' if en else ''}.",
    )


def require_authority(desk: Desk) -> None:
    """Raises Refused unless the one signed in may change rules and publish them."""
    if (objection := against(desk)) is not None:
        raise Refused([objection])
