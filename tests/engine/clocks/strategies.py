"""Clocks, pauses and calendars to draw from: short spans, so that pauses meet, touch and miss due dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from engine.clocks.calendar import OfficeCalendar
from engine.clocks.terms import Extension, Pause, PauseCount, Terms
from engine.model.basics import Period, Unit

UNITS: tuple[Unit, ...] = ("day", "week", "month", "year", "business_day")
_MOST: dict[Unit, int] = {"day": 60, "week": 8, "month": 14, "year": 2, "business_day": 30}

dates = st.dates(date(2022, 12, 1), date(2026, 3, 31))
periods = st.sampled_from(UNITS).flatmap(
    lambda unit: st.integers(1, _MOST[unit]).map(lambda n: Period(n, unit))
)
counts: st.SearchStrategy[PauseCount] = st.sampled_from(["diff", "inclusive", "exclusive"])
rolls = st.sampled_from(["none", "next_business_day", "previous_business_day"])
countings = st.sampled_from(["exclude_first", "include_first"])

calendars = st.builds(
    OfficeCalendar,
    closed_weekdays=st.sampled_from([frozenset(), frozenset({6}), frozenset({5, 6})]),
    closed_days=st.dictionaries(dates, st.just("創立記念日"), max_size=12),
    closed_yearly=st.sampled_from([(), (((12, 29), (1, 3)),)]),
)


@st.composite
def pauses(draw: Callable[..., Any], start: date, count: PauseCount, most: int = 4) -> tuple[Pause, ...]:
    """Up to `most` pauses that have ended, counted alike, near `start`."""
    found = []
    for _ in range(draw(st.integers(0, most))):
        first = start + timedelta(days=draw(st.integers(-8, 80)))
        found.append(Pause(first, first + timedelta(days=draw(st.integers(0, 20))), count))
    return tuple(found)


@st.composite
def extensions(draw: Callable[..., Any], start: date) -> tuple[Extension, ...]:
    return tuple(
        Extension("ordinary", start + timedelta(days=draw(st.integers(0, 60))), draw(st.integers(0, 40)))
        for _ in range(draw(st.integers(0, 2)))
    )


@st.composite
def clocks(draw: Callable[..., Any]) -> Terms:
    """A started clock with a period; its pauses have ended and are counted alike."""
    start = draw(dates)
    return Terms(
        start=start,
        period=draw(periods),
        counting=draw(countings),
        rolls=draw(rolls),
        pauses=draw(pauses(start, draw(counts))),
        extensions=draw(extensions(start)),
    )
