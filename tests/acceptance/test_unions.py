"""A union that starts from the template, and one whose answers have no form: as an office meets them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import CHECKED, REQUEST
from tests.commands import Run

TEMPLATE, UNION = "guideline_union", "gunma_union"
OWN = {
    "workflows/mihon_rokumi/organisation.yaml": f"""
language: 1
extends: {TEMPLATE}/organisation
title: 見本労働組合
sender: 執行委員長
windows: {{main: {{address: 見本市1-1, phone: 000-0000, hours: 平日, channels: [window, post]}}}}
""",
    "workflows/mihon_rokumi/request.yaml": f"""
language: 1
extends: {TEMPLATE}/request
fees:
  copy:
    replace: true
    title: 手数料
    when: kind in [disclosure, correction]
    lines: {{one: {{title: 一件, amount: 300}}}}
    paid_at: {{pay: payment.amount}}
    before: [execute]
    refund: never
    basis: 見本規約第9条
""",
}


def told(run: Run, *words: object, form: dict[str, Any] | None = None) -> Any:
    """The answer of a command, with a form typed in."""
    typed = ("--form", "-") if form is not None else ()
    return run(*words, *typed, "--json", stdin=form or b"{}").answer


@pytest.fixture
def own(tmp_path: Path) -> Path:
    for file, text in OWN.items():
        path = tmp_path / "own" / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "own"


def test_a_fee_for_correction_is_refused_with_file_line_and_reason(
    run: Run, own: Path, tmp_path: Path
) -> None:
    said = run("check", own)
    assert said.code == 1
    (wrong,) = [line for line in said.err.splitlines() if "may_charge" in line]
    assert re.search(r"mihon_rokumi/request\.yaml:8:5: 手数料: .*個人情報保護法第38条", wrong)
    assert "種別＝訂正等" in wrong
    assert run("init", tmp_path / "office", "--from", own, "--no-encryption").code == 1
    file = own / "workflows/mihon_rokumi/request.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace(", correction]", "]"), encoding="utf-8")
    assert run("check", own).code == 0


DECIDED: dict[str, dict[str, Any]] = {
    "purpose_notice": {"outcome": "grant", "purposes": ["bargaining"]},
    "disclosure": {"outcome": "partial", "grounds": ["appi_33_2_1"], "reason": "家族の情報を含むため"},
    "correction": {"outcome": "refuse", "grounds": ["g_co_1"], "reason": "名簿のとおりと分かったため"},
    "stop_use": {"outcome": "grant", "content": "名簿から消去する"},
    "stop_provision": {"outcome": "nonexistent"},
}


@pytest.mark.parametrize("kind", DECIDED)
def test_a_request_leads_to_a_letter_without_a_form_number(run: Run, tmp_path: Path, kind: str) -> None:
    office = tmp_path / "office"
    run("init", office, "--from", UNION, "--no-encryption")
    run(
        "member",
        "add",
        office,
        "mihon",
        "--name",
        "見本 花子",
        "--role",
        "window_clerk",
        "--role",
        "privacy_officer",
    )
    number = told(run, "case", "new", office, kind, form={**REQUEST, "target": "組合員名簿"})["case"]
    for command, form in (
        ("record_check", CHECKED),
        ("confirm_identity", {}),
        ("confirm_completeness", {}),
        ("investigate", {"findings": "名簿を調べた"}),
        ("decide", DECIDED[kind]),
        ("notify", {}),
    ):
        assert told(run, "case", "do", office, number, command, form=form)["ok"] is True
    (letter,) = told(run, "case", "show", office, number)["notices"]
    assert (letter["number"], letter["id"]) == (None, "decision_notice")
    written = tmp_path / "letter.pdf"
    assert run("notice", office, number, 1, "-o", written).code == 0
    assert written.read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("papers", "demanded", "status"),
    [
        ([], [], "missing"),
        ([{"type": "power_of_attorney"}], [], "accepted"),
        ([{"type": "power_of_attorney"}], ["seal_certificate"], "pending"),
        ([{"type": "power_of_attorney"}, {"type": "seal_certificate"}], ["seal_certificate"], "accepted"),
    ],
)
def test_an_agent_needs_a_mandate_and_what_was_demanded(
    run: Run, papers: list[Any], demanded: list[str], status: str
) -> None:
    form = {"kind": "disclosure", "requester": "mandated_agent", "documents": papers, "demanded": demanded}
    answer = told(run, "ask", UNION, "evidence", form=form)["answer"]
    assert (answer["status"], answer["accepted"]) == (status, status == "accepted")


@pytest.mark.parametrize("organisation", [UNION, TEMPLATE])
@pytest.mark.parametrize("outcome", ["grant", "partial", "refuse", "nonexistent", "extension", "application"])
def test_no_letter_has_a_form(run: Run, organisation: str, outcome: str) -> None:
    answer = told(run, "ask", organisation, "letter", "disclosure", outcome)["answer"]
    assert (answer["number"], answer["freeform"], answer["unmapped"]) == (None, True, False)
