"""記録: who did what and was refused what; verified, narrowed, written out."""

import asyncio
from pathlib import Path

import pytest
from textual.widgets import Input

from engine.desk import Desk, Refused, Submission, backup, days_of
from engine.desk.log import log_of
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing, spot
from tui.screens.log import LogRoom

SCENE = Scene("log", pressing("6"))


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, (SCENE,), size) == []


@pytest.mark.asyncio
async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, (SCENE,), (80, 24), ("sumi",), "en") == []


@pytest.mark.asyncio
async def test_by_keys(desk: Desk) -> None:
    """What was refused stands in the log by its rule, and nothing else of it."""
    async with opened(desk) as pilot:
        with pytest.raises(Refused):
            desk.submit(Submission(command="notify", case="R8-014", organisation="gunma_gojokai"))
        shown = await press(pilot, "6")
        assert "進めない" in shown.text
        assert "from" in shown.text
        await press(pilot, "t")
        room = pilot.app.screen
        assert isinstance(room, LogRoom)
        assert [line.result for line in room.shown()] == ["refused"]
        await press(pilot, "escape", "slash")
        room.field.value = "R8-002 取下げ"
        await settled(pilot)
        assert all(line.case == "R8-002" for line in room.shown())
        await press(pilot, "escape", "X", "escape", "3", "enter")
        assert ("台帳", "受信簿") in [(line.what, line.detail) for line in log_of(desk)]
    assert desk.path is not None
    assert [p.suffix for p in (desk.path / "出力").iterdir()] == [".csv"]


@pytest.mark.asyncio
async def test_the_days_of_the_last_backup_and_rehearsal_are_shown(desk: Desk, tmp_path: Path) -> None:
    async with opened(desk) as pilot:
        assert "バックアップの記録はありません" in (await press(pilot, "6")).text
    backup(desk, tmp_path / "all.zip")
    async with opened(desk) as pilot:
        assert f"バックアップ {desk.today().isoformat()}  復元の確認 なし" in (await press(pilot, "6")).text


@pytest.mark.asyncio
async def test_verify_looks_at_every_byte(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "6", "v")
        await _until(pilot.app.screen)
        await settled(pilot)
        assert "欠けや改変はありません" in drawn(pilot).text
        assert desk.path is not None
        letter = next((desk.path / "files").glob("*/*"))
        letter.write_bytes(b"changed")
        await press(pilot, "v")
        await _until(pilot.app.screen)
        await settled(pilot)
        shown = drawn(pilot).text
        assert "欠けか改変があります 1か所" in shown
        assert f"files/{letter.parent.name}" in shown


@pytest.mark.asyncio
async def test_a_backup_is_made_and_tried_with_keys(desk: Desk, tmp_path: Path) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "6", "B")
        assert f"-{desk.today().isoformat()}.madoguchi.zip" in pilot.app.screen.query_one(Input).value
        pilot.app.screen.query_one(Input).value = str(tmp_path / "all.zip")
        await press(pilot, "enter")
        room = pilot.app.screen
        assert isinstance(room, LogRoom)
        await _idle(room)
        await settled(pilot)
        assert (tmp_path / "all.zip").exists() and "にバックアップしました" in drawn(pilot).text
        await press(pilot, "R", "enter")
        await _idle(room)
        await settled(pilot)
        assert "このバックアップは復元できます" in drawn(pilot).text
    days = (desk.today().isoformat(),) * 2
    assert tuple(days_of(desk).values()) == days


@pytest.mark.asyncio
async def test_what_was_looked_at_is_kept(desk: Desk) -> None:
    """Signing in, a case, a register; the same look is told once."""
    async with opened(desk) as pilot:
        await press(pilot, "enter", "escape", "enter", "escape", "3", "enter")
    found = [(one.result, one.what) for one in log_of(desk) if one.result in ("signed", "viewed")]
    assert sorted(found) == [("signed", "サインイン"), ("viewed", "台帳"), ("viewed", "案件")]


async def _idle(room: LogRoom) -> None:
    """Wait until the other thread is done."""
    for _ in range(500):
        if not room.work.running:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the work did not end")


async def _until(room: object) -> None:
    """Wait until the other thread has looked."""
    assert isinstance(room, LogRoom)
    for _ in range(500):
        if not room.checking:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("verify did not end")


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        shown = await press(pilot, "6")
        x, y = spot(shown, "R8-013")
        await pilot.click(offset=(x, y))
        await settled(pilot)
        room = pilot.app.screen
        assert isinstance(room, LogRoom)
        line = room.selected()
        assert line is not None
        assert line.case == "R8-013"
