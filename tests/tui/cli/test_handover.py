"""handover: everything of an office as files that need no program of ours."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from pathlib import Path

import openpyxl

from tests.commands import Run
from tests.faults.harness import failing


def test_everything_can_be_read_without_the_program(
    office: Path, case: str, tmp_path: Path, run: Run
) -> None:
    scan = tmp_path / "..見本 太郎;rm.txt"
    scan.write_text("委任状の写し", encoding="utf-8")
    assert run("attach", office, case, scan).code == 0
    decide = [("record_check", {"checked": "提示", "why": "一致"}), ("confirm_identity", {})]
    decide += [("confirm_completeness", {}), ("investigate", {"findings": "照合"})]
    decide += [("decide", {"outcome": "grant"}), ("notify", {})]
    lines = [json.dumps({"op": "do", "case": case, "command": c, "form": f}) for c, f in decide]
    assert run("batch", office, "-", stdin="\n".join(lines)).code == 0
    folder = tmp_path / "files"
    told = run("handover", office, folder, "--json").answer["files"]
    shutil.rmtree(office)  # what was handed over stands for itself
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    assert there.keys() - {"README.txt"} == {one["file"] for one in told}
    for one in told:
        assert hashlib.sha256(there[one["file"]].read_bytes()).hexdigest() == one["sha256"]
        assert one["file"] in there["README.txt"].read_text(encoding="utf-8")
    letters = [
        data for name, path in there.items() if name.startswith("letters/") and (data := path.read_bytes())
    ]
    assert letters and all(data.startswith(b"%PDF-") for data in letters)
    record = json.loads(there["records/records.jsonl"].read_text(encoding="utf-8"))
    assert record["number"] == case
    assert [p.name for n, p in there.items() if n.startswith("papers/")] == ["01.txt"]
    for name, path in there.items():
        if name.startswith("registers/"):
            openpyxl.load_workbook(path)
    assert all(".." not in name and ";" not in name for name in there)


def test_a_handover_is_whole_or_not_there(office: Path, case: str, tmp_path: Path, run: Run) -> None:
    assert case
    folder = tmp_path / "files"
    for at in (3, 6, 9):
        with failing(at):
            assert run("handover", office, folder).code == 4
        assert {p.name for p in tmp_path.iterdir()} == {"office"}
    assert run("handover", office, office / "inside").code == 2
    assert run("handover", office, folder).code == 0
    assert run("handover", office, folder).code == 2
    assert os.name == "nt" or (folder.stat().st_mode & 0o077) == 0
