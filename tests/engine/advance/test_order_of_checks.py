"""The order of checks: from, role and when stop at once; the others report everything."""

from __future__ import annotations

import pytest

from engine.model.case import SYSTEM, Person
from tests.engine.little import APPLIED, CHIEF, CLERK, Office, play, received

ONE_OF_EACH = """
commands:
  finish:
    title: 終える
    done: 終了
    from: deciding
    by: [clerk]
    form: result
    to: closed
    basis: 第9条
    when: kind = see
    require:
      sound: {rule: result.grade > 2, message: {ja: 評価が足りない, en: The grade is too low}, basis: 第9条}
      named: {rule: application.agent_name is present, message: 代理人がない}
      tidy: {rule: application.sent_on is present, message: 発送日がない, severity: warn}
      never: {rule: kind = mend, message: 使わない, severity: off}
tasks:
  fixing:
    title: 補正
    during: [intake, deciding]
    blocks: [finish]
    states: {waiting: {title: 待ち}, fixed: {title: 済, end: done}}
    commands:
      ask_fix: {title: 求める, done: 求めた, from: start, by: [clerk], to: waiting, basis: 第6条}
      take_fix: {title: 受ける, done: 受けた, from: waiting, by: [clerk], to: fixed, basis: 第6条}
clocks:
  gap: {title: 待つ期間, starts: event.receive, period: 5 days, not_before: [finish], expired: alert, basis: 第7条}
  lapse: {title: 失効, starts: event.receive, period: 60 days, until_commands: [finish], expired: alert}
fees:
  copy: {title: 手数料, lines: {page: {amount: application.pages otherwise 10}}, paid_at: {pay: payment.amount},
    before: [finish], basis: 第8条}
invariants:
  small: {rule: result.grade < 5, message: 大きすぎる}
  odd: {rule: result.grade != 4, message: 四はだめ, severity: warn}
notices:
  slip: {title: 通知, at: [finish], to: applicant, body: {main: {text: "{application.sent_on} {result.note}"}}}
forms:
  result: {title: 結果, properties: {grade: {type: integer, minimum: 0, title: 評価, x-required: true},
    note: {type: string, title: 備考}}}
  payment: {title: 納付, properties: {amount: {type: integer, title: 額, x-required: true}}}
"""
PAY = """
  pay: {title: 納める, done: 納付, from: open, by: [clerk], form: payment, basis: 第8条}
tasks:
"""


@pytest.fixture
def office() -> Office:
    there = received(ONE_OF_EACH.replace("\ntasks:", PAY, 1))
    there.do("confirm", "2024-04-02")
    return there


def test_from_stops_at_once() -> None:
    there = received(ONE_OF_EACH.replace("\ntasks:", PAY, 1))
    assert there.refused("finish", "2024-04-01", {"grade": "x"}, by=Person("nobody")) == ["from"]
    assert there.refused("receive", "2024-04-01", APPLIED) == ["from"]


def test_role_stops_at_once(office: Office) -> None:
    assert office.refused("finish", "2024-04-01", {"grade": "x"}, by=Person("nobody")) == ["role"]


def test_when_stops_but_the_form_is_told(office: Office) -> None:
    mend = Office(office.workflow, "mend")
    mend.do("receive", "2024-04-01", APPLIED)
    mend.do("confirm", "2024-04-02")
    assert mend.refused("finish", "2024-04-02", {"grade": 1}) == ["when"]
    assert mend.refused("finish", "2024-04-02", {"grade": "x"}) == ["form/grade", "when"]


def test_the_form_reports_every_field_and_goes_on_with_rules_whose_facts_are_valid(office: Office) -> None:
    found = office.refused("finish", "2024-04-10", {"grade": -1, "no": 1})
    assert [one for one in found if one.startswith("form")] == ["form/grade", "form/no"]
    assert found[2:] == ["named", "tidy", "fee.copy"]


def test_an_unfit_field_keeps_every_rule_that_reads_it_silent() -> None:
    """However far away: here through a table and a fee."""
    there = play(
        """
commands: {receive: {require: {table: {rule: table.size.word = small, message: x}, fee: {rule: fee.copy.total = 0,
  message: y}, kind: {rule: kind = mend, message: z}}}}
tables: {size: {title: 大きさ, hit: unique, in: {pages: application.pages}, out: {word: "enum(small, big)"},
  rows: {s: {pages: "<= 3", word: small}, b: {pages: "> 3", word: big}}}}
fees: {copy: {title: 料, lines: {page: {amount: application.pages * 10}}}}
"""
    )
    assert there.refused("receive", "2024-04-01", {**APPLIED, "pages": -4}) == ["form/pages", "kind"]
    assert there.refused("receive", "2024-04-01", {**APPLIED, "pages": 4}) == ["table", "fee", "kind"]


def test_data_that_is_no_data_at_all_never_breaks_a_rule() -> None:
    there = play(
        """
forms: {application: {properties: {late: {type: boolean, title: 遅い, x-when: sent_on < today},
  many: {type: boolean, title: 多い, x-when: pages > 3}}}}
"""
    )
    for wrong in ({"sent_on": "いつか"}, {"sent_on": 4}, {"pages": "三"}, {"pages": [1]}, {"agent": "yes?"}):
        found = there.refused("receive", "2024-04-01", {**APPLIED, **wrong})
        assert found == [f"form/{next(iter(wrong))}"]


