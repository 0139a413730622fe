"""設定 試す: a request walked through the working copy by keys, on a day that moves; nothing is written anywhere."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from engine.desk import Desk, run_scenarios
from engine.desk.workshop import Workshop
from tests.tui.conftest import ORG
from tests.tui.harness import opened
from tests.tui.keying import keys
from tests.tui.test_workshop_change import take_in
from tui.screens.workshop.walking import WalkScreen

REQUEST = f"{ORG}/request"


@pytest.fixture
def desk(alone: Desk) -> Desk:
    return alone


def snapshot(desk: Desk) -> dict[str, bytes]:
    """Every byte of the office, but for what is derived, and the log, which tells that somebody signed in."""
    assert desk.path is not None
    files = [p for p in Path(desk.path).rglob("*") if p.is_file() and p.parent.name != "cache"]
    return {str(p): p.read_bytes() for p in files if not p.name.startswith(("log-", "heads"))}


def walking(pilot: Pilot[None]) -> WalkScreen:
    screen = pilot.app.screen
    assert isinstance(screen, WalkScreen)
    return screen


async def done(pilot: Pilot[None], *before: str) -> str:
    """The form of the command under the cursor as it begins, and Ctrl+S on it and on its page of consequences."""
    return await keys(pilot, *before, "enter", "ctrl+s", "ctrl+s")


@pytest.mark.asyncio
async def test_an_invented_request_is_walked_to_its_letter_and_the_office_stays_as_it_was(desk: Desk) -> None:
    Workshop(desk, ORG).set(REQUEST, ("clocks", "decision", "period"), "14 days")
    before = snapshot(desk)
    async with opened(desk) as pilot:
        await keys(pilot, "5", "y", "=開示", "enter")
        shown = await keys(pilot, "ctrl+s")
        assert "決定の期限  令和8年12月8日(火)" in shown, "what the step would do stands before it is done"
        shown = await keys(pilot, "ctrl+s")
        assert "書き込んではいません" in shown and "あと14日" in shown
        assert "本人又は代理人であることの確認がまだ済んでいません  個人情報保護法第37条" in shown
        shown = await done(pilot, "down")
        assert "あと11日" in await keys(pilot, ">", ">", ">") and "あと12日" in await keys(pilot, "<")
        for _ in range(5):
            shown = await done(pilot)
        assert walking(pilot).walk.case.state == "executing", shown  # type: ignore[union-attr]  # it was taken in
        assert "別紙様式第2号の2" in shown, "the letter that would be issued, with its number"
        shown = await keys(pilot, "u")
        assert "戻しました: 通知する" in shown and "通知" in shown
        assert "最後に進めた日より前" in await keys(pilot, "<")
        await keys(pilot, "escape", "escape")
    assert snapshot(desk) == before


@pytest.mark.asyncio
async def test_a_copy_is_chosen_by_number_and_goes_on_after_a_change(desk: Desk) -> None:
    number = take_in(desk)
    async with opened(desk) as pilot:
        shown = await keys(pilot, "5", "y", f"={number}", "enter")
        assert f"{number} の写し" in shown and "R8.11.24" in shown and "あと30日" in shown
        await keys(pilot, "escape")
        Workshop(desk, ORG).set(REQUEST, ("clocks", "decision", "period"), "20 days")
        shown = await keys(pilot, "t", "y")
        assert "続き: 開示" in shown
        shown = await keys(pilot, "=続き", "enter")
        assert "あと20日" in shown, "the same walk, on the working copy as it is now"
        await keys(pilot, "escape")
        Workshop(desk, ORG).set(REQUEST, ("clocks", "decision", "starts"), "event.recieve")
        shown = await keys(pilot, "escape", "t", "y", "=続き", "enter")
        assert "いまの草案は組み立てられない" in shown


@pytest.mark.asyncio
async def test_it_is_kept_as_a_scenario_that_runs_and_is_tried_at_publication(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await keys(pilot, "5", "y", "=開示", "enter", "ctrl+s", "ctrl+s")
        shown = await keys(pilot, "s", "=期限は三十日", "enter")
        assert "確認例 T-01 に残しました" in shown
        assert "確認例  合格 1  不合格 0" in await keys(pilot, "escape", "t", "P", *["pagedown"] * 3)
    assert desk.path is not None
    file = Path(desk.path) / "definitions" / "workflows" / ORG / "scenarios" / "t-01.yaml"
    assert "title: 期限は三十日" in file.read_text(encoding="utf-8")
    tried = run_scenarios([file], root=Path(desk.path) / "definitions")
    assert (tried.passed, tried.failed) == (1, 0)
