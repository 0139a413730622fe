"""What both READMEs tell a reader to type works, in an empty folder, as it is written."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
BLOCK = re.compile(r"^```sh walk\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def walk(name: str) -> list[str]:
    """The blocks a README marks as its walk."""
    return BLOCK.findall((ROOT / name).read_text(encoding="utf-8"))


def with_madoguchi(folder: Path) -> dict[str, str]:
    """An environment in which `madoguchi` is the program of this work tree."""
    folder.mkdir()
    program = folder / "madoguchi"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m tui.cli.main "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MADOGUCHI_")}
    return {**kept, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}


def test_both_languages_walk_the_same_way() -> None:
    assert len(walk("README.md")) >= 3
    assert walk("README.ja.md") == walk("README.md")


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="the blocks are written for sh")
def test_the_walk_leads_from_an_empty_folder_to_two_letters(tmp_path: Path) -> None:
    here = tmp_path / "empty"
    here.mkdir()
    script = "set -eu\n" + "\n".join(walk("README.md"))
    done = subprocess.run(
        ["sh", "-c", script],
        cwd=here,
        env=with_madoguchi(tmp_path / "bin"),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for letter in ("letter-gunma.pdf", "letter-aichi.pdf"):
        assert (here / letter).read_bytes().startswith(b"%PDF-"), letter
    assert "R8.12.24 木" in done.stdout  # the due date, counted from the day of receipt
    assert "R6.5.11 土" in done.stdout  # what `ask` answers, the days of the completion left out
