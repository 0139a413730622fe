"""A story interrupted at every operation: by a power loss, by a death, by a disk that is full or fails.

Each way answers a `Tally`; what was lost stands in it with the place where it happened. `most` bounds the places.
"""

from __future__ import annotations

import errno
import importlib
import json
import shutil
import signal
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from engine.errors import MadoguchiError
from tests.faults.harness import Dead, How, dying, failing, recording
from tests.faults.stem import Stem
from tests.faults.stories import Story, cheap_passwords, fresh, operations_of, standing

TRIES = 5  # runs of a story until one has as many operations as the first
WAYS: dict[str, tuple[How, ...]] = {"write_at": ("before", "torn", "after")}


@dataclass
class Tally:
    """How many places of a kind were tried, and what was lost or wrong at which of them."""

    tried: int = 0
    lost: list[str] = field(default_factory=list)

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.tried + other.tried, [*self.lost, *other.lost])


def interrupted(story: Story, folder: Path, most: int = 0, stem: Stem | None = None) -> dict[str, Tally]:
    """A story interrupted in every way; what stands before it is made once. With a `stem` deaths are real ones."""
    base = folder / "before"
    base.mkdir()
    story.before(base)
    return {
        "power lost": power_losses(story, base, folder, most),
        "kill -9": deaths(story, base, folder, most, stem),
        "disk full or failing": bad_disks(story, base, folder, most),
    }


def power_losses(story: Story, base: Path, folder: Path, most: int = 0) -> Tally:
    """What a power loss could leave after every operation: un-synced bytes and names there or not, writes in part."""
    world, tally = fresh(base, folder / "followed"), Tally()
    with recording(world) as disk:
        story.act(world, disk.acknowledge)
    for number, state in enumerate(spread(disk.states(), most)):
        left = folder / f"left{number}"
        left.mkdir()
        state.put(left)
        _judge(
            story, left, state.acknowledged, f"power lost after operation {state.at}, {state.policy}", tally
        )
    return tally


def deaths(story: Story, base: Path, folder: Path, most: int = 0, stem: Stem | None = None) -> Tally:
    """The program dies before, in the middle of and after every operation; with a `stem` by SIGKILL."""
    tally = Tally()
    places = list(_places(operations_of(story, base, folder)))
    for at, how in spread(places, most):
        world = fresh(base, folder / f"dead{at}{how}")
        promised = _killed(stem, story, base, world, at, how) if stem else _died(story, world, at, how)
        _judge(story, world, promised, f"killed {how} operation {at}", tally)
    return tally


def bad_disks(story: Story, base: Path, folder: Path, most: int = 0) -> Tally:
    """The disk is full or fails at every operation, for good or once, in the middle of a write."""
    tally = Tally()
    last = len(operations_of(story, base, folder))
    ways = [(error, once) for error in (errno.ENOSPC, errno.EIO) for once in (False, True)]
    cases = [(at, *way) for at in range(1, last + 1) for way in ways]
    for at, error, once in spread(cases, most):
        world = fresh(base, folder / f"bad{at}{error}{once}")
        promised: list[Any] = []
        where = f"{errno.errorcode[error]} at operation {at}{' once' if once else ''}"
        with failing(at, error, once=once, short=True):
            try:
                story.act(world, promised.append)
            except MadoguchiError as said:
                if not (said.ja and said.en):
                    tally.lost.append(f"{where}: nothing is said")
            except OSError as raw:
                tally.lost.append(f"{where}: {raw!r} reached the user")
        _judge(story, world, promised, where, tally)
    return tally


def spread(places: Sequence[Any], most: int) -> Sequence[Any]:
    """All places, or (unless `most` is 0) so many at most, evenly over the whole."""
    if not most or len(places) <= most:
        return places
    return [places[n * len(places) // most] for n in range(most)]


def _judge(story: Story, world: Path, promised: list[Any], where: str, tally: Tally) -> None:
    tally.tried += 1
    try:
        story.judge(world, promised)
    except Exception as wrong:  # whatever it is: the next start would have met it
        tally.lost.append(f"{story.name}: {where}: {type(wrong).__name__}: {wrong}")
    shutil.rmtree(world)


def _places(operations: list[str]) -> Iterator[tuple[int, How]]:
    for at, name in enumerate(operations, start=1):
        for how in WAYS.get(name, ("before", "after")):
            yield at, how


def _died(story: Story, world: Path, at: int, how: How) -> list[Any]:
    """A death inside this process: nothing after it reaches the disk."""
    promised: list[Any] = []
    with suppress(Dead), dying(at, how):
        story.act(world, promised.append)
    return promised


def _killed(stem: Stem, story: Story, base: Path, world: Path, at: int, how: How) -> list[Any]:
    """The story in a process that kills itself there; what it had promised by then stands in what it said.

    Files are named by chance where there are keys: two in one folder save an operation, and then there may be none
    with the last number. Such a run is begun again.
    """
    kind = type(story)
    told = [kind.__module__, kind.__name__, "keys" if story.encrypted else "", str(world)]
    for _ in range(TRIES):
        ended = stem.run(told, at, how, target="tests.faults.crashes:tell")
        if ended.code != 0:
            break
        shutil.rmtree(world)
        fresh(base, world)
    if ended.code != (-signal.SIGKILL if hasattr(signal, "SIGKILL") else 137):
        raise AssertionError(f"{story.name}: it was not killed {how} operation {at}: {ended.error}")
    return [_thing(json.loads(line)) for line in ended.out.splitlines()]


def _thing(said: Any) -> Any:
    return tuple(said) if isinstance(said, list) else said


def tell(words: list[str]) -> int:
    """A story in a process of its own, with a line for each promise."""
    module, name, keys, world = words
    story: Story = getattr(importlib.import_module(module), name)(encrypted=bool(keys))
    with standing(story.NOW), cheap_passwords():
        story.act(Path(world), lambda thing: print(json.dumps(thing), flush=True))
    return 0
