"""Forms and other files that a caller gives, and files written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.commands import Run
from tests.tui.cli.conftest import GUNMA
from tui.cli.failing import Stop, Unusable
from tui.cli.files import parse_object, read_form, read_settings, write_whole

NAME = "見本 太郎"


def _file(folder: Path, data: bytes, name: str = "form.json") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize("data", [b'{"a": 1}', b'\xef\xbb\xbf{"a": 1}', b' {"a" : 1}\r\n'])
def test_a_form_is_an_object_with_or_without_a_byte_order_mark(data: bytes, tmp_path: Path) -> None:
    assert read_form(_file(tmp_path, data)) == {"a": 1}


def test_no_form_is_an_empty_one() -> None:
    assert read_form(None) == {}


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (f'{{"name":\n "{NAME}"}}'.encode("cp932"), "file.cp932"),
        (f'{{"name": "{NAME}"}}'.encode("utf-16"), "file.utf16"),
        (b'{"name": "\x82"}', "file.encoding"),
        (b"[1]", "json.object"),
        (b'"text"', "json.object"),
        (b"null", "json.object"),
        (b"", "json.syntax"),
        (b'{"a": 1,}', "json.syntax"),
        (b'{"a": 1} x', "json.syntax"),
        (b'{"a": 1, "a": 2}', "json.twice"),
        (b'{"a": NaN}', "json.number"),
        (b'{"a": ' + b"9" * 5000 + b"}", "json.number"),
        (b'{"a": "\\ud800"}', "json.surrogate"),
        (b'{"a":' * 100_000, "json.deep"),
        (b" " * (5 * 1024 * 1024), "file.large"),
    ],
)
def test_what_cannot_be_used_is_named(data: bytes, word: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable) as found:
        read_form(_file(tmp_path, data))
    assert found.value.word == word


def test_the_place_of_a_slip_is_told(tmp_path: Path, run: Run) -> None:
    name = _file(tmp_path, b'{"kind": "disclosure",\n "channel" "window"}')
    said = run("ask", GUNMA, "evidence", "--form", name)
    assert (said.code, said.out) == (1, "")
    assert f"{name}:2:12" in said.err
    name = _file(tmp_path, f'{{"kind": 1,\n"name": "{NAME}"}}'.encode("cp932"))
    said = run("ask", GUNMA, "evidence", "--form", name)
    assert (said.code, said.out) == (1, "")
    assert f"{name}:2" in said.err and "Shift_JIS" in said.err and "UTF-8" in said.err


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path, run: Run) -> None:
    for name in (tmp_path / "none.json", tmp_path, "a\0b"):
        said = run("ask", GUNMA, "evidence", "--form", name, "--json")
        assert said.code == 2
        assert said.error["code"] == "usage"


@given(st.text(max_size=60))
def test_any_text_is_an_object_or_refused(text: str) -> None:
    try:
        assert isinstance(parse_object(text, "f"), dict)
    except Stop as refused:
        assert refused.exit_code == 1


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("s.json", '{"A": "none", "B": 5}', {"A": "none", "B": 5}),
        ("s.yaml", "A: none\nB: 5\nC: no\n", {"A": "none", "B": 5, "C": "no"}),
    ],
)
def test_settings_are_json_or_flat_yaml(name: str, text: str, found: object, tmp_path: Path) -> None:
    assert read_settings(_file(tmp_path, text.encode(), name)) == found


@pytest.mark.parametrize("text", ["- a", "A: {b: c}", "A: [", "[" * 9_000, "x", "? [a]\n: b"])
def test_other_yaml_is_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        read_settings(_file(tmp_path, text.encode(), "s.yml"))


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.pdf"
    write_whole(str(target), [b"one", b"two"])
    assert target.read_bytes() == b"onetwo"

    def broken() -> object:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(Unusable):
        write_whole(str(target), broken())  # type: ignore[arg-type]
    assert target.read_bytes() == b"onetwo"
    assert [p.name for p in tmp_path.iterdir()] == ["out.pdf"]


def test_messages_in_japanese_hold_no_sentence_of_the_system(office: Path, run: Run, tmp_path: Path) -> None:
    words = ("case", "new", office, "disclosure", "--form")
    bad = {
        "{": "項目名",
        '{"name": }': "値がありません",
        '{"a" 1}': "コロン",
        '{"a": 1} x': "余分",
        '{"a": "': "閉じて",
    }
    for text, said in bad.items():
        message = run(*words, "-", stdin=text).err
        assert said in message and "Expecting" not in message
    missing = run(*words, tmp_path / "none.json").err
    assert "ありません" in missing and "No such" not in missing
    assert "there is no such file" in run(*words, tmp_path / "none.json", "--lang", "en").err


def test_an_unknown_step_or_register_names_the_nearest_and_all_with_titles(
    office: Path, case: str, run: Run
) -> None:
    for words in (
        ("case", "do", office, case, "confirm_identty"),
        ("case", "why", office, case, "confirm_identty"),
    ):
        said = run(*words).err
        assert "もしかして: confirm_identity" in said and "confirm_identity（本人" in said
    assert "もしかして: list" in run("case", "lst", office).err
    said = run("register", office, "nothing").err
    assert "台帳「nothing」はありません" in said and "一つに" not in said
