"""The program dies at every write, sync and rename of an edit and of a publication: old or new, never half."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from engine.desk import Desk, Submission, create_office, open_desk
from engine.desk.workshop import Workshop
from engine.desk.workshop.edits import Editing
from engine.desk.workshop.library import WorkingLibrary
from engine.desk.workshop.publishing import acts_of, put
from engine.errors import StoreError
from engine.store import verify
from tests.faults.harness import Dead, How, dying, failing
from tests.faults.stem import Stem

pytestmark = [pytest.mark.fault, pytest.mark.slow]
ORG = "gunma_gojokai"
REQUEST, PERIOD = f"{ORG}/request", ("clocks", "decision", "period")
LITTLE, TITLE = "mihon_kai", ("forms", "application", "title")
PERSON = {"requester": "data_subject", "name": "見本 太郎", "address": "見本市1-1", "target": "記録"}


@pytest.fixture(scope="module")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workshop") / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk", "privacy_officer"], new=True)
    with opened(path) as desk:
        Workshop(desk, ORG).set(REQUEST, PERIOD, "14 days")
    return path


def opened(office: Path) -> Desk:
    return open_desk(office, "mihon")


def points(operations: list[str]) -> Iterator[tuple[int, How]]:
    """Before every operation, in the middle of every write, and after the last."""
    for at, name in enumerate(operations, start=1):
        yield at, "before"
        if name == "write_at":
            yield at, "torn"
    yield len(operations), "after"


def period(shop: Workshop) -> object:
    found = shop.element(REQUEST, PERIOD)
    return found.value if found is not None else None


def edit(shop: Workshop) -> None:
    """A cell, and a row in another file, as one edit."""

    def both(editing: Editing) -> None:
        editing.set(REQUEST, PERIOD, "20 days")
        editing.set(f"{ORG}/organisation", ("windows", "main", "phone"), "000-000-0000")

    shop.together(("期間と電話", "period and telephone"), both)


def test_an_edit_killed_anywhere_is_old_or_new_and_can_be_undone(pattern: Path, tmp_path: Path) -> None:
    whole = Path(shutil.copytree(pattern, tmp_path / "whole"))
    with opened(whole) as desk, dying(0) as operations:
        edit(Workshop(desk, ORG))
    assert len(operations) >= 12
    seen: set[tuple[object, object]] = set()
    for at, how in points(operations):
        office = Path(shutil.copytree(pattern, tmp_path / f"{at}{how}"))
        with opened(office) as desk:
            shop = Workshop(desk, ORG)
            with suppress(Dead), dying(at, how):
                edit(shop)
        with opened(office) as desk:
            shop = Workshop(desk, ORG)
            phone = shop.element(f"{ORG}/organisation", ("windows", "main", "phone"))
            assert phone is not None
            now = (period(shop), phone.value)
            seen.add(now)
            assert seen <= {("14 days", "silent"), ("20 days", "000-000-0000")}, (at, how)
            assert not any(one.trouble for one in shop.files())
            if now[0] == "20 days":
                shop.undo()
            assert period(shop) == "14 days"
            assert shop.set(REQUEST, PERIOD, "21 days").lines
        shutil.rmtree(office)
    assert len(seen) == 2


def publish(office: Path, library: WorkingLibrary) -> None:
    """The moves of a publication after everything was judged."""
    with opened(office) as desk, desk.office.lock():
        put(desk, library, ORG, {"silent:x": "定めがない"}, acts_of(desk.office.info(), ORG)[-1].version)


def test_a_publication_killed_anywhere_is_the_old_version_or_the_new(pattern: Path, tmp_path: Path) -> None:
    with opened(pattern) as desk:
        library = Workshop(desk, ORG).judged().library
    whole = Path(shutil.copytree(pattern, tmp_path / "whole"))
    with dying(0) as operations:
        publish(whole, library)
    assert len(operations) >= 10
    seen = set()
    for at, how in points(operations):
        office = Path(shutil.copytree(pattern, tmp_path / f"{at}{how}"))
        with suppress(Dead), dying(at, how):
            publish(office, library)
        with opened(office) as desk:
            numbers = [v.number for v in Workshop(desk, ORG).versions()]
            assert numbers in ([1], [1, 2]), (at, how)
            form = {**PERSON, "channel": "window"}
            desk.submit(Submission(kind="disclosure", form=form, date=date(2026, 11, 20)))
            (row,) = desk.rows()
            assert row.due == {1: "2026-12-20", 2: "2026-12-04"}[numbers[-1]], (at, how)
            seen.add(numbers[-1])
        assert verify(office).ok
        assert not list((office / "tmp").iterdir())
        if numbers == [1]:
            publish(office, library)
        shutil.rmtree(office)
    assert seen == {1, 2}


def test_a_disk_that_is_full_changes_nothing_and_says_so(pattern: Path, tmp_path: Path) -> None:
    office = Path(shutil.copytree(pattern, tmp_path / "office"))
    with opened(office) as desk:
        shop = Workshop(desk, ORG)
        before = shop.files()
        with failing(1), pytest.raises(StoreError):
            shop.set(REQUEST, PERIOD, "99 days")
        assert Workshop(desk, ORG).files() == before
        shop.set(REQUEST, PERIOD, "20 days")
        assert period(shop) == "20 days"


# --- the whole program, killed by SIGKILL while it publishes


@pytest.fixture(scope="module")
def little(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office with an organisation made from nothing, published once, with a change in its working copy."""
    path = tmp_path_factory.mktemp("killed") / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ["window_clerk"], new=True)
    with opened(path) as desk:
        shop = Workshop.start(desk, LITTLE, "見本の会", kinds={"inquiry": "照会"})
        shop.publish()
        shop.set(f"{LITTLE}/request", TITLE, "照会票")
        desk.set_member("mihon", "見本 太郎", ["window_clerk", "clerk"], new=False)
    return path


