"""The command line as a caller meets it: words in, exit code and two streams out."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tui.cli.main import main

NOW = "2026-11-24T09:00"
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
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("MADOGUCHI_MEMBER", raising=False)
    yield


def quietly(*words: object, stdin: str | dict[str, Any] = "") -> dict[str, Any]:
    """A command typed while something is prepared: it must succeed. Gives its last answer."""
    out = io.StringIO()
    data = (stdin if isinstance(stdin, str) else json.dumps(stdin, ensure_ascii=False)).encode()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("MADOGUCHI_NOW", NOW)
        patch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        assert main([*map(str, words), "--json"]) == 0
    found: dict[str, Any] = json.loads(out.getvalue().splitlines()[-1])
    return found


def make_office(folder: Path, org: str, roles: str) -> Path:
    """An office of one organisation with one person."""
    quietly("init", folder, "--from", org, "--no-encryption")
    quietly("member", "add", folder, "taro", "--name", "見本 太郎", "--role", roles)
    return folder


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Offices that tests copy: an empty one, and one with a disclosure just taken in."""
    empty = make_office(tmp_path_factory.mktemp("empty") / "office", GUNMA, "window_clerk,privacy_officer")
    begun = tmp_path_factory.mktemp("begun") / "office"
    shutil.copytree(empty, begun)
    quietly("case", "new", begun, "disclosure", "--form", "-", stdin=REQUEST)
    return {"empty": empty, "begun": begun}


@pytest.fixture
def office(prepared: dict[str, Path], tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """An office of 群馬県教職員互助会 in which one person holds every role that a request needs."""
    which = "begun" if "case" in request.fixturenames else "empty"
    return Path(shutil.copytree(prepared[which], tmp_path / "office"))


@pytest.fixture
def case(office: Path) -> str:
    """The disclosure that was just taken in at the office."""
    assert office.is_dir()
    return "R8-001"
