"""batch: one answer for each line, and nothing promised that is not kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.commands import Run
from tests.tui.cli.conftest import REQUEST

NEW = {"op": "new", "kind": "disclosure", "form": REQUEST}


def _lines(*lines: Any) -> bytes:
    return "".join(
        (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False)) + "\n" for one in lines
    ).encode()


def _answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_each_line_gets_its_answer(office: Path, run: Run) -> None:
    text = _lines(
        {**NEW, "id": 1, "date": "2026-11-20"},
        {
            "op": "do",
            "id": "two",
            "case": "R8-001",
            "command": "note",
            "form": {"text": "電話"},
            "expect_version": 1,
        },
    )
    said = run("batch", office, "-", stdin=text)
    assert (said.code, said.err) == (0, "")
    first, second = _answers(said.out)
    assert (first["id"], first["ok"], first["case"], first["version"]) == (1, True, "R8-001", 1)
    assert (second["id"], second["case"], second["version"]) == ("two", "R8-001", 2)
    assert {"state", "numbers"} <= set(first)


BAD: list[tuple[Any, str]] = [
    ("{", "input"),
    ("[]", "input"),
    ({"op": "sell"}, "input"),
    ({**NEW, "kinds": 1}, "input"),
    ({**NEW, "form": []}, "input"),
    ({**NEW, "date": 5}, "input"),
    ({**NEW, "date": "2026-02-30"}, "input"),
    ({**NEW, "task": -1}, "input"),
    ({**NEW, "task": True}, "input"),
    ({**NEW, "acknowledge": "x"}, "input"),
    ({"op": "do", "command": "note"}, "input"),
    ({**NEW, "kind": "nothing"}, "usage"),
    ({**NEW, "as": "nobody"}, "usage"),
    ({**NEW, "form": {}}, "refused"),
    ({"op": "do", "case": "R8-001", "command": "decide"}, "refused"),
    (
        {"op": "do", "case": "R8-001", "command": "note", "form": {"text": "x"}, "expect_version": 7},
        "conflict",
    ),
]


def test_a_bad_line_gets_its_error_and_the_rest_goes_on(office: Path, run: Run) -> None:
    said = run("batch", office, "-", stdin=_lines(NEW, *(line for line, _ in BAD), NEW))
    first, *refused, last = _answers(said.out)
    assert said.code == 1
    assert f"{len(BAD)} 行" in said.err
    assert (first["case"], last["case"]) == ("R8-001", "R8-002")
    assert [one["ok"] for one in refused] == [False] * len(BAD)
    assert [one["error"]["code"] for one in refused] == [code for _, code in BAD]
    assert all(set(one["error"]) == {"code", "message", "reasons"} for one in refused)


def test_another_encoding_is_named_with_its_line(office: Path, run: Run) -> None:
    text = _lines(NEW) + json.dumps(NEW, ensure_ascii=False).encode("cp932") + b"\n" + _lines(NEW)
    said = run("batch", office, "-", stdin=text)
    assert "stdin:2" in _answers(said.out)[1]["error"]["message"]
    assert [one["ok"] for one in _answers(said.out)] == [True, False, True]


def test_a_file_with_empty_lines_and_a_byte_order_mark(office: Path, tmp_path: Path, run: Run) -> None:
    file = tmp_path / "lines.jsonl"
    file.write_bytes(b"\xef\xbb\xbf" + _lines(NEW) + b"\r\n\n" + _lines(NEW))
    said = run("batch", office, file, "--as", "taro")
    assert [one["case"] for one in _answers(said.out)] == ["R8-001", "R8-002"]
    assert run("batch", office, tmp_path / "none").code == 2
