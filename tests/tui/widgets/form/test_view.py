"""The form by keys: going from field to field, choosing, dates, long texts, problems."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.app import ComposeResult
from textual.pilot import Pilot

from engine.desk.forms import Objection
from tui.dressed import Dressed
from tui.widgets.form.editors import LongEditor, PickEditor, TextEditor
from tui.widgets.form.model import FormModel
from tui.widgets.form.popups import CalendarPopup, ChoicePopup
from tui.widgets.form.view import FormView

pytestmark = pytest.mark.asyncio


class Alone(Dressed):
    """A form with nothing around it."""

    def __init__(self, model: FormModel) -> None:
        super().__init__("sumi", "ja")
        self.view = FormView(model)

    def compose(self) -> ComposeResult:
        yield self.view

    def on_mount(self) -> None:
        self.dress()

    def has(self, place: str) -> bool:  # noqa: ARG002
        return False

    def go(self, room: str) -> None:
        """There are no rooms."""

    def rooms(self) -> list[tuple[str, str]]:
        return []


@asynccontextmanager
async def shown(model: FormModel) -> AsyncIterator[tuple[Pilot[None], FormView]]:
    app = Alone(model)
    async with app.run_test(size=(80, 24)) as pilot:
        await still(pilot)
        yield pilot, app.view


async def still(pilot: Pilot[None]) -> None:
    for _ in range(3):
        await pilot.pause()


async def keys(pilot: Pilot[None], *pressed: str) -> None:
    for key in pressed:
        await pilot.press(key)
        await still(pilot)


async def typed(pilot: Pilot[None], text: str) -> None:
    """As an input method commits it: in one piece."""
    field = pilot.app.focused
    assert isinstance(field, TextEditor)
    field.insert_text_at_cursor(text)
    await still(pilot)


async def test_it_opens_at_the_first_empty_required_field(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        assert view.at == "/channel"
        assert isinstance(pilot.app.focused, PickEditor)


async def test_short_choices_are_shown_open_and_taken_by_key(model: FormModel) -> None:
    async with shown(model) as (pilot, _view):
        await keys(pilot, "2")
        assert model.value("/channel") == "post"
        await keys(pilot, "left")
        assert model.value("/channel") == "window"
        await keys(pilot, "delete")
        assert model.value("/channel") is None


async def test_a_conditional_field_appears_below_with_the_caret_where_it_was(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        await keys(pilot, "2")
        assert [line.row.pointer for line in view.lines][-1] == "/sent_on"
        assert view.at == "/channel"
        await keys(pilot, "enter")
        assert view.at == "/sent_on"


async def test_enter_goes_on_over_the_end_of_a_section_and_never_submits(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        await keys(pilot, "1", "enter")
        assert (view.section, view.at) == ("person", "/requester")
        await keys(pilot, "shift+tab")
        assert view.section == "filing"


async def test_errors_stand_under_the_field_after_it_was_left(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("person", "/name")
        await still(pilot)
        line = view.focused_line()
        assert line is not None
        assert [line._below.display] == [False]
        await keys(pilot, "enter")
        assert "本人の氏名" in str(line._below.render())


async def test_a_calendar_fills_in_a_date(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        await keys(pilot, "2", "enter", "f4")
        assert isinstance(pilot.app.screen, CalendarPopup)
        await keys(pilot, "up", "enter")
        assert model.value("/sent_on") == "R8.11.17"
        assert view.at == "/sent_on"


async def test_a_long_list_is_found_by_half_width_kana(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("papers", "/documents")
        await still(pilot)
        await keys(pilot, "f4")
        assert isinstance(pilot.app.screen, ChoicePopup)
        await typed(pilot, "ﾊﾟｽ")
        await keys(pilot, "enter")
        assert model.value("/documents") == [{"type": "passport"}]
        assert view.at == "/documents/0/issued_on"  # and one goes on to what is asked about it


async def test_an_entry_is_taken_out_from_its_list_of_choices_and_brought_back(model: FormModel) -> None:
    model.set("/documents/0/type", "passport")
    async with shown(model) as (pilot, view):
        view.go("papers", "/documents/0/type")
        await still(pilot)
        await keys(pilot, "f4")
        await keys(pilot, *["pagedown"] * 3, "enter")
        assert model.value("/documents") == []
        await keys(pilot, "ctrl+z")
        assert model.value("/documents") == [{"type": "passport"}]


async def test_pasted_lines_make_a_long_text_and_lose_nothing(model: FormModel) -> None:
    from textual import events

    async with shown(model) as (pilot, view):
        view.go("content", "/wish")
        await still(pilot)
        field = pilot.app.focused
        assert field is not None
        field.post_message(events.Paste("一行目\n[/]二行目\n"))
        await still(pilot)
        assert isinstance(pilot.app.focused, LongEditor)
        assert model.value("/wish") == "一行目\n[/]二行目\n"


async def test_typing_is_undone_in_the_field(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("person", "/name")
        await still(pilot)
        await typed(pilot, "見本")
        await typed(pilot, "太郎")
        await keys(pilot, "ctrl+z")
        assert model.value("/name") == "見本"
        await keys(pilot, "ctrl+y")
        assert model.value("/name") == "見本太郎"


async def test_keys_that_come_faster_than_they_are_judged_are_all_kept(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("person", "/name")
        await still(pilot)
        field = pilot.app.focused
        assert isinstance(field, TextEditor)
        line = view.focused_line()
        assert line is not None
        field.value = "見"
        view.update_lines()
        field.value = "見本"
        view.update_lines()
        await still(pilot)
        assert (field.value, model.value("/name")) == ("見本", "見本")


async def test_hidden_characters_are_seen_and_kept(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("person", "/name")
        await still(pilot)
        await typed(pilot, "[b]見本\u202e\x1b[31m")
        field = pilot.app.focused
        assert isinstance(field, TextEditor)
        assert "\u202e" not in field._value.plain
        assert field._value.plain.startswith("[b]見本?")
        assert model.value("/name") == "[b]見本\u202e\x1b[31m"


async def test_next_problem_walks_and_wraps(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        seen = []
        for _ in range(7):
            await keys(pilot, "f3")
            seen.append(view.at)
        assert seen[:2] == ["/requester", "/name"]
        assert seen[5] == "/channel"


async def test_a_refusal_puts_the_caret_at_the_first_reason(model: FormModel) -> None:
    async with shown(model) as (pilot, view):
        view.go("papers")
        await still(pilot)
        view.refuse((Objection("form", "だめです", "no", "/address", "見本規程第9条"),))
        await still(pilot)
        assert view.at == "/channel"
        view.go("person", "/address")
        await still(pilot)
        line = view.focused_line()
        assert line is not None
        assert "見本規程第9条" in str(line._below.render())


async def test_the_mouse_chooses(model: FormModel) -> None:
    async with shown(model) as (pilot, _view):
        await pilot.click(PickEditor, offset=(9, 0))
        await still(pilot)
        assert model.value("/channel") == "post"
