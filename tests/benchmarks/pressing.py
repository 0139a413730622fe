"""`python -m tests.benchmarks.pressing OFFICE CASE N`: the case's letter N times as PDF; seconds and megabytes."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import replace
from pathlib import Path

from engine.desk import open_desk
from engine.desk.printing import document_of, pressed


def most_memory() -> float:
    """The most memory this process ever held, in megabytes, as Linux tells it; elsewhere 0."""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="utf-8").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


def main(office: str, case: str, count: str) -> None:
    """Each under a number of its own, so that none is the one before."""
    with open_desk(Path(office)) as desk:
        letter = desk.letters(case)[-1]
        start = time.perf_counter()
        numbered = (replace(letter, document_number=f"第{n + 1}号") for n in range(int(count)))
        for _ in pressed(document_of(one, case) for one in numbered):
            pass
        print(json.dumps([time.perf_counter() - start, most_memory()]))


if __name__ == "__main__":
    main(*sys.argv[1:])
