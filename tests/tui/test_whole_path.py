"""The path of somebody new: a request by post through an agent, from its intake to the printed letter and the end.

The same steps by keys alone, by the mouse, and in a real terminal. What is pressed is read off the screen.
"""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.desk import Desk
from tests.tui.conftest import MEMBER, NOW
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import house
from tests.tui.rooms import spot
from tui.screens.case import CaseScreen
from tui.screens.case_pages import Page
from tui.screens.confirm import Confirm
from tui.widgets.blocks import BlockList

ORG = "gunma_gojokai"
FORWARD = "ctrl+s"


class Hand:
    """Somebody at the keyboard; `count` are the keys that were not text."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot
        self.count = 0

    @property
    def text(self) -> str:
        return drawn(self.pilot).text

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)
            self.count += 1

    async def write(self, text: str) -> None:
        await self.pilot.press(*text)
        await settled(self.pilot)

    async def room(self, label: str) -> None:
        await self.keys(self._before(label))

    async def do(self, label: str) -> None:
        """A command of the case, by the letter that stands before it."""
        await self.keys(self._before(label))

    def _before(self, label: str) -> str:
        found = re.search(rf"(?<![\w^])(\w) {re.escape(label)}(?!\S)", self.text)
        assert found is not None, f"no key for {label}:\n{self.text}"
        return found[1]

    async def choose(self, label: str) -> None:
        """One of the choices that are shown in a field."""
        await self.keys("right")
        for _ in range(6):
            if f"[{label}]" in self.text:
                return
            await self.keys("right")
        raise AssertionError(f"{label} cannot be chosen:\n{self.text}")

    async def to_field(self, label: str) -> None:
        """Down to a field, over the end of a section into the next."""
        for _ in range(30):
            if re.search(rf"^>[* ]?{re.escape(label)}", self.text, re.M):
                return
            await self.keys("tab")
        raise AssertionError(f"{label} was not reached:\n{self.text}")

    async def forward(self) -> None:
        """Ctrl+S: the page of consequences, and Ctrl+S there."""
        await self.keys(FORWARD)
        assert isinstance(self.pilot.app.screen, Confirm | Page), self.text
        await self.keys(FORWARD)

    async def agree(self) -> None:
        """What has no form is already at its page of consequences."""
        assert isinstance(self.pilot.app.screen, Confirm | Page), self.text
        await self.keys(FORWARD)


class Mouse(Hand):
    """Somebody with the mouse: only text is typed."""

    async def click(self, text: str, times: int = 1) -> None:
        for _ in range(times):
            x, y = spot(drawn(self.pilot), text)
            await self.pilot.click(offset=(x + 1, y))
            await settled(self.pilot)

    async def room(self, label: str) -> None:
        await self.click(label)

    async def do(self, label: str) -> None:
        screen = self.pilot.app.screen
        if f" {label}" not in self.text:
            screen.query(BlockList).first().scroll_home(animate=False)  # the wheel
            await settled(self.pilot)
        await self.click(f"{self._before(label)} {label}")
        if self.pilot.app.screen is screen:
            await self.click(f"{self._before(label)} {label}")

    async def choose(self, label: str) -> None:
        await self.click(label)

    async def forward(self) -> None:
        house(self.pilot).said = ""  # any press ends what was said; a pilot's presses pass by the app
        await settled(self.pilot)
        await self.click("^S ")
        await self.agree()

    async def agree(self) -> None:
        assert isinstance(self.pilot.app.screen, Confirm | Page), self.text
        await self.click("Ctrl+S ")


def case_of(pilot: Pilot[None]) -> CaseScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen), screen
    return screen


def outputs(desk: Desk) -> list[str]:
    assert desk.path is not None
    folder = desk.path / "出力"
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


async def take_in(hand: Hand) -> None:
    """受付: a correction by post through an agent; the proof is missing, and its guide is printed."""
    await hand.room("受付")
    if isinstance(hand, Mouse):
        x, y = spot(drawn(hand.pilot), "群馬県教職員互助会")
        for _ in range(2):
            await hand.pilot.click(offset=(x + 1, y + 3))
            await settled(hand.pilot)
    else:
        await hand.keys(*["down"] * 7, "enter")
    await hand.to_field("申出の経路")
    await hand.choose("郵送")
    await hand.to_field("請求者")
    await hand.choose("本人が委任した代理人")
    for label, text in (
        ("本人の氏名", "見本 すずめ"),
        ("本人の住所", "前橋市見本町1-1"),
        ("代理人の氏名", "見本 花子"),
        ("代理人の住所", "前橋市見本町2-2"),
        ("対象の個人データ", "給付記録の住所"),
        ("開示を受けた日", "R8.10.1"),
    ):
        await hand.to_field(label)
        await hand.write(text)


async def type_rest(hand: Hand) -> None:
    """The sheet of what is missing, then the intake."""
    assert "不足" in hand.text
    if isinstance(hand, Mouse):
        await hand.click("^L")
    else:
        await hand.keys("ctrl+l")
    assert "p 不足書類の案内を印刷" in hand.text
    await hand.keys("p")
    assert "不足書類の案内を書きました" in hand.text
    await hand.forward()


async def open_new(hand: Hand) -> None:
    await hand.room("机")
    await hand.keys("/")
    await hand.write("すずめ")
    await hand.keys("enter")
    if not isinstance(hand.pilot.app.screen, CaseScreen):
        await hand.keys("enter")


async def complete(hand: Hand) -> None:
    """補正 asked and answered, identity and completeness confirmed."""
    await hand.do("補正を求める")
    await hand.write("番地を証明する書類を添えてください")
    await hand.to_field("補正の期限")
    await hand.write("+14")
    await hand.forward()
    assert "停止中" in hand.text
    await hand.do("確認したことを記録する")
    await hand.write("委任状と運転免許証の写し")
    await hand.to_field("それで足りるとした")
    await hand.write("委任の内容が申出と一致した")
    await hand.forward()
    await hand.do("本人確認を済ませる")
    await hand.agree()
    await hand.do("補正を受ける")
    await hand.keys("f4")
    await hand.write("事実")
    await hand.keys("enter")
    await hand.forward()
    await hand.do("不備がないことを確かめる")
    await hand.agree()


@pytest.mark.asyncio
@pytest.mark.parametrize("way", [Hand, Mouse])
async def test_by_post_with_an_agent_to_a_complete_request(desk: Desk, way: type[Hand]) -> None:
    before = {row.number for row in desk.rows()}
    async with opened(desk) as pilot:
        hand = way(pilot)
        await take_in(hand)
        await type_rest(hand)
        (number,) = {r.number for r in desk.rows() if r.organisation == ORG} - before
        assert [name for name in outputs(desk) if "不足" in name]
        await open_new(hand)
        assert case_of(pilot).number == number
        await complete(hand)
    assert desk.record(number, ORG)["state"] == "investigating"


@pytest.mark.asyncio
@pytest.mark.parametrize("way", [Hand, Mouse])
async def test_decided_told_printed_and_closed(desk: Desk, way: type[Hand]) -> None:
    """A disclosure that waits for its decision, to the end; the letter lies in 出力 as it was issued."""
    async with opened(desk) as pilot:
        hand = way(pilot)
        if way is Mouse:
            await Mouse(pilot).click("R8-005", 2)
        else:
            await hand.keys("enter")
        number = case_of(pilot).number
        await hand.do("決定する")
        await hand.choose("全部する")
        await hand.forward()
        await hand.do("通知する")
        await hand.forward()
        await hand.do("実施を記録する")
        await hand.write("写しを窓口で渡した")
        await hand.forward()
        await hand.do("完了にする")
        await hand.agree()
        assert desk.record(number, ORG)["state"] == "closed"


@pytest.mark.asyncio
async def test_from_the_desk_to_a_printed_decision_in_twelve_keys(desk: Desk) -> None:
    async with opened(desk) as pilot:
        hand = Hand(pilot)
        await hand.keys("d", "1", FORWARD, FORWARD)
        await hand.keys("enter", FORWARD, FORWARD)
        await hand.keys("tab", "tab", "tab", "enter", "p")
        files = [name for name in outputs(desk) if name.startswith("R8-005")]
        assert len(files) == 1 and files[0].endswith(".pdf")
        assert desk.path is not None
        letter = (desk.path / "出力" / files[0]).read_bytes()
        assert letter == desk.letter_bytes("R8-005", "1", "pdf", ORG)
        assert hand.count <= 12


# --- in a real terminal


class Terminal:
    """tmux with the program in it, 80×24."""

    def __init__(self, office: Path, socket: Path) -> None:
        self._tmux = ["tmux", "-S", str(socket)]
        program = [sys.executable, "-m", "tui", "open", str(office), "--as", MEMBER]
        line = f"MADOGUCHI_NOW={NOW} PYTHONUTF8=1 {shlex.join(program)}"
        self._run("-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "24", line)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, check=True, encoding="utf-8").stdout

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def press(self, key: str, until: str) -> str:
        """A key, and the screen as soon as it says `until`."""
        self._run("send-keys", key)
        return self.wait(until)

    def wait(self, until: str, seconds: float = 20.0) -> str:
        end = time.monotonic() + seconds
        shown = ""
        while time.monotonic() < end:
            shown = self.screen()
            if until in shown:
                return shown
            time.sleep(0.05)
        raise AssertionError(f"{until!r} never came:\n{shown}")

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there")
def test_a_decision_in_a_real_terminal(practice: Path, tmp_path: Path) -> None:
    terminal = Terminal(practice, tmp_path / "tmux")
    try:
        terminal.wait("R8-005")
        terminal.press("d", "決定の内容")
        terminal.press("1", "[全部する]")
        terminal.press("C-s", "何もしない")
        terminal.press("C-s", "記録しました")
    finally:
        terminal.close()
