"""Text in the columns of a terminal: full-width characters take two cells, marks that sit on others none.

Widths are those of East Asian Width (Unicode UAX #11); ambiguous characters take one, as terminals draw them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from tui.cli.printing import visible

_NO_CELL = frozenset(("Mn", "Me", "Cf"))


def cells(text: str) -> int:
    """How many cells a line takes."""
    return len(text) if text.isascii() else sum(map(_cells_of, text))


def pad(text: str, width: int, right: bool = False) -> str:
    """The text in at least `width` cells, at the left or the right edge."""
    space = " " * (width - cells(text))
    return space + text if right else text + space


def table(rows: Iterable[Sequence[str]], right: frozenset[int] = frozenset(), gap: str = "  ") -> list[str]:
    """Rows as lines with aligned columns, each cell on one line with nothing hidden in it.

    `right` names the columns (from 0) whose values stand at the right.
    """
    columns = [
        _column([visible(cell.replace("\n", " ")) for cell in column], i in right)
        for i, column in enumerate(zip(*rows, strict=True))
    ]
    return [gap.join(row).rstrip(" ") for row in zip(*columns, strict=True)]


def _column(texts: Sequence[str], right: bool) -> list[str]:
    """Texts in the width of the longest; one that comes often is measured once."""
    taken = {text: cells(text) for text in set(texts)}
    width = max(taken.values())
    spaces = {text: " " * (width - own) for text, own in taken.items()}
    return [spaces[text] + text if right else text + spaces[text] for text in texts]


@cache
def _cells_of(character: str) -> int:
    if unicodedata.category(character) in _NO_CELL:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
