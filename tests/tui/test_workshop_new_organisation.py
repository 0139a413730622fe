"""設定: an organisation made from nothing by keys alone, published, and a case taken from intake to its letter."""

from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.desk import Desk, Submission
from engine.desk.case_view import case_view
from engine.desk.definitions import check
from tests.tui.harness import drawn, opened
from tests.tui.keying import keys
from tui.screens.workshop.drawing import FOLD
from tui.screens.workshop.tables import TablesScreen

ORG = "mihon_kai"
DAY = date(2026, 11, 20)


class Hand:
    """Somebody in くわしく: finds elements by their words, goes to a cell by its label, types and chooses."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    @property
    def screen(self) -> TablesScreen:
        found = self.pilot.app.screen
        assert isinstance(found, TablesScreen), drawn(self.pilot).text
        return found

    async def keys(self, *said: str) -> str:
        return await keys(self.pilot, *said)

    async def at(self, words: str) -> None:
        """An element, by what it is called."""
        await self.keys("slash", f"={words}", "enter")
        assert self.screen.row is not None and words in self.screen.row.title, self.screen.row

    async def add(self, label: str, what: str = "", *then: str) -> None:
        """Beside or in the element; `what` is asked where there is more than one way."""
        await self.keys("a", *([f"={what}", "enter"] if what else []), f"={label}", "enter", *then)

    async def cell(self, title: str) -> None:
        """The cell of a label, by Tab, arrows, and the line that unfolds empty ones."""
        if not self.screen.pane.rows.has_focus:
            await self.keys("tab")
        if self._place(title) < 0:
            await self.keys("G", "enter")
        order = self.screen.pane.rows.order()
        here, there = order.index(self.screen.pane.cursor), self._place(title)
        assert there >= 0, (title, [one.title for one in self.screen.cells.values()])
        await self.keys(*(["down"] * (there - here) or ["up"] * (here - there)))

    def _place(self, title: str) -> int:
        order = self.screen.pane.rows.order()
        key = next((k for k, one in self.screen.cells.items() if one.title.startswith(title)), FOLD)
        return order.index(key) if key in order and key != FOLD else -1

    async def type(self, title: str, text: str) -> None:
        await self.cell(title)
        await self.keys("enter", "ctrl+u", f"={text}", "enter")

    async def pick(self, title: str, *labels: str) -> None:
        await self.cell(title)
        for label in labels:
            await self.keys("f4", f"={label}", "enter")


async def people_and_papers(hand: Hand) -> None:
    for group, label in (("役割", "責任者"), ("書類の種類", "会員証"), ("書類の種類", "同意書")):
        await hand.at(group)
        await hand.add(label)


async def forms(hand: Hand) -> None:
    """申出書 is there; four more, each with what it asks."""
    await hand.at("申出書")
    await hand.add("住所", "項目", "=文", "enter")
    await hand.at("申出書")
    await hand.add("書類", "項目", "=書類", "enter")
    for form, field, kind in (
        ("結果書", "認めた内容", "文"), ("承認書", "受け取った手数料", "数"),
        ("照会書", "照会先", "文"), ("回答書", "回答", "文"),
    ):  # fmt: skip
        await hand.at("様式")
        await hand.add(form)
        await hand.keys("escape")
        await hand.add(field, "項目", f"={kind}", "enter")
        if form in ("結果書", "承認書"):  # what the letter says, and what was paid, is never missing
            await hand.pick("あるときは必須", "はい")


async def steps(hand: Hand) -> None:
    """The result is drawn up, then somebody else approves it; the letter goes out with that."""
    await hand.at("対応")
    await hand.keys("a", "=状態", "enter", "enter", "=承認", "enter")
    await hand.at("終える")
    await hand.type("画面に出る名前", "結果を決める")
    await hand.pick("様式", "結果書")
    await hand.at("承認を済ませる")
    await hand.pick("様式", "承認書")
    await hand.pick("だれが", "責任者", "担当")
    await hand.at("完了")
    await hand.cell("通知を出さずに終わる理由")
    await hand.keys("x")


async def enquiry(hand: Hand) -> None:
    """Somebody is asked meanwhile, and has a period of their own to answer."""
    await hand.at("並行手続")
    await hand.add("照会")
    await hand.keys("escape")
    await hand.add("回答の期限", "期限")
    await hand.type("期間", "5営業日")
    for command, form in (("照会を始める", "照会書"), ("照会を終える", "回答書")):
        await hand.at(command)
        await hand.pick("様式", form)


async def periods(hand: Hand) -> None:
    await hand.at("期限")
    await hand.add("決定の期限")
    await hand.type("期間", "14営業日")
    await hand.pick("終わらせる操作", "結果を決める")
    await hand.keys("escape", "G")  # last in the list stands what the whole organisation has
    await hand.cell("休業日")
    await hand.keys("enter")
    await hand.cell("休みの日")
    await hand.keys("enter")
    await hand.pick("曜日", "土", "日")


async def papers(hand: Hand) -> None:
    """Either of the two papers; without one the result cannot be drawn up."""
    await hand.at("確認書類")
    await hand.add("本人の確認")
    await hand.at("会員証")
    await hand.pick("どれか一つ", "同意書")
    await hand.at("書類")
    await hand.pick("提示された書類の一覧", "本人の確認")
    await hand.at("結果を決める")
    await hand.add("本人を確かめてから", "守ること")
    await hand.cell("成り立つべき条件")
    await hand.keys("f4", "ctrl+u", "f4", "=本人の確認", "enter", "enter", "=確認済", "enter", "ctrl+s")


async def fee(hand: Hand) -> None:
    await hand.at("手数料")
    await hand.add("写しの手数料")
    await hand.type("金額", "300")
    await hand.cell("入金の操作と金額")
    await hand.keys("enter", "=承認", "enter", "down", "f4", "ctrl+u", "f4", "=受け取った手数料", "enter")
    await hand.keys("=くらべず", "enter", "ctrl+s")


async def letters(hand: Hand) -> None:
    for title, at, number in (
        ("受付のお知らせ", "受け付ける", "様式第1号"),
        ("結果通知書", "承認を済ませる", "様式第2号"),
    ):
        await hand.at("通知")
        await hand.add(title)
        await hand.pick("出す操作", at, "結果を決める")
        await hand.pick("様式番号", "文字で入れる")
        await hand.keys("ctrl+u", f"={number}", "enter")
    await hand.pick("この通知が件への答えになる", "はい")
    await hand.at("結果通知書")
    await hand.keys("down", "tab", "enter", "ctrl+u", "=認めた内容 ", "f4", "=認めた内容", "enter", "ctrl+s")


STORY = (people_and_papers, forms, steps, enquiry, periods, papers, fee, letters)


@pytest.mark.slow
@pytest.mark.asyncio
async def test_it_is_made_published_and_answers_a_request(alone: Desk) -> None:
    async with opened(alone) as pilot:
        await keys(
            pilot, "5", "n", "enter", "=見本の会", "enter", "ctrl+u", f"={ORG}", "enter", "=そうだん", "enter"
        )
        hand = Hand(pilot)
        for part in STORY:
            await part(hand)
        assert "問題はありません" in drawn(pilot).text
        assert "公開できます" in await keys(pilot, "P")
        assert "版1を公開しました" in await keys(pilot, "ctrl+s")
    assert alone.path is not None
    found = check([Path(alone.path) / "definitions" / "workflows" / ORG])
    assert [one for one in found if one.severity == "block"] == []
    _a_request_is_answered(alone)


def _a_request_is_answered(desk: Desk) -> None:
    """Two people, one for each role, take it from intake to letter; somebody is asked in between."""
    desk.set_member("tanto", "担当 花子", ["clerk"], new=True)
    desk.set_member("sekinin", "責任 三郎", ["role_1"], new=True)
    workflow = desk.organisations()[ORG].workflows[f"{ORG}/request"]
    assert len(workflow.forms) == 5
    named = {one.title.ja: one.id for one in workflow.commands.values()}
    given = {
        "name": "見本 次郎",
        "field_1": "見本町1-1",
        "field_2": [{"type": "document_2", "issued_on": "2026-11-01"}],
    }

    def do(title: str, member: str = "tanto", **form: object) -> str:
        return desk.submit(
            Submission(
                organisation=ORG, case=number, command=named[title], form=form, date=DAY, member=member
            )
        ).state

    taken = Submission(organisation=ORG, kind="soudan", form=given, date=DAY, member="tanto")
    number = desk.submit(taken).case
    assert next(row.due for row in desk.rows() if row.organisation == ORG) == "2026-12-10"
    do("照会を始める", field_1="見本の課")
    timers = {one.title: one.due for one in case_view(desk, number, ORG).timers}
    assert timers == {"決定の期限": "2026-12-10", "回答の期限": "2026-11-27"}
    do("照会を終える", field_1="そのとおり")
    assert do("結果を決める", field_1="見本の写しを渡す") == "step_1"
    assert do("承認を済ませる", "sekinin", field_1=300) == "closed"
    letters = [(one.title, one.number) for one in desk.letters(number, ORG)]
    assert letters == [("受付のお知らせ", "様式第1号"), ("結果通知書", "様式第2号")]
    assert "認めた内容 見本の写しを渡す" in desk.letter_bytes(number, "2", "txt", ORG).decode()
