"""A little office in memory: one workflow, and what a test lays over it as YAML; steps are played on one case.

office = play("clocks: {limit: {title: 期限, starts: event.receive, period: 30 days}}")
office.do("receive", "2024-04-01", **APPLIED)
assert office.fact("clock.limit.due") == date(2024, 5, 1)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from typing import Any

from engine.advance import World, advance, available, blocked
from engine.errors import DefinitionError, Objection, Problem, Refused
from engine.facts import CaseFacts, Moment
from engine.load.build import Builder, Built
from engine.load.library import Library
from engine.load.source import read_definition
from engine.load.tree import Node
from engine.model.basics import Value
from engine.model.case import SYSTEM, Case, Event, Instance, Order, Person
from engine.model.workflow import Workflow

ORGANISATION = """
language: 1
title: {ja: 見本組合, en: Sample union}
sender: 代表 見本 太郎
roles:
  clerk: {title: 窓口}
  chief: {title: 課長, recorded_by: [clerk]}
  handler: {title: 担当者, per: unit}
units: {north: {title: 北課, holders: {handler: 北課長}}, south: {title: 南課}}
windows: {main: {title: 本部, address: 見本市1-1, phone: 000-000}}
amend: [chief]
documents: {card: {title: カード}, letter: {title: 委任状, ask: {sealed: {type: boolean, must: not_sealed}}}}
catalogues: {colours: {red: 赤, blue: 青}}
parties: {board: {title: 理事会, address: 見本市2-2}}
settings:
  SET-01: {title: 数え方, values: {exclude_first: 初日不算入, include_first: 起算して}, value: exclude_first}
  SET-02: {title: 日数, value: 20}
"""
PLAIN = """
language: 1
title: 申出
phases: {intake: 受付, deciding: 検討}
states:
  checking: {title: 確認, phase: intake, commands: {confirm: {title: 確認する, done: 確認済, by: [clerk],
      to: next, basis: 第1条}}}
  deciding:
    title: 決定
    phase: deciding
    commands: {decide: {title: 決定する, done: 決定, by: [chief], form: decision, to: next, basis: 第2条}}
  closed: {title: 完了, end: done}
  withdrawn: {title: 取下げ, end: aside, no_letter: 取下げによる}
commands:
  receive: {title: 受け付ける, done: 受付, from: start, by: [clerk], form: application, to: checking, basis: 第1条}
  withdraw: {title: 取り下げる, done: 取下げ, from: open, by: [clerk], to: withdrawn, basis: 第5条}
forms:
  application:
    title: 申出書
    properties:
      name: {type: string, title: 氏名, x-required: true}
      address: {type: string, title: 住所}
      pages: {type: integer, minimum: 0, title: 枚数}
      sent_on: {type: string, format: date, title: 発送日}
      agent: {type: boolean, title: 代理}
      agent_name: {type: string, title: 代理人の氏名, x-when: agent, x-required: true}
  decision:
    title: 決定
    properties:
      outcome: {title: 結果, x-required: true, x-values: {grant: する, refuse: しない}}
      reason: {type: string, title: 理由}
"""
HEAD = """
language: 1
extends: shop/plain
title: 申出
kinds: {see: {title: 閲覧, basis: 第1条}, mend: {title: 訂正, basis: 第1条}}
"""
APPLIED: Mapping[str, Any] = {"name": "見本 太郎", "address": "見本市3-3"}
CLERK = Person("hanako", "見本 花子", ("clerk",))
CHIEF = Person("taro", "見本 太郎", ("chief", "clerk"))


class Texts(Library):
    """Definitions that stand in a test."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        super().__init__([])
        self.texts = texts

    def own(self, name: str) -> Node | None:
        text = self.texts.get(name)
        return None if text is None else read_definition(f"{name}.yaml", text.encode())

    def _definitions(self) -> list[str]:
        return list(self.texts)


@cache
def build(overlay: str = "", organisation: str = "", others: tuple[tuple[str, str], ...] = ()) -> Built:
    """The little office with an overlay on its workflow and more lines in its organisation."""
    texts = {
        "shop/organisation": ORGANISATION + organisation,
        "shop/plain": PLAIN,
        "shop/request": HEAD + overlay,
    }
    return Builder(Texts({**texts, **dict(others)}), "shop", {}).build()


