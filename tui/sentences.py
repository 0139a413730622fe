"""Sentences of the engine on a screen: its quotes, dashes and signs in characters every terminal draws alike."""

from __future__ import annotations

from typing import Final

from tui.cleaning import clean

_PLAIN: Final = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "×": "x"})


def sentence(text: str) -> str:
    """A sentence the engine made, safe for a terminal and of one width on all of them."""
    return clean(text).translate(_PLAIN)
