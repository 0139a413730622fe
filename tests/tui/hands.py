"""Somebody at the keyboard, with the mouse, and in a real terminal. What is pressed is read off the screen."""

from __future__ import annotations

import asyncio
import re
import shlex
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import ClassVar

from textual import events
from textual.pilot import Pilot

from tests.practice import NOW
from tests.tui.conftest import MEMBER
from tests.tui.harness import drawn, settled
from tests.tui.on_case import house
from tests.tui.rooms import spot
from tui.screens.case import CaseScreen
from tui.widgets.blocks import BlockList

FORWARD = "ctrl+s"
CURSOR = "(?m)^>"


class Hand:
    """Somebody at the keyboard; `count` are the keys that were not text."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.count = 0

    @property
    def text(self) -> str:
        return drawn(self.pilot).text

    async def look(self, at: str = "") -> str:  # noqa: ARG002
        """What there is to decide by, with what it is `at`."""
        return self.text

    async def sees(self, said: str) -> None:
        assert re.search(said, self.text), f"{said} is not there:\n{self.text}"

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)
            self.count += 1

    async def write(self, text: str) -> None:
        """At once, as an input method hands it over."""
        self.pilot.app.post_message(events.Paste(text))
        await settled(self.pilot)

    async def do(self, label: str) -> None:
        """A room or a command of the case, by the letter that stands before it."""
        await self.keys(await self._before(label))

    async def _before(self, label: str) -> str:
        said = rf"(?<![\w^])(\w) {re.escape(label)}(?!\S)"
        await self.sees(said)
        found = re.search(said, await self.look())
        assert found is not None
        return found[1]

    async def begin(self, organisation: str, kind: str) -> None:
        """A request of a kind, down the list that stands under the name of the organisation."""
        await self.sees(organisation)
        for _ in range(20):
            if re.search(rf"{organisation}(?s:.)*^> {kind}", await self.look(CURSOR), re.M):
                break
            await self.keys("down")
        await self.keys("enter")

    async def choose(self, label: str) -> None:
        """One of the choices that are shown in a field."""
        await self.keys("right")
        for _ in range(6):
            if f"[{label}]" in await self.look():
                return
            await self.keys("right")
        raise AssertionError(f"{label} cannot be chosen:\n{self.text}")

    async def to_field(self, label: str) -> None:
        """Down to a field, over the end of a section into the next."""
        for _ in range(30):
            if re.search(rf"^>[* ]?{re.escape(label)}", await self.look(CURSOR), re.M):
                return
            await self.keys("tab")
        raise AssertionError(f"{label} was not reached:\n{self.text}")

    async def to_papers(self) -> None:
        await self.keys("ctrl+l")

    async def forward(self) -> None:
        """Ctrl+S: the page of consequences, and Ctrl+S there."""
        await self.keys(FORWARD)
        await self.agree()

    async def agree(self) -> None:
        """What has no form is already at its page of consequences."""
        await self.sees("何もしない")
        await self.keys(FORWARD)

    async def print_letter(self, title: str) -> None:
        """The letter just issued is under the cursor: its page and its file."""
        await self.sees(title)
        await self.keys("enter")
        await self.sees("発行済み")
        await self.keys("p", "escape")


class Noting(Hand):
    """What was pressed and typed on the way."""

    def __init__(self, pilot: Pilot[None]) -> None:
        super().__init__(pilot)
        self.noted: list[str] = []

    async def keys(self, *keys: str) -> None:
        self.noted += keys
        await super().keys(*keys)

    async def write(self, text: str) -> None:
        self.noted.append(f"={text}")
        await super().write(text)


class Mouse(Hand):
    """Somebody with the mouse: only text is typed."""

    async def click(self, text: str, times: int = 1) -> None:
        for _ in range(times):
            x, y = spot(drawn(self.pilot), text)
            await self.pilot.click(offset=(x + 1, y))
            await settled(self.pilot)

    async def quiet(self) -> None:
        """Any press ends what was said, and the keys are there again; a pilot's presses pass by the app."""
        house(self.pilot).said = ""
        await settled(self.pilot)

    async def do(self, label: str) -> None:
        screen = self.pilot.app.screen
        if not re.search(rf"\w {label}", self.text):
            screen.query(BlockList).first().scroll_home(animate=False)  # the wheel
            await settled(self.pilot)
        place = f"{await self._before(label)} {label}"
        await self.click(place)
        if self.pilot.app.screen is screen and isinstance(screen, CaseScreen):
            await self.click(place)

    async def begin(self, organisation: str, kind: str) -> None:
        x, y = spot(drawn(self.pilot), organisation)
        below = drawn(self.pilot).lines[y:]
        down = next(n for n, line in enumerate(below) if line.strip(" >") == kind)
        for _ in range(2):
            await self.pilot.click(offset=(x + 1, y + down))
            await settled(self.pilot)

    async def choose(self, label: str) -> None:
        await self.click(label)

    async def to_papers(self) -> None:
        await self.click("^L")

    async def forward(self) -> None:
        await self.quiet()
        await self.click("^S ")
        await self.agree()

    async def agree(self) -> None:
        await self.sees("何もしない")
        await self.click("Ctrl+S ")

    async def print_letter(self, title: str) -> None:
        await self.click(" 通知 2")
        await self.click(title)
        if isinstance(self.pilot.app.screen, CaseScreen):
            await self.click(title)
        await self.quiet()
        await self.click("PDF")
        await self.keys("escape")


