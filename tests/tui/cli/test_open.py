"""open and `madoguchi` alone: in a terminal only, as whom, and which office was open last."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.commands import Run
from tui.app import Madoguchi
from tui.doorway import Doorway
from tui.memory import Memory


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[tuple[str, str]]:
    """A terminal in which the app only says what it would show: (office, member)."""
    found: list[tuple[str, str]] = []

    def run(app: Madoguchi) -> None:
        found.append((str(app.desk.path), app.desk.signed_in().id))

    monkeypatch.setattr(Madoguchi, "run", run)
    monkeypatch.setattr("tui.cli.commands.open.needs_terminal", lambda: None)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    return found


def test_without_a_terminal_there_is_a_sentence(run: Run, tmp_path: Path) -> None:
    assert not sys.stdin.isatty()
    for words in (("open", tmp_path / "x"), ("demo", tmp_path / "x"), ()):
        said = run(*words)
        assert (said.code, said.out) == (2, "")
        assert "ターミナル" in said.err
    assert not (tmp_path / "x").exists()


def test_a_practice_office_is_made_and_opened_by_the_one_who_may_do_most(
    run: Run, tmp_path: Path, shown: list[tuple[str, str]]
) -> None:
    assert run("demo", tmp_path / "d").code == 0
    assert shown == [(str(tmp_path / "d"), "mihon")]
    assert run("open", tmp_path / "d", "--as", "reiji").code == 0
    assert shown[-1] == (str(tmp_path / "d"), "reiji")


def test_the_program_alone_opens_what_was_open_last_and_without_one_the_door(
    run: Run, tmp_path: Path, shown: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    doors: list[str] = []
    monkeypatch.setattr(Doorway, "run", lambda door: doors.append(door.why))
    assert run().code == 0
    assert (doors, shown) == ([""], [])
    run("demo", tmp_path / "d")
    assert run().code == 0
    assert shown == [(str(tmp_path / "d"), "mihon")] * 2
    (tmp_path / "d").rename(tmp_path / "elsewhere")
    assert run().code == 0
    assert len(doors) == 2
    assert str(tmp_path / "d") in doors[1]


def test_the_door_leads_into_the_office_that_was_chosen(
    run: Run, tmp_path: Path, shown: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run("demo", tmp_path / "d", "--no-ui")

    def enter(door: Doorway) -> None:
        door.chosen = tmp_path / "d", "reiji"

    monkeypatch.setattr(Doorway, "run", enter)
    assert run().code == 0
    assert shown == [(str(tmp_path / "d"), "reiji")]


def test_the_language_of_a_member_is_kept_but_what_is_asked_for_wins(
    run: Run, tmp_path: Path, shown: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    spoken: list[str] = []
    monkeypatch.setattr(Madoguchi, "run", lambda app: spoken.append(app.language))
    Memory(tmp_path / "state" / "madoguchi" / "last.json").keep_looks("reiji", language="en")
    run("demo", tmp_path / "d", "--no-ui")
    run("open", tmp_path / "d", "--as", "reiji")
    run("open", tmp_path / "d", "--as", "mihon")
    run("open", tmp_path / "d", "--as", "mihon", "--lang", "en")
    assert spoken == ["en", "ja", "en"]
    assert shown == []


def test_an_error_nobody_foresaw_ends_with_a_number(
    run: Run, tmp_path: Path, shown: list[tuple[str, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(app: Madoguchi) -> None:
        app.failure = RuntimeError("見本 太郎")

    monkeypatch.setattr(Madoguchi, "run", fail)
    said = run("demo", tmp_path / "d")
    assert said.code == 1
    assert "E-" in said.err
    assert "見本" not in said.err
    assert shown == []
