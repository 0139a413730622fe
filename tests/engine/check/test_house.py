"""An organisation as a whole: no form number twice, no listed article without an element, no ground without one."""

# ruff: noqa: E501 - an overlay is read more easily on one line

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine.check import check_organisation
from engine.check.coverage import check_coverage
from engine.errors import Problem
from engine.model.basics import Text
from engine.model.workflow import HouseLedger
from tests.engine.check.small import workflow

GROUNDS = """
tables:
  grounds: {title: 根拠, hit: collect, in: {kind: kind}, out: {ground: id}, basis: 第9条,
    rows: {harm: {title: 他人を害する, kind: see%s}, true_already: {title: 事実である, kind: mend, basis: 第9条第2号}}}
forms: {decision: {properties: {grounds: {type: array, title: 根拠, x-options: table.grounds.ground}}}}
notices: {answer: {body: {grounds: {title: 根拠, when: decision.grounds is present, each: decision.grounds,
  text: "{element.title}（{element.basis}）"}}}}
"""


def found(folder: Path, overlay: str = "", *articles: str) -> dict[str, Problem]:
    one = workflow(folder, overlay)
    organisation = replace(one.org, articles=dict.fromkeys(articles))
    return {p.finding: p for p in check_organisation(organisation, [one])}


@pytest.mark.parametrize(
    ("overlay", "path"),
    [
        ("forms: {application: {x-number: 様式第3号}}\n", "notices.answer"),
        ("registers: {book: {title: 台帳, form_number: 様式第1号, at: [notify], columns: {kind: kind}}}\n", "registers.book"),
        ("notices: {copy: {title: 写し, at: [notify], number: 様式第2号, to: applicant, body: {head: {text: 写し}}}}\n", "notices.copy"),
    ],
)  # fmt: skip
def test_one_number_for_two_papers_is_refused_where_the_second_stands(
    tmp_path: Path, overlay: str, path: str
) -> None:
    problem = found(tmp_path, overlay)[f"duplicate:{path}"]
    assert problem.severity == "block"
    assert problem.place is not None
    assert "様式第" in problem.ja


def test_a_register_of_the_house_has_a_number_of_its_own(tmp_path: Path) -> None:
    one = workflow(tmp_path, "")
    ledger = HouseLedger(id="ids", title=Text("ID管理簿"), form_number="様式第1号", of="members", columns={})
    organisation = replace(one.org, articles={}, ledgers={"ids": ledger})
    assert [p.finding for p in check_organisation(organisation, [one])] == ["duplicate:notices.answer"]


def test_one_paper_may_have_its_number_in_many_rows(tmp_path: Path) -> None:
    assert found(tmp_path, "tables: {form: {rows: {fix_grant: {number: 様式第1号}}}}\n") == {}


HEADINGS = """
tables:
  form: {rows: {%s}}
  heading: {title: 題名, hit: unique, in: {outcome: decision.outcome}, out: {said: text}, basis: 第3条,
    rows: {yes: {outcome: grant, said: 訂正決定通知書}, no: {outcome: refuse, said: 不訂正決定通知書}}}
notices: {answer: {heading: "{table.heading.said}"}}
"""


def test_one_number_for_letters_with_different_headings_is_refused_at_its_row(tmp_path: Path) -> None:
    problem = found(tmp_path, HEADINGS % "refuse: {number: 様式第1号}")["duplicate:tables.form.rows.refuse"]
    assert problem.severity == "block"
    assert problem.place is not None
    assert "訂正決定通知書" in problem.ja and "不訂正決定通知書" in problem.en


def test_one_row_may_give_one_number_to_letters_with_different_headings(tmp_path: Path) -> None:
    one = "see_grant: null, fix_grant: null, refuse: {outcome: [grant, refuse], number: 様式第1号}"
    assert found(tmp_path, HEADINGS % one) == {}


@pytest.mark.parametrize(
    ("article", "rests"),
    [
        ("第2条", True),
        ("第6条", True),
        ("第7条", False),
        ("第1条の2", False),
        ("第15条第1項", True),  # named with its item in the overlay below
        ("第15条第2項", False),
        ("第32条", True),  # within a range
        ("第36条", False),
        ("第40条", False),  # of another law
    ],
)
def test_a_listed_article_rests_on_an_element_of_the_same_rules(
    tmp_path: Path, article: str, rests: bool
) -> None:
    overlay = """
commands:
  withdraw: {basis: 第15条第1項第3号、第31条から第35条まで、民法第40条}
"""
    notes = found(tmp_path, overlay, article)
    assert (not notes) is rests
    assert all(p.severity == "note" and article in p.ja for p in notes.values())


def test_a_ground_that_a_letter_cites_needs_its_article(tmp_path: Path) -> None:
    def blocking(basis: str) -> list[str]:
        problems = check_coverage(workflow(tmp_path / (basis or "none"), GROUNDS % basis))
        return [p.path for p in problems if p.severity == "block"]

    assert blocking("") == ["tables.grounds.rows.harm"]
    assert blocking(", basis: 第9条第1号") == []
