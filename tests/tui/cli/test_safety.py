"""backup, restore, the rehearsal, an older copy that is noticed, and the copies made at leaving."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

import pytest

from engine.desk import Submission, leave_copy, open_desk
from tests.commands import Run
from tests.tui.cli.conftest import GUNMA, REQUEST
from tui.cli.commands.safety import leave, older_notes
from tui.cli.printing import Printer
from tui.memory import Memory

SAID = {"MADOGUCHI_PASSWORD": "correct-horse-battery"}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file that a backup keeps."""
    kept = ("office.json", "keys.json", "members.json", "heads.jsonl", "books", "files", "versions")
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().rstrip(b"\0")
        for path in folder.rglob("*")
        if path.is_file() and path.relative_to(folder).parts[0] in kept
    }


def test_an_encrypted_office_comes_back_byte_for_byte_and_still_encrypted(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SAID.items():
        monkeypatch.setenv(name, value)
    office, file, back = tmp_path / "o", tmp_path / "o.zip", tmp_path / "back"
    who = ("--as", "taro", "--name", "見本 太郎", "--role", "window_clerk,privacy_officer")
    assert run("init", office, "--from", GUNMA, "--recovery", tmp_path / "sheet.txt", *who).code == 0
    assert run("case", "new", office, "disclosure", "--form", "-", "--as", "taro", stdin=REQUEST).code == 0
    before = contents(office)
    made = run("backup", office, file, "--rehearse", "--as", "taro", "--json").answer
    assert made["rehearsal"]["lines"] == 1
    assert "見本".encode() not in file.read_bytes()
    assert run("backup", office, file, "--as", "taro").code == 2  # never overwritten
    said = run("verify", office, "--as", "taro", "--json").answer
    assert (said["backup"], said["rehearsal"]) == ("2026-11-24", "2026-11-24")
    assert not list((office / "tmp").iterdir())

    monkeypatch.setenv("MADOGUCHI_PASSWORD", "wrong-horse-battery")
    assert run("restore", file, back, "--as", "taro").code == 1
    assert {p.name for p in tmp_path.iterdir()} == {"o", "o.zip", "sheet.txt"}  # nothing is left of a refusal
    monkeypatch.setenv("MADOGUCHI_PASSWORD", SAID["MADOGUCHI_PASSWORD"])
    assert run("restore", file, back, "--as", "taro", "--json").answer["older_than_seen"] == []
    assert contents(back) == before
    assert run("restore", file, back, "--as", "taro").code == 2
    assert "見本 太郎" in run("case", "show", back, "R8-001", "--as", "taro").out


def test_an_older_copy_is_noticed_and_said(office: Path, case: str, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "old.zip"
    assert run("backup", office, file).code == 0
    assert run("verify", office, "--json").answer["older_than_seen"] == []
    run("case", "do", office, case, "note", "--form", "-", stdin={"text": "電話があった"})
    assert run("verify", office, "--json").answer["older_than_seen"] == []
    back = tmp_path / "back"
    restored = run("restore", file, back)
    assert restored.code == 0
    assert "最後に見たときより古い" in restored.err
    assert run("verify", back, "--json").answer["older_than_seen"] == ["R8"]
    run(
        "case", "do", back, case, "note", "--form", "-", stdin={"text": "別の電話"}
    )  # as long, but another way
    assert run("verify", back, "--json").answer["older_than_seen"] == ["R8"]
    assert run("verify", office, "--json").answer["older_than_seen"] == []


def rewritten(file: Path, change: str) -> Path:
    """A backup that somebody made by hand, or that was damaged."""
    target = file.with_name(f"{change}.zip")
    if change == "cut":
        target.write_bytes(file.read_bytes()[:-200])
        return target
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(target, "w") as new:
        for info in old.infolist():
            data, name = old.read(info), info.filename
            if name.startswith("books/") and change == "changed":
                data = data.replace("見本 太郎".encode(), "見本 次郎".encode())
            kind = zipfile.ZIP_DEFLATED if change == "packed" else zipfile.ZIP_STORED
            if not (change == "missing" and name == "members.json"):
                new.writestr(name, data, kind)
        outside = {"up": "../evil", "root": "/tmp/evil", "back": "books/..\\evil", "deep": "books/../../evil"}
        outside |= {"other": "evil.sh", "twice": "OFFICE.json", "hidden": "definitions/.evil/x.yaml"}
        if change in outside:
            new.writestr(outside[change], b"evil")
    return target


CHANGES = ("cut", "changed", "packed", "missing", "up", "root", "back", "deep", "other", "twice", "hidden")


def test_what_was_changed_in_a_backup_is_never_restored(
    office: Path, case: str, tmp_path: Path, run: Run
) -> None:
    assert case
    file = tmp_path / "good.zip"
    assert run("backup", office, file).code == 0
    before = {p.name for p in tmp_path.iterdir()} | {f"{change}.zip" for change in CHANGES}
    for change in CHANGES:
        said = run("restore", rewritten(file, change), tmp_path / "back", "--json")
        assert said.code == 4, change
        assert said.error["code"] == "store"
    assert {p.name for p in tmp_path.iterdir()} == before
    (tmp_path / "no.zip").write_bytes(b"PK")
    assert run("restore", tmp_path / "no.zip", tmp_path / "back").code == 4
    assert run("restore", tmp_path / "nowhere.zip", tmp_path / "back").code == 2


def test_a_rehearsal_finds_a_backup_that_would_not_restore(
    office: Path, case: str, tmp_path: Path, run: Run
) -> None:
    assert case
    file = tmp_path / "good.zip"
    assert run("backup", office, file).code == 0
    assert run("backup", office, rewritten(file, "changed"), "--rehearse").code == 4
    assert run("verify", office, "--json").answer["rehearsal"] == ""
    assert run("backup", office, office / "inside.zip").code == 2


def test_the_last_fourteen_copies_made_at_leaving_are_kept(
    office: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("engine.desk.safety.KEPT", 2)
    made = []
    for day in (25, 26, 27):
        monkeypatch.setenv("MADOGUCHI_NOW", f"2026-11-{day}T17:00")
        with open_desk(office, "taro") as desk:
            assert leave_copy(desk) is None  # nothing was written
            desk.submit(Submission(case=case, command="note", form={"text": f"{day}日の電話"}))
            made.append(leave_copy(desk))
    folder = office.with_name("office-backups")
    assert sorted(folder.iterdir()) == made[1:]
    shutil.rmtree(office)
    assert made[-1] is not None


def test_the_screens_are_told_of_an_older_copy_until_they_are_left(
    office: Path, case: str, tmp_path: Path
) -> None:
    memory = Memory(tmp_path / "own.json")
    older = Path(shutil.copytree(office, tmp_path / "older"))
    with open_desk(office, "taro") as desk:
        desk.submit(Submission(case=case, command="note", form={"text": "電話"}))
        leave(Printer("ja", False), desk, memory)
    with open_desk(older, "taro") as desk:
        assert len(older_notes(desk, memory)) == 1
        leave(Printer("ja", False), desk, memory)
        assert older_notes(desk, memory) == []


def test_upgrade_says_what_differs_and_that_there_is_nothing_to_do(run: Run, office: Path, case: str) -> None:
    said = run("upgrade", office, "--dry-run")
    assert said.code == 0 and "新しくするものはありません" in said.out
    told = json.loads(run("upgrade", office, "--json").out)
    assert (told["needed"], told["cases"], told["differs"], told["copy"]) == (False, 1, [], None)
    assert case == "R8-001"


def test_the_rest_of_a_damaged_book_is_read(run: Run, office: Path, tmp_path: Path) -> None:
    for name in ("見本 一郎", "見本 二郎", "見本 三郎"):
        assert (
            run("case", "new", office, "disclosure", "--form", "-", stdin={**REQUEST, "name": name}).code == 0
        )
    book = office / "books" / "R8.jsonl"
    book.write_bytes(book.read_bytes().replace("見本 二郎".encode(), "見本 五郎".encode()))
    assert run("case", "list", office).code == 4
    said = run("verify", office, "--salvage", tmp_path / "rest.jsonl")
    assert said.code == 4 and "books/R8.jsonl:3" in said.err
    rest = [json.loads(line) for line in (tmp_path / "rest.jsonl").read_text(encoding="utf-8").splitlines()]
    names = [line["entry"]["events"][0]["form"]["name"] for line in rest if line["book"] == "R8"]
    assert names == ["見本 一郎", "見本 三郎"]
    assert run("verify", office, "--salvage", tmp_path / "rest.jsonl").code == 2
    assert run("verify", office, "--salvage", office / "rest.jsonl").code == 2
