"""設定 by keys alone: six changes, each published by itself, and a case that runs on what was changed."""

import shutil
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.desk import Desk, Submission, open_desk
from engine.desk.workshop import Workshop
from engine.facts import CaseFacts, Moment
from engine.model.workflow import Workflow
from tests.practice import NOW
from tests.tui.conftest import MEMBER, ORG
from tests.tui.harness import opened
from tests.tui.keying import keys

DAY = date(2026, 11, 20)
PERSON = {
    "channel": "window", "requester": "data_subject", "name": "見本 太郎", "address": "見本市見本町1-1",
    "target": "給付の記録",
}  # fmt: skip
TO_DECISION = ("record_check", "confirm_identity", "confirm_completeness", "investigate", "decide")
FORMS = {
    "record_check": {"checked": "見本の書類", "why": "見本"},
    "investigate": {"findings": "見本"},
    "decide": {"outcome": "grant"},
}


@pytest.fixture(scope="module")
def settled_office(alone_made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office that has published once, with a reason for everything its rules leave open."""
    path = Path(shutil.copytree(alone_made, tmp_path_factory.mktemp("stories") / "office"))
    with open_desk(path, MEMBER) as desk:
        shop = Workshop(desk, ORG)
        shop.set(f"{ORG}/organisation", ("windows", "main", "phone"), "000-000-0000")
        shop.publish({one.name: "規程に定めがない" for one in shop.problems() if one.open_point})
    return path


@pytest.fixture
def desk(settled_office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    with open_desk(Path(shutil.copytree(settled_office, tmp_path / "office")), MEMBER) as found:
        yield found


async def found(pilot: Pilot[None], text: str) -> str:
    """くわしく of the organisation, at what is found under some words."""
    return await keys(pilot, "5", "t", "slash", f"={text}", "enter")


async def publish(pilot: Pilot[None]) -> None:
    shown = await keys(pilot, "P")
    assert "公開できます" in shown, shown
    assert "版3を公開しました" in await keys(pilot, "ctrl+s")


def workflow(desk: Desk) -> Workflow:
    return desk.organisations()[ORG].workflows[f"{ORG}/request"]


def run(desk: Desk, *commands: str, kind: str = "disclosure", **more: Mapping[str, object]) -> str:
    """A case taken in after the publication and taken through some commands; gives its number."""
    form = {**PERSON, **more.get("receive", {})}
    number = desk.submit(Submission(organisation=ORG, kind=kind, form=form, date=DAY)).case
    for command in commands:
        data = {**FORMS.get(command, {}), **more.get(command, {})}
        desk.submit(Submission(organisation=ORG, case=number, command=command, form=data, date=DAY))
    return number


def state(desk: Desk, number: str) -> str:
    return desk.case((ORG, number)).state


@pytest.mark.asyncio
async def test_a_step_between_two_steps(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "不備の確認")
        assert "不備の確認 と 調査 の間" in await keys(pilot, "a", "enter")
        shown = await keys(pilot, "enter", "=内容の照合", "enter")
        assert "条文か、定めなしを選ぶ" in shown
        await keys(pilot, "down", "down", "enter", "=この団体の運用", "enter", "=見本の運用", "enter")
        await publish(pilot)
    step = next(one for one in workflow(desk).machine.states.values() if one.title.ja == "内容の照合")
    number = run(desk, "record_check", "confirm_identity", "confirm_completeness")
    assert state(desk, number) == step.id
    leaving = next(c.id for c in workflow(desk).commands.values() if step.id in c.sources and not c.task)
    desk.submit(Submission(organisation=ORG, case=number, command=leaving, date=DAY))
    assert state(desk, number) == "investigating"


@pytest.mark.asyncio
async def test_b_field(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "調査の結果")
        shown = await keys(pilot, "a", "=項目", "enter", "=照合した日", "enter", "=日付", "enter")
        assert "照合した日" in shown
        await publish(pilot)
    new = next(f.name for f in workflow(desk).forms["investigation"].walk() if f.title.ja == "照合した日")
    number = run(desk, *TO_DECISION[:4], investigate={new: "2026-11-19"})
    assert desk.case((ORG, number)).forms["investigation"][new] == "2026-11-19"


@pytest.mark.asyncio
async def test_c_period_for_disclosure_only(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "決定の期限")
        await keys(
            pilot, "a", "=種別ごと", "enter", "=開示", "enter", "=14日", "enter", "=第20条第1項", "enter"
        )
        await publish(pilot)
    numbers = run(desk), run(desk, kind="purpose_notice")
    assert [next(row.due for row in desk.rows() if row.number == n) for n in numbers] == [
        "2026-12-04",
        "2026-12-20",
    ]


@pytest.mark.asyncio
async def test_d_document_among_the_papers(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "事実と合致することを証明する書類等")
        assert "書きました request.yaml" in await keys(pilot, "tab", "down", "enter", "=住民票", "enter")
        await publish(pilot)
    paper = {"type": "residence_record", "issued_on": "2026-11-18"}
    given = {"disclosed_on_paper": "2026-11-02", "documents": [paper]}
    assert accuracy(desk, run(desk, kind="correction", receive=given)) == "accepted"
    assert accuracy(desk, run(desk, kind="correction", receive={**given, "documents": []})) == "missing"


def accuracy(desk: Desk, number: str) -> str:
    """How the papers that prove a correction stand."""
    facts = CaseFacts(workflow(desk), desk.case((ORG, number)), Moment(DAY))
    return facts.verdict("accuracy").status


@pytest.mark.asyncio
async def test_e_row_of_a_decision_table(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "利用目的の通知 x 全部する")
        assert "決まっていない組合せ" in await keys(pilot, "x")
        await keys(pilot, "slash", "=決定通知書の様式", "enter")
        assert "様式なし" in await keys(pilot, "a", "=行", "enter")
        shown = await keys(pilot, "down", "down", "f4", "=別紙様式第2号の2", "enter")
        assert "直すまで公開できません" in shown  # it is the number of another letter
        await keys(pilot, "enter", "ctrl+u", "=別紙様式第2号", "enter")
        shown = await keys(pilot, "c")
        assert "「決定通知書の様式」の「利用目的の通知 x 全部する」の「根拠」" in shown
        assert "足します" not in shown and "外します" not in shown
        assert "問題はありません" in await keys(pilot, "escape")
        await publish(pilot)
    number = run(desk, *TO_DECISION, "notify", kind="purpose_notice")
    assert [one.number for one in desk.letters(number, ORG)] == ["別紙様式第2号"]


@pytest.mark.asyncio
async def test_f_wording_of_a_letter(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await found(pilot, "【受付の日】付けで提出")
        shown = await keys(pilot, "tab", "enter", "=対象は、", "f4", "=対象の個人", "enter", "=です。")
        assert "【対象の個人データ】です。" in shown
        await keys(pilot, "ctrl+s")
        await publish(pilot)
    number = run(desk, *TO_DECISION, "notify")
    assert "対象は、給付の記録です。" in desk.letter_bytes(number, "1", "txt", ORG).decode()
