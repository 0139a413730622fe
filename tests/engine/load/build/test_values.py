"""Building values: settings, silence, periods, choices, cells, evidence, names in reach, profiles."""

from __future__ import annotations

from typing import Any

import pytest

from engine.advance.letters import contact
from engine.load.build import Builder
from engine.load.build.profilebuild import profile_names
from engine.load.snapshot import Snapshot, take
from engine.model.basics import Period
from engine.model.workflow import Cell
from tests.engine.little import (
    APPLIED,
    HEAD,
    ORGANISATION,
    PLAIN,
    Texts,
    build,
    play,
    problems,
    received,
    said,
    workflow,
)

CLOCK = "clocks: {limit: {title: 期限, starts: event.receive, %s}}"


def choice(value: str) -> Any:
    texts = {"shop/organisation": ORGANISATION, "shop/plain": PLAIN}
    both = "{setting: SET-01, exclude_first: 10 days, include_first: 20 days}"
    texts["shop/request"] = HEAD + CLOCK % f"period: {both}, counting: {{setting: SET-01}}"
    return Builder(Texts(texts), "shop", {"SET-01": value}).build()


@pytest.mark.parametrize(("value", "days"), [("exclude_first", 10), ("include_first", 20)])
def test_a_choice_by_a_setting_is_made_when_it_is_built(value: str, days: int) -> None:
    clock = choice(value).workflows["shop/request"].clocks["limit"]
    assert (clock.period, clock.counting) == (Period(days, "day"), value)


def test_every_value_of_a_setting_is_named_and_no_other() -> None:
    missing = problems(CLOCK % "period: {setting: SET-01, exclude_first: 10 days}")
    assert [(p.kind, "include_first" in p.ja) for p in missing] == [("choice", True)]
    more = problems(
        CLOCK % "period: {setting: SET-01, exclude_first: 1 day, include_first: 2 days, include_frst: 3 days}"
    )
    assert [(p.kind, p.near) for p in more] == [("reference", "include_first")]


def test_a_value_that_a_setting_does_not_have_is_a_problem() -> None:
    assert [(p.path, p.near) for p in choice("exclude_frist").problems if p.path == "settings.SET-01"] == [
        ("settings.SET-01", "exclude_first")
    ]


def test_a_setting_that_does_not_exist_cannot_be_chosen() -> None:
    texts = Texts({"shop/organisation": ORGANISATION})
    assert [p.path for p in Builder(texts, "shop", {"SET-03": "x"}).build().problems] == ["settings.SET-03"]


def test_silence_is_an_open_point_and_no_value() -> None:
    built = build(CLOCK % "period: silent")
    assert built.problems == ()
    assert [(p.kind, p.path, p.severity) for p in built.open_points] == [
        ("silent", "clocks.limit.period", "note")
    ]
    assert built.workflows["shop/request"].clocks["limit"].period is None


@pytest.mark.parametrize("word", ["30", "30 dayz", "a month", "-3 days", "1.5 years"])
def test_a_period_is_a_number_and_a_unit(word: str) -> None:
    assert "clocks.limit.period" in said(problems(CLOCK % f"period: '{word}'"))


def test_the_period_of_a_clock_may_come_from_a_table_and_must_be_a_period() -> None:
    table = "\ntables: {days: {title: 日数, hit: unique, in: {kind: kind}, out: {length: %s}, rows: {a: {length: %s}}}}"
    right = CLOCK % "period: {table: days.length}" + table % ("period", "2 weeks")
    assert problems(right) == []
    wrong = CLOCK % "period: {table: days.length}" + table % ("text", "長い")
    assert "clocks.limit.period" in said(problems(wrong))
    unknown = CLOCK % "period: {table: days.lenght}" + table % ("period", "2 weeks")
    assert said(problems(unknown))["clocks.limit.period"] == "table.days.length"


def test_a_value_that_was_removed_stays_known_and_never_holds() -> None:
    overlay = """
forms: {decision: {properties: {outcome: {x-values: {refuse: ~}}}}}
states: {deciding: {commands: {decide: {require: {it: {
    rule: decision.outcome = refuse implies kind = mend, message: x}}}}}}
"""
    there = received(overlay)
    there.do("confirm", "2024-04-02")
    assert there.refused("decide", "2024-04-03", {"outcome": "grant"}) == []
    assert there.refused("decide", "2024-04-03", {"outcome": "refuse"}) == ["form/outcome"]
    assert said(problems(overlay.replace("= refuse", "= refus")))


