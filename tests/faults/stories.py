"""Kinds of steps to be interrupted anywhere: what stands before, what is done, what the next start must find.

A story lives in a folder of its own, its world, in which the office is `o`. Everything is promised at the moment
the program promises it; `judge` opens what is left as the next start does, without any repair by hand.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from engine.store import open_office, verify
from engine.store.keys import Cost
from tests.faults import steps
from tests.faults.harness import failing
from tests.faults.steps import BOOKS, entry, opened, unlock

Promise = Callable[[Any], None]


class Story:
    """One kind of step. `name` says what it is; `encrypted` whether the office has keys."""

    name = ""
    NOW = ""  # where the clock stands meanwhile; empty: it runs
    MOST = 0  # places of each way that the sweep tries of a long story; 0: all

    def __init__(self, *, encrypted: bool) -> None:
        self.encrypted = encrypted

    def before(self, world: Path) -> None:
        """Make what stands before, in a folder that is there and empty."""

    def act(self, world: Path, promise: Promise) -> None:
        """Do it, and call `promise` wherever the program has promised something."""
        raise NotImplementedError

    def judge(self, world: Path, promised: list[Any]) -> None:
        """Raise what the program raises, or AssertionError, if a promise is not kept or no start is possible."""
        raise NotImplementedError


def require_sound(office: Path) -> None:
    """Every chain, head and file fits, and nothing half-written lies about once somebody has written."""
    report = verify(office, keys=unlock(office))
    assert report.ok, report.problems
    assert not list((office / "tmp").iterdir())


class Keeping(Story):
    """Making an office, then lines of two books, files, members, versions and cache through the port."""

    name = "making an office, keeping lines and files"

    def act(self, world: Path, promise: Promise) -> None:
        steps.work(world / "o", promise, 3, encrypted=self.encrypted)

    def judge(self, world: Path, promised: list[Any]) -> None:
        steps.require_kept(world / "o", promised, encrypted=self.encrypted)


class Rewriting(Story):
    """A book is written anew (what disposal and imports do), then goes on."""

    name = "rewriting a book"
    OLD, NEW = [entry(0), entry(1), entry(2)], [entry(0), {"gone": 1}]

    def before(self, world: Path) -> None:
        steps.work(world / "o", lambda _: None, 3, encrypted=self.encrypted)

    def act(self, world: Path, promise: Promise) -> None:
        office = opened(world / "o")
        try:
            for turn in range(3):
                with office.lock():
                    office.rewrite("R8", self.NEW if turn % 2 == 0 else self.OLD)
                promise(turn)
            with office.lock():
                office.append("R8", entry(9))
            promise("added")
        finally:
            office.close()

    def judge(self, world: Path, promised: list[Any]) -> None:
        office = opened(world / "o")
        with office.lock():
            found = office.read("R8")[0]
            stood = [self.OLD, self.NEW, self.OLD, self.NEW, [*self.NEW, entry(9)]]
            assert found in stood[len(promised) : len(promised) + 2], f"{len(promised)} promised: {found}"
            office.append("R8", entry(10), office.read("R8")[1])
            assert office.read("R7")[0] == self.OLD
        office.close()
        require_sound(world / "o")


class Recovering(Story):
    """The start after a death in the middle of two lines, which cuts them off: itself interrupted."""

    name = "recovering from an interrupted step"

    def before(self, world: Path) -> None:
        path = world / "o"
        steps.work(path, lambda _: None, 2, encrypted=self.encrypted)
        self.whole = {book: (path / "books" / f"{book}.jsonl").read_bytes() for book in BOOKS}
        for book, whole in self.whole.items():
            torn = whole.splitlines(keepends=True)[-1][:100]
            (path / "books" / f"{book}.jsonl").write_bytes(whole + torn)

    def act(self, world: Path, promise: Promise) -> None:
        office = opened(world / "o")
        try:
            with office.lock():
                for book in BOOKS:
                    assert len(office.read(book)[0]) == 2
                    promise(book)
        finally:
            office.close()

    def judge(self, world: Path, promised: list[Any]) -> None:
        path = world / "o"
        assert promised in ([], ["R7"], ["R7", "R8"])
        for _ in range(2):  # recovering twice gives the same bytes
            self.act(world, lambda _: None)
            left = {book: (path / "books" / f"{book}.jsonl").read_bytes() for book in BOOKS}
            assert left == self.whole
            kept = sorted(one.name.partition("-")[0] for one in (path / "recovered").iterdir())
            assert kept == list(BOOKS), f"what was cut off is kept once: {kept}"
        require_sound(path)


class Turning(Story):
    """The office key is rotated, a password changed, a recovery sheet made: lines before and after read."""

    name = "changing passwords and keys"
    OTHER = "見本の別のパスワード"

    def before(self, world: Path) -> None:
        steps.work(world / "o", lambda _: None, 2, encrypted=True)

    def act(self, world: Path, promise: Promise) -> None:
        office = opened(world / "o")
        keys = office.keys
        assert keys is not None
        try:
            with office.lock():
                keys.set_password("m2", self.OTHER)
                promise("m2 is in")
                office.append("R8", entry(2))
                promise("line 2")
                keys.remove("m2")
                promise("m2 is out")
                office.append("R8", entry(3))
                promise("line 3")
                keys.new_sheet()
                promise("sheet")
                keys.rotate()
                office.append("R7", entry(2))
                promise("line of R7")
        finally:
            office.close()

    def judge(self, world: Path, promised: list[Any]) -> None:
        from engine.errors import WrongPassword
        from engine.store.keys import by_password

        path, told = world / "o", set(promised)
        if "m2 is in" in told and len(told) <= 2:
            try:
                open_office(path, keys=by_password("m2", self.OTHER)).close()
            except WrongPassword:
                assert len(told) == 2, "m2 has a password and cannot come in"
        if "m2 is out" in told:
            try:
                open_office(path, keys=by_password("m2", self.OTHER))
            except WrongPassword:
                pass
            else:
                raise AssertionError("who was taken out still comes in")
        office = opened(path)
        with office.lock():
            lines, others = office.read("R8")[0], office.read("R7")[0]
            assert lines == [entry(n) for n in range(len(lines))]
            least = 2 + ("line 2" in told) + ("line 3" in told)
            assert least <= len(lines) <= min(4, least + 1)
            assert 2 + ("line of R7" in told) <= len(others) <= 3
            office.append("R8", entry(len(lines)), office.read("R8")[1])
        office.close()
        require_sound(path)


STORE_STORIES: tuple[tuple[type[Story], tuple[bool, ...]], ...] = (
    (Keeping, (False, True)),
    (Rewriting, (False, True)),
    (Recovering, (False, True)),
    (Turning, (True,)),
)
"""With whether each is told of offices without and with encryption."""


@contextmanager
def standing(moment: str) -> Iterator[None]:
    """The clock stands at a moment, or runs."""
    with pytest.MonkeyPatch.context() as clock:
        if moment:
            clock.setenv("MADOGUCHI_NOW", moment)
        yield


@contextmanager
def cheap_passwords() -> Iterator[None]:
    """One try of a password costs next to nothing. No setting, variable or option does this."""
    with pytest.MonkeyPatch.context() as cheap:
        cheap.setattr("engine.store.keys.COST", Cost(memory=64, iterations=1, lanes=1))
        yield


def fresh(base: Path, to: Path) -> Path:
    """A copy of the world before a story."""
    return Path(shutil.copytree(base, to))


def operations_of(story: Story, base: Path, folder: Path) -> list[str]:
    """The operations of the undisturbed story."""
    world = fresh(base, folder / "count")
    with failing(10**9) as tried:
        story.act(world, lambda _: None)
    shutil.rmtree(world)
    return tried
