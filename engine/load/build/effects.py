"""What attaches itself to commands: clocks, tables, letters, registers, fees and invariants of a merged tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, Literal

from engine.load.build.bench import BOOL, DATE, INT, TEXT, Bench, label, nothing
from engine.load.build.machine import common
from engine.load.build.names import entry_facts
from engine.load.tree import Map, Node, Scalar
from engine.model.basics import Place, Text
from engine.model.rule import Fact, Rule, Type
from engine.model.workflow import (
    BodyPart,
    Clock,
    Column,
    Fee,
    FeeLine,
    Invariant,
    Notice,
    PauseRule,
    Piece,
    Register,
    Retention,
    Sort,
)
from engine.rules import Vocabulary

NamesWith = Callable[[Mapping[str, Fact]], Vocabulary]
_FACT: Final = re.compile(r"\{([^{}]*)\}")
_RECORD: Final = ("before_expiry", "any")
_EVENT: Final = re.compile(r"event\.([a-z][a-z0-9_]*)\Z")


def commands_in(bench: Bench, owner: Map, key: str, path: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Command ids under `key`; an unknown one is a problem. `key: alert` and the like are handled by the caller."""
    names = tuple(allowed)
    found = bench.words(owner.entries.get(key), f"{path}.{key}")
    for word, place in found:
        if word not in names:
            bench.unknown(f"{path}.{key}", "操作", "command", word, place, names)
    return tuple(word for word, _ in found if word in names)


# --- clocks


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


# --- letters


class NoticeBuilder:
    """Letters with their texts. `names` gives the vocabulary with extra names (of a repeated entry)."""

    def __init__(
        self,
        bench: Bench,
        names: NamesWith,
        commands: Iterable[str],
        tables: Mapping[str, Mapping[str, Type]],
        parties: Iterable[str],
    ) -> None:
        self.bench = bench
        self.names = names
        self.commands = tuple(commands)
        self.tables = tables
        self.parties = tuple(parties)
        self.around: dict[str, Fact] = {}

    def build(self, notice_id: str, node: Map) -> Notice:
        bench, where = self.bench, f"notices.{notice_id}"
        i, t, p, b, h, n = common(node, notice_id)
        per, per_field = self._per(node, where)
        self.around = _entry_names(per)
        plain_names = self.names(self.around)
        alternative = node.map("alternative")
        page = bench.pick(node, "page", where, ("a4", "naga3", "kaku2"), "a4")
        body = {k: self._part(f"{where}.body.{k}", k, v) for k, v in node.map("body").items()}
        return Notice(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            at=commands_in(bench, node, "at", where, self.commands),
            to=self._to(node, where),
            body=body,
            when=bench.rule(node.entries.get("when"), self.names({}), BOOL, f"{where}.when"),
            number=self._number(node, where),
            heading=self._text(node.entries.get("heading"), plain_names, f"{where}.heading"),
            sender=self._text(node.entries.get("sender"), plain_names, f"{where}.sender"),
            serial=node.map("serial").text("format")
            or ("" if isinstance(node.entries.get("serial"), Map) else node.text("serial")),
            seal=node.text("seal", "true") == "true",
            page="naga3" if page == "naga3" else "kaku2" if page == "kaku2" else "a4",
            decides=bench.flag(node, "decides", where),
            per=per,
            per_field=per_field,
            enclose=tuple(w for w, _ in bench.words(node.entries.get("enclose"), where)),
            slip=bench.flag(node, "slip", where),
            alternative=alternative.text("any") == "true",
            alternative_form=self._fact(alternative, "form", plain_names, where),
            alternative_reason=self._fact(alternative, "requires", plain_names, where),
        )

    def _per(self, node: Map, where: str) -> tuple[Rule | None, str]:
        """`task.<id>.<field>` as the list of the task's instances and the field of which each value has a letter."""
        written = self.bench.resolve(node.entries.get("per"), f"{where}.per")
        if not isinstance(written, Scalar):
            return None, ""
        head, _, rest = written.text.partition(".")
        task, _, field = rest.partition(".")
        text = f"{head}.{task}"
        listed = self.bench.rule(Scalar(text, written.place, text), self.names({}), None, f"{where}.per")
        item = listed.type.item if listed is not None else None
        if listed is None or item is None or not item.fields:
            return None, ""
        if field not in item.fields:
            self.bench.unknown(f"{where}.per", "項目", "field", field, written.place, item.fields)
            return None, ""
        return listed, field

    def _fact(self, owner: Map, key: str, names: Vocabulary, where: str) -> str:
        rule = self.bench.rule(owner.entries.get(key), names, None, f"{where}.alternative.{key}")
        return str(rule.node.args[0]) if rule is not None and rule.node.op == "path" else ""

    def _to(self, node: Map, where: str) -> str:
        to = self.bench.text(node, "to", where, "applicant")
        party = to.removeprefix("org.parties.")
        if to != party and party not in self.parties:
            self.bench.unknown(f"{where}.to", "あて先", "party", party, node.key_place("to"), self.parties)
        elif to == party and to not in ("applicant", "data_subject"):
            written = Scalar(to, node.key_place("to"), to)
            rule = self.bench.rule(written, self.names(self.around), None, f"{where}.to")
            return str(rule.node.args[0]) if rule is not None and rule.node.op == "path" else to
        return to

    def _number(self, node: Map, where: str) -> str:
        number = self.bench.text(node, "number", where, "none")
        if not number.startswith("table."):
            return "" if number == "none" else number
        table, _, out = number.removeprefix("table.").partition(".")
        if out not in self.tables.get(table, {}):
            every = [f"table.{t}.{o}" for t, outs in self.tables.items() for o in outs]
            self.bench.unknown(
                f"{where}.number", "表の出力", "table output", number, node.key_place("number"), every
            )
            return ""
        return number

    def _part(self, where: str, part_id: str, node: Node) -> BodyPart:
        if not isinstance(node, Map):
            node = Map({"text": node}, {"text": node.place}, node.place)
        i, t, p, b, h, n = common(node, part_id)
        around = self.names(self.around)
        each = self.bench.rule(node.entries.get("each"), around, None, f"{where}.each")
        names = self.names({**self.around, **_entry_names(each)})
        return BodyPart(
            id=i,
            title=t if "title" in node else Text(""),
            place=p,
            basis=b,
            help=h,
            note=n,
            text=self._text(node.entries.get("text"), names, f"{where}.text"),
            when=self.bench.rule(node.entries.get("when"), around, BOOL, f"{where}.when"),
            each=each,
        )

    def _text(self, node: Node | None, names: Vocabulary, where: str) -> tuple[Piece, ...]:
        found = self.bench.resolve(node, where)
        return pieces(self.bench, found, names, where) if isinstance(found, Scalar) else ()


