"""The program as somebody outside meets it: words in, exit code and two streams out, files on the disk."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run, Said, Typist
from tui.cli.main import main

NOW = "2026-11-24T09:00"
GUNMA = "gunma_gojokai"
AICHI = "aichi_kyosai"
PATTERNS = Path(__file__).parents[1] / "patterns"
REQUEST: dict[str, Any] = {
    "channel": "window",
    "requester": "data_subject",
    "name": "見本 太郎",
    "address": "前橋市見本町1-1",
    "target": "給付記録",
}
CHECKED = {"checked": "運転免許証の提示", "why": "写真と氏名が一致した"}


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("MADOGUCHI_MEMBER", raising=False)
    return Typist(capfd, monkeypatch)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Offices that tests copy: `one` (互助会) and `two` (互助会 and 愛知県支部), each with the clerk hanako."""
    found: dict[str, Path] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_NOW", NOW)
        for name, orgs in (("one", [GUNMA]), ("two", [GUNMA, AICHI])):
            path = tmp_path_factory.mktemp(name) / "office"
            sources = [word for org in orgs for word in ("--from", org)]
            assert main(["init", str(path), *sources, "--no-encryption"]) == 0
            roles = "window_clerk,privacy_officer"
            member = ["member", "add", str(path), "hanako", "--name", "見本 花子", "--role", roles]
            assert main(member) == 0
            found[name] = path
    return found


@pytest.fixture
def one(templates: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates["one"], tmp_path / "one"))


@pytest.fixture
def two(templates: dict[str, Path], tmp_path: Path) -> Path:
    return Path(shutil.copytree(templates["two"], tmp_path / "two"))


class Clerk:
    """Somebody who works on one case and expects every step to be taken unless told otherwise."""

    def __init__(self, run: Run, office: Path, case: str) -> None:
        self.run, self.office, self.case = run, office, case

    def tries(self, command: str, form: object = None, *words: object) -> Said:
        given = ("--form", "-") if form is not None else ()
        said: Said = self.run(
            "case", "do", self.office, self.case, command, *given, *words, "--json", stdin=form or {}
        )
        return said

    def does(self, command: str, form: object = None, *words: object) -> dict[str, Any]:
        answer: dict[str, Any] = self.tries(command, form, *words).answer
        return answer

    @property
    def record(self) -> dict[str, Any]:
        found: dict[str, Any] = self.run("case", "show", self.office, self.case, "--json").answer
        return found

    @property
    def due(self) -> str | None:
        day: str | None = self.record["clocks"]["decision"]["due"]
        return day


@pytest.fixture
def clerk(run: Run, one: Path) -> Clerk:
    """A disclosure taken in on 2026-10-01."""
    words = ("case", "new", one, "disclosure", "--form", "-", "--date", "2026-10-01", "--json")
    return Clerk(run, one, run(*words, stdin=REQUEST).answer["case"])
