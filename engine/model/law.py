"""A statute as data: its articles with the numbers they had from day to day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.model.basics import Place, Text


@dataclass(frozen=True, slots=True)
class Article:
    """One provision. `numbers` are what it is called from each day on, in order of the days."""

    id: str
    title: Text
    numbers: tuple[tuple[date, str], ...]
    place: Place | None = None

    def on(self, day: date) -> str:
        """Its number on a day; empty before it was in force."""
        return next((number for since, number in reversed(self.numbers) if since <= day), "")


@dataclass(frozen=True, slots=True)
class Law:
    """A statute with its provisions by id. `as_of` is the day on which this data was compared with it."""

    id: str
    title: Text
    as_of: date
    articles: Mapping[str, Article] = field(default_factory=dict)
    place: Place | None = None
