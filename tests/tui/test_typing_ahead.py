"""Keys may come faster than screens are drawn: each is for what is there once those before it have done their work."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from engine.desk import Desk, open_desk
from tests.tui.conftest import MEMBER
from tests.tui.hands import FORWARD, Hand
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import on_case
from tests.tui.test_whole_path import walk
from tests.tui.test_workshop_change import phone, take_in
from tui.app import Madoguchi
from tui.screens.case import CaseScreen
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


def send(app: App[None], *keys: str) -> None:
    """Keys, and texts (after `=`), all at once."""
    for key in keys:
        for one in map(_character_to_key, key[1:]) if key.startswith("=") else [key]:
            app.post_message(events.Key(one, _character(one)))


def _character(key: str) -> str | None:
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None


async def quiet(pilot: Pilot[None]) -> None:
    """Until no key waits and nothing changes on the screen any more."""
    assert isinstance(pilot.app, Madoguchi)
    before, same = "", 0
    while same < 3:
        await settled(pilot)
        text = drawn(pilot).text
        same = same + 1 if text == before and not pilot.app.waits else 0
        before = text


class Noting(Hand):
    """What was pressed and typed on the way."""

    def __init__(self, pilot: Pilot[None]) -> None:
        super().__init__(pilot)
        self.noted: list[str] = []

    async def keys(self, *keys: str) -> None:
        self.noted += keys
        await super().keys(*keys)

    async def write(self, text: str) -> None:
        self.noted.append(f"={text}")
        await super().write(text)


async def test_a_whole_case_typed_at_once_is_the_one_typed_key_by_key(practice: Path, tmp_path: Path) -> None:
    """From the desk through intake, lists, pages before a step and a printed letter to the closed case."""
    again = Path(shutil.copytree(practice, tmp_path / "again"))
    with open_desk(practice, MEMBER) as desk:
        known = {row.number for row in desk.rows()}
        async with opened(desk) as pilot:
            await walk(hand := Noting(pilot))
        (new,) = (row for row in desk.rows() if row.number not in known)
        wanted = desk.record(new.number, new.organisation)
    assert wanted["state"] == "closed"
    with open_desk(again, MEMBER) as desk:
        async with opened(desk) as pilot:
            send(pilot.app, *hand.noted)
            await quiet(pilot)
        assert desk.record(new.number, new.organisation) == wanted
    printed = [sorted(one.name for one in (office / "出力").iterdir()) for office in (practice, again)]
    assert printed[0] == printed[1]


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
