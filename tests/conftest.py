"""What holds for every test: one try of a password costs next to nothing here, and only here.

Programs that tests start find compiled modules, as an installed program does, whatever the shell says: without
them each start compiles the whole program again.
"""

import os
import sys
from collections.abc import Iterator

import pytest

from engine.store.keys import Cost

sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

CHEAP = Cost(memory=64, iterations=1, lanes=1)


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """No setting, variable or option does this: the cost is a constant of the program."""
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr("engine.store.keys.COST", CHEAP)
        yield
