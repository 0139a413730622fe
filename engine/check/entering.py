"""What is known after something was written: a form filled in, a fact set, an event that happened.

It is the same for every kind of a workflow, so it is worked out once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from engine.check.env import ATOM, Env, touches
from engine.check.live import Live
from engine.check.names import FieldFact, Names
from engine.model.forms import Form


@dataclass(frozen=True, slots=True)
class Filling:
    """The facts of a form once it is filled in: surely set, set if their condition held, perhaps set."""

    must: frozenset[str]
    guarded: frozenset[str]
    possible: frozenset[str]


class Entering:
    """Moves knowledge on where facts are written anew."""

    def __init__(self, names: Names, live: Live) -> None:
        self._names, self._live = names, live
        self._fillings: dict[str, Filling] = {}
        self._untouched: dict[tuple[frozenset[str], str], frozenset[str]] = {}
        self._unguarded: dict[tuple[frozenset[str], str], frozenset[str]] = {}
        self._hanging: dict[tuple[str, str], bool] = {}
        self._guards: dict[tuple[str, str], bool] = {}

    def filled(self, form: Form, env: Env) -> Env:
        """After the form was filled in: required fields are set, the others may be."""
        env = self.changed(env, form.id)
        if form.id not in self._fillings:
            self._fillings[form.id] = self._filling(form)
        own = self._fillings[form.id]
        return Env(
            env.decided,
            env.certain | own.must,
            env.guarded | own.guarded,
            env.possible | own.possible,
            env.command,
        )

    def changed(self, env: Env, head: str) -> Env:
        """Forget what was known about facts that are written anew, and what hung on them."""
        gone = [path for path in env.decided if self._hangs_on(path, head)]
        decided = (
            {path: value for path, value in env.decided.items() if path not in gone} if gone else env.decided
        )
        certain, guarded = (env.certain, head), (env.guarded, head)
        if certain not in self._untouched:
            self._untouched[certain] = frozenset(path for path in env.certain if not touches(path, head))
        if guarded not in self._unguarded:
            kept = frozenset(path for path in env.guarded if not self._guard_reads(path, head))
            self._unguarded[guarded] = kept
        return Env(decided, self._untouched[certain], self._unguarded[guarded], env.possible, env.command)

    def _filling(self, form: Form) -> Filling:
        own = [fact for path, fact in self._names.fields.items() if touches(path, form.id)]
        must = frozenset(fact.path for fact in own if fact.required and not fact.whens)
        guarded = frozenset(
            fact.path
            for fact in own
            if fact.required and fact.whens and not self._names.volatile(self._names.reads(fact.whens))
        )
        return Filling(must, guarded, frozenset(fact.path for fact in own) | self._linked(own))

    def _linked(self, own: Iterable[FieldFact]) -> frozenset[str]:
        """Facts of linked cases that rules read below the form's fields."""
        paths = {fact.path for fact in own}
        return frozenset(
            p for p in self._names.titles if p not in paths and any(touches(p, one) for one in paths)
        )

    def _hangs_on(self, path: str, head: str) -> bool:
        key = path, head
        if key not in self._hanging:
            reads = self._live.atom_reads(path.removeprefix(ATOM)) if path.startswith(ATOM) else (path,)
            self._hanging[key] = any(touches(read, head) for read in reads)
        return self._hanging[key]

    def _guard_reads(self, path: str, head: str) -> bool:
        key = path, head
        if key not in self._guards:
            fact = self._names.fields.get(path)
            reads = self._names.reads(fact.whens) if fact else frozenset[str]()
            self._guards[key] = touches(path, head) or any(touches(read, head) for read in reads)
        return self._guards[key]
