"""Rules over facts of which only a part is known: every way a rule can come out, with what it decided.

A choice or yes/no fact is decided when a rule first needs its value, by splitting; any other comparison is a
free truth (an atom). So everything a case can do is among the ways, and perhaps more.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, Final

from engine.check.env import ATOM, Env, Known, Mark
from engine.check.names import FieldFact, Names
from engine.model.basics import MISSING, Missing, Period
from engine.model.rule import Node, Rule, Type
from engine.model.workflow import Clock, Fee, Row, Table, Task, Workflow
from engine.rules.kinds import FAMILY
from engine.tables import cell_holds

Way = tuple[Known, Env]
Truth = tuple[bool | None, Env]
_COMPARE: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class World:
    """One kind of one workflow, seen from the case or from inside a task."""

    def __init__(self, workflow: Workflow, kind: str, names: Names, task: Task | None = None) -> None:
        self.workflow, self.kind, self.names, self.task = workflow, kind, names, task

    # --- truths --------------------------------------------------------------------------------------------

    def passes(self, rule: Rule | None, env: Env) -> list[Env]:
        """The ways in which the rule is true; a rule that is not written is always true."""
        if rule is None:
            return [env]
        return distinct(e for truth, e in self.truths(rule.node, env) if truth is True)

    def truths(self, node: Node, env: Env) -> Iterator[Truth]:
        """Every way a yes/no node comes out; None where a missing fact leaves it open."""
        for value, after in self.ways(node, env):
            if value is MISSING:
                yield None, after
            elif isinstance(value, bool):
                yield value, after
            else:
                yield from self._draw(self.names.text(node), after)

    def _draw(self, text: str, env: Env) -> Iterator[tuple[bool, Env]]:
        known = env.decided.get(ATOM + text)
        if isinstance(known, bool):
            yield known, env
            return
        for truth in (True, False):
            yield truth, env.decide(ATOM + text, truth)

    # --- values --------------------------------------------------------------------------------------------

    def ways(self, node: Node, env: Env, value: bool = True) -> Iterator[Way]:
        """Every value a node can have; PRESENT where it has one that is not followed.

        With `value` false only presence matters, and no choice is split.
        """
        match node.op:
            case "literal":
                yield node.args[0], env  # type: ignore[misc]
            case "period":
                yield Period(node.args[0], node.args[1]), env  # type: ignore[arg-type]
            case "path":
                yield from self._path(node, env, value)
            case "and":
                yield from self._join(node.operands, env, False)
            case "or":
                yield from self._join(node.operands, env, True)
            case "implies":
                yield from self._implies(node, env)
            case "not":
                for truth, after in self.truths(node.operands[0], env):
                    yield MISSING if truth is None else not truth, after
            case "if":
                for truth, after in self.truths(node.operands[0], env):
                    if truth is None:
                        yield MISSING, after
                    else:
                        yield from self.ways(node.operands[1 if truth else 2], after, value)
            case "is_missing" | "is_present":
                for found, after in self.ways(node.operands[0], env, False):
                    yield (found is MISSING) == (node.op == "is_missing"), after
            case "otherwise":
                for found, after in self.ways(node.operands[0], env, value):
                    if found is MISSING:
                        yield from self.ways(node.operands[1], after, value)
                    else:
                        yield found, after
            case "in":
                yield from self._in(node, env)
            case op if op in _COMPARE:
                yield from self._compare(node, env)
            case "any" | "every" | "no" | "contains":
                yield from self._opaque(
                    node, env, node.operands[:1] if node.op != "contains" else node.operands
                )
            case "count" | "sum":
                yield from self._strict(node.operands[:1], env)
            case _:
                yield from self._strict(node.operands, env)

    def _strict(self, operands: Iterable[Node], env: Env) -> Iterator[Way]:
        """MISSING if one operand is, else a value that is not followed."""
        envs = [env]
        for operand in operands:
            following: list[Env] = []
            for one in envs:
                for found, after in self.ways(operand, one, False):
                    if found is MISSING:
                        yield MISSING, after
                    else:
                        following.append(after)
            envs = distinct(following)
        for one in envs:
            yield Mark.PRESENT, one

    def _opaque(self, node: Node, env: Env, operands: Iterable[Node]) -> Iterator[Way]:
        for found, after in self._strict(operands, env):
            if found is MISSING:
                yield MISSING, after
            else:
                yield from self._draw(self.names.text(node), after)

    def _join(self, parts: tuple[Node, ...], env: Env, stop: bool) -> Iterator[Way]:
        """`and` (stops at false) and `or` (stops at true) of Kleene."""
        open_: list[Truth] = [(not stop, env)]
        for part in parts:
            following: list[Truth] = []
            for so_far, one in open_:
                for truth, after in self.truths(part, one):
                    if truth is stop:
                        yield stop, after
                    else:
                        following.append((None if truth is None else so_far, after))
            open_ = following
        for so_far, one in open_:
            yield MISSING if so_far is None else so_far, one

    def _implies(self, node: Node, env: Env) -> Iterator[Way]:
        premise, conclusion = node.operands
        for truth, after in self.truths(premise, env):
            if truth is False:
                yield True, after
                continue
            for then, end in self.truths(conclusion, after):
                yield True if then is True else MISSING if truth is None or then is None else False, end

    def _compare(self, node: Node, env: Env) -> Iterator[Way]:
        left, right = node.operands
        for one, after in self.ways(left, env):
            if one is MISSING:
                yield MISSING, after
                continue
            for other, end in self.ways(right, after):
                if other is MISSING:
                    yield MISSING, end
                elif isinstance(one, Mark) or isinstance(other, Mark):
                    yield from self._draw(self.names.text(node), end)
                else:
                    yield _compared(node.op, one, other), end

    def _in(self, node: Node, env: Env) -> Iterator[Way]:
        subject, *items = node.operands
        for found, after in self.ways(subject, env):
            if found is MISSING:
                yield MISSING, after
            elif isinstance(found, Mark) or not all(item.op == "literal" for item in items):
                yield from self._draw(self.names.text(node), after)
            else:
                yield any(found == item.args[0] for item in items), after

    # --- facts ---------------------------------------------------------------------------------------------

    def _path(self, node: Node, env: Env, value: bool) -> Iterator[Way]:
        path = str(node.args[0])
        head, _, rest = path.partition(".")
        if len(node.args) > 1 or head in ("today", "actor", "task", "element", "instance"):
            yield Mark.PRESENT, env
        elif head == "kind":
            yield self.kind, env
        elif head == "command":
            yield env.command or MISSING, env
        elif head == "setting":
            yield self.workflow.settings.get(rest, MISSING), env
        elif head == "org":
            yield MISSING if path == "org.sender" and not self.workflow.org.sender else Mark.PRESENT, env
        elif head == "case" and rest == "number":
            yield Mark.PRESENT, env
        elif head == "evidence":
            yield from self._split(path, node.type, env, value, list(node.type.values))
        elif head == "event":
            yield from self._event(rest, env)
        elif head == "table":
            yield from self._output(rest, env)
        elif head == "clock":
            yield from self._clock(rest, env)
        elif head == "fee":
            yield from self._fee(rest, env)
        else:
            yield from self._field(path, node.type, env, value)

    def _event(self, rest: str, env: Env) -> Iterator[Way]:
        command, _, part = rest.partition(".")
        if part == "count":
            yield Mark.PRESENT, env
        else:
            yield from self._presence(f"event.{command}", env)

    def _presence(self, path: str, env: Env) -> Iterator[Way]:
        """Whether a fact is set, splitting where that is not known."""
        known = env.decided.get(path)
        if known is Mark.ABSENT:
            yield MISSING, env
        elif known is not None or path in env.certain or path in env.guarded:
            yield Mark.PRESENT, env
        elif path not in env.possible:
            yield MISSING, env
        else:
            yield Mark.PRESENT, env.decide(path, Mark.PRESENT)
            yield MISSING, env.decide(path, Mark.ABSENT)

    def _split(
        self, path: str, type_: Type, env: Env, value: bool, values: Iterable[bool | str]
    ) -> Iterator[Way]:
        """The value of a fact that is set, one way for each it can have."""
        known = env.decided.get(path)
        if known is not None and not isinstance(known, Mark):
            yield known, env
            return
        options = list(values)
        if not value or not options or type_.kind not in ("choice", "bool"):
            yield Mark.PRESENT, env
            return
        for one in options:
            yield one, env.decide(path, one)

    def _field(self, path: str, type_: Type, env: Env, value: bool) -> Iterator[Way]:
        fact = self.names.field_of(path)
        shown = [env]
        for when in fact.whens if fact else ():
            following: list[Env] = []
            for one in shown:
                for truth, after in self.truths(when.node, one):
                    if truth is True:
                        following.append(after)
                    else:
                        yield MISSING, after
            shown = following
        for one in shown:
            yield from self._entered(path, type_, fact, one, value)

    def _entered(
        self, path: str, type_: Type, fact: FieldFact | None, env: Env, value: bool
    ) -> Iterator[Way]:
        above = (fact.parent if fact.path == path else fact.path) if fact else ""
        if above and env.decided.get(above) is Mark.ABSENT:
            yield MISSING, env
            return
        for found, after in self._presence(path, env):
            if found is MISSING:
                yield MISSING, after
            else:
                yield from self._split(path, type_, after, value, self._values(type_, fact, after))

    def _values(self, type_: Type, fact: FieldFact | None, env: Env) -> list[bool | str]:
        """The values a field can have: those of its type, narrowed by the table it is chosen from."""
        if type_.kind == "bool":
            return [True, False]
        values: list[bool | str] = list(type_.values)
        options = fact.field.options if fact else None
        table = self.workflow.tables.get(options.name) if options and options.source == "table" else None
        if table is None or options is None:
            return values
        rows = [row for row, holds in self._rows(table, env) if holds is not False]
        offered = {row.out.get(options.column, row.id) for row in rows}
        return [one for one in values if one in offered]

    # --- derived facts -------------------------------------------------------------------------------------

    def _rows(self, table: Table, env: Env) -> Iterator[tuple[Row, bool | None]]:
        """Each row with whether it holds by what is decided, without deciding more."""
        known = {}
        for name, rule in table.inputs.items():
            found = list(self.ways(rule.node, env))
            known[name] = found[0][0] if len(found) == 1 else Mark.PRESENT
        for row in table.rows.values():
            yield row, self._row_holds(row, known)

    @staticmethod
    def _row_holds(row: Row, known: Mapping[str, Known]) -> bool | None:
        unknown = False
        for name, value in known.items():
            cell = row.cells.get(name)
            if cell is None or cell.op == "any":
                continue
            holds = None if isinstance(value, Mark) else cell_holds(cell, value)
            if holds is False or (isinstance(value, Missing) and holds is None):
                return False
            unknown = unknown or holds is None
        return None if unknown else True

    def table_ways(self, table: Table, env: Env) -> Iterator[tuple[Row | None, Env]]:
        """Every row that may answer; None where a missing input leaves a `unique` table without an answer."""
        found: list[tuple[dict[str, Known], Env]] = [({}, env)]
        for name, rule in table.inputs.items():
            found = [
                ({**known, name: value}, after)
                for known, one in found
                for value, after in self.ways(rule.node, one)
            ]
        for known, one in found:
            sure: list[Row] = []
            maybe: list[Row] = []
            for row in table.rows.values():
                holds = self._row_holds(row, known)
                if holds is not False:
                    (maybe if holds is None else sure).append(row)
            rows: list[Row] = sure[:1] or maybe
            if rows:
                yield from ((row, one) for row in rows)
            elif any(value is MISSING for value in known.values()):
                yield None, one

    def _output(self, rest: str, env: Env) -> Iterator[Way]:
        name, _, out = rest.partition(".")
        table = self.workflow.tables.get(name)
        if table is None or table.hit == "collect":
            yield Mark.PRESENT, env
            return
        for row, after in self.table_ways(table, env):
            found = MISSING if row is None else row.out.get(out, MISSING)
            yield found if isinstance(found, bool | str | Missing) else Mark.PRESENT, after

    def clock_of(self, name: str) -> Clock | None:
        inner = self.task.clocks.get(name) if self.task else None
        return inner or self.workflow.clocks.get(name)

    def _clock(self, rest: str, env: Env) -> Iterator[Way]:
        name, _, part = rest.partition(".")
        clock = self.clock_of(name)
        if clock is None:
            yield MISSING, env
            return
        if part == "period" and clock.period is not None:
            yield clock.period, env
            return
        needs = [clock.starts]
        if part in ("due", "left", "period"):
            if clock.period is None and clock.period_rule is None and clock.until is None:
                yield MISSING, env
                return
            needs += [rule for rule in (clock.until or clock.period_rule,) if rule is not None]
        # The civil-code date is there only while nothing holds the clock.
        if part == "due" and any(self._may_pause(pause.task, env.command) for pause in clock.pauses):
            yield MISSING, env
        for truth, after in self.truths(clock.when.node, env) if clock.when else [(True, env)]:
            if truth is not True:
                yield MISSING, after
            else:
                yield from self._strict((rule.node for rule in needs), after)

    def _may_pause(self, task: str, command: str) -> bool:
        return task in self.workflow.tasks and command not in self.workflow.tasks[task].blocks

    def _fee(self, rest: str, env: Env) -> Iterator[Way]:
        name, _, part = rest.partition(".")
        fee = self.workflow.fees.get(name)
        if fee is None or (fee.silent and part in ("sum", "total", "balance")):
            yield MISSING, env
            return
        for truth, after in self.truths(fee.when.node, env) if fee.when else [(True, env)]:
            if part == "applies":
                yield MISSING if truth is None else truth, after
            elif truth is None and part != "paid":
                yield MISSING, after
            elif truth is False or part == "paid":
                yield Mark.PRESENT, after
            else:
                yield from self._charged(fee, after)

    def _charged(self, fee: Fee, env: Env) -> Iterator[Way]:
        """The sum of the lines: missing while one that applies is."""
        envs = [env]
        for line in fee.lines.values():
            following: list[Env] = []
            for one in envs:
                for truth, after in self.truths(line.when.node, one) if line.when else [(True, one)]:
                    if truth is False:
                        following.append(after)
                        continue
                    amount = self.ways(line.amount.node, after, False) if line.amount and truth else ()
                    for found, end in amount or [(MISSING, after)]:
                        if found is MISSING:
                            yield MISSING, end
                        else:
                            following.append(end)
            envs = distinct(following)
        for one in envs:
            yield Mark.PRESENT, one


def _compared(op: str, one: Any, other: Any) -> Known:
    if isinstance(one, Period) and isinstance(other, Period):
        (family, a), (same, b) = FAMILY[one.unit], FAMILY[other.unit]
        return _COMPARE[op](one.number * a, other.number * b) if family == same else MISSING
    return _COMPARE[op](one, other)


def distinct(envs: Iterable[Env]) -> list[Env]:
    """The same without repetitions."""
    return list({(env.key, env.certain, env.possible): env for env in envs}.values())
