"""Every screen at both sizes, in every look: no character of unsure width, nothing cut, nothing hard to read."""

import pytest
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.harness import (
    LANGUAGES,
    SIZES,
    Drawn,
    Piece,
    Scene,
    ambiguous,
    cut_labels,
    faults,
    low_contrast,
)
from tui.house import House
from tui.screens.confirm import Confirm, Part
from tui.screens.curtain import Curtain


async def stay(pilot: Pilot[None]) -> None:
    await pilot.pause()


async def find(pilot: Pilot[None]) -> None:
    await pilot.press("slash", "z", "q")


async def message(pilot: Pilot[None]) -> None:
    app = pilot.app
    assert isinstance(app, House)
    app.tell(app.word("ime.on"))


def pressing(*keys: str) -> Scene:
    async def arrive(pilot: Pilot[None]) -> None:
        await pilot.press(*keys)

    return Scene(keys[0], arrive)


async def confirm(pilot: Pilot[None]) -> None:
    parts = [
        Part("書き込むこと", ("受付 " * 30, "見本 花子")),
        Part("取り消せないこと", ("通知の発行",), "over"),
    ]
    pilot.app.push_screen(Confirm("発行する", "発行する", parts, typed="3"))


async def curtain(pilot: Pilot[None]) -> None:
    pilot.app.push_screen(Curtain())


SCENES = (
    Scene("desk", stay),
    Scene("nothing found", find),
    Scene("message", message),
    pressing("question_mark"),
    pressing("f1", "z", "q"),
    pressing("ctrl+p"),
    pressing("f2"),
    pressing("full_stop"),
    pressing("right_square_bracket"),
    Scene("confirm", confirm),
    Scene("curtain", curtain),
)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_screen_is_sound(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_every_screen_is_sound_in_english(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size, ("sumi",), "en") == []


def test_the_checks_see_what_they_are_for() -> None:
    row = (Piece("─  練..  ", "#777777", "#888888"),)
    assert ambiguous(Drawn((row,))) == ["─ U+2500"]
    assert low_contrast(Drawn((row,))) != []
    assert cut_labels(Drawn((row,)), LANGUAGES[0]) == ["練"]
