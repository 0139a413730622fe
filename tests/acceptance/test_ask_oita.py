"""ask about 大分県市町村職員共済組合: every line of its identity rule, every cell of its forms, fee and retention."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.commands import Run

OITA = "oita_kyosai"
PAPERS: list[dict[str, Any]] = yaml.load(
    Path(__file__).with_name("papers_oita.yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
STABLE = {
    "too_old",
    "future",
    "no_date",
    "not_original",
    "not_signed",
    "not_sealed",
    "no_address",
    "not_listed",
}


def truths(value: Any) -> Any:
    """Text as JSON would have it: true and false, the rest as it stands."""
    if isinstance(value, dict):
        return {key: truths(one) for key, one in value.items()}
    if isinstance(value, list):
        return [truths(one) for one in value]
    return {"true": True, "false": False}.get(value, value)


@pytest.mark.parametrize("case", PAPERS, ids=[case["name"] for case in PAPERS])
def test_papers(run: Run, case: dict[str, Any]) -> None:
    form = {"kind": "disclosure", **truths(case["form"])}
    found = run("ask", OITA, "evidence", "--form", "-", "--json", stdin=form).answer["answer"]
    assert (found["status"], found["accepted"]) == (case["status"], case["status"] == "accepted")
    expected = case.get("missing", {})
    assert {one["item"] for one in found["missing"]} == set(expected)
    for one in found["missing"]:
        types = expected[one["item"]]
        assert len(one["types"]) > 10 if types == "any" else one["types"] == types
        assert one["text"]
        assert one["basis"].startswith("第1")
    assert {one["document"]: one["reason"] for one in found["rejected"]} == case.get("rejected", {})
    assert all(one["text"] and one["reason"] in STABLE for one in found["rejected"])


def test_every_reason_and_every_scenario_of_the_rule_is_tried() -> None:
    reasons = {reason for case in PAPERS for reason in case.get("rejected", {}).values()}
    assert reasons == STABLE
    names = " ".join(case["name"] for case in PAPERS)
    assert all(f"A-{number}" in names for number in range(31, 44))


# application, grant, partial, refuse, nonexistent, extension
DISCLOSURE = ("様式第6号", "様式第9号", "様式第10号", "様式第11号", "様式第12号", "様式第13号")
STOP = ("様式第6号", "様式第9号", "様式第10号", "様式第11号", None, "様式第13号")
CELLS = {
    "purpose_notice": ("様式第6号", "様式第8号", None, None, None, "様式第13号"),
    "disclosure": DISCLOSURE,
    "record_disclosure": DISCLOSURE,
    "correction": STOP,
    "stop_use": STOP,
    "stop_provision": STOP,
}
TITLES = {
    "様式第6号": "個人情報開示等請求(申出)書",
    "様式第8号": "個人情報の利用目的通知書",
    "様式第9号": "個人情報開示等決定通知書",
    "様式第10号": "個人情報部分開示等決定通知書",
    "様式第11号": "個人情報非開示等決定通知書",
    "様式第12号": "個人情報不存在決定通知書",
    "様式第13号": "個人情報開示等決定延期通知書",
}


@pytest.mark.parametrize("kind", CELLS)
def test_the_number_of_each_letter(run: Run, kind: str) -> None:
    outcomes = ("application", "grant", "partial", "refuse", "nonexistent", "extension")
    for outcome, number in zip(outcomes, CELLS[kind], strict=True):
        found = run("ask", OITA, "letter", kind, outcome, "--json").answer["answer"]
        assert (found["number"], found["unmapped"]) == (number, number is None), outcome
        assert number is None or found["title"] == TITLES[number]
        purpose = kind == "purpose_notice"
        assert found["freeform"] == (purpose and outcome in ("refuse", "nonexistent"))
        assert found["offer"] == ("様式第11号" if number is None and not purpose else None)


@pytest.mark.parametrize(
    ("kind", "form", "yen"),
    [
        ("disclosure", {"actual_cost": 30, "postage": 110}, 140),
        ("disclosure", {"actual_cost": 30, "delivery": "hand"}, 30),
        ("record_disclosure", {"postage": 110, "outcome": "partial"}, 110),
        ("disclosure", {"actual_cost": 30, "outcome": "refuse"}, 0),
        ("correction", {"actual_cost": 30, "postage": 110}, 0),
    ],
)
def test_the_actual_cost_is_the_fee_and_nothing_is_waived(
    run: Run, kind: str, form: dict[str, Any], yen: int
) -> None:
    found = run("ask", OITA, "fee", kind, "--form", "-", "--json", stdin=form).answer["answer"]
    assert (found["yen"], found["exempt"], found["silent"]) == (yen, False, False)
    assert all(line["basis"].startswith("第22条") for line in found["lines"])


@pytest.mark.parametrize(
    ("register", "recorded", "through", "free"),
    [
        ("provision_contract", "2024-04-01", "2025-03-31", "2025-04-01"),
        ("provision_lump", "2024-06-15", "2027-06-14", "2027-06-15"),
        ("provision_record", "2024-09-30", "2027-09-30", "2027-10-01"),
    ],
)
def test_retention(run: Run, register: str, recorded: str, through: str, free: str) -> None:
    found = run("ask", OITA, "retention", register, "--recorded", recorded, "--json").answer["answer"]
    assert found == {"keep_through": through, "disposable_from": free}


def test_no_period_is_laid_down(run: Run) -> None:
    words = ("--received", "2024-05-01", "--extend", "5@2024-05-10", "--today", "2024-06-10", "--json")
    found = run("ask", OITA, "due", "disclosure", *words).answer["answer"]
    assert (found["due"], found["label"], found["elapsed_days"], found["overdue"]) == (
        None,
        "遅滞なく",
        40,
        False,
    )
    assert [one["rule"] for one in found["refused"]] == ["none_defined"]


@pytest.mark.parametrize(
    ("setting", "value", "received", "status"),
    [
        ("SET-08", "arrival", "2024-06-01", "missing"),
        ("SET-08", "dispatch", "2024-06-01", "accepted"),
        ("SET-09", "yes", "2024-05-02", "accepted"),
        ("SET-09", "no", "2024-05-02", "missing"),
    ],
)
def test_the_reading_of_the_thirty_days(
    run: Run, tmp_path: Path, setting: str, value: str, received: str, status: str
) -> None:
    """A certificate sent off on 30 May and older than that on arrival, or issued on the very day of the request."""
    sent, issued = ("2024-05-30", "2024-05-01") if setting == "SET-08" else ("2024-05-02", "2024-05-02")
    papers = [{"type": "passport", "copy": True}, {"type": "residence_record", "issued_on": issued}]
    form = {"channel": "post", "requester": "data_subject", "received": received, "sent_on": sent}
    (tmp_path / "s.json").write_text(f'{{"{setting}": "{value}"}}', encoding="utf-8")
    words = ("--settings", tmp_path / "s.json", "--form", "-", "--json")
    found = run("ask", OITA, "evidence", *words, stdin={**form, "documents": papers}).answer["answer"]
    assert found["status"] == status
