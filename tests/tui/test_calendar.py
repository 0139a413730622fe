"""期限: the month with closed and due days, why, and a what-if that writes nothing."""

import pytest
from textual.widgets import Input

from engine.desk import Desk
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press, pressing, spot
from tui.screens.calendar import CalendarRoom

SCENES = (
    Scene("month", pressing("4")),
    Scene("due", pressing("4", "n")),
    Scene("if", pressing("4", "n", "f")),
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
    """Months go on and back, closed days bear their name, the next due day explains itself."""
    async with opened(desk) as pilot:
        shown = await press(pilot, "4")
        assert "令和8年11月" in shown.text
        assert "勤労" in shown.text
        assert "令和8年12月" in (await press(pilot, "greater_than_sign")).text
        assert "令和8年11月" in (await press(pilot, "less_than_sign")).text
        shown = await press(pilot, "t", "n")
        assert "R8.11.26 木" in shown.text
        assert "R8-008" in shown.text
        assert "+30日(初日不算入)" in shown.text
        shown = await press(pilot, "up", "up", "left", "left", "left")
        assert "休業日" not in shown.text
        shown = await press(pilot, "t", "left")
        assert "休業日 勤労感謝の日" in shown.text
        shown = await press(pilot, "greater_than_sign")
        assert shown.text.count("休業") >= 3  # from the 29th on: a span of dates is not cut in the middle
        assert "12/2" not in shown.text


def cases_of(desk: Desk) -> dict[str, bytes]:
    """The books of cases, byte for byte; who signed in and looked stands in another."""
    assert desk.path is not None
    return {name: (desk.path / "books" / f"{name}.jsonl").read_bytes() for name in desk.ledger.books()}


@pytest.mark.asyncio
async def test_what_if_writes_nothing(desk: Desk) -> None:
    """Received three days later, and put right in eight days: later by that; the journal is as it was."""
    before = cases_of(desk)
    async with opened(desk) as pilot:
        await press(pilot, "4", "n", "f")
        for field, text in (("received", "R8.10.30"), ("from", "11-05"), ("to", "11-13")):
            pilot.app.screen.query_one(f"#calendar-{field}", Input).value = text
        await settled(pilot)
        shown = drawn(pilot).text
        assert "R8.12.7 月" in shown
        assert "いまより11日あと" in shown
        pilot.app.screen.query_one("#calendar-received", Input).value = "2月30日"
        await settled(pilot)
        assert "いまより" not in drawn(pilot).text
        await press(pilot, "escape")
        assert not pilot.app.screen.has_class("if")
    assert before == cases_of(desk)


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    """A click on a day goes there."""
    async with opened(desk) as pilot:
        shown = await press(pilot, "4")
        x, y = spot(shown, "25    26")
        await pilot.click(offset=(x + 6, y))
        await settled(pilot)
        room = pilot.app.screen
        assert isinstance(room, CalendarRoom)
        assert room.cursor.isoformat() == "2026-11-26"
        assert "この日が期限 1件" in drawn(pilot).text


@pytest.mark.asyncio
async def test_one_organisation_at_a_time(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await press(pilot, "4")
        room = pilot.app.screen
        assert isinstance(room, CalendarRoom)
        every = len(room.dues)
        await press(pilot, "o")
        assert {row.organisation for row in room.dues} <= {room.organisation}
        await press(pilot, "escape")
        assert len(room.dues) == every