def problems(overlay: str = "", organisation: str = "", **others: str) -> list[Problem]:
    """What is wrong with it."""
    more = tuple((f"shop/{name}", text) for name, text in others.items())
    return list(build(overlay, organisation, more).problems)


def said(found: Iterable[Problem]) -> dict[str, str]:
    """Problems as path → nearest valid name, or their Japanese sentence."""
    return {p.path: p.near or p.ja for p in found}


def workflow(overlay: str = "", organisation: str = "", **others: str) -> Workflow:
    """The workflow, which must have nothing wrong with it."""
    more = tuple((f"shop/{name}", text) for name, text in others.items())
    built = build(overlay, organisation, more)
    if wrong := [p for p in built.problems if p.severity == "block"]:
        raise DefinitionError(wrong)
    return built.workflows["shop/request"]


class Office:
    """One case of a workflow, and everybody who may act on it."""

    def __init__(self, workflow: Workflow, kind: str = "see") -> None:
        self.workflow = workflow
        self.kind = kind
        self.now: Case | None = None
        self.serials: dict[str, int] = {}

    @property
    def case(self) -> Case:
        assert self.now is not None
        return self.now

    @property
    def state(self) -> str:
        return self.case.state

    def order(
        self,
        command: str,
        day: str,
        form: Mapping[str, Any] | None = None,
        by: Person = CHIEF,
        typed_by: Person | None = None,
        acknowledge: Iterable[str] = (),
        task: int = 0,
        **more: Any,
    ) -> Order:
        return Order(
            command,
            date.fromisoformat(day),
            by,
            typed_by or by,
            form or {},
            task,
            frozenset(acknowledge),
            kind=self.kind,
            **more,
        )

    def do(self, command: str, day: str, form: Mapping[str, Any] | None = None, **more: Any) -> Event:
        """One step that goes through; its event."""
        step = advance(self.workflow, self.now, self.order(command, day, form, **more), self.world())
        self.now = step.case
        return step.event

    def objections(
        self, command: str, day: str, form: Mapping[str, Any] | None = None, **more: Any
    ) -> list[Objection]:
        """What is said against a step; nothing if it would go through. Nothing is done."""
        try:
            advance(self.workflow, self.now, self.order(command, day, form, **more), self.world())
        except Refused as refused:
            return list(refused.objections)
        return []

    def refused(
        self, command: str, day: str, form: Mapping[str, Any] | None = None, **more: Any
    ) -> list[str]:
        """The names of the refusals, with the field where there is one."""
        return [o.rule + o.field for o in self.objections(command, day, form, **more)]

    def world(self) -> World:
        return World("2024-04-01T09:00:00+09:00", "madoguchi", "R6-001", self.serials)

    def facts(self, day: str = "2024-04-30", inside: Instance | None = None) -> CaseFacts:
        return CaseFacts(self.workflow, self.case, Moment(date.fromisoformat(day)), inside)

    def fact(self, path: str, day: str = "2024-04-30", inside: Instance | None = None) -> Value:
        return self.facts(day, inside)[path]

    def available(self, day: str = "2024-04-30", person: Person | None = None) -> list[str]:
        return available(self.workflow, self.case, date.fromisoformat(day), person)

    def blocked(self, command: str, day: str = "2024-04-30", person: Person | None = None) -> list[str]:
        found = blocked(
            self.workflow, self.case, self.workflow.commands[command], date.fromisoformat(day), person
        )
        return [o.rule for o in found]


def play(overlay: str = "", organisation: str = "", kind: str = "see", **others: str) -> Office:
    """An office without a case yet."""
    return Office(workflow(overlay, organisation, **others), kind)


def received(overlay: str = "", day: str = "2024-04-01", organisation: str = "", **form: Any) -> Office:
    """An office with one case received on `day`."""
    office = play(overlay, organisation)
    office.do("receive", day, {**APPLIED, **form})
    return office


__all__ = [
    "APPLIED", "CHIEF", "CLERK", "SYSTEM", "Office", "build", "play", "problems", "received", "said", "workflow",
]  # fmt: skip
