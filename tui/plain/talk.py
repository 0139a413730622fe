"""Lines out, answers in. The end of the input is an answer, too: leave, keeping what was typed."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterable

from tui.cli.printing import Printer
from tui.plain.words import say

LEAVE = "."
BACK = "<"


class Talk:
    """One conversation in a language."""

    def __init__(self, printer: Printer, language: str) -> None:
        self.printer = printer
        self.language = language

    def line(self, text: str = "") -> None:
        self.printer.line(text)

    def lines(self, texts: Iterable[str]) -> None:
        self.printer.lines(texts)

    def say(self, name: str, **values: object) -> None:
        self.line(say(name, self.language, **values))

    def ask(self, prompt: str = "> ") -> str:
        """The next line as typed, without the end of the line; `.` when there is no more."""
        sys.stdout.write(prompt)
        sys.stdout.flush()
        found = sys.stdin.readline()
        if not found:
            self.line()
            return LEAVE
        return found.rstrip("\r\n")


def sign(answer: str) -> str:
    """An answer that is a sign or a number, full-width forms folded; what it is called by the keys of the screens."""
    return unicodedata.normalize("NFKC", answer).strip()
