"""The functions of the rule language: what they take, what they give, and how they are computed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.clocks import civil
from engine.model.basics import MISSING, Value
from engine.model.rule import Type
from engine.rules.kinds import DATE, INT


@dataclass(frozen=True, slots=True)
class Signature:
    """`least` to `most` arguments of type `of` (None = all int or all date); `gives` None = that type."""

    form: str
    least: int
    most: int
    of: Type | None
    gives: Type | None
    compute: Callable[..., Any]


def days(start: date, end: date) -> int:
    """Days from `start` to `end`; the first day is not counted."""
    return (end - start).days


def units(amount: int, size: int) -> Value:
    """Begun units of `size` in `amount` (7 in units of 5 = 2); missing if the size is not positive."""
    return -(-amount // size) if size > 0 else MISSING


SIGNATURES: Final[dict[str, Signature]] = {
    "days": Signature("days(a, b)", 2, 2, DATE, INT, days),
    "months": Signature("months(a, b)", 2, 2, DATE, INT, civil.months_between),
    "min": Signature("min(a, b, …)", 2, 20, None, None, min),
    "max": Signature("max(a, b, …)", 2, 20, None, None, max),
    "units": Signature("units(a, b)", 2, 2, INT, INT, units),
    "end_of_month": Signature("end_of_month(d)", 1, 1, DATE, DATE, civil.end_of_month),
    "fiscal_year_start": Signature("fiscal_year_start(d)", 1, 1, DATE, DATE, civil.fiscal_year_start),
    "fiscal_year_end": Signature("fiscal_year_end(d)", 1, 1, DATE, DATE, civil.fiscal_year_end),
}
