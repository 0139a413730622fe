"""kill -9 of the whole program at every write, sync and rename: the next start goes on as if nothing happened.

A life of two cases is taken in by `batch`, each line of which is one `case new`, `case do` or `amend`; then the
same single commands. The clock stands, so what a killed run left must be, event for event and byte for byte, the
beginning of what the whole run leaves: every answered step, and of the unanswered one all or nothing.
"""

from __future__ import annotations

import json
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from engine.store import open_office, verify
from tests.faults.harness import How, run_child
from tests.faults.life import AICHI, GUNMA, LIFE, MEMBER, NOW, make, opened, submission
from tests.faults.stem import PROGRAM, Stem

pytestmark = [pytest.mark.fault, pytest.mark.slow]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An office ready for the life; the life as a file; the office before each of its steps; what the whole life
    leaves, (book, entry) for each step; and the operations that makes."""

    office: Path
    life: Path
    stood: list[Path]
    whole: list[tuple[str, dict[str, Any]]]
    operations: tuple[str, ...]


def entries(office: Path) -> dict[str, list[dict[str, Any]]]:
    store = open_office(office, read_only=True)
    try:
        return {book: store.read(book)[0] for book in store.books()}
    finally:
        store.close()


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)


@pytest.fixture(scope="module")
def stem() -> Iterator[Stem]:
    with Stem({"MADOGUCHI_NOW": NOW}) as process:
        yield process


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, stem: Stem) -> Prepared:
    folder = tmp_path_factory.mktemp("kill")
    office = folder / "office"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_NOW", NOW)
        make(office)
        stood = _stood(office, folder)
    life = folder / "life.jsonl"
    life.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in LIFE), encoding="utf-8")
    whole = Path(shutil.copytree(office, folder / "whole"))
    done = stem.run(["batch", str(whole), str(life), "--as", MEMBER, "--json"])
    assert done.code == 0, done.out + done.error
    books = [str(json.loads(line)["case"]).partition("-")[0] for line in done.out.splitlines()]
    left = entries(whole)
    assert left == entries(stood[-1])
    following = {book: iter(lines) for book, lines in left.items()}
    return Prepared(office, life, stood, [(b, next(following[b])) for b in books], done.operations)


def _stood(office: Path, folder: Path) -> list[Path]:
    """A copy of the office before each step of the life, and one after the last."""
    lived = Path(shutil.copytree(office, folder / "lived"))
    stood = []
    for number, line in enumerate([*LIFE, None]):
        stood.append(Path(shutil.copytree(lived, folder / f"stood{number}")))
        if line is not None:
            with opened(lived) as desk:
                desk.submit(submission(line))
    return stood


def points(operations: tuple[str, ...]) -> list[tuple[int, How]]:
    """Before and after every operation, and in the middle of every write."""
    ways: dict[str, tuple[How, ...]] = {"write_at": ("before", "torn", "after")}
    return [
        (at, how)
        for at, name in enumerate(operations, start=1)
        for how in ways.get(name, ("before", "after"))
    ]


def require_goes_on(office: Path, prepared: Prepared, answered: int, how: str) -> None:
    """The next start finds the beginning of the life, every answered step in it, and takes the step after it."""
    with opened(office) as desk:
        desk.rows()
        with desk.office.lock():
            found = {book: lines for book in desk.office.books() if (lines := desk.office.read(book)[0])}
        count = sum(map(len, found.values()))
        assert answered <= count <= answered + 1, f"{how}: {answered} steps were answered, {count} are there"
        assert found == beginning(prepared, count), f"{how}: a step is half there, or another one"
        for one in letters(found):
            assert desk.office.get_file(one["hash"]).startswith(b"%PDF")
        if count < len(LIFE):
            desk.submit(submission(LIFE[count]))
    assert entries(office) == beginning(prepared, min(count + 1, len(LIFE)))
    report = verify(office)
    assert report.ok, (how, report.problems)
    assert not list((office / "tmp").iterdir())


def beginning(prepared: Prepared, count: int) -> dict[str, list[dict[str, Any]]]:
    """The first steps of the undisturbed life, by book."""
    books: dict[str, list[dict[str, Any]]] = {}
    for book, entry in prepared.whole[:count]:
        books.setdefault(book, []).append(entry)
    return books


def letters(books: dict[str, list[dict[str, Any]]]) -> list[dict[str, Any]]:
    steps = [event for lines in books.values() for entry in lines for event in entry["events"]]
    return [one for event in steps for one in event.get("letters", ())]


# --- what is killed


def test_the_life_has_letters_of_every_sort_and_two_books(prepared: Prepared) -> None:
    """The whole life is what it should be; so the beginnings of it are worth something."""
    books = beginning(prepared, len(LIFE))
    assert sorted(books) == ["R7", "R8"]
    issued = letters(books)
    assert {one["id"] for one in issued} == {"hosei_notice", "decision_notice", "receipt_slip"}
    assert len({one["hash"] for one in issued}) == 3
    cases = [(e["organisation"], e["case"]) for lines in books.values() for e in lines]
    assert sorted(set(cases)) == [(AICHI, "R7-001"), (GUNMA, "R8-001"), (GUNMA, "R8-002")]


POINTS = 8  # a step without a letter: before, in the middle of and after its line, its sync and its head


@pytest.mark.parametrize("before", range(len(LIFE)), ids=[line.get("command", "new") for line in LIFE])
def test_a_command_killed_anywhere(before: int, prepared: Prepared, stem: Stem, tmp_path: Path) -> None:
    """Every line of the life as `case new` or `case do`, killed at every third place; the next line at the next ones.

    All places of this life, by the desk: `make faults`.
    """
    stood = prepared.stood[before]
    whole = Path(shutil.copytree(stood, tmp_path / "whole"))
    done = stem.run(single(LIFE[before], whole, tmp_path))
    assert done.code == 0, done.error
    assert len(points(done.operations)) >= POINTS
    for at, how in points(done.operations)[before % 3 :: 3]:
        office = Path(shutil.copytree(stood, tmp_path / f"{at}{how}"))
        ended = stem.run(single(LIFE[before], office, tmp_path), at, how)
        require_killed(ended.code)
        assert ended.out == ""
        require_goes_on(office, prepared, before, f"killed {how} {at} {done.operations[at - 1]}")
        shutil.rmtree(office)


def test_that_is_two_hundred_points(prepared: Prepared) -> None:
    """The batch makes the operations of the single commands, but for the room it gives back at its end."""
    own = tuple(name for name in prepared.operations if name != "truncate")
    assert len(points(own)) >= 200


@pytest.mark.parametrize("part", range(4))
def test_a_batch_killed_here_and_there(part: int, prepared: Prepared, stem: Stem, tmp_path: Path) -> None:
    """Many steps of one process: every eleventh point of the way, and all of its end."""
    every = points(prepared.operations)
    own = ([*every[::11], *every[-4:]])[part::4]
    for at, how in own:
        office = Path(shutil.copytree(prepared.office, tmp_path / f"{at}{how}"))
        ended = stem.run(["batch", str(office), str(prepared.life), "--as", MEMBER, "--json"], at, how)
        require_killed(ended.code)
        answers = [json.loads(line) for line in ended.out.splitlines()]
        assert all(answer["ok"] for answer in answers)
        require_goes_on(office, prepared, len(answers), f"killed {how} {at} {prepared.operations[at - 1]}")
        shutil.rmtree(office)


# A step of each sort: a first line of a book, a letter, an amendment.
FRESH = {"case new": 0, "case do with a letter": 17, "amend": 19}


@pytest.mark.parametrize("before", FRESH.values(), ids=FRESH)
def test_a_fresh_process_killed_at_its_sync(
    before: int, prepared: Prepared, stem: Stem, tmp_path: Path
) -> None:
    """The same with nothing shared: an interpreter started for this one command."""
    stood = prepared.stood[before]
    done = stem.run(single(LIFE[before], Path(shutil.copytree(stood, tmp_path / "whole")), tmp_path))
    last = max(at for at, name in enumerate(done.operations, start=1) if name == "datasync")
    hows: tuple[How, ...] = ("before", "after")
    for how in hows:
        office = Path(shutil.copytree(stood, tmp_path / how))
        ended = run_child(PROGRAM, single(LIFE[before], office, tmp_path), kill_at=last, how=how)
        require_killed(ended.returncode)
        assert ended.stdout == ""
        require_goes_on(office, prepared, before, f"killed {how} its last sync")


def require_killed(code: int) -> None:
    assert code == (-signal.SIGKILL if hasattr(signal, "SIGKILL") else 137)


def single(line: dict[str, Any], office: Path, folder: Path) -> list[str]:
    """A line of the life as `case new` or `case do`."""
    form = folder / "form.json"
    form.write_text(json.dumps(line["form"], ensure_ascii=False), encoding="utf-8")
    words = (
        ["new", str(office), line["kind"]]
        if line["op"] == "new"
        else ["do", str(office), line["case"], line["command"]]
    )
    common = [
        "--org",
        line["organisation"],
        "--as",
        MEMBER,
        "--date",
        line["date"],
        "--form",
        str(form),
        "--json",
    ]
    return ["case", *words, *common]
