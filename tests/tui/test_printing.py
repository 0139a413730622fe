"""`p` writes the screen in front as plain text: whole, also what is out of sight; where `p` is taken, by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.desk import Desk
from engine.desk.marks import borne_out
from tests.tui.harness import action_of, drawn, opened, settled
from tests.tui.on_case import house
from tests.tui.rooms import press
from tui.place import Keyed
from tui.screens.printing import printed
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


async def test_p_writes_every_room_that_has_no_other_use_for_it(desk: Desk, practice: Path) -> None:
    async with opened(desk) as pilot:
        for key in ("3", "4", "5", "6"):
            await press(pilot, key, "p")
            assert "書きました" in house(pilot).said
    names = sorted(one.name for one in (practice / "出力").iterdir())
    assert names == sorted(f"{room}.txt" for room in ("台帳", "期限", "設定", "記録"))
    for name in names:
        text = (practice / "出力" / name).read_text(encoding="utf-8")
        assert text.startswith(f"{name.removesuffix('.txt')}  R8.11.24 火\n") and len(text.splitlines()) > 5
        assert borne_out(desk, text.splitlines()[-1].removeprefix("照合値 "))


async def test_what_is_out_of_sight_is_written_too_and_nothing_is_cut(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "6")
        screen = pilot.app.screen
        assert isinstance(screen, Keyed)
        rows = screen.query(RowList).first()
        last = next(item for item in reversed(rows.items) if item.cells)
        shown, text = drawn(pilot).text, printed(screen)
        lines = [line for line in text.splitlines() if all(cell.text in line for cell in last.cells)]
        assert lines and lines[-1] not in shown


async def test_where_p_prints_letters_the_screen_is_printed_by_name(desk: Desk, practice: Path) -> None:
    async with opened(desk) as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, Keyed)
        keys = {action.id: action.keys for action in screen.actions()}
        assert keys["desk.print"] == ("p",) and keys["print"] == ()
        house(pilot).act(action_of(house(pilot), "print"), screen)
        await settled(pilot)
    assert "R8-005" in (practice / "出力" / "机.txt").read_text(encoding="utf-8")
