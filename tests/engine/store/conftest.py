"""Both ways of keeping an office stand the same tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import MemoryOffice, Office, create


@pytest.fixture(params=["memory", "disk"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty office."""
    made: Office = (
        MemoryOffice()
        if request.param == "memory"
        else create(tmp_path / "office", {"created": "2026-11-22"})
    )
    yield made
    made.close()
