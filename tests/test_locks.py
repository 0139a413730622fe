"""Every package is locked by hash: what was tested is what is installed, and nothing else."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PINNED = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==\S+", re.MULTILINE)


def locked(name: str) -> dict[str, str]:
    """Every package of a lock with what stands below it."""
    text = (ROOT / "requirements" / f"{name}.lock").read_text(encoding="utf-8")
    starts = [*PINNED.finditer(text)]
    ends = [*(one.start() for one in starts[1:]), len(text)]
    return {_plain(one[1]): text[one.end() : end] for one, end in zip(starts, ends, strict=True)}


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["run", "dev", "bench"])
def test_every_package_has_its_hashes(name: str) -> None:
    packages = locked(name)
    assert len(packages) >= 10
    assert [one for one, below in packages.items() if "--hash=sha256:" not in below] == []


def test_everything_the_project_asks_for_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = {_plain(re.split(r"[\[<>=!~; ]", one)[0]) for one in project["dependencies"]}
    assert asked <= locked("run").keys()


def test_nothing_is_installed_without_its_hash() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    lines = [line for line in makefile.splitlines() if "$(PIP) install" in line]
    assert lines and all(
        "--require-hashes" in line or "--no-deps --no-build-isolation -e ." in line for line in lines
    )
