"""Standing between the program and the disk: every write, sync and rename is counted, and any can go wrong.

Three ways, for any program that keeps its records through `engine.store.platform`:

    with failing(at, error):          operation number `at` and all later ones raise (a full disk stays full)
        ...
    run_child("module:function", arguments, kill_at=7, how="torn")   a real process, killed by SIGKILL at
                                      operation 7: before it, in the middle of it, or after it
    with recording(folder) as disk:   what a power loss could leave, at every point
        ...; disk.acknowledge(thing)
    for state in disk.states(): state.put(folder); state.acknowledged

Operations count from 1. Only code of the tests is here; the program reads none of these variables.
"""

from __future__ import annotations

import errno
import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NoReturn

from engine.store import platform

How = Literal["before", "torn", "after"]
KILL_AT, KILL_HOW, COUNT_TO = "MADOGUCHI_TEST_KILL_AT", "MADOGUCHI_TEST_KILL_HOW", "MADOGUCHI_TEST_COUNT_TO"
Operation = Callable[..., Any]


@contextmanager
def instead(replacement: Callable[[str, Operation], Operation], names: tuple[str, ...]) -> Iterator[None]:
    """Put something in the place of functions of the platform, for a while."""
    real: dict[str, Operation] = {name: getattr(platform, name) for name in names}
    for name, operation in real.items():
        setattr(platform, name, replacement(name, operation))
    try:
        yield
    finally:
        for name, operation in real.items():
            setattr(platform, name, operation)


@contextmanager
def without_waiting() -> Iterator[None]:
    """Nothing waits for the disk: for tests of what is written. What a power loss leaves is worked out here, and a
    killed process loses nothing.
    """

    def at_once(_name: str, _real: Operation) -> Operation:
        return lambda *_given: None

    with instead(at_once, ("datasync", "sync_folder")):
        yield


# --- errors -----------------------------------------------------------------------------------------


