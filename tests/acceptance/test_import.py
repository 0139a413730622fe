"""Export and import: everything or nothing, and nothing on trust."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import CHECKED, GUNMA, NOW, REQUEST, Clerk
from tests.commands import Run
from tui.cli.main import main

Record = dict[str, Any]


STEPS: tuple[tuple[str, dict[str, Any] | None], ...] = (
    ("record_check", CHECKED),
    ("confirm_identity", None),
    ("confirm_completeness", None),
    ("investigate", {"findings": "見本の調査"}),
    ("decide", {"outcome": "refuse", "grounds": ["g_di_1"], "reason": "見本の理由"}),
    ("notify", None),
)


@pytest.fixture(scope="module")
def views(templates: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Two cases, one of them decided and told, in each view."""
    folder = tmp_path_factory.mktemp("told")
    office = shutil.copytree(templates["one"], folder / "office")
    new = {"op": "new", "organisation": GUNMA, "kind": "disclosure", "form": REQUEST}
    steps = [{"op": "do", "case": "R8-001", "command": c, **({"form": f} if f else {})} for c, f in STEPS]
    (folder / "lines").write_text("\n".join(map(json.dumps, [new, *steps, new])), encoding="utf-8")
    found = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MADOGUCHI_NOW", NOW)
        assert main(["batch", str(office), str(folder / "lines")]) == 0
        for view in ("full", "masked", "statistics"):
            assert main(["export", str(office), "--view", view, "-o", str(folder / view)]) == 0
            found[view] = (folder / view).read_text(encoding="utf-8").splitlines()
    return found


@pytest.fixture
def exported(views: dict[str, list[str]]) -> list[str]:
    return views["full"]


@pytest.fixture
def empty(one: Path) -> Path:
    return one


def test_a_full_export_comes_out_again_byte_for_byte(run: Run, exported: list[str], empty: Path) -> None:
    text = "\n".join(exported) + "\n"
    assert run("import", empty, "-", stdin=text).code == 0
    assert run("export", empty).out == text
    assert run("verify", empty).code == 0


@pytest.mark.parametrize("view", ["masked", "statistics"])
def test_nothing_personal_leaves_in_the_other_views(
    views: dict[str, list[str]], exported: list[str], view: str
) -> None:
    assert len(views[view]) == len(exported)
    for secret in (
        "見本 太郎",
        "見本 花子",
        "hanako",
        "前橋市",
        "給付記録",
        "見本の調査",
        "見本の理由",
        "運転免許証",
    ):
        assert any(secret in line for line in exported)
        assert not any(secret in line for line in views[view])


def changed(key: str, value: Any) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        record[key] = value

    return change


def first_event(key: str, value: Any) -> Callable[[Record], None]:
    def change(record: Record) -> None:
        record["events"][0][key] = value

    return change


def renamed(record: Record) -> None:
    record["events"][0]["form"]["name"] = "見本 別人"


@pytest.mark.parametrize(
    "change",
    [
        changed("organisation", "aichi_kyosai"),
        changed("number", "R8-009"),
        changed("state", "closed"),
        changed("events", []),
        changed("language", 99),
        changed("program", "madoguchi 99.0.0"),
        changed("unheard_of", 1),
        changed("workflow", {"id": "x", "version": "0", "hash": "0"}),
        first_event("language", 9),
        first_event("date", "2026-02-30"),
        first_event("date", "2099-01-01"),
        first_event("id", "unheard_of"),
        renamed,
    ],
)
def test_a_damaged_foreign_or_newer_record_is_refused_with_its_line(
    run: Run, exported: list[str], empty: Path, change: Callable[[Record], None]
) -> None:
    record = json.loads(exported[1])
    change(record)
    said = run("import", empty, "-", "--json", stdin="\n".join([exported[0], json.dumps(record)]))
    assert (said.code, said.error["code"]) == (1, "import")
    assert said.error["message"].startswith("2行目: ")
    assert run("case", "list", empty, "--json").out == ""


@pytest.mark.parametrize("view", ["masked", "statistics"])
def test_a_view_without_the_data_is_not_taken_in(
    run: Run, views: dict[str, list[str]], empty: Path, view: str
) -> None:
    said = run("import", empty, "-", "--json", stdin="\n".join(views[view]))
    assert said.code == 1 and view in said.error["message"]


def test_duplicates_and_half_lines_are_refused(run: Run, exported: list[str], empty: Path) -> None:
    said = run("import", empty, "-", "--json", stdin="\n".join([exported[0], exported[0]]))
    assert "2行目" in said.error["message"]
    said = run("import", empty, "-", "--json", stdin=exported[0] + "\n" + exported[1][:200])
    assert "2行目" in said.error["message"]
    assert run("case", "list", empty, "--json").out == ""


def test_an_office_with_cases_takes_nothing(run: Run, clerk: Clerk, exported: list[str]) -> None:
    assert run("import", clerk.office, "-", stdin="\n".join(exported)).code == 2