def working_copy(office: Path) -> dict[str, bytes]:
    folders = office / "definitions", office / "workshop"
    return {str(p.relative_to(office)): p.read_bytes() for f in folders for p in f.rglob("*") if p.is_file()}


def title_of_new_cases(office: Path) -> str:
    """What the form of a case taken in now is called: by the version that holds."""
    with opened(office) as desk:
        case = desk.submit(Submission(organisation=LITTLE, kind="inquiry", form={"name": "見本 次郎"})).case
        return desk.workflow((LITTLE, case)).forms["application"].title.ja


def test_publishing_killed_as_a_process_leaves_a_version_and_the_working_copy(
    little: Path, tmp_path: Path
) -> None:
    with Stem({}) as stem:
        whole = Path(shutil.copytree(little, tmp_path / "whole"))
        done = stem.run(publishing(whole))
        assert done.code == 0 and len(done.operations) >= 10, done.error
        seen = set()
        for at, how in points(list(done.operations)):
            office = Path(shutil.copytree(little, tmp_path / f"{at}{how}"))
            before = working_copy(office)
            assert stem.run(publishing(office), at, how).code == -signal.SIGKILL
            assert working_copy(office) == before, (at, how)
            with opened(office) as desk:
                numbers = [one.number for one in Workshop(desk, LITTLE).versions()]
            assert numbers in ([1], [1, 2]), (at, how)
            assert title_of_new_cases(office) == {1: "申出書", 2: "照会票"}[numbers[-1]], (at, how)
            assert verify(office).ok and not list((office / "tmp").iterdir())
            seen.add(numbers[-1])
            with opened(office) as desk:
                shop = Workshop(desk, LITTLE)
                assert shop.publish().number == 2 if numbers == [1] else shop.differences() == ()
                assert shop.undo() is not None  # the history of edits is whole as well
            shutil.rmtree(office)
    assert seen == {1, 2}


def publishing(office: Path) -> list[str]:
    return ["publish", str(office), "--org", LITTLE, "--as", "mihon"]
