"""受付 and the form of a step: taking in by keys, drafts, refusals, clashes, and how they look."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

import tui.app
from engine.desk import Desk, Submission, open_desk
from engine.desk.drafts import Drafts
from tests.formoffice import NOW, ORG, REQUEST, make
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tui.cleaning import width
from tui.screens.confirm import Confirm
from tui.screens.form_pane import FormPane
from tui.screens.request import RequestRoom
from tui.screens.step import StepScreen
from tui.widgets.form.popups import FieldWhy
from tui.widgets.form.rail import REVIEW
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


@pytest.fixture(scope="module")
def form_office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("request"))


@pytest.fixture
def desk(form_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not any(room.id == "request" for room in tui.app.ROOMS):
        room = tui.app.Room("request", "2", "tui.screens.request:RequestRoom")
        monkeypatch.setattr(tui.app, "ROOMS", (*tui.app.ROOMS, room))
    with open_desk(Path(shutil.copytree(form_office, tmp_path / "office")), "sato") as found:
        yield found


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def to_form(pilot: Pilot[None]) -> FormPane:
    """受付, and the form of a disclosure."""
    await press(pilot, "2", "down", "enter")
    await settled(pilot)
    return pane(pilot)


def pane(pilot: Pilot[None]) -> FormPane:
    room = pilot.app.screen
    assert isinstance(room, RequestRoom | StepScreen)
    assert room.pane is not None
    return room.pane


async def filled(pilot: Pilot[None], **more: str) -> FormPane:
    form = await to_form(pilot)
    for name, value in {**REQUEST, **more}.items():
        form.model.set(f"/{name}", value)
    form.view._after()
    await settled(pilot)
    return form


@asynccontextmanager
async def room(desk: Desk, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    async with opened(desk, size) as pilot:
        yield pilot


async def test_a_request_is_taken_in_by_keys_alone(desk: Desk) -> None:
    async with room(desk) as pilot:
        await to_form(pilot)
        await press(pilot, "1", "enter", "1", "enter")
        for text in ("見本 太郎", "", "", "前橋市見本町1-1", "", "", "給付記録"):
            field = pilot.app.focused
            if text and field is not None:
                await pilot.press(*text)
            await press(pilot, "enter")
        await press(pilot, "f12")
        assert isinstance(pilot.app.screen, Confirm)
        assert desk.rows() == []
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert [(r.number, r.name) for r in desk.rows()] == [("R8-001", "見本 太郎")]
        assert Drafts(desk).all() == []
        app = pilot.app
        assert isinstance(app, tui.app.Madoguchi)
        app._compare(desk.revision())  # the first step of an office, which begins a book
        assert app.said.startswith("R8-001")


async def test_sections_by_name_why_of_a_paper_and_the_draft_by_f2(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot)
        names = [title for _, title in form.model.sections()]
        assert all(f"{n} {title}" in drawn(pilot).lines[2] for n, title in enumerate(names, 1))
        await press(pilot, "ctrl+l", "f5")
        paper = form.papers.papers[0]
        assert isinstance(pilot.app.screen, FieldWhy)
        assert paper.title.ja in drawn(pilot).text and paper.basis in drawn(pilot).text
        await press(pilot, "escape", "escape", "escape", "f2")
        pilot.app.screen.query_one(RowList).cursor = f"draft:{Drafts(desk).all()[0].id}"
        await press(pilot, "enter")
        assert pane(pilot).model.value("/name") == REQUEST["name"]


async def test_the_page_of_consequences_says_what_would_happen_and_esc_does_nothing(desk: Desk) -> None:
    async with room(desk) as pilot:
        await filled(pilot)
        await press(pilot, "ctrl+s")
        text = drawn(pilot).text
        assert "R8-001" in text
        assert "令和8年12月24日(木)" in text
        await press(pilot, "enter")
        assert desk.rows() == []
        await press(pilot, "escape")
        assert pane(pilot).model.value("/name") == "見本 太郎"


async def test_the_page_of_consequences_names_the_papers_that_are_missing(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(
            pilot, requester="mandated_agent", **{"agent/name": "見本 花子", "agent/address": "見本町1"}
        )
        await press(pilot, "ctrl+s")
        lacking = form.model.lacking()
        assert lacking and "足りない書類" in (text := drawn(pilot).text)
        assert all(f"{one.title.ja}  {one.basis}" in text for one in lacking)


async def test_a_refusal_says_that_nothing_was_recorded_and_goes_to_the_first_reason(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot, name="", address="")
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert "まだ進めません 何も記録していません。2つを直してください" in drawn(pilot).text
        assert form.view.at == "/name"
        await press(pilot, "f3")
        assert form.view.at == "/address"
        assert desk.rows() == []


async def test_the_banner_counts_down_and_goes(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot, name="")
        await press(pilot, "ctrl+s")
        await pilot.press("a")
        await settled(pilot)
        assert form.model.value("/name") == "a"
        assert "まだ進めません 何も" not in drawn(pilot).text


async def test_what_was_typed_is_a_draft_half_a_second_after_the_last_key(desk: Desk) -> None:
    async with room(desk) as pilot:
        await to_form(pilot)
        await press(pilot, "2")
        await pilot.pause(0.6)
        (draft,) = Drafts(desk).all("sato")
        assert draft.data["typed"]["channel"] == "post"
        assert "10:42 自動保存" in drawn(pilot).text


async def test_after_a_crash_the_same_form_opens_with_the_same_field(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot)
        form.go("person", "/address")
        await settled(pilot)
        form.save()
    async with room(desk) as pilot:
        await press(pilot, "2")
        await settled(pilot)
        form = pane(pilot)
        assert form.view.at == "/address"
        assert form.model.value("/target") == "給付記録"


async def test_leaving_keeps_a_draft_that_stands_first_on_the_list_and_under_the_cursor(desk: Desk) -> None:
    async with room(desk) as pilot:
        await filled(pilot)
        await press(pilot, "escape", "escape")
        await settled(pilot)
        assert "下書きに残しました" in drawn(pilot).text
        rows = pilot.app.screen.query_one(RowList)
        assert rows.cursor == rows.keys()[0] == f"draft:{Drafts(desk).all('sato')[0].id}"
        await press(pilot, "1")
        text = drawn(pilot).text
        assert "団体" not in text.splitlines()[2], "there is one organisation"
        assert next(line for line in drawn(pilot).lines if "入力の途中" in line).count("開示") == 1
        await press(pilot, "2")
        await press(pilot, "enter")
        await settled(pilot)
        assert pane(pilot).model.value("/name") == "見本 太郎"


async def test_what_is_wrong_is_broken_where_a_sentence_may_break(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot, kana="漢字")
        assert "Enter 次の欄  * 必ず書く" in drawn(pilot).text
        form.go("person", "/kana")
        form.model.leave("/kana")
        await press(pilot, "tab")
        lines = drawn(pilot).lines
        at = next(n for n, line in enumerate(lines) if "書き方が違います" in line)
        assert lines[at].strip().startswith("ふりがな の書き方が違います。")


async def test_why_of_a_field_is_read_to_its_end_where_the_screen_is_low(desk: Desk) -> None:
    parts = [("2 決まり", ["運転免許証"] * 30), ("4 こうすると進める", ["書類を足す"])]
    async with room(desk) as pilot:
        pilot.app.push_screen(FieldWhy("請求者の確認", parts, "ja"))
        await settled(pilot)
        assert "Esc 戻る" in drawn(pilot).text and "書類を足す" not in drawn(pilot).text
        await press(pilot, "pagedown", "pagedown", "pagedown")
        assert "書類を足す" in drawn(pilot).text


async def test_the_review_leads_back_to_a_field(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot, name="")
        form.go(REVIEW)
        await settled(pilot)
        await press(pilot, "enter")
        assert form.view.at == "/name"


@pytest.mark.parametrize("target", ["給付の記録", "給付の記録" * 80])  # with a scroll bar, too
async def test_the_review_says_a_long_fault_below_its_beginning(desk: Desk, target: str) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot, kana="]]", target=target)
        form.go(REVIEW)
        await settled(pilot)
        lines = drawn(pilot).lines
        first = next(n for n, line in enumerate(lines) if line.startswith(" ! ふりがな"))
        begins = lines[first].rindex("ふりがな")
        said = lines[first][begins:].strip() + lines[first + 1].strip()
        assert said == (
            "ふりがな の書き方が違います。ひらがなかカタカナ（半角でもよい）で書きます。漢字やローマ字は使えません。"
        )
        assert width(lines[first + 1]) - width(lines[first + 1].lstrip()) == width(lines[first][:begins])


async def test_the_checklist_leads_to_where_a_paper_is_added(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await filled(pilot)
        await press(pilot, "ctrl+l", "enter")
        await settled(pilot)
        assert form.view.at == "/documents/0/type"
        await press(pilot, "ctrl+l", "ctrl+l")
        assert form.view.focused_line() is not None


async def test_what_is_typed_while_the_next_section_comes_is_in_its_field(desk: Desk) -> None:
    async with room(desk) as pilot:
        form = await to_form(pilot)
        view = form.view
        view.go(form.model.section_of("/address"))
        await settled(pilot)
        first = view.section
        view.focus_on(view.lines[-1].row.pointer)
        await settled(pilot)
        pilot.app.post_message(events.Key("tab", None))
        while view.section == first:
            await asyncio.sleep(0)
        for letter in ("1", "n", "見"):
            pilot.app.post_message(events.Key(letter, letter))
        pilot.app.post_message(events.Paste("本"))
        for _ in range(3):
            await settled(pilot)
        assert pilot.app.screen is form.screen, "no letter was taken for a command"
        assert form.model.value(view.at) == "1n見本"


async def test_a_form_typed_faster_than_it_is_drawn_has_every_text_in_its_field(desk: Desk) -> None:
    async with room(desk) as pilot:
        await press(pilot, "2", "down")
        keys = ("enter", "2", "enter", "enter", "1", "enter", "=見本 太郎", "enter", "=みほん", "tab", "down")
        for one in (*keys, "=前橋市見本町1-1"):
            text = one.removeprefix("=")
            pilot.app.post_message(
                events.Paste(text) if text != one else events.Key(one, one if one.isdigit() else None)
            )
        for _ in range(40):
            await settled(pilot)
            if pane(pilot).model.value("/address"):
                break
        value = pane(pilot).model.value
        assert {name: value(f"/{name}") for name in ("channel", "requester", "name", "kana", "address")} == {
            "channel": "post",
            "requester": "data_subject",
            "name": "見本 太郎",
            "kana": "みほん",
            "address": "前橋市見本町1-1",
        }


async def test_the_list_and_an_open_form_take_the_other_language(desk: Desk) -> None:
    async with room(desk) as pilot:
        app = pilot.app
        assert isinstance(app, tui.app.Madoguchi)
        await press(pilot, "2")
        app.language = "en"
        await settled(pilot)
        assert "Disclosure" in drawn(pilot).text and "開示" not in drawn(pilot).text
        await press(pilot, "down", "enter", "2")
        assert "missing  Paper with a" in drawn(pilot).text  # a word of a state stands whole
        app.language = "ja"
        for _ in range(3):
            await settled(pilot)
        assert "申出の経路" in drawn(pilot).text
        assert pane(pilot).model.value("/channel") == "post"


async def test_the_mouse_goes_to_a_section(desk: Desk) -> None:
    async with room(desk, (120, 36)) as pilot:
        form = await filled(pilot)
        await pilot.click(form.rail, offset=(3, 5))
        await settled(pilot)
        assert form.view.section == form.model.sections()[1][0]


def _case(desk: Desk) -> str:
    return desk.submit(Submission(kind="disclosure", organisation=ORG, form=REQUEST)).case


async def test_a_step_that_somebody_else_overtook_keeps_what_was_typed(desk: Desk) -> None:
    number = _case(desk)
    async with room(desk) as pilot:
        pilot.app.push_screen(StepScreen(ORG, number, "withdraw"))
        await settled(pilot)
        form = pane(pilot)
        form.model.set("/note", "本人から電話")
        desk.submit(Submission(command="note", case=number, organisation=ORG, form={"text": "先に書いた"}))
        await press(pilot, "ctrl+s", "ctrl+s")
        await settled(pilot)
        assert "他の担当者が更新済み" in drawn(pilot).text
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert form.model.value("/note") == "本人から電話"
        await press(pilot, "ctrl+s", "ctrl+s")
        await settled(pilot)
        assert desk.case((ORG, number)).standing[-1].id == "withdraw"


async def test_a_step_leaves_by_esc_with_a_draft_and_comes_back(desk: Desk) -> None:
    number = _case(desk)
    async with room(desk) as pilot:
        pilot.app.push_screen(StepScreen(ORG, number, "withdraw"))
        await settled(pilot)
        pane(pilot).model.set("/note", "途中")
        await press(pilot, "escape")
        await settled(pilot)
        pilot.app.push_screen(StepScreen(ORG, number, "withdraw"))
        await settled(pilot)
        assert pane(pilot).model.value("/note") == "途中"


# --- looks


async def _list(pilot: Pilot[None]) -> RequestRoom:
    """The list of kinds; a form that was open there is closed."""
    app = pilot.app
    assert isinstance(app, tui.app.Madoguchi)
    app.go("request")
    await settled(pilot)
    room = app.screen
    assert isinstance(room, RequestRoom)
    room.close()
    await settled(pilot)
    return room


async def _form(pilot: Pilot[None]) -> FormPane:
    room = await _list(pilot)
    room.begin(f"{ORG}/disclosure")
    await settled(pilot)
    return pane(pilot)


async def _wrong(pilot: Pilot[None]) -> None:
    form = await _form(pilot)
    for name, value in {**REQUEST, "name": "", "requester": "mandated_agent", "channel": "post"}.items():
        form.model.set(f"/{name}", value)
    form.model.set("/documents/0/type", "power_of_attorney")
    form.model.set("/documents/0/issued_on", "-35")
    form.finish()
    await settled(pilot)
    form.go("papers", "/documents/0/issued_on")


async def _review(pilot: Pilot[None]) -> None:
    form = await _form(pilot)
    form.go(REVIEW)


SCENES = [
    Scene("list", _list),
    Scene("form", _form),
    Scene("wrong", _wrong),
    Scene("review", _review),
]


@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, SCENES, (80, 24), ("sumi",), "en") == []
