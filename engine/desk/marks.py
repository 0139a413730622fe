"""The end of a book on paper: whoever keeps the paper can tell later that nothing before it was lost or changed.

A mark is `BOOK:LINE:VALUE`, the first digits of the chain's value after that line of the book. It stands on the slip
that a requester takes home, and in the record of it, and on every screen that is printed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from engine.errors import UsageError
from engine.store.port import Position
from engine.wareki import fiscal_label

if TYPE_CHECKING:
    from engine.desk.desk import Desk

DIGITS: Final = 12
_MARK: Final = re.compile(r"([A-Za-z0-9]+):([0-9]{1,9}):([0-9a-f]{12,64})")


def mark_of(position: Position) -> str:
    """The mark of the end of a book; nothing of one without lines."""
    return f"{position.book}:{position.lines}:{position.hash[:DIGITS]}" if position.lines else ""


def mark_now(desk: Desk) -> str:
    """The mark of the book in use; before the first case of a year, of the one before."""
    books = desk.ledger.books()
    this = fiscal_label(desk.today())
    book = this if this in books else books[-1] if books else ""
    return mark_of(desk.end_of(book)) if book else ""


def borne_out(desk: Desk, mark: str) -> bool:
    """Whether the book still has that value after that line. Raises UsageError for what is no mark."""
    from engine.store.verifying import value_after

    found = _MARK.fullmatch(mark.strip())
    if found is None or desk.path is None:
        raise UsageError(
            f"「{mark}」は照合値ではありません。書き方の例: R8:123:0123456789ab",
            f"“{mark}” is no head. Example: R8:123:0123456789ab",
        )
    return value_after(desk.path, found[1], int(found[2]), desk.office.codec).startswith(found[3])
