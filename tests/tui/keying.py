"""Typing as people do: keys one after the other, the screen at rest between them, or all at once."""

from __future__ import annotations

import unicodedata
from typing import Any

from textual import events
from textual.app import App
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot

from tests.tui.harness import settled
from tui.app import Madoguchi


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


def send(app: App[Any], *keys: str) -> None:
    """Keys, and texts (after `=`), all at once."""
    for key in keys:
        for one in map(_character_to_key, key[1:]) if key.startswith("=") else [key]:
            app.post_message(events.Key(one, _character(one)))


def _character(key: str) -> str | None:
    try:
        return unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(key, key)))
    except KeyError:
        return key if len(key) == 1 else None


async def quiet(pilot: Pilot[None]) -> None:
    """Until no key waits and nothing changes on the screen any more."""
    assert isinstance(pilot.app, Madoguchi)
    before, same = "", 0
    while same < 3:
        await settled(pilot)
        text = shown(pilot)
        same = same + 1 if text == before and not pilot.app.waits else 0
        before = text
