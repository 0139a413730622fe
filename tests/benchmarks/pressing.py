"""`python -m tests.benchmarks.pressing OFFICE CASE N`: the case's letter N times as PDF; seconds and megabytes."""

from __future__ import annotations

import json
import resource
import sys
import time
from dataclasses import replace
from pathlib import Path

from engine.desk import open_desk
from engine.desk.printing import document_of, press


def main(office: str, case: str, count: str) -> None:
    """Each under a number of its own, so that none is the one before."""
    with open_desk(Path(office)) as desk:
        letter = desk.letters(case)[-1]
        start = time.perf_counter()
        for number in range(int(count)):
            press(document_of(replace(letter, document_number=f"第{number + 1}号"), case))
        print(
            json.dumps(
                [time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]
            )
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