def _entry_names(each: Rule | None) -> dict[str, Fact]:
    if each is None or each.type.item is None:
        return {}
    item = each.type.item
    found = entry_facts(item)
    if item.kind in ("choice", "unit"):
        found["element.title"] = Fact("element.title", TEXT, Text("その名前", "its label"))
        found["element.basis"] = Fact("element.basis", TEXT, Text("その条文", "its article"))
    return found


def pieces(bench: Bench, node: Scalar, names: Vocabulary, where: str) -> tuple[Piece, ...]:
    """A text with `{facts}` as pieces; every fact is read as a rule, so that a wrong name has its place."""
    found: list[Piece] = []
    position = 0
    for match in _FACT.finditer(node.text):
        if match.start() > position:
            found.append(Piece(text=node.text[position : match.start()]))
        place = Place(node.place.file, node.place.line, node.place.column + match.start(1))
        rule = bench.rule(Scalar(match[1], place, match[1]), names, None, where)
        if rule is not None:
            found.append(Piece(rule=rule, source=match[1]))
        position = match.end()
    if position < len(node.text):
        found.append(Piece(text=node.text[position:]))
    return tuple(found)


# --- registers, fees, invariants


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
        later=tuple(w for w, _ in later),
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
    )


def build_fee(
    bench: Bench,
    fee_id: str,
    node: Map,
    names: Vocabulary,
    commands: Iterable[str],
    tasks: Iterable[str] = (),
) -> Fee:
    """One fee. `amount: silent` on the fee itself says that the source is silent about the amount."""
    where = f"fees.{fee_id}"
    i, t, p, b, h, n = common(node, fee_id)
    amount = node.entries.get("amount")
    silent = isinstance(amount, Scalar) and amount.text == "silent"
    if silent:
        bench.silent(where, t, b, node.place)
    lines: dict[str, FeeLine] = {}
    for key, one in node.map("lines").items():
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
    paid: dict[str, Rule] = {}
    for command, rule_node in node.map("paid_at").items():
        if command not in tuple(commands):
            bench.unknown(f"{where}.paid_at", "操作", "command", command, rule_node.place, commands)
        elif rule := bench.rule(rule_node, names, INT, f"{where}.paid_at.{command}"):
            paid[command] = rule
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
        paid_at=paid,
        before=commands_in(bench, node, "before", where, commands),
        balance=balance,
        refund=node.text("refund"),
        silent=silent,
    )


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
