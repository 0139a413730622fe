"""A case opened on its screen, for tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from textual.pilot import Pilot

from engine.desk import Desk, Row
from tests.tui.harness import opened, settled
from tui.app import Madoguchi
from tui.messages import OpenCase
from tui.screens.case import CaseScreen
from tui.theme import Look


def row(desk: Desk, state: str, kind: str = "") -> Row:
    return next(r for r in desk.rows(state=state) if kind in ("", r.kind))


async def show(pilot: Pilot[None], found: Row) -> CaseScreen:
    """The screen of a case, opened from the desk."""
    pilot.app.post_message(OpenCase(found.organisation, found.number))
    for _ in range(20):
        await settled(pilot)
        if isinstance(pilot.app.screen, CaseScreen):
            break
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen)
    return screen


@asynccontextmanager
async def on_case(
    desk: Desk, state: str, kind: str = "", size: tuple[int, int] = (80, 24), look: Look = "sumi"
) -> AsyncIterator[tuple[Pilot[None], CaseScreen]]:
    async with opened(desk, size, look) as pilot:
        yield pilot, await show(pilot, row(desk, state, kind))


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


def house(pilot: Pilot[None]) -> Madoguchi:
    assert isinstance(pilot.app, Madoguchi)
    return pilot.app


def front(pilot: Pilot[None]) -> object:
    """What is in front now."""
    return pilot.app.screen


def version(desk: Desk, screen: CaseScreen) -> int:
    return desk.case((screen.organisation, screen.number)).version
