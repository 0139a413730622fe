"""From an empty folder to a letter by the command line alone, for each kind of both bundled organisations."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.commands import Run
from tests.tui.cli.conftest import AICHI, GUNMA, REQUEST, make_office, quietly

CHECK = {"checked": "運転免許証の提示を受けた", "why": "氏名と住所が申出書と一致した"}
PAPERS = [{"type": "accuracy_proof", "description": "発令通知書"}]
KINDS = ("purpose_notice", "disclosure", "correction", "stop_use", "stop_provision")
# What each kind says in its decision, by the organisation's own forms.
MEASURES: dict[tuple[str, str], dict[str, Any]] = {
    (GUNMA, "purpose_notice"): {"content": "共済給付の支払のため"},
    (AICHI, "purpose_notice"): {"measure": "貸付けの審査と償還の事務に用います"},
    (AICHI, "correction"): {"measure": "住所を訂正します"},
    (AICHI, "stop_use"): {"measure": "保養所の利用の記録の利用を止めます"},
}


ROLES = {GUNMA: "window_clerk,privacy_officer", AICHI: "window_clerk,handling_manager@clinic"}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """An office of each organisation, in which the cases of every kind are taken in."""
    folder = tmp_path_factory.mktemp("offices")
    return {org: make_office(folder / org, org, roles) for org, roles in ROLES.items()}


def _decided(office: Path, org: str, kind: str, **more: Any) -> str:
    """A request taken through to its letter, a disclosure step by step, others as a batch; gives its number."""
    case = str(quietly("case", "new", office, kind, "--form", "-", stdin={**REQUEST, **more})["case"])
    routed: list[tuple[str, dict[str, Any]]] = [("stamp", {}), ("route", {"unit": "clinic"})]
    steps = [
        ("record_check", CHECK),
        ("confirm_identity", {}),
        ("confirm_completeness", {}),
        *(routed if org == AICHI else []),
        ("investigate", {"findings": "記録を照合した"}),
        ("decide", {"outcome": "grant", **MEASURES.get((org, kind), {})}),
        ("notify", {}),
    ]
    if kind == "disclosure":
        for command, data in steps:
            quietly("case", "do", office, case, command, "--form", "-", stdin=data)
    else:
        lines = [{"op": "do", "case": case, "command": command, "form": data} for command, data in steps]
        quietly("batch", office, "-", stdin="\n".join(map(json.dumps, lines)))
    return case


def _needs(org: str, kind: str) -> dict[str, Any]:
    if org == GUNMA and kind in ("correction", "stop_use"):
        return {"disclosed_on_paper": "2026-10-01", "documents": PAPERS}
    return {}


@pytest.mark.parametrize("org", [GUNMA, AICHI])
@pytest.mark.parametrize("kind", KINDS)
def test_from_an_empty_folder_to_a_letter(
    org: str, kind: str, run: Run, tmp_path: Path, offices: dict[str, Path]
) -> None:
    office = offices[org]
    case = _decided(office, org, kind, **_needs(org, kind))
    notices = run("case", "show", office, case, "--json").answer["notices"]
    number = run("ask", org, "letter", kind, "grant", "--json").answer["answer"]["number"]
    assert notices[-1]["number"] == number

    pdf, text = tmp_path / "letter.pdf", tmp_path / "letter.txt"
    for file in (pdf, text):
        assert run("notice", office, case, len(notices), "-o", file).code == 0
    assert pdf.read_bytes().startswith(b"%PDF-")
    shown = text.read_text(encoding="utf-8")
    assert number in shown and "見本 太郎" in shown
    assert run("case", "why", office, case, "notice", str(len(notices))).code == 0
    assert run("verify", office).code == 0


@pytest.fixture(scope="module")
def aichi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with one disclosure that was answered; these tests only read it."""
    office = make_office(tmp_path_factory.mktemp("aichi") / "office", AICHI, ROLES[AICHI])
    _decided(office, AICHI, "disclosure")
    return office


