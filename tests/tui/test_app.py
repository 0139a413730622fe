"""The frame: rooms, footer, top bar, dialogs, looks, language, the input method, idleness, other writers."""

from datetime import date
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from engine.desk import Desk, Submission, open_desk
from tests.tui.conftest import MEMBER
from tests.tui.harness import drawn, opened, settled
from tests.tui.rooms import press
from tui.actions import Action
from tui.app import Madoguchi
from tui.screens.confirm import Confirm, Part
from tui.screens.curtain import Curtain
from tui.screens.desk import DeskRoom
from tui.screens.goto import GoTo
from tui.screens.help import Help
from tui.screens.menu import Menu
from tui.screens.palette import FindAction
from tui.theme import LOOKS
from tui.widgets.footer import chosen
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


def app_of(pilot: Pilot[None]) -> Madoguchi:
    assert isinstance(pilot.app, Madoguchi)
    return pilot.app


def footer(pilot: Pilot[None]) -> str:
    return drawn(pilot).lines[-1]


async def test_the_top_bar_says_where_when_and_who(desk: Desk) -> None:
    async with opened(desk) as pilot:
        top = drawn(pilot).lines[0]
        assert "窓口" in top
        assert "練習" in top
        assert "1 机" in top
        assert top.rstrip().endswith("R8.11.24 火  見本")
    async with opened(desk, (120, 36)) as pilot:
        assert drawn(pilot).lines[0].rstrip().endswith("R8.11.24 火  見本 花子")


async def test_the_title_of_the_window_names_nobody(desk: Desk) -> None:
    async with opened(desk) as pilot:
        assert app_of(pilot).title == "Madoguchi"
        assert not app_of(pilot).sub_title


async def test_an_office_that_is_read_only_says_so_under_the_top_bar(practice: Path) -> None:
    with open_desk(practice, MEMBER, read_only=True) as desk:
        async with opened(desk) as pilot:
            assert "読" in drawn(pilot).lines[1]


async def test_the_footer_shows_what_fits_and_always_help(desk: Desk) -> None:
    async with opened(desk) as pilot:
        assert "/ 探す" in footer(pilot)
        assert footer(pilot).rstrip().endswith("? ヘルプ")
        await press(pilot, "slash")  # in a text field these are letters
        assert footer(pilot).rstrip().endswith("F1 ヘルプ")
        assert "/ 探す" not in footer(pilot) and "n 受付" not in footer(pilot)


async def test_the_footer_is_cut_between_actions_never_inside_one() -> None:
    actions = [Action(f"a{n}", f"操作{n}", f"Do {n}", (str(n),), "", print, rank=n) for n in range(1, 9)]
    for room in range(10, 90):
        line = "  ".join(f"{a.keys[0]} {a.ja}" for a in chosen(actions, room, "ja"))
        assert line.endswith("8 操作8")
        assert len(chosen(actions, room, "ja")) == 1 or len(line) + line.count("操") * 2 <= room


async def test_a_message_stays_until_the_next_key(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app_of(pilot).tell("済みました")
        await settled(pilot)
        assert "済みました" in footer(pilot)
        await pilot.press("down")
        await settled(pilot)
        assert "済みました" not in footer(pilot)
        assert "ヘルプ" in footer(pilot)


async def test_help_palette_goto_and_menu_open_and_esc_closes_them(desk: Desk) -> None:
    async with opened(desk) as pilot:
        pages = {
            "question_mark": Help,
            "f1": Help,
            "ctrl+p": FindAction,
            "colon": FindAction,
            "f2": GoTo,
            "full_stop": Menu,
        }
        for key, page in pages.items():
            await pilot.press(key)
            assert isinstance(app_of(pilot).screen, page), key
            await pilot.press("escape")
            assert isinstance(app_of(pilot).screen, DeskRoom)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("和紙", "色を替える"),
        ("見た目", "色を替える"),
        ("通知", "まとめて印刷"),
        ("終了", "終わる"),
        ("担当者", "職員"),
    ],
)
async def test_an_action_is_found_by_what_people_call_it(desk: Desk, typed: str, found: str) -> None:
    async with opened(desk) as pilot:
        await pilot.press("ctrl+p", *typed)
        await settled(pilot)
        assert found in drawn(pilot).text


