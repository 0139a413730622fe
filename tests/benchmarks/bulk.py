"""P9, P10, P11: many records, many letters, and definitions checked and loaded."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from engine.desk import open_desk
from engine.desk.ledger import Ledger, _built
from tests.benchmarks.measure import Figure, faster, in_turn
from tests.benchmarks.offices import ORG, empty_office, finish, receive, today
from tests.benchmarks.processes import CLI, run

ROOT = Path(__file__).parents[2]
LETTERS = 1_000
SECONDS, MEGABYTES = 15.0, 300
CHECK, LOAD = 2.0, 0.05
COPIES = 100


def exporting(office: Path, folder: Path, rounds: int) -> list[Figure]:
    """Full records of all cases, against the sqlite3 command line giving out the same lines from a table."""
    program = shutil.which("sqlite3")
    if program is None:
        print("P9: there is no sqlite3 command line here", file=sys.stderr)
        return []
    with open_desk(office) as desk:
        lines = list(desk.export())
        base = sqlite3.connect(folder / "records.sqlite")
        base.execute("create table record (id integer primary key, body text)")
        base.executemany("insert into record (body) values (?)", [(line,) for line in lines * COPIES])
        base.commit()
        base.close()
        words = (program, str(folder / "records.sqlite"), "select body from record order by id")
        ours, theirs = in_turn(lambda: list(desk.export()), lambda: run(*words), rounds)
    each = [t / len(lines) for t in ours], [t / (len(lines) * COPIES) for t in theirs]
    size = sum(len(line.encode()) for line in lines) / len(lines)
    more = f"each record of {size:,.0f} B, from {len(lines):,} and {len(lines) * COPIES:,}"
    return [faster("P9", "export of records / sqlite3 command line", each, 0.3, more)]


def letters(folder: Path) -> list[Figure]:
    """A thousand letters as PDF/A, in a process of their own: seconds, and its greatest size."""
    with empty_office(folder / "letters") as desk:
        case = receive(desk, today())
        finish(desk, case, today())
    program = (sys.executable, "-m", "tests.benchmarks.pressing", str(folder / "letters"), case, str(LETTERS))
    found = subprocess.run(program, check=True, capture_output=True, encoding="utf-8", cwd=ROOT)
    seconds, megabytes = json.loads(found.stdout)
    more = f"{megabytes:.0f} MB (≤ {MEGABYTES})"
    return [
        Figure("P10", "1,000 letters as PDF/A / 15 s", seconds, SECONDS, seconds / SECONDS, 1.0, more=more)
    ]


def definitions(office: Path, rounds: int) -> list[Figure]:
    """Every bundled workflow checked by the command line; the definitions an office has published, built."""

    def timed(do: Callable[[], object]) -> float:
        start = time.perf_counter()
        do()
        return time.perf_counter() - start

    with open_desk(office) as desk:

        def load() -> None:
            _built.cache_clear()
            Ledger(desk.office).current(ORG)

        loaded = median(timed(load) for _ in range(rounds))
    checked = min(timed(lambda: run(*CLI, "check", str(ROOT / "workflows"))) for _ in range(2))
    return [
        Figure("P11", "check of every bundled workflow / 2 s", checked, CHECK, checked / CHECK, 1.0),
        Figure("P11l", "  a published office loaded / 50 ms", loaded, LOAD, loaded / LOAD, 1.0),
    ]
