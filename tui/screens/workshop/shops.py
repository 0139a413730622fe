"""One working copy of an organisation for all screens of an app: what is judged once is not judged again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from engine.desk import Desk
    from engine.desk.tryout import Tryout
    from engine.desk.workshop import Workshop


@dataclass
class Walks:
    """What was walked through an organisation's working copy last; it can be gone on with after a change."""

    last: Tryout | None = None


_OPEN: WeakKeyDictionary[Desk, dict[str, Workshop]] = WeakKeyDictionary()
_WALKS: WeakKeyDictionary[Desk, dict[str, Walks]] = WeakKeyDictionary()
_ACCEPTED: WeakKeyDictionary[Desk, dict[str, dict[str, str]]] = WeakKeyDictionary()


def shop_of(desk: Desk, organisation: str) -> Workshop:
    """The working copy of an organisation at a desk. Raises UsageError where an office cannot be edited."""
    from engine.desk.workshop import Workshop

    known = _OPEN.setdefault(desk, {})
    if organisation not in known:
        known[organisation] = Workshop(desk, organisation)
    return known[organisation]


def accepted_at(desk: Desk, organisation: str) -> dict[str, str]:
    """Reasons by the names of open points that are to be accepted with the next version; screens add to it."""
    return _ACCEPTED.setdefault(desk, {}).setdefault(organisation, {})


def walks_at(desk: Desk, organisation: str) -> Walks:
    """The walks of an organisation at a desk."""
    return _WALKS.setdefault(desk, {}).setdefault(organisation, Walks())