CELLS = """
tables: {t: {title: 表, hit: unique, in: {pages: application.pages, on: application.sent_on, kind: kind,
    agent: application.agent},
  out: {word: text}, rows: {a: {%s, word: い}}}}
"""


@pytest.mark.parametrize(
    ("written", "name", "cell"),
    [
        ("pages: '-'", "pages", None),
        ("pages: 3", "pages", Cell("in", (3,))),
        ("pages: [1, 2]", "pages", Cell("in", (1, 2))),
        ("pages: '> 1000'", "pages", Cell(">", (1000,))),
        ("pages: '<= 1000'", "pages", Cell("<=", (1000,))),
        ("pages: '1..5'", "pages", Cell("between", (1, 5))),
        ("pages: missing", "pages", Cell("missing")),
        ("kind: not see", "kind", Cell("not", ("see",))),
        ("kind: 'not [see, mend]'", "kind", Cell("not", ("see", "mend"))),
        ("agent: true", "agent", Cell("in", (True,))),
    ],
)
def test_the_cells_of_a_table(written: str, name: str, cell: Cell | None) -> None:
    assert workflow(CELLS % written).tables["t"].rows["a"].cells.get(name) == cell


def test_dates_in_cells() -> None:
    from datetime import date

    row = workflow(CELLS % "on: '>= 2026-10-01'").tables["t"].rows["a"]
    assert row.cells["on"] == Cell(">=", (date(2026, 10, 1),))
    assert problems(CELLS % "on: '>= 2026-02-30'")


@pytest.mark.parametrize(
    "written", ["kind: seee", "pages: viele", "agent: perhaps", "kinds: see", "pages: '1..x'"]
)
def test_a_cell_that_cannot_hold_is_a_problem(written: str) -> None:
    assert problems(CELLS % written)


def test_a_row_for_a_kind_of_another_workflow_is_inactive_here() -> None:
    other = "language: 1\nextends: shop/plain\ntitle: 別\nkinds: {harm: {title: 被害}}\n"
    there = build(CELLS % "kind: harm", "", (("shop/second", other),))
    assert there.problems == ()
    assert there.workflows["shop/request"].tables["t"].rows == {}


def test_a_unique_table_has_cells_only() -> None:
    assert [p.path for p in problems(CELLS % "pages: 3, when: kind = see")] == ["tables.t.rows.a"]


@pytest.mark.parametrize(
    ("need", "join", "documents"),
    [
        ("{a: {any: [card, letter]}}", "any", ("card", "letter")),
        ("{a: {all: [card, letter]}}", "all", ("card", "letter")),
        ("{a: {n: 2, of: [card, letter]}}", "n", ("card", "letter")),
        ("{a: {any: [{all: [card, letter]}, card]}}", "any", ()),
        ("{a: {any: {one: {any: [card]}, two: {any: [letter]}}}}", "any", ()),
    ],
)
def test_the_items_of_evidence(need: str, join: str, documents: tuple[str, ...]) -> None:
    rule = workflow(f"evidence: {{e: {{title: 確認, need: {need}}}}}").evidence["e"]
    assert rule.need is not None
    item = rule.need.parts["a"]
    assert (item.join, item.documents) == (join, documents)
    assert bool(item.parts) is not bool(documents)


def test_evidence_about_which_nothing_is_said() -> None:
    built = build("evidence: {e: {title: 確認, need: silent, basis: 別表3}}")
    assert built.workflows["shop/request"].evidence["e"].need is None
    assert [p.finding for p in built.open_points] == ["silent:evidence.e"]


# --- names in reach

NESTED = """
tasks:
  part:
    title: 部分
    states: {waiting: {title: 待ち}, done: {title: 済, end: done}}
    commands:
      open_part: {title: 始める, done: 始, from: start, by: [clerk], form: part, to: waiting, basis: 第1条}
      end_part: {title: 終える, done: 終, from: waiting, by: [clerk], form: result, to: done, basis: 第1条, when: %s}
forms:
  part: {title: 部分, properties: {name: {type: string, title: 名}, what: {type: string, title: 何}}}
  result: {title: 結果, properties: {good: {type: boolean, title: 可}}}
"""


