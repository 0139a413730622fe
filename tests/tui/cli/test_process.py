"""The program as the shell starts it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import Run

ROOT = Path(__file__).resolve().parents[3]
HEAVY = ("textual", "lark", "jsonschema", "yaml", "pendulum", "typst", "openpyxl")


def _start(
    *words: str, module: str = "tui", env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", module, *words],
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("module", ["tui", "tui.cli.main"])
def test_both_modules_are_the_program(module: str) -> None:
    done = _start("--help", module=module)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "窓口" in done.stdout.decode("utf-8")


def test_output_is_utf8_whatever_the_system_says() -> None:
    done = _start("--help", env={"PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert "窓口" in done.stdout.decode("utf-8")
    wrong = _start("xyzzy", env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"})
    assert (wrong.returncode, wrong.stdout) == (2, b"")
    assert "命令" in wrong.stderr.decode("utf-8")


def test_a_closed_pipe_ends_in_silence() -> None:
    script = f"{sys.executable} -m tui check workflows | head -c 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, cwd=ROOT, timeout=120, check=False)
    assert done.stderr == b""


def test_organisations_judged_at_once_have_the_findings_they_have_alone(run: Run) -> None:
    done = _start("check", "workflows")
    assert done.returncode == 0
    assert done.stdout.decode("utf-8") == run("check", ROOT / "workflows").out


def test_work_is_done_here_where_a_copy_of_the_process_dies() -> None:
    code = (
        "import os; from engine.desk.abreast import abreast\n"
        "def work(first, one):\n"
        "    return one.upper() if os.getpid() == first else os._exit(9)\n"
        "print(abreast(work, os.getpid(), ['a', 'b', 'c']))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, cwd=ROOT, timeout=60, check=False
    )
    assert (done.stdout, done.stderr) == (b"['A', 'B', 'C']\n", b"")


def test_starting_imports_nothing_heavy() -> None:
    assert _imported("--help") == set()


def test_listing_cases_imports_nothing_heavy(office: Path) -> None:
    assert _imported("case", "list", str(office)) == set()


def _imported(*words: str) -> set[str]:
    """The heavy modules that a command brings in, by the machine's own clock."""
    code = f"import sys; from tui.cli.main import main; main({list(words)!r}); print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        cwd=ROOT,
        env={name: value for name, value in os.environ.items() if name != "MADOGUCHI_NOW"},
        timeout=60,
        check=True,
    )
    return set(HEAVY) & set(done.stdout.decode("utf-8").splitlines()[-1].split())
