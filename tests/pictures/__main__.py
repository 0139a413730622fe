"""Pictures of the screens for the manual: `python -m tests.pictures docs/pictures [name …]`.

A practice office at a fixed hour is drawn screen by screen, at 80×24 and 120×36. Needs `rsvg-convert` and a
Japanese monospaced font. Nothing here is a test.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from textual import events
from textual.pilot import Pilot

from engine.desk import Desk, make_demo, open_desk
from tests.pictures.drawing import svg_of
from tests.practice import NOW
from tests.tui.conftest import MEMBER
from tests.tui.harness import opened, settled
from tests.tui.on_case import press, row, show
from tests.tui.rooms import pressing
from tui.messages import OpenNotice

SMALL, LARGE = (80, 24), (120, 36)
WIDE = {SMALL: 960, LARGE: 1200}
# To where the period of a decision is typed.
PERIOD = ("5", "o", "o", "down", "down", "enter", "enter", "ctrl+u")
ISSUED = ("executing", "disclosure")


@dataclass(frozen=True)
class Picture:
    """A screen: how to get there from 机, at which size."""

    name: str
    arrive: Callable[[Pilot[None], Desk], Awaitable[object]]
    size: tuple[int, int] = SMALL


def keys(*pressed: str) -> Callable[[Pilot[None], Desk], Awaitable[object]]:
    async def arrive(pilot: Pilot[None], _: Desk) -> None:
        await pressing(*pressed)(pilot)

    return arrive


def typed(
    text: str, *pressed: str, then: Sequence[str] = ()
) -> Callable[[Pilot[None], Desk], Awaitable[object]]:
    """Keys, a text typed and taken, and what is pressed then."""

    async def arrive(pilot: Pilot[None], _: Desk) -> None:
        await pressing(*pressed)(pilot)
        pilot.app.post_message(events.Paste(text))
        await settled(pilot)
        await pressing("enter", *then)(pilot)

    return arrive


def case(state: str, kind: str = "", *then: str) -> Callable[[Pilot[None], Desk], Awaitable[object]]:
    """A case in a state, and keys pressed there."""

    async def arrive(pilot: Pilot[None], desk: Desk) -> None:
        await show(pilot, row(desk, state, kind))
        await press(pilot, *then)

    return arrive


def letter() -> Callable[[Pilot[None], Desk], Awaitable[object]]:
    """The first letter of a case that was decided."""

    async def arrive(pilot: Pilot[None], desk: Desk) -> None:
        found = row(desk, *ISSUED)
        pilot.app.post_message(OpenNotice(found.organisation, found.number, 1))
        await pilot.pause(1.0)

    return arrive


PICTURES = (
    Picture("desk", keys()),
    Picture("desk-wide", keys(), LARGE),
    Picture("request", keys("2", *["down"] * 16, "enter", "2", "tab", "tab", "3", "f3")),
    Picture("case", case("deciding", "disclosure")),
    Picture("case-wide", case("deciding", "disclosure"), LARGE),
    Picture("why", case("deciding", "disclosure", "w")),
    Picture("notice-wide", letter(), LARGE),
    Picture("registers", keys("3")),
    Picture("calendar", keys("4")),
    Picture("workshop-wide", keys("5"), LARGE),
    Picture("change", keys("5", "o", "o", "down", "down", "enter")),
    Picture("change-basis", typed("20日", *PERIOD), LARGE),
    Picture("change-settings", keys("5", "o", "o", *["down"] * 7, "enter", *["down"] * 11)),
    Picture("walk-wide", keys("5", "o", "o", "y", "down", "enter", "ctrl+s", "ctrl+s", ">", ">", ">"), LARGE),
    Picture("walk-form", keys("5", "o", "o", "y", "down", "enter")),
    Picture("publish", typed("20日", *PERIOD, then=("escape", "escape", "t", "P"))),
    Picture(
        "tables-wide",
        typed("20日", *PERIOD, then=("escape", "escape", "t", *["right"] * 3, "down", "tab")),
        LARGE,
    ),
)


async def draw(desk: Desk, picture: Picture) -> str:
    """The screen as SVG."""
    async with opened(desk, picture.size) as pilot:
        await picture.arrive(pilot, desk)
        for _ in range(3):
            await settled(pilot)
        return svg_of(pilot)


def to_png(svg: str, path: Path, width: int) -> None:
    """Drawn, and with few colours where `pngquant` is there: a screen has about ten."""
    drawn = subprocess.run(
        ["rsvg-convert", "-w", str(width)], input=svg.encode(), stdout=subprocess.PIPE, check=True
    ).stdout
    path.write_bytes(smaller(drawn))


def smaller(png: bytes) -> bytes:
    if shutil.which("pngquant") is None:
        return png
    return subprocess.run(["pngquant", "64", "-"], input=png, stdout=subprocess.PIPE, check=True).stdout


def page(desk: Desk, path: Path) -> None:
    """The first page of a letter as it is printed; drawn by `pdftoppm`."""
    found = row(desk, *ISSUED)
    pdf = desk.letter_bytes(found.number, "1", "pdf", found.organisation)
    command = ["pdftoppm", "-png", "-r", "72", "-gray", "-singlefile", "-"]
    path.write_bytes(smaller(subprocess.run(command, input=pdf, stdout=subprocess.PIPE, check=True).stdout))


def main(folder: Path, wanted: list[str]) -> int:
    if shutil.which("rsvg-convert") is None:
        print("rsvg-convert is not there: apt-get install librsvg2-bin fonts-noto-cjk", file=sys.stderr)
        return 2
    os.environ["MADOGUCHI_NOW"] = NOW
    os.environ.pop("NO_COLOR", None)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="madoguchi-pictures-") as made:
        office = Path(made) / "office"
        make_demo(office)
        for picture in PICTURES:
            if wanted and picture.name not in wanted:
                continue
            # None shows what was typed for another.
            own = Path(shutil.copytree(office, Path(made) / picture.name))
            with open_desk(own, MEMBER) as desk:
                svg = asyncio.run(draw(desk, picture))
            to_png(svg, folder / f"{picture.name}.png", WIDE[picture.size])
            print(folder / f"{picture.name}.png")
        if not wanted or "letter" in wanted:
            with open_desk(office, MEMBER) as desk:
                page(desk, folder / "letter.png")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), sys.argv[2:]))
