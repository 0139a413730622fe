"""Keys may come faster than screens are drawn: each is for what is there once those before it have done their work."""

from __future__ import annotations

import pytest

from engine.desk import Desk
from tests.tui.hands import FORWARD
from tests.tui.harness import opened
from tests.tui.keying import quiet, send
from tests.tui.on_case import on_case
from tests.tui.test_workshop_change import phone, take_in
from tui.app import Madoguchi
from tui.screens.case import CaseScreen
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


async def test_enter_takes_what_was_typed_before_it(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        send(pilot.app, "a", "f4", "=事実", "enter", FORWARD, FORWARD)
        await quiet(pilot)
        assert pilot.app.screen is screen
        event = desk.record(screen.number, screen.organisation)["events"][-1]
        assert event["form"]["documents"] == [{"type": "accuracy_proof"}]


async def test_an_action_found_by_typing_is_the_one_that_is_done(desk: Desk) -> None:
    async with opened(desk) as pilot:
        assert isinstance(pilot.app, Madoguchi)
        send(pilot.app, "ctrl+p", "=台帳", "enter")
        await quiet(pilot)
        assert pilot.app.current_mode == "registers"


async def test_a_telephone_number_typed_at_once_stands_in_the_published_rules(alone: Desk) -> None:
    async with opened(alone) as pilot:
        reason = ("a", "=規程に定めがないため", "enter")
        send(
            pilot.app, "5", "enter", "down", "down", "enter", "=000-000-0000", "enter", "P", *reason, FORWARD
        )
        await quiet(pilot)
    assert phone(alone, take_in(alone)) == "000-000-0000"


async def test_down_a_list_and_on_is_for_the_row_one_has_come_to(desk: Desk) -> None:
    async with opened(desk) as pilot:
        order = pilot.app.screen.query_one(RowList).keys()
        send(pilot.app, *["down"] * 5, "up", "enter")
        await quiet(pilot)
        assert isinstance(screen := pilot.app.screen, CaseScreen)
        assert (screen.organisation, screen.number) == tuple(order[4].split("/"))