@contextmanager
def failing(
    at: int, error: int = errno.EIO, *, once: bool = False, short: bool = False
) -> Iterator[list[str]]:
    """Operation `at` fails with `error`, and so do later ones unless `once`; answers the operations tried.

    With `short`, a write that fails leaves its first half.
    """
    tried: list[str] = []

    def replacement(name: str, real: Operation) -> Operation:
        def operation(*arguments: Any) -> Any:
            tried.append(name)
            if len(tried) == at or (len(tried) > at and not once):
                if short and name == "write_at":
                    handle, data, offset = arguments
                    real(handle, data[: len(data) // 2], offset)
                raise OSError(error, os.strerror(error))
            return real(*arguments)

        return operation

    with instead(replacement, platform.OPERATIONS):
        yield tried


class Dead(BaseException):
    """The program died here: nothing catches it, and nothing after it reaches the disk."""


@contextmanager
def dying(at: int, how: How = "before") -> Iterator[list[str]]:
    """The program dies at operation `at`, inside this process; answers the operations tried. 0 kills nobody.

    For what is too dear to start a process for: only the release of locks and handles still happens.
    """
    tried: list[str] = []

    def replacement(name: str, real: Operation) -> Operation:
        def operation(*arguments: Any) -> Any:
            tried.append(name)
            if not at or len(tried) < at:
                return real(*arguments)
            if len(tried) == at and how == "torn" and name == "write_at":
                handle, data, offset = arguments
                real(handle, data[: len(data) * 2 // 3], offset)
            elif len(tried) == at and how == "after":
                real(*arguments)
            raise Dead

        return operation

    with instead(replacement, platform.OPERATIONS):
        yield tried


# --- a killed process -------------------------------------------------------------------------------


def run_child(
    target: str, arguments: list[str], *, kill_at: int = 0, how: How = "before", timeout: float = 60
) -> subprocess.CompletedProcess[str]:
    """Run `module:function` with these arguments in a process of its own that dies at operation `kill_at`."""
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, KILL_AT: str(kill_at), KILL_HOW: how, "PYTHONPATH": root, "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "tests.faults.harness", target, *arguments]
    return subprocess.run(
        command,
        env=environment,
        cwd=root,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=timeout,
        check=False,
    )


def count_operations(target: str, arguments: list[str], to: Path) -> int:
    """How many operations the same run makes when nobody kills it; the number is left in the file `to`."""
    os.environ[COUNT_TO] = str(to)
    try:
        done = run_child(target, arguments)
    finally:
        del os.environ[COUNT_TO]
    if done.returncode:
        raise AssertionError(done.stderr)
    return int(to.read_text(encoding="utf-8"))


def _child() -> None:
    """In the child: install the killer, then run the target as its own program would."""
    target, arguments = sys.argv[1], sys.argv[2:]
    module, _, function = target.partition(":")
    run = getattr(importlib.import_module(module), function)
    sys.argv = [module, *arguments]
    at, how = int(os.environ[KILL_AT]), os.environ[KILL_HOW]
    count = 0

    def replacement(name: str, real: Operation) -> Operation:
        def operation(*given: Any) -> Any:
            nonlocal count
            count += 1
            if count != at:
                return real(*given)
            if how == "torn" and name == "write_at":
                handle, data, offset = given
                real(handle, data[: len(data) * 2 // 3], offset)
            elif how == "after":
                real(*given)
            return _die()

        return operation

    try:
        with instead(replacement, platform.OPERATIONS):
            run()
    finally:
        if COUNT_TO in os.environ:
            Path(os.environ[COUNT_TO]).write_text(str(count), encoding="utf-8")


def _die() -> NoReturn:
    sys.stdout.flush()
    if hasattr(signal, "SIGKILL"):
        os.kill(os.getpid(), signal.SIGKILL)
    os._exit(137)


# --- power loss -------------------------------------------------------------------------------------


@dataclass
class _File:
    """What is on the disk for certain, and what was written since the last sync."""

    durable: bytes
    pending: list[tuple[str, int, bytes]] = field(
        default_factory=list
    )  # (write, offset, data) or (cut, size, b"")

    def content(self, keep: Callable[[int, int], tuple[int, int]]) -> bytes:
        """The bytes if of pending change i of n only the part from..to (in thousandths) arrived."""
        if not self.pending:
            return self.durable
        data = bytearray(self.durable)
        for number, change in enumerate(self.pending):
            start, stop = keep(number, len(self.pending))
            _apply(data, change, start, stop)
        return bytes(data)


def _apply(data: bytearray, change: tuple[str, int, bytes], start: int, stop: int) -> None:
    kind, place, new = change
    if start >= stop:
        return
    if kind == "cut":
        del data[place:]
        data.extend(bytes(place - len(data)))
        return
    first, end = len(new) * start // 1000, len(new) * stop // 1000
    data.extend(bytes(max(0, place + end - len(data))))
    data[place + first : place + end] = new[first:end]


def _all(_: int, __: int) -> tuple[int, int]:
    return 0, 1000


def _none(_: int, __: int) -> tuple[int, int]:
    return 0, 0


def _last(start: int, stop: int) -> Callable[[int, int], tuple[int, int]]:
    return lambda number, count: (start, stop) if number == count - 1 else (0, 1000)


def _only_last(number: int, count: int) -> tuple[int, int]:
    return (0, 1000) if number == count - 1 else (0, 0)


# How much of what was not synced a power loss leaves: name, data, whether unsynced names are there.
POLICIES: tuple[tuple[str, Callable[[int, int], tuple[int, int]], bool], ...] = (
    ("killed: all written", _all, True),
    ("nothing that was not synced", _none, False),
    ("names without data", _none, True),
    ("data without names", _all, False),
    ("last write: first half", _last(0, 500), True),
    ("last write: second half", _last(500, 1000), True),
    ("last write: all but the last bytes", _last(0, 990), True),
    ("only the last write", _only_last, True),
)


@dataclass(frozen=True)
class State:
    """One folder that a power loss may leave."""

    at: int
    policy: str
    acknowledged: list[Any]
    files: dict[Path, bytes]
    folders: frozenset[Path]

    def put(self, folder: Path) -> None:
        """Make the folder look like that."""
        for part in sorted(self.folders):
            (folder / part).mkdir(parents=True, exist_ok=True)
        for name, data in self.files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(data)


class Disk:
    """Follows one folder: what is durable, what is not, and what the program has acknowledged by then."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: dict[Path, _File] = {}
        self._durable_names: dict[Path, _File] = {}
        self._folders: set[Path] = {Path()}
        self._handles: dict[int, _File] = {}
        self._acknowledged: list[Any] = []
        self._states: list[State] = []
        self._count = 0
        for path in sorted(root.rglob("*")):
            if path.is_dir():
                self._folders.add(path.relative_to(root))
            else:
                self._names[path.relative_to(root)] = _File(path.read_bytes())
        self._durable_names.update(self._names)
        self._durable_folders = set(self._folders)

    def acknowledge(self, thing: Any) -> None:
        """The program has promised this: it must be in every later state."""
        self._acknowledged.append(thing)
        self._photograph()

    def states(self) -> list[State]:
        return self._states

    def follow(self, name: str, arguments: tuple[Any, ...], answer: Any) -> None:
        """One operation was done."""
        self._count += 1
        if name in ("create_file", "open_file"):
            self._open(name, arguments[0], answer)
        elif name == "write_at":
            self._change(arguments[0], ("write", arguments[2], bytes(arguments[1])))
        elif name == "truncate":
            self._change(arguments[0], ("cut", arguments[1], b""))
        elif name == "datasync":
            file = self._handles.get(arguments[0])
            if file is not None:
                file.durable = file.content(_all)
                file.pending.clear()
        else:
            self._rename(name, arguments)
        if name != "open_file":
            self._photograph()

    def _open(self, name: str, path: Path, handle: int) -> None:
        inside = self._inside(path)
        if inside is None:
            self._handles.pop(handle, None)
            return
        if name == "create_file":
            self._names[inside] = _File(b"")
        self._handles[handle] = self._names[inside]

    def _change(self, handle: int, change: tuple[str, int, bytes]) -> None:
        if handle in self._handles:
            self._handles[handle].pending.append(change)

    def _rename(self, name: str, arguments: tuple[Any, ...]) -> None:
        inside = self._inside(arguments[0])
        if name == "replace" and inside is not None:
            target = self._inside(arguments[1])
            assert target is not None
            self._move(inside, target)
        elif name == "remove" and inside is not None:
            self._names.pop(inside, None)
        elif name == "make_folder" and inside is not None:
            self._folders.add(inside)
        elif name == "sync_folder" and inside is not None:
            kept = {path: file for path, file in self._durable_names.items() if path.parent != inside}
            self._durable_names = kept | {p: file for p, file in self._names.items() if p.parent == inside}
            folders = {folder for folder in self._durable_folders if folder.parent != inside}
            self._durable_folders = folders | {folder for folder in self._folders if folder.parent == inside}

    def _move(self, source: Path, target: Path) -> None:
        """A file, or a folder with what is in it: its own names are as durable as they were."""
        if source in self._names:
            self._names[target] = self._names.pop(source)
            return

        def moved(path: Path) -> Path:
            return target / path.relative_to(source) if path.is_relative_to(source) else path

        self._names = {moved(path): file for path, file in self._names.items()}
        inner = {path for path in self._durable_names if path.is_relative_to(source)}
        self._durable_names |= {moved(path): self._durable_names[path] for path in inner}
        self._folders = {moved(path) for path in self._folders}
        self._durable_folders |= {
            moved(path) for path in self._durable_folders if path.is_relative_to(source)
        }

    def _inside(self, path: Path) -> Path | None:
        return path.relative_to(self._root) if path.is_relative_to(self._root) else None

    def _photograph(self) -> None:
        for policy, keep, names in POLICIES:
            present = self._names if names else self._durable_names
            folders = _reached(self._folders if names else self._durable_folders)
            files = {path: file.content(keep) for path, file in present.items() if path.parent in folders}
            state = State(self._count, policy, list(self._acknowledged), files, folders)
            if not self._states or not any(
                (seen.files, seen.folders, seen.acknowledged) == (files, state.folders, state.acknowledged)
                for seen in self._states[-len(POLICIES) :]
            ):
                self._states.append(state)


def _reached(folders: set[Path]) -> frozenset[Path]:
    """The folders whose every parent is there; the root is its own parent."""
    return frozenset(folder for folder in folders if all(one in folders for one in folder.parents))


@contextmanager
def recording(root: Path) -> Iterator[Disk]:
    """Follow everything that is done to a folder through the platform."""
    disk = Disk(root)

    def replacement(name: str, real: Operation) -> Operation:
        def operation(*arguments: Any, **named: Any) -> Any:
            answer = real(*arguments, **named)
            disk.follow(name, arguments, answer)
            return answer

        return operation

    with instead(replacement, (*platform.OPERATIONS, "open_file")):
        yield disk


if __name__ == "__main__":
    _child()
