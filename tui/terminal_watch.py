"""A terminal may go without telling the program: whoever started it died first, or swallowed the signal.

Then nobody is there, what is drawn fails, and reading keys would never rest. So the program leaves: in order if it
still can, else as it would have by the signal. Whatever was answered is on the disk, drafts as of half a second ago.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from threading import Thread
from typing import Final

LOOK: Final = 1.0  # seconds between two looks
PATIENCE: Final = 3.0  # seconds to leave in order: writing to what is gone may block for ever
HUNG_UP: Final = 129  # how shells call an end by that signal

_leaving: list[Callable[[], object]] = []


def at_a_terminal() -> bool:
    return sys.__stdin__ is not None and sys.__stdin__.isatty()


def leave_with_terminal(leave: Callable[[], object]) -> None:
    """From now on `leave` is called when the terminal is gone, from another thread, in place of the one before.

    Does nothing where there is no terminal to begin with.
    """
    if not at_a_terminal():
        return
    watched = bool(_leaving)
    _leaving[:] = [leave]
    if not watched:
        Thread(target=_watch, name="terminal", daemon=True).start()


def _watch() -> None:
    while at_a_terminal():
        time.sleep(LOOK)
    try:
        _leaving[0]()
    finally:
        time.sleep(PATIENCE)
        os._exit(HUNG_UP)
