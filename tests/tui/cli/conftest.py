"""The command line as a caller meets it: words in, exit code and two streams out."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run, Typist, written
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


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Type a command: `run("case", "list", office, stdin=…)`."""
    return Typist(capfd, monkeypatch)


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A day on which nothing depends on when the tests run."""
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("MADOGUCHI_MEMBER", raising=False)
    yield


def quietly(*words: object, stdin: str | dict[str, Any] = "") -> dict[str, Any]:
    """A command typed while something is prepared: it must succeed. Gives its last answer."""
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("MADOGUCHI_NOW", NOW)
        patch.setattr("sys.stdin", written(stdin))
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
