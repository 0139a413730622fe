"""Two ways of doing something, measured in turn in one run, and the table of what came out."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from tui.width import cells as cells_of


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the table. `ours` and `peer` are seconds for one (medians); `factor` is what the target bounds.

    The factor of two that were measured in turn is the median of that of each turn.

    `at_most` tells whether the factor must stay under the target or reach it.
    """

    id: str
    what: str
    ours: float
    peer: float
    factor: float
    target: float
    at_most: bool = True
    more: str = ""

    @property
    def met(self) -> bool:
        return self.factor <= self.target if self.at_most else self.factor >= self.target


def in_turn(
    ours: Callable[[], object], peer: Callable[[], object], rounds: int
) -> tuple[list[float], list[float]]:
    """Both once in each round, the one that goes first alternating; seconds of each call."""
    first: list[float] = []
    second: list[float] = []
    gc.collect()
    for turn in range(rounds):
        pair = ((ours, first), (peer, second))
        for do, into in pair if turn % 2 == 0 else pair[::-1]:
            start = time.perf_counter()
            do()
            into.append(time.perf_counter() - start)
    return first, second


def slower(
    id: str, what: str, times: tuple[Sequence[float], Sequence[float]], target: float, more: str = ""
) -> Figure:
    """A figure whose factor is our time over the peer's: smaller is better."""
    return Figure(id, what, median(times[0]), median(times[1]), _ratio(*times), target, True, more)


def faster(
    id: str, what: str, times: tuple[Sequence[float], Sequence[float]], target: float, more: str = ""
) -> Figure:
    """A figure whose factor is how many times faster we are: larger is better."""
    return Figure(id, what, median(times[0]), median(times[1]), _ratio(*times[::-1]), target, False, more)


def _ratio(above: Sequence[float], below: Sequence[float]) -> float:
    """Of what was measured beside each other: a machine that changes its speed changes that of both."""
    return median(one / other for one, other in zip(above, below, strict=True))


def p99(times: Sequence[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


def shown(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.2f} µs"
    return f"{seconds * 1e3:.2f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(figures: Sequence[Figure]) -> str:
    """The figures as lines of one width."""
    rows = [("", "what", "ours", "peer", "factor", "target", "met", "")]
    for one in figures:
        bound = f"{'≤' if one.at_most else '≥'} {one.target:g}"
        cells = (
            shown(one.ours),
            shown(one.peer),
            f"{one.factor:.2f}",
            bound,
            "yes" if one.met else "NO",
            one.more,
        )
        rows.append((one.id, one.what, *cells))
    return aligned(rows)


def aligned(rows: Sequence[tuple[str, ...]]) -> str:
    """Rows of cells as lines, each column as wide as its widest cell."""
    widths = [max(cells_of(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell + " " * (w - cells_of(cell)) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )
