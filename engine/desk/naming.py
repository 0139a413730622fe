"""What is needed of an organisation everywhere: what it is called, when its screens lock, how long a password serves.

Kept in the office's cache beside the version it is from, so that a list of five organisations builds the rules of none.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from engine.model.basics import Text
from engine.store.port import Office

if TYPE_CHECKING:
    from engine.model.workflow import Organisation

FORMAT: Final = 1
_NAME: Final = 64  # characters that the name of a cache may have


class About(NamedTuple):
    """An organisation without its rules. `short` is what lists call it, empty if nobody said.

    `minutes` without a key until the screens lock, and `days` that a password serves: one for each rule that says so.
    """

    title: Text
    short: Text
    minutes: tuple[int, ...]
    days: tuple[int, ...]


def about_of(organisation: Organisation) -> About:
    """The same of an organisation that was built."""
    rules = organisation.access.values()
    minutes, days = (one.minutes for one in rules if one.minutes), (one.days for one in rules if one.days)
    return About(organisation.title, organisation.short, tuple(minutes), tuple(days))


def kept(office: Office, organisation: str, version: str) -> About | None:
    """What is known of the version; None if that must be built."""
    data = office.cache_read(_place(organisation))
    try:
        told: Any = json.loads(data) if data is not None else None
    except ValueError:
        return None
    if not isinstance(told, dict) or (told.get("format"), told.get("version")) != (FORMAT, version):
        return None
    return About(Text(*told["title"]), Text(*told["short"]), tuple(told["minutes"]), tuple(told["days"]))


def keep(office: Office, organisation: str, version: str, about: About) -> None:
    title, short = about.title, about.short
    told = {
        "format": FORMAT,
        "version": version,
        "title": [title.ja, title.en],
        "short": [short.ja, short.en],
        "minutes": about.minutes,
        "days": about.days,
    }
    office.cache_write(_place(organisation), json.dumps(told).encode())


def _place(organisation: str) -> str:
    return f"about-{organisation}"[:_NAME]
