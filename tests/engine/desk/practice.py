"""A practice office for the tests of the façade, made once, and a copy of it for those that write."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from engine.desk import make_demo

NOW = "2026-11-24T10:42"
ORG, OTHER = "gunma_gojokai", "aichi_kyosai"


@contextmanager
def standing_still() -> Iterator[None]:
    """The clock stands at `NOW`."""
    before = os.environ.get("MADOGUCHI_NOW")
    os.environ["MADOGUCHI_NOW"] = NOW
    try:
        yield
    finally:
        if before is None:
            del os.environ["MADOGUCHI_NOW"]
        else:
            os.environ["MADOGUCHI_NOW"] = before


def made(path: Path) -> Path:
    """A practice office as it is on that day."""
    with standing_still():
        make_demo(path)
    return path
