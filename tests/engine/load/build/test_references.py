"""Building a workflow: every name that does not exist is a problem at its place, with the nearest that does."""

from __future__ import annotations

import pytest

from tests.engine.little import build, problems, said

TASK = """tasks: {part: {title: 部分, %s, states: {waiting: {title: 待ち}, done: {title: 済, end: done}},
  commands: {open_part: {title: 始める, done: 始, from: start, by: [clerk], to: waiting, basis: 第1条},
    end_part: {title: 終える, done: 終, from: waiting, by: [clerk], to: done, basis: 第1条}}}}"""
CLOCK = "clocks: {limit: {title: 期限, starts: event.receive, period: 30 days, %s}}"
COMMAND = "commands: {more: {title: 他, done: 他, from: open, by: [clerk], basis: 第1条, %s}}"
NOTICE = "notices: {note: {title: 通知, %s}}"
ADDRESSED = "at: [confirm], body: {a: {text: 以上}}, to: %s"


def only(overlay: str, **organisation: str) -> dict[str, str]:
    return said(problems(overlay, **organisation))


@pytest.mark.parametrize(
    ("overlay", "path", "near"),
    [
        ("states: {checking: {commands: {confirm: {by: [clark]}}}}", "commands.confirm", "clerk"),
        ("states: {checking: {phase: intak}}", "states.checking", "intake"),
        (COMMAND % "form: decisions", "commands.more", "decision"),
        (COMMAND % "to: closd", "commands.more.to", "closed"),
        (COMMAND % "to: {closd: kind = see, withdrawn: otherwise}", "commands.more", "closed"),
        (COMMAND % "when: application.pges > 3", "commands.more.when", "application.pages"),
        (COMMAND % "require: {it: {rule: knd = see, message: x}}", "commands.more.require.it.rule", "kind"),
        (COMMAND.replace("[clerk]", '["handler of case.unti"]') % "to: stay", "commands.more", "case.unit"),
        (COMMAND.replace("from: open", "from: [decidng]") % "to: stay", "commands.more", "deciding"),
        (TASK % "during: [intak]", "tasks.part", "intake"),
        (TASK % "blocks: [decid]", "tasks.part.blocks", "decide"),
        (TASK % "of: prt", "tasks.part.of", "part"),
        (TASK % "at: [confrm]", "tasks.part.at", "confirm"),
        (TASK % "at: {confrm: {}}", "tasks.part.at", "confirm"),
        (CLOCK % "stops: [decid]", "clocks.limit.stops", "decide"),
        (CLOCK % "expired: decid", "clocks.limit.expired", "decide"),
        (CLOCK % "not_before: [decid]", "clocks.limit.not_before", "decide"),
        (CLOCK % "until_commands: [decid]", "clocks.limit.until_commands", "decide"),
        (CLOCK % "extensions: {one: {at: decid, by: 3 days}}", "clocks.limit.extensions.one.at", "decide"),
        (CLOCK.replace("event.receive", "event.recieve") % "soft: true", "clocks.limit.starts", "event.receive"),
        (CLOCK % "counting: {setting: SET-0l}", "clocks.limit.counting", "SET-02"),
        (NOTICE % "at: [confrm], to: applicant", "notices.note.at", "confirm"),
        (NOTICE % (ADDRESSED % "org.parties.bord"), "notices.note.to", "board"),
        (NOTICE % (ADDRESSED % "application.nme"), "notices.note.to", "application.name"),
        (NOTICE % 'at: [confirm], to: applicant, body: {a: {text: "{application.nme}"}}',
         "notices.note.body.a.text", "application.name"),
        (NOTICE % "at: [confirm], to: applicant, per: task.part.outcom", "notices.note.per", ""),
        ("registers: {r: {title: 簿, at: [confrm], columns: {a: kind}}}", "registers.r.at", "confirm"),
        ("registers: {r: {title: 簿, at: [confirm], per: prt, columns: {a: kind}}}\n" + TASK % "max: 1",
         "registers.r.per", "part"),
        ("registers: {r: {title: 簿, at: [confirm], later: [bb], columns: {b: kind}}}", "registers.r.later", "b"),
        ("registers: {r: {title: 簿, at: [confirm], readers: [chef], columns: {b: kind}}}",
         "registers.r.readers", "chief"),
        ("fees: {f: {title: 料, lines: {a: {amount: 3}}, before: [decid]}}", "fees.f.before", "decide"),
        ("fees: {f: {title: 料, lines: {a: {amount: 3}}, paid_at: {decid: 3}}}", "fees.f.paid_at", "decide"),
        ("fees: {f: {title: 料, lines: {a: {amount: 3}}, balance: prt}}\n" + TASK % "max: 1", "fees.f.balance", "part"),
        ("evidence: {e: {title: 確認, need: {a: {any: [crd]}}}}", "evidence.e.need.a", "card"),
        ("evidence: {e: {title: 確認, answered_by: decid, need: {a: {any: [card]}}}}", "evidence.e", "decide"),
        ("invariants: {i: {rule: event.decid is present implies kind = see}}", "invariants.i.rule", "event.decide"),
        ("exports: {on: event.decid}", "exports.on", "event.decide"),
        ("effective: {from: 2026-10-01, by: event.recieve}", "effective.by", "event.receive"),
    ],
)  # fmt: skip
def test_an_unknown_name_has_its_place_and_the_nearest(overlay: str, path: str, near: str) -> None:
    found = [p for p in problems(overlay) if p.path == path]
    assert found, said(problems(overlay))
    assert near in {p.near for p in found}
    assert all(p.place is not None and p.place.file == "shop/request.yaml" and p.en for p in found)


