"""P9, P10, P11: many records, many letters, and definitions checked and loaded."""

from __future__ import annotations

import json
import os
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


def exporting(office: Path, folder: Path, rounds: int) -> list[Figure]:
    """Full records of all cases, against the sqlite3 command line giving out the same lines from a table.

    Both give their lines away to nowhere. The first export of a closed book keeps its lines; what it costs stands
    beside. A desk is opened for each export.
    """
    program = shutil.which("sqlite3")
    if program is None:
        print("P9: there is no sqlite3 command line here", file=sys.stderr)
        return []
    database = folder / "records.sqlite"
    start = time.perf_counter()
    size = _given_away(office)
    first = time.perf_counter() - start
    count = _as_table(office, database)
    words = (program, str(database), "select body from record order by id")
    ours, theirs = in_turn(
        lambda: _given_away(office),
        lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL),
        rounds,
    )
    more = f"{count:,} records of {size / count:,.0f} B, {size / median(ours) / 1e6:,.0f} MB/s; the first {first:.0f} s"
    each = [t / count for t in ours], [t / count for t in theirs]
    return [faster("P9", "export of records / sqlite3 command line", each, 0.3, more)]


def _given_away(office: Path) -> int:
    """Export everything to nowhere, as the command does; how many bytes that were."""
    with open_desk(office) as desk, Path(os.devnull).open("wb") as nowhere:
        return sum(nowhere.write(lines) for lines in desk.export_bytes())


def _as_table(office: Path, database: Path) -> int:
    """The same lines in a table; how many."""
    base, count = sqlite3.connect(database), 0
    base.execute("create table record (id integer primary key, body text)")
    with open_desk(office) as desk:
        for line in desk.export():
            base.execute("insert into record (body) values (?)", (line,))
            count += 1
    base.commit()
    base.close()
    return count


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
