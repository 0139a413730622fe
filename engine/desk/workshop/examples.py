"""The scenarios (確認例) of a working copy: the office's own, which must pass, and those of its parents."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.desk.scenarios import run_scenarios
from engine.desk.words import Finding, Tried
from engine.desk.workshop.library import WorkingLibrary
from engine.load.snapshot import program_root


def own_examples(root: Path, organisation: str, language: str) -> Tried:
    """The office's own scenarios, tried on the files as they stand on the disk."""
    return _tried(root, root / "workflows" / organisation / "scenarios", "", language)


def parents_examples(library: WorkingLibrary, root: Path, organisation: str, language: str) -> Tried:
    """The scenarios of the bundled organisations that this one extends, tried on it. Takes seconds.

    They pin down the parent's rules: what differs shows what the office's changes do, and is no mistake.
    """
    passed = failed = 0
    findings: list[Finding] = []
    for folder in parent_folders(library, organisation):
        where = program_root() / "workflows" / folder / "scenarios"
        other = organisation if folder != organisation else ""
        tried = _tried(root, where, other, language)
        passed, failed = passed + tried.passed, failed + tried.failed
        findings += tried.findings
    return Tried(passed, failed, tuple(findings))


def parent_folders(library: WorkingLibrary, organisation: str) -> Sequence[str]:
    """The bundled organisations that the definitions of this one extend, in order."""
    found: dict[str, None] = {}
    names = [n for n in library.names() if n.startswith(f"{organisation}/")]
    for name in (f"{organisation}/organisation", *names):
        parent = library.parent(name)
        for one in parent.chain if parent is not None else ():
            found[one.partition("/")[0]] = None
    return [f for f in found if f != "base"]


def _tried(root: Path, where: Path, organisation: str, language: str) -> Tried:
    if not where.is_dir() or not any(where.glob("*.y*ml")):
        return Tried(0, 0)
    return run_scenarios([where], organisation, root, language)
