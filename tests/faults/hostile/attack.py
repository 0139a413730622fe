"""One hostile input, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

from engine.errors import MadoguchiError, Problem

Outcome = Literal["refused", "harmless"]


@dataclass(frozen=True, slots=True)
class Attack:
    """`put` does what a user would do with it and gives the problems found, or raises MadoguchiError.

    `must` is `refused` where taking it would be wrong, `harmless` where it is data like any other.
    """

    name: str
    put: Callable[[], Any]
    must: Outcome = "refused"
    placed: bool = True  # whether a refusal has to name file, line or field
    ready: Callable[[], Any] | None = None  # what has to stand before


def judged(attack: Attack) -> str:
    """Why this attack succeeded, or nothing."""
    if attack.ready is not None:
        attack.ready()
    try:
        found = attack.put()
    except MadoguchiError as error:
        found = list(getattr(error, "problems", ())) or list(getattr(error, "objections", ())) or [error]
    except RecursionError:
        return "recursion"
    except Exception as error:
        return f"traceback: {type(error).__name__}: {error}"
    return _wrong(attack, found)


def _wrong(attack: Attack, found: Any) -> str:
    refused = [one for one in found or () if getattr(one, "severity", "block") == "block"]
    if attack.must == "harmless":
        return f"refused: {refused[0]}" if refused else ""
    if not refused:
        return "taken"
    if unsaid := [one for one in refused if not (getattr(one, "ja", "") and getattr(one, "en", ""))]:
        return f"not said in both languages: {unsaid[0]!r}"
    return "" if not attack.placed or any(_place(one) for one in refused) else f"no place: {refused[0]!r}"


def _place(one: Any) -> str:
    if isinstance(one, Problem):
        return str(one.place or "")
    return str(getattr(one, "field", "") or getattr(one, "ja", ""))
