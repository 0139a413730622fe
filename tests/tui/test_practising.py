"""Practice: tasks are ticked as they happen and kept; the line under the bar; looks kept by member."""

from pathlib import Path

import pytest

from engine.desk import Desk, open_desk
from engine.store.lease import Holder
from tests.tui.harness import LANGUAGES, SIZES, Scene, drawn, faults, opened, settled
from tests.tui.on_case import row, show
from tui.app import Madoguchi
from tui.labels import word
from tui.memory import Memory
from tui.messages import OpenNotice, OpenWhy, Wrote
from tui.practising import TASKS, done_by_step
from tui.screens.tasks import Tasks
from tui.widgets.tasks import TaskLine

pytestmark = pytest.mark.asyncio


@pytest.mark.parametrize(("size", "language"), [*zip(SIZES, LANGUAGES, strict=True)])
async def test_looks(desk: Desk, size: tuple[int, int], language: str) -> None:
    scene = Scene("tasks", lambda pilot: pilot.press("T"))
    assert await faults(desk, [scene], size, language=language) == []


async def test_the_tasks_are_a_line_where_there_is_room_and_a_page_by_key(desk: Desk) -> None:
    async with opened(desk, (100, 30)) as pilot:
        line = drawn(pilot).lines[1]
        assert all(word(f"task.{task}") in line for task in TASKS)
        assert "0/5" in line
        await pilot.click(TaskLine)
        await settled(pilot)
        assert isinstance(pilot.app.screen, Tasks)
    async with opened(desk) as pilot:
        line = drawn(pilot).lines[1]
        assert "0/5" in line and word("task.take_in.how") in line and line.rstrip().endswith("T 一覧")
        await pilot.press("T")
        assert drawn(pilot).text.count("[ ]") == len(TASKS)
        await pilot.press("escape")
        assert not isinstance(pilot.app.screen, Tasks)


async def test_looking_ticks_and_is_kept_for_the_next_time(desk: Desk, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state.json")
    app = Madoguchi(desk, "sumi", memory)
    async with app.run_test(size=(80, 24)) as pilot:
        await settled(pilot)
        found = row(desk, "deciding")
        app.post_message(OpenWhy(found.organisation, found.number, "due"))
        await settled(pilot)
        assert app.tasks == {"why"}
        assert word("task.why") in app.said
        await pilot.press("escape")
        app.post_message(OpenNotice(found.organisation, found.number))
        await settled(pilot)
        await pilot.press("escape")
        case = await show(pilot, found)
        case.pick("papers")
        await settled(pilot)
        assert app.tasks == {"why", "preview", "missing"}
    assert Madoguchi(desk, "sumi", memory).tasks == {"why", "preview", "missing"}


async def test_a_first_step_takes_in_and_the_one_before_the_letter_decides(desk: Desk) -> None:
    fresh = next(r for r in desk.rows() if desk.case((r.organisation, r.number)).version == 1)
    assert done_by_step(desk, fresh.organisation, fresh.number) == {"take_in"}
    decided = next(
        r
        for r in desk.rows()
        if (case := desk.case((r.organisation, r.number))).version > 1
        and done_by_step(desk, case.organisation, case.number) == {"decide"}
    )
    assert len(desk.case((decided.organisation, decided.number)).path) > 1
    async with opened(desk) as pilot:
        app = pilot.app
        assert isinstance(app, Madoguchi)
        for one in (fresh, decided):
            app.post_message(Wrote(one.organisation, one.number))
        await settled(pilot)
        assert app.tasks == {"take_in", "decide"}


async def test_an_office_that_is_none_for_practice_has_no_tasks(desk: Desk) -> None:
    desk.office.write_info({**desk.office.info(), "practice": False})
    async with opened(desk, (120, 36)) as pilot:
        await pilot.press("T")
        app = pilot.app
        assert isinstance(app, Madoguchi)
        assert not isinstance(app.screen, Tasks)
        app.tick("why")
        assert app.tasks == frozenset()
        assert word("task.why") not in drawn(pilot).text


async def test_a_stopped_clock_is_told_where_it_matters(desk: Desk) -> None:
    async with opened(desk) as pilot:
        assert "MADOGUCHI_NOW" not in drawn(pilot).text
    desk.office.write_info({**desk.office.info(), "practice": False})
    for language in LANGUAGES:
        async with opened(desk, language=language) as pilot:
            assert "MADOGUCHI_NOW" in drawn(pilot).lines[1]
            assert "2026-11-24 10:42" in drawn(pilot).lines[1]


async def test_an_office_that_turns_read_only_while_it_is_open_says_so(desk: Desk) -> None:
    async with opened(desk) as pilot:
        assert "書き込めません" not in drawn(pilot).lines[1]
        desk.office.notes.append(("前のこと。", "Before."))
        desk.office.notes.append(("書き込めません。", "Cannot write."))
        app = pilot.app
        assert isinstance(app, Madoguchi)
        app._look_around()
        await settled(pilot)
        assert drawn(pilot).lines[1].strip() == "書き込めません。  前のこと。"
        app.language = "en"
        await settled(pilot)
        assert drawn(pilot).lines[1].strip() == "Cannot write.  Before."


@pytest.mark.parametrize("language", LANGUAGES)
async def test_who_uses_an_office_elsewhere_is_told_to_the_end(desk: Desk, language: str) -> None:
    """What to do stands at the end of the sentence: it is not cut, and no more lines are taken than it needs."""
    used = Holder("id", "見本課のパソコン", "見本 花子", "2026-11-24T08:12", 1500.0)
    desk.office.notes.append(used.said())
    async with opened(desk, language=language) as pilot:
        lines = drawn(pilot).lines
        assert "--take-over" in lines[1] + lines[2]
        assert ".." not in lines[1] + lines[2]
        assert "R8-0" not in lines[2]


async def test_looks_and_language_are_kept_by_member(practice: Path, tmp_path: Path) -> None:
    memory = Memory(tmp_path / "state.json")
    with open_desk(practice, "mihon") as desk:
        app = Madoguchi(desk, memory=memory)
        async with app.run_test() as pilot:
            app.look, app.language = "washi", "en"
            await settled(pilot)
        assert memory.looks("mihon") == ("washi", "en")
        assert Madoguchi(desk, memory=memory).look == "washi"
    with open_desk(practice, "reiji") as desk:
        assert Madoguchi(desk, memory=memory).look == "sumi"


async def test_without_colours_wins_over_what_is_kept(
    practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(tmp_path / "state.json")
    memory.keep_looks("mihon", look="washi")
    monkeypatch.setenv("NO_COLOR", "1")
    with open_desk(practice, "mihon") as desk:
        assert Madoguchi(desk, memory=memory).look == "plain"
