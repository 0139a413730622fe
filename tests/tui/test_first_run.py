"""The first run: three choices, a new office by keys and by mouse, opening one, in every look and both languages."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from textual.worker import WorkerCancelled

from engine.desk import bundled, create_office, load, open_desk
from tests.practice import NOW
from tests.tui.harness import LANGUAGES, SIZES, ambiguous, cut_labels, drawn, low_contrast, settled
from tui.doorway import Doorway
from tui.memory import Memory
from tui.screens import first_run
from tui.screens.closed_days import ClosedDaysPage
from tui.screens.first_run import FirstRun, OpenPage, WhoPage
from tui.screens.new_office import (
    FolderPage,
    MakePage,
    MemberPage,
    OrganisationsPage,
    PasswordPage,
    SilentPage,
)
from tui.screens.sheet import AgainPage, SheetPage
from tui.theme import LOOKS, Look
from tui.widgets.rows import RowList

pytestmark = pytest.mark.asyncio


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield


@asynccontextmanager
async def at_the_door(
    here: Path, size: tuple[int, int] = (80, 24), look: Look = "sumi", language: str = "ja", why: str = ""
) -> AsyncIterator[tuple[Pilot[None], Doorway]]:
    door = Doorway(here, language, look, Memory(here / "state.json"), why)
    async with door.run_test(size=size) as pilot:
        await settled(pilot)
        yield pilot, door


async def press(pilot: Pilot[None], *keys: str) -> None:
    for key in keys:
        await pilot.press(key)
        await settled(pilot)


async def typed(pilot: Pilot[None], text: str) -> None:
    field = pilot.app.screen.focused
    assert isinstance(field, Input)
    field.value = text
    await settled(pilot)


async def finished(pilot: Pilot[None]) -> None:
    """Wait for what is made on another thread; what it made may be the end of the program, which ends it, too."""
    with suppress(WorkerCancelled):
        await pilot.app.workers.wait_for_complete()
    await settled(pilot)


PAGES = (
    OrganisationsPage,
    FolderPage,
    MemberPage,
    PasswordPage,
    MakePage,
    SheetPage,
    AgainPage,
    ClosedDaysPage,
    SilentPage,
)
PASSWORD = "見本の長いパスワード"


async def onward(pilot: Pilot[None], page: type) -> None:
    """From the page before to this one."""
    if page is OrganisationsPage:
        await press(pilot, "home", "down", "enter")
    elif page is FolderPage:
        await press(pilot, "space", "enter")
    elif page is MemberPage:
        await typed(pilot, "office")
        await press(pilot, "enter")
    elif page is PasswordPage:
        for text in ("hanako", "見本 花子"):
            await typed(pilot, text)
            await press(pilot, "enter")
        await press(pilot, "space", "enter")
    elif page is MakePage:
        for _ in range(2):
            await typed(pilot, PASSWORD)
            await press(pilot, "enter")
    elif page is SheetPage:
        await press(pilot, "ctrl+s")
        await finished(pilot)
    elif page is AgainPage:
        await press(pilot, "enter")
    elif page is SilentPage:
        await press(pilot, "enter")
        await finished(pilot)
    else:
        again = pilot.app.screen
        assert isinstance(again, AgainPage)
        for n in again.asked:
            await typed(pilot, again.sheet.code.split("-")[n - 1])
            await press(pilot, "enter")


async def as_far_as(pilot: Pilot[None], page: type) -> None:
    """From the three choices to a page of a new office, or to the field for a folder."""
    if page is OpenPage:
        await press(pilot, "down", "down", "enter")
        return
    for one in PAGES[: PAGES.index(page) + 1]:
        await onward(pilot, one)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, LANGUAGES, strict=True)])
async def test_every_page_is_readable(
    tmp_path: Path, look: Look, size: tuple[int, int], language: str
) -> None:
    data = "".join(str(load(one["id"]).organisation) for one in bundled())
    async with at_the_door(tmp_path, size, look, language) as (pilot, door):
        for page in (FirstRun, OpenPage, *PAGES):
            if page is OpenPage:
                await as_far_as(pilot, page)
            elif page is not FirstRun:
                await onward(pilot, page)
            assert door.screen.__class__ is page
            shown = drawn(pilot)
            assert ambiguous(shown, data) == []
            assert low_contrast(shown) == []
            assert cut_labels(shown, language, data) == []
            assert door.word("app") in shown.lines[0]
            assert shown.lines[-1].rstrip().endswith(door.registry.actions[-1].label(language))
            if page is OpenPage:
                await press(pilot, "escape")


async def test_a_new_office_is_made_by_keys(tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, MakePage)
        assert "暗号化" in drawn(pilot).text
        await press(pilot, "enter")
        assert not (tmp_path / "office").exists(), "only Ctrl+S makes it"
        for page in (SheetPage, AgainPage, ClosedDaysPage):
            await onward(pilot, page)
        await typed(pilot, "R8.12.28 創立記念日")
        await press(pilot, "enter")
        assert "2026-12-28 創立記念日" in drawn(pilot).text
        await onward(pilot, SilentPage)
        assert isinstance(door.screen, SilentPage)
        assert "規程に定めなし" in drawn(pilot).text
        await press(pilot, "enter")
    assert door.chosen == (tmp_path / "office", "hanako")
    with open_desk(tmp_path / "office", "hanako", password=PASSWORD) as desk:
        assert list(desk.organisations()) == [bundled()[0]["id"]]
        assert desk.signed_in().name == "見本 花子"
        assert not desk.practice
        calendar = desk.ledger.current(bundled()[0]["id"]).organisation.calendar
        assert calendar.why_closed(date(2026, 12, 28)) == "創立記念日"


async def test_several_organisations_share_an_office(tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        every = ["space", *(["down", "space"] * (len(bundled()) - 1))]
        await press(pilot, "down", "enter", *every, "enter")
        assert isinstance(door.screen, FolderPage)
        assert sorted(door.screen.plan.organisations) == sorted(one["id"] for one in bundled())


async def test_going_back_keeps_what_was_typed(tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, MakePage)
        await press(pilot, *["escape"] * 4)
        assert isinstance(door.screen, OrganisationsPage)
        await press(pilot, "enter")
        assert door.screen.query_one(Input).value == "office"
        await press(pilot, "enter")
        assert door.screen.query_one("#new-name", Input).value == "見本 花子"


async def test_what_is_not_right_is_said_where_it_is_typed(tmp_path: Path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "letter.txt").write_text("x", encoding="utf-8")
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, FolderPage)
        await press(pilot, "enter")
        assert door.word("new.folder.blank") in drawn(pilot).text
        await typed(pilot, "taken")
        await press(pilot, "enter")
        assert door.word("new.folder.there", folder="taken") in drawn(pilot).text
        await typed(pilot, "office")
        await press(pilot, "enter")
        await typed(pilot, "Hanako")
        await press(pilot, "enter", "enter", "enter")
        assert door.word("new.member.no_id") in drawn(pilot).text
        assert isinstance(door.screen, MemberPage)


async def test_a_folder_that_is_no_office_says_why(tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, OpenPage)
        await typed(pilot, "nowhere")
        await press(pilot, "enter")
        assert "nowhereは窓口のフォルダではありません" in "".join(drawn(pilot).text.split())
        assert door.chosen is None


async def test_a_practice_office_is_opened_as_the_one_who_may_do_most(practice: Path, tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, OpenPage)
        await typed(pilot, str(practice))
        await press(pilot, "enter")
    assert door.chosen == (practice, "mihon")


async def test_of_several_members_one_is_chosen(tmp_path: Path) -> None:
    role = next(iter(load(bundled()[0]["id"]).organisation.roles))
    create_office(tmp_path / "office", [bundled()[0]["id"]], encrypted=False)
    with open_desk(tmp_path / "office") as desk:
        desk.set_member("hanako", "見本 花子", [role], new=True)
        desk.set_member("taro", "見本 太郎", [role], new=True)
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, OpenPage)
        await typed(pilot, "office")
        await press(pilot, "enter")
        assert isinstance(door.screen, WhoPage)
        await press(pilot, "down", "enter")
    assert door.chosen == (tmp_path / "office", "taro")


async def test_by_mouse_a_choice_is_opened_and_left(tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        rows = door.screen.query_one(RowList)
        await pilot.click(rows, offset=(5, 2))
        await pilot.click(rows, offset=(5, 2))
        await settled(pilot)
        assert isinstance(door.screen, OpenPage)
        keys = drawn(pilot).lines[-1]
        cells = len(keys[: keys.index("Esc")].encode("cp932"))
        await pilot.click(offset=(cells, 23))
        await settled(pilot)
        assert isinstance(door.screen, FirstRun)


async def test_practice_is_made_here_and_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []

    def make(folder: Path) -> str:
        made.append(folder)
        return "mihon"

    monkeypatch.setattr(first_run, "most_able", make)
    async with at_the_door(tmp_path) as (pilot, door):
        await press(pilot, "enter")
        await finished(pilot)
    assert made == [tmp_path / "練習"]
    assert door.chosen == (tmp_path / "練習", "mihon")


async def test_something_else_in_the_way_of_practice_is_told(tmp_path: Path) -> None:
    (tmp_path / "練習").mkdir()
    (tmp_path / "練習" / "letter.txt").write_text("x", encoding="utf-8")
    async with at_the_door(tmp_path) as (pilot, door):
        await press(pilot, "enter")
        await finished(pilot)
        assert "フォルダ" in drawn(pilot).text
        assert isinstance(door.screen, FirstRun)
        assert door.chosen is None


async def test_why_the_last_office_does_not_open_stands_at_the_door(tmp_path: Path) -> None:
    async with at_the_door(tmp_path, why="ありません。") as (pilot, door):
        assert door.word("first.gone", why="ありません。") in drawn(pilot).text


async def test_colours_chosen_at_the_door_are_kept_for_who_enters(practice: Path, tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        door.look = "washi"
        await settled(pilot)
        door.enter(practice, "mihon")
    assert Memory(tmp_path / "state.json").looks("mihon") == ("washi", "")
