"""A clock that went back. Records stand in the order of their numbers, so nothing is mixed up; people are told.

Only recording times of a running clock are compared: what was written under a replaced one says so itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.desk import shelf
from engine.errors import StoreError

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.store.port import Said

TOLERANCE: Final = timedelta(minutes=5)
"""Clocks of two PCs differ by a little, and one that is set right jumps a little."""

_MOST: Final = 20


def latest_of(events: list[dict[str, Any]]) -> str:
    """The recording time of the last event that a running clock gave, or nothing."""
    return next((str(one["at"]) for one in reversed(events) if not one.get("clock_set")), "")


def newest_of(events: list[dict[str, Any]], gone: Mapping[str, Any]) -> str:
    """The last recording time of a case by whatever clock, its disposal included."""
    return max([*(str(one["at"]) for one in events), str(gone.get("at", ""))])


def behind(desk: Desk) -> Said | None:
    """Said at the start: the clock stands before the last record, as far as the lists know it."""
    if desk.clock.fixed is not None:
        return None
    latest = max((head.latest for head in shelf.read_heads(desk.office).values()), default="")
    if not latest or not _before(desk.clock.stamp(), latest):
        return None
    now, then = (_shown(one) for one in (desk.clock.stamp(), latest))
    return (
        f"この PC の時計（{now}）は、最後の記録（{then}）より前です。時計を合わせてください。",
        f"The clock of this PC ({now}) stands before the last record ({then}). Set it right.",
    )


def fallen(desk: Desk) -> Iterator[tuple[str, str, str]]:
    """For `verify`: where a recording time falls behind one before it, as (place, ja, en)."""
    for book in desk.ledger.books():
        with suppress(StoreError):  # what is damaged is told by itself
            yield from _in_book(book, desk.office.read(book)[0])


def _in_book(book: str, entries: list[dict[str, Any]]) -> Iterator[tuple[str, str, str]]:
    latest, found = "", 0
    for line, entry in enumerate(entries, start=2):
        for event in entry["events"]:
            at = str(event["at"])
            if event.get("clock_set"):
                continue
            if latest and _before(at, latest) and found < _MOST:
                found += 1
                place, number = f"books/{book}.jsonl:{line}", f"{entry['case']} ({event['seq']})"
                yield (
                    place,
                    f"{number} の記録時刻 {_shown(at)} が、前の記録の {_shown(latest)} より前です"
                    "（時計が戻ったか、記録を取り込みました）。順序は番号のとおりです。",
                    f"{number} was recorded at {_shown(at)}, before {_shown(latest)} of a line above: the clock "
                    "went back, or records were imported. Their order is that of their numbers.",
                )
            latest = max(latest, at)


def _before(at: str, latest: str) -> bool:
    with suppress(ValueError, TypeError):
        return datetime.fromisoformat(at) + TOLERANCE < datetime.fromisoformat(latest)
    return False


def _shown(at: str) -> str:
    return at[:16].replace("T", " ")
