"""設定 くわしく: what an organisation is, as tables changed in place; by keys, at both sizes, in every look."""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.harness import SIZES, Drawn, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing, spot
from tui.screens.workshop.room import WorkshopRoom
from tui.screens.workshop.tables import TablesScreen

ORG = "gunma_gojokai"


def at(key: str, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """A way to arrive: at a row of the tables, then by keys."""

    async def arrive(pilot: Pilot[None]) -> None:
        await enter(pilot)
        name, path = f"{ORG}/{key.partition(':')[0]}", tuple(key.partition(":")[2].split("/"))
        tables(pilot).go(name, path)
        await settled(pilot)
        await press(pilot, *keys)

    return arrive


SCENES = (
    Scene("start", pressing("5")),
    Scene("a step", at("request:states/deciding/commands/decide", "tab")),
    Scene("typing", at("request:clocks/decision/period", "enter")),
    Scene("a table", at("request:tables/decision_form")),
    Scene("choices", at("request:clocks/decision/counting", "f4")),
    Scene("where to", at("request:states/deciding", "a", "enter")),
    Scene("a rule", at("request:states/executing/only_when", "f4")),
    Scene("origin", at("request:clocks/decision", "w")),
    Scene("settings", at("organisation:settings/SET-01")),
)


async def enter(pilot: Pilot[None], *then: str) -> Drawn:
    """To the tables of the organisation by keys, whichever organisations the office has."""
    await press(pilot, "5")
    room = pilot.app.screen
    assert isinstance(room, WorkshopRoom)
    for _ in room.organisations():
        if room.organisation == ORG:
            break
        await press(pilot, "o")
    return await press(pilot, "t", *then)


async def typed(pilot: Pilot[None], text: str) -> Drawn:
    """Committed text arrives as one paste, as from an input method."""
    pilot.app.post_message(events.Paste(text))
    await settled(pilot)
    return drawn(pilot)


def own(desk: Desk, name: str = "request") -> str:
    """The office's own file."""
    assert desk.path is not None
    path = Path(desk.path) / "definitions" / "workflows" / ORG / f"{name}.yaml"
    return path.read_text(encoding="utf-8")


def tables(pilot: Pilot[None]) -> TablesScreen:
    screen = pilot.app.screen
    assert isinstance(screen, TablesScreen)
    return screen


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


@pytest.mark.asyncio
async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, SCENES, (80, 24), ("sumi",), "en") == []


