"""Every way of keeping an office stands the same tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.store import MemoryOffice, Office, create, keys


@pytest.fixture(params=["memory", "disk", "encrypted"])
def office(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """An empty office."""
    made: Office
    if request.param == "memory":
        made = MemoryOffice()
    else:
        make = keys.making("hanako", "見本の長いパスワード") if request.param == "encrypted" else None
        made = create(tmp_path / "office", {"created": "2026-11-22"}, make)
    yield made
    made.close()