@pytest.mark.parametrize(
    ("rule", "reads"),
    [("good", "result.good"), ("what is present", "part.what"), ("name is present", "part.name"),
     ("pages > 3", "application.pages"), ("opened < today", "instance.opened"),
         ("attached_to is missing", "instance.attached_to")],
)  # fmt: skip
def test_in_a_task_the_forms_of_the_instance_come_first(rule: str, reads: str) -> None:
    command = workflow(NESTED % rule).commands["end_part"]
    assert command.when is not None
    assert reads in command.when.reads


def test_a_bare_name_that_means_two_things_is_a_problem() -> None:
    both = "forms: {decision: {properties: {name: {type: string, title: 名}}}}\n"
    found = problems(both + "states: {deciding: {commands: {decide: {when: name is present}}}}")
    assert [p.path for p in found] == ["commands.decide.when"]


# --- profiles

LAW = """
language: 1
profile: law
title: 法
invariants:
  short: {rule: clock.limit.period <= 30 days, message: 30日まで, basis: 法第1条}
  no_fee: {rule: fee.copy.applies implies kind = see, message: 手数料, basis: 法第2条}
  few: {rule: application.pages <= 9, message: 多すぎる}
"""
NAMED = "profiles: [laws/law]\n"


def with_law(overlay: str, law: str = LAW) -> Any:
    return build(overlay, NAMED, (("laws/law", law),))


def test_a_profile_is_applied_where_its_names_are() -> None:
    built = with_law(CLOCK % "period: 30 days")
    assert set(built.workflows["shop/request"].invariants) == {"short", "few"}
    assert [(p.path, p.severity) for p in built.problems] == [("profiles.law.no_fee", "note")]


def test_a_profile_is_enforced() -> None:
    there = play(CLOCK % "period: 31 days")
    there.workflow = with_law(CLOCK % "period: 31 days").workflows["shop/request"]
    assert there.refused("receive", "2024-04-01", {**APPLIED, "pages": 10}) == [
        "invariant.short",
        "invariant.few/pages",
    ]


def test_a_workflow_does_not_replace_what_a_profile_says() -> None:
    own = with_law("invariants: {few: {rule: application.pages <= 99, message: 自分の}}").workflows[
        "shop/request"
    ]
    assert {"few", "law_few"} <= set(own.invariants)


def test_a_profile_that_cannot_be_read_is_a_problem() -> None:
    assert [p.severity for p in with_law("", LAW.replace("<= 9", "<= <")).problems].count("block") == 1
    assert [p.path for p in build("", NAMED).problems]


def test_a_published_version_takes_its_profiles_with_it() -> None:
    texts = {
        "shop/organisation": ORGANISATION + NAMED,
        "shop/plain": PLAIN,
        "shop/request": HEAD,
        "laws/law": LAW,
    }
    version, data = take(Texts(texts), "shop")
    snapshot = Snapshot(data)
    assert profile_names(snapshot.organisation("shop").node) == ["laws/law"]
    built = Builder(snapshot, "shop", {}, shapes=False).build()
    assert set(built.workflows["shop/request"].invariants) == {"few"}
    assert take(Texts({**texts, "laws/law": LAW.replace("<= 9", "<= 8")}), "shop")[0] != version


def test_who_signs_may_be_left_open() -> None:
    unsigned = ORGANISATION.replace("sender: 代表 見本 太郎", "sender: silent")
    built = build("", "", (("shop/organisation", unsigned),))
    assert built.organisation.sender == ""
    assert [p.finding for p in built.open_points] == ["silent:sender"]


def test_a_window_is_reached_by_fax_and_mail_too() -> None:
    with_fax = ORGANISATION.replace("phone: 000-000", "phone: 000-000, fax: 111-111, email: a@b.example")
    built = build("", "", (("shop/organisation", with_fax),)).workflows["shop/request"]
    assert contact(built)[-2:] == ("電話 000-000  FAX 111-111", "電子メール a@b.example")
