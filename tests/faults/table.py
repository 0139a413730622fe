"""`make faults`: every fault tried at length, as a table. Ends with 1 if anything was lost, wrong or tried too seldom.

    python -m tests.faults [crashes] [damages] [clerks] [hostile] [--fast N]

`--fast N` tries each N-th place only, and does not ask for the numbers of places.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from tests.benchmarks.measure import aligned
from tests.faults import life
from tests.faults.clerks import shift
from tests.faults.crashes import Tally, interrupted
from tests.faults.damages import Damaged, Patient
from tests.faults.desk_stories import DESK_STORIES
from tests.faults.harness import without_waiting
from tests.faults.stem import Stem
from tests.faults.stories import STORE_STORIES, Story, cheap_passwords, standing

CRASHES, KINDS, DAMAGES, READABLE, HOSTILE = 2_000, 6, 3_000, 0.99, 500
CLERKS, STEPS, KILL_EVERY, WAIT = 8, 1_000, 1.0, 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table: what, how many were tried, how many went wrong, what else was measured, whether it holds."""

    what: str
    tried: str
    wrong: int
    more: str = ""
    holds: bool = True

    @property
    def good(self) -> bool:
        return self.holds and not self.wrong


@dataclass(frozen=True, slots=True)
class Job:
    """One part that runs by itself, in a process and a folder of its own."""

    folder: str
    fast: int
    encrypted: bool
    story: type[Story] | None = None


