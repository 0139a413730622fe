"""A terminal that goes without telling the program takes it along: nobody is there to read keys from."""

from __future__ import annotations

import os
import select
import shutil
import signal
import sys
import time
from pathlib import Path

import pytest

from tests.practice import NOW, PracticeOf

pty = pytest.importorskip("pty", reason="pseudo-terminals are of POSIX")
PATIENCE = 60.0


def seen(terminal: int, text: str) -> None:
    """Read what the program draws until a text is among it."""
    shown, until = b"", time.monotonic() + PATIENCE
    while text.encode() not in shown:
        assert time.monotonic() < until, shown.decode("utf-8", "replace")
        if select.select([terminal], [], [], 1.0)[0]:
            shown += os.read(terminal, 1 << 16)


def test_the_program_ends_when_its_terminal_is_gone(practice_of: PracticeOf, tmp_path: Path) -> None:
    office = shutil.copytree(practice_of(NOW), tmp_path / "office")
    child, terminal = pty.fork()
    if child == 0:  # whoever started it was not told that the terminal closed, so it is not told either
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        os.environ.update(TERM="xterm-256color", LC_ALL="C.UTF-8", HOME=str(tmp_path), MADOGUCHI_NOW=NOW)
        os.execv(sys.executable, [sys.executable, "-m", "tui", "open", str(office), "--as", "mihon"])
    try:
        seen(terminal, "R8-005")
    finally:
        os.close(terminal)
    until = time.monotonic() + PATIENCE
    ended = 0
    while not ended and time.monotonic() < until:
        ended, _ = os.waitpid(child, os.WNOHANG)
        time.sleep(0.05)
    if not ended:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
    assert ended == child
