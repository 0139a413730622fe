"""Cases that came on one paper: a case for each wish, with its own clocks and letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.ledger import Key


def on_same_paper(desk: Desk, key: Key) -> list[str]:
    """The numbers of the other cases on the paper of this one, as far as their books are open."""
    mine = desk.case(key).paper or key[1]
    found = []
    for other, events in desk.ledger.raw.items():
        paper = str(events[0].get("numbers", {}).get("paper", "")) or other[1]
        if other[0] == key[0] and other != key and paper == mine:
            found.append(other[1])
    return sorted(found)
