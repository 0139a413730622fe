"""案件: one case on its screen, by keys and by mouse; what others do is seen, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.harness import LANGUAGES, Scene, drawn, faults, settled
from tests.tui.on_case import front, house, on_case, press, row, show
from tui.screens.case_pages import Page
from tui.screens.case_words import WORDS
from tui.theme import Look
from tui.widgets.tabs import Tabs

pytestmark = pytest.mark.asyncio


# --- what it looks like


def scene(state: str, kind: str = "", *keys: str) -> Scene:
    async def arrive(pilot: Pilot[None]) -> None:
        await show(pilot, row(house(pilot).desk, state, kind))
        await press(pilot, *keys)

    return Scene(f"{state} {' '.join(keys)}", arrive)


SCENES = [
    scene("deciding", "disclosure"),
    scene("awaiting_hosei", "correction", "]"),
    scene("closed"),
    scene("completeness_check", "", "a"),
]
# Every size, every look and both languages once; all of them together would only take longer.
DRESSES: list[tuple[tuple[int, int], Look, str]] = [
    ((80, 24), "sumi", "ja"),
    ((80, 24), "plain", "en"),
    ((120, 36), "washi", "ja"),
    ((160, 45), "sumi", "en"),
]


@pytest.mark.parametrize(("size", "look", "language"), DRESSES)
async def test_looks(desk: Desk, size: tuple[int, int], look: Look, language: str) -> None:
    assert await faults(desk, SCENES, size, (look,), language) == []


async def test_without_colours_the_step_and_the_face_are_in_brackets(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure", look="plain") as (pilot, screen):
        assert screen.view is not None
        now = next(stop.title for stop in screen.view.path if stop.how == "now")
        assert f"[{now}]" in drawn(pilot).text and "[データ]" in drawn(pilot).text
        await pilot.resize_terminal(120, 36)
        await settled(pilot)
        assert all(" | " in line or "|>" in line or " |" in line for line in drawn(pilot).lines[9:20])


async def test_every_word_is_there_in_both_languages() -> None:
    assert all(len(pair) == len(LANGUAGES) and all(pair) for pair in WORDS.values())


# --- what it shows


async def test_the_first_thing_that_can_be_done_is_under_the_cursor(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        assert screen.focused is screen.deeds
        assert screen.deeds.cursor.startswith("do decide")
        text = drawn(pilot).text
        assert screen.number in text and "決定する" in text and "期限" in text


async def test_a_blocked_command_stands_there_with_its_reason_and_article(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction", (120, 36)) as (_, screen):
        assert screen.view is not None
        barred = next(d for d in screen.view.deeds if d.blocked and not d.later)
        shown = screen.deeds.plain().replace("\n", "").replace(" ", "")
        ja, _, basis = barred.reasons[0]
        assert ja.replace(" ", "") in shown and basis in shown


async def test_the_path_has_the_task_hanging_below_its_step(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, _):
        assert any(line.lstrip().startswith("+- 補正") for line in drawn(pilot).lines)


async def test_panes_come_with_the_width(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        for size, panes in (((80, 24), 2), ((120, 36), 3), ((160, 45), 4)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            lists = (screen.deeds, screen.face, screen.query_one("#case-timers"), screen.past)
            assert sum(one.region.width > 0 and one.display for one in lists) == panes


async def test_resizing_keeps_face_and_cursor(desk: Desk) -> None:
    async with on_case(desk, "investigating", size=(120, 36)) as (pilot, screen):
        await press(pilot, "down", "]")
        before = screen.deeds.cursor, screen.tab
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert (screen.deeds.cursor, screen.tab) == before


async def test_tab_leads_through_all_faces_and_back(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        seen = []
        for _ in range(5):
            await press(pilot, "tab")
            seen.append(screen.tab)
            assert screen.focused is screen.face
        assert seen == ["data", "history", "letters", "papers", "notes"]
        await press(pilot, "tab", "tab")
        assert screen.focused is screen.deeds
        await press(pilot, "shift+tab", "shift+tab")
        assert screen.focused is screen.face and screen.tab == "notes"


async def test_brackets_turn_the_faces_from_anywhere(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        await press(pilot, "]")
        assert screen.tab == "history" and screen.focused is screen.face
        await press(pilot, "[", "[")
        assert screen.tab == "notes"


async def test_by_mouse_a_face_is_picked_and_a_command_chosen(desk: Desk) -> None:
    async with on_case(desk, "completeness_check") as (pilot, screen):
        tabs = screen.query_one(Tabs)
        start = next(s for s, _, name in tabs._starts if name == "history")
        await pilot.click(Tabs, offset=(start + 2, 0))
        await settled(pilot)
        assert screen.tab == "history" and screen.focused is screen.face
        await pilot.click("#case-deeds", offset=(6, 0))
        await settled(pilot)
        assert isinstance(front(pilot), Page)


async def test_an_answered_period_says_so_and_its_ruler_stands_still(desk: Desk) -> None:
    async with on_case(desk, "executing", size=(120, 36)) as (_, screen):
        shown = screen.timers.plain()
        assert "済み" in shown and shown.count("|") == 1
        assert shown.index("|") < shown.index("#"), "answered before it was due"
