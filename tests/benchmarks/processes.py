"""P5: commands as processes of their own, against a Python that does nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from engine.desk import open_desk
from tests.benchmarks.measure import Figure, in_turn, slower
from tests.benchmarks.offices import CHECK, ORG

CLI = (sys.executable, "-m", "tui.cli.main")


def run(*words: str, text: str = "") -> None:
    """One process; a failure ends the benchmark, so that a refusal is never timed as a success."""
    subprocess.run(words, input=text, check=True, capture_output=True, encoding="utf-8")


def nothing() -> None:
    run(sys.executable, "-c", "pass")


class Doing:
    """`case do` on one open case after the other."""

    def __init__(self, office: Path) -> None:
        self._office = str(office)
        with open_desk(office) as desk:
            self._cases: Iterator[str] = iter(r.number for r in desk.rows() if r.open and r.version == 1)

    def __call__(self) -> None:
        words = ("case", "do", self._office, next(self._cases), "record_check", "--org", ORG, "--form", "-")
        run(*CLI, *words, text=json.dumps(CHECK))


def listing(office: Path, rounds: int) -> list[Figure]:
    times = in_turn(lambda: run(*CLI, "case", "list", str(office)), nothing, rounds)
    return [slower("P5", "case list, 1,000 open / python -c pass", times, 10)]


def doing(young: Path, old: Path, rounds: int) -> list[Figure]:
    times = in_turn(Doing(old), Doing(young), rounds)
    return [slower("P2p", "case do as a process, with the past / without", times, 1.1)]
