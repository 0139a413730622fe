"""The yearly figures of an organisation: rows of its registers counted and added up, never a name."""

from __future__ import annotations

import pytest

from engine.export.registers import Sheet, register_sheet
from engine.export.reports import report_sheet
from tests.engine.little import APPLIED, Office, build, play, problems, said

BOOK = """
registers:
  book:
    title: 申出簿
    at: [receive, decide]
    columns:
      kind: kind
      name: application.name
      pages: {title: 枚数, from: application.pages}
      outcome: {title: 結果, from: decision.outcome}
    later: [outcome]
"""
REPORTS = """
reports:
  yearly: {title: 年度の件数, register: book, by: [kind, outcome], count: outcome is present}
  pages: {title: 枚数の合計, register: book, sum: pages, where: "pages > 1", period: calendar_year}
"""


def case(day: str, kind: str = "see", outcome: str = "", pages: int = 1) -> Office:
    there = play(BOOK, REPORTS, kind)
    there.do("receive", day, {**APPLIED, "pages": pages})
    if outcome:
        there.do("confirm", day)
        there.do("decide", day, {"outcome": outcome})
    return there


def report(name: str, *cases: Office) -> Sheet:
    pairs = [(one.workflow, one.case) for one in cases]
    return report_sheet(build(BOOK, REPORTS).reports[name], pairs)


def test_rows_are_counted_for_each_year_and_each_value_of_the_columns() -> None:
    found = report(
        "yearly",
        case("2025-03-31", outcome="refuse"),
        case("2025-04-01", outcome="grant"),
        case("2025-05-01", outcome="grant"),
        case("2025-05-01", "mend", "grant"),
        case("2025-05-01"),
    )
    assert found.titles == ("年度", "種別", "結果", "件数")
    assert [tuple(row.values()) for row in found.rows] == [
        ("R6", "閲覧", "しない", "1"),
        ("R7", "閲覧", "する", "2"),
        ("R7", "訂正", "する", "1"),
    ]


def test_a_column_of_numbers_is_added_up_over_the_rows_that_are_meant() -> None:
    found = report("pages", case("2025-03-31", pages=3), case("2025-04-01", pages=2), case("2025-04-01"))
    assert [tuple(row.values()) for row in found.rows] == [("2025", "2", "5")]
    assert found.titles == ("年", "件数", "合計: 枚数")


def test_a_year_without_a_row_is_not_there() -> None:
    assert report("yearly", case("2025-04-01")).rows == ()


@pytest.mark.parametrize(
    ("written", "path", "near"),
    [
        ("register: bok", "reports.r.register", "book"),
        ("register: book, by: [knd]", "reports.r.by", "kind"),
        ("register: book, where: outcom = grant", "reports.r.where", "outcome"),
        ("register: book, where: outcome = grand", "reports.r.where", "grant"),
        ("register: book, sum: name", "reports.r.sum", ""),
        ("register: book, period: month", "reports.r.period", ""),
    ],
)
def test_what_a_report_names_must_be_there(written: str, path: str, near: str) -> None:
    found = said(problems(BOOK, f"\nreports: {{r: {{title: 集計, {written}}}}}"))
    assert path in found and near in found[path]


def test_a_register_goes_on_when_the_workflow_is_replaced() -> None:
    """An older version of a workflow and its successor write the same register, each by its own rules."""
    old, new = case("2024-04-01", outcome="grant"), case("2025-04-01", outcome="refuse")
    later = BOOK.replace("registers:", "effective: {from: 2025-01-01, by: event.receive}\nregisters:")
    later = later.replace("    later:", "      address: application.address\n    later:")
    successor = build(BOOK, "", (("shop/second", _second(later)),)).workflows["shop/second"]
    sheet = register_sheet(
        [successor, old.workflow],
        [(old.workflow, old.case), (successor, new.case)],
        "book",
        new.case.path[-1][1],
    )
    assert sheet.columns == ("kind", "name", "pages", "outcome", "address")
    assert [(row["outcome"], row["address"]) for row in sheet.rows] == [("する", ""), ("しない", "見本市3-3")]


def _second(overlay: str) -> str:
    from tests.engine.little import HEAD

    return HEAD + overlay
