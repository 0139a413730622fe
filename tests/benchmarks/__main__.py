"""`make bench`: every figure against its peer in the same run, the two in turn. Nothing here is a test.

With figure names as arguments (`python -m tests.benchmarks P1 P6`) only those.
"""

from __future__ import annotations

import gc
import os
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.benchmarks import bulk, offices, processes, pure, screens, steps, typing_at, workshop
from tests.benchmarks.measure import Figure, table
from tui.cli.main import PATIENCE

OPEN, CLOSED = 1_000, 100_000


def main(wanted: list[str]) -> int:
    """Make the offices that are needed, measure, print."""
    os.environ.pop(
        "PYTHONDONTWRITEBYTECODE", None
    )  # as an installed program starts: with its modules compiled
    gc.set_threshold(*PATIENCE)  # as every command does
    with tempfile.TemporaryDirectory(prefix="madoguchi-bench-") as folder:
        root = Path(folder)

        @cache
        def young() -> Path:
            return offices.office(root / "young", OPEN)

        @cache
        def old() -> Path:
            print(f"… {CLOSED:,} closed cases in {offices.PAST_YEARS} past books", file=sys.stderr)
            return offices.office(root / "old", OPEN, CLOSED)

        @cache
        def locked() -> Path:
            return offices.office(root / "locked", OPEN, keys=True)

        @cache
        def locked_old() -> Path:
            print(f"… the same with {CLOSED:,} closed cases, encrypted", file=sys.stderr)
            return offices.office(root / "locked-old", OPEN, CLOSED, keys=True)

        runs: dict[str, Callable[[], list[Figure]]] = {
            "P7": lambda: pure.step_in_memory(young(), 400),
            "P1": lambda: steps.against_sqlite(young(), root, 250),
            "P2": lambda: steps.against_no_past(young(), old(), 250),
            "P1k": lambda: steps.against_sqlite(locked(), root, 250, keys=True),
            "P2k": lambda: steps.against_no_past(locked(), locked_old(), 250, keys=True),
            "P3k": lambda: steps.opening(locked(), locked_old(), 7, keys=True),
            "P9k": lambda: steps.exporting(locked(), young(), 5),
            "P2p": lambda: processes.doing(young(), old(), 15),
            "P3": lambda: steps.opening(young(), old(), 15),
            "P4": lambda: screens.frames(old(), 25),
            "K": lambda: typing_at.keys(old(), 60),
            "P8": lambda: screens.searching(old(), 15),
            "P5": lambda: processes.listing(young(), 20),
            "P9": lambda: bulk.exporting(old(), root, 5),
            "P10": lambda: bulk.letters(root),
            "P11": lambda: bulk.definitions(young(), 7),
            "P6": lambda: pure.guard(50),
            "W": lambda: workshop.problems(root, 7),
        }
        unknown = sorted(set(wanted) - set(runs))
        if unknown:
            print(f"no such figure: {', '.join(unknown)}; there are: {', '.join(runs)}", file=sys.stderr)
            return 2
        figures: list[Figure] = []
        for name, run in runs.items():
            if not wanted or name in wanted:
                print(f"… {name}", file=sys.stderr)
                figures += run()
        print(table(sorted(figures, key=lambda one: one.id)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
