"""Check three: what a form asks, what it hides, and what may be chosen in it."""

from __future__ import annotations

from engine.model.basics import MISSING
from engine.model.case import Person
from tests.engine.little import APPLIED, CHIEF, CLERK, play, received


def test_a_field_is_required_only_while_it_is_asked() -> None:
    there = play()
    assert there.refused("receive", "2024-04-01", {**APPLIED, "agent": True}) == ["form/agent_name"]
    assert there.refused("receive", "2024-04-01", {**APPLIED, "agent": False}) == []
    assert there.refused("receive", "2024-04-01", {**APPLIED, "agent": True, "agent_name": "　"}) == [
        "form/agent_name"
    ]


def test_what_was_typed_into_a_hidden_field_stays_in_history_but_is_not_read() -> None:
    there = received(agent=False, agent_name="見本 次郎")
    assert there.case.events[0].form["agent_name"] == "見本 次郎"
    assert there.fact("application.agent_name") is MISSING


def test_a_hidden_field_comes_back_with_its_condition() -> None:
    there = received(agent=False, agent_name="見本 次郎")
    there.do("amend", "2024-04-02", {"event": 1, "form": {"agent": True}, "reason": "代理と分かった"})
    assert there.fact("application.agent_name") == "見本 次郎"


OPEN = """
forms: {application: {properties: {
  colour: {title: 色, description: 第4条の色, x-options: catalogue.colours},
  way: {title: 方法, x-values: {post: 郵送, hand: 手渡し}, x-open: {approve: chief}},
  ground: {type: array, title: 根拠, items: {x-options: table.grounds.ground}}}}}
tables: {grounds: {title: 根拠, hit: collect, in: {kind: kind}, out: {ground: id},
  rows: {g_see: {title: 閲覧の, kind: see}, g_mend: {title: 訂正の, kind: mend}, g_both: {title: どちらも}}}}
"""


def test_choices_come_from_lists() -> None:
    there = play(OPEN)
    (objection,) = there.objections("receive", "2024-04-01", {**APPLIED, "colour": "green"})
    assert objection.field == "/colour"
    assert "赤（red）" in objection.ja and "第4条の色" in objection.ja
    (objection,) = there.objections("receive", "2024-04-01", {**APPLIED, "way": "fax"})
    assert "郵送（post）" in objection.ja and "郵送 (post)" in objection.en


MANY = f"""
forms: {{application: {{properties: {{paper: {{title: 書類, x-options: table.papers.paper}}}}}}}}
tables: {{papers: {{title: 書類, hit: collect, in: {{kind: kind}}, out: {{paper: id}},
  rows: {{{", ".join(f"p{n}: {{title: 証明書{n}}}" for n in range(20))}, register: {{title: 住民票の写し}}}}}}}}
"""


def test_of_many_choices_those_called_as_was_typed_come_first_and_the_rest_is_counted() -> None:
    (objection,) = play(MANY).objections("receive", "2024-04-01", {**APPLIED, "paper": "住民票"})
    assert "選べるもの: 住民票の写し（register）、証明書0（p0）" in objection.ja
    assert objection.ja.endswith(" ほか9件") and objection.en.endswith(" and 9 more")


def test_choices_from_a_table_are_those_that_apply_now() -> None:
    there = play(OPEN)
    assert there.refused("receive", "2024-04-01", {**APPLIED, "ground": ["g_see", "g_both"]}) == []
    assert there.refused("receive", "2024-04-01", {**APPLIED, "ground": ["g_both", "g_mend"]}) == [
        "form/ground/1"
    ]


def test_what_is_not_on_an_open_list_is_described_and_approved() -> None:
    there = play(OPEN)
    other = {**APPLIED, "way": "other"}
    assert there.refused("receive", "2024-04-01", other, by=CHIEF) == ["form/way_other"]
    other["way_other"] = "宅配便"
    assert there.refused("receive", "2024-04-01", other, by=CHIEF) == []
    assert there.refused("receive", "2024-04-01", other, by=CLERK) == ["form/way"]
    assert there.refused("receive", "2024-04-01", {**APPLIED, "way": "post"}, by=CLERK) == []


LIST = """
forms: {application: {properties: {people: {type: array, title: 人, items: {type: object, properties: {
  sort: {title: 種, x-values: {own: 本人, agent: 代理}},
  paper: {type: string, title: 委任状, x-when: sort = agent, x-required: true}}}}}}}
"""