def crash(job: Job) -> tuple[Line, Tally, str]:
    """One story interrupted in every way: its line, what came of it, and the kind of step."""
    assert job.story is not None
    root, story = Path(job.folder), job.story(encrypted=job.encrypted)
    most = max(1, story.MOST // job.fast) if story.MOST else 0 if job.fast == 1 else 200 // job.fast
    with apart(root), standing(story.NOW), without_waiting(), Stem({}) as stem:
        parts = interrupted(story, root, most, stem)
    found = sum(parts.values(), Tally())
    more = ", ".join(f"{name} {one.tried}" for name, one in parts.items())
    words = f"  {story.name}{', encrypted' if job.encrypted else ''}"
    return Line(words, f"{found.tried:,}", len(found.lost), more), found, story.name


def damage(job: Job) -> tuple[Line, Damaged]:
    """Every file of a filled office damaged."""
    with apart(Path(job.folder)), standing(life.NOW), without_waiting():
        found = Patient(Path(job.folder), encrypted=job.encrypted).try_all(job.fast)
    words = f"  {'encrypted' if job.encrypted else 'not encrypted'}"
    return Line(words, f"{found.tried:,}", len(found.silent), _readable(found)), found


class Sweep:
    """Collects the lines, and says at once what was lost where."""

    def __init__(self, root: Path, fast: int) -> None:
        self.root, self.fast, self.lines, self.made = root, fast, list[Line](), 0

    def folder(self, name: str) -> Path:
        """A new folder of its own."""
        self.made += 1
        made = self.root / f"{self.made}-{name}"
        made.mkdir()
        return made

    def enough(self, count: int, least: int) -> bool:
        return self.fast > 1 or count >= least

    def add(self, line: Line, wrong: list[str]) -> None:
        self.lines.append(line)
        print(f"… {line.what.strip()}: {line.tried}, wrong {line.wrong}", file=sys.stderr)
        for one in wrong[:20]:
            print(f"    {one}", file=sys.stderr)

    def crashes(self) -> None:
        """Every story, without and with encryption, interrupted in every way."""
        told = [(kind, keys) for kind, ways in (*DESK_STORIES, *STORE_STORIES) for keys in ways]
        jobs = [Job(str(self.folder("crash")), self.fast, keys, kind) for kind, keys in told]
        whole, kinds = Tally(), set[str]()
        with _workers() as pool:
            for line, found, kind in pool.map(crash, jobs):
                self.add(line, found.lost)
                whole += found
                kinds.add(kind)
        enough = self.enough(whole.tried, CRASHES) and len(kinds) >= KINDS
        more = f"≥ {CRASHES:,} over ≥ {KINDS} kinds of steps ({len(kinds)})"
        words = "crash points: promised steps lost"
        self.add(Line(words, f"{whole.tried:,}", len(whole.lost), more, enough), [])

    def damages(self) -> None:
        """Every file of a filled office damaged, without and with encryption."""
        whole = Damaged()
        with _workers() as pool:
            jobs = [Job(str(self.folder("damages")), self.fast, keys) for keys in (False, True)]
            for line, found in pool.map(damage, jobs):
                self.add(line, found.silent)
                whole += found
        holds = self.enough(whole.tried, DAMAGES) and whole.readable >= READABLE
        more = f"≥ {DAMAGES:,}; {_readable(whole)} (≥ {READABLE:.0%})"
        words = "damages: silently wrong"
        self.add(Line(words, f"{whole.tried:,}", len(whole.silent), more, holds), [])

    def clerks(self) -> None:
        """Eight clerks, undisturbed and with one killed every second, without and with encryption."""
        steps = max(20, STEPS // self.fast)
        for encrypted in (False, True):
            for kill_every in (0.0, KILL_EVERY):
                folder = self.folder("clerks")
                office = life.make(folder / "o", encrypted=encrypted)
                found = shift(office, folder / "said", CLERKS, steps, kill_every)
                wrong = [*found.lost, *found.twice, *found.problems]
                words = f"{CLERKS} clerks x {steps:,} steps{', encrypted' if encrypted else ''}"
                words += f", one killed every second ({found.kills})" if kill_every else ""
                wait = f"p99 wait {found.p99 * 1e3:.0f} ms (≤ {WAIT:.0f} s)"
                more = f"lost {len(found.lost)}, twice {len(found.twice)}, {wait}"
                all_done = found.steps == CLERKS * steps and found.p99 <= WAIT
                self.add(Line(words, f"{found.steps:,}", len(wrong), more, all_done), wrong)

    def hostile(self) -> None:
        """Every hostile input, against an office that takes none of them."""
        from tests import formoffice
        from tests.faults.hostile.attack import judged
        from tests.faults.hostile.sweep import Victim, attacks

        with standing(formoffice.NOW):
            folder, slowest, wrong, tried = self.folder("hostile"), 0.0, list[str](), 0
            victim = Victim(folder / "victim")
            for attack in attacks(folder, victim, every=3 * self.fast):
                started = time.perf_counter()
                if bad := judged(attack):
                    wrong.append(f"{attack.name}: {bad}")
                slowest, tried = max(slowest, time.perf_counter() - started), tried + 1
            victim.close()
        most = _megabytes()
        more = f"≥ {HOSTILE}; slowest {slowest:.1f} s (≤ 5 s), {most:.0f} MB (≤ 500 MB)"
        holds = self.enough(tried, HOSTILE) and slowest <= 5 and most <= 500
        self.add(Line("hostile inputs: taken, or with a trace", f"{tried:,}", len(wrong), more, holds), wrong)


def _workers() -> ProcessPoolExecutor:
    """A process for each core; none of them shares what a library keeps in threads."""
    return ProcessPoolExecutor(os.cpu_count(), mp_context=multiprocessing.get_context("spawn"))


def _megabytes() -> float:
    """The most memory this process has held; 0 where the system does not say."""
    try:
        import resource
    except ImportError:
        return 0.0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _readable(found: Damaged) -> str:
    return f"other records readable {found.readable:.2%}"


PARTS: Final = ("crashes", "damages", "clerks", "hostile")


def main(words: list[str]) -> int:
    asked = argparse.ArgumentParser(prog="python -m tests.faults")
    asked.add_argument("parts", nargs="*", choices=(*PARTS, []))
    asked.add_argument("--fast", type=int, default=1)
    given = asked.parse_args(words)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="madoguchi-faults-") as folder, apart(Path(folder)):
        sweep = Sweep(Path(folder), given.fast)
        for part in PARTS:
            if not given.parts or part in given.parts:
                print(f"… {part}", file=sys.stderr)
                run: Callable[[], None] = getattr(sweep, part)
                run()
    return told(sweep.lines, time.monotonic() - started)


def told(lines: list[Line], seconds: float) -> int:
    """Print the table and answer the exit code."""
    print(_table(lines))
    good = all(line.good for line in lines)
    print(f"{'all of it holds' if good else 'NOT all of it holds'}; {seconds:.0f} s")
    return 0 if good else 1


@contextmanager
def apart(folder: Path) -> Iterator[None]:
    """Passwords cost next to nothing here, and the state of whoever runs this is left alone."""
    with cheap_passwords(), patch.dict(os.environ, {"XDG_STATE_HOME": str(folder / "state")}):
        yield


def _table(lines: list[Line]) -> str:
    rows = [("fault", "tried", "wrong", "holds", "")]
    rows += [(one.what, one.tried, str(one.wrong), "yes" if one.good else "NO", one.more) for one in lines]
    return aligned(rows)
