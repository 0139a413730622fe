"""設定: what is in effect, to read."""

import pytest

from engine.desk import Desk
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing, spot
from tui.screens.workshop.reading import ReadingScreen

SCENES = (
    Scene("picture", pressing("5", "r")),
    Scene("steps", pressing("5", "r", "down")),
    Scene("tables", pressing("5", "r", *["down"] * 5)),
    Scene("open", pressing("5", "r", "f3")),
    Scene("yaml", pressing("5", "r", "v")),
)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


@pytest.mark.asyncio
async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, SCENES, (80, 24), ("sumi",), "en") == []


@pytest.mark.asyncio
async def test_by_keys(desk: Desk) -> None:
    """Drawn, then step by step with article and place, what is open, and the whole as YAML."""
    async with opened(desk) as pilot:
        shown = await press(pilot, "5", "r")
        assert "[ 本人確認 ]" in shown.text
        assert "+-> 取下げを受ける > [ 取下げ ]" in shown.text
        shown = await press(pilot, "down")
        assert "第15条第1項" in shown.text
        assert "workflows/base/request.yaml:" in shown.text
        shown = await press(pilot, "f3")
        assert "定めなし" in shown.text
        assert "organisation.yaml:" in shown.text
        assert "x-groups:" in (await press(pilot, "v")).text


@pytest.mark.asyncio
async def test_found_with_the_element_it_belongs_to(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "5", "r", "down", "slash")
        room = pilot.app.screen
        assert isinstance(room, ReadingScreen)
        room.field.value = "受付印を押"
        await settled(pilot)
        shown = drawn(pilot).text
        assert "受付印・受領" in shown
        assert "調査" not in shown.split("受付印・受領")[1].split("Enter")[0]


@pytest.mark.asyncio
async def test_the_picture_is_written(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "5", "r", "X")
    assert desk.path is not None
    (file,) = (desk.path / "出力").iterdir()
    assert file.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await press(pilot, "5", "r")
        await pilot.click(offset=spot(shown, "期間"))
        await settled(pilot)
        assert "数え始め" in drawn(pilot).text
