"""Scenario files: wrong expectations are reported one by one, mistakes in the file with their place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.acceptance.conftest import PATTERNS
from tests.commands import Run, Said

STEPS = """- scenario: Z-1
  organisation: gunma_gojokai
  kind: disclosure
  settings: {SET-02: none}
  steps:
    - {date: 2024-04-01, do: receive, role: window_clerk, form: APPLICATION}
    - {date: 2024-04-01, do: record_check, form: {checked: 免許証, why: 写真}}
    - {date: 2024-04-10, do: request_hosei, form: {items: [印影], answer_by: 2024-04-30}}
    - {date: 2024-04-12, do: decide, refused: true, form: {outcome: grant}}
    - {date: 2024-04-20, do: answer_hosei, task: 1}
    - {date: 2024-04-20, do: extend, form: LONGER, refused: [extension.ordinary.sum]}
"""
FORMS = {
    "APPLICATION": "{channel: window, requester: data_subject, name: 見本 太郎, address: 前橋市, target: 給付}",
    "LONGER": "{days: 31, new_due: 2024-06-11, reason: 照会}",
}
RIGHT = {
    "state": "identity_check",
    "at": "2024-04-20",
    "due": "2024-05-11",
    "remaining_days": "21",
    "elapsed_days": "19",
    "overdue": "false",
    "paused": "false",
    "clocks": "{decision: 2024-05-11}",
    "notices": "[{number: hosei_notice, to: applicant}]",
    "fee": "0",
    "evidence": "{identity: accepted}",
    "missing": "[]",
    "tasks": "{hosei: {open: 0}}",
    "facts": "{application.name: 見本 太郎}",
}
WRONG = {
    "state": "awaiting_hosei",
    "due": "none",
    "remaining_days": "2",
    "elapsed_days": "1",
    "overdue": "true",
    "paused": "true",
    "clocks": "{decision: 2024-05-14}",
    "notices": "[]",
    "unmapped": "true",
    "fee": "10",
    "evidence": "{identity: missing}",
    "missing": "[x]",
    "registers": "{nope: 1}",
    "retain_until": "{nope: 2024-01-01}",
    "available": "[decide]",
    "blocked": "{decide: [identity]}",
    "tasks": "{hosei: {open: 1}}",
    "facts": "{application.name: 見本 次郎}",
    "check": "[nothing.of:this]",
}


def expecting(found: dict[str, str]) -> str:
    steps = STEPS.replace("APPLICATION", FORMS["APPLICATION"]).replace("LONGER", FORMS["LONGER"])
    return steps + "  expect:\n" + "".join(f"    {key}: {value}\n" for key, value in found.items())


Try = Callable[[str], Said]


@pytest.fixture
def tried(run: Run, tmp_path: Path) -> Try:
    def one(text: str) -> Said:
        (tmp_path / "s.yaml").write_text(text, encoding="utf-8")
        return run("scenario", tmp_path / "s.yaml", "--json")

    return one


def test_every_expectation_that_holds(tried: Try) -> None:
    said = tried(expecting(RIGHT))
    assert said.code == 0, said.err


def test_every_expectation_that_does_not_hold_is_reported(tried: Try) -> None:
    error = tried(expecting(WRONG)).error
    assert {reason["rule"].split(".")[0].partition(":")[0] for reason in error["reasons"]} >= set(WRONG)


@pytest.mark.parametrize(
    ("old", "new", "hint"),
    [
        ("task: 1", "tsk: 1", "s.yaml:10:44: "),
        ("gunma_gojokai", "gunma", "s.yaml:2:3: "),
        ("do: answer_hosei", "do: answer_hose", "s.yaml:10:7: "),
        ("2024-04-20, do: answer", "2024-04-31, do: answer", "s.yaml:10:7: "),
        ("extension.ordinary.sum", "extension.ordinary.times", "extension.ordinary.sum"),
        ("task: 1}", "refused: true}", "s.yaml:10:7: "),
        ("- scenario: Z-1", "- scenario: [", "s.yaml:"),
    ],
)
def test_a_mistake_is_named_with_its_place(tried: Try, old: str, new: str, hint: str) -> None:
    said = tried(expecting(RIGHT).replace(old, new, 1))
    assert said.code == 1
    assert any(hint in reason["message"] for reason in said.error["reasons"])


@pytest.mark.parametrize("org", ["mihon_union", "reimei_kumiai"])
def test_organisations_of_ones_own_keep_their_scenarios(run: Run, org: str) -> None:
    assert run("scenario", PATTERNS / org).code == 0