def test_a_condition_in_a_list_is_about_its_own_entry() -> None:
    there = play(LIST)
    both = {**APPLIED, "people": [{"sort": "own"}, {"sort": "agent"}]}
    assert there.refused("receive", "2024-04-01", both) == ["form/people/1/paper"]


def test_a_hidden_field_of_an_entry_is_not_read() -> None:
    there = play(LIST)
    there.do("receive", "2024-04-01", {**APPLIED, "people": [{"sort": "own", "paper": "ない"}]})
    assert there.fact("application.people") == [{"sort": "own"}]


CHECKLIST = """
forms: {application: {properties: {
  signed: {type: boolean, title: 署名, x-severity: should},
  phone: {type: string, title: 電話, x-required: true, x-severity: recommend}}}}
"""


def test_a_checklist_item_that_only_should_be_met_warns_under_its_own_name() -> None:
    there = play(CHECKLIST)
    assert there.refused("receive", "2024-04-01", APPLIED) == ["form.signed/signed", "form.phone/phone"]
    event = there.do("receive", "2024-04-01", APPLIED, acknowledge=["form.signed", "form.phone"])
    assert event.acknowledged == ("form.phone", "form.signed")


def test_a_checklist_item_that_is_met_says_nothing() -> None:
    met = {**APPLIED, "signed": True, "phone": "000"}
    assert play(CHECKLIST).refused("receive", "2024-04-01", met) == []


def test_a_checklist_item_that_must_be_met_blocks() -> None:
    there = play("forms: {application: {properties: {seen: {type: boolean, title: 確認, x-severity: must}}}}")
    for seen in ({}, {"seen": False}):
        assert there.refused("receive", "2024-04-01", {**APPLIED, **seen}) == ["form/seen"]
    assert there.refused("receive", "2024-04-01", {**APPLIED, "seen": True}) == []


LINK = """
forms: {application: {properties: {earlier: {type: string, title: 前の件, x-link: {kinds: [see]}}}}}
exports: {received_on: event.receive}
commands: {withdraw: {require: {late: {rule: application.earlier.received_on < today, message: 前の件が先}}}}
"""
BEFORE = {"application.earlier": {"number": "R5-001", "kind": "see", "received_on": "2024-03-01"}}
LATER = {"application.earlier": {"number": "R5-002", "kind": "see", "received_on": "2024-05-01"}}


def test_a_link_names_a_case_that_exists_and_is_of_a_kind_that_fits() -> None:
    there = play(LINK)
    linked = {**APPLIED, "earlier": "R5-001"}
    wrong = {"application.earlier": {**BEFORE["application.earlier"], "kind": "mend"}}
    assert there.refused("receive", "2024-04-01", linked) == ["form/earlier"]
    assert there.refused("receive", "2024-04-01", linked, links=wrong) == ["form/earlier"]
    assert there.refused("receive", "2024-04-01", linked, links=BEFORE) == []


def test_what_a_linked_case_exports_is_frozen_and_typed() -> None:
    there = play(LINK)
    there.do("receive", "2024-04-01", {**APPLIED, "earlier": "R5-001"}, links=BEFORE)
    assert str(there.fact("application.earlier.received_on")) == "2024-03-01"
    assert there.fact("application.earlier") == "R5-001"


def test_amending_a_link_reads_the_other_case_not_the_one_before() -> None:
    there = play(LINK)
    there.do("receive", "2024-04-01", {**APPLIED, "earlier": "R5-001"}, links=BEFORE)
    change = {"event": 1, "form": {"earlier": "R5-002"}, "reason": "番号の誤り"}
    assert there.refused("amend", "2024-04-02", change) == ["form/form/earlier"]
    there.do("amend", "2024-04-02", change, links=LATER)
    assert str(there.fact("application.earlier.received_on")) == "2024-05-01"
    assert there.refused("withdraw", "2024-04-02") == ["late"]


def test_a_command_without_a_form_takes_no_data() -> None:
    assert received().refused("confirm", "2024-04-02", {"x": 1}) == ["form/x"]


def test_data_are_stored_in_one_form() -> None:
    there = play()
    there.do("receive", "2024-04-01", {**APPLIED, "pages": "３", "sent_on": "令和6年3月1日"})
    assert there.case.forms["application"]["pages"] == 3
    assert there.case.forms["application"]["sent_on"] == "2024-03-01"


def test_nobody_is_invented() -> None:
    assert Person("x").holds("chief") is False
