"""Other keys from a file: everything that shows keys reads them; what would do harm is told by line and column."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.desk import Desk
from tests.tui.harness import drawn, opened, settled
from tests.tui.on_case import house
from tests.tui.rooms import press
from tui.actions import clashes
from tui.app import registry
from tui.keymap import with_files
from tui.memory import Memory
from tui.screens.help import Help
from tui.screens.request import RequestRoom


def told(text: str, tmp_path: Path) -> list[str]:
    """What is wrong in a file of keys; nothing of it is used then."""
    file = tmp_path / "keymap.yaml"
    file.write_text(text, encoding="utf-8")
    before = registry()
    after, problems = with_files(before, [file])
    assert (after.actions == before.actions) == bool(problems)
    return [one.within("ja") for one in problems]


@pytest.mark.parametrize(
    ("text", "place", "said"),
    [
        ("desk.nwe: a", "1:1", "もしかして: desk.new"),
        ("desk.new: F6", "1:11", "日本語入力"),
        ("desk.new: Ctrl+C", "1:11", "端末"),
        ("desk.new: ctrl+p", "1:11", "というキーはありません"),
        ("desk.new: Hyper", "1:11", "というキーはありません"),
        ("desk.new: j", "1:11", "移るキー"),
        ("desk.new: [a, Enter]", "1:15", "行うのキー"),
        ("back: a", "1:1", "変えられません"),
        ("case.note: d", "1:12", "件の操作に使う文字"),
        ("\ndesk.new: w", "2:11", "「なぜ」(desk.why)"),
        ("help: ['?', '1']", "1:13", "(room.desk)"),
        ("desk.new: a\ndesk.new: b", "2:1", "二度書かれています"),
        ("desk.new: {a: b}", "1:11", "一つか"),
        ("- desk.new", "1:1", "行を並べてください"),
        ("desk.new: [a", "2:1", "YAML"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, place: str, said: str, tmp_path: Path) -> None:
    problems = told(text, tmp_path)
    assert any(one.startswith(f"keymap.yaml:{place}: ") and said in one for one in problems), problems


def test_a_good_file_clashes_nowhere_and_two_may_change_places(tmp_path: Path) -> None:
    assert told("desk.why: n\ndesk.new: [w, F5]\nprint: []\nroom.log: '7'\n", tmp_path) == []
    changed, _ = with_files(registry(), [tmp_path / "keymap.yaml"])
    assert {a.id: a.keys for a in changed.actions if a.id in ("desk.why", "desk.new", "print")} == {
        "desk.why": ("n",),
        "desk.new": ("w", "F5"),
        "print": (),
    }
    assert [
        one for where in {a.where for a in changed.actions} for one in clashes(changed.at((where,)))
    ] == []


@pytest.mark.asyncio
async def test_bar_footer_help_and_keys_themselves_follow_the_file(desk: Desk, tmp_path: Path) -> None:
    """The office's file for everybody, over it one's own."""
    assert desk.path is not None
    (desk.path / "keymap.yaml").write_text("desk.new: a\nroom.log: '7'\n", encoding="utf-8")
    own = tmp_path / "own" / "last.json"
    own.parent.mkdir()
    own.with_name("keymap.yaml").write_text("desk.new: e\n", encoding="utf-8")
    async with opened(desk, memory=Memory(own)) as pilot:
        shown = drawn(pilot)
        assert "7 記録" in shown.lines[0] and "e 受付" in shown.lines[-1]
        await press(pilot, "question_mark", *"受付を")
        await press(pilot, "escape", "e")
        assert isinstance(pilot.app.screen, RequestRoom)


@pytest.mark.asyncio
async def test_a_wrong_file_is_said_under_the_bar_and_listed_with_every_name(desk: Desk) -> None:
    assert desk.path is not None
    (desk.path / "keymap.yaml").write_text("desk.new: F6\n", encoding="utf-8")
    async with opened(desk) as pilot:
        assert "keymap.yaml:1:11" in drawn(pilot).lines[1]
        assert "n 受付" in drawn(pilot).lines[-1]
        house(pilot).act(next(a for a in registry().actions if a.id == "keys"), pilot.app.screen)
        await settled(pilot)
        shown = drawn(pilot)
        assert "直すところ" in shown.text and "desk.new" in shown.text
        assert not isinstance(pilot.app.screen, Help)
