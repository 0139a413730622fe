"""What is owed and was paid, as the summary of a case tells it."""

from __future__ import annotations

from datetime import date

from engine.desk.money import Owed, fees_of, payments_of
from tests.engine.little import Office, received

FEE = """
commands: {pay: {title: 払う, done: 入金, from: open, by: [clerk], form: payment, basis: 第1条}}
forms: {payment: {title: 入金, properties: {yen: {type: integer, title: 額}}}}
fees: {copy: {title: 写し, paid_at: {pay: payment.yen}, basis: 第2条,
  lines: {pages: {title: 枚数, amount: application.pages * 10}}}}
"""
DAY = date(2024, 4, 30)


def owed(there: Office) -> list[Owed]:
    return fees_of(there.workflow, there.case, DAY, "ja")


def test_what_was_paid_is_taken_off() -> None:
    there = received(FEE, pages=30)
    assert owed(there) == [Owed("写し", 300, 0, 300, False, False)]
    event = there.do("pay", "2024-04-02", {"yen": 100})
    assert owed(there) == [Owed("写し", 300, 100, 200, False, False)]
    assert payments_of(there.workflow, there.case, DAY) == {event.seq: 100}


def test_what_is_not_known_yet_is_no_amount() -> None:
    assert owed(received(FEE)) == [Owed("写し", None, 0, None, False, False)]
