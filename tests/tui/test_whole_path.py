"""The path of somebody new: a request by post through an agent, from its intake to the printed letter and the end.

The same steps by keys alone, by the mouse, and in a real terminal. What is pressed is read off the screen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.desk import Desk, open_desk
from tests.tui.conftest import MEMBER
from tests.tui.hands import FORWARD, Hand, Mouse, Noting, Typist
from tests.tui.harness import opened
from tests.tui.keying import quiet, send
from tui.screens.case import CaseScreen

ORG = "gunma_gojokai"


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
    await hand.sees("「完了にする」を記録しました")


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
async def test_from_intake_to_the_closed_case_by_mouse(desk: Desk, practice: Path) -> None:
    before = {(row.organisation, row.number) for row in desk.rows()}
    async with opened(desk) as pilot:
        await walk(Mouse(pilot))
        case = case_of(pilot)
    assert (case.organisation, case.number) not in before
    is_closed_with_its_letters(desk, case, practice)


@pytest.mark.asyncio
async def test_from_intake_to_the_closed_case_key_by_key_and_typed_at_once(
    practice: Path, tmp_path: Path
) -> None:
    """Lists, pages before a step, letters: each key is for what is there when those before it have done their work."""
    again = Path(shutil.copytree(practice, tmp_path / "again"))
    with open_desk(practice, MEMBER) as desk:
        async with opened(desk) as pilot:
            await walk(hand := Noting(pilot))
            case = case_of(pilot)
        wanted = desk.record(case.number, case.organisation)
        is_closed_with_its_letters(desk, case, practice)
    with open_desk(again, MEMBER) as desk:
        async with opened(desk) as pilot:
            send(pilot.app, *hand.noted)
            await quiet(pilot)
        assert desk.record(case.number, case.organisation) == wanted
    assert outputs(again) == outputs(practice)


def is_closed_with_its_letters(desk: Desk, case: CaseScreen, office: Path) -> None:
    assert desk.record(case.number, case.organisation)["state"] == "closed"
    written = outputs(office)
    assert [name for name in written if "不足" in name] and [name for name in written if "決定通知書" in name]


@pytest.mark.asyncio
async def test_from_the_desk_to_a_printed_decision_in_twelve_keys(desk: Desk, practice: Path) -> None:
    async with opened(desk) as pilot:
        hand = Hand(pilot)
        await hand.keys("d", "1", FORWARD)
        await hand.sees("決定の内容  全部する")  # the page before it repeats what is decided
        await hand.keys(FORWARD)
        await hand.keys("enter", FORWARD, FORWARD)
        await hand.keys("enter", "p")  # the letter just issued is under the cursor
        (name,) = (name for name in outputs(practice) if name.startswith("R8-005"))
        assert (practice / "出力" / name).read_bytes() == desk.letter_bytes("R8-005", "1", "pdf", ORG)
        assert hand.count <= 12


@pytest.mark.asyncio
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there")
async def test_from_intake_to_the_closed_case_in_a_real_terminal(practice: Path, tmp_path: Path) -> None:
    """80x24 cells and the program itself: nothing in between that would wait for it."""
    with open_desk(practice, MEMBER) as desk:
        before = {(row.organisation, row.number) for row in desk.rows()}
    typist = Typist(practice, tmp_path / "tmux")
    try:
        await typist.sees("R8-005")
        await walk(typist)
        written = {name: (practice / "出力" / name).read_bytes() for name in outputs(practice)}
        await typist.keys("ctrl+q")
        await typist.sees("ended 0")
    finally:
        typist.close()
    with open_desk(practice, MEMBER) as desk:
        (new,) = (one for one in desk.rows() if (one.organisation, one.number) not in before)
        assert desk.record(new.number, new.organisation)["state"] == "closed"
        (guide,) = (data for name, data in written.items() if "不足" in name)
        (letter,) = (data for name, data in written.items() if "決定通知書" in name)
        assert guide.startswith(b"%PDF")
        assert letter == desk.letter_bytes(new.number, "2", "pdf", new.organisation)
    assert outputs(practice) == [], "what was put out to print does not stay in clear text"
