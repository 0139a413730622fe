"""Letters: numbers, addressees, nothing blank, one for each value, another layout with its reason."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from engine.advance.letters import contact
from engine.model.basics import Text
from engine.model.workflow import Window
from tests.engine.little import APPLIED, Office, play, received


def decided(overlay: str, outcome: str = "grant", **form: Any) -> Office:
    there = received(overlay, **form)
    there.do("confirm", "2024-04-02")
    there.do("decide", "2024-04-03", {"outcome": outcome})
    return there


BODY = "body: {main: {text: 以上}}"


def test_a_letter_is_stored_as_it_was_issued() -> None:
    there = decided(
        """
notices: {answer: {title: 決定通知書, at: [decide], to: applicant, number: 様式第1号, decides: true,
  body: {head: {text: "{event.receive}の申出について {decision.outcome}。{today}"}}}}
"""
    )
    (letter,) = there.case.events[-1].letters
    assert (letter.number, letter.to, letter.decides) == ("様式第1号", ("見本市3-3", "見本 太郎 様"), True)
    assert letter.paragraphs[0].text == "令和6年4月1日の申出について する。令和6年4月3日"
    there.do("amend", "2024-04-04", {"event": 1, "form": {"name": "見本 次郎"}, "reason": "誤り"})
    assert there.case.events[2].letters == (letter,)


def test_nothing_goes_out_with_a_blank_in_it() -> None:
    there = received(
        "notices: {n: {title: 通知, at: [confirm], to: applicant, body: {a: {text: '{application.sent_on}'}}}}"
    )
    (objection,) = there.objections("confirm", "2024-04-02")
    assert (objection.rule, objection.field) == ("letter.n", "/application/sent_on")
    assert "発送日" in objection.ja


def test_a_paragraph_that_is_not_printed_may_lack_its_facts() -> None:
    there = received(
        "notices: {n: {title: 通知, at: [confirm], to: applicant,"
        " body: {a: {when: application.agent, text: '{application.sent_on}'}, b: {text: 以上}}}}"
    )
    event = there.do("confirm", "2024-04-02")
    assert [p.text for p in event.letters[0].paragraphs] == ["以上"]


TABLE = """
tables: {form: {title: 様式, hit: unique, in: {kind: kind, outcome: decision.outcome}, out: {number: text},
  rows: {a: {kind: see, outcome: grant, number: 様式第2号}, b: {kind: see, outcome: refuse,
      number: unmapped, offer: 様式第9号},
    c: {kind: mend, number: impossible}}}}
forms: {decision: {properties: {chosen: {type: string, title: 様式}, why: {type: string, title: 理由}}}}
notices: {answer: {title: 決定通知書, at: [decide], to: applicant, number: table.form.number,
  alternative: {form: decision.chosen, requires: decision.why}, body: {main: {text: 以上}}}}
