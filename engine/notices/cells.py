"""Plain text in cells of a terminal or a fixed-width printer, by East Asian Width (Unicode UAX #11).

Ambiguous characters count two, as Japanese terminals and printers draw them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_OPENERS: Final = "「『（【〔《［｛([{"
_CLOSERS: Final = "、。，．・：；？！」』）】〕》］｝ー々゛゜ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ…‥"
_ATTACHED: Final = "\u0300-\u036f\u3099\u309a\ufe00-\ufe0f\U000e0100-\U000e01ef"
# What stays together on a line: a word or a character, with the brackets and marks that belong to it.
_ATOM: Final = re.compile(
    f"[{re.escape(_OPENERS)}]*(?:[!-~\u00c0-\u024f]+|.)[{re.escape(_CLOSERS)}{_ATTACHED}]*", re.DOTALL
)
_CLUSTER: Final = re.compile(f".[{_ATTACHED}]*", re.DOTALL)


def cells(text: str) -> int:
    """How many cells the text takes in one line."""
    return sum(_cells_of(character) for character in text)


def wrap(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """The text in lines of at most `width` cells, `first` before the first line, `rest` before the others.

    Words and numbers stay whole where they fit, and no line begins with a closing mark.
    """
    lines: list[str] = []
    line, used = first, cells(first)
    empty = True
    for atom in _atoms(text, width - max(cells(first), cells(rest))):
        size = cells(atom)
        if not empty and used + size > width:
            lines.append(line.rstrip(" "))
            line, used, empty = rest, cells(rest), True
        if empty and lines and atom == " ":
            continue
        line, used, empty = line + atom, used + size, False
    return [*lines, line.rstrip(" ")]


def right(text: str, width: int) -> list[str]:
    """The text at the right edge, wrapped if it is longer than a line."""
    return [" " * (width - cells(line)) + line for line in wrap(text, width)]


def centre(text: str, width: int) -> list[str]:
    """The text in the middle, wrapped if it is longer than a line."""
    return [" " * ((width - cells(line)) // 2) + line for line in wrap(text, width)]


def _atoms(text: str, room: int) -> Iterator[str]:
    for atom in _ATOM.findall(text):
        if cells(atom) <= room:
            yield atom
        else:
            yield from _CLUSTER.findall(atom)


def _cells_of(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F", "A"} else 1