def test_a_field_that_the_instances_do_not_have() -> None:
    overlay = NOTICE % "at: [confirm], to: applicant, per: task.part.stat" + "\n" + TASK % "max_open: 1"
    assert only(overlay)["notices.note.per"] == "state"


def test_everything_is_reported_at_once() -> None:
    found = only(
        """
states: {checking: {commands: {confirm: {by: [clark], to: clsed, when: knd = see}}}}
clocks: {limit: {title: 期限, starts: event.recieve, period: 30 days}}
registers: {r: {title: 簿, at: [confrm], columns: {a: knd}}}
"""
    )
    assert {
        "commands.confirm", "commands.confirm.to", "commands.confirm.when", "clocks.limit.starts",
        "registers.r.at", "registers.r.columns.a",
    } <= set(found)  # fmt: skip


def test_command_ids_are_unique_over_the_workflow_and_its_tasks() -> None:
    double = TASK.replace("end_part", "confirm") % "max: 1"
    assert {p.kind for p in problems(double)} == {"duplicate"}
    inside = COMMAND.replace("more", "confirm") % "to: stay"
    assert "duplicate" in {p.kind for p in problems(inside)}


def test_built_in_names_and_keys_are_taken() -> None:
    assert "duplicate" in {p.kind for p in problems(COMMAND.replace("more", "note") % "to: stay")}
    keys = "states: {checking: {commands: {confirm: {key: d}}}}\n" + COMMAND % "key: d"
    assert [p.kind for p in problems(keys)] == ["key"]
    (reserved,) = problems(COMMAND % "key: u")
    assert reserved.kind == "key" and "画面" in reserved.ja


def test_a_machine_has_exactly_one_normal_end() -> None:
    assert [p.path for p in problems("states: {closed: {end: ~}}")] == ["states"]
    assert [p.path for p in problems("states: {withdrawn: {end: done}}")] == ["states"]


SECOND = """
language: 1
extends: shop/plain
title: 別の申出
kinds: {see: {title: 閲覧}}
"""


def test_a_kind_belongs_to_one_workflow() -> None:
    assert said(problems(second=SECOND))["kinds.see"].startswith("種別「see」が")


def test_a_version_by_date_is_another_workflow_of_the_same_kind() -> None:
    from datetime import date

    newer = SECOND + "effective: {from: 2026-10-01, by: event.receive}\n"
    built = build("", "", (("shop/second", newer),))
    assert built.problems == ()
    chosen = {day: built.of_kind("see", date.fromisoformat(day)) for day in ("2026-09-30", "2026-10-01")}
    assert [w.id for w in chosen.values() if w] == ["shop/request", "shop/second"]
    newest, other = built.of_kind("see"), built.of_kind("mend")
    assert newest is not None
    assert newest.id == "shop/second"
    assert other is not None
    assert other.id == "shop/request"
    assert built.of_kind("nothing") is None


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("calendar: {closed: {weekdays: [sat, sunn]}}", "sun"),
        ("calendar: {closed: {days: {2024-02-30: 休業日}}}", ""),
        ("calendar: {closed: {yearly: {winter: {from: 13-29, to: 01-03}}}}", ""),
    ],
)
def test_what_is_wrong_with_the_organisation(text: str, near: str) -> None:
    found = problems("", text)
    assert found
    assert near in {p.near for p in found}


def test_roles_that_are_named_exist() -> None:
    from tests.engine.little import ORGANISATION, PLAIN, Texts

    broken = ORGANISATION.replace("amend: [chief]", "amend: [chef]").replace(
        "recorded_by: [clerk]", "recorded_by: [clark]"
    )
    from engine.load.build import Builder

    built = Builder(Texts({"shop/organisation": broken, "shop/plain": PLAIN}), "shop", {}).build()
    assert {(p.path, p.near) for p in built.problems} == {
        ("amend", "chief"),
        ("roles.chief.recorded_by", "clerk"),
    }
