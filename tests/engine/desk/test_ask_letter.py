"""Which letter, asked without a case: every kind and outcome of both organisations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from engine.desk.ask import ask_letter
from engine.errors import UsageError
from tests.engine.desk.asking import AICHI, GOJOKAI, day, office

EXPECTED: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("letters.yaml").read_text(encoding="utf-8")
)
CELLS = [
    (org, kind, outcome, number)
    for org, kinds in EXPECTED.items()
    for kind, outcomes in kinds.items()
    for outcome, number in outcomes.items()
]


def test_every_cell_is_asked() -> None:
    assert [sum(org == one for one, *_ in CELLS) for org in (GOJOKAI, AICHI)] == [30, 30]


@pytest.mark.parametrize(("org", "kind", "outcome", "number"), CELLS)
def test_the_letter_of_a_kind_and_outcome(org: str, kind: str, outcome: str, number: str) -> None:
    found = ask_letter(office(org), kind, outcome)
    answer = found["answer"]
    assert answer["number"] == (None if number in ("none", "freeform") else number)
    assert answer["unmapped"] == (number == "none")
    assert answer["freeform"] == (number == "freeform")
    assert answer["offer"] is None
    assert found["derivation"] and all(one["text"] for one in found["derivation"])


def test_a_computed_heading_is_the_title() -> None:
    built = office()
    assert ask_letter(built, "disclosure", "partial")["answer"]["title"] == "個人情報一部開示決定通知書"
    assert (
        ask_letter(built, "disclosure", "extension")["answer"]["title"] == "決定の期間の延長について（通知）"
    )
    application = ask_letter(built, "stop_use", "application")["answer"]["title"]
    assert application == "個人情報利用目的通知・開示・訂正等・利用停止等・第三者提供停止申出書"
    assert ask_letter(office(AICHI), "disclosure", "extension")["answer"]["title"] is None


def test_the_derivation_shows_the_row_and_its_article() -> None:
    found = ask_letter(office(AICHI), "correction", "grant")
    assert found["derivation"] == [
        {
            "date": "",
            "text": "決定通知書の様式: 種別＝訂正等、決定の内容＝全部する",
            "basis": "第19条第1号ハ",
            "result": "別紙様式第6号の3",
        }
    ]


def test_silence_is_said_with_its_article() -> None:
    (row, silence) = ask_letter(office(), "purpose_notice", "partial")["derivation"]
    assert row["result"] == "" and "第20条第1項第2号イ" in row["basis"]
    assert silence["text"] == "この組合せに定めた様式がありません"


def test_a_form_that_changed_by_date_is_that_of_the_day_of_decision() -> None:
    built = office("mihon_union")
    before = ask_letter(built, "disclosure", "nonexistent", day("2026-03-31"))["answer"]
    after = ask_letter(built, "disclosure", "nonexistent", day("2026-04-01"))["answer"]
    assert (before["number"], after["number"]) == ("見本様式第5号", "見本様式第5号の2")


def test_a_letter_offered_without_a_form_is_freeform() -> None:
    answer = ask_letter(office("mihon_union"), "stop_use", "nonexistent")["answer"]
    assert (answer["number"], answer["unmapped"], answer["freeform"]) == (None, True, True)


def test_a_combination_that_cannot_occur_has_no_letter() -> None:
    answer = ask_letter(office("mihon_union"), "provision_history", "partial")["answer"]
    assert (answer["number"], answer["unmapped"], answer["freeform"]) == (None, True, False)


@pytest.mark.parametrize(
    ("kind", "outcome", "near"), [("disclosure", "grants", "grant"), ("corection", "grant", "correction")]
)
def test_unknown_names_give_the_nearest(kind: str, outcome: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask_letter(office(), kind, outcome)
    assert near in caught.value.ja and near in caught.value.en


def test_in_english() -> None:
    found = ask_letter(office(), "disclosure", "extension", language="en")
    assert found["answer"]["title"] == "Notice of extension"
    assert found["derivation"][0]["text"] == "Notice of extension: no form number is laid down"
