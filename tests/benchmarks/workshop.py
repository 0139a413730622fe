"""W: from a keystroke to its problems, in the workshop of every bundled organisation."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from engine.desk import bundled, create_office, open_desk
from engine.desk.workshop import Workshop
from tests.benchmarks.measure import Figure

BOUND = 0.3  # seconds in which problems appear


def problems(folder: Path, rounds: int) -> list[Figure]:
    """A cell is changed, written durably, and everything is judged anew: the slowest organisation counts."""
    path = folder / "workshop"
    names = [str(one["id"]) for one in bundled()]
    create_office(path, names, encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk"], new=True)
    slowest, whose = 0.0, ""
    with open_desk(path, "mihon") as desk:
        for name in names:
            taken = median(_judged(Workshop(desk, name), rounds))
            slowest, whose = max((slowest, whose), (taken, name))
    what = "an edit with its problems / 300 ms"
    return [Figure("W", what, slowest, BOUND, slowest / BOUND, 1.0, more=whose)]


def _judged(shop: Workshop, rounds: int) -> list[float]:
    definition = shop.definitions()[1]
    shop.problems()
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        shop.set(definition, ("title",), f"見本の手続 {number}")
        shop.problems()
        times.append(time.perf_counter() - start)
    return times
