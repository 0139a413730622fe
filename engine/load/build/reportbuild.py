"""Reports of an organisation: yearly figures over the columns of its registers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.load.build.bench import BOOL, INT, Bench
from engine.load.build.machine import common
from engine.load.tree import Map
from engine.model.rule import Fact
from engine.model.workflow import Register, Report, Workflow
from engine.rules import Vocabulary

_YEARS: Final = ("fiscal_year", "calendar_year")


def build_reports(bench: Bench, node: Map, workflows: Mapping[str, Workflow]) -> dict[str, Report]:
    """The reports; each must fit the columns of its register in every workflow that keeps it."""
    found: dict[str, Report] = {}
    for key, part in node.map("reports").items():
        if isinstance(part, Map) and (built := _report(bench, key, part, workflows)) is not None:
            found[key] = built
    return found


def _report(bench: Bench, key: str, node: Map, workflows: Mapping[str, Workflow]) -> Report | None:
    where = f"reports.{key}"
    name = bench.text(node, "register", where)
    keeping = [w.registers[name] for w in workflows.values() if name in w.registers]
    if not keeping:
        names = dict.fromkeys(r for w in workflows.values() for r in w.registers)
        bench.unknown(f"{where}.register", "台帳", "register", name, node.key_place("register"), names)
        return None
    period = bench.pick(node, "period", where, _YEARS, "fiscal_year")
    return [_over(bench, key, node, register, period) for register in reversed(keeping)][-1]


def _over(bench: Bench, key: str, node: Map, register: Register, period: str) -> Report:
    where = f"reports.{key}"
    i, t, p, b, h, n = common(node, key)
    by = bench.words(node.entries.get("by"), f"{where}.by")
    for word, place in by:
        if word not in register.columns:
            bench.unknown(f"{where}.by", "列", "column", word, place, register.columns)
    names = Vocabulary({c: Fact(c, one.rule.type, one.title) for c, one in register.columns.items()})
    return Report(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        register=register.id,
        by=tuple(w for w, _ in by if w in register.columns),
        count=bench.rule(node.entries.get("count"), names, BOOL, f"{where}.count"),
        sum=bench.rule(node.entries.get("sum"), names, INT, f"{where}.sum"),
        where=bench.rule(node.entries.get("where"), names, BOOL, f"{where}.where"),
        columns=register.columns,
        fiscal=period == "fiscal_year",
    )
