"""An office of one bundled organisation, made once and copied for each test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.desk import Desk, create_office, open_desk
from engine.desk.workshop import Workshop

ORG = "gunma_gojokai"
REQUEST, OWN = f"{ORG}/request", f"{ORG}/organisation"
ROLES = ["window_clerk", "privacy_officer", "president"]


@pytest.fixture(scope="session")
def pattern(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("workshop") / "office"
    create_office(path, [ORG], encrypted=False)
    with open_desk(path) as desk:
        desk.set_member("mihon", "見本 太郎", ROLES, new=True)
        desk.set_member("rei", "例 花子", ROLES, new=True)
    return path


@pytest.fixture
def office(pattern: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(pattern, tmp_path / "office"))


@pytest.fixture
def desk(office: Path) -> Iterator[Desk]:
    with open_desk(office, "mihon") as desk:
        yield desk


@pytest.fixture
def shop(desk: Desk) -> Workshop:
    return Workshop(desk, ORG)


def own_text(office: Path, name: str = "request") -> str:
    return (office / "definitions" / "workflows" / ORG / f"{name}.yaml").read_text(encoding="utf-8")