def test_requirements_blocks_clocks_and_fees_report_everything(office: Office) -> None:
    office.do("ask_fix", "2024-04-02")
    found = office.refused("finish", "2024-04-03", {"grade": 1, "note": "x"})
    assert found[:3] == ["sound", "named", "tidy"]
    assert {"task.fixing", "clock.gap", "fee.copy"} <= set(found)


def test_a_gap_is_over_on_the_day_after_and_a_lapse_begins_then(office: Office) -> None:
    assert "clock.gap" in office.refused("finish", "2024-04-06", {"grade": 1})
    assert "clock.gap" not in office.refused("finish", "2024-04-07", {"grade": 1})
    assert "clock.lapse" not in office.refused("finish", "2024-05-31", {"grade": 1})
    assert "clock.lapse" in office.refused("finish", "2024-06-01", {"grade": 1})


def test_invariants_and_letters_are_reported_together(office: Office) -> None:
    found = office.refused("finish", "2024-04-10", {"grade": 7})
    assert found[-3:] == ["invariant.small/grade", "letter.slip/application/sent_on", "letter.slip/note"]


def test_a_fee_lets_pass_once_it_is_paid(office: Office) -> None:
    office.do("pay", "2024-04-03", {"amount": 4})
    assert "fee.copy" in office.refused("finish", "2024-04-10", {"grade": 3})
    office.do("pay", "2024-04-04", {"amount": 6})
    assert "fee.copy" not in office.refused("finish", "2024-04-10", {"grade": 3})


def test_a_warning_stops_until_it_is_acknowledged_and_the_event_says_so() -> None:
    there = received(
        "commands: {withdraw: {require: {tidy: {rule: kind = mend, message: 種類, severity: warn}}}}"
    )
    assert there.refused("withdraw", "2024-04-02") == ["tidy"]
    event = there.do("withdraw", "2024-04-02", acknowledge=["tidy", "something_else"])
    assert event.acknowledged == ("tidy",)


def test_a_requirement_that_lacks_a_fact_says_which() -> None:
    there = received(
        "commands: {withdraw: {require: {sent: {rule: application.sent_on < today, message: 発送前}}}}"
    )
    (objection,) = there.objections("withdraw", "2024-04-02")
    assert objection.ja == "発送前（未入力: 発送日）"
    assert "(missing: 発送日)" in objection.en


def test_every_objection_speaks_english_too(office: Office) -> None:
    office.do("ask_fix", "2024-04-02")
    for form in ({"grade": 7}, {"grade": "x"}):
        for objection in office.objections("finish", "2024-04-03", form):
            assert objection.en
            assert objection.ja


@pytest.mark.parametrize(
    ("typist", "refused"),
    [(CHIEF, []), (CLERK, []), (Person("jiro", "見本 次郎", ("handler@north",)), ["role"])],
)
def test_a_role_lists_who_types_for_it(typist: Person, refused: list[str]) -> None:
    there = received()
    there.do("confirm", "2024-04-02")
    director = Person("kacho", "見本 課長", ("chief",), member=False)
    assert (
        there.refused("decide", "2024-04-03", {"outcome": "grant"}, by=director, typed_by=typist) == refused
    )


def test_a_role_of_a_unit_is_held_in_that_unit() -> None:
    there = play(
        """
forms: {application: {properties: {unit: {title: 担当, x-options: org.units}}}}
commands:
  receive: {sets: {case.unit: application.unit}}
  withdraw: {by: ["handler of case.unit"]}
"""
    )
    there.do("receive", "2024-04-01", {**APPLIED, "unit": "north"})
    assert there.case.unit == "north"
    north, south = (Person(u, u, (f"handler@{u}",)) for u in ("north", "south"))
    assert there.refused("withdraw", "2024-04-02", by=south) == ["role"]
    assert there.refused("withdraw", "2024-04-02", by=north) == []


def test_nobody_passes_for_the_desk_itself() -> None:
    there = received()
    pretender = Person("system", "system", (), member=False)
    assert there.refused("withdraw", "2024-04-02", by=pretender, typed_by=CLERK) == ["role"]
    assert there.refused("withdraw", "2024-04-02", by=SYSTEM) == []


def test_a_step_is_not_dated_before_the_state_it_leaves() -> None:
    there = received()
    there.do("confirm", "2024-04-10")
    assert there.refused("decide", "2024-04-09", {"outcome": "grant"}) == ["date/date"]
    assert there.refused("decide", "2024-04-10", {"outcome": "grant"}) == []


def test_a_step_that_stays_is_only_not_dated_before_the_intake() -> None:
    there = received(
        "commands: {look: {title: 見る, done: 見た, from: open, by: [clerk], basis: 第1条}}", "2024-04-05"
    )
    there.do("confirm", "2024-04-10")
    assert there.refused("look", "2024-04-06") == []
    assert there.refused("look", "2024-04-04") == ["date/date"]


def test_an_unknown_command_names_those_there_are() -> None:
    (objection,) = received().objections("decied", "2024-04-02")
    assert objection.rule == "from"
    assert "decide" in objection.ja


def test_a_case_begins_with_its_own_command_only() -> None:
    assert play().refused("confirm", "2024-04-01") == ["from"]
