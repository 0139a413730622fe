"""Stories at a desk: steps of cases, disposal, backup and restoring, importing. See `stories`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

import pytest

from engine.desk import (
    Desk,
    Submission,
    backup,
    create_office,
    dispose,
    open_desk,
    rehearse,
    restore,
    review,
    upgrade,
)
from engine.desk.office import First
from engine.store import DiskOffice
from engine.store.opening import about
from engine.store.upgrading import STEPS
from tests.faults import life
from tests.faults.harness import Dead, dying
from tests.faults.life import LIFE, PASSWORD, submission
from tests.faults.stories import Promise, Story, require_sound, standing

SCAN: Final = ("写し.txt", "text/plain", "見本の写し".encode())


def raw(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """Every entry of every book of cases."""
    return {book: lines for book in desk.ledger.books() if (lines := desk.office.read(book)[0])}


def told(desk: Desk) -> dict[str, list[dict[str, Any]]]:
    """The same, to be compared with that of another office.

    With keys no two offices have the same chain: the end of the book that a slip bears, and so its bytes, are its own.
    """
    found = raw(desk)
    for letter in _letters(found) if desk.keyed else ():
        if letter.get("mark"):
            letter["mark"] = letter["hash"] = ""
    return found


class Stepping(Story):
    """The whole life of three cases and a scan: new, do, amend, take back, letters, attach."""

    name = "new, do, amend, attach"
    NOW = life.NOW
    MOST = 80

    def before(self, world: Path) -> None:
        life.make(world / "o", encrypted=self.encrypted)
        whole = Path(shutil.copytree(world / "o", world.with_name("lived")))
        self.stood: list[dict[str, list[dict[str, Any]]]] = []
        with life.opened(whole) as desk:
            for number in range(len(LIFE) + 1):
                self.stood.append(told(desk))
                self._step(desk, number)
            self.stood.append(told(desk))
        shutil.rmtree(whole)

    def act(self, world: Path, promise: Promise) -> None:
        with life.opened(world / "o") as desk:
            for number in range(len(LIFE) + 1):
                self._step(desk, number)
                promise(number)

    def judge(self, world: Path, promised: list[Any]) -> None:
        with life.opened(world / "o") as desk:
            desk.rows()
            with desk.office.lock():
                found = told(desk)
            assert found in self.stood[len(promised) : len(promised) + 2], f"{len(promised)} were promised"
            count = self.stood.index(found)
            for letter in _letters(raw(desk)):
                assert desk.office.get_file(letter["hash"]).startswith(b"%PDF")
            if count <= len(LIFE):
                self._step(desk, count)
                assert told(desk) == self.stood[count + 1]
        require_sound(world / "o")

    def _step(self, desk: Desk, number: int) -> None:
        if number < len(LIFE):
            desk.submit(submission(LIFE[number]))
        else:
            org, case = LIFE[-1]["organisation"], LIFE[-1]["case"]
            desk.submit(
                Submission(command="attach", case=case, organisation=org, form={}, attachments=(SCAN,))
            )


def _letters(books: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    events = [event for lines in books.values() for line in lines for event in line["events"]]
    return [letter for event in events for letter in event.get("letters", ())]


class Disposing(Story):
    """Two cases of two years, each with a scan, that have been kept long enough, are erased."""

    name = "disposing of records"
    NOW = "2027-10-01T09:00"
    MOST = 30
    NAMES = ("見本 太郎", "例示 花子")
    CASES = frozenset((("oita_kyosai", "R5-001"), ("oita_kyosai", "R6-001")))

    def before(self, world: Path) -> None:
        first = First(life.MEMBER, "職員 一郎", ("window_clerk", "privacy_officer"), PASSWORD)
        office = world / "o"
        create_office(office, ["oita_kyosai"], encrypted=self.encrypted, first=first)
        for year, name in zip((2023, 2024), self.NAMES, strict=True):
            day = f"{year}-09-30"
            given = {"direction": "given", "way": "each_time", "given_under": "consent", "provided_on": day}
            about = {"person": name, "party": "見本保険株式会社", "items": "氏名", "consent": True}
            with standing(f"{day}T09:00"), life.opened(office) as desk:
                case = desk.submit(Submission(kind="provision", form={**given, **about})).case
                scan = ("写し.txt", "text/plain", f"{name} の写し".encode())
                desk.submit(Submission(case=case, command="attach", form={}, attachments=(scan,)))

    def act(self, world: Path, promise: Promise) -> None:
        with life.opened(world / "o") as desk:
            dispose(desk, [one.key for one in review(desk)], len(self.CASES))
            promise("gone")

    def judge(self, world: Path, promised: list[Any]) -> None:
        path = world / "o"
        with open_desk(path, life.MEMBER, read_only=True, password=PASSWORD) as desk:
            desk.rows()  # a look in between is no harm
        self.gone(path, must=bool(promised))

    def gone(self, path: Path, *, must: bool) -> bool:
        """The next start finds both cases or neither, and nothing of who is gone."""
        with life.opened(path) as desk:
            gone = {key for key in self.CASES if desk.case(key)} & set(desk.ledger.disposed)
        assert gone in (set(), self.CASES)
        assert bool(gone) or not must
        if not self.encrypted:
            data = b"".join(one.read_bytes() for one in path.rglob("*") if one.is_file())
            assert [name.encode() in data for name in self.NAMES] == [not gone] * 2
        assert not gone or not (path / "disposal.json").exists()
        assert not gone or not list((path / "files").glob("*/*"))
        with life.opened(path) as desk, desk.office.lock():
            pass
        require_sound(path)
        return bool(gone)


class Finishing(Disposing):
    """The next start after a disposal that was interrupted: it carries it on, and is itself interrupted."""

    name = "carrying on an interrupted disposal"

    def before(self, world: Path) -> None:
        super().before(world)
        plan = world / "o" / "disposal.json"
        for number in range(1, 100):
            with life.opened(world / "o") as desk:
                try:
                    with dying(number):
                        dispose(desk, [one.key for one in review(desk)], len(self.CASES))
                except Dead:
                    pass
            if plan.exists():
                return
        raise AssertionError("a disposal writes down first what is to be done")

    def act(self, world: Path, promise: Promise) -> None:
        life.opened(world / "o").close()
        promise("gone")

    def judge(self, world: Path, promised: list[Any]) -> None:
        assert promised in ([], ["gone"])
        self.gone(world / "o", must=True)


class BackingUp(Story):
    """A backup is made and tried."""

    name = "backing up and rehearsing"
    NOW = life.NOW
    MOST = 40

    def before(self, world: Path) -> None:
        life.make(world / "o", encrypted=self.encrypted)
        with life.opened(world / "o") as desk:
            for line in LIFE[:3]:
                desk.submit(submission(line))

    def act(self, world: Path, promise: Promise) -> None:
        with life.opened(world / "o") as desk:
            backup(desk, world / "copy.zip")
            promise("made")
            assert rehearse(desk, world / "copy.zip").ok
            promise("tried")

    def judge(self, world: Path, promised: list[Any]) -> None:
        file = world / "copy.zip"
        assert file.exists() or not promised
        if file.exists():
            assert restore(file, world / "back", lambda _: (life.MEMBER, PASSWORD)).ok
            assert whole(world / "back") == whole(world / "o")
        with life.opened(world / "o") as desk:
            desk.submit(submission(LIFE[3]))
        require_sound(world / "o")


class Restoring(BackingUp):
    """An office is made of a backup."""

    name = "restoring a backup"
    MOST = 30

    def before(self, world: Path) -> None:
        super().before(world)
        with life.opened(world / "o") as desk:
            backup(desk, world / "copy.zip")

    def act(self, world: Path, promise: Promise) -> None:
        assert restore(world / "copy.zip", world / "back", lambda _: (life.MEMBER, PASSWORD)).ok
        promise("back")

    def judge(self, world: Path, promised: list[Any]) -> None:
        back = world / "back"
        if not promised and not (back / "office.json").exists():
            self.act(world, lambda _: None)
        assert whole(back) == whole(world / "o")
        with life.opened(back) as desk:
            desk.submit(submission(LIFE[3]))
        require_sound(back)


def whole(path: Path) -> list[str]:
    """Every record of an office as it is exported."""
    with open_desk(path, life.MEMBER, read_only=True, password=PASSWORD) as desk:
        return list(desk.export())


class Importing(Story):
    """The records of a full export come into an empty office."""

    name = "importing records"
    NOW = life.NOW
    MOST = 16

    def before(self, world: Path) -> None:
        life.make(world / "o", encrypted=self.encrypted)
        full = Path(shutil.copytree(world / "o", world.with_name("full")))
        with life.opened(full) as desk:
            for line in LIFE:
                desk.submit(submission(line))
            self.lines = list(desk.export())
        (world / "records.jsonl").write_text("\n".join(self.lines), encoding="utf-8")
        shutil.rmtree(full)

    def act(self, world: Path, promise: Promise) -> None:
        with life.opened(world / "o") as desk:
            desk.import_records((world / "records.jsonl").read_text(encoding="utf-8").split("\n"))
            promise("in")

    def judge(self, world: Path, promised: list[Any]) -> None:
        life.opened(world / "o").close()  # takes an interrupted one back
        found = whole(world / "o")
        assert found in ([], self.lines) and (found or not promised), f"{len(found)} records are there"
        if not found:
            self.act(world, lambda _: None)
        assert whole(world / "o") == self.lines
        with life.opened(world / "o") as desk:
            for case in ("R7-001", "R8-001"):
                desk.submit(Submission(command="note", case=case, form={"text": "見本"}))
        require_sound(world / "o")


class Upgrading(Story):
    """An office of an older format is upgraded: an invented step that moves every line of a book, and a copy."""

    name = "upgrading to a new format"
    NOW = life.NOW
    MOST = 30

    def before(self, world: Path) -> None:
        office = life.make(world / "o", encrypted=self.encrypted)
        with life.opened(office) as desk, pytest.MonkeyPatch.context() as older:
            for line in LIFE[:2]:
                desk.submit(submission(line))
            older.setattr("engine.store.disk.FORMAT", 0)
            desk.office.write_info({**desk.office.info(), "program": "madoguchi 0.0.9"})

    def act(self, world: Path, promise: Promise) -> None:
        with pytest.MonkeyPatch.context() as step:
            step.setitem(STEPS, 0, _move)
            with open_desk(world / "o", life.MEMBER, password=PASSWORD, older=True) as desk:
                _, copy = upgrade(desk)
                promise(str(copy.relative_to(world)) if copy else "")

    def judge(self, world: Path, promised: list[Any]) -> None:
        if about(world / "o", older=True)["format"] == 0:
            assert not promised
            self.act(world, lambda _: None)
        for copy in promised:
            assert not copy or (world / copy).is_file(), "the copy is kept"
        assert list((world / "o-backups").glob("upgrade-0-*"))
        with life.opened(world / "o") as desk:
            assert raw(desk)["R8"][1]["moved"] is True
            desk.submit(submission(LIFE[2]))
        require_sound(world / "o")


def _move(store: DiskOffice) -> None:
    """What a step to a new format may do: it may be done twice."""
    store.rewrite("R8", [{**entry, "moved": True} for entry in store.read("R8")[0]])


DESK_STORIES: tuple[tuple[type[Story], tuple[bool, ...]], ...] = tuple(
    (one, (False, True))
    for one in (Stepping, Disposing, Finishing, BackingUp, Restoring, Importing, Upgrading)
)