"""


def at_decision(kind: str = "see") -> Office:
    there = play(TABLE, kind=kind)
    there.do("receive", "2024-04-01", APPLIED)
    there.do("confirm", "2024-04-02")
    return there


def test_the_table_gives_the_number() -> None:
    assert at_decision().do("decide", "2024-04-03", {"outcome": "grant"}).letters[0].number == "様式第2号"


def test_where_no_form_is_laid_down_one_is_chosen_with_its_reason() -> None:
    there = at_decision()
    (objection,) = there.objections("decide", "2024-04-03", {"outcome": "refuse"})
    assert objection.rule == "letter.answer"
    assert "様式第9号" in objection.ja
    assert "様式第9号" in objection.en
    chosen = {"outcome": "refuse", "chosen": "様式第9号", "why": "準じて用いる"}
    (letter,) = there.do("decide", "2024-04-03", chosen).letters
    assert (letter.number, letter.unmapped, letter.reason) == ("様式第9号", True, "準じて用いる")


def test_another_form_without_its_reason_is_refused_by_the_field_of_the_reason() -> None:
    there = at_decision()
    (objection,) = there.objections("decide", "2024-04-03", {"outcome": "refuse", "chosen": "様式第9号"})
    assert (objection.rule, objection.field) == ("letter.answer", "/why")
    assert "様式第9号" in objection.ja and "理由" in objection.ja


def test_where_any_form_may_be_chosen_its_reason_is_needed_too() -> None:
    there = play(TABLE.replace("alternative: {form", "alternative: {any: true, form"))
    there.do("receive", "2024-04-01", APPLIED)
    there.do("confirm", "2024-04-02")
    chosen = {"outcome": "grant", "chosen": "様式第9号"}
    assert there.refused("decide", "2024-04-03", chosen) == ["letter.answer/why"]
    (letter,) = there.do("decide", "2024-04-03", {**chosen, "why": "紙幅"}).letters
    assert letter.number == "様式第9号"


@pytest.mark.parametrize("name", ["見本会 御中", "見本会御中", "見本 太郎 様", "見本 太郎殿"])
def test_a_form_of_address_that_was_written_stays_as_it_is(name: str) -> None:
    there = decided(f"notices: {{n: {{title: 通知, at: [decide], to: applicant, {BODY}}}}}", name=name)
    assert there.case.events[-1].letters[0].to == ("見本市3-3", name)


def test_another_layout_is_not_offered_where_a_form_is_laid_down() -> None:
    chosen = {"outcome": "grant", "chosen": "様式第9号", "why": "好み"}
    assert at_decision().do("decide", "2024-04-03", chosen).letters[0].number == "様式第2号"


def test_a_combination_called_impossible_issues_nothing() -> None:
    assert at_decision("mend").refused("decide", "2024-04-03", {"outcome": "grant"}) == ["letter.answer"]


def test_serial_numbers_go_on_over_the_letters_of_one_step() -> None:
    there = received(
        """
notices: {ask: {title: 照会, at: [confirm], to: element.who, per: task.part.who,
    serial: {format: "照会第{n}号"}, body: {a: {text: 以上}}}}
"""
        + PARTS
    )
    there.serials = {"ask": 4}
    for who in ("見本一郎", "見本二郎"):
        there.do("open_part", "2024-04-01", {"who": who, "outcome": "grant"})
    event = there.do("confirm", "2024-04-02")
    assert [one.document_number for one in event.letters] == ["照会第4号", "照会第5号"]
    assert event.numbers["letter.ask"] == "5"


PARTS = """
tasks:
  part:
    title: 部分
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], form: part, to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], to: done, basis: 第1条}
forms:
  part: {title: 部分, properties: {who: {type: string, title: 相手}, what: {type: string, title: 何},
    outcome: {title: 結果, x-values: {grant: 可, refuse: 否}}}}
"""
PER = """
notices:
  answer:
    title: 通知
    at: [confirm]
    per: task.part.outcome
    to: applicant
    body:
      head: {text: "結果 {element.outcome}"}
      many: {when: "count (task.part where open) > 1", text: "二つ以上"}
      each: {title: 対象, each: task.part, text: "{element.what}"}
"""


def test_one_letter_for_each_value_among_the_instances() -> None:
    """And in it only the instances that have the value."""
    there = received(PER + PARTS)
    for what, outcome in (("甲", "grant"), ("乙", "refuse"), ("丙", "grant")):
        there.do("open_part", "2024-04-01", {"what": what, "outcome": outcome})
    letters = there.do("confirm", "2024-04-02").letters
    assert [[p.text or p.items for p in one.paragraphs] for one in letters] == [
        ["結果 可", "二つ以上", ("甲", "丙")],
        ["結果 否", ("乙",)],
    ]


def test_no_instance_no_letter() -> None:
    assert received(PER + PARTS).do("confirm", "2024-04-02").letters == ()


def test_a_fact_in_which_the_instances_differ_is_blank() -> None:
    there = received(PER.replace("{element.outcome}", "{element.what}") + PARTS)
    for what in ("甲", "乙"):
        there.do("open_part", "2024-04-01", {"what": what, "outcome": "grant"})
    assert there.refused("confirm", "2024-04-02") == ["letter.answer/element/what"]


def test_a_list_repeats_its_paragraph() -> None:
    there = received(
        """
