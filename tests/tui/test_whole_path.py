"""The path of somebody new: a request by post through an agent, from its intake to the printed letter and the end.

The same steps by keys alone, by the mouse, and in a real terminal. What is pressed is read off the screen.
"""

from __future__ import annotations

import asyncio
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import ClassVar

import pytest
from textual.pilot import Pilot

from engine.desk import Desk
from tests.practice import NOW
from tests.tui.conftest import MEMBER
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import house
from tests.tui.rooms import spot
from tui.screens.case import CaseScreen
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

    async def sees(self, said: str) -> None:
        assert re.search(said, self.text), f"{said} is not there:\n{self.text}"

    async def keys(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await settled(self.pilot)
            self.count += 1

    async def write(self, text: str) -> None:
        await self.pilot.press(*text)
        await settled(self.pilot)

    async def do(self, label: str) -> None:
        """A room or a command of the case, by the letter that stands before it."""
        await self.keys(await self._before(label))

    async def _before(self, label: str) -> str:
        said = rf"(?<![\w^])(\w) {re.escape(label)}(?!\S)"
        await self.sees(said)
        found = re.search(said, self.text)
        assert found is not None
        return found[1]

    async def begin(self, organisation: str, kind: str) -> None:
        """A request of a kind, down the list that stands under the name of the organisation."""
        await self.sees(organisation)
        for _ in range(20):
            if re.search(rf"{organisation}(?s:.)*^> {kind}", self.text, re.M):
                break
            await self.keys("down")
        await self.keys("enter")

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
        """The face of the letters, the one of a title, its page and its file."""
        await self.keys("right_square_bracket", "right_square_bracket")
        for _ in range(5):
            if not re.search(rf"^>.*{title}", self.text, re.M):
                await self.keys("down")
        await self.keys("enter")
        await self.sees("発行済み")
        await self.keys("p", "escape")


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


def case_of(pilot: Pilot[None]) -> CaseScreen:
    screen = pilot.app.screen
    assert isinstance(screen, CaseScreen), screen
    return screen


def outputs(office: Path) -> list[str]:
    folder = office / "出力"
    return sorted(one.name for one in folder.iterdir()) if folder.is_dir() else []


async def walk(hand: Hand) -> None:
    """A correction by post through an agent whose proof is missing: from the desk to the closed case."""
    await take_in(hand)
    await hand.to_papers()
    await hand.do("不足書類の案内を印刷")
    await hand.sees("不足書類の案内を書きました")
    await hand.forward()
    await complete(hand)
    await decide(hand)
    await hand.print_letter("決定通知書")
    await hand.do("実施を記録する")
    await hand.write("記録を改めた")
    await hand.forward()
    await hand.do("完了にする")
    await hand.agree()
    await hand.sees("完了にする を記録しました")


async def take_in(hand: Hand) -> None:
    """受付: the form, until only what is missing stands against nothing."""
    await hand.do("受付")
    await hand.begin("群馬県教職員互助会", "訂正等")
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
    await hand.sees("不足")


async def complete(hand: Hand) -> None:
    """補正 asked and answered, identity and completeness confirmed."""
    await hand.do("補正を求める")
    await hand.write("番地を証明する書類を添えてください")
    await hand.to_field("補正の期限")
    await hand.write("+14")
    await hand.forward()
    await hand.sees("停止中")
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


async def decide(hand: Hand) -> None:
    await hand.do("調査の結果を記録する")
    await hand.write("住民票の写しと記録を照合した")
    await hand.forward()
    await hand.do("決定する")
    await hand.choose("全部する")
    await hand.forward()
    await hand.do("通知する")
    await hand.forward()


@pytest.mark.asyncio
@pytest.mark.parametrize("way", [Hand, Mouse])
async def test_from_intake_to_the_closed_case(desk: Desk, practice: Path, way: type[Hand]) -> None:
    before = {(row.organisation, row.number) for row in desk.rows()}
    async with opened(desk) as pilot:
        await walk(way(pilot))
        case = case_of(pilot)
    assert (case.organisation, case.number) not in before
    assert desk.record(case.number, case.organisation)["state"] == "closed"
    written = outputs(practice)
    assert [name for name in written if "不足" in name] and [name for name in written if "決定通知書" in name]


@pytest.mark.asyncio
async def test_from_the_desk_to_a_printed_decision_in_twelve_keys(desk: Desk, practice: Path) -> None:
    async with opened(desk) as pilot:
        hand = Hand(pilot)
        await hand.keys("d", "1", FORWARD, FORWARD)
        await hand.keys("enter", FORWARD, FORWARD)
        await hand.keys("right_square_bracket", "right_square_bracket", "enter", "p")
        (name,) = (name for name in outputs(practice) if name.startswith("R8-005"))
        assert (practice / "出力" / name).read_bytes() == desk.letter_bytes("R8-005", "1", "pdf", ORG)
        assert hand.count <= 12


# --- in a real terminal


class Typist(Hand):
    """The same hand in tmux with the program in it, 80×24."""

    PATIENCE: ClassVar[float] = 30.0

    def __init__(self, office: Path, socket: Path) -> None:
        self.count = 0
        self._tmux = ["tmux", "-S", str(socket)]
        program = [sys.executable, "-m", "tui", "open", str(office), "--as", MEMBER]
        home = f"HOME={shlex.quote(str(socket.parent))} XDG_STATE_HOME={shlex.quote(str(socket.parent))}"
        line = f"{home} MADOGUCHI_NOW={NOW} PYTHONUTF8=1 {shlex.join(program)}"
        self._run("-f", "/dev/null", "-u", "new-session", "-d", "-x", "80", "-y", "24", line)

    def _run(self, *words: str) -> str:
        return subprocess.run([*self._tmux, *words], capture_output=True, check=True, encoding="utf-8").stdout

    @property
    def text(self) -> str:
        return self._run("capture-pane", "-p")

    def press(self, key: str) -> None:
        self._run("send-keys", key)

    async def sees(self, said: str) -> None:
        end = time.monotonic() + self.PATIENCE
        while not re.search(said, self.text):
            assert time.monotonic() < end, f"{said} never came:\n{self.text}"
            await asyncio.sleep(0.05)

    def close(self) -> None:
        subprocess.run([*self._tmux, "kill-server"], capture_output=True, check=False)


@pytest.mark.asyncio
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there")
async def test_a_decision_in_a_real_terminal(practice: Path, tmp_path: Path) -> None:
    typist = Typist(practice, tmp_path / "tmux")
    try:
        await typist.sees("R8-005")
        for key, until in (
            ("d", "決定の内容"),
            ("1", r"\[全部する\]"),
            ("C-s", "何もしない"),
            ("C-s", "記録しました"),
        ):
            typist.press(key)
            await typist.sees(until)
    finally:
        typist.close()
