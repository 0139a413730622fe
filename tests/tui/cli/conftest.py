"""The command line as a caller meets it: words in, exit code and two streams out."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli.main import main

GUNMA = "gunma_gojokai"
AICHI = "aichi_kyosai"
REQUEST = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "前橋市見本町1-1",
    "target": "給付記録",
}


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def answer(self) -> Any:
        """The one JSON document on standard output."""
        assert self.code == 0, self.err
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """The error object on standard error; nothing else was printed."""
        assert self.out == ""
        found = json.loads(self.err)
        assert set(found) == {"error"}
        error: dict[str, Any] = found["error"]
        assert set(error) == {"code", "message", "reasons"}
        for reason in error["reasons"]:
            assert {"field", "rule", "basis", "message"} <= set(reason)
        return error


Run = Callable[..., Said]


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command: `run("case", "list", office, stdin=…)`."""

    def typed(*words: object, stdin: str | bytes | dict[str, Any] | None = None) -> Said:
        if stdin is not None:
            text = json.dumps(stdin, ensure_ascii=False) if isinstance(stdin, dict) else stdin
            data = text if isinstance(text, bytes) else text.encode()
            monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        capfd.readouterr()
        code = main([str(word) for word in words])
        out, err = capfd.readouterr()
        return Said(code, out, err)

    return typed


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A day on which nothing depends on when the tests run."""
    monkeypatch.setenv("MADOGUCHI_NOW", "2026-11-24T09:00")
    monkeypatch.delenv("MADOGUCHI_MEMBER", raising=False)
    yield


@pytest.fixture
def office(run: Run, tmp_path: Path) -> Path:
    """An office of 群馬県教職員互助会 in which one person holds every role that a request needs."""
    folder = tmp_path / "office"
    assert run("init", folder, "--from", GUNMA, "--no-encryption").code == 0
    added = run(
        "member", "add", folder, "taro", "--name", "見本 太郎", "--role", "window_clerk,privacy_officer"
    )
    assert added.code == 0, added.err
    return folder


@pytest.fixture
def case(run: Run, office: Path) -> str:
    """A disclosure just taken in."""
    found = run("case", "new", office, "disclosure", "--form", "-", "--json", stdin=REQUEST)
    return str(found.answer["case"])
