"""Registers, fees and invariants of a merged tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from engine.load.build.bench import BOOL, DATE, INT, Bench, basis, label, nothing
from engine.load.build.machine import commands_in, common
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar
from engine.model.basics import Text
from engine.model.rule import Fact, Rule
from engine.model.workflow import Column, Command, Fee, FeeLine, Invariant, Register, Retention
from engine.rules import Vocabulary


def build_register(
    bench: Bench,
    register_id: str,
    node: Map,
    names: Vocabulary,
    commands: Iterable[str],
    roles: Iterable[str],
    tasks: Iterable[str] = (),
) -> Register:
    """One register with its columns and its retention."""
    where = f"registers.{register_id}"
    i, t, p, b, h, n = common(node, register_id)
    columns: dict[str, Column] = {}
    for key, one in node.map("columns").items():
        rule_node = one.entries.get("from") if isinstance(one, Map) else one
        rule = bench.rule(rule_node, names, None, f"{where}.columns.{key}")
        if rule is None:
            continue
        title = (
            label(one.entries.get("title"), key)
            if isinstance(one, Map) and "title" in one
            else _said(rule, key)
        )
        columns[key] = Column(id=key, title=title, place=one.place, rule=rule)
    readers = bench.words(node.entries.get("readers"), f"{where}.readers")
    for word, place in readers:
        if word not in tuple(roles):
            bench.unknown(f"{where}.readers", "役割", "role", word, place, roles)
    later = bench.words(node.entries.get("later"), f"{where}.later")
    marked = [
        c for c, one in node.map("columns").items() if isinstance(one, Map) and one.text("later") == "true"
    ]
    for word, place in later:
        if word not in node.map("columns"):
            bench.unknown(f"{where}.later", "列", "column", word, place, node.map("columns"))
    per = bench.text(node, "per", where, "case")
    if per != "case" and per not in tuple(tasks):
        bench.unknown(f"{where}.per", "並行手続", "task", per, node.key_place("per"), ["case", *tasks])
        per = "case"
    return Register(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        at=commands_in(bench, node, "at", where, commands),
        columns=columns,
        per=per,
        when=bench.rule(node.entries.get("when"), names, BOOL, f"{where}.when"),
        later=tuple(dict.fromkeys([*(w for w, _ in later), *marked])),
        readers=tuple(w for w, _ in readers),
        retain=_retention(bench, node, names, where, t),
        form_number=node.text("form_number"),
    )


def _said(rule: Rule, key: str) -> Text:
    return rule.node.title if rule.node.op == "path" and rule.node.title.ja else Text(key)


def _retention(bench: Bench, node: Map, names: Vocabulary, where: str, title: Text) -> Retention | None:
    retain = node.entries.get("retain")
    if not isinstance(retain, Map):
        return None
    path = f"{where}.retain"
    starts = bench.rule(retain.entries.get("starts"), names, DATE, f"{path}.starts")
    counting = bench.pick(retain, "counting", path, ("exclude_first", "include_first"), "exclude_first")
    return Retention(
        starts=starts or nothing(retain.place, DATE),
        period=bench.period(retain.entries.get("period"), f"{path}.period", title),
        counting="include_first" if counting == "include_first" else "exclude_first",
        then=retain.text("then", "review"),
        minimum=bench.flag(retain, "minimum", path),
        hold=bench.rule(retain.entries.get("hold"), names, BOOL, f"{path}.hold"),
        basis=basis(retain.entries.get("basis")),
    )


def build_fee(
    bench: Bench,
    fee_id: str,
    node: Map,
    names: Vocabulary,
    commands: Mapping[str, Command],
    paying: Callable[[str], Vocabulary],
    tasks: Iterable[str] = (),
) -> Fee:
    """One fee. `amount` on the fee itself is its only line; `silent` there: the source names no amount.

    `paying` gives the names in reach of a payment by the task of its command (empty: of the case).
    """
    where = f"fees.{fee_id}"
    i, t, p, b, h, n = common(node, fee_id)
    amount = node.entries.get("amount")
    silent = isinstance(amount, Scalar) and amount.text == "silent"
    if silent:
        bench.silent(where, t, b, node.place)
    lines: dict[str, FeeLine] = {}
    for key, one in _lines(node, fee_id, silent):
        part = one if isinstance(one, Map) else Map({"amount": one}, {"amount": one.place}, one.place)
        li, lt, lp, lb, lh, ln = common(part, key)
        lines[key] = FeeLine(
            id=li,
            title=lt,
            place=lp,
            basis=lb or b,
            help=lh,
            note=ln,
            amount=bench.rule(part.entries.get("amount"), names, INT, f"{where}.lines.{key}.amount"),
            when=bench.rule(part.entries.get("when"), names, BOOL, f"{where}.lines.{key}.when"),
        )
    balance = bench.text(node, "balance", where)
    if balance and balance not in tuple(tasks):
        bench.unknown(f"{where}.balance", "並行手続", "task", balance, node.key_place("balance"), tasks)
    waived = node.map("waived")
    ways = {
        k: r for k, v in node.map("ways").items() if (r := bench.rule(v, names, BOOL, f"{where}.ways.{k}"))
    }
    return Fee(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        lines=lines,
        when=bench.rule(node.entries.get("when"), names, BOOL, f"{where}.when"),
        waived=bench.rule(waived.entries.get("rule"), names, BOOL, f"{where}.waived")
        if "rule" in waived
        else bench.rule(node.entries.get("waived"), names, BOOL, f"{where}.waived"),
        ways=ways,
        way_at=_way_fields(bench, node, paying, commands, where),
        paid_at=_paid_at(bench, node, paying, commands, where),
        before=commands_in(bench, node, "before", where, commands),
        balance=balance,
        refund=bench.text(node, "refund", where),
        silent=silent,
    )


def _paid_at(
    bench: Bench,
    node: Map,
    paying: Callable[[str], Vocabulary],
    commands: Mapping[str, Command],
    where: str,
) -> dict[str, Rule]:
    """What each paying command pays, in the names in reach of it."""
    paid: dict[str, Rule] = {}
    for command, written in node.map("paid_at").items():
        if command not in commands:
            bench.unknown(f"{where}.paid_at", "操作", "command", command, written.place, commands)
        elif rule := bench.rule(written, paying(commands[command].task), INT, f"{where}.paid_at.{command}"):
            paid[command] = rule
    return paid


def _lines(node: Map, fee_id: str, silent: bool) -> list[tuple[str, Node]]:
    """The lines of a fee by key; one without lines has its amount as the only one, under its own name."""
    found = list(node.map("lines").items())
    if not found and "amount" in node and not silent:
        entries = {k: node.entries[k] for k in ("title", "amount") if k in node}
        found = [(fee_id, Map(entries, node.key_places, node.place))]
    return found


def _way_fields(
    bench: Bench, node: Map, names: Callable[[str], Vocabulary], commands: Mapping[str, Command], where: str
) -> dict[str, Fact]:
    """For each paying command the choice field of its form that offers every way; where there is none it is said."""
    ways, path = node.map("ways"), f"{where}.ways"
    paying = [commands[one] for one in node.map("paid_at") if one in commands]
    if ways and not paying:
        ja = "支払の方法がありますが、入金を記録する操作（paid_at）がありません。"
        bench.problem("reference", path, ja, "Ways to pay, but no command records a payment.", ways.place)
    found: dict[str, Fact] = {}
    for command in paying if ways else ():
        choices = [
            fact
            for fact in names(command.task).facts.values()
            if command.form and fact.path.startswith(f"{command.form}.") and fact.type.kind == "choice"
        ]
        fitting = [f for f in choices if ways.keys() <= f.type.values.keys() | f.type.known]
        if fitting:
            found[command.id] = fitting[0]
        else:
            _no_way_field(bench, path, ways, command, choices)
    return found


def _no_way_field(bench: Bench, path: str, ways: Map, command: Command, choices: Iterable[Fact]) -> None:
    """The field that offers most of the ways lacks some, or no field offers any."""
    closest = max(choices, key=lambda f: len(ways.keys() & f.type.values.keys()), default=None)
    lacking = [w for w in ways if closest is None or w not in closest.type.values]
    for way in lacking:
        ja = f"支払の方法「{way}」を選べる項目が、「{command.title.ja}」の様式にありません。"
        en = f"No field in the form of “{command.title.within('en')}” offers the way “{way}”."
        near = nearest(way, closest.type.values) if closest is not None else ""
        bench.problem("reference", path, ja, en, ways.key_place(way), near)


def build_invariant(bench: Bench, invariant_id: str, node: Node, names: Vocabulary) -> Invariant:
    """One invariant; its message is its title where none is written."""
    part = node if isinstance(node, Map) else Map({"rule": node}, {"rule": node.place}, node.place)
    i, t, p, b, h, n = common(part, invariant_id)
    message = label(part.entries.get("message"), "")
    rule = bench.rule(part.entries.get("rule"), names, BOOL, f"invariants.{invariant_id}.rule")
    severity = bench.pick(part, "severity", f"invariants.{invariant_id}", ("block", "warn"), "block")
    return Invariant(
        id=i,
        title=message if message.ja else t,
        place=p,
        basis=b,
        help=h,
        note=n,
        rule=rule or nothing(part.place),
        severity="warn" if severity == "warn" else "block",
        assume=bench.flag(part, "assume", f"invariants.{invariant_id}"),
    )
