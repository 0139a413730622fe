"""Nothing that was promised is lost, wherever the power goes, the program dies or the disk fails.

A few places of every story; `make faults` tries them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.store import platform
from tests.faults import desk_stories, stories, table
from tests.faults.crashes import interrupted, power_losses
from tests.faults.harness import without_waiting
from tests.faults.stories import Story, standing

pytestmark = pytest.mark.fault
FEW = 3  # places of each way
TOLD = [
    desk_stories.Stepping(encrypted=True),
    desk_stories.Disposing(encrypted=False),
    desk_stories.Finishing(encrypted=True),
    desk_stories.BackingUp(encrypted=True),
    desk_stories.Restoring(encrypted=False),
    desk_stories.Importing(encrypted=False),
    desk_stories.Upgrading(encrypted=True),
    stories.Rewriting(encrypted=True),
    stories.Recovering(encrypted=True),
    stories.Recovering(encrypted=False),
    stories.Turning(encrypted=True),
]


@pytest.fixture(autouse=True)
def _at_once() -> Iterator[None]:
    with without_waiting():
        yield


@pytest.mark.parametrize("story", TOLD, ids=lambda one: f"{type(one).__name__}{'-encrypted' * one.encrypted}")
def test_an_interrupted_step_is_whole_or_has_not_begun(story: Story, tmp_path: Path) -> None:
    with standing(story.NOW):
        found = interrupted(story, tmp_path, FEW)
    assert [lost for one in found.values() for lost in one.lost] == []
    assert [one.tried for one in found.values()] == [FEW] * 3


class _Careless:
    """The platform without one of its operations: what a program would call that forgot it."""

    def __init__(self, forgotten: str) -> None:
        self._forgotten = forgotten

    def __getattr__(self, name: str) -> Any:
        return (lambda *_: None) if name == self._forgotten else getattr(platform, name)


@pytest.mark.parametrize(
    ("module", "forgotten"), [("book", "datasync"), ("beside", "sync_folder"), ("beside", "datasync")]
)
def test_a_program_that_forgets_to_sync_is_found_out(
    module: str, forgotten: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"engine.store.{module}.platform", _Careless(forgotten))
    (tmp_path / "before").mkdir()
    found = power_losses(stories.Keeping(encrypted=False), tmp_path / "before", tmp_path, 40)
    assert found.lost


def test_what_is_lost_makes_the_sweep_end_with_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    lost = table.Line("crash points: promised steps lost", "2,000", 1)
    assert table.told([lost], 0) == 1
    assert "NO" in capsys.readouterr().out
    assert table.told([table.Line("crash points: promised steps lost", "2,000", 0)], 0) == 0
    assert table.told([table.Line("damages: silently wrong", "10", 0, "≥ 3,000", holds=False)], 0) == 1
