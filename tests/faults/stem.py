"""A warm program that is killed again and again: one process loads everything, then forks for each death.

The process itself never does any of it: what a library keeps in threads does not survive a fork.

    with Stem() as stem:
        died = stem.run(["case", "new", …], kill_at=3, how="torn")

Each fork runs the command line from its first line and dies by SIGKILL at that operation, as `run_child` of the
harness does with a fresh interpreter; only the loading of modules is shared. Where a system cannot fork, each
run is a fresh interpreter.
"""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.desk import bundled
from engine.store import platform
from tests.faults.harness import How, _die, instead, run_child

PROGRAM = "tui.cli.main:main"
ROOT = Path(__file__).resolve().parents[2]
_LOADED = (
    "tui.cli.main", "tui.cli.commands.case", "tui.cli.commands.batch", "engine.desk.desk", "engine.desk.printing",
    "engine.store.disk", "engine.load.build", "engine.load.snapshot", "engine.advance", "engine.export.events",
    "filelock", "typst", "pendulum",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code (negative: the signal), what it said, and the operations it tried."""

    code: int
    out: str
    error: str
    operations: tuple[str, ...]


class Stem:
    """Runs the command line; `kill_at` counts the operations of `engine.store.platform` from 1, 0 kills nobody."""

    def __init__(self, environment: dict[str, str]) -> None:
        self._environment = environment
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Stem:
        if hasattr(os, "fork"):
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.stem"],
                env={**os.environ, **self._environment, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                encoding="utf-8",
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.communicate(timeout=30)

    def run(
        self, arguments: list[str], kill_at: int = 0, how: How = "before", target: str = PROGRAM
    ) -> Ended:
        """Run `target` (`module:function`, taking its arguments and answering its exit code) in a fork."""
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            done = run_child(target, arguments, kill_at=kill_at, how=how)
            return Ended(done.returncode, done.stdout, done.stderr, ())
        process.stdin.write(json.dumps([target, arguments, kill_at, how]) + "\n")
        process.stdin.flush()
        code, out, error, operations = json.loads(process.stdout.readline())
        return Ended(code, out, error, tuple(operations))


def _serve() -> None:
    """The process of a stem: one job a line, one answer a line."""
    for name in _LOADED:
        importlib.import_module(name)
    bundled()  # compiles the grammar of rules, once for all forks
    for line in sys.stdin:
        print(json.dumps(_forked(*json.loads(line))), flush=True)


def _forked(target: str, arguments: list[str], kill_at: int, how: How) -> list[Any]:
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("out", "error", "operations")]
        for name in names:
            name.touch()
        child = os.fork()
        if child == 0:
            os._exit(_child(target, arguments, kill_at, how, names))
        _, status = os.waitpid(child, 0)
        out, error, operations = (name.read_text(encoding="utf-8") for name in names)
    return [os.waitstatus_to_exitcode(status), out, error, operations.split()]


def _child(target: str, arguments: list[str], kill_at: int, how: How, names: list[Path]) -> int:
    """In the fork: standard streams into files, the killer in place, then the program."""
    for number, name in enumerate(names[:2], start=1):
        os.dup2(os.open(name, os.O_WRONLY), number)
    journal = os.open(names[2], os.O_WRONLY)
    count = 0

    def replacement(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*given: Any) -> Any:
            nonlocal count
            count += 1
            os.write(journal, f"{name}\n".encode())
            if count != kill_at:
                return real(*given)
            if how == "torn" and name == "write_at":
                handle, data, offset = given
                real(handle, data[: len(data) * 2 // 3], offset)
            elif how == "after":
                real(*given)
            return _die()

        return operation

    module, _, function = target.partition(":")
    main = getattr(importlib.import_module(module), function)
    with instead(replacement, platform.OPERATIONS):
        code = int(main(arguments))
    sys.stdout.flush()
    sys.stderr.flush()
    return code


if __name__ == "__main__":
    _serve()
