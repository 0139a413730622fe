"""A room reads the office again when it is seen: at once in front, else when it comes back."""

import pytest
from textual import events

from engine.desk import Desk, Submission
from tests.tui.harness import drawn, opened, settled
from tests.tui.rooms import press
from tui.messages import Wrote
from tui.screens.calendar import CalendarRoom
from tui.screens.log import LogRoom

ORG = "gunma_gojokai"


@pytest.mark.asyncio
async def test_what_was_done_elsewhere_is_there_when_one_comes_back(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "6")
        log = pilot.app.screen
        assert isinstance(log, LogRoom)
        before = len(log.lines)
        await press(pilot, "4")
        assert isinstance(pilot.app.screen, CalendarRoom)
        desk.submit(
            Submission(command="note", case="R8-014", organisation=ORG, form={"text": "電話があった"})
        )
        pilot.app.post_message(Wrote(ORG, "R8-014"))
        await settled(pilot)
        assert len(log.lines) == before
        await press(pilot, "6")
        assert len(log.lines) == before + 1


@pytest.mark.asyncio
async def test_in_front_it_is_there_at_once(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "6")
        log = pilot.app.screen
        assert isinstance(log, LogRoom)
        before = len(log.lines)
        desk.submit(
            Submission(command="note", case="R8-014", organisation=ORG, form={"text": "電話があった"})
        )
        pilot.app.post_message(Wrote(ORG, "R8-014"))
        await settled(pilot)
        assert len(log.lines) == before + 1


@pytest.mark.asyncio
async def test_a_key_typed_while_a_room_opens_is_no_text_of_its_filter(alone: Desk) -> None:
    async with opened(alone) as pilot:
        for key in ("6", "4"):
            pilot.app.post_message(events.Key(key, key))
        for _ in range(2):
            await settled(pilot)
        assert isinstance(pilot.app.screen, CalendarRoom), drawn(pilot).text
