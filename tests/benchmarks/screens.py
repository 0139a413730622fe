"""P4: the Desk of a big office against the same screen with constant data. P8: search."""

from __future__ import annotations

import asyncio
import gc
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from textual.screen import Screen

from engine.desk import Desk, open_desk
from tests.benchmarks.measure import Figure, slower
from tui.app import Madoguchi
from tui.cli.main import PATIENCE
from tui.widgets.rows import RowList

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


class Watched(Madoguchi):
    """The app that knows when its first room was drawn, and when nothing was left to draw."""

    def __init__(self, desk: Any) -> None:
        super().__init__(desk)
        self.drawn = 0.0

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        super()._display(screen, renderable)
        if not self.drawn and renderable is not None and screen.query(RowList):
            self.drawn = time.perf_counter()


def start(desk: Callable[[], Any]) -> tuple[float, float]:
    """Seconds until the list of the first room was drawn, and until the pane beside it was, too."""

    async def run() -> tuple[float, float]:
        app = Watched(desk())
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            while getattr(app.screen, "_early", False):
                await pilot.pause(0.001)
            return app.drawn - begun, time.perf_counter() - begun

    gc.collect()  # a program starts once: what the start before left behind is not its own
    gc.freeze()
    gc.set_threshold(*PATIENCE)  # as the command line sets it first of all
    begun = time.perf_counter()
    return asyncio.run(run())


def frames(old: Path, rounds: int) -> list[Figure]:
    """The whole start on a big office, opening it included, against the constant screen."""

    def opened() -> tuple[float, float]:
        with ExitStack() as stack:
            return start(lambda: stack.enter_context(open_desk(old, MEMBER)))

    ours: list[tuple[float, float]] = []
    peers: list[tuple[float, float]] = []
    with open_desk(old, MEMBER) as kept:
        constant = Constant(kept)
        start(lambda: constant)
        pair = (opened, ours), (lambda: start(lambda: constant), peers)
        for turn in range(rounds):
            for do, into in pair if turn % 2 == 0 else pair[::-1]:
                into.append(do())
    found = []
    for n, (id, what) in enumerate((("P4", "first frame of the Desk"), ("P4a", "  the case beside it, too"))):
        times = [one[n] for one in ours], [one[n] for one in peers]
        found.append(slower(id, f"{what} / constant data", times, 1.25))
    return found


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
