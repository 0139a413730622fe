"""orgs, check, scenario, schema."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.commands import Run
from tests.tui.cli.conftest import AICHI, GUNMA

ROOT = Path(__file__).resolve().parents[3]
FORMS = ROOT / "workflows" / GUNMA / "scenarios" / "periods.yaml"


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """An organisation of somebody's own with a slip in it."""
    own = tmp_path / "workflows" / "own_union"
    own.mkdir(parents=True)
    (own / "organisation.yaml").write_text(
        f"language: 1\nextends: {GUNMA}/organisation\ntitle: {{ja: 見本組合}}\nrols: {{}}\n", encoding="utf-8"
    )
    (own / "request.yaml").write_text(f"language: 1\nextends: {GUNMA}/request\n", encoding="utf-8")
    return tmp_path


def test_orgs_lists_the_bundled_organisations(run: Run) -> None:
    assert {one["id"] for one in run("orgs", "--json").answer} >= {GUNMA, AICHI}
    assert "群馬県教職員互助会" in run("orgs").out
    assert "Gunma" in run("orgs", "--lang", "en").out


def test_check_passes_with_open_points_as_notes(run: Run) -> None:
    said = run("check", ROOT / "workflows" / GUNMA)
    assert (said.code, said.err) == (0, "")
    assert "注意: " in said.out
    problems = run("check", ROOT / "workflows" / GUNMA, "--json").answer["problems"]
    assert problems and all(p["severity"] != "block" for p in problems)


def test_check_ends_1_and_names_file_line_and_column(broken: Path, run: Run) -> None:
    said = run("check", broken)
    assert (said.code, said.out) == (1, "")
    assert "organisation.yaml:4:" in said.err
    error = run("check", broken, "--json").error
    assert error["code"] == "problems"
    assert any("rols" in r["message"] and r["severity"] == "block" for r in error["reasons"])


def test_check_of_nothing_is_wrong_usage(tmp_path: Path, run: Run) -> None:
    assert run("check", tmp_path / "none").code == 2
    assert run("check", tmp_path).code == 2


def test_effective_prints_a_workflow_with_where_each_element_comes_from(run: Run) -> None:
    said = run("check", ROOT / "workflows" / GUNMA, "--effective", "request")
    assert (said.code, said.err) == (0, "")
    assert "workflows/base/request.yaml" in said.out
    told = run("check", ROOT / "workflows" / GUNMA, "--effective", "request", "--json").answer
    assert told["text"].rstrip("\n") == said.out.rstrip("\n")


def test_scenarios_that_hold_are_counted(run: Run) -> None:
    said = run("scenario", FORMS, "--json")
    assert said.answer["passed"] > 0
    assert said.answer["failed"] == 0


def test_a_scenario_that_differs_tells_what_was_expected_and_what_came(tmp_path: Path, run: Run) -> None:
    text = FORMS.read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text.replace("due: 2024-05-11", "due: 2024-05-12", 1), encoding="utf-8")
    assert "2024-05-12" in wrong.read_text(encoding="utf-8")
    said = run("scenario", wrong)
    assert (said.code, said.out) == (1, "")
    assert "2024-05-12" in said.err and "2024-05-11" in said.err
    reason = run("scenario", wrong, "--json").error["reasons"][0]
    assert (reason["expected"], reason["got"]) == ("2024-05-12", "2024-05-11")


def test_scenarios_may_be_tried_on_the_definitions_of_an_office(office: Path, run: Run) -> None:
    assert run("scenario", FORMS, "--office", office).code == 0


def test_schema_prints_plain_json_schema(run: Run) -> None:
    schema = run("schema", GUNMA, "application", "--json").answer
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "name" in schema["properties"]
    assert run("schema", GUNMA, "application").answer == schema


def test_an_unknown_organisation_or_form_is_wrong_usage(run: Run) -> None:
    assert run("schema", "nowhere", "application").code == 2
    assert run("schema", GUNMA, "nothing").code == 2


def test_an_own_folder_is_an_organisation_too(broken: Path, run: Run) -> None:
    good = broken / "workflows" / "own_union" / "organisation.yaml"
    good.write_text(good.read_text(encoding="utf-8").replace("rols: {}\n", ""), encoding="utf-8")
    assert run("ask", broken, "due", "disclosure", "--received", "2024-04-01", "--json").answer["answer"][
        "due"
    ]
    shutil.rmtree(broken / "workflows" / "own_union")
    assert run("ask", broken, "due", "disclosure", "--received", "2024-04-01").code == 2


def test_what_a_finding_lacks_is_not_printed() -> None:
    from engine.desk.words import Finding
    from tui.cli.commands.definitions import _finding

    assert _finding(Finding("f.yaml:3:1", "late", "due", "2026-01-01", "2026-01-02"), "ja") == (
        "f.yaml:3:1: late: 期待 2026-01-01 / 結果 2026-01-02"
    )
    assert _finding(Finding("f.yaml:3:1", "late", "steps", "", "できません"), "ja") == (
        "f.yaml:3:1: late: 結果 できません"
    )
