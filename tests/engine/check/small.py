"""A small workflow that passes every proof; each test breaks one thing by an overlay."""

from __future__ import annotations

from pathlib import Path

from engine.check import check_workflow
from engine.errors import Problem
from engine.load.build import build_library
from engine.load.library import Library
from engine.model.workflow import Workflow

ORGANISATION = """
language: 1
title: 見本組合
roles: {clerk: {title: 窓口}, chief: {title: 課長}}
amend: [chief]
"""
PLAIN = """
language: 1
title: 申出
phases: {intake: 受付, working: 検討}
states:
  checking:
    title: 確認
    phase: intake
    commands:
      confirm: {title: 確認する, done: 済, by: [clerk], to: next, basis: 第1条}
  deciding:
    title: 決定
    phase: working
    commands:
      decide:
        title: 決定する
        done: 決定
        by: [chief]
        form: decision
        to: next
        basis: 第2条
        require:
          reason: {rule: decision.outcome = refuse implies decision.reason is present, message: 理由がない,
            basis: 第2条}
  notifying:
    title: 通知
    phase: working
    commands:
      notify: {title: 通知する, done: 済, by: [clerk], to: next, basis: 第3条}
  carrying_out:
    title: 実施
    phase: working
    only_when: decision.outcome = grant
    commands:
      carry_out: {title: 実施する, done: 済, by: [clerk], to: next, basis: 第4条}
  closed: {title: 完了, end: done}
  withdrawn: {title: 取下げ, end: aside, no_letter: 取下げによる}
commands:
  receive: {title: 受け付ける, from: start, done: 済, by: [clerk], form: application,
    to: checking, basis: 第1条}
  withdraw: {title: 取り下げる, from: [intake, deciding], done: 済, by: [clerk],
    to: withdrawn, basis: 第5条}
tasks:
  fixing:
    title: 補正
    during: [intake]
    max_open: 1
    states: {waiting: {title: 補正待ち}, fixed: {title: 補正済, end: done}}
    commands:
      ask_fix: {title: 補正を求める, from: start, done: 済, by: [clerk], form: fix,
        to: waiting, basis: 第6条}
      take_fix: {title: 補正を受ける, from: waiting, done: 済, by: [clerk], to: fixed, basis: 第6条}
    clocks:
      answer: {title: 補正の期限, starts: opened, until: fix.answer_by, stops: [take_fix],
        expired: alert, basis: 第6条}
clocks:
  limit: {title: 決定の期限, main: true, starts: event.receive, period: 30 days, stops: [decide],
    expired: alert, basis: 第2条}
tables:
  form:
    title: 様式
    hit: unique
    in: {kind: kind, outcome: decision.outcome}
    out: {number: text}
    basis: 第3条
    rows:
      see_grant: {kind: see, outcome: grant, number: 様式第1号}
      fix_grant: {kind: mend, outcome: grant, number: 様式第2号}
      refuse: {outcome: refuse, number: 様式第3号}
notices:
  answer:
    title: 決定通知書
    at: [notify]
    number: table.form.number
    to: applicant
    decides: true
    basis: 第3条
    body:
      head: {text: "{application.name}様 {decision.outcome}"}
      reason: {title: 理由, when: decision.outcome = refuse, text: "{decision.reason}"}
forms:
  application:
    title: 申出書
    properties:
      name: {type: string, title: 氏名, x-required: true}
      note: {type: string, title: 備考}
      agent: {type: boolean, title: 代理人}
      agent_name: {type: string, title: 代理人の氏名, x-when: agent, x-required: true}
      pages: {type: integer, minimum: 0, title: 枚数, x-required: true}
  decision:
    title: 決定
    properties:
      outcome: {title: 結果, x-required: true, x-personal: false, x-values: {grant: する, refuse: しない}}
      reason: {type: string, title: 理由}
  fix:
    title: 補正の求め
    properties:
      answer_by: {type: string, format: date, title: 期限, x-required: true, x-personal: false}
      what: {type: string, title: 補正する事項}
"""
HEAD = """
language: 1
extends: shop/plain
title: 申出
kinds: {see: {title: 閲覧, basis: 第1条}, mend: {title: 訂正, basis: 第1条}}
"""


def workflow(folder: Path, overlay: str = "") -> Workflow:
    """The small workflow with an overlay (YAML), built."""
    (folder / "workflows" / "shop").mkdir(parents=True, exist_ok=True)
    for name, text in (("organisation", ORGANISATION), ("plain", PLAIN), ("request", HEAD + overlay)):
        (folder / "workflows" / "shop" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return build_library(Library([folder]), "shop").workflows["shop/request"]


def findings(folder: Path, overlay: str = "") -> dict[str, Problem]:
    """Every finding by its name."""
    return {problem.finding: problem for problem in check_workflow(workflow(folder, overlay))}


def blocking(folder: Path, overlay: str = "") -> set[str]:
    return {name for name, problem in findings(folder, overlay).items() if problem.severity == "block"}
