"""Clocks of a merged tree: when they start, how they count, what pauses, extends and stops them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from engine.load.build.bench import BOOL, DATE, Bench, nothing
from engine.load.build.machine import commands_in, common
from engine.load.tree import Map, Scalar
from engine.model.rule import Rule, Type
from engine.model.workflow import Clock, PauseRule, Sort
from engine.rules import Vocabulary

_RECORD: Final = ("before_expiry", "any")
_EVENT: Final = re.compile(r"event\.([a-z][a-z0-9_]*)\Z")


class ClockBuilder:
    """Clocks of the case or of one task. `pause_names` are the names inside an instance of a task."""

    def __init__(
        self,
        bench: Bench,
        names: Vocabulary,
        pause_names: Callable[[str], Vocabulary],
        commands: Mapping[str, str],
        tasks: Iterable[str],
        tables: Mapping[str, Mapping[str, Type]],
    ) -> None:
        self.bench = bench
        self.names = names
        self.pause_names = pause_names
        self.commands = commands
        self.tasks = tuple(tasks)
        self.tables = tables

    def build(self, clock_id: str, node: Map, task: str = "") -> Clock:
        bench, names = self.bench, self.names
        where = f"tasks.{task}.clocks.{clock_id}" if task else f"clocks.{clock_id}"
        i, t, p, b, h, n = common(node, clock_id)
        starts = bench.rule(node.entries.get("starts"), names, DATE, f"{where}.starts")
        started_by = _EVENT.match(starts.text.strip()) if starts else None
        if starts is None and "until" not in node and not task:
            bench.problem(
                "shape",
                where,
                "いつ始まるか（starts）が書かれていません。",
                "`starts` is missing.",
                node.place,
            )
        period_rule = self._period_rule(node, where)
        counting = bench.pick(node, "counting", where, ("exclude_first", "include_first"), "exclude_first")
        rolls = bench.pick(
            node, "rolls", where, ("none", "next_business_day", "previous_business_day"), "none"
        )
        expired = bench.text(node, "expired", where)
        if expired and expired != "alert" and expired not in self.commands:
            bench.unknown(
                f"{where}.expired", "操作", "command", expired, node.key_place("expired"), self.commands
            )
        period = None if period_rule else bench.period(node.entries.get("period"), f"{where}.period", t)
        return Clock(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            task=task,
            starts=starts or nothing(node.place, DATE),
            starts_event=started_by[1] if started_by else "",
            again=bench.flag(node, "again", where),
            period=period,
            period_rule=period_rule,
            until=bench.rule(node.entries.get("until"), names, DATE, f"{where}.until"),
            counting="include_first" if counting == "include_first" else "exclude_first",
            rolls="next_business_day"
            if rolls == "next_business_day"
            else "previous_business_day"
            if rolls == "previous_business_day"
            else "none",
            pauses=self._pauses(node, where),
            extensions=self._sorts(node, where),
            stops=commands_in(bench, node, "stops", where, self.commands),
            expired=expired,
            main=bench.flag(node, "main", where),
            when=bench.rule(node.entries.get("when"), names, BOOL, f"{where}.when"),
            soft=bench.flag(node, "soft", where),
            until_commands=commands_in(bench, node, "until_commands", where, self.commands),
            not_before=commands_in(bench, node, "not_before", where, self.commands),
            after_end="keep"
            if bench.pick(node, "after_end", where, ("keep", "stop"), "stop") == "keep"
            else "stop",
        )

    def _period_rule(self, node: Map, where: str) -> Rule | None:
        found = node.entries.get("period")
        if isinstance(found, Map) and "table" in found:
            text = f"table.{found.text('table')}"
            rule = self.bench.rule(Scalar(text, found.place, text), self.names, None, f"{where}.period")
            if rule is not None and rule.type.kind not in ("period", "missing", "bool"):
                self.bench.problem(
                    "rule",
                    f"{where}.period",
                    "この表の出力は期間ではありません（out: period）。",
                    "This output of the table is not a period (out: period).",
                    found.place,
                )
            return rule
        return None

    def _pauses(self, node: Map, where: str) -> tuple[PauseRule, ...]:
        found: list[PauseRule] = []
        pauses = self.bench.resolve(node.entries.get("pauses"), f"{where}.pauses")
        for task, one in pauses.items() if isinstance(pauses, Map) else ():
            path = f"{where}.pauses.{task}"
            if task not in self.tasks:
                self.bench.unknown(path, "並行手続", "task", task, one.place, self.tasks)
                continue
            part = one if isinstance(one, Map) else Map({}, {}, one.place)
            names = self.pause_names(task)
            count = self.bench.pick(part, "count", path, ("diff", "inclusive", "exclusive"), "diff")
            kind: Literal["diff", "inclusive", "exclusive"] = (
                "inclusive" if count == "inclusive" else "exclusive" if count == "exclusive" else "diff"
            )
            found.append(
                PauseRule(
                    task=task,
                    count=kind,
                    where=self.bench.rule(part.entries.get("where"), names, BOOL, f"{path}.where"),
                    start=self.bench.rule(part.entries.get("from"), names, DATE, f"{path}.from"),
                    end=self.bench.rule(part.entries.get("to"), names, DATE, f"{path}.to"),
                )
            )
        return tuple(found)

    def _sorts(self, node: Map, where: str) -> dict[str, Sort]:
        found: dict[str, Sort] = {}
        for sort, one in node.map("extensions").items():
            if not isinstance(one, Map):
                continue
            path = f"{where}.extensions.{sort}"
            at = self.bench.text(one, "at", path)
            if at not in self.commands:
                self.bench.unknown(f"{path}.at", "操作", "command", at, one.key_place("at"), self.commands)
            i, t, p, b, h, n = common(one, sort)
            unless = one.map("unless")
            limits: dict[str, Any] = {
                key: self.bench.period(value, path)
                if key == "cap"
                else self.bench.number(value, f"{path}.unless.{key}")
                for key, value in unless.items()
                if key in ("times", "each", "sum", "cap")
            }
            if "record" in unless:
                limits["record"] = self.bench.pick(unless, "record", path, _RECORD, "before_expiry")
            record = self.bench.pick(one, "record", path, _RECORD, "before_expiry")
            found[sort] = Sort(
                id=i,
                title=t,
                place=p,
                basis=b,
                help=h,
                note=n,
                at=at,
                by=self.bench.rule(one.entries.get("by"), self.names, None, f"{path}.by"),
                to=self.bench.rule(one.entries.get("to"), self.names, DATE, f"{path}.to"),
                times=self.bench.whole(one, "times", path),
                each=self.bench.whole(one, "each", path),
                sum=self.bench.whole(one, "sum", path),
                cap=self.bench.period(one.entries.get("cap"), f"{path}.cap"),
                record="any" if record == "any" else "before_expiry",
                unless=self.bench.rule(unless.entries.get("rule"), self.names, BOOL, f"{path}.unless.rule"),
                unless_limits=limits,
            )
        return found
