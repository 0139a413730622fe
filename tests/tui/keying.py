"""Typing as people do: keys one after the other, texts as an input method commits them, the screen at rest."""

from textual import events
from textual.pilot import Pilot

from tests.tui.harness import settled


async def keys(pilot: Pilot[None], *said: str) -> str:
    """Keys, and texts (after `=`); what is on the screen at the end."""
    for one in said:
        if one.startswith("=") and len(one) > 1:
            pilot.app.post_message(events.Paste(one[1:]))
        else:
            await pilot.press(one)
        await settled(pilot)
    return shown(pilot)


def shown(pilot: Pilot[None]) -> str:
    """What is on the screen, without its colours."""
    strips = pilot.app.screen._compositor.render_strips()
    return "\n".join("".join(piece.text for piece in strip) for strip in strips)
