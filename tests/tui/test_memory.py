"""What is kept between sessions: the last office, looks by member, practice by office."""

import json
import os
import stat
from pathlib import Path

import pytest

from tui.memory import Memory, own_file


def test_the_file_is_the_persons_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert own_file() == tmp_path / "madoguchi" / "last.json"


def test_everything_is_kept_beside_everything_else(tmp_path: Path) -> None:
    file = tmp_path / "new" / "last.json"
    assert Memory(file).office() is None
    Memory(file).remember(tmp_path / "office", "hanako")
    Memory(file).keep_looks("hanako", look="washi")
    Memory(file).keep_looks("hanako", language="en")
    Memory(file).keep_looks("taro", look="plain")
    Memory(file).keep_done("id-1", frozenset({"why", "decide"}))
    kept = Memory(file)
    assert kept.office() == (tmp_path / "office", "hanako")
    assert kept.looks("hanako") == ("washi", "en")
    assert kept.looks("taro") == ("plain", "")
    assert kept.looks("reiji") == ("", "")
    assert kept.done("id-1") == {"why", "decide"}
    assert kept.done("id-2") == frozenset()
    assert [one.name for one in file.parent.iterdir()] == ["last.json"]


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_nobody_else_reads_who_works_here(tmp_path: Path) -> None:
    file = tmp_path / "last.json"
    Memory(file).remember(tmp_path / "office", "hanako")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    "text", ["{", "[]", '{"office": 3, "members": [], "practice": {"x": 1}}', "\ufeff", ""]
)
def test_a_file_that_says_nothing_is_as_none(tmp_path: Path, text: str) -> None:
    file = tmp_path / "last.json"
    file.write_text(text, encoding="utf-8")
    kept = Memory(file)
    assert (kept.office(), kept.looks("x"), kept.done("x")) == (None, ("", ""), frozenset())
    kept.remember(tmp_path, "hanako")
    assert json.loads(file.read_text(encoding="utf-8"))["member"] == "hanako"


def test_where_nothing_can_be_written_nothing_is_lost_but_the_convenience(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    kept = Memory(tmp_path / "file" / "last.json")
    kept.remember(tmp_path, "hanako")
    assert kept.office() is None


def test_without_a_file_it_is_known_until_the_end() -> None:
    kept = Memory()
    kept.keep_looks("hanako", look="washi")
    assert kept.looks("hanako") == ("washi", "")
