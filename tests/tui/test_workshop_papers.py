"""設定 くわしく 書類: who asks by which channel; a cell as a tree, papers ticked, one added; by keys."""

from pathlib import Path

import pytest
from textual import events
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.harness import Drawn, Scene, drawn, faults, opened, settled
from tests.tui.rooms import press
from tui.screens.workshop.room import WorkshopRoom
from tui.theme import Look

ORG = "oita_kyosai"
TO_TABLE = ("t", "right", "right", "enter")


async def enter(pilot: Pilot[None], *then: str) -> Drawn:
    """To the papers of the organisation; texts (after `=`) come as an input method commits them."""
    await press(pilot, "5")
    room = pilot.app.screen
    assert isinstance(room, WorkshopRoom)
    while room.organisation != ORG:
        await press(pilot, "o")
    return await keys(pilot, *TO_TABLE, *then)


async def keys(pilot: Pilot[None], *said: str) -> Drawn:
    for one in said:
        if one.startswith("="):
            pilot.app.post_message(events.Paste(one[1:]))
            await settled(pilot)
        else:
            await press(pilot, one)
    return drawn(pilot)


def scene(name: str, *then: str) -> Scene:
    async def arrive(pilot: Pilot[None]) -> None:
        await enter(pilot, *then)

    return Scene(name, arrive)


SCENES = (
    scene("table"),
    scene("cell", "right", "enter", *["down"] * 4, "space"),
    scene("adding", "right", "enter", *["down"] * 3, "a", "=学生証", "enter"),
)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("size", "look", "language"),
    [((80, 24), "sumi", "ja"), ((120, 36), "plain", "en")],
    ids=str,
)
async def test_looks(desk: Desk, size: tuple[int, int], look: Look, language: str) -> None:
    assert await faults(desk, SCENES, size, (look,), language) == []


@pytest.mark.asyncio
async def test_papers_are_ticked_and_judged_at_once(desk: Desk) -> None:
    """The table has the whole width; Esc gives the list back. A cell is a tree in which Space holds papers up."""
    async with opened(desk) as pilot:
        shown = await enter(pilot)
        assert "郵送(写しの送付)" in shown.text and ">どれか1つ 17種 等" in shown.text
        assert "書類の種類" not in shown.text
        assert "書類の種類" in (await press(pilot, "escape")).text
        shown = await press(pilot, "enter", "enter", *["down"] * 4)
        assert "不足" in shown.text and "[    ]  運転免許証" in shown.text
        shown = await press(pilot, "space")
        assert "受理" in shown.text and "[原本]  運転免許証" in shown.text
        shown = await press(pilot, "space")
        assert "不足" in shown.text and "写しではなく原本が必要です" in shown.text
        assert "本人 x 郵送" in (await press(pilot, "right")).text


@pytest.mark.asyncio
async def test_a_paper_is_added_by_keys_and_taken_back(desk: Desk) -> None:
    """Name, a copy will do, three months old, until a day, why; two cells are left out; then undone."""
    async with opened(desk) as pilot:
        await enter(pilot, "enter", *["down"] * 3, "a", "enter", "=学生証", "enter")
        await keys(pilot, "down", "enter", "=写しでも", "enter")
        await keys(pilot, "down", "enter", "=期間を", "enter", "=3か月", "enter")
        await keys(pilot, "down", "enter", "=日を", "enter", "=令和12年3月31日", "enter")
        shown = await keys(pilot, "down", "enter", "=規程に定めなし", "enter", "=窓口の運用", "enter")
        assert "作成から3か月以内" in shown.text and "2030-03-31" in shown.text and "窓口の運用" in shown.text
        shown = await keys(pilot, *["down"] * 5, "space", "down", "space")
        assert shown.text.count("[ ]") == 2
        shown = await press(pilot, "ctrl+s")
        assert "学生証" in (await press(pilot, "end")).text
        text = own(desk)
        assert "max_age: 3 months" in text and "as: {window: copy, post: copy}" in text
        assert "when: application.requester in [data_subject, statutory_agent]" in text
        await press(pilot, "u")
        assert "学生証" not in drawn(pilot).text and "max_age" not in own(desk)


@pytest.mark.asyncio
async def test_two_of_a_list_and_another_order_by_keys(desk: Desk) -> None:
    """n: how many of the list; J and K: the paper among its neighbours, with what was held up."""
    async with opened(desk) as pilot:
        await enter(pilot, "enter", *["down"] * 4, "space")
        shown = await press(pilot, "J")
        order = [shown.text.index(name) for name in ("運転経歴証明書", "運転免許証")]
        assert order == sorted(order) and "[原本]  運転免許証" in shown.text
        shown = await keys(pilot, "n", "=うち2つ", "enter")
        assert "[うち2つ]" in shown.text and "不足" in shown.text
        assert "受理" in (await press(pilot, "up", "space")).text
        assert "n: 2" in own(desk)
        await press(pilot, "u", "u")
        assert "n: 2" not in own(desk) and "driving_record_card" not in own(desk)


def own(desk: Desk) -> str:
    assert desk.path is not None
    path = Path(desk.path) / "definitions" / "workflows" / ORG / "request.yaml"
    return path.read_text(encoding="utf-8")
