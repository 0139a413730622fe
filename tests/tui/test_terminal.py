"""The program in a real terminal: from an empty folder to the desk by keys, then straight there."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not here")


class Terminal:
    """80x24 cells with a shell's child in them."""

    def __init__(self, folder: Path, home: Path, name: str = "first") -> None:
        self._socket = str(home / name)
        own = {"HOME": str(home), "XDG_STATE_HOME": str(home / "state"), "PYTHONPATH": str(ROOT)}
        left_out = ("TMUX", "MADOGUCHI_NOW", "MADOGUCHI_MEMBER", "LOCALAPPDATA", "NO_COLOR")
        self._env = {**{k: v for k, v in os.environ.items() if k not in left_out}, **own, "LC_ALL": "C.UTF-8"}
        # what is left of it stays on the screen, so that a failure can be read
        command = f"{sys.executable} -m tui; echo ended $?; exec cat"
        self.do("-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(folder), command)

    def do(self, *words: str) -> str:
        done = subprocess.run(
            ["tmux", "-u", "-S", self._socket, *words], env=self._env, capture_output=True, timeout=PATIENCE
        )
        return done.stdout.decode("utf-8", "replace")

    def shows(self, text: str) -> str:
        """Wait until a text is on the screen."""
        until = time.monotonic() + PATIENCE
        while text not in (screen := self.do("capture-pane", "-p")):
            assert time.monotonic() < until, screen
            time.sleep(0.1)
        return screen

    def press(self, *keys: str) -> None:
        self.do("send-keys", *keys)


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    here, home = tmp_path / "here", tmp_path / "home"
    here.mkdir()
    home.mkdir()
    return here, home


@pytest.fixture
def terminal(folders: tuple[Path, Path]) -> Iterator[Terminal]:
    found = Terminal(*folders)
    yield found
    found.do("kill-server")


def test_from_an_empty_folder_to_the_desk(terminal: Terminal, folders: tuple[Path, Path]) -> None:
    here, home = folders
    screen = terminal.shows("ヘルプ")
    assert [one for one in ("練習用の窓口", "新しい窓口", "すでにある窓口を開く") if one not in screen] == []
    terminal.press("Enter")
    screen = terminal.shows("1 机")
    assert " 練習 " in screen.splitlines()[0]
    assert (here / "練習" / "office.json").is_file()
    terminal.press("T")
    terminal.shows("[ ] 受け付ける")
    terminal.press("C-q")
    terminal.shows("ended 0")
    assert (home / "state" / "madoguchi" / "last.json").is_file()
    again = Terminal(here, home, "again")
    try:
        assert " 練習 " in again.shows("1 机").splitlines()[0]
        again.press("C-q")
        again.shows("ended 0")
    finally:
        again.do("kill-server")
