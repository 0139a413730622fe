"""ask without a case: the cells of both organisations, fees, retention, papers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.conftest import AICHI, GUNMA
from tests.commands import Run

# Two kinds for each organisation; the whole matrix is tried where the rule is.
KINDS = ("purpose_notice", "stop_provision")
OUTCOMES = ("application", "grant", "refuse", "partial", "nonexistent", "extension")
CELLS = {
    GUNMA: {
        "purpose_notice": ("1号", "2号", "3号", None, "7号", None),
        "stop_provision": ("1号", "2号の4", "6号", "6号の2", "7号", None),
    },
    AICHI: {
        "purpose_notice": ("5号", "6号", "7号", None, "12号", None),
        "stop_provision": ("5号の5", "6号の5", "11号", "11号の2", "12号", None),
    },
}


@pytest.mark.parametrize("org", [GUNMA, AICHI])
def test_the_number_of_each_letter(run: Run, org: str) -> None:
    for kind in KINDS:
        for outcome, number in zip(OUTCOMES, CELLS[org][kind], strict=True):
            found = run("ask", org, "letter", kind, outcome, "--json").answer["answer"]
            assert set(found) == {"number", "title", "unmapped", "freeform", "offer"}
            freeform = org == GUNMA and outcome == "extension"
            expected = (number and f"別紙様式第{number}", number is None and not freeform, freeform)
            assert (found["number"], found["unmapped"], found["freeform"]) == expected, (kind, outcome)


@pytest.mark.parametrize(
    ("form", "yen", "exempt"),
    [
        ({"copies": {"single": 99}}, 0, True),
        ({"copies": {"single": 100}}, 1000, False),
        ({"copies": {"single": 30, "duplex": 35}}, 1000, False),
        ({"copies": {"duplex": 49}}, 0, True),
        ({"copies": {"duplex": 49}, "postage": 140}, 1120, False),
        ({"media": {"brought": True, "unopened": True}, "postage": 430}, 0, True),
        ({"media": {"brought": True, "actual_cost": 600}, "postage": 430}, 1030, False),
        ({"outcome": "refuse", "copies": {"single": 200}}, 0, False),
        ({"media": {"brought": True, "unopened": False}}, None, False),
    ],
)
def test_fees(run: Run, form: dict[str, Any], yen: int | None, exempt: bool) -> None:
    found = run("ask", GUNMA, "fee", "disclosure", "--form", "-", "--json", stdin=form).answer["answer"]
    assert set(found) == {"yen", "exempt", "silent", "lines"}
    assert (found["yen"], found["exempt"], found["silent"]) == (yen, exempt, False)


def test_a_silent_fee_is_never_nothing(run: Run) -> None:
    words = ("--form", "-", "--json")
    assert run("ask", AICHI, "fee", "disclosure", *words, stdin={}).answer["answer"] == {
        "yen": None,
        "exempt": False,
        "silent": True,
        "lines": [],
    }
    found = run("ask", GUNMA, "fee", "correction", *words, stdin={"outcome": "grant"}).answer["answer"]
    assert (found["yen"], found["lines"]) == (0, [])


@pytest.mark.parametrize(
    ("value", "recorded", "through", "free"),
    [
        ("next_day", "2024-05-01", "2034-05-01", "2034-05-02"),
        ("next_day", "令和4年2月28日", "2032-02-29", "2032-03-01"),
        ("record_day", "2024-05-01", "2034-04-30", "2034-05-01"),
        ("next_fiscal_year", "2024-05-01", "2035-03-31", "2035-04-01"),
        ("next_fiscal_year", "2024-03-31", "2034-03-31", "2034-04-01"),
    ],
)
def test_retention(run: Run, tmp_path: Path, value: str, recorded: str, through: str, free: str) -> None:
    (tmp_path / "s.json").write_text(f'{{"SET-10": "{value}"}}', encoding="utf-8")
    words = ("--recorded", recorded, "--settings", tmp_path / "s.json", "--json")
    found = run("ask", AICHI, "retention", "disclosure_ledger", *words).answer
    assert found["answer"] == {"keep_through": through, "disposable_from": free}
    assert all(set(line) == {"date", "text", "basis", "result"} for line in found["derivation"])


@pytest.mark.parametrize(
    ("words", "form", "due", "refused"),
    [
        ("--received 2024-04-01", {}, "2024-05-01", []),
        ("--received R6.4.1 --hosei 2024-04-10..2024-04-20", {}, "2024-05-11", []),
        ("--received 2024-04-01 --hosei 2024-04-10.. --today 2024-06-30", {}, None, []),
        ("--received 2024-06-03 --extend 31@2024-07-01", {}, "2024-07-03", ["extension.ordinary.sum"]),
        ("--received 2024-06-03 --extend 5@2024-07-04", {}, "2024-07-03", ["extension.ordinary.record"]),
        (
            "--received 2024-06-03 --extend 20@2024-07-01 --extend 10@2024-07-02",
            {},
            "2024-07-23",
            ["extension.ordinary.times"],
        ),
        ("--received 2024-06-03 --extend 15@2024-07-01", {"reason": "照会"}, "2024-07-18", []),
        ("--received 2024-06-03 --extend 15@2024-07-01", {"reason": ""}, "2024-07-03", ["form"]),
        (
            "--received 2024-06-03 --extend 15@2024-07-01",
            {"reason": "照会", "new_due": "2024-07-19"},
            "2024-07-03",
            ["form"],
        ),
        ("--received 2040-04-01 --today 2041-01-01", {}, "2040-05-01", []),
    ],
)
def test_due(run: Run, words: str, form: dict[str, Any], due: str | None, refused: list[str]) -> None:
    given = ("ask", GUNMA, "due", "disclosure", *words.split(), "--form", "-", "--json")
    found = run(*given, stdin=form).answer["answer"]
    assert set(found) == {
        *("due", "label", "remaining_days", "elapsed_days"),
        *("overdue", "paused", "refused"),
    }
    assert found["due"] == due
    assert [one["rule"] for one in found["refused"]] == refused
    assert found["paused"] == (due is None)


def test_where_no_days_are_laid_down(run: Run) -> None:
    words = ("--received", "2024-05-01", "--extend", "5@2024-05-10", "--today", "2024-05-21", "--json")
    found = run("ask", AICHI, "due", "disclosure", *words).answer["answer"]
    assert (found["due"], found["label"], found["elapsed_days"]) == (None, "遅滞なく", 20)
    assert [one["rule"] for one in found["refused"]] == ["none_defined"]


@pytest.mark.parametrize(
    ("org", "form", "status"),
    [
        (GUNMA, {"kind": "correction"}, "missing"),
        (GUNMA, {"kind": "correction", "documents": [{"type": "accuracy_proof"}]}, "pending"),
        (
            GUNMA,
            {"kind": "disclosure", "requester": "statutory_agent", "agent_capacity": "curator"},
            "missing",
        ),
        (
            GUNMA,
            {"kind": "disclosure", "documents": [{"type": "passport", "approved_by": "見本"}]},
            "accepted",
        ),
        (AICHI, {"kind": "disclosure", "documents": [{"type": "passport"}]}, "pending"),
    ],
)
def test_papers(run: Run, org: str, form: dict[str, Any], status: str) -> None:
    found = run("ask", org, "evidence", "--form", "-", "--json", stdin=form).answer["answer"]
    assert set(found) == {"accepted", "status", "missing", "rejected"}
    assert (found["status"], found["accepted"]) == (status, status == "accepted")
    assert all(set(one) == {"item", "types", "text", "basis"} for one in found["missing"])
