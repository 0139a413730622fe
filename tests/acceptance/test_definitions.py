"""Broken definitions: check says what, where and what was meant; init leaves nothing on the disk."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import PATTERNS
from tests.commands import Run

WORKFLOW = "workflows/reimei_kumiai/inquiry.yaml"
ORGANISATION = "workflows/reimei_kumiai/organisation.yaml"
PLACE = re.compile(r"[\w./]+\.(?:yaml|json):\d+:\d+: ")
BOMB = "language: 1\na: &a [x, x, x]\n" + "".join(f"b{i}: &b{i} [*a, *a, *a]\n" for i in range(20))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PATTERNS / "reimei_kumiai", tmp_path / "own"))


def replaced(old: str, new: str, file: str = WORKFLOW) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        text = (folder / file).read_text(encoding="utf-8")
        assert old in text
        (folder / file).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def written(data: bytes | str, file: str = WORKFLOW) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        (folder / file).write_bytes(data if isinstance(data, bytes) else data.encode())

    return change


def as_cp932(folder: Path) -> None:
    text = (folder / WORKFLOW).read_text(encoding="utf-8")
    (folder / WORKFLOW).write_bytes(text.encode("cp932", "replace"))


def with_bom(folder: Path) -> None:
    (folder / WORKFLOW).write_bytes(b"\xef\xbb\xbf" + (folder / WORKFLOW).read_bytes())


BROKEN = {
    "broken yaml": (replaced("phases:\n", "phases: [\n"), ""),
    "unknown field": (replaced("when: ruling.answer = no", "when: ruling.anser = no"), "ruling.answer"),
    "unknown key": (replaced("    during: [back]", "    durin: [back]"), "during"),
    "wrong role": (replaced("by: [board]", "by: [bord]"), "board"),
    "duplicate key": (replaced("kinds:\n", "kinds:\n  erasure: {title: 二つ目}\n"), "erasure"),
    "cp932": (as_cp932, "Shift_JIS"),
    "bom": (with_bom, "BOM"),
    "tab": (replaced("  erasure:", "\terasure:"), ""),
    "deep": (written("language: 1\nx: " + "[" * 20_000), ""),
    "alias bomb": (written(BOMB), ""),
    "nul": (written("language: 1\ntitle: a\x00b\n"), "U+0000"),
    "tag": (replaced("basis: 例示規約\n", "basis: !!python/name:os.system x\n"), ""),
    "two commands": (
        replaced(
            "  drop:\n", "  collect: {title: 二つ目, done: 二つ目, from: [front], by: [board]}\n  drop:\n"
        ),
        "collect",
    ),
    "removed, still used": (replaced("to: dropped", "to: droped"), "dropped"),
    "unreachable": (replaced("  done: {title", "  island: {title: 島, end: aside}\n  done: {title"), "島"),
    "gap": (
        replaced(
            '      erasure_yes: {kind: erasure, answer: "yes", form: 例示第21号, basis: 例示規約第11条}\n', ""
        ),
        "抹消",
    ),
    "overlap": (replaced("{kind: inspection, answer:", "{answer:"), "inspection_yes"),
    "blank": (replaced("when: ruling.answer = no, text", "text"), "理由"),
    "period": (replaced("period: 3 weeks", "period: 3 fortnights"), "30 days"),
    "parent": (replaced("language: 1\n", "language: 1\nextends: base/reqest\n"), "base/request"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_it_is_named_with_its_place_and_nothing_is_made(
    run: Run, folder: Path, tmp_path: Path, name: str
) -> None:
    change, hint = BROKEN[name]
    change(folder)
    said = run("check", folder)
    assert said.code == 1
    wrong = [line for line in (said.out + said.err).splitlines() if line.startswith("  - ")]
    assert wrong and PLACE.search(wrong[0])
    assert any(hint in line for line in wrong)
    assert "Traceback" not in said.err
    assert run("init", tmp_path / "office", "--from", folder, "--no-encryption").code == 1
    assert not (tmp_path / "office").exists()


def test_everything_is_said_at_once(run: Run, folder: Path) -> None:
    replaced("by: [board]", "by: [bord]")(folder)
    replaced("to: dropped", "to: droped")(folder)
    replaced("clock.hearing_limit.expired", "clock.hearing_limt.expired")(folder)
    said = run("check", folder)
    assert all(f"もしかして: {name}" in said.err + said.out for name in ("board", "dropped"))
    assert "hearing_limt" in said.err + said.out


def test_a_ring_of_parents_is_named(run: Run, folder: Path) -> None:
    replaced("language: 1\n", "language: 1\nextends: reimei_kumiai/two\n")(folder)
    written("language: 1\nextends: reimei_kumiai/inquiry\n", "workflows/reimei_kumiai/two.yaml")(folder)
    said = run("check", folder)
    assert said.code == 1 and "輪" in said.err + said.out


def test_a_workflow_without_its_organisation_is_a_problem(run: Run, folder: Path) -> None:
    (folder / ORGANISATION).unlink()
    said = run("check", folder)
    assert said.code == 1 and "organisation.yaml" in said.err + said.out


def test_effective_looks_into_the_folder_that_was_given(run: Run) -> None:
    said = run("check", PATTERNS / "reimei_kumiai", "--effective", "inquiry")
    assert said.code == 0 and "inquiry.yaml:" in said.out


def test_a_file_says_which_language_it_is_written_in(run: Run, tmp_path: Path) -> None:
    folder = shutil.copytree(PATTERNS / "mihon_union", tmp_path / "own")
    file = "workflows/mihon_union/request.yaml"
    replaced("language: 1\n", "", file)(folder)
    said = run("check", folder)
    assert said.code == 1
    assert re.search(r"mihon_union/request\.yaml:\d+:\d+: .*language: 1", said.err)


def test_a_window_belongs_to_a_unit_that_exists(run: Run, folder: Path) -> None:
    replaced("unit: west, channels", "unit: wset, channels", ORGANISATION)(folder)
    said = run("check", folder)
    assert said.code == 1 and "もしかして: west" in said.err + said.out
