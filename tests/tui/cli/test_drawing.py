"""draw and calendar: a workflow as a picture, due dates for any calendar program."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.commands import Run
from tests.practice import NOW, PracticeOf
from tests.tui.cli.conftest import GUNMA


@pytest.fixture(scope="module")
def practice(practice_of: PracticeOf) -> Path:
    return practice_of(NOW)


def test_a_workflow_as_a_picture(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "request.svg"
    assert run("draw", f"workflows/{GUNMA}", "request", "-o", str(file)).code == 0
    assert file.read_text(encoding="utf-8").startswith("<svg")


def test_without_a_file_as_mermaid(run: Run) -> None:
    said = run("draw", f"workflows/{GUNMA}", "request")
    assert "stateDiagram-v2" in said.out
    assert "受け付ける" in said.out
    english = run("draw", f"workflows/{GUNMA}", "request", "--lang", "en")
    assert "Take in" in english.out
    assert run("draw", f"workflows/{GUNMA}", "request", "--json").answer["text"] == said.out


def test_drawn_from_an_office(run: Run, practice: Path) -> None:
    assert "stateDiagram-v2" in run("draw", str(practice), f"{GUNMA}/request").out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("draw", f"workflows/{GUNMA}", "reqest"), 2),
        (("draw", "nowhere", "request"), 2),
        (("draw", f"workflows/{GUNMA}", "request", "-o", "picture.png"), 2),
        (("calendar", "nowhere", "-o", "due.ics"), 2),
    ],
)
def test_what_cannot_be_drawn(run: Run, words: tuple[str, ...], code: int) -> None:
    said = run(*words)
    assert said.code == code
    assert said.err


def test_due_dates_as_a_calendar(run: Run, practice: Path, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    answer = run("calendar", str(practice), "-o", str(file), "--json").answer
    data = file.read_bytes()
    assert answer == {"file": str(file), "bytes": len(data)}
    text = data.decode().replace("\r\n ", "")
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert "SUMMARY:期限 R8-008 利用停止等" in text
    assert "例示" not in text
    assert run("calendar", str(practice), "-o", str(tmp_path / "due.txt")).code == 2


def test_of_one_organisation(run: Run, practice: Path, tmp_path: Path) -> None:
    file = tmp_path / "due.ics"
    assert run("calendar", str(practice), "-o", str(file), "--org", GUNMA).code == 0
    assert f"UID:{GUNMA}." in file.read_text(encoding="utf-8")
    assert run("calendar", str(practice), "-o", str(file), "--org", "nobody").code == 2
