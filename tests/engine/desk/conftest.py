"""What is tested here is what the desk does, not what a power loss leaves of it: nothing waits for the disk."""

from collections.abc import Iterator

import pytest

from tests.faults.harness import without_waiting


@pytest.fixture(scope="module", autouse=True)
def _without_waiting() -> Iterator[None]:
    with without_waiting():
        yield
