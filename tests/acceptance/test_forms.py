"""What somebody may type or paste into a form, and what becomes of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import CHECKED, REQUEST, Clerk
from tests.commands import Run

STRANGE = "[/] [red]悪[/red] 逆\u202e字\u2066 葛\U000e0100 𠮷 髙 ゟ ﾊﾝｶｸ <b>&amp; {name} \\"


@pytest.mark.parametrize(
    ("change", "field", "hint"),
    [
        ({"sent_on": "昭和101年1月1日", "channel": "post"}, "/sent_on", "昭和"),
        ({"sent_on": "2026-02-30", "channel": "post"}, "/sent_on", "28日"),
        ({"adress": "x"}, "/adress", "address"),
        ({"name": 5}, "/name", "文字"),
        ({"name": None}, "/name", "未入力"),
        ({"name": "　 "}, "/name", "未入力"),
        ({"name": "見本\x00太郎"}, "/name", "U+0000"),
        ({"name": "見本\x1b[31m太郎"}, "/name", "U+001B"),
        ({"target": "あ" * 200_000}, "/target", "20000"),
        ({"channel": "email"}, "/channel", "郵送"),
        ({"documents": [{"type": "drivers_licence"}]}, "/documents/0/type", "drivers_license"),
        (
            {"documents": [{"type": "passport", "issued_on": "昭和64年1月10日"}]},
            "/documents/0/issued_on",
            "平成",
        ),
        ({"documents": ["x"]}, "/documents/0", ""),
    ],
)
def test_a_wrong_field_is_named_and_explained(
    run: Run, one: Path, change: dict[str, Any], field: str, hint: str
) -> None:
    said = run("case", "new", one, "disclosure", "--form", "-", "--json", stdin={**REQUEST, **change})
    assert said.code == 1
    assert (field, "form") in said.reasons
    assert any(hint in r["message"] for r in said.error["reasons"] if r["field"] == field)
    assert run("case", "list", one, "--json").lines == []


def test_every_wrong_field_is_said_at_once(run: Run, one: Path) -> None:
    said = run("case", "new", one, "disclosure", "--form", "-", "--json", stdin={})
    assert [field for field, _ in said.reasons] == ["/channel", "/requester", "/name", "/address", "/target"]


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (json.dumps(REQUEST, ensure_ascii=False).encode("cp932"), "Shift_JIS"),
        (json.dumps(REQUEST).encode("utf-16"), "UTF-16"),
        (b"", ""),
        (b"[]", "オブジェクト"),
        (b'{"name": "a", "name": "b"}', "二度"),
        (b'{"name": "\\ud800"}', "サロゲート"),
        (b'{"name": NaN}', "NaN"),
        (b"[" * 100_000, "入れ子"),
        (b'{"name": "' + b"x" * 5_000_000 + b'"}', "大きすぎ"),
    ],
)
def test_a_file_that_is_no_form(run: Run, one: Path, tmp_path: Path, data: bytes, hint: str) -> None:
    (tmp_path / "form.json").write_bytes(data)
    said = run("case", "new", one, "disclosure", "--form", tmp_path / "form.json", "--json")
    assert (said.code, said.error["code"]) == (1, "input")
    assert hint in said.error["message"]


def test_names_pass_unchanged_and_are_shown_harmlessly(run: Run, one: Path, tmp_path: Path) -> None:
    form = {**REQUEST, "name": STRANGE, "target": STRANGE}
    case = run("case", "new", one, "disclosure", "--form", "-", "--json", stdin=form).answer["case"]
    clerk = Clerk(run, one, case)
    clerk.does("record_check", CHECKED)
    for command in ("confirm_identity", "confirm_completeness", "investigate"):
        clerk.does(command)
    clerk.does("decide", {"outcome": "nonexistent"})
    clerk.does("notify")
    for words in (("case", "show", one, case), ("case", "list", one)):
        out = run(*words).out
        assert "[red]悪[/red]" in out and "⟨U+202E⟩" in out
        assert not {"\u202e", "\u2066", "\x1b"} & set(out)
    assert clerk.record["events"][0]["form"]["name"] == STRANGE
    assert run("export", one).lines[0]["events"][0]["form"]["name"] == STRANGE
    letter = tmp_path / "letter.pdf"
    assert run("notice", one, case, "1", "-o", letter).code == 0
    if shutil.which("pdftotext"):
        printed = subprocess.run(["pdftotext", letter, "-"], capture_output=True, check=True).stdout.decode()
        assert all(sign in printed for sign in ("葛", "𠮷", "髙", "ゟ", "ﾊﾝｶｸ", "[/]"))


def test_a_disclosure_yet_to_come_is_no_earlier_disclosure(run: Run, one: Path) -> None:
    form = {**REQUEST, "disclosed_on_paper": "2099-01-01"}
    assert run("case", "new", one, "correction", "--form", "-", "--json", stdin=form).code == 1


def test_a_note_with_a_nul_is_refused_by_its_field(clerk: Clerk) -> None:
    said = clerk.tries("note", {"text": "見本\x00"})
    assert said.code == 1 and ("/text", "form") in said.reasons
