"""廃棄の確認: kept longer with a reason, disposed of after the count was typed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.widgets import Input

from engine.desk import Desk, open_desk, review
from tests.tui.harness import LANGUAGES, SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing
from tui.screens.disposal import DisposalScreen

SCENE = Scene("disposal", pressing("3", "d"))


@pytest.fixture
def desk(practice: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The practice office when most of what it holds has been kept long enough."""
    monkeypatch.setenv("MADOGUCHI_NOW", "2040-06-03T10:00")
    with open_desk(practice, "mihon") as found:
        yield found


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_looks(desk: Desk, size: tuple[int, int], language: str) -> None:
    assert await faults(desk, (SCENE,), size, ("sumi",), language) == []


@pytest.mark.asyncio
async def test_one_is_kept_longer_the_rest_is_disposed_of(desk: Desk) -> None:
    free = [one for one in review(desk) if not one.held]
    async with opened(desk, (120, 36)) as pilot:
        await press(pilot, "3", "d")
        screen = pilot.app.screen
        assert isinstance(screen, DisposalScreen)
        first = free[0]
        screen.rows.cursor = f"{first.organisation}/{first.case}"
        await press(pilot, "r")
        until, reason = pilot.app.screen.query(Input)
        until.value, reason.value = "2041-03-31", "係争中のため"
        reason.focus()
        await press(pilot, "enter")
        assert "2041-03-31 まで続けて保存します" in drawn(pilot).text
        left = len([one for one in review(desk) if not one.held])
        await press(pilot, "a", "d")
        await press(pilot, "ctrl+s")
        assert len(review(desk)) and not desk.ledger.disposed, "without the count nothing goes"
        pilot.app.screen.query_one(Input).value = str(left)
        await press(pilot, "ctrl+s")
        await settled(pilot)
        assert f"{left}件を廃棄しました" in drawn(pilot).text
    assert len(desk.ledger.disposed) == left
    assert (first.organisation, first.case) not in desk.ledger.disposed


@pytest.mark.asyncio
async def test_who_does_not_administer_is_told_so(practice: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_NOW", "2040-06-03T10:00")
    with open_desk(practice, "reiji") as desk:
        async with opened(desk) as pilot:
            await press(pilot, "3", "d")
            assert not isinstance(pilot.app.screen, DisposalScreen)
            assert "管理する役割の人だけ" in drawn(pilot).text
