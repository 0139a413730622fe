"""Waiting for a screen as long as there is something to wait for, and no longer; drawing it when it is at rest.

Textual's pilot sleeps two or three times for every key, each time until the process has been idle for a fiftieth of a
second, and before each it sends every widget a message to learn whether it has read those before. The event loop can
say more exactly when nothing is left to do. And while a page comes together it is drawn again and again, for a
terminal that is not there: here it is drawn once what moves has come to rest, as a person sees it, and not cut up
for the terminal.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.geometry import Region
from textual.screen import Screen

FRAME = 1 / 1000  # seconds between two looks whether a screen is at rest
AFTER = 1 / 4000  # seconds; who waits for a timer is not what that has to wait for
SOON = 0.02  # seconds; what comes by a timer so soon belongs to what was done
LONGEST = 1.0  # seconds; as Textual, for what never rests
OFTEN = 20  # times that a drawing waits for others

_update, _refresh, _render = Screen._on_timer_update, Screen._compositor_refresh, Compositor.render_update

_WAITS: WeakKeyDictionary[Screen[Any], int] = WeakKeyDictionary()
"""How often the drawing of a screen has waited."""


@contextmanager
def exactly() -> Iterator[None]:
    """Pilots wait by `at_rest`, and screens are drawn then."""
    with ExitStack() as patched:
        for waiting in ("pilot.wait_for_idle", "app.wait_for_idle", "pilot.Pilot._wait_for_screen"):
            patched.enter_context(patch(f"textual.{waiting}", at_rest))
        patched.enter_context(patch("textual.screen.UPDATE_PERIOD", FRAME))
        patched.enter_context(patch.object(Screen, "_on_timer_update", update_at_rest))
        patched.enter_context(patch.object(Screen, "_compositor_refresh", refresh_at_rest))
        patched.enter_context(patch.object(Compositor, "render_update", uncut))
        yield


async def at_rest(*_: object) -> None:
    """Until no callback is ready and no timer is due soon."""
    loop = asyncio.get_running_loop()
    end = loop.time() + LONGEST
    while (now := loop.time()) < end:
        await asyncio.sleep(0)
        if _busy():
            continue
        due = [timer.when() for timer in loop._scheduled if not timer.cancelled()]  # type: ignore[attr-defined]
        if not due or min(due) > now + SOON:
            return
        await asyncio.sleep(max(0.0, min(due) - now) + AFTER)


def _busy() -> bool:
    """Whether something else is to be done now; asyncio tells it in no other way."""
    return bool(asyncio.get_running_loop()._ready)  # type: ignore[attr-defined]


def _alone(screen: Screen[Any]) -> bool:
    """Whether nothing shines through: screens that are drawn through each other would wait for each other."""
    return not screen.app._background_screens


def update_at_rest(screen: Screen[Any]) -> None:
    """What the timer of a screen does, once nothing else is to be done first: until then the timer goes on."""
    waits = _WAITS.get(screen, 0)
    if waits < OFTEN and _alone(screen) and _busy():
        _WAITS[screen] = waits + 1
        return
    _WAITS[screen] = OFTEN  # now
    _update(screen)
    _WAITS[screen] = 0


def refresh_at_rest(screen: Screen[Any]) -> None:
    """What a layout calls: it is drawn by the timer, too."""
    if _WAITS.get(screen, 0) < OFTEN and _alone(screen) and _busy():
        screen._repaint_required = True
        screen._update_timer.resume()
    else:
        _refresh(screen)


def uncut(
    compositor: Compositor, full: bool = False, screen_stack: Any = None, simplify: bool = False
) -> Any:
    """Every widget draws what changed of it; for a terminal nothing is made of it. Pictures are asked for in full."""
    if full:
        return _render(compositor, full, screen_stack, simplify)
    visible_screen_stack.set(screen_stack or [])
    changed = list(compositor._dirty_regions)
    compositor._dirty_regions.clear()
    if changed:
        for _ in compositor._get_renders(Region.from_union(changed).intersection(compositor.size.region)):
            pass
    return None
