"""Two people at two real terminals on one office: each sees what the other did, and nothing typed is lost."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.desk import open_desk
from tests.tui.conftest import MEMBER
from tests.tui.hands import Typist
from tui.app import POLL

pytestmark = [
    pytest.mark.asyncio,
    pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not there"),
]
ORG = "gunma_gojokai"
NUMBER = "R8-005"
"""A case that waits for its decision; the first row of the list."""


@pytest.fixture
def two(practice: Path, tmp_path: Path) -> Iterator[tuple[Typist, Typist]]:
    """One terminal of the one who may do everything, another one of a colleague."""
    homes = [tmp_path / "one", tmp_path / "other"]
    for home in homes:
        home.mkdir()
    mine = Typist(practice, homes[0] / "tmux")
    theirs = Typist(practice, homes[1] / "tmux", member="reiji")
    yield mine, theirs
    mine.close()
    theirs.close()


async def test_a_step_shows_in_the_other_terminal_and_a_clash_loses_nothing(
    two: tuple[Typist, Typist], practice: Path
) -> None:
    """The look around comes more often than once a second (`POLL`); here nobody touches the other terminal."""
    assert POLL < 1
    mine, theirs = two
    for typist in two:
        await typist.sees(NUMBER)
    await mine.keys("d")
    await mine.sees("必ず書く")
    await mine.keys("1")
    await mine.sees(r"\[全部する\]")
    await theirs.keys("enter")
    await theirs.sees("できること")
    await theirs.keys("m")
    await theirs.sees("メモを書く")
    await theirs.write("隣の窓口で書いたメモ")
    await theirs.keys("ctrl+s")
    await theirs.sees("メモを保存しました")
    await mine.sees("更新")
    await mine.sees(r"\[全部する\]")
    await mine.keys("ctrl+s", "ctrl+s")
    await mine.sees("他の担当者が更新済み")
    await mine.sees("例示 一郎.*メモ")
    await mine.keys("r")
    await mine.sees(r"\[全部する\]")
    await mine.keys("ctrl+s", "ctrl+s")
    await mine.sees("「決定する」を記録しました")
    with open_desk(practice, MEMBER) as desk:
        standing = [event.id for event in desk.case((ORG, NUMBER)).standing]
        assert standing[-2:] == ["note", "decide"]