forms: {application: {properties: {things: {type: array, title: 物, items: {type: object, properties: {
  name: {type: string, title: 名}, on: {type: string, format: date, title: 日}}}},
  grounds: {type: array, title: 根拠, items: {x-options: table.grounds.ground}}}}}
tables: {grounds: {title: 根拠, hit: collect, in: {kind: kind}, out: {ground: id},
    rows: {g: {title: 閲覧の根拠, basis: 第9条}}}}
notices: {n: {title: 通知, at: [confirm], to: applicant, body: {a: {each: application.things,
    text: "{element.name} {element.on}"},
  b: {each: application.grounds, text: "{element.title}（{element.basis}）"}}}}
""",
        things=[{"name": "本", "on": "2024-01-02"}, {"name": "紙", "on": "2024-01-03"}],
        grounds=["g"],
    )
    first, second = there.do("confirm", "2024-04-02").letters[0].paragraphs
    assert first.items == ("本 令和6年1月2日", "紙 令和6年1月3日")
    assert second.items == ("閲覧の根拠（第9条）",)


def test_what_must_not_be_shown_is_not_printed() -> None:
    there = received(
        """
forms: {application: {properties: {shelter: {type: boolean, title: 避難}, place: {type: string, title: 居所,
  x-hide-when: {rule: application.shelter, from: [letters]}}}}}
notices: {n: {title: 通知, at: [confirm], to: applicant, body: {a: {text: "{application.place}"}}}}
""",
        shelter=True,
        place="見本荘",
    )
    assert there.refused("confirm", "2024-04-02") == ["letter.n/application/place"]
    there.do("amend", "2024-04-02", {"event": 1, "form": {"shelter": False}, "reason": "解除"})
    assert there.refused("confirm", "2024-04-02") == []


def test_addressees() -> None:
    there = received(
        f"""
forms: {{application: {{properties: {{other: {{type: string, title: 第三者}}}}}}}}
notices:
  one: {{title: 甲, at: [confirm], to: data_subject, {BODY}}}
  two: {{title: 乙, at: [confirm], to: org.parties.board, {BODY}}}
  three: {{title: 丙, at: [confirm], to: application.other, {BODY}}}
"""
    )
    assert there.refused("confirm", "2024-04-02") == ["letter.three"]
    there.do("amend", "2024-04-02", {"event": 1, "form": {"other": "見本社"}, "reason": "追記"})
    assert [one.to for one in there.do("confirm", "2024-04-02").letters] == [
        ("見本市3-3", "見本 太郎 様"),
        ("見本市2-2", "理事会 様"),
        ("見本社 様",),
    ]


def test_the_window_of_the_unit_in_charge_is_where_to_ask() -> None:
    workflow = received().workflow
    south = Window(id="south", title=Text("南課の窓口"), phone="000-001", unit="south")
    workflow = replace(workflow, org=replace(workflow.org, windows={**workflow.org.windows, "south": south}))
    assert contact(workflow, "south") == ("見本組合", "南課の窓口", "電話 000-001")
    assert (
        contact(workflow, "north") == contact(workflow) == ("見本組合", "本部", "見本市1-1", "電話 000-000")
    )


def test_a_letter_of_the_step_itself_is_read_by_what_the_step_leads_to() -> None:
    there = received(
        f"""
states: {{waiting: {{title: 待ち, after: checking, only_when: notice.slip is present}}}}
notices: {{slip: {{title: 受付票, at: [confirm], to: applicant, {BODY}}}}}
"""
    )
    there.do("confirm", "2024-04-02")
    assert there.state == "waiting"
