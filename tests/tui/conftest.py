"""A practice office for the screens, at a fixed hour."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.desk import Desk, create_office, open_desk
from tests.faults.harness import without_waiting
from tests.practice import NOW, PracticeOf
from tests.tui.resting import exactly

MEMBER = "mihon"
ORG = "gunma_gojokai"


@pytest.fixture(scope="module", autouse=True)
def _without_waiting() -> Iterator[None]:
    with without_waiting():
        yield


@pytest.fixture(scope="session", autouse=True)
def _waiting_exactly() -> Iterator[None]:
    with exactly():
        yield


@pytest.fixture(scope="session")
def practice_made(practice_of: PracticeOf) -> Path:
    """A practice office that nobody writes to."""
    return practice_of(NOW)


@pytest.fixture
def practice(practice_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A practice office of one's own; the clock stands at `NOW`."""
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Path(shutil.copytree(practice_made, tmp_path / "office"))


@pytest.fixture
def desk(practice: Path) -> Iterator[Desk]:
    """The practice office with somebody signed in who holds every role."""
    with open_desk(practice, MEMBER) as found:
        yield found


@pytest.fixture(scope="session")
def alone_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office of one organisation without cases, that nobody writes to."""
    path = tmp_path_factory.mktemp("alone") / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member(MEMBER, "見本 太郎", ["window_clerk", "privacy_officer", "president"], new=True)
    return path


@pytest.fixture
def alone(alone_made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """That office for one's own, with somebody signed in who holds every role; the clock stands at `NOW`."""
    monkeypatch.setenv("MADOGUCHI_NOW", NOW)
    monkeypatch.delenv("NO_COLOR", raising=False)
    with open_desk(Path(shutil.copytree(alone_made, tmp_path / "office")), MEMBER) as found:
        yield found