class Typist(Hand):
    """The same hand in tmux with the program in it."""

    PATIENCE: ClassVar[float] = 120.0
    STILL: ClassVar[float] = 0.05  # seconds
    LOOKED_AT: ClassVar[dict[str, str]] = {
        **dict.fromkeys(("tab", "up", "down"), r"(?m)^>\W*(\S+(?: \S+)*)"),
        "right": r"(?m)^>.*\[(.*)\]",
    }
    NAMES: ClassVar[dict[str, str]] = {
        "right_square_bracket": "]", "left_square_bracket": "[", "enter": "Enter", "escape": "Escape",
        "tab": "Tab", "up": "Up", "down": "Down", "left": "Left", "right": "Right", "f4": "F4",
        "ctrl+l": "C-l", "ctrl+s": "C-s", "ctrl+q": "C-q",
    }  # fmt: skip

    def __init__(
        self, office: Path, socket: Path, size: tuple[int, int] = (80, 24), member: str = MEMBER
    ) -> None:
        self.count = 0
        self._tmux = ["tmux", "-S", str(socket)]
        program = [sys.executable, "-m", "tui", "open", str(office), "--as", member]
        home = f"HOME={shlex.quote(str(socket.parent))} XDG_STATE_HOME={shlex.quote(str(socket.parent))}"
        line = f"{home} MADOGUCHI_NOW={NOW} PYTHONUTF8=1 {shlex.join(program)}; echo ended $?; exec cat"
        wide, high = map(str, size)
        self._run("-f", "/dev/null", "-u", "new-session", "-d", "-x", wide, "-y", high, line)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, check=True, encoding="utf-8").stdout

    @property
    def text(self) -> str:
        return self._run("capture-pane", "-p")

    async def keys(self, *keys: str) -> None:
        """Each changes something on the screen; one that moves, the line it is on or what is chosen there."""
        for key in keys:
            looked = self.LOOKED_AT.get(key, "(?s).*")
            before = self._seen(looked, await self.look())
            self._run("send-keys", self.NAMES.get(key, key))
            await self._until(partial(self._has_changed, looked, before), f"{key} did nothing")
            self.count += 1

    async def look(self, at: str = "") -> str:
        """A screen that stands still: while it is drawn no line has the cursor, or two have."""
        end = time.monotonic() + self.PATIENCE
        while True:
            text = self.text
            await asyncio.sleep(self.STILL)
            if text == self.text and re.search(at, text):
                return text
            assert time.monotonic() < end, f"the screen never stood still at {at}:\n{text}"

    def _seen(self, pattern: str, text: str) -> str:
        return "|".join(re.findall(pattern, text))

    def _has_changed(self, pattern: str, before: str) -> bool:
        return self._seen(pattern, self.text) not in ("", before)

    async def do(self, label: str) -> None:
        """Then a list, a form or the page before the step is there, or what was written is said."""
        await super().do(label)
        await self.sees("どの申出|必ず書く|何もしない|書きました")

    async def begin(self, organisation: str, kind: str) -> None:
        await super().begin(organisation, kind)
        await self.sees("必ず書く")

    async def agree(self) -> None:
        await super().agree()
        await self.sees("記録しました")

    async def write(self, text: str) -> None:
        self._run("send-keys", "-l", text)
        await self.sees(re.escape(text))

    async def sees(self, said: str) -> None:
        await self._until(lambda: re.search(said, self.text) is not None, f"{said} never came")

    async def _until(self, there: Callable[[], bool], said: str) -> None:
        end = time.monotonic() + self.PATIENCE
        while not there():
            assert time.monotonic() < end, f"{said}:\n{self.text}"
            await asyncio.sleep(0.02)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)
