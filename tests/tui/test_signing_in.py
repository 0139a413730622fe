"""An encrypted office on the screen: made, signed into, locked, its people; a forgotten password."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from textual import events
from textual.pilot import Pilot
from textual.widgets import Input

from engine.desk import First, WrongPassword, bundled, create_office, open_desk
from tests.practice import NOW
from tests.tui.harness import ambiguous, cut_labels, drawn, opened, settled
from tests.tui.test_first_run import as_far_as, at_the_door, finished, press, typed
from tui.app import Madoguchi
from tui.everywhere import own_password
from tui.screens.desk import DeskRoom
from tui.screens.first_run import OpenPage
from tui.screens.lock import Lock
from tui.screens.members import MemberDialog, MembersScreen
from tui.screens.own_password import OwnPassword
from tui.screens.sheet import AgainPage, SheetPage
from tui.screens.sign_in import ForgottenPage, SignInPage

pytestmark = pytest.mark.asyncio
PASSWORD, NEXT = "見本の長いパスワード", "つぎの長いパスワード"


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    yield


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    office = tmp_path_factory.mktemp("sealed") / "office"
    first = First("hanako", "見本 花子", ("window_clerk",), PASSWORD)
    return office, create_office(office, [bundled()[0]["id"]], first=first)


@pytest.fixture
def office(made: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copytree(made[0], tmp_path / "office"))


async def fill(pilot: Pilot[None], *texts: str) -> None:
    for text in texts:
        await typed(pilot, text)
        await press(pilot, "enter")


async def test_signing_in_and_a_wrong_password(office: Path, tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, OpenPage)
        await fill(pilot, "office")
        assert isinstance(door.screen, SignInPage)
        await fill(pilot, "hanako", NEXT)
        await finished(pilot)
        shown = drawn(pilot)
        assert "パスワードが違います" in shown.text and NEXT not in shown.text
        assert (ambiguous(shown), cut_labels(shown, "ja")) == ([], [])
        await fill(pilot, PASSWORD)
        await finished(pilot)
    assert (door.chosen, door.password) == ((office, "hanako"), PASSWORD)


async def test_what_is_switched_on_unawares_is_said_while_nothing_can_be_seen(
    office: Path, tmp_path: Path
) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await pilot.app.push_screen(SignInPage(office, "hanako"))
        await settled(pilot)
        await typed(pilot, "ぱｓｓ")
        assert door.word("password.ime") in drawn(pilot).text
        await typed(pilot, "PASS1")
        assert door.word("password.caps") in drawn(pilot).text
        await typed(pilot, "ｐass1")
        assert not any(door.word(f"password.{one}") in drawn(pilot).text for one in ("ime", "caps"))


async def test_a_password_that_comes_fast_is_no_part_of_the_id(office: Path, tmp_path: Path) -> None:
    """All keys at once, as on a machine that is busy."""
    async with at_the_door(tmp_path) as (pilot, door):
        await pilot.app.push_screen(SignInPage(office))
        await settled(pilot)
        for key in (*"hanako", "enter", *"secret-1"):
            pilot.app.post_message(events.Key("minus" if key == "-" else key, key if len(key) == 1 else None))
        await settled(pilot)
        await settled(pilot)
        assert [one.value for one in door.screen.query(Input)] == ["hanako", "secret-1"]


async def test_damaged_keys_are_told_from_a_wrong_password(office: Path, tmp_path: Path) -> None:
    async with at_the_door(tmp_path) as (pilot, _):
        await pilot.app.push_screen(SignInPage(office, "hanako"))
        await settled(pilot)
        data = (office / "keys.json").read_bytes()
        (office / "keys.json").write_bytes(data.replace(b'"slots"', b'"sIots"'))
        await fill(pilot, PASSWORD)
        await finished(pilot)
        shown = drawn(pilot).text
        assert "壊れています" in shown and "パスワードが違います" not in shown


async def test_a_backup_is_put_back_at_the_door(office: Path, tmp_path: Path) -> None:
    from engine.desk import backup
    from tui.screens.restoring import RestorePage

    file = tmp_path / "office-1.madoguchi.zip"
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        backup(desk, file)
    async with at_the_door(tmp_path) as (pilot, door):
        await press(pilot, "end", "enter")
        assert isinstance(door.screen, RestorePage)
        assert (ambiguous(drawn(pilot)), cut_labels(drawn(pilot), "ja")) == ([], [])
        await press(pilot, "enter")
        await fill(pilot, "office", "hanako", PASSWORD)
        await finished(pilot)
        said = "".join(
            line.strip() for line in drawn(pilot).lines[-4:]
        )  # it names the folder, so it may be wrapped
        assert "何も上書きしません" in said
        door.screen.query_one("#restore-folder", Input).value = "again"
        await press(pilot, "enter")
        await finished(pilot)
    assert door.chosen == (tmp_path / "again", "hanako")
    with open_desk(tmp_path / "again", "hanako", password=PASSWORD) as desk:
        assert desk.verify().ok


async def test_a_forgotten_password_is_renewed_by_the_sheet(
    office: Path, made: tuple[Path, str], tmp_path: Path
) -> None:
    async with at_the_door(tmp_path) as (pilot, door):
        await pilot.app.push_screen(SignInPage(office, "hanako"))
        await settled(pilot)
        await press(pilot, "f3")
        assert isinstance(door.screen, ForgottenPage)
        await fill(pilot, "hanako", made[1].lower(), NEXT, NEXT)
        await finished(pilot)
    assert door.chosen == (office, "hanako")
    with open_desk(office, "hanako", password=NEXT) as desk:
        assert desk.signed_in().name == "見本 花子"


async def test_the_sheet_of_a_new_office_is_typed_again(tmp_path: Path) -> None:
    from tui.screens.new_office import MakePage

    async with at_the_door(tmp_path) as (pilot, door):
        await as_far_as(pilot, MakePage)
        await press(pilot, "ctrl+s")
        await finished(pilot)
        page = door.screen
        assert isinstance(page, SheetPage)
        assert all(group in drawn(pilot).text for group in page.code.split("-"))
        await press(pilot, "p")
        assert page.printed is not None
        paper = "".join(one.extract_text() for one in PdfReader(page.printed).pages)
        assert all(group in paper for group in page.code.split("-"))
        await press(pilot, "enter")
        again = door.screen
        assert isinstance(again, AgainPage)
        await fill(pilot, "00000", "00000")
        assert isinstance(door.screen, AgainPage)
        groups = [page.code.split("-")[n - 1].lower() for n in again.asked]
        for field, group in zip(again.query(Input), groups, strict=True):
            field.value = group
        again.query(Input).last().focus()
        await press(pilot, "enter")
        assert type(door.screen).__name__ == "ClosedDaysPage"
    assert not any((tmp_path / "office" / "出力").iterdir()), "the printed sheet was erased"


async def test_a_printed_sheet_goes_with_its_page(office: Path, tmp_path: Path) -> None:
    """Also where somebody leaves the program from there."""
    async with at_the_door(tmp_path) as (pilot, _):
        await pilot.app.push_screen(SheetPage(office, "-".join(["00000"] * 7), lambda: None))
        await settled(pilot)
        await press(pilot, "p")
        assert any((office / "出力").iterdir())
        await pilot.press("ctrl+q")
    assert not any((office / "出力").iterdir())


async def test_the_sheet_is_made_anew_and_the_one_before_opens_nothing(
    office: Path, made: tuple[Path, str]
) -> None:
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        async with opened(desk) as pilot:
            await pilot.app.push_screen(MembersScreen())
            await settled(pilot)
            await press(pilot, "s", "ctrl+s")
            page = pilot.app.screen
            assert isinstance(page, SheetPage)
            code = page.code
            assert (ambiguous(drawn(pilot)), cut_labels(drawn(pilot), "ja")) == ([], [])
            await press(pilot, "enter")
            again = pilot.app.screen
            assert isinstance(again, AgainPage)
            await fill(pilot, *(code.split("-")[n - 1] for n in again.asked))
            assert isinstance(pilot.app.screen, MembersScreen)
            assert "作り直しました" in drawn(pilot).text
    with pytest.raises(WrongPassword):
        open_desk(office, "hanako", sheet=made[1])
    open_desk(office, "hanako", sheet=code).close()


async def test_locking_asks_for_the_password(office: Path) -> None:
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        async with opened(desk) as pilot:
            await press(pilot, "0")
            assert isinstance(pilot.app.screen, Lock)
            await press(pilot, "escape")
            await fill(pilot, NEXT)
            assert isinstance(pilot.app.screen, Lock) and "パスワードが違います" in drawn(pilot).text
            await fill(pilot, PASSWORD)
            assert isinstance(pilot.app.screen, DeskRoom)


async def test_people_are_added_given_roles_and_removed(office: Path) -> None:
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        async with opened(desk) as pilot:
            await pilot.app.push_screen(MembersScreen())
            await settled(pilot)
            await press(pilot, "n")
            assert isinstance(pilot.app.screen, MemberDialog)
            await fill(pilot, "taro", "見本 太郎")
            await press(pilot, "space", "ctrl+s")
            shown = drawn(pilot)
            assert "見本 太郎 の最初のパスワード" in shown.text
            assert (ambiguous(shown), cut_labels(shown, "ja")) == ([], [])
            await press(pilot, "x", "down")
            assert "最初のパスワード" in drawn(pilot).text, "it does not pass with the next key"
            await press(pilot, "enter", "end", "d")
            await typed(pilot, "見本 太郎")
            await press(pilot, "ctrl+s")
            assert list(desk.members()) == ["hanako"]


async def test_who_does_not_administer_sees_why_not(office: Path) -> None:
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        desk.set_member("taro", "見本 太郎", ["window_clerk"], new=True, password=NEXT)
    with open_desk(office, "taro", password=NEXT) as desk:
        async with opened(desk) as pilot:
            assert isinstance(pilot.app.screen, OwnPassword), "somebody else chose the password"
            await fill(pilot, NEXT, PASSWORD, PASSWORD)
            await pilot.app.push_screen(MembersScreen())
            await settled(pilot)
            assert "加える" not in drawn(pilot).lines[-1], "the keys are those of what one may do"
            await press(pilot, "n")
            assert "管理する役割" in drawn(pilot).text
            assert isinstance(pilot.app.screen, MembersScreen)
    with open_desk(office, "taro", password=PASSWORD) as desk:
        assert desk.password_due() == ""


async def test_changing_a_password_asks_for_the_present_one(office: Path) -> None:
    with open_desk(office, "hanako", password=PASSWORD) as desk:
        async with opened(desk) as pilot:
            app = pilot.app
            assert isinstance(app, Madoguchi)
            own_password(app.screen)  # type: ignore[arg-type]  # a room is a Keyed screen
            await settled(pilot)
            await fill(pilot, NEXT, NEXT, NEXT)
            assert isinstance(app.screen, OwnPassword) and "パスワードが違います" in drawn(pilot).text
