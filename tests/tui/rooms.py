"""Getting to the rooms and letters, for their tests."""

from collections.abc import Awaitable, Callable

from textual.pilot import Pilot

from tests.tui.harness import Drawn, drawn, settled
from tui.messages import OpenNotice


def pressing(*keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """A way to arrive: keys, one after the other."""

    async def arrive(pilot: Pilot[None]) -> None:
        await press(pilot, *keys)

    return arrive


def opening(organisation: str, number: str, n: int = 0) -> Callable[[Pilot[None]], Awaitable[None]]:
    """A way to arrive: a letter of a case."""

    async def arrive(pilot: Pilot[None]) -> None:
        pilot.app.post_message(OpenNotice(organisation, number, n))
        await settled(pilot)

    return arrive


async def press(pilot: Pilot[None], *keys: str) -> Drawn:
    """Keys, and what is on the screen after the last one."""
    for key in keys:
        await pilot.press(key)
        await settled(pilot)
    return drawn(pilot)


def spot(shown: Drawn, text: str) -> tuple[int, int]:
    """Where a text stands: column and line of its first character, in cells."""
    from rich.cells import cell_len

    for y, line in enumerate(shown.lines):
        at = line.find(text)
        if at >= 0:
            return cell_len(line[:at]), y
    raise AssertionError(f"{text!r} is not on the screen:\n{shown.text}")
