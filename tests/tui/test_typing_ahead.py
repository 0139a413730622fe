"""Keys may come faster than screens are drawn: each is for what is there once those before it have done their work."""

from __future__ import annotations

import pytest
from textual import events
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.conftest import ORG
from tests.tui.hands import FORWARD
from tests.tui.harness import drawn, opened
from tests.tui.keying import quiet, send
from tests.tui.on_case import on_case
from tests.tui.rooms import spot
from tests.tui.test_workshop_change import phone, take_in
from tui.app import Madoguchi
from tui.screens.case import CaseScreen
from tui.screens.step import StepScreen
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


async def test_enter_takes_what_was_typed_before_it(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        send(pilot.app, "a", "f4", "=事実", "enter", FORWARD, FORWARD)
        await quiet(pilot)
        assert pilot.app.screen is screen
        event = desk.record(screen.number, screen.organisation)["events"][-1]
        assert event["form"]["documents"] == [{"type": "accuracy_proof"}]


async def test_a_list_answers_once_and_a_second_enter_is_for_the_field_one_has_gone_on_to(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, _):
        send(pilot.app, "a", "f4", "=事実", "enter", "enter")
        await quiet(pilot)
        assert isinstance(screen := pilot.app.screen, StepScreen)
        assert screen.pane is not None
        assert screen.pane.model.value("/documents") == [{"type": "accuracy_proof"}]
        assert screen.pane.view.at == "/documents/0/copy"


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


def press_once(pilot: Pilot[None], text: str) -> None:
    """A click, as the terminal sends it."""
    x, y = spot(drawn(pilot), text)
    for kind in (events.MouseDown, events.MouseUp):
        pilot.app.post_message(kind(None, x, y, 0, 0, 1, False, False, False, x, y))


def press_twice(pilot: Pilot[None], text: str) -> None:
    for _ in range(2):
        press_once(pilot, text)


@pytest.mark.parametrize("selected", [True, False])
async def test_a_double_click_opens_a_case_and_nothing_in_it(desk: Desk, selected: bool) -> None:
    async with opened(desk) as pilot:
        rows = pilot.app.screen.query_one(RowList)
        listed = rows.keys()
        other = next(key for key in listed if key != rows.cursor and key.startswith(ORG))
        number = (rows.cursor if selected else other).split("/")[1]
        press_twice(pilot, f"{number} 互助会")
        await quiet(pilot)
        assert isinstance(screen := pilot.app.screen, CaseScreen)
        assert screen.number == number
        assert len(pilot.app.screen_stack) == 2


async def test_a_click_after_a_moment_is_one_of_its_own(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Madoguchi, "CLICK_CHAIN_TIME_THRESHOLD", -1.0)
    async with opened(desk) as pilot:
        press_twice(pilot, f"{pilot.app.screen.query_one(RowList).cursor.split('/')[1]} 互助会")
        await quiet(pilot)
        assert isinstance(pilot.app.screen, StepScreen), "what lies there in the case was clicked"


async def test_a_step_along_a_list_does_not_overtake_the_click_before_it(desk: Desk) -> None:
    async with opened(desk) as pilot:
        rows = pilot.app.screen.query_one(RowList)
        send(pilot.app, "down", "up")
        await quiet(pilot)
        number, here = rows.cursor.split("/")[1], rows.cursor
        press_once(pilot, f"{number} 互助会")
        send(pilot.app, "down")
        await quiet(pilot)
        assert isinstance(pilot.app.screen, CaseScreen)
        assert rows.cursor == here
