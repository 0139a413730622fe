"""Nothing of a person in clear text: an encrypted office is filled through every way in, and every byte is searched.

Faults 29 and 30: names, addresses and what was typed stand in no file of the office, in no name of a file, in no
temporary file and in no message about an error that nobody foresaw.
"""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any

import pytest

from engine.desk import MadoguchiError, Submission, open_desk
from engine.desk.audit import Audit
from engine.desk.drafts import Draft, Drafts
from engine.desk.forms import Errand
from engine.desk.output import erase_outputs, outputs, write_output
from engine.store import beside
from tests.commands import Run
from tests.tui.cli.conftest import GUNMA
from tests.tui.cli.conftest import run as run  # the fixture

pytestmark = pytest.mark.fault
PASSWORD = "見本の長いパスワード"
CLERK, SECOND, PERSON, AGENT = "架空受付 葉月", "架空補助 皐月", "架空 檸檬之介", "架空代理 胡桃"
PLACE, TARGET, WHY, SCAN = "架空市幻町九丁目", "架空給付の記録甲乙", "架空の理由で確かめた", "架空の別添書類"
SECRETS = (CLERK, SECOND, PERSON, AGENT, PLACE, TARGET, WHY, SCAN, PASSWORD)
FORM = {
    "channel": "window",
    "requester": "data_subject",
    "name": PERSON,
    "address": PLACE,
    "target": TARGET,
}
WAY: tuple[tuple[str, dict[str, Any]], ...] = (
    ("record_check", {"checked": WHY, "why": WHY}),
    ("confirm_identity", {}),
    ("confirm_completeness", {}),
    ("investigate", {"findings": WHY}),
    ("decide", {"outcome": "grant"}),
    ("notify", {}),
    ("note", {"text": f"{AGENT} {WHY}"}),
)


def spellings(text: str) -> list[bytes]:
    escaped = json.dumps(text)[1:-1]
    return [
        text.encode(),
        text.encode("utf-16-le"),
        text.encode("utf-16-be"),
        escaped.encode(),
        escaped.upper().replace("\\U", "\\u").encode(),
        text.encode("cp932", "replace"),
    ]


def found_in(root: Path) -> list[str]:
    """Every place below `root` where one of the secrets stands, in whatever spelling."""
    found = []
    for path in root.rglob("*"):
        data = os.fsencode(path.name) + (b"\0" + path.read_bytes() if path.is_file() else b"")
        found += [f"{path.name}: {s}" for s in SECRETS for one in spellings(s) if one in data]
    return found


@pytest.fixture
def office(tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An encrypted office filled by every command that writes."""
    monkeypatch.setenv("MADOGUCHI_NOW", "2026-11-24T10:42")
    monkeypatch.setenv("MADOGUCHI_PASSWORD", PASSWORD)
    monkeypatch.setenv("MADOGUCHI_NEW_PASSWORD", PASSWORD)
    monkeypatch.setenv("MADOGUCHI_MEMBER", "m1")
    office, scan = tmp_path / "office", tmp_path / "scan.txt"
    scan.write_text(f"{SCAN} {PERSON}", encoding="utf-8")
    roles = ("--role", "window_clerk,privacy_officer")
    done = [run("init", office, "--from", GUNMA, "--as", "m1", "--name", CLERK, *roles)]
    done.append(run("member", "add", office, "m2", "--name", SECOND, *roles))
    done.append(run("case", "new", office, "disclosure", "--form", "-", stdin=FORM))
    done += [run("case", "do", office, "R8-001", step, "--form", "-", stdin=form) for step, form in WAY]
    done.append(run("attach", office, "R8-001", scan, "--note", SCAN))
    done.append(run("case", "list", office))
    done.append(
        run(
            "batch", office, "-", stdin=json.dumps({"op": "new", "id": 1, "kind": "disclosure", "form": FORM})
        )
    )
    done.append(run("export", office, "-o", tmp_path / "out.jsonl"))
    done.append(run("register", office))
    done.append(run("notice", office, "R8-001", "1", "-o", tmp_path / "out.pdf"))
    done.append(run("member", "remove", office, "m2"))
    done.append(run("verify", office))
    assert [one.err for one in done if one.code] == []
    refused = run("case", "do", office, "R8-001", "decide", "--form", "-", stdin={"outcome": WHY})
    assert refused.code == 1
    return office


def test_no_name_stands_anywhere_in_an_encrypted_office(office: Path) -> None:
    with open_desk(office, "m1", password=PASSWORD) as desk:
        desk.audit = Audit(desk)
        Drafts(desk).save(Draft("m1", Errand(GUNMA, "disclosure"), FORM, title=PERSON))
        desk.audit.note("printed", "notice", GUNMA, "R8-001", "pdf")
        with pytest.raises(MadoguchiError):
            desk.submit(Submission(command="decide", case="R8-001", organisation=GUNMA, form={"x": WHY}))
        write_output(desk, ("R8-001", "通知"), "txt", PERSON.encode())
        desk.rows()
        assert [one.size for one in outputs(desk)] == [len(PERSON.encode())]
        assert erase_outputs(desk) == []
        assert [one["case"] for one in desk.office.read("R8")[0][:1]] == ["R8-001"]
    assert found_in(office) == []


def test_an_office_without_encryption_shows_that_the_search_finds(tmp_path: Path, run: Run) -> None:
    office = tmp_path / "plain"
    run("init", office, "--from", GUNMA, "--no-encryption")
    run("member", "add", office, "m1", "--name", CLERK, "--role", "window_clerk")
    run("case", "new", office, "disclosure", "--form", "-", "--as", "m1", stdin=FORM)
    assert {one.partition(": ")[2] for one in found_in(office)} >= {CLERK, PERSON, PLACE, TARGET}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps other rights")
def test_nobody_else_may_read_the_files(office: Path) -> None:
    loose = [
        p
        for p in office.rglob("*")
        if "definitions" not in p.parts and stat.S_IMODE(p.stat().st_mode) & 0o077
    ]
    assert loose == [] and stat.S_IMODE(office.stat().st_mode) == 0o700


def test_what_a_killed_program_left_is_removed_at_the_next_start(office: Path) -> None:
    left = office / beside.FOLDER / "1-dead.tmp"
    left.write_text(PERSON, encoding="utf-8")
    with open_desk(office, "m1", password=PASSWORD) as desk, desk.office.lock():
        assert not left.exists()


def test_an_error_nobody_foresaw_tells_no_name(
    office: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError(f"{PERSON} {PLACE}")

    monkeypatch.setattr("engine.desk.desk.Desk.submit", fail)
    for words in (("--json",), ()):
        said = run("case", "new", office, "disclosure", "--form", "-", *words, stdin=FORM)
        assert said.code == 1 and "E-" in said.err
        assert not [s for s in SECRETS if s in said.out + said.err or json.dumps(s)[1:-1] in said.err]
