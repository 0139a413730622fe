"""Waiting for a screen as long as there is something to wait for, and no longer.

Textual's pilot sleeps two or three times for every key, each time until the process has been idle for a fiftieth of a
second. The event loop can say more exactly when nothing is left to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

FRAME = 1 / 500  # seconds between two drawings; a person needs a tenth of them
SOON = 0.02  # seconds; what comes by a timer so soon belongs to what was done
LONGEST = 1.0  # seconds; as Textual, for what never rests


@contextmanager
def exactly() -> Iterator[None]:
    """Pilots wait by `at_rest`."""
    waiting = "textual.pilot.wait_for_idle", "textual.app.wait_for_idle"
    with patch(waiting[0], at_rest), patch(waiting[1], at_rest), patch("textual.screen.UPDATE_PERIOD", FRAME):
        yield


async def at_rest(*_: float) -> None:
    """Until no callback is ready and no timer is due soon."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    while (now := loop.time()) < end:
        await asyncio.sleep(0)
        if loop._ready:  # type: ignore[attr-defined] # asyncio tells it in no other way
            continue
        due = [timer.when() for timer in loop._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
        if not due or min(due) > now + SOON:
            return
        await asyncio.sleep(max(0.0, min(due) - now))
