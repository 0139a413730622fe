"""W: from a keystroke to its problems, in the workshop of every bundled organisation."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from engine.desk import bundled, create_office, open_desk
from engine.desk.workshop import Workshop
from tests.benchmarks.measure import Figure

BOUND = 0.3  # seconds in which problems appear


def problems(folder: Path, rounds: int) -> list[Figure]:
    """A cell is changed, written durably, and everything is judged anew: the slowest organisation counts.

    Words keep their proofs; a period needs them anew: of that what is wrong in shape and references comes first
    (as on the screen), then all of it.
    """
    path = folder / "workshop"
    names = [str(one["id"]) for one in bundled()]
    create_office(path, names, encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk"], new=True)
    with open_desk(path, "mihon") as desk:
        shops = {name: Workshop(desk, name) for name in names}
        for shop in shops.values():
            shop.problems()
        return [
            _figure(
                "W", "an edit of words with its problems / 300 ms", shops, rounds, _words, Workshop.problems
            ),
            _figure(
                "Wp", "  of a period, what is found at once", shops, rounds, _period, Workshop.problems_so_far
            ),
            _figure(
                "Wa", "  of a period, with all that is proved", shops, rounds, _period, Workshop.problems
            ),
        ]


def _figure(
    name: str,
    what: str,
    shops: dict[str, Workshop],
    rounds: int,
    edit: Callable[[Workshop, int], None],
    judge: Callable[[Workshop], object],
) -> Figure:
    slowest, whose = 0.0, ""
    for org, shop in shops.items():
        slowest, whose = max((slowest, whose), (median(_times(shop, rounds, edit, judge)), org))
    return Figure(name, what, slowest, BOUND, slowest / BOUND, 1.0, more=whose)


def _times(
    shop: Workshop, rounds: int, edit: Callable[[Workshop, int], None], judge: Callable[[Workshop], object]
) -> list[float]:
    times = []
    for number in range(rounds):
        start = time.perf_counter()
        edit(shop, number)
        judge(shop)
        times.append(time.perf_counter() - start)
    return times


def _words(shop: Workshop, number: int) -> None:
    shop.set(shop.definitions()[1], ("title",), f"見本の手続 {number}")


def _period(shop: Workshop, number: int) -> None:
    """The first period of the first workflow that has one; each time one that was not there before."""
    for definition in shop.definitions()[1:]:
        clocks = shop.element(definition, ("clocks",))
        for clock in clocks.children if clocks is not None else ():
            if clock.child("period") is not None:
                days = 100 + number + time.perf_counter_ns() % 10_000
                shop.set(definition, (*clock.path, "period"), f"{days} days")
                return
