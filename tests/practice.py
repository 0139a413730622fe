"""Practice offices that tests share: one for each moment, made once in a run, whichever process needs it first."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from engine.desk import make_demo
from tests.faults.harness import without_waiting

NOW = "2026-11-24T10:42"
"""The moment at which most tests stand."""

PracticeOf = Callable[[str], Path]


@contextmanager
def at(moment: str) -> Iterator[None]:
    """The desk's clock stands still."""
    with pytest.MonkeyPatch.context() as clock:
        clock.setenv("MADOGUCHI_NOW", moment)
        yield


def practice_of(factory: pytest.TempPathFactory) -> PracticeOf:
    """Gives the practice office of a moment. Nobody writes to it: who wants to takes a copy."""
    own = factory.getbasetemp()
    shared = (own.parent if os.environ.get("PYTEST_XDIST_WORKER") else own) / "practice"
    shared.mkdir(exist_ok=True)

    def found(moment: str) -> Path:
        path = shared / moment.replace(":", "")
        with FileLock(f"{path}.lock"):
            if not path.exists():
                making = path.with_suffix(".making")
                with at(moment), without_waiting():
                    make_demo(making)
                making.rename(path)
        return path

    return found
