"""What to bring, asked without a case: silent lists stay open, and every demand is named with its article."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.desk.ask import InputError, ask_evidence
from engine.errors import UsageError
from tests.engine.desk.asking import AICHI, day, office

POWER = {"type": "power_of_attorney", "issued_on": "2024-05-20", "signed": True, "sealed": True}
SEAL = {"type": "seal_certificate", "issued_on": "2024-05-20"}
LICENCE = {"type": "drivers_license"}


def ask(org: str, **form: Any) -> dict[str, Any]:
    answer: dict[str, Any] = ask_evidence(office(org), form, day("2024-05-31"))["answer"]
    return answer


def test_a_silent_list_is_never_accepted_by_itself() -> None:
    found = ask_evidence(office(AICHI), {"kind": "disclosure", "documents": [LICENCE]}, day("2024-05-31"))
    assert (found["answer"]["accepted"], found["answer"]["status"]) == (False, "pending")
    assert "別表3 未設定" in found["answer"]["missing"][0]["basis"]
    assert [one["result"] for one in found["derivation"]] == ["確認待ち"]


def test_a_silent_list_answered_by_a_person() -> None:
    assert ask(AICHI, kind="disclosure", documents=[{**LICENCE, "approved_by": "見本 太郎"}])["accepted"]


def test_a_correction_needs_proof_and_a_disclosure_does_not() -> None:
    correction = ask("gunma_gojokai", kind="correction", documents=[])
    assert correction["status"] == "missing"
    assert [one["item"] for one in correction["missing"]] == ["identity", "proof"]
    assert correction["missing"][1]["types"] == ["accuracy_proof"]
    assert correction["missing"][1]["basis"] == "第19条第2項"
    assert ask("gunma_gojokai", kind="disclosure", documents=[])["status"] == "pending"
    assert ask("gunma_gojokai", documents=[])["status"] == "pending"


def test_a_curator_is_no_statutory_agent() -> None:
    answer = ask("gunma_gojokai", kind="disclosure", requester="statutory_agent", agent_capacity="curator")
    assert answer["status"] == "missing"
    assert answer["missing"][0]["basis"] == "第15条"
    answer = ask("gunma_gojokai", kind="disclosure", requester="statutory_agent", agent_capacity="parental")
    assert answer["status"] == "pending"


@pytest.mark.parametrize(
    ("form", "status", "missing"),
    [
        ({"channel": "window", "requester": "data_subject", "documents": [LICENCE]}, "accepted", []),
        ({"channel": "post", "documents": [{**LICENCE, "copy": True}]}, "missing", ["residence"]),
        ({"requester": "mandated_agent", "documents": [LICENCE, POWER, SEAL]}, "accepted", []),
        ({"requester": "mandated_agent", "documents": [LICENCE, POWER]}, "missing", ["mandate"]),
        ({"documents": [LICENCE], "demanded": ["callback"]}, "pending", ["callback"]),
    ],
)
def test_papers_of_an_invented_union(form: dict[str, Any], status: str, missing: list[str]) -> None:
    answer = ask("mihon_union", **{"kind": "disclosure", "channel": "window", **form})
    assert (answer["status"], [one["item"] for one in answer["missing"]]) == (status, missing)


@pytest.mark.parametrize(
    ("received", "reasons"), [("2024-05-31", []), ("2024-08-01", ["too_old"]), ("2024-05-01", ["future"])]
)
def test_papers_are_judged_on_the_day_of_arrival(received: str, reasons: list[str]) -> None:
    papers = [LICENCE, POWER, {**SEAL, "issued_on": received}]
    answer = ask(
        "mihon_union",
        kind="disclosure",
        channel="window",
        requester="mandated_agent",
        documents=papers,
        received=received,
    )
    assert [one["reason"] for one in answer["rejected"]] == reasons
    assert all(one["document"] == "power_of_attorney" and one["index"] == 1 for one in answer["rejected"])


def test_one_line_for_each_demand() -> None:
    form = {
        "kind": "disclosure",
        "channel": "window",
        "requester": "mandated_agent",
        "documents": [LICENCE, POWER],
    }
    found = ask_evidence(office("mihon_union"), form, day("2024-05-31"))
    assert [(one["text"], one["result"]) for one in found["derivation"]] == [
        ("本人の書類", "確認済"),
        ("委任の書類", "不足"),
    ]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"documents": [{"type": "passport", "issued_on": "2024-13-01"}]}, "/documents/0/issued_on"),
        ({"documents": [{"copy": True}]}, "/documents/0/type"),
        ({"documents": "passport"}, "/documents"),
        ({"channel": "pigeon"}, "/channel"),
        ({"received": "someday"}, "/received"),
    ],
)
def test_what_does_not_fit_is_unusable(form: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        ask(AICHI, **form)
    assert field in [o.field for o in caught.value.objections]


def test_without_a_kind_the_question_is_about_requests_that_need_papers() -> None:
    """An organisation may also have workflows without any papers; they come first here."""
    built = office("oita_kyosai")
    workflows = dict(sorted(built.workflows.items(), key=lambda one: bool(one[1].evidence)))
    assert not next(iter(workflows.values())).evidence
    found = ask_evidence(replace(built, workflows=workflows), {"channel": "window"}, day("2024-05-31"))
    assert found["answer"]["status"] == "missing"


def test_an_unknown_kind() -> None:
    with pytest.raises(UsageError, match="correction"):
        ask(AICHI, kind="corrections")


def test_a_paper_that_only_the_intake_knows_the_marks_of() -> None:
    paper = {"type": "callback", "answered": True}
    answer = ask(
        "mihon_union", kind="disclosure", channel="window", documents=[LICENCE, paper], demanded=["callback"]
    )
    assert answer["status"] == "accepted"
