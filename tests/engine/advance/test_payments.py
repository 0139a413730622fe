"""How a fee may be paid: by the ways that are laid down for it, and whether money goes back."""

from __future__ import annotations

import pytest

from tests.engine.little import APPLIED, Office, play, problems, said

PAY = """
commands:
  pay: {title: 入金を記録する, done: 入金, from: open, by: [clerk], form: payment, to: stay}
  give_back: {title: 返す, done: 返還, from: open, by: [clerk], form: returning, to: stay}
forms:
  application: {properties: {channel: {title: 経路, x-values: {window: 訪問, post: 郵送}}}}
  payment:
    title: 入金
    properties:
      amount: {type: integer, title: 金額, x-required: true}
      method: {title: 方法, x-values: {transfer: 振込, cash: 現金, stamps: 切手}}
  returning:
    title: 返還
    properties:
      sum: {type: integer, title: 返す額, x-required: true}
      by: {title: 返し方, x-values: {transfer: 振込, cash: 現金}}
fees:
  copy:
    title: 写しの料
    basis: 第9条
    lines: {page: {amount: "300"}}
    ways: {transfer: true, cash: application.channel = window}
    paid_at: {pay: payment.amount, give_back: 0 - returning.sum}
    refund: REFUND
"""


def office(channel: str, refund: str = "never") -> Office:
    there = play(PAY.replace("REFUND", refund))
    there.do("receive", "2024-04-01", {**APPLIED, "channel": channel})
    return there


def test_a_way_whose_rule_is_true_is_taken() -> None:
    there = office("window")
    assert there.refused("pay", "2024-04-02", {"amount": 100, "method": "cash"}) == []
    assert there.refused("pay", "2024-04-02", {"amount": 100, "method": "transfer"}) == []


def test_a_way_whose_rule_is_not_true_is_refused_with_field_rule_and_article() -> None:
    (against,) = office("post").objections("pay", "2024-04-02", {"amount": 100, "method": "cash"})
    assert (against.rule, against.field, against.basis) == ("fee.copy", "/method", "第9条")
    assert "現金" in against.ja and "経路が「訪問」" in against.ja


def test_a_way_that_the_fee_does_not_name_is_refused() -> None:
    (against,) = office("window").objections("pay", "2024-04-02", {"amount": 100, "method": "stamps"})
    assert (against.rule, against.field) == ("fee.copy", "/method")
    assert "振込、現金" in against.ja


def test_the_way_may_be_left_open_only_where_any_would_do() -> None:
    assert office("window").refused("pay", "2024-04-02", {"amount": 100}) == []
    assert office("post").refused("pay", "2024-04-02", {"amount": 100}) == ["fee.copy/method"]


def test_nothing_is_paid_by_no_way() -> None:
    assert office("post").refused("pay", "2024-04-02", {"amount": 0}) == []


def test_a_payment_may_be_begun_whatever_way_it_will_be() -> None:
    assert office("post").blocked("pay", "2024-04-02") == []


@pytest.mark.parametrize(("refund", "refused"), [("never", ["fee.copy"]), ("allowed", []), ("silent", [])])
def test_money_goes_back_unless_it_never_does(refund: str, refused: list[str]) -> None:
    there = office("window", refund)
    there.do("pay", "2024-04-02", {"amount": 500})
    assert there.refused("give_back", "2024-04-03", {"sum": 200}) == refused


def test_what_was_given_back_is_owed_again() -> None:
    there = office("window", "allowed")
    there.do("pay", "2024-04-02", {"amount": 500})
    there.do("give_back", "2024-04-03", {"sum": 200})
    assert there.fact("fee.copy.balance") == 0


@pytest.mark.parametrize(
    ("fee", "near"),
    [
        ("{title: 料, lines: {a: {amount: 3}}, ways: {casj: true}, paid_at: {pay: payment.amount}}", "cash"),
        ("{title: 料, lines: {a: {amount: 3}}, ways: {cash: true, post: true}, paid_at: {pay: payment.amount}}",
         "「post」"),
        ("{title: 料, lines: {a: {amount: 3}}, ways: {cash: true}}", "入金を記録する操作"),
        ("{title: 料, lines: {a: {amount: 3}}, ways: {cash: true}, paid_at: {confirm: 3}}", "確認する"),
    ],
)  # fmt: skip
def test_ways_that_no_field_offers_are_found(fee: str, near: str) -> None:
    overlay = PAY.partition("fees:")[0] + f"fees: {{f: {fee}}}"
    found = said(problems(overlay))
    assert list(found) == ["fees.f.ways"] and near in found["fees.f.ways"]


IN_TASK = """
commands: {pay: {title: 払う, done: 入金, from: open, by: [clerk], form: payment, to: stay}}
tasks:
  shortage:
    title: 不足
    states: {waiting: {title: 待ち}, settled: {title: 済, end: done}}
    commands: {pay_rest: {title: 残りを払う, done: 残りの入金, from: waiting, by: [clerk], form: rest,
        to: {settled: fee.copy.balance <= 0, waiting: otherwise}}}
forms:
  payment: {title: 入金, properties: {amount: {type: integer, title: 額}}}
  rest:
    title: 残り
    properties: {sum: {type: integer, title: 額}, way: {title: 方法, x-values: {cash: 現金, card: カード}}}
fees: {copy: {title: 料, amount: "500", ways: {cash: true}, paid_at: {pay_rest: rest.sum}, balance: shortage}}
"""


def test_a_fee_is_paid_in_the_task_that_its_balance_opened() -> None:
    overlay = IN_TASK.replace("paid_at: {", "paid_at: {receive: 0, ").replace("ways: {cash: true}, ", "")
    overlay = overlay.replace("    states: {waiting", "    during: [intake]\n    states: {waiting")
    there = play(overlay)
    there.do("receive", "2024-04-01", APPLIED)
    there.do("pay_rest", "2024-04-02", {"sum": 200})
    assert [one.open for one in there.case.instances["shortage"]] == [True]
    there.do("pay_rest", "2024-04-03", {"sum": 300})
    assert [one.open for one in there.case.instances["shortage"]] == [False]
    assert (there.fact("fee.copy.line.copy"), there.fact("fee.copy.paid")) == (500, 500)


def test_a_way_is_judged_inside_a_task_too() -> None:
    overlay = IN_TASK.replace("balance: shortage", "").replace(
        "  shortage:\n", "  shortage:\n    at: [receive]\n"
    )
    there = play(overlay)
    there.do("receive", "2024-04-01", APPLIED)
    assert there.refused("pay_rest", "2024-04-02", {"sum": 200, "way": "card"}) == ["fee.copy/way"]
    assert there.refused("pay_rest", "2024-04-02", {"sum": 200, "way": "cash"}) == []