@pytest.mark.asyncio
async def test_the_start_list_has_the_eight_questions_and_the_ninth_line(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await press(pilot, "5")
        for label in (
            "窓口と連絡先",
            "名前と職員",
            "期限",
            "必要書類",
            "様式番号",
            "通知の文",
            "手数料",
            "決めごと",
        ):
            assert label in shown.text
        assert "9    くわしく" in shown.text


@pytest.mark.asyncio
async def test_a_cell_is_changed_where_it_stands_and_taken_back(desk: Desk) -> None:
    before = own(desk)
    async with opened(desk) as pilot:
        shown = await enter(pilot, *["right"] * 3, "down", "tab", *["down"] * 3)
        assert ">" in next(line for line in shown.lines if "30日" in line and "期間" in line)
        await press(pilot, "enter", "ctrl+u")
        shown = await typed(pilot, "14日")
        assert "読み 14日" in shown.text
        shown = await press(pilot, "enter")
        assert "14日" in shown.text and "団体" in shown.text and "草案 1か所" in shown.text
        below = next(n for n, line in enumerate(shown.lines) if "期間" in line and "14日" in line)
        assert "公開したあとの受付から" in shown.lines[below + 1] and "進行中の案件" in shown.lines[below + 2]
        assert own(desk) == before + "clocks: {decision: {period: 14 days}}\n" or "period: 14 days" in own(
            desk
        )
        await press(pilot, "u")
        assert own(desk) == before
        await press(pilot, "U")
        assert "period: 14 days" in own(desk)
        shown = await press(pilot, "z")
        assert own(desk) == before


@pytest.mark.asyncio
async def test_the_entries_of_a_list_are_moved_and_taken_out_where_they_stand(desk: Desk) -> None:
    before = own(desk)
    async with opened(desk) as pilot:
        await at("request:states/notifying/commands/notify/by")(pilot)
        shown = await press(pilot, "J")
        assert "J K で動かします" in shown.text
        shown = await press(pilot, "J")
        assert "by: [privacy_officer, window_clerk]" in own(desk)
        assert next(line for line in shown.lines if ">" in line and "窓口" in line)
        await press(pilot, "x")
        assert "by: [privacy_officer]" in own(desk)
        await press(pilot, "u", "K", "u")
        assert own(desk) == before


@pytest.mark.asyncio
async def test_what_cannot_be_understood_stays_in_the_field_and_is_said(desk: Desk) -> None:
    before = own(desk)
    async with opened(desk) as pilot:
        await enter(pilot, *["right"] * 3, "down", "tab", *["down"] * 3, "enter", "ctrl+u")
        await typed(pilot, "だいたい2週")
        shown = await press(pilot, "enter")
        assert "期間は「数と単位」で入れてください" in shown.text
        assert tables(pilot).pane.editing
        await press(pilot, "escape")
        assert own(desk) == before


@pytest.mark.asyncio
async def test_an_inherited_step_is_switched_off_and_brought_back(desk: Desk) -> None:
    before = own(desk)
    async with opened(desk) as pilot:
        await enter(pilot)
        screen = tables(pilot)
        screen.left.cursor = f"{ORG}/request#states/executing/commands/prepare_copy"
        await settled(pilot)
        shown = await press(pilot, "x")
        assert "prepare_copy: ~" in own(desk)
        assert "止まる" in shown.text or "問題" in shown.text
        row = screen.rows[f"{ORG}/request#states/executing/commands/prepare_copy"]
        assert row.origin == "off"
        screen.left.cursor = row.key
        await settled(pilot)
        await press(pilot, "z")
        assert own(desk) == before


@pytest.mark.asyncio
async def test_a_problem_is_told_at_once_and_f3_goes_to_its_cell(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await enter(pilot, "f3", "f3")  # among the warnings
        screen = tables(pilot)
        screen.turn("tables", f"{ORG}/request#tables/decision_form/rows/grant_purpose")
        screen.left.focus()
        await settled(pilot)
        shown = await press(pilot, "x")
        assert "直すまで公開できません" in shown.text
        assert "決まっていない組合せ" in shown.text
        shown = await press(pilot, "f3")
        assert screen.row is not None and screen.row.path[:2] == ("tables", "decision_form")
        assert "抜け 利用目的の通知 x 全部する" in shown.text
        shown = await press(pilot, "enter")  # it is under the cursor
        assert "様式なし" in shown.text
        assert "直すまで公開できません" not in shown.text


@pytest.mark.asyncio
async def test_what_is_not_there_yet_is_typed_over_and_what_no_list_has_is_typed(desk: Desk) -> None:
    before = own(desk, "organisation"), own(desk)
    async with opened(desk) as pilot:
        await at("organisation:windows/main/phone", "enter")(pilot)
        assert tables(pilot).pane.field.value == ""  # the word of the file is `silent`
        await press(pilot, "enter")
        tables(pilot).go(f"{ORG}/request", ("clocks", "decision", "basis"))
        await press(pilot, "enter")
        assert "文字で入れる" in (await typed(pilot, "運用規則第3条")).text
        await press(pilot, "enter")
        assert tables(pilot).pane.field.value == "運用規則第3条"
        await press(pilot, "escape", "escape")
        tables(pilot).go(f"{ORG}/request", ("clocks", "decision", "pauses", "hosei"))
        shown = await press(pilot, "a")  # what pauses is a procedure that there is: no name to make up
        assert "名前: 止める並行手続" not in shown.text
    assert (own(desk, "organisation"), own(desk)) == before


@pytest.mark.asyncio
async def test_each_procedure_of_an_organisation_has_its_tables(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "5")
        room = pilot.app.screen
        assert isinstance(room, WorkshopRoom)
        while room.organisation != "oita_kyosai":
            await press(pilot, "o")
        shown = await press(pilot, "t")
        assert "o 手続 1/2" in shown.text
        shown = await press(pilot, "o")
        assert "第三者提供の記録" in shown.lines[1] and "提供を続けている" in shown.text
        tables(pilot).go("oita_kyosai/request", ("clocks", "decision", "period"))
        await settled(pilot)
        assert "o 手続 1/2" in drawn(pilot).text and tables(pilot).tab == "periods"


@pytest.mark.asyncio
async def test_where_it_comes_from_what_uses_it_and_the_lines_of_the_file(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await enter(pilot, "right")
        screen = tables(pilot)
        screen.left.cursor = f"{ORG}/request#forms/decision/properties/outcome"
        await settled(pilot)
        shown = await press(pilot, "w")
        assert "使っているところ" in shown.text
        assert "workflows/base/request.yaml" in shown.text
        await press(pilot, "escape")
        shown = await press(pilot, "v")
        assert "ひな形のままです" in shown.text


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await enter(pilot)
        await pilot.click(offset=spot(shown, "期間"))
        await settled(pilot)
        assert "決定の期限" in drawn(pilot).text


@pytest.mark.asyncio
async def test_the_form_stands_beside_its_fields_and_is_typed_into(desk: Desk) -> None:
    """At 100 columns and more; what uses the field stands under its cells, and Enter goes there."""
    async with opened(desk, (120, 36)) as pilot:
        await at("request:forms/application/properties/target")(pilot)
        shown = await press(pilot, "f")
        assert "*対象の個人データ" in shown.text
        shown = await typed(pilot, "見本の記録")
        assert "見本の記録" in shown.text
        await press(pilot, "escape", "tab", "enter", "ctrl+u")
        await typed(pilot, "求める記録")
        shown = await press(pilot, "enter")
        assert "*求める記録" in shown.text and "見本の記録" in shown.text
        assert "使っているところ 3" in shown.text
        tables(pilot).pane.rows.cursor = "*use 0"
        await press(pilot, "enter")
        assert tables(pilot).tab == "letters"


@pytest.mark.asyncio
async def test_below_100_columns_the_form_has_a_page_of_its_own(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await at("request:forms/decision/properties/outcome")(pilot)
        shown = await press(pilot, "f")
        assert "何も記録しません" in shown.text and "全部する" in shown.text
        shown = await press(pilot, "3", "tab")
        assert "理由" in shown.text
        assert "何も記録しません" not in (await press(pilot, "escape")).text


@pytest.mark.asyncio
async def test_a_letter_is_looked_at_with_real_cases_and_the_longest_values(desk: Desk) -> None:
    async with opened(desk, (120, 36)) as pilot:
        await at("request:notices/decision_notice/body/head/text", "enter")(pilot)
        shown = drawn(pilot)
        assert "【受付の日】付けで" in shown.text and "項目の名前で" in shown.text
        shown = await press(pilot, "tab", "right_square_bracket")
        assert "1/" in shown.text and "R8-" in shown.text and "様" in shown.text
        shown = await press(pilot, "left_square_bracket", "left_square_bracket")
        assert "いちばん長い値" in shown.text
        await press(pilot, "tab")
        shown = await typed(pilot, "[見本]")
        assert "[見本]" in shown.text and "いちばん長い値" in shown.text


@pytest.mark.asyncio
async def test_a_file_that_cannot_be_read_is_named_with_its_line_and_the_rest_goes_on(alone: Desk) -> None:
    """Written over by hand: while the tables are open the last good stays in sight, and from 設定 it is said."""
    assert alone.path is not None
    file = Path(alone.path) / "definitions" / "workflows" / ORG / "request.yaml"
    good = file.read_bytes()
    async with opened(alone) as pilot:
        await at("request:clocks/decision/title", "enter")(pilot)
        file.write_bytes(good.replace(b"gunma_gojokai/request", b"nope/request"))
        await typed(pilot, "あ")
        shown = await press(pilot, "enter")
        assert "ほかで変更されました" in shown.text and tables(pilot).pane.editing
        shown = await press(pilot, "escape", "u", "c")
        assert "request.yaml:3:10" in shown.text and "「nope/request」という定義" in shown.text
        shown = await press(pilot, "escape", "escape", "escape", "5", "t")
        assert "設定のファイルが読めません" in shown.text and "request.yaml:" in shown.text
        sjis = good.decode("utf-8").encode("cp932")
        for data, said in ((good + b"\tkinds: {}\n", "タブは使えません"), (sjis, "Shift_JIS")):
            file.write_bytes(data)
            shown = await press(pilot, "escape", "t")
            assert said in shown.text and "request.yaml:" in shown.text, shown.text
            await press(pilot, "escape")
        file.write_bytes(good)
        assert "公開した版のまま" in (await press(pilot, "t")).text
