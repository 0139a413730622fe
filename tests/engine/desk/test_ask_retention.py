"""How long a register is kept, asked without a case: 愛知 第16条第2項 under each reading of its ten years."""

from __future__ import annotations

import pytest

from engine.desk.ask import ask_retention
from engine.errors import UsageError
from tests.engine.desk.asking import AICHI, GOJOKAI, day, office


@pytest.mark.parametrize(
    ("reading", "recorded", "through", "disposable"),
    [
        ("next_day", "2024-05-01", "2034-05-01", "2034-05-02"),
        ("next_day", "2022-02-28", "2032-02-29", "2032-03-01"),
        ("record_day", "2024-05-01", "2034-04-30", "2034-05-01"),
        ("record_day", "2022-02-28", "2032-02-27", "2032-02-28"),
        ("next_fiscal_year", "2024-05-01", "2035-03-31", "2035-04-01"),
        ("next_fiscal_year", "2022-02-28", "2032-03-31", "2032-04-01"),
    ],
)
def test_ten_years_of_the_ledger(reading: str, recorded: str, through: str, disposable: str) -> None:
    found = ask_retention(office(AICHI, SET_10=reading), "disclosure_ledger", day(recorded))
    assert found["answer"] == {"keep_through": through, "disposable_from": disposable}
    assert {one["basis"] for one in found["derivation"]} == {"第16条第2項"}
    assert found["derivation"][-1]["result"] == disposable


def test_a_silent_period_is_said() -> None:
    found = ask_retention(office(AICHI), "incoming_mail_register", day("2024-05-01"))
    assert found["answer"] == {"keep_through": None, "disposable_from": None}
    assert found["derivation"][-1]["text"] == "保存期間の定めがありません"


def test_a_minimum_and_months() -> None:
    built = office("mihon_union")
    book = ask_retention(built, "request_book", day("2024-05-01"))
    assert book["answer"]["keep_through"] == "2030-03-31"
    assert "少なくとも" in book["derivation"][2]["text"]
    enquiries = ask_retention(built, "enquiry_book", day("2024-05-01"))
    assert enquiries["answer"]["keep_through"] == "2025-10-31"


@pytest.mark.parametrize(("org", "name", "near"), [(AICHI, "disclosure_leger", "disclosure_ledger")])
def test_an_unknown_register_gives_the_nearest(org: str, name: str, near: str) -> None:
    with pytest.raises(UsageError) as caught:
        ask_retention(office(org), name, day("2024-05-01"))
    assert near in caught.value.ja and near in caught.value.en


def test_an_organisation_without_registers_has_none_to_ask_about() -> None:
    with pytest.raises(UsageError):
        ask_retention(office(GOJOKAI), "disclosure_ledger", day("2024-05-01"))
