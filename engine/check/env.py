"""What is known at a point of the graph: decided facts, facts certainly set, facts possibly set."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.model.basics import Value


class Mark(enum.Enum):
    """A value of which only this is known: that it is there, or that it is not."""

    PRESENT = "present"
    ABSENT = "absent"


Known = Value | Mark
ATOM: Final = "?"
"""Decided facts that begin with this are free truths of comparisons that the graph does not follow."""


@dataclass(frozen=True, slots=True)
class Env:
    """One path's knowledge. `decided` is never changed in place.

    `certain`: facts that were surely entered; `guarded`: entered if their condition held when their form was
    filled in; `possible`: facts that may have been entered. What is in none of them is surely missing.
    """

    decided: Mapping[str, Known] = field(default_factory=dict)
    certain: frozenset[str] = frozenset()
    guarded: frozenset[str] = frozenset()
    possible: frozenset[str] = frozenset()
    command: str = ""

    def decide(self, path: str, value: Known) -> Env:
        """The same with a fact decided; deciding a value or presence makes it certain."""
        certain = self.certain if value is Mark.ABSENT or path.startswith(ATOM) else self.certain | {path}
        decided = {**self.decided, path: value}
        return Env(decided, certain, self.guarded, self.possible, self.command)

    def keep(self, paths: Iterable[str]) -> Env:
        """The same without decisions that nobody reads later."""
        kept = frozenset(paths)
        decided = {k: v for k, v in self.decided.items() if k in kept}
        return Env(decided, self.certain, self.guarded, self.possible)

    @property
    def key(self) -> frozenset[tuple[str, Known]]:
        return frozenset(self.decided.items())


def joined(one: Env, other: Env) -> Env:
    """What is known where two paths with the same decisions meet."""
    return Env(
        one.decided,
        one.certain & other.certain,
        (one.guarded | one.certain) & (other.guarded | other.certain),
        one.possible | other.possible,
        one.command,
    )


def touches(path: str, changed: str) -> bool:
    """Whether `path` is the changed fact or a part of it."""
    return path == changed or path.startswith(f"{changed}.")
