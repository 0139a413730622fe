"""Statutes as data: articles that were renumbered, what may be charged for, points for the administrator."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from engine.check import check_workflow
from engine.errors import Problem
from engine.load.shape import check_shape
from engine.load.source import read_definition
from tests.engine.little import APPLIED, Office, build

LAW = """
language: 1
profile: act
title: {ja: 見本法, en: Sample Act}
as_of: 2024-04-01
about: {see: 閲覧, lend: 貸出}
articles:
  seeing: {title: 閲覧, numbers: {2005-04-01: 第25条, 2017-05-30: 第28条, 2022-04-01: 第33条, 2030-04-01: 第40条}}
  leaks: {title: 漏えい, numbers: {2022-04-01: 第26条}}
notes:
  n1: {title: N1 数え方, text: 日数の定めはない}
  n2: {title: N2 様式}
invariants:
  may_charge:
    each: fees
    rule: element.applies implies kind in [see, lend]
    message: 手数料は閲覧と貸出に限る
    basis: "見本法{law.act.seeing}"
"""
LETTER = """
tables: {grounds: {title: 根拠, hit: collect, in: {kind: kind}, out: {ground: id}, rows: {
  harm: {title: 害する, kind: [see, mend], basis: "見本法{law.act.seeing}第1号"},
  leak: {title: 漏れる, kind: [see, mend], basis: "見本法{law.act.leaks}"}}}}
notices: {answer: {title: 通知, at: [decide], to: applicant, decides: true, body: {
  head: {text: "見本法{law.act.seeing}により決定した。"}, why: {each: decision.grounds, text: "{element.basis}"}}}}
forms: {decision: {properties: {
  grounds: {type: array, title: 根拠, x-options: table.grounds.ground, x-required: true}}}}
"""
FEE = 'fees: {copy: {title: 写し, when: "%s", lines: {one: {amount: 10}}}}\n'


def with_law(overlay: str = "", organisation: str = "", law: str = LAW) -> Any:
    return build(overlay, "profiles: [laws/act]\n" + organisation, (("laws/act", law),))


def office(overlay: str, kind: str = "see") -> Office:
    return Office(with_law(overlay).workflows["shop/request"], kind)


def charged(overlay: str) -> list[Problem]:
    """What a check finds about fees that the statute does not allow."""
    built = with_law(overlay)
    assert not [p for p in built.problems if p.severity == "block"]
    return [p for p in check_workflow(built.workflows["shop/request"]) if p.kind == "may_charge"]


# --- numbers by date


def test_the_law_and_what_an_organisation_says_of_it_fit_the_schemas() -> None:
    assert check_shape(read_definition("act.yaml", LAW.encode()), "workflow", complete=False) == []
    said = "language: 1\ntitle: 組合\nroles: {}\ncompliance: {act: {n1: {status: met}}}\n"
    found = check_shape(read_definition("o.yaml", said.encode()), "organisation", complete=False)
    assert [p.path for p in found] == ["compliance.act.n1.status"]


@pytest.mark.parametrize(
    ("day", "number"),
    [("2017-05-29", "第25条"), ("2017-05-30", "第28条"), ("2024-05-01", "第33条"), ("2030-04-01", "第40条")],
)
def test_a_letter_cites_the_number_in_force_on_its_date(day: str, number: str) -> None:
    there = office(LETTER)
    there.do("receive", day, APPLIED)
    there.do("confirm", day)
    decided = there.do("decide", day, {"outcome": "refuse", "grounds": ["harm"]})
    letter = decided.letters[0]
    assert letter.paragraphs[0].text == f"見本法{number}により決定した。"
    assert letter.paragraphs[1].items == (f"見本法{number}第1号",)


def test_a_letter_does_not_cite_what_was_not_yet_in_force() -> None:
    there = office(LETTER)
    there.do("receive", "2021-04-01", APPLIED)
    there.do("confirm", "2021-04-01")
    against = there.objections("decide", "2021-04-01", {"outcome": "refuse", "grounds": ["leak"]})
    assert [one.rule for one in against] == ["letter.answer"]


def test_elsewhere_a_basis_says_the_number_of_the_data() -> None:
    rows = with_law(LETTER).workflows["shop/request"].tables["grounds"].rows
    assert str(rows["harm"].basis) == "見本法第33条第1号"
    assert rows["harm"].basis.on(date(2016, 1, 1)) == "見本法第25条第1号"


@pytest.mark.parametrize(("written", "near"), [("act.seing", "seeing"), ("acts.seeing", "act")])
def test_an_article_that_is_not_there_is_a_problem_with_its_place(written: str, near: str) -> None:
    built = with_law(LETTER.replace("law.act.seeing}第1号", f"law.{written}}}第1号"))
    (problem,) = [p for p in built.problems if p.severity == "block"]
    assert (problem.near, problem.place.file) == (near, "shop/request.yaml")


# --- limits over every element of a sort


def test_a_fee_where_none_may_be_charged_is_found_at_its_place() -> None:
    (found,) = charged(FEE % "kind = mend")
    assert (found.finding, found.severity) == ("may_charge:fees.copy", "block")
    assert found.place is not None and found.place.file == "shop/request.yaml"
    assert found.ja.startswith("写し: 手数料は閲覧と貸出に限る（見本法第33条）: ")


def test_a_kind_of_the_statute_that_the_organisation_lacks_never_holds() -> None:
    assert charged(FEE % "kind = see") == []
    assert [p.severity for p in with_law("").problems] == []  # no fee: nothing to judge


def test_what_no_proof_can_tell_is_refused_when_it_happens() -> None:
    fee = FEE % "(application.pages otherwise 0) > 3"
    there = office(fee, "mend")
    assert there.refused("receive", "2024-04-01", {**APPLIED, "pages": 4}) == ["invariant.may_charge_copy"]
    there.do("receive", "2024-04-01", APPLIED)


# --- points


def test_points_of_the_statute_are_notes_with_where_the_organisation_stands() -> None:
    points = with_law("", "compliance: {act: {n1: {status: differs, text: 第20条に30日がある}}}\n").law_points
    assert {p.severity for p in points} == {"note"}
    assert [p.finding for p in points] == [
        "as_of:profiles.act",
        "law_differs:profiles.act.notes.n1",
        "law_open:profiles.act.notes.n2",
    ]
    assert "2024-04-01" in points[0].ja and "法的助言ではありません" in points[0].ja
    assert points[1].ja == "N1 数え方: 規程と違います。第20条に30日がある。日数の定めはない"


def test_a_point_that_the_statute_does_not_have_is_a_problem() -> None:
    built = with_law("", "compliance: {act: {n9: {status: meets}}, acts: {n1: {status: meets}}}\n")
    assert [p.path for p in built.problems] == ["compliance.act.n9", "compliance.acts"]
