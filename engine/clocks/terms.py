"""What a clock is computed from, and what comes out: plain data, built afresh from the events of a case."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal

from engine.model.basics import Period, Text

Counting = Literal["exclude_first", "include_first"]
Rolls = Literal["none", "next_business_day", "previous_business_day"]
PauseCount = Literal["diff", "inclusive", "exclusive"]
StepKind = Literal["start", "period", "until", "extension", "pause", "late_pause", "roll"]

WITHOUT_DELAY: Final = "without_delay"
"""The label of a clock without a number (遅滞なく): elapsed days are shown and no due date is invented."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not run. `end` is None while it is open.

    `count`: `diff` end − start, `inclusive` both ends, `exclusive` neither end.
    """

    start: date
    end: date | None = None
    count: PauseCount = "diff"
    title: Text | str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Extension:
    """One extension that was decided: by `days` (an int counts in the clock's own days) or `to` a date."""

    sort: str
    decided: date
    days: Period | int | None = None
    to: date | None = None
    title: Text | str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything a clock depends on.

    A clock has a `period`, or an `until` (a date somebody fixed), or neither: then it has no number, unless
    `awaits_date` says that its date is only not known yet. `start` is None before it has started. `soft`: a
    target, never overdue. `stopped_on`: the day it was answered; later pauses and extensions change nothing.
    `start_title` names the starting event, `until_title` the fixed date; `basis` is the clock's article.
    """

    start: date | None = None
    period: Period | None = None
    until: date | None = None
    counting: Counting = "exclude_first"
    rolls: Rolls = "none"
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    soft: bool = False
    stopped_on: date | None = None
    awaits_date: bool = False
    start_title: Text | str = ""
    until_title: Text | str = ""
    start_basis: str = ""
    basis: str = ""

    @property
    def business(self) -> bool:
        """Whether this clock counts open days."""
        return self.period is not None and self.period.unit == "business_day"


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a derivation.

    On `date` happened what `ja` and `en` say, by `basis`; the clock then stood at `result` (None while a
    pause is open). `days` is by how many days of the clock's unit it moved, None if not by days.
    """

    date: datetime.date
    ja: str
    en: str
    basis: str
    result: datetime.date | None
    kind: StepKind
    days: int | None = None

    def within(self, language: str) -> str:
        """The sentence in `ja` or `en`."""
        return self.en if language == "en" else self.ja


Told = Callable[[], Step]
"""A step that is put into words when somebody reads it."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """What a clock says on a day.

    `left` = due − today, negative when overdue; while paused, the days that will be left (before rolling).
    `elapsed` = today − start. Both, and `overdue`, stand still from the day the clock was stopped; `late`: it
    was stopped after its due date. `rolled_from` is the date before rolling if that changed it. `label` is
    `WITHOUT_DELAY` or empty. `steps` tell the derivation: most reckonings are made for their date alone.
    """

    due: date | None
    rolled_from: date | None
    left: int | None
    elapsed: int | None
    paused: bool
    overdue: bool
    late: bool
    label: str
    steps: tuple[Told, ...] = field(compare=False, repr=False)

    @property
    def derivation(self) -> tuple[Step, ...]:
        """How the date came about, step by step, worked out when it is asked for."""
        return tuple(step() for step in self.steps)
