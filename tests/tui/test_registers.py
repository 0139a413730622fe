"""台帳: rows of every register, found, sorted, written out; a year in numbers."""

import pytest

from engine.desk import Desk
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing, spot
from tui.screens.registers import RegistersRoom
from tui.screens.registers_drawing import marks

SCENES = (Scene("rows", pressing("3", "down")), Scene("year", pressing("3", "G")))


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


@pytest.mark.asyncio
async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, SCENES, (80, 24), ("sumi",), "en") == []


@pytest.mark.asyncio
async def test_by_keys(desk: Desk) -> None:
    """From the registers into the rows; found by a name, sorted, and all columns of a row beneath."""
    async with opened(desk) as pilot:
        shown = await press(pilot, "3", "down", "enter")
        assert "R18.10.6" in shown.text
        assert "提出の方法" in shown.text
        room = pilot.app.screen
        assert isinstance(room, RegistersRoom)
        assert [row.case for row in room.shown()] == ["R8-001", "R8-002"]
        await press(pilot, "S")
        assert [row.case for row in room.shown()] == ["R8-002", "R8-001"]
        await press(pilot, "slash")
        room.field.value = "髙﨑"
        await settled(pilot)
        assert [row.case for row in room.shown()] == ["R8-002"]
        room.field.value = "いない"
        await settled(pilot)
        assert "見つかりません" in drawn(pilot).text
        await press(pilot, "escape")
        assert len(room.shown()) == 2


@pytest.mark.asyncio
async def test_sorting_goes_through_the_columns_and_back(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "3", "down")
        room = pilot.app.screen
        assert isinstance(room, RegistersRoom)
        book = room.book()
        assert book is not None
        seen = []
        for _ in range(len(book.columns) + 4):
            await pilot.press("s")
            seen.append(room.by)
        assert seen == ["case", "written", *(name for name, _ in book.columns), "keep_through", ""]


@pytest.mark.asyncio
async def test_written_out_and_noted(desk: Desk) -> None:
    """Excel and CSV lie in the folder, and the log says who wrote them."""
    async with opened(desk) as pilot:
        shown = await press(pilot, "3", "down", "X")
        assert "書きました" in shown.text
        await press(pilot, "C")
    assert desk.path is not None
    names = sorted(p.name for p in (desk.path / "出力").iterdir())
    assert names == ["個人情報の開示等台帳_愛知支部.csv", "個人情報の開示等台帳_愛知支部.xlsx"]
    csv = next((desk.path / "出力").glob("*.csv")).read_bytes()
    assert csv.startswith(b"\xef\xbb\xbf")
    assert "髙﨑 見本" in csv.decode()


@pytest.mark.asyncio
async def test_nothing_past_its_period(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await press(pilot, "3", "down", "t")
        assert "保存期間が終わったもの 0件" in shown.text


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await press(pilot, "3")
        await pilot.click(offset=spot(shown, "R8年度のまとめ"))
        await settled(pilot)
        assert "進行中" in drawn(pilot).text


@pytest.mark.asyncio
async def test_the_year_counts_every_case(desk: Desk) -> None:
    async with opened(desk, (120, 36)) as pilot:
        shown = await press(pilot, "3", "G")
        assert "利用目的の通知" in shown.text
        assert "中央16 最短11 最長18" in shown.text


def test_marks_say_how_many_took_how_long() -> None:
    assert marks([0, 2, 2, 5], 1) == "1-2--1"
    assert marks([1, 9], 1) == "-1---|---1"
    assert marks([3] * 12, 1) == "---+"
    assert marks([0, 7], 4) == "11"
