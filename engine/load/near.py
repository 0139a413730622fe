"""The nearest valid name, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(name: str, names: Iterable[str]) -> str:
    """The name of `names` that looks most like `name`, or an empty text if none does."""
    found = get_close_matches(name[:80], sorted(set(names)), n=1, cutoff=0.6)
    return found[0] if found else ""
