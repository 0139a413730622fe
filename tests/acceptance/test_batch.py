"""batch through a pipe: every line is answered before the next one is asked for."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.acceptance.conftest import CHECKED, GUNMA, NOW, REQUEST
from tests.commands import Run

ROOT = Path(__file__).parents[2]
NOTE = {"op": "do", "case": "R8-001", "command": "note", "form": {"text": "見本"}}


class Pipe:
    """A reader that waits for each answer before it sends the next line."""

    def __init__(self, office: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tui", "batch", str(office), "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, "MADOGUCHI_NOW": NOW, "PYTHONPATH": str(ROOT)},
            cwd=ROOT,
        )

    def asks(self, line: object) -> dict[str, Any]:
        assert self.process.stdin and self.process.stdout
        text = line if isinstance(line, str) else json.dumps(line, ensure_ascii=False)
        self.process.stdin.write(text.encode() + b"\n")
        self.process.stdin.flush()
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def ends(self) -> int:
        self.process.communicate(timeout=20)
        return self.process.returncode


def test_each_line_is_answered_when_it_is_sent(one: Path) -> None:
    pipe = Pipe(one)
    new = {"op": "new", "id": "a", "organisation": GUNMA, "kind": "disclosure", "form": REQUEST}
    answer = pipe.asks(new)
    assert {k: answer[k] for k in ("id", "ok", "case", "version", "state")} == {
        "id": "a",
        "ok": True,
        "case": "R8-001",
        "version": 1,
        "state": "identity_check",
    }
    assert answer["numbers"]["case"] == "R8-001"
    check = {"op": "do", "id": 2, "case": "R8-001", "command": "record_check", "form": CHECKED}
    assert pipe.asks(check)["version"] == 2
    step = {"op": "do", "id": 3, "case": "R8-001", "command": "confirm_identity"}
    for line, code in (
        ({**step, "expect_version": 1}, "conflict"),
        ({**step, "date": "2027-01-01"}, "refused"),
        ({**step, "expect_version": "x"}, "input"),
        ({**step, "unheard_of": 1}, "input"),
        ({**step, "as": "nobody"}, "usage"),
        ({**step, "case": "R8-099"}, "usage"),
        ({"op": "frob", "id": 3}, "input"),
        ({"op": "new", "id": 3}, "input"),
    ):
        answer = pipe.asks(line)
        assert set(answer) == {"id", "ok", "error"} and (answer["id"], answer["ok"]) == (3, False)
        assert set(answer["error"]) == {"code", "message", "reasons"}
        assert answer["error"]["code"] == code
    for broken in ("{", "[1]", '"x"', '{"op": "do", "op": "new"}', "[" * 50_000, '{"id": NaN}'):
        assert pipe.asks(broken)["error"]["code"] == "input"
    assert pipe.asks({**step, "expect_version": 2, "date": "R8.11.24"})["version"] == 3
    correction = {**new, "kind": "correction"}
    assert pipe.asks(correction)["error"]["reasons"][0]["rule"] == "prior_disclosure"
    assert pipe.asks({**correction, "acknowledge": ["prior_disclosure"]})["case"] == "R8-002"
    assert pipe.asks({**new, "by": "見本 係:window_clerk"})["case"] == "R8-003"
    assert pipe.ends() == 1


def test_a_file_with_bom_and_windows_line_ends(run: Run, one: Path, tmp_path: Path) -> None:
    new = {"op": "new", "organisation": GUNMA, "kind": "disclosure", "form": REQUEST}
    lines = [json.dumps(line) for line in (new, NOTE)]
    (tmp_path / "lines").write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode() + b"\r\n\r\n")
    assert [line["ok"] for line in run("batch", one, tmp_path / "lines").lines] == [True, True]
