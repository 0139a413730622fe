"""What is done from 案件: pages of consequences, notes, taking back; two terminals, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual.widgets import Input, TextArea

from engine.desk import Desk, Submission, open_desk
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import front, house, on_case, press, version
from tui.actions import clashes
from tui.screens.case import CaseScreen
from tui.screens.case_drawing import deed_key
from tui.screens.case_pages import Clash, Page
from tui.screens.menu import Menu
from tui.screens.notice import NoticeScreen
from tui.screens.step import StepScreen

pytestmark = pytest.mark.asyncio


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
        chosen = next(d for d in screen.view.deeds if deed_key(d) == screen.deeds.cursor)
        assert not chosen.blocked, "the cursor goes to what can be done next"


async def test_a_letter_just_issued_is_under_the_cursor_and_enter_opens_it(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        await press(pilot, "]")  # whatever face was looked at before
        await press(pilot, "d", "1", "ctrl+s", "ctrl+s")
        assert screen.tab == "history", "a decision issues no letter yet"
        await press(pilot, "s", "ctrl+s", "ctrl+s")
        assert front(pilot) is screen and screen.view is not None
        sent = screen.view.letters[-1]
        assert (screen.tab, screen.face.cursor) == ("letters", f"notice {sent.n}")
        assert screen.focused is screen.face
        assert "Enter で通知を開き、p で印刷" in house(pilot).said
        await press(pilot, "down")
        assert "Enter 開く" in drawn(pilot).text
        await press(pilot, "enter")
        assert isinstance(shown := pilot.app.screen, NoticeScreen)
        assert sent.title in drawn(pilot).text and shown.number == screen.number


async def test_the_cursor_goes_to_what_a_step_made_possible(desk: Desk) -> None:
    async with on_case(desk, "identity_check", "disclosure") as (pilot, screen):
        await press(pilot, "down", "m", "見", "ctrl+s")
        stayed = screen.deed(screen.deeds.cursor)
        assert stayed is not None and stayed.id == "record_check", "a note leads nowhere"
        await press(pilot, "r", "見", "enter", "見", "ctrl+s", "ctrl+s")
        now = screen.deed(screen.deeds.cursor)
        assert front(pilot) is screen and now is not None
        assert now.id == "confirm_identity" and not now.blocked


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


async def test_a_letter_issued_elsewhere_leaves_the_cursor_where_it_is(desk: Desk, practice: Path) -> None:
    async with on_case(desk, "notifying") as (pilot, screen):
        with open_desk(practice, "mihon") as other:
            other.submit(Submission("notify", case=screen.number, organisation=screen.organisation))
        house(pilot)._look_around()
        await pilot.app.workers.wait_for_complete()
        await settled(pilot)
        assert screen.view is not None and screen.view.letters
        assert screen.focused is screen.deeds and screen.tab == "data"


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


async def test_a_letter_is_looked_at_before_it_is_issued(desk: Desk) -> None:
    async with on_case(desk, "notifying") as (pilot, screen):
        assert screen.view is not None and not screen.view.letters
        await press(pilot, "]", "]")
        assert "「通知する」で出す通知を下見する" in drawn(pilot).text
        assert screen.face.cursor == "coming notify" and "Enter 開く" in drawn(pilot).text
        await press(pilot, "enter")
        shown = drawn(pilot)
        assert isinstance(paper := pilot.app.screen, NoticeScreen)
        assert (one := paper.selected()) is not None and not one.issued and one.command == "notify"
        assert one.title in shown.text and "発行済み" not in shown.text
        await press(pilot, "escape")
        assert front(pilot) is screen


async def test_each_step_shows_its_own_letter(desk: Desk) -> None:
    async with on_case(desk, "deciding", "disclosure") as (pilot, screen):
        await press(pilot, "]", "]")
        coming = [key for key in screen.face.order() if key.startswith("coming ")]
        assert "coming request_hosei" in coming and "coming notify" not in coming
        screen.face.cursor = "coming request_hosei"
        await press(pilot, "enter")
        assert isinstance(paper := pilot.app.screen, NoticeScreen)
        assert (one := paper.selected()) is not None and one.command == "request_hosei"