async def test_the_menu_says_why_not_in_whole(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await pilot.press("full_stop")
        await settled(pilot)
        pilot.app.screen.query_one(RowList).cursor = "command.extend"
        await settled(pilot)
        assert "できません: 期限を過ぎたので、もう延長できません。" in drawn(pilot).text


async def test_help_is_searched_by_kana_english_and_key_and_enter_runs_it(desk: Desk) -> None:
    async with opened(desk) as pilot:
        for typed in ("いろ", "colour", "色を"):
            look = app_of(pilot).look
            await pilot.press("question_mark")
            app_of(pilot).screen.query_one(Input).value = typed
            await settled(pilot)
            assert app_of(pilot).screen.query_one(RowList).keys()[0] == "look"
            await pilot.press("enter")
            await settled(pilot)
            assert app_of(pilot).look != look


async def test_looks_and_language_change_in_place(desk: Desk) -> None:
    async with opened(desk) as pilot:
        seen = set()
        for look in LOOKS:
            app_of(pilot).look = look
            await settled(pilot)
            seen.add(drawn(pilot).rows[4][3].on)
            assert "番号" in drawn(pilot).text
        assert len(seen) == len(LOOKS)
        app_of(pilot).language = "en"
        await settled(pilot)
        assert "Number" in drawn(pilot).text
        assert "番号" not in drawn(pilot).text
        assert "Disclosure" in drawn(pilot).text


async def test_full_width_letters_act_and_kana_gives_a_hint(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app = app_of(pilot)
        app.post_message(events.Key("question", "？"))
        await settled(pilot)
        assert isinstance(app.screen, Help)
        assert "Workshop" not in drawn(pilot).text, "one language at a time; the other is only searched"
        await pilot.press("escape")
        app.post_message(events.Key("hiragana", "か"))
        await settled(pilot)
        assert "日本語入力がオンです" in footer(pilot)


async def test_letters_type_in_a_field_and_function_keys_still_act(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await pilot.press("slash", "t", "1", "question_mark")
        assert app_of(pilot).screen.query_one(Input).value == "t1?"
        await pilot.press("f1")
        assert isinstance(app_of(pilot).screen, Help)


async def test_a_page_of_consequences_is_left_by_esc_and_done_by_ctrl_s_only(desk: Desk) -> None:
    answers: list[bool | None] = []
    async with opened(desk) as pilot:
        for keys in (["enter", "escape"], ["enter", "ctrl+s"], ["f12"]):
            app_of(pilot).push_screen(
                Confirm("発行する", "発行する", [Part("記録", ("一つ",))]), answers.append
            )
            await settled(pilot)
            await pilot.press(*keys)
        assert answers == [None, True, True]


async def test_what_is_dangerous_wants_a_word_typed(desk: Desk) -> None:
    answers: list[bool | None] = []
    async with opened(desk) as pilot:
        app_of(pilot).push_screen(Confirm("廃棄", "廃棄する", [], typed="4"), answers.append)
        await settled(pilot)
        await pilot.press("ctrl+s")
        assert answers == []
        await pilot.press("4", "ctrl+s")
        assert answers == [True]


async def test_idleness_hides_the_names_and_a_key_brings_them_back(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app = app_of(pilot)
        cursor = app.screen.query_one(RowList).cursor
        app.patience = 600.0
        await pilot.press("down", "up")
        app.idle.since -= 590
        app._look_around()
        await settled(pilot)
        assert not isinstance(app.screen, Curtain), "the minutes begin with the last key"
        app.idle.since -= 10
        app._look_around()
        await settled(pilot)
        assert isinstance(app.screen, Curtain)
        names = [s.row.name for s in desk.overview() if s.row.name]
        assert names and not any(name in drawn(pilot).text for name in names)
        await pilot.press("n")
        await settled(pilot)
        assert isinstance(app_of(pilot).screen, DeskRoom)
        assert app_of(pilot).screen.query_one(RowList).cursor == cursor


async def test_idling_keeps_nothing(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app = app_of(pilot)
        for _ in range(30):
            app._look_around()
            await app.workers.wait_for_complete()
        assert len(app.workers._workers) <= 1
        assert len(app.screen_stack) == 1


async def test_what_another_process_writes_appears_and_the_cursor_keeps_its_row(
    desk: Desk, practice: Path
) -> None:
    async with opened(desk) as pilot:
        app = app_of(pilot)
        rows = app.screen.query_one(RowList)
        await pilot.press("down", "down")
        before, count = rows.cursor, len(rows.keys())
        with open_desk(practice, MEMBER) as other:
            organisation = next(iter(other.organisations()))
            form = {
                "channel": "window",
                "requester": "data_subject",
                "name": "見本 花子",
                "address": "見本市1",
                "target": "記録",
            }
            other.submit(
                Submission(kind="disclosure", organisation=organisation, form=form, date=date(2026, 11, 24))
            )
        app._look_around()
        await app.workers.wait_for_complete()
        await settled(pilot)
        assert len(rows.keys()) == count + 1
        assert rows.cursor == before
        assert "ほかの人が書き込みました" in footer(pilot)


async def test_ones_own_step_is_never_told_as_somebody_elses(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app, asked_before = app_of(pilot), desk.revision()
        found = next(row for row in desk.rows(state="completeness_check"))
        desk.submit(
            Submission(case=found.number, organisation=found.organisation, command="confirm_completeness")
        )
        for asked in (asked_before, desk.revision()):
            app._compare(asked)
        await settled(pilot)
        assert app.said == ""


async def test_a_window_that_is_too_small_is_told_so(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await pilot.resize_terminal(60, 20)
        await settled(pilot)
        assert "80x24" in footer(pilot)
        await pilot.resize_terminal(90, 30)
        await settled(pilot)
        assert "80x24" not in footer(pilot)
        app_of(pilot).tell("済みました")
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert "済みました" in footer(pilot), "what else was said stays until the next key"


async def test_keys_of_the_footer_and_rooms_are_buttons(desk: Desk) -> None:
    async with opened(desk) as pilot:
        at = len(footer(pilot)) - len(footer(pilot).rstrip())
        await pilot.click(offset=(80 - at - 3, 23))
        await settled(pilot)
        assert isinstance(app_of(pilot).screen, Help)


@pytest.mark.asyncio
async def test_keys_that_come_faster_than_screens_close_do_no_harm(desk: Desk) -> None:
    """On a slow machine a key is on its way to a page while the one before it closes that page."""
    async with opened(desk) as pilot:
        await press(pilot, "5", "y")
        closing = pilot.app.screen
        for key in ("escape", "escape", "question_mark"):
            closing.post_message(events.Key(key, "?" if key == "question_mark" else None))
        await settled(pilot)
        await settled(pilot)
        assert "ヘルプ" in drawn(pilot).text and pilot.app.screen is not closing
