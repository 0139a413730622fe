"""Which characters the letter fonts can print, read from the character maps of the fonts themselves.

The maps are the `cmap` table of ISO/IEC 14496-22 (OpenType): format 12 for characters, format 14 for
variation sequences.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from pylopdf_fonts_jp import sans_path, serif_path

from engine.notices.cleaning import for_print

FAMILIES: Final = ("Noto Serif JP", "Noto Sans JP")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The characters of a font, and the (character, selector) pairs it has a shape for."""

    characters: frozenset[int]
    variants: frozenset[tuple[int, int]]

    def __or__(self, other: Coverage) -> Coverage:
        return Coverage(self.characters | other.characters, self.variants | other.variants)


def font_folder() -> Path:
    """The folder of the letter fonts; no other font is ever used."""
    return serif_path().parent


def missing_glyphs(text: str) -> str:
    """The characters of `text` that the letter fonts lack, each once, in order.

    A character with a variation selector that no font has a shape for is named too (with its selector):
    it prints, but in its common shape.
    """
    printed = for_print(text)
    coverage = letter_coverage()
    found = dict.fromkeys(_lacking(printed, coverage))
    return "".join(found)


def without_glyph(text: str) -> str:
    """The characters of `text` that cannot be printed at all, each once, in order."""
    known = letter_coverage().characters
    found = dict.fromkeys(c for c in for_print(text) if ord(c) not in known and not _selects(c) and c != "\n")
    return "".join(found)


def _lacking(text: str, coverage: Coverage) -> Iterator[str]:
    for at, character in enumerate(text):
        if _selects(character):
            before = text[at - 1] if at else ""
            if before and (ord(before), ord(character)) not in coverage.variants:
                yield before + character
        elif character != "\n" and ord(character) not in coverage.characters:
            yield character


def _selects(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


@cache
def letter_coverage() -> Coverage:
    """What the two letter fonts cover together."""
    return read_coverage(serif_path().read_bytes()) | read_coverage(sans_path().read_bytes())


def read_coverage(font: bytes) -> Coverage:
    """The coverage of one OpenType font."""
    start = _table(font, b"cmap")
    (count,) = struct.unpack_from(">H", font, start + 2)
    characters: set[int] = set()
    variants: set[tuple[int, int]] = set()
    for index in range(count):
        _, _, offset = struct.unpack_from(">HHI", font, start + 4 + 8 * index)
        (kind,) = struct.unpack_from(">H", font, start + offset)
        if kind == 12:
            characters.update(_groups(font, start + offset))
        elif kind == 14:
            variants.update(_sequences(font, start + offset))
    return Coverage(frozenset(characters), frozenset(variants))


def _table(font: bytes, tag: bytes) -> int:
    (count,) = struct.unpack_from(">H", font, 4)
    for index in range(count):
        name, _, offset, _ = struct.unpack_from(">4sIII", font, 12 + 16 * index)
        if name == tag:
            return int(offset)
    raise ValueError(f"the font has no table {tag!r}")


def _groups(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start + 12)
    for index in range(count):
        first, last, _ = struct.unpack_from(">III", font, start + 16 + 12 * index)
        yield from range(first, last + 1)


def _sequences(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    (count,) = struct.unpack_from(">I", font, start + 6)
    for index in range(count):
        at = start + 10 + 11 * index
        selector = int.from_bytes(font[at : at + 3])
        default, own = struct.unpack_from(">II", font, at + 3)
        if default:
            yield from ((c, selector) for c in _default_ranges(font, start + default))
        if own:
            yield from ((c, selector) for c in _own_shapes(font, start + own))


def _default_ranges(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start)
    for at in range(start + 4, start + 4 + 4 * count, 4):
        first = int.from_bytes(font[at : at + 3])
        yield from range(first, first + font[at + 3] + 1)


def _own_shapes(font: bytes, start: int) -> Iterator[int]:
    (count,) = struct.unpack_from(">I", font, start)
    for at in range(start + 4, start + 4 + 5 * count, 5):
        yield int.from_bytes(font[at : at + 3])
