"""通知: the page as it prints, blanks, specimens, files, many at once."""

import pytest

from engine.desk import Desk
from tests.tui.harness import SIZES, Scene, drawn, faults, opened, settled
from tests.tui.rooms import opening, press, spot
from tui.messages import OpenCase
from tui.screens.many import PrintMany
from tui.screens.notice import NoticeScreen

ORG = "gunma_gojokai"
SCENES = (
    Scene("issued", opening(ORG, "R8-010", 1)),
    Scene("blanks", opening(ORG, "R8-005")),
    Scene("complete", opening(ORG, "R8-009")),
    Scene("none", opening(ORG, "R8-012")),
)


@pytest.mark.asyncio
@pytest.mark.parametrize("size", SIZES)
async def test_looks(desk: Desk, size: tuple[int, int]) -> None:
    assert await faults(desk, SCENES, size) == []


@pytest.mark.asyncio
async def test_looks_in_english(desk: Desk) -> None:
    assert await faults(desk, SCENES, (80, 24), ("sumi",), "en") == []


@pytest.mark.asyncio
async def test_issued_by_keys(desk: Desk) -> None:
    """The page stands as it was printed; its PDF is the one that was kept, byte for byte."""
    async with opened(desk, (120, 36)) as pilot:
        await opening(ORG, "R8-010", 1)(pilot)
        shown = drawn(pilot).text
        assert "個人情報一部開示決定通知書" in shown
        assert "発行済み" in shown
        assert "【見本】" not in shown
        keys = (await press(pilot, "home")).lines[-1]
        assert "印刷の確認 PDF" in keys
        assert not any(one in keys for one in ("発行する", "その欄へ", "次の空欄"))
        await press(pilot, "p", "t")
    assert desk.path is not None
    files = {p.suffix: p.read_bytes() for p in (desk.path / "出力").iterdir()}
    assert files[".pdf"] == desk.letter_bytes("R8-010", "1", "pdf", ORG)
    assert files[".txt"] == desk.letter_bytes("R8-010", "1", "txt", ORG)


@pytest.mark.asyncio
async def test_a_blank_is_marked_and_leads_to_its_step(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A specimen with its blanks; Enter asks for the step whose form fills them; it is not issued."""
    asked: list[OpenCase] = []
    async with opened(desk, (120, 36)) as pilot:
        monkeypatch.setattr(type(pilot.app), "on_open_case", lambda _, message: asked.append(message))
        await opening(ORG, "R8-005")(pilot)
        shown = drawn(pilot).text
        assert "【見本】" in shown
        assert "【空欄】" in shown
        assert "「延長の理由」が空欄のままです。" in shown
        shown = (await press(pilot, "I")).text
        assert "できません: 空欄があります" in shown
        keys = (await press(pilot, "f3")).lines[-1]
        assert "Enter その欄へ" in keys and "I 発行する" in keys
        await press(pilot, "enter")
        assert [(m.number, m.command) for m in asked] == [("R8-005", "extend")]
    assert len(desk.letters("R8-005", ORG)) == 0


@pytest.mark.asyncio
async def test_next_letter_and_back(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await opening(ORG, "R8-005")(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, NoticeScreen)
        first = screen.selected()
        await press(pilot, "n")
        assert screen.selected() != first
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, NoticeScreen)


@pytest.mark.asyncio
async def test_many_are_written_and_esc_keeps_what_is_done(desk: Desk) -> None:
    from engine.desk.letters import issued_papers

    papers = [p for number in ("R8-001", "R8-002", "R8-003") for p in issued_papers(desk, number, ORG)]
    assert len(papers) >= 3
    async with opened(desk) as pilot:
        many = PrintMany(papers)
        await pilot.app.push_screen(many)
        for _ in range(200):
            await settled(pilot)
            if not many.running:
                break
        assert len(many.done) == len(papers)
        assert f"終わりました  {len(papers)} / {len(papers)}" in drawn(pilot).text
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, PrintMany)
    assert desk.path is not None
    assert len(list((desk.path / "出力").glob("*.pdf"))) == len(papers)


@pytest.mark.asyncio
async def test_stopped_in_the_middle(desk: Desk) -> None:
    from engine.desk.letters import issued_papers

    papers = issued_papers(desk, "R8-001", ORG) * 40
    async with opened(desk) as pilot:
        many = PrintMany(papers)
        pilot.app.push_screen(many)
        await pilot.press("escape")
        await settled(pilot)
        assert not many.running
        assert len(many.done) < len(papers)
        assert "やめました" in drawn(pilot).text


@pytest.mark.asyncio
async def test_what_was_written_can_be_erased(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await opening(ORG, "R8-010", 1)(pilot)
        shown = await press(pilot, "p", "o")
        assert "R8-010_互助会_1_個人情報一部開示決定通知書.pdf" in shown.text
        await press(pilot, "enter")
    assert desk.path is not None
    assert list((desk.path / "出力").iterdir()) == []


@pytest.mark.asyncio
async def test_by_mouse(desk: Desk) -> None:
    async with opened(desk) as pilot:
        await opening(ORG, "R8-005")(pilot)
        await pilot.click(offset=spot(drawn(pilot), "申出書の補正"))
        await settled(pilot)
        assert "補正の期限" in drawn(pilot).text
