"""One registry: keys are clear and allowed, every action has both labels and is reached without its key."""

import unicodedata

import pytest

from engine.desk import Desk
from engine.model.keys import FREE, RESERVED
from tests.tui.harness import action_of, opened, settled
from tui.actions import (
    Action,
    allowed,
    by_key,
    clashes,
    in_fields,
    is_japanese,
    key_name,
    shown,
)
from tui.app import OPENS, ROOMS, Madoguchi, registry
from tui.cleaning import width
from tui.place import Keyed
from tui.screens.finding import ActionPicker
from tui.widgets.rows import RowList

ACTIONS = registry().actions
PLACES = sorted({a.where for a in ACTIONS if a.where})


@pytest.mark.parametrize("place", PLACES)
def test_no_key_stands_for_two_things_in_one_place(place: str) -> None:
    assert clashes(registry().at((place,))) == []


def test_a_clash_and_a_forbidden_key_are_found() -> None:
    def nothing(_: object) -> None:
        return None

    one = Action("a", "一", "One", ("n", "F6"), "desk", nothing)
    other = Action("b", "二", "Two", ("n",), "desk", nothing)
    assert clashes([one, other]) == ["F6: a (not allowed)", "n: a, b"]


FORBIDDEN = [*(f"F{n}" for n in range(6, 12)), *(f"Ctrl+{c}" for c in "ABHIJKMWXYZ["), "j", "G", "Tab", "あ"]


@pytest.mark.parametrize("key", FORBIDDEN)
def test_keys_of_input_methods_fields_and_terminals_are_left_alone(key: str) -> None:
    assert not allowed(key)


@pytest.mark.parametrize("action", ACTIONS, ids=lambda a: a.id)
def test_every_action_has_both_labels_in_plain_characters(action: Action) -> None:
    for label in (action.ja, action.en):
        assert label.strip()
        assert [c for c in label if unicodedata.east_asian_width(c) == "A"] == []
    assert width(action.en) <= max(1.6 * width(action.ja), 16)


def test_ids_are_unique_and_what_an_action_needs_can_exist() -> None:
    assert len({a.id for a in ACTIONS}) == len(ACTIONS)
    known = {room.id for room in ROOMS} | set(OPENS) | {"request", "case", "why", "notice", "practice"}
    assert {a.needs for a in ACTIONS} - {""} <= known


def test_rooms_are_gone_to_by_their_digits() -> None:
    for room in ROOMS:
        assert by_key(ACTIONS, room.key) == next(a for a in ACTIONS if a.id == f"room.{room.id}")


@pytest.mark.asyncio
@pytest.mark.parametrize("language", ["ja", "en"])
async def test_help_lists_every_action_of_a_place_with_its_key(desk: Desk, language: str) -> None:
    async with opened(desk, (80, 50), language=language) as pilot:
        place = pilot.app.screen
        assert isinstance(place, Keyed)
        wanted = {a.id for a in place.actions()}
        await pilot.press("question_mark")
        await settled(pilot)
        help_page = pilot.app.screen
        assert isinstance(help_page, ActionPicker)
        rows = help_page.query_one(RowList)
        assert set(rows.keys()) == wanted
        entries = {e.key: e for e in help_page.entries("")}
        for action in place.actions():
            assert entries[action.id].cells[1] == action.label(language)


@pytest.mark.asyncio
async def test_every_action_is_reached_by_arrows_and_enter_alone(desk: Desk) -> None:
    async with opened(desk) as pilot:
        place = pilot.app.screen
        assert isinstance(place, Keyed)
        await pilot.press("f1")
        rows = pilot.app.screen.query_one(RowList)
        wanted = [action.id for action in sorted(place.actions(), key=lambda a: not a.keys)]
        reached = [rows.cursor]
        for _ in wanted[1:]:
            await pilot.press("down")
            reached.append(rows.cursor)
        assert reached == wanted


@pytest.mark.asyncio
async def test_an_action_that_cannot_be_done_says_why_instead(desk: Desk) -> None:
    async with opened(desk) as pilot:
        app = pilot.app
        assert isinstance(app, Madoguchi)
        done: list[str] = []
        action = Action("x", "する", "Do", (), "desk", lambda _: done.append("x"), lambda _: "まだです")
        app.act(action, app.screen)
        assert done == []
        assert "まだです" in app.said
        app.act(action_of(app, "language"), app.screen)
        assert app.language == "en"


# --- keys as they arrive


@pytest.mark.parametrize(
    ("key", "character", "name"),
    [
        ("n", "n", "n"),
        ("upper_g", "G", "G"),
        ("ｄ", "ｄ", "d"),
        ("１", "１", "1"),
        ("question_mark", "?", "?"),
        ("fullwidth", "？", "?"),
        ("space", " ", "Space"),
        ("ideographic_space", "　", "Space"),
        ("enter", "\r", "Enter"),
        ("escape", "\x1b", "Esc"),
        ("ctrl+p", "\x10", "Ctrl+P"),
        ("f12", None, "F12"),
        ("shift+tab", None, "Shift+Tab"),
        ("hiragana", "か", ""),
        ("ctrl+at", None, "Ctrl+AT"),
    ],
)
def test_a_key_has_one_name_whatever_its_width(key: str, character: str | None, name: str) -> None:
    assert key_name(key, character) == name


def test_kana_and_kanji_tell_that_the_input_method_is_on() -> None:
    assert all(map(is_japanese, ("か", "カ", "ｶ", "机", "、")))
    assert not any(map(is_japanese, ("d", "ｄ", "１", None, "é")))


def test_only_keys_that_are_never_typed_act_in_a_field() -> None:
    assert all(map(in_fields, ("F1", "F12", "Esc", "Ctrl+P", "Ctrl+S")))
    assert not any(map(in_fields, ("n", "?", "1", "Space", "Enter", ".", "/")))
    assert shown("Ctrl+P") == "^P"
    assert shown("n") == "n"


# --- commands of workflows


def test_no_action_beside_a_case_takes_a_letter_that_a_command_may_have() -> None:
    letters = {
        key for a in ACTIONS if a.where in ("", "case") for key in a.keys if key.isalpha() and len(key) == 1
    }
    assert letters <= RESERVED
    assert not RESERVED & set(FREE)