def test_a_letter_comes_out_the_same_each_time(aichi: Path, run: Run, tmp_path: Path) -> None:
    first, second = tmp_path / "a.pdf", tmp_path / "b.PDF"
    assert run("notice", aichi, "R8-001", 2, "-o", first).code == 0
    written = run("notice", aichi, "R8-001", "decision_notice", "-o", second, "--json").answer
    assert written == {"file": str(second), "bytes": len(first.read_bytes())}
    assert first.read_bytes() == second.read_bytes()


def test_a_letter_is_written_for_word_or_it_is_said_what_is_missing(
    aichi: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("docx", reason="the extra for Word is not installed")
    file = tmp_path / "a.docx"
    assert run("notice", aichi, "R8-001", 2, "-o", file).code == 0
    assert file.read_bytes().startswith(b"PK")
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "engine.notices.wordpaper", raising=False)
    said = run("notice", aichi, "R8-001", 2, "-o", tmp_path / "b.docx")
    assert said.code == 2 and "python-docx" in said.err
    assert not (tmp_path / "b.docx").exists()


def test_the_application_is_printed_too(aichi: Path, run: Run, tmp_path: Path) -> None:
    assert run("notice", aichi, "R8-001", "application", "-o", tmp_path / "a.txt").code == 0
    assert "前橋市見本町1-1" in (tmp_path / "a.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("1", "-o", "x.html"), 2),
        (("1",), 2),
        (("9", "-o", "x.pdf"), 2),
        (("0", "-o", "x.pdf"), 2),
        (("1", "-o", "none/x.pdf"), 1),
    ],
)
def test_what_is_no_letter_leaves_no_file(
    words: tuple[str, ...], code: int, aichi: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    said = run("notice", aichi, "R8-001", *words)
    assert (said.code, said.out) == (code, "")
    assert list(here.iterdir()) == []


def test_registers_are_listed_and_shown(aichi: Path, run: Run) -> None:
    names = run("register", aichi, "--json").answer
    assert "disclosure_ledger" in [one["id"] for one in names]
    assert "disclosure_ledger" in run("register", aichi).out
    assert "見本 太郎" in run("register", aichi, "disclosure_ledger").out
    sheet = run("register", aichi, "disclosure_ledger", "--format", "json").answer
    assert len(sheet["rows"]) == 1
    assert sheet == run("register", aichi, "disclosure_ledger", "--json").answer
    assert run("register", aichi, "nothing").code == 2


def test_a_register_is_a_file_for_excel(aichi: Path, run: Run, tmp_path: Path) -> None:
    words = ("register", aichi, "disclosure_ledger")
    file = tmp_path / "台帳.csv"
    assert run(*words, "-o", file).code == 0
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(file.read_bytes().decode("utf-8-sig"))))
    assert len(rows) == 2
    assert run(*words, "--format", "csv").out.encode("utf-8") == file.read_bytes()
    assert run(*words, "--format", "xlsx").code == 2
    assert run(*words, "-o", tmp_path / "台帳.xlsx").code == 0
    assert (tmp_path / "台帳.xlsx").read_bytes().startswith(b"PK")


def test_records_go_out_and_come_back_byte_for_byte(aichi: Path, run: Run, tmp_path: Path) -> None:
    file, again = tmp_path / "records.jsonl", tmp_path / "again.jsonl"
    assert run("export", aichi, "-o", file).code == 0
    assert run("export", aichi).out.encode("utf-8") == file.read_bytes()
    copy = make_office(tmp_path / "copy", AICHI, ROLES[AICHI])
    assert run("import", copy, file, "--json").answer == {"imported": 1}
    assert run("export", copy, "-o", again).code == 0
    assert file.read_bytes() == again.read_bytes()
    assert run("import", copy, file).code in (1, 2)


@pytest.mark.parametrize("view", ["masked", "statistics"])
def test_a_view_without_personal_data_has_none(view: str, aichi: Path, run: Run) -> None:
    text = run("export", aichi, "--view", view).out
    assert json.loads(text)["kind"] == "disclosure"
    for secret in ("見本 太郎", "前橋市", "給付記録"):
        assert secret not in text
