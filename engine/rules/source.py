"""The text of a rule with its place: turns offsets into problems a person can find."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from engine.errors import Problem
from engine.model.basics import Place

_WIDTH = 90


@dataclass(frozen=True, slots=True)
class Source:
    """A rule as written, and where its first character stands (None = not from a file)."""

    text: str
    place: Place | None = None

    def at(self, start: int) -> Place:
        """The place of the character at offset `start`."""
        first = self.place or Place("rule", 1, 1)
        line = self.text.count("\n", 0, start)
        if line == 0:
            return Place(first.file, first.line, first.column + start)
        return Place(first.file, first.line + line, start - self.text.rfind("\n", 0, start))

    def problem(self, start: int, end: int, ja: str, en: str, near: str = "") -> Problem:
        """A problem of kind `rule` about the characters `start` to `end`, with a caret under the text."""
        shown = self._caret(start, end)
        return Problem("rule", "", f"{ja}\n{shown}", f"{en}\n{shown}", self.at(start), near=near)

    def _caret(self, start: int, end: int) -> str:
        left = self.text.rfind("\n", 0, start) + 1
        right = self.text.find("\n", start)
        right = len(self.text) if right < 0 else right
        left, right = max(left, start - _WIDTH // 2), min(right, start + _WIDTH // 2)
        line = self.text[left:right].replace("\t", " ").replace("\r", " ")
        lead = "".join("　" if wide(char) else " " for char in line[: start - left])
        marked = self.text[start : max(start + 1, min(end, right))] or "^"
        return f"  {line}\n  {lead}{'^' * sum(2 if wide(char) else 1 for char in marked)}"


def wide(char: str) -> bool:
    """Whether a character takes two columns in a terminal."""
    return unicodedata.east_asian_width(char) in "WF"


def plain(char: str) -> str:
    """The half-width ASCII form of a full-width sign, or nothing."""
    form = unicodedata.normalize("NFKC", char)
    return form if form != char and form.isascii() and form.strip() else ""


def nearest(word: str, words: Iterable[str]) -> str:
    """The most similar of `words`, or nothing."""
    found = get_close_matches(word, list(words), n=1, cutoff=0.6)
    return found[0] if found else ""
