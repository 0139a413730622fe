"""Typing as people do: keys one after the other, texts as an input method commits them, the screen at rest."""

from textual import events
from textual.pilot import Pilot

from tests.tui.harness import drawn, settled


async def keys(pilot: Pilot[None], *said: str) -> str:
    """Keys, and texts (after `=`); what is on the screen at the end."""
    for one in said:
        if one.startswith("=") and len(one) > 1:
            pilot.app.post_message(events.Paste(one[1:]))
        else:
            await pilot.press(one)
        await calm(pilot)
    return drawn(pilot).text


async def calm(pilot: Pilot[None]) -> None:
    """Wait until nothing has moved for a while: a page that opens may be drawn some messages later."""
    seen: list[str] = []
    for _ in range(30):
        await settled(pilot)
        seen.append(drawn(pilot).text)
        if len(seen) > 1 and seen[-1] == seen[-2]:
            return
