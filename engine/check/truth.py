"""What a fact can be at a point of the graph: fields, events, tables, clocks and fees of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from engine.check.env import Env, Known, Mark
from engine.check.logic import Logic, Truth, Way, distinct
from engine.check.names import FieldFact, Names
from engine.model.basics import MISSING, Missing
from engine.model.rule import Node, Type
from engine.model.workflow import Clock, Fee, Row, Table, Task, Workflow
from engine.tables import cell_holds


class World(Logic):
    """One kind of one workflow, seen from the case or from inside a task."""

    def __init__(self, workflow: Workflow, kind: str, names: Names, task: Task | None = None) -> None:
        self.workflow, self.kind, self.names, self.task = workflow, kind, names, task

    def fact(self, node: Node, env: Env, value: bool) -> Iterator[Way]:
        path = str(node.args[0])
        head, _, rest = path.partition(".")
        if len(node.args) > 1 or head in ("today", "actor", "law", "task", "element", "instance"):
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

    def presence(self, path: str, env: Env) -> Iterator[tuple[bool, Env]]:
        """Whether the field of a path is there, by its full path."""
        fact = self.names.fields.get(path)
        type_ = fact.field.type if fact else Type("text")
        for found, after in self._field(path, type_, env, False):
            yield found is not MISSING, after

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
        """Whether an instance of the task may be open while the command is carried out."""
        one = self.workflow.tasks.get(task)
        if one is None or command in one.blocks:
            return False
        own = self.workflow.commands.get(command)
        if own is None or own.task or any(opening.command == command for opening in one.openings):
            return True
        if own.start:
            return False  # nothing was opened before the case began
        return one.during is None or one.leave == "keep" or bool(own.sources & one.during)

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


__all__ = ["Truth", "Way", "World", "distinct"]
