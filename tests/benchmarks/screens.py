"""P4: the Desk of a big office against the same screen with constant data. P8: search."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from statistics import median
from typing import Any

from engine.desk import Desk, open_desk
from tests.benchmarks.measure import Figure, in_turn
from tui.app import Madoguchi

SIZE = (120, 36)
MEMBER = "mihon"
COLD, WARM = 1.0, 0.05


class Constant:
    """A desk that answers every question as it did the first time: what remains is the screen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._known: dict[tuple[Any, ...], Any] = {}

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._desk, name)
        if not callable(found):
            return found

        def answer(*args: Any, **more: Any) -> Any:
            asked = (name, args, tuple(sorted(more.items())))
            if asked not in self._known:
                self._known[asked] = found(*args, **more)
            return self._known[asked]

        return answer


def first_frame(desk: Any) -> None:
    """The app started, and its first screen drawn."""

    async def run() -> None:
        async with Madoguchi(desk).run_test(size=SIZE) as pilot:
            await pilot.pause()

    asyncio.run(run())


def frames(old: Path, rounds: int) -> list[Figure]:
    """The whole start on a big office, opening it included, against the constant screen."""

    def ours() -> None:
        with open_desk(old, MEMBER) as desk:
            first_frame(desk)

    with open_desk(old, MEMBER) as kept:
        constant = Constant(kept)
        first_frame(constant)
        mine, peer = in_turn(ours, lambda: first_frame(constant), rounds)
    ours_, peers = median(mine), median(peer)
    return [Figure("P4", "first frame of the Desk / constant data", ours_, peers, ours_ / peers, 1.25)]


def searching(old: Path, rounds: int) -> list[Figure]:
    """A name in kana among all cases of all books: the first time after opening, and again."""

    def timed(desk: Desk, text: str) -> float:
        start = time.perf_counter()
        found = desk.rows(text=text)
        taken = time.perf_counter() - start
        if not found:
            raise SystemExit(f"P8: “{text}” was not found")
        return taken

    cold: list[float] = []
    warm: list[float] = []
    for turn in range(max(3, rounds // 5)):
        with open_desk(old, MEMBER) as desk:
            desk.rows()
            years = sorted(book for book in desk.ledger.books())
            cold.append(timed(desk, f"見本 たろう{years[0]}-{7000 + turn}"))
            warm += [timed(desk, f"タロウ{year}-{n}") for year in years[:-1] for n in (17, 912, 9876)]
    return [
        Figure("P8", "name search over all books, cold / 1 s", median(cold), COLD, median(cold) / COLD, 1.0),
        Figure("P8w", "  again / 50 ms", median(warm), WARM, median(warm) / WARM, 1.0),
    ]
