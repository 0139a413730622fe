"""Registers as tables and files: rows, what is still open, how long kept; nothing is a formula."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from engine.errors import UsageError
from engine.export.registers import Sheet, register_sheet, safe_cell, to_csv, to_xlsx
from engine.model.case import Case
from engine.model.workflow import Workflow
from tests.engine.export.cases import samples
from tests.engine.little import received

WHOLE = "aichi_kyosai:aichi-post-whole"
FORMULAS = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "\nx", "＝1+1", "＋1", "－1", "＠x"]


def sheet_of(*cells: str) -> Sheet:
    columns = tuple(f"c{n}" for n in range(len(cells)))
    return Sheet(
        "book", "見本台帳", "", columns, tuple("欄" for _ in cells), (dict(zip(columns, cells, strict=True)),)
    )


def numbered(case: Case, number: str) -> Case:
    return replace(case, number=number)


def pairs(*numbers: str) -> list[tuple[Workflow, Case]]:
    workflow, case, _ = samples()[WHOLE]
    return [(workflow, numbered(case, number)) for number in numbers]


def test_a_row_for_every_case_in_the_order_of_writing() -> None:
    workflow, _, today = samples()[WHOLE]
    sheet = register_sheet([workflow], pairs("R6-002", "R6-001"), "disclosure_ledger", today)
    assert sheet.title == workflow.registers["disclosure_ledger"].title.ja
    assert sheet.columns == tuple(workflow.registers["disclosure_ledger"].columns)
    assert len(sheet.titles) == len(sheet.columns)
    assert [about["case"] for about in sheet.about] == ["R6-001", "R6-002"]
    assert all(isinstance(cell, str) for row in sheet.rows for cell in row.values())
    assert all(set(row) == set(sheet.columns) for row in sheet.rows)


HELD = """
registers:
  book:
    title: 申出簿
    at: [receive]
    columns: {name: application.name}
    retain: {period: 1 year, starts: row.written, minimum: true, hold: decision.outcome is missing, then: dispose}
"""


def test_a_minimum_and_a_hold_are_said_of_each_row() -> None:
    there = received(HELD)
    pair, today = [(there.workflow, there.case)], date(2026, 4, 1)
    about = register_sheet([there.workflow], pair, "book", today).about[0]
    assert (about["keep_through"], about["minimum"], about["held"], about["then"]) == (
        "2025-04-01",
        True,
        True,
        "dispose",
    )
    there.do("confirm", "2024-04-02")
    there.do("decide", "2024-04-03", {"outcome": "grant"})
    about = register_sheet([there.workflow], [(there.workflow, there.case)], "book", today).about[0]
    assert about["held"] is False


def test_a_row_says_until_when_it_is_kept() -> None:
    workflow, _, today = samples()[WHOLE]
    about = register_sheet([workflow], pairs("R6-001"), "disclosure_ledger", today).about[0]
    assert (about["written"], about["keep_through"], about["disposable_from"]) == (
        "2024-04-17",
        "2034-04-17",
        "2034-04-18",
    )


def test_cells_are_printed_in_words() -> None:
    workflow, _, today = samples()[WHOLE]
    row = register_sheet([workflow], pairs("R6-001"), "disclosure_ledger", today).rows[0]
    assert any("令和6年" in cell for cell in row.values())
    assert not any("stop_provision" in cell for cell in row.values())


def test_a_row_of_a_task_reads_its_own_instance() -> None:
    workflow, case, today = samples()["mihon_union:M-01"]
    sheet = register_sheet([workflow], [(workflow, case)], "enquiry_book", today)
    assert len(sheet.rows) == 2
    text = [" ".join(row.values()) for row in sheet.rows]
    assert "見本銀行" in text[0] and "見本会館" in text[1]


def test_what_may_be_filled_later_is_open_until_then() -> None:
    for workflow, case, today in samples().values():
        for register in workflow.registers.values():
            sheet = register_sheet([workflow], [(workflow, case)], register.id, today)
            for row, about in zip(sheet.rows, sheet.about, strict=True):
                assert about["open"] == [name for name in register.later if row[name] == ""]


def test_a_silent_retention_has_no_day() -> None:
    silent = 0
    for workflow, case, today in samples().values():
        for register in workflow.registers.values():
            if register.retain is not None and register.retain.period is None:
                for about in register_sheet([workflow], [(workflow, case)], register.id, today).about:
                    silent += 1
                    assert about["keep_through"] == about["disposable_from"] == ""
    assert silent


def test_an_unknown_register_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="disclosure_ledger"):
        register_sheet([samples()[WHOLE][0]], [], "nowhere", date(2024, 4, 1))


# --- CSV and Excel


def test_csv_as_excel_expects_it() -> None:
    data = to_csv(sheet_of("見本 太郎", '一、"二"\n三'))
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.endswith(b"\r\n")
    read = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert read == [["欄", "欄"], ["見本 太郎", '一、"二"\n三']]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_cell_is_a_formula(text: str) -> None:
    read = list(csv.reader(io.StringIO(to_csv(sheet_of(text)).decode("utf-8-sig"), newline="")))
    assert read[1][0] == f"'{text}"
    page = load_workbook(io.BytesIO(to_xlsx(sheet_of(text)))).active
    assert page is not None
    cell = page.cell(row=2, column=1)
    assert cell.data_type != "f"
    assert str(cell.value).replace("_x000D_", "\r").strip() == text.strip()


@pytest.mark.parametrize("text", ["", "見本", "1+1", "a=b", "ｱ", "'"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=10))
def test_csv_loses_nothing(text: str) -> None:
    read = list(csv.reader(io.StringIO(to_csv(sheet_of(text, "x")).decode("utf-8-sig"), newline="")))
    assert read[1][0] in (text, f"'{text}")


def test_excel_takes_control_characters_and_long_titles() -> None:
    sheet = replace(sheet_of("a\x07b"), title="台帳[1]:" + "長" * 40)
    page = load_workbook(io.BytesIO(to_xlsx(sheet))).active
    assert page is not None
    assert len(page.title) == 31
    assert page.cell(row=2, column=1).value == "ab"
