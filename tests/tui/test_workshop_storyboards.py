"""設定 by keys alone: a step, a field, a period, a document, a row, a sentence; published, and a case runs on it."""

from datetime import date

import pytest
from textual import events
from textual.pilot import Pilot

from engine.desk import Desk, Submission
from tests.tui.harness import drawn, opened, settled
from tests.tui.test_workshop_tables import ORG, enter, own, tables

NAME = f"{ORG}/request"


async def keys(pilot: Pilot[None], *said: str) -> str:
    """Keys, and texts (after `=`) as an input method commits them; what is on the screen at the end."""
    for one in said:
        if one.startswith("="):
            pilot.app.post_message(events.Paste(one[1:]))
            await calm(pilot)
        else:
            await pilot.press(one)
            await calm(pilot)
    return drawn(pilot).text


async def calm(pilot: Pilot[None]) -> None:
    """Wait until nothing has moved for a while: a page that opens may be drawn some messages later."""
    seen: list[str] = []
    for _ in range(30):
        await settled(pilot)
        seen.append(drawn(pilot).text)
        if len(seen) > 1 and seen[-1] == seen[-2]:
            return


async def find(pilot: Pilot[None], text: str) -> None:
    await keys(pilot, "slash", f"={text}", "enter")


async def basis(pilot: Pilot[None], *downs: str) -> None:
    """根拠 of the element: own practice, with a word of why."""
    await keys(pilot, *downs, "enter", "=この団体の運用", "enter", "=見本の運用", "enter")


async def a_step_between_two(pilot: Pilot[None]) -> None:
    await find(pilot, "不備の確認")
    shown = await keys(pilot, "a", "enter")
    assert "不備の確認 と 調査 の間" in shown, shown
    shown = await keys(pilot, "enter", "=内容の照合", "enter")
    assert "根拠" in shown and "条文か、定めなしを選ぶ" in shown
    await basis(pilot, "down", "down")
    assert list(tables(pilot).view.node.map("states"))[1:4][1].startswith("step")


async def a_field(pilot: Pilot[None]) -> None:
    await find(pilot, "調査の結果")
    shown = await keys(pilot, "a", "=項目", "enter", "=照合した日", "enter", "=日付", "enter")
    assert "照合した日" in shown
    assert tables(pilot).row.path[:3] == ("forms", "investigation", "properties")  # type: ignore[union-attr]  # found


async def a_period_for_one_kind(pilot: Pilot[None]) -> None:
    await find(pilot, "決定の期限")
    shown = await keys(
        pilot, "a", "=種別ごと", "enter", "=開示", "enter", "=14日", "enter", "=第20条第1項", "enter"
    )
    assert "表による" in shown


async def a_document(pilot: Pilot[None]) -> None:
    await find(pilot, "事実と合致することを証明する書類等")
    shown = await keys(pilot, "tab", "down", "enter", "=住民票", "enter")
    assert "書きました request.yaml" in shown


async def a_row_of_a_table(pilot: Pilot[None]) -> None:
    await find(pilot, "利用目的の通知 x 全部する")
    assert "決まっていない組合せ" in await keys(pilot, "x")
    await find(pilot, "決定通知書の様式")
    shown = await keys(pilot, "a", "=行", "enter")
    assert "様式なし" in shown
    shown = await keys(pilot, "down", "down", "f4", "=別紙様式第2号の2", "enter")
    assert "問題はありません" in shown


async def a_sentence(pilot: Pilot[None]) -> None:
    await find(pilot, "【受付の日】付けで提出")
    shown = await keys(pilot, "tab", "enter", "=対象は、", "f4", "=対象の個人", "enter", "=です。")
    assert "【対象の個人データ】です。" in shown
    await keys(pilot, "ctrl+s")


async def publish(pilot: Pilot[None]) -> None:
    shown = await keys(pilot, "P")
    assert "まだ公開できません" in shown
    shown = await keys(pilot, "a", "=規程に定めがないため", "enter")
    assert "公開できます" in shown
    assert "版2を公開しました" in await keys(pilot, "ctrl+s")


@pytest.mark.slow
@pytest.mark.asyncio
async def test_an_office_changes_itself_and_a_case_runs_on_what_it_published(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await enter(pilot)
        for story in (
            a_step_between_two, a_field, a_period_for_one_kind, a_document, a_row_of_a_table, a_sentence, publish,
        ):  # fmt: skip
            await story(pilot)
    text = own(desk)
    assert text.startswith("# ") and f"extends: {NAME}" in text, (
        "the office's file holds its differences only"
    )
    assert "対象は、{application.target}です。" in text
    _a_case_runs(desk)


def _a_case_runs(desk: Desk) -> None:
    """Taken in, checked, through the new step with its new field, due after the new period."""
    form = {
        "channel": "window", "requester": "data_subject", "name": "見本 太郎", "address": "見本市見本町1-1",
        "target": "給付の記録",
    }  # fmt: skip
    day = date(2026, 11, 20)
    number = desk.submit(Submission(organisation=ORG, kind="disclosure", form=form, date=day)).case
    assert next(str(row.due) for row in desk.rows() if row.number == number) == "2026-12-04"
    workflow = desk.organisations()[ORG].workflows[NAME]
    step = next(one for one in workflow.machine.states.values() if one.title.ja == "内容の照合")
    leaving = next(c.id for c in workflow.machine.commands.values() if step.id in c.sources and c.task == "")

    def do(command: str, **data: object) -> str:
        return desk.submit(
            Submission(organisation=ORG, case=number, command=command, form=data, date=day)
        ).state

    do("record_check", checked="見本の書類", why="見本")
    do("confirm_identity")
    assert do("confirm_completeness") == step.id
    new = next(c.id for c in workflow.machine.commands.values() if c.title.ja == "内容の照合を済ませる")
    assert leaving and do(new) == "investigating"
    fields = [f.name for f in workflow.forms["investigation"].walk() if f.title.ja == "照合した日"]
    assert do("investigate", findings="見本", **{fields[0]: "2026-11-20"}) == "deciding"
