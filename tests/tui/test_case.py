"""案件: one case on its screen, by keys and by mouse; what others do is seen, and nothing that was typed is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from engine.desk import Desk, Row, Submission, open_desk
from tests.tui.harness import LANGUAGES, Scene, drawn, faults, opened, settled
from tui.actions import clashes
from tui.app import Madoguchi
from tui.messages import OpenCase
from tui.screens.case import CaseScreen
from tui.screens.case_pages import Clash, Page
from tui.screens.case_words import WORDS
from tui.screens.menu import Menu
from tui.screens.step import StepScreen
from tui.theme import Look
from tui.widgets.tabs import Tabs

pytestmark = pytest.mark.asyncio


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
    assert await faults(desk, SCENES, size, look, language) == []


async def test_without_colours_the_step_and_the_face_are_in_brackets(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure", look="plain") as (pilot, screen):
        assert screen.view is not None
        now = next(stop.title for stop in screen.view.path if stop.how == "now")
        assert f"[{now}]" in drawn(pilot).text and "[データ]" in drawn(pilot).text


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
        assert screen.tab == "history" and screen.focused is screen.deeds
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


# --- what can be done


async def test_no_key_means_two_things_in_a_case_of_any_state(desk: Desk) -> None:
    async with opened(desk) as pilot:
        for one in {found.state: found for found in desk.rows()}.values():
            screen = CaseScreen(one.organisation, one.number)
            await pilot.app.push_screen(screen)
            assert clashes(screen.actions()) == []
            await pilot.app.pop_screen()


async def test_a_command_without_a_form_goes_to_its_consequences_and_is_done_by_ctrl_s(desk: Desk) -> None:
    async with on_case(desk, "completeness_check") as (pilot, screen):
        before, state = version(desk, screen), screen.view and screen.view.row.state
        await press(pilot, "enter")
        assert isinstance(front(pilot), Page)
        await press(pilot, "enter")
        assert version(desk, screen) == before, "Enter never confirms"
        await press(pilot, "ctrl+s")
        assert front(pilot) is screen and version(desk, screen) == before + 1
        assert screen.view is not None and screen.view.row.state != state
        assert "記録しました" in house(pilot).said


async def test_escape_from_the_consequences_does_nothing(desk: Desk) -> None:
    async with on_case(desk, "completeness_check") as (pilot, screen):
        before = version(desk, screen)
        await press(pilot, "enter", "escape")
        assert len(pilot.app.screen_stack) == 2 and version(desk, screen) == before
        await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_a_command_with_a_form_opens_it_by_its_letter(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        await press(pilot, "d")
        opened_form = pilot.app.screen
        assert isinstance(opened_form, StepScreen)
        assert opened_form.errand.command == "decide" and opened_form.errand.case == screen.number


async def test_a_blocked_command_says_why_and_opens_nothing(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        await press(pilot, "e")
        assert front(pilot) is screen and house(pilot).said.startswith("できません")


async def test_the_menu_lists_the_commands_of_the_case(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, _):
        await press(pilot, ".")
        assert isinstance(front(pilot), Menu)
        assert "決定する" in drawn(pilot).text


async def test_a_note_is_written_and_stands_under_its_face(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        await press(pilot, "m")
        pilot.app.screen.query_one(TextArea).text = "電話で確かめた\n<b>[red]"
        await press(pilot, "ctrl+s")
        assert screen.view is not None and screen.view.notes[-1].text == "電話で確かめた\n<b>[red]"
        await press(pilot, "[")
        assert "<b>[red]" in drawn(pilot).text


async def test_an_empty_note_is_not_kept(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        before = version(desk, screen)
        await press(pilot, "m", "ctrl+s")
        assert isinstance(front(pilot), Page) and version(desk, screen) == before
        assert "書いてから" in drawn(pilot).text


async def test_the_last_step_is_taken_back_with_a_reason(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        before = version(desk, screen)
        await press(pilot, "u")
        assert isinstance(front(pilot), Page)
        await press(pilot, "ctrl+s")
        assert version(desk, screen) == before, "a reason is needed"
        pilot.app.screen.query_one(Input).value = "見本の誤り"
        await press(pilot, "ctrl+s")
        assert version(desk, screen) == before + 1
        assert screen.view is not None and screen.view.history[-2].state == "gone"


async def test_a_step_that_sent_a_letter_cannot_be_taken_back(desk: Desk) -> None:
    async with on_case(desk, "awaiting_hosei", "correction") as (pilot, screen):
        await press(pilot, "u")
        assert front(pilot) is screen and house(pilot).said.startswith("できません")


async def test_the_number_is_copied(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        await press(pilot, "y")
        assert pilot.app.clipboard == screen.number


async def test_the_case_is_written_out_as_plain_text(desk: Desk, practice: Path) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        await press(pilot, "p")
        written = next(practice.glob("出力/*.txt")).read_text(encoding="utf-8")
        assert screen.view is not None and written.startswith(screen.number)
        told = [e.lines[0] for s in screen.view.sections for e in s.entries if e.lines]
        assert told and all(text[:10] in written for text in told)
        assert all(h.title in written for h in screen.view.history)


async def test_full_width_letters_are_keys_too(desk: Desk) -> None:
    async with on_case(desk, "investigating") as (pilot, _):
        await press(pilot, "ｍ")
        assert isinstance(front(pilot), Page)


# --- two terminals


@pytest.fixture
def elsewhere(practice: Path) -> Callable[[str, str, str], Awaitable[None]]:
    """A note written to a case from another terminal."""

    async def write(organisation: str, number: str, text: str) -> None:
        with open_desk(practice, "reiji") as other:
            other.submit(Submission("note", case=number, organisation=organisation, form={"text": text}))

    return write


async def test_a_step_elsewhere_is_shown(desk: Desk, elsewhere: Callable[..., Awaitable[None]]) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        await elsewhere(screen.organisation, screen.number, "隣の窓口から")
        house(pilot)._look_around()
        await pilot.app.workers.wait_for_complete()
        await settled(pilot)
        assert screen.view is not None and screen.view.notes[-1].text == "隣の窓口から"
        assert "他の担当者が更新済み" in house(pilot).said and "例示 一郎" in house(pilot).said


async def test_a_clash_says_who_and_what_and_goes_on_with_the_new_state(
    desk: Desk, elsewhere: Callable[..., Awaitable[None]]
) -> None:
    async with on_case(desk, "completeness_check") as (pilot, screen):
        before = version(desk, screen)
        await press(pilot, "enter")
        await elsewhere(screen.organisation, screen.number, "隣の窓口から")
        await press(pilot, "ctrl+s")
        assert isinstance(front(pilot), Clash)
        assert "例示 一郎" in drawn(pilot).text and "メモ" in drawn(pilot).text
        await press(pilot, "r")
        assert type(front(pilot)) is Page
        await press(pilot, "ctrl+s")
        assert version(desk, screen) == before + 2


async def test_a_clash_keeps_the_reason_that_was_typed(
    desk: Desk, elsewhere: Callable[..., Awaitable[None]]
) -> None:
    async with on_case(desk, "investigating") as (pilot, screen):
        await press(pilot, "u")
        pilot.app.screen.query_one(Input).value = "見本の誤り"
        await elsewhere(screen.organisation, screen.number, "隣の窓口から")
        await press(pilot, "ctrl+s")
        assert isinstance(front(pilot), Clash) and "見本の誤り" in drawn(pilot).text
        await press(pilot, "r")
        assert pilot.app.screen.query_one(Input).value == "見本の誤り"
