"""なぜ: four parts, every line can be chosen and leads somewhere; a drawer where there is room."""

from __future__ import annotations

import itertools

import pytest
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.harness import Scene, drawn, faults, opened, settled
from tests.tui.on_case import house, on_case, press, row, show
from tests.tui.test_case import DRESSES
from tui.messages import OpenWhy
from tui.screens.case import CaseScreen
from tui.screens.case_words import say
from tui.screens.step import StepScreen
from tui.screens.why import WhyDrawer, lines_as_text
from tui.theme import Look

pytestmark = pytest.mark.asyncio


def drawer(pilot: Pilot[None]) -> WhyDrawer:
    assert isinstance(pilot.app.screen, WhyDrawer)
    return pilot.app.screen


def scene(state: str, kind: str, *keys: str) -> Scene:
    async def arrive(pilot: Pilot[None]) -> None:
        await show(pilot, row(house(pilot).desk, state, kind))
        await press(pilot, *keys)

    return Scene(f"why {state} {' '.join(keys)}", arrive)


SCENES = [
    scene("deciding", "disclosure", "shift+tab", "w"),
    scene("awaiting_hosei", "correction", "down", "down", "down", "w"),
    scene("executing", "", "tab", "w"),
]


@pytest.mark.parametrize(("size", "look", "language"), DRESSES[:3])
async def test_looks(desk: Desk, size: tuple[int, int], look: Look, language: str) -> None:
    assert await faults(desk, SCENES, size, (look,), language) == []


async def test_the_four_parts_stand_in_order_and_each_line_can_be_chosen(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, _):
        await press(pilot, "w")
        found = drawer(pilot)
        assert found.why is not None and found.blocks.order() == [
            str(n) for n in range(len(found.why.reasons))
        ]
        text = found.blocks.plain()
        places = [text.index(say(f"why.{part}", "ja")) for part in ("fact", "rule", "article", "help")]
        assert places == sorted(places)


async def test_where_rules_are_written_stands_once_beneath_its_lines(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        screen.deeds.cursor = "do confirm_completeness 0"
        await press(pilot, "w")
        lines = drawer(pilot).blocks.plain().split("\n")
        assert any(line.startswith(say("why.stops", "ja")) for line in lines)
        places = [line.split()[1] for line in lines if ".yaml:" in line]
        assert places and all(a != b for a, b in itertools.pairwise(places))


async def test_it_is_a_drawer_where_there_is_room_and_the_whole_screen_where_not(desk: Desk) -> None:
    for size, width in (((80, 24), 80), ((120, 36), 52)):
        async with on_case(desk, "deciding", "disclosure", size) as (pilot, screen):
            await press(pilot, "w")
            region = drawer(pilot).children[0].region
            assert region.width == width and region.right == size[0]
            assert (screen.number in drawn(pilot).lines[2]) is (size[0] >= 100)


async def test_w_asks_about_what_is_under_the_cursor(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        assert screen.view is not None
        barred = next(d for d in screen.view.deeds if d.blocked)
        screen.deeds.cursor = f"do {barred.id} {barred.instance}"
        await press(pilot, "w")
        assert drawer(pilot).questions == [barred.id]
        await press(pilot, "escape", "tab", "w")
        assert drawer(pilot).questions[0].startswith("field ")
        await press(pilot, "escape", "shift+tab", "shift+tab", "f5")
        assert drawer(pilot).questions[0].startswith("due")


async def test_enter_on_a_fact_goes_to_its_event(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        await press(pilot, "shift+tab", "w")
        assert drawer(pilot).chosen() is not None
        await press(pilot, "enter")
        assert pilot.app.screen is screen
        assert screen.tab == "history" and screen.face.cursor == "event 1" and screen.focused is screen.face


async def test_enter_on_what_would_help_begins_it(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, _):
        await press(pilot, "shift+tab", "w", "shift+tab")
        one = drawer(pilot).chosen()
        assert one is not None and one.part == "help" and one.goto == "do decide"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StepScreen)


async def test_one_question_leads_to_the_next_and_escape_back(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        screen.deeds.cursor = "do confirm_completeness 0"
        await press(pilot, "w")
        found = drawer(pilot)
        assert found.why is not None
        place = next(n for n, r in enumerate(found.why.reasons) if r.goto == "why evidence accuracy")
        found.blocks.cursor = str(place)
        await press(pilot, "enter")
        assert found.questions == ["confirm_completeness", "evidence accuracy"]
        await press(pilot, "escape")
        assert found.questions == ["confirm_completeness"]
        await press(pilot, "escape")
        assert pilot.app.screen is screen


async def test_tab_goes_from_part_to_part(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, _):
        await press(pilot, "w")
        seen = []
        for _ in range(4):
            one = drawer(pilot).chosen()
            seen.append(one.part if one else "")
            await press(pilot, "tab")
        assert seen == ["fact", "rule", "article", "help"]


async def test_from_the_desk_an_answer_opens_the_case(desk: Desk) -> None:
    found = row(desk, "deciding", "disclosure")
    async with opened(desk) as pilot:
        pilot.app.post_message(OpenWhy(found.organisation, found.number, "due"))
        for _ in range(10):
            await settled(pilot)
            if isinstance(pilot.app.screen, WhyDrawer):
                break
        await press(pilot, "enter")
        for _ in range(10):
            await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, CaseScreen) and screen.number == found.number
        assert screen.face.cursor == "event 1"


async def test_the_chain_is_there_as_plain_text(desk: Desk) -> None:
    from engine.desk.reasons import why_view

    found = row(desk, "deciding", "disclosure")
    text = lines_as_text(why_view(desk, found.number, "due", found.organisation), "ja")
    assert found.due in text and "1 事実" in text and "4 こうすると進める" in text
