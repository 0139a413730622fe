"""What a changed period does, in sentences from real counts."""

from datetime import date

import pytest

from engine.desk import Desk, Submission
from engine.desk.workshop import Workshop
from engine.desk.workshop.looking import look
from engine.desk.workshop.making import period_by_kind
from tests.engine.desk.workshop.conftest import REQUEST

FORM = {
    "requester": "data_subject", "name": "見本 太郎", "address": "見本市見本町1-1", "target": "給付の記録",
    "channel": "window",
}  # fmt: skip
CHECK = {"checked": "見本の書類", "why": "見本"}
RECEIVED = date(2026, 9, 1)


def take_in(desk: Desk, kind: str = "disclosure") -> str:
    return desk.submit(Submission(kind=kind, form=FORM, date=RECEIVED)).case


def decided(desk: Desk, day: date) -> None:
    """A case whose letter went out on a day, and which is done."""
    number = take_in(desk)
    steps: tuple[tuple[str, dict[str, str]], ...] = (
        ("record_check", CHECK), ("confirm_identity", {}), ("confirm_completeness", {}),
        ("investigate", {"findings": "見本"}), ("decide", {"outcome": "nonexistent"}), ("notify", {}),
    )  # fmt: skip
    for command, form in steps:
        desk.submit(Submission(case=number, command=command, form=form, date=day))


@pytest.fixture
def past(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Three past cases, decided on the 10th, the 14th and the 20th day; two open ones, one of another kind."""
    monkeypatch.setenv("MADOGUCHI_NOW", "2026-11-24T09:00")
    for day in (11, 15, 21):
        decided(desk, date(2026, 9, day))
    take_in(desk)
    take_in(desk, "purpose_notice")
    return desk


def test_a_period_as_published_says_nothing(past: Desk) -> None:
    assert Workshop(past, "gunma_gojokai").period_said(REQUEST, "decision") == []


def test_a_period_of_one_kind_is_told_from_real_cases(past: Desk) -> None:
    """The 14th day is in time, the 20th is not; an open case of the kind keeps its period."""
    shop = Workshop(past, "gunma_gojokai")
    view = look(shop, REQUEST, "ja")
    period_by_kind(shop, view, ("clocks", "decision"), "disclosure", "14 days", "見本")
    said = shop.period_said(REQUEST, "decision")
    assert said[:3] == [
        "公開したあとの受付から変わります。",
        "進行中の開示 1件は、30日のままです。",
        "過去の開示 3件のうち 1件は、14日を超えていました（補正などで止まった間と延長を除く）。",
    ]
    assert any("延長の上限" in one and "そのままです" in one for one in said)


def test_a_period_of_all_kinds_counts_all(past: Desk) -> None:
    shop = Workshop(past, "gunma_gojokai")
    shop.set(REQUEST, ("clocks", "decision", "period"), "9 days")
    said = shop.period_said(REQUEST, "decision")
    assert said[1] == "進行中の案件 2件は、30日のままです。" and "3件のうち 3件は、9日を超えて" in said[2]
