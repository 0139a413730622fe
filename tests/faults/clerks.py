"""Eight clerks at once, one of them killed every second: every answered step is there, no number was given twice.

    python -m tests.faults.clerks OFFICE FOLDER CLERKS STEPS KILL_EVERY

Each clerk is a process that is killed by SIGKILL and starts again, forked off one that has loaded everything, with
the step that was not answered, under another mark. It says one line for each step that was promised: its mark, the
case, its version, and the seconds it waited.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from engine.desk import Submission
from tests.faults import life
from tests.faults.life import GUNMA, PERSON

ROOT = Path(__file__).resolve().parents[2]
NEW_EVERY = 10  # steps; the others are notes on the case taken in last


@dataclass
class Shift:
    """What came of it: steps asked and answered, kills, what was lost or given twice, seconds waited for each."""

    steps: int = 0
    kills: int = 0
    lost: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def p99(self) -> float:
        return sorted(self.waited)[int(len(self.waited) * 0.99)] if self.waited else 0.0


class Clerk:
    """One clerk as seen from outside: a process, started anew whenever it was killed."""

    def __init__(self, office: Path, who: int, steps: int, folder: Path) -> None:
        self._office, self._who, self._steps = office, who, steps
        self._said = folder / f"said-{who}"
        self._starts = 0
        self.code: int | None = None
        self.start()

    def start(self) -> None:
        self._starts += 1
        first = len(self.promised())
        self._process = os.fork()
        if self._process == 0:
            code = 1
            try:
                with self._said.open("ab", buffering=0) as said:
                    _work(self._office, f"{self._who}.{self._starts}", first, self._steps, said)
                code = 0
            finally:
                os._exit(code)

    def promised(self) -> list[dict[str, Any]]:
        """Every whole line it said."""
        lines = self._said.read_bytes().split(b"\n")[:-1] if self._said.exists() else []
        return [json.loads(line) for line in lines]

    def running(self) -> bool:
        if self.code is None:
            ended, status = os.waitpid(self._process, os.WNOHANG)
            self.code = os.waitstatus_to_exitcode(status) if ended else None
        return self.code is None

    def kill(self) -> None:
        """Dead at once, wherever it is, and back at work."""
        os.kill(self._process, signal.SIGKILL)
        os.waitpid(self._process, 0)
        self.start()


def shift(office: Path, folder: Path, clerks: int, steps: int, kill_every: float) -> Shift:
    """All clerks do their steps, in processes apart from this one; every `kill_every` seconds one dies (0: nobody)."""
    folder.mkdir(parents=True, exist_ok=True)
    words = [str(office), str(folder), str(clerks), str(steps), str(kill_every)]
    command = [sys.executable, "-m", "tests.faults.clerks", *words]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    found, told = Shift(), json.loads(done.stdout)
    found.kills = told["kills"]
    found.problems += [f"a clerk ended with {code}" for code in told["codes"] if code]
    _count(office, told["promised"], found)
    return found


def _supervise(office: Path, folder: Path, clerks: int, steps: int, kill_every: float) -> dict[str, Any]:
    """In a process that does no step itself: fork the clerks, kill one now and then, collect what they said."""
    with life.opened(office) as desk:
        desk.organisations()  # what is built of the definitions is built once
        _ = desk.writer
    kills, chance = 0, random.Random(20261124)
    crew = [Clerk(office, who, steps, folder) for who in range(clerks)]
    last, done = time.monotonic(), 0
    while busy := [one for one in crew if one.running()]:
        time.sleep(0.02)
        if kill_every and time.monotonic() - last >= kill_every:
            now = sum(len(one.promised()) for one in crew)
            one = chance.choice(busy)
            if now > done and one.running():  # on a slow machine somebody gets something done in between
                one.kill()
                last, done, kills = time.monotonic(), now, kills + 1
    promised = [line for one in crew for line in one.promised()]
    return {"kills": kills, "codes": [one.code for one in crew], "promised": promised}


def _count(office: Path, promised: list[dict[str, Any]], found: Shift) -> None:
    """Hold what was promised against what is there."""
    found.steps = len(promised)
    found.waited = [float(line["waited"]) for line in promised]
    there: dict[str, int] = {}
    versions: dict[str, int] = {}
    with life.opened(office) as desk:
        desk.ledger.read_all()
        for (_, case), events in desk.ledger.raw.items():
            versions[case] = len(events)
            for event in events:
                mark = str(event["form"].get("text") or event["form"].get("target"))
                there[mark] = there.get(mark, 0) + 1
            if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
                found.twice.append(f"events of {case}")
        report = desk.verify()
    found.problems += [ja for _, ja, _ in report.problems]
    for line in promised:
        if there.get(line["mark"], 0) != 1 or line["version"] > versions.get(line["case"], 0):
            found.lost.append(f"{line['mark']} in {line['case']}: {there.get(line['mark'], 0)} times")
    taken = [line["case"] for line in promised if line["new"]]
    found.twice += sorted({case for case in taken if taken.count(case) > 1})
    numbers = sorted(int(case.partition("-")[2]) for case in versions)
    if numbers != list(range(1, len(numbers) + 1)):
        found.problems.append("numbers of cases are missing")


def _work(office: Path, who: str, first: int, last: int, out: IO[bytes]) -> None:
    """One clerk at work, in its own process."""
    case = ""
    with life.opened(office) as desk:
        for number in range(first, last):
            mark, new = f"{who}-{number}", not case or number % NEW_EVERY == 0
            form = {**PERSON, "channel": "window", "target": mark} if new else {"text": mark}
            asked = (
                Submission(kind="purpose_notice", organisation=GUNMA, form=form)
                if new
                else Submission(command="note", case=case, organisation=GUNMA, form=form)
            )
            start = time.perf_counter()
            receipt = desk.submit(asked)
            waited = time.perf_counter() - start
            case = receipt.case
            line = {"mark": mark, "case": case, "version": receipt.version, "new": new, "waited": waited}
            out.write(json.dumps(line).encode() + b"\n")


if __name__ == "__main__":
    _at, _into, _clerks, _steps, _kill = sys.argv[1:]
    json.dump(_supervise(Path(_at), Path(_into), int(_clerks), int(_steps), float(_kill)), sys.stdout)
