"""K: the program in a pseudo-terminal, a key typed, and the time until the last byte of what it draws then."""

from __future__ import annotations

import fcntl
import os
import pty
import select
import signal
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from statistics import median

from tests.benchmarks.measure import Figure

KEY = 0.05  # seconds within which a key is answered
SIZE = (36, 120)
MEMBER = "mihon"
STARTED, ANSWERED = 3.0, 0.25  # seconds without a byte after which a screen, and an answer, is whole
DOWN, PAGE = b"\x1b[B", b"\x1b[6~"


def keys(office: Path, rounds: int) -> list[Figure]:
    """Down the list of a big office, a page now and then; the case beside it is drawn, too."""
    with tempfile.TemporaryDirectory() as home:
        child, terminal = _program(office, home)
        try:
            _last_byte(terminal, STARTED)
            found = [_answer(terminal, PAGE if n % 7 == 6 else DOWN) for n in range(rounds)]
        finally:
            os.kill(child, signal.SIGKILL)
            os.close(terminal)
            os.waitpid(child, 0)
    taken = median(found)
    more = f"the slowest {max(found) * 1e3:.0f} ms"
    return [Figure("K", "a key answered, median / 50 ms", taken, KEY, taken / KEY, 1.0, more=more)]


def _program(office: Path, home: str) -> tuple[int, int]:
    child, terminal = pty.fork()
    if child == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8", HOME=home)
        os.environ["XDG_STATE_HOME"] = home
        words = [sys.executable, "-m", "tui", "open", str(office), "--as", MEMBER]
        os.execv(sys.executable, words)
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
    return child, terminal


def _answer(terminal: int, key: bytes) -> float:
    start = time.perf_counter()
    os.write(terminal, key)
    end = _last_byte(terminal, ANSWERED)
    if not end:
        raise SystemExit("K: a key did nothing")
    return end - start


def _last_byte(terminal: int, quiet: float) -> float:
    """When the last byte came before that much quiet; 0 if none came."""
    last = 0.0
    while select.select([terminal], [], [], quiet)[0]:
        os.read(terminal, 65536)
        last = time.perf_counter()
    return last
