"""An encrypted office at the command line: signing in, members, passwords, the recovery sheet."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.commands import Run
from tests.tui.cli.conftest import GUNMA, REQUEST, quietly

PASSWORD, NEXT = "見本の長いパスワード", "つぎの長いパスワード"
FIRST = ("--as", "hanako", "--name", "見本 花子", "--role", "window_clerk,privacy_officer")


@pytest.fixture(scope="module")
def encrypted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """An encrypted office of hanako's and taro's with a case, and the code of its sheet."""
    office = tmp_path_factory.mktemp("encrypted") / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
        code = quietly("init", office, "--from", GUNMA, *FIRST)["recovery"]
        patch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
        quietly("member", "add", office, "taro", "--name", "見本 太郎", "--role", "window_clerk")
        quietly("case", "new", office, "disclosure", "--form", "-", "--as", "hanako", stdin=REQUEST)
    return office, str(code)


@pytest.fixture
def locked(encrypted: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("MADOGUCHI_NEW_PASSWORD", raising=False)
    monkeypatch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
    return Path(shutil.copytree(encrypted[0], tmp_path / "office"))


def test_an_office_without_a_password_must_be_asked_for(tmp_path: Path, run: Run) -> None:
    said = run("init", tmp_path / "o", "--from", GUNMA)
    assert (said.code, said.out) == (2, "")
    assert "--no-encryption" in said.err and not (tmp_path / "o").exists()


def test_every_command_signs_in(locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "見本 太郎" in run("case", "list", locked, "--as", "hanako").out
    assert run("verify", locked, "--as", "hanako", "--json").answer["keyed"] is True
    assert run("case", "list", locked).code == 2, "with two members somebody must say who"
    monkeypatch.delenv("MADOGUCHI_PASSWORD")
    assert run("case", "list", locked, "--as", "hanako").code == 2
    read, write = os.pipe()
    os.write(write, f"{PASSWORD}\n".encode())
    os.close(write)
    assert run("case", "list", locked, "--as", "hanako", "--password-fd", read).code == 0
    os.close(read)


def test_a_wrong_password_ends_1_and_says_that_nothing_is_damaged(
    locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    said = run("case", "list", locked, "--as", "hanako", "--json")
    assert (said.code, said.out, said.error["code"]) == (1, "", "password")
    assert "壊れていません" in said.error["message"]


def test_damaged_keys_end_4(locked: Path, run: Run) -> None:
    (locked / "keys.json").write_bytes(b"{}")
    assert run("case", "list", locked, "--as", "hanako").code == 4


def test_nobody_acts_as_another_by_naming_them(locked: Path, run: Run) -> None:
    lines = '{"op": "do", "id": 1, "case": "R8-001", "command": "note", "form": {"text": "x"}, "as": "taro"}'
    said = run("batch", locked, "-", "--as", "hanako", stdin=lines)
    assert said.code != 0 and "taro" in said.out + said.err


def test_only_who_administers_changes_members(
    locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    for words in (
        ("add", locked, "jiro", "--name", "見本 次郎", "--role", "window_clerk"),
        ("role", locked, "taro", "--role", "privacy_officer"),
        ("remove", locked, "hanako"),
        ("password", locked, "hanako"),
        ("sheet", locked),
    ):
        monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
        said = run("member", *words, "--as", "taro", "--json")
        assert (said.code, said.error["code"]) == (1, "refused"), words


def test_a_new_member_gets_a_first_password_and_changes_it(
    locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = run(
        "member",
        "add",
        locked,
        "jiro",
        "--name",
        "見本 次郎",
        "--role",
        "window_clerk",
        "--as",
        "hanako",
        "--json",
    )
    first = added.answer["password"]
    monkeypatch.setenv("MADOGUCHI_PASSWORD", first)
    note = ("case", "do", locked, "R8-001", "note", "--form", "-", "--as", "jiro")
    assert "member password" in run(*note, stdin={"text": "x"}).err
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
    assert run("member", "password", locked, "--as", "jiro").code == 0
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    assert run(*note, stdin={"text": "y"}).err == ""


def test_who_was_removed_is_out(locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("member", "remove", locked, "taro", "--as", "hanako", "--json").answer["rotated"] is True
    assert run("member", "remove", locked, "hanako", "--as", "hanako").code == 2, "the last who administers"
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    assert run("case", "list", locked, "--as", "taro").code == 1


def test_the_sheet_gives_a_new_password(
    locked: Path, encrypted: tuple[Path, str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
    assert run("member", "password", locked, "hanako", "--recovery", "-", stdin=encrypted[1]).code == 0
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    sheet = tmp_path / "sheet.txt"
    assert run("member", "sheet", locked, "-o", sheet, "--as", "hanako").code == 0
    assert run("member", "password", locked, "hanako", "--recovery", "-", stdin=encrypted[1]).code == 1
    assert run("member", "password", locked, "taro", "--recovery", sheet).code == 0


def test_a_sheet_called_pdf_is_a_page_to_print(
    locked: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "sheet.pdf"
    assert run("member", "sheet", locked, "-o", page, "--as", "hanako").code == 0
    paper = "".join(one.extract_text() for one in PdfReader(page).pages)
    groups = re.findall(r"[0-9A-HJKMNP-TV-Z]{5}", paper)
    assert len(groups) == 7 and "office" in paper
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
    by_file = run("member", "password", locked, "hanako", "--recovery", page)
    assert by_file.code == 1 and "--recovery -" in by_file.err
    assert run("member", "password", locked, "hanako", "--recovery", "-", stdin=" ".join(groups)).code == 0


def test_the_present_password_is_no_new_one(locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", PASSWORD)
    said = run("member", "password", locked, "--as", "hanako")
    assert said.code == 2 and "同じパスワード" in said.err


def test_the_sheet_never_lies_among_the_records(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
    office = tmp_path / "o"
    assert run("init", office, "--from", GUNMA, "--recovery", office / "sheet.txt").code == 2
    assert not office.exists()


def test_passwords_are_nobody_elses_choice_for_ever(
    locked: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the organisation says so, a password beyond its days opens nothing but its own change."""
    monkeypatch.setattr("engine.desk.access.rule_days", lambda _desk: 30)
    monkeypatch.setenv("MADOGUCHI_NOW", "2027-03-01T09:00")
    step = ("case", "do", locked, "R8-001", "note", "--form", "-", "--as", "hanako")
    said = run(*step, stdin={"text": "x"})
    assert said.code == 1 and "パスワードの期限が切れています" in said.err
    plain = run("open", locked, "--plain", "--as", "hanako", stdin="q\n")
    assert plain.code == 1 and "見本 太郎" not in plain.out, "nor line by line"
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", NEXT)
    assert run("member", "password", locked, "--as", "hanako").code == 0
    monkeypatch.setenv("MADOGUCHI_PASSWORD", NEXT)
    assert run("case", "list", locked, "--as", "hanako").code == 0


def test_who_makes_an_office_with_a_name_is_its_first_member(run: Run, tmp_path: Path) -> None:
    """Also without an id: what was typed is never dropped without a word."""
    words = ("--from", "gunma_gojokai", "--no-encryption", "--name", "見本 花子", "--role", "window_clerk")
    assert run("init", tmp_path / "o", *words).code == 0
    assert "見本 花子" in run("member", "list", tmp_path / "o").out


def test_what_is_done_line_by_line_is_in_the_log_too(locked: Path, run: Run) -> None:
    assert run("open", locked, "--plain", "--as", "hanako", stdin="1\nw\nq\n").code == 0
    log = [json.loads(line) for line in run("log", locked, "--as", "hanako", "--json").out.splitlines()]
    assert [one["result"] for one in log if one["detail"] == "一行ずつ"] == ["signed"]
    assert [one["result"] for one in log if one["case"] == "R8-001" and one["result"] != "done"] == [
        "viewed"
    ] * 2
