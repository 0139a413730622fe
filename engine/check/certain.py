"""Which facts are surely set whenever a letter is issued: what its paragraphs may print without a blank."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.check.env import ATOM, Env, Mark
from engine.check.found import Findings, told
from engine.check.graph import watch_letters
from engine.check.letters import Letters, Way
from engine.check.truth import World
from engine.model.basics import Text
from engine.model.workflow import Notice, Workflow


@dataclass(slots=True)
class Seen:
    """What was seen where a letter is issued: `ways` gives for each candidate that may be missing one way to that."""

    candidates: frozenset[str]
    ways: dict[str, Text] = field(default_factory=dict)
    issued: bool = False

    def take(self, world: World, env: Env, way: list[Text]) -> None:
        self.issued = True
        lacking = [p for p in self.candidates if p not in self.ways and not _there(world, env, p)]
        if lacking:
            example = told(world.names, world.kind, way, env)
            self.ways.update(dict.fromkeys(lacking, example))


def _there(world: World, env: Env, path: str) -> bool:
    """Whether a fact is there on every way on from a point; a field is asked with its conditions."""
    known = env.decided.get(path)
    if path in env.certain or (known is not None and known is not Mark.ABSENT and not path.startswith(ATOM)):
        return True
    return path in env.guarded and all(there for there, _ in world.presence(path, env))


def uncertain_at(workflow: Workflow, notice: str, part: str, candidates: Iterable[str]) -> dict[str, Text]:
    """The candidates (paths of fields and events) that may be missing where a paragraph is printed, with a way.

    Sound: what is not named is set on every way. A candidate may be named that is only missing on ways that a
    comparison of numbers or dates forbids.
    """
    seen = Seen(frozenset(candidates))

    class Watch(Letters):
        def _check(self, issued: Notice, env: Env, way: Way) -> None:
            if issued.id == notice:
                one = issued.body.get(part)
                for shown in self.world.passes(one.when if one is not None else None, env):
                    seen.take(self.world, shown, way())

    def watching(world: World, found: Findings) -> Letters:
        return Watch(world, found)

    watch_letters(workflow, watching)
    return seen.ways
