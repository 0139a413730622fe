"""What holds for every test: one try of a password costs next to nothing here, and only here; no example is timed.

At a desk, properties are tried on other examples each time. In CI they are the same ones for the same code, so that
a landing is judged by its change and not by its luck; what is found at a desk is kept as a test of its own.

Programs that tests start find compiled modules, as an installed program does, whatever the shell says: without
them each start compiles the whole program again.
"""

import gc
import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

from engine.store.keys import Cost
from tests.building import built_once
from tests.practice import PracticeOf, practice_of
from tui.cli.main import PATIENCE

gc.set_threshold(*PATIENCE)
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

settings.register_profile("desk", deadline=None, max_examples=int(os.environ.get("EXAMPLES", "100")))
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "desk")

CHEAP = Cost(memory=64, iterations=1, lanes=1)


@pytest.fixture(scope="session", autouse=True)
def _own_state(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What the program keeps of the person at the machine is not that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as elsewhere:
        elsewhere.setenv("XDG_STATE_HOME", str(tmp_path_factory.mktemp("state")))
        yield


@pytest.fixture(scope="session", autouse=True)
def _built_once() -> Iterator[None]:
    """An organisation that was built from some files is not built from them again."""
    with built_once():
        yield


@pytest.fixture(scope="session", name="practice_of")
def _practice_of(tmp_path_factory: pytest.TempPathFactory, _cheap_passwords: None) -> PracticeOf:
    """The practice office of a moment (`tests.practice`)."""
    return practice_of(tmp_path_factory)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """No setting, variable or option does this: the cost is a constant of the program."""
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr("engine.store.keys.COST", CHEAP)
        yield
