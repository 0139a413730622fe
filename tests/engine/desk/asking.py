"""Organisations to ask, each loaded once for the settings it is asked under."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from engine.desk.ask import ask_due
from engine.load.build.assemble import Built, build_library
from engine.load.library import Library

ROOT = Path(__file__).parents[3]
MIHON = ROOT / "tests" / "patterns" / "mihon_union"
GOJOKAI = "gunma_gojokai"
AICHI = "aichi_kyosai"


@cache
def _library(root: Path) -> Library:
    return Library([ROOT] if root == ROOT else [root, ROOT])


@cache
def _built(org: str, settings: frozenset[tuple[str, Any]]) -> Built:
    return build_library(_library(MIHON if org == "mihon_union" else ROOT), org, dict(settings))


def office(org: str = GOJOKAI, **settings: Any) -> Built:
    """`SET_01="include_first"` is the setting SET-01."""
    return _built(org, frozenset((k.replace("_", "-", 1), v) for k, v in settings.items()))


def day(text: str) -> date:
    return date.fromisoformat(text)


def spans(*written: str) -> list[tuple[date, date | None]]:
    """`2024-04-10..2024-04-20`, open `2024-04-10..`."""
    parted = (one.partition("..") for one in written)
    return [(day(a), day(b) if b else None) for a, _, b in parted]


def extended(*written: str) -> list[tuple[int, date]]:
    """`15@2024-07-01`."""
    parted = (one.partition("@") for one in written)
    return [(int(days), day(on)) for days, _, on in parted]


def due(
    built: Built,
    received: str,
    *,
    kind: str = "disclosure",
    hosei: tuple[str, ...] = (),
    extend: tuple[str, ...] = (),
    today: str = "",
    clock: str = "",
    **form: Any,
) -> dict[str, Any]:
    """The answer of `ask due`."""
    found = ask_due(
        built, kind, day(received), spans(*hosei), extended(*extend), form, day(today or received), clock
    )
    answer: dict[str, Any] = found["answer"]
    return answer


def refused(answer: dict[str, Any]) -> list[str]:
    return [one["rule"] for one in answer["refused"]]
