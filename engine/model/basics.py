"""The smallest words of the model: labels, places, bases, periods and the missing value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, NamedTuple, final

Unit = Literal["day", "week", "month", "year", "business_day"]
BasisStatus = Literal["stated", "derived", "silent", "appi_gap", "own"]


class Place(NamedTuple):
    """Where an element was written. Lines and columns count from 1, in characters.

    A tuple, because an office's definitions hold some ten thousand of them and making one costs a third.
    """

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Text:
    """A label in both languages; `en` falls back to `ja` when an office wrote only one."""

    ja: str
    en: str = ""

    def within(self, language: str) -> str:
        """The label in `ja` or `en`."""
        return self.en if language == "en" and self.en else self.ja

    def __str__(self) -> str:
        return self.ja


@dataclass(frozen=True, slots=True)
class Basis:
    """The article an element rests on, or why there is none.

    `dated` is the text from each day on, in order, where it cites a statute whose articles were renumbered;
    `text` is then the one of the day to which the statute's data belong.
    """

    text: str
    status: BasisStatus = "stated"
    dated: tuple[tuple[date, str], ...] = ()

    def on(self, day: date) -> str:
        """The text with the numbers in force on a day; empty while something it cites was not in force."""
        if not self.dated:
            return self.text
        return next((text for since, text in reversed(self.dated) if since <= day), "")

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Period:
    """`number` units of time, as written in a rule: `30 days`, `1 month`, `5 business_days`."""

    number: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.number} {self.unit}{'' if self.number == 1 else 's'}"


@final
class Missing:
    """The value of a fact that is not known. There is one instance, `MISSING`; it is neither true nor false."""

    __slots__ = ()

    def __bool__(self) -> bool:
        raise TypeError("a missing value has no truth; ask `value is MISSING`")

    def __repr__(self) -> str:
        return "MISSING"


MISSING: Final = Missing()

# What a fact may be at run time: bool, int, date, Period, str (text, choice, member, unit), list of
# str or of objects, an object, or MISSING. Rules are typed before they run, so the evaluator need not ask.
Value = bool | int | date | Period | str | list[Any] | dict[str, Any] | Missing
