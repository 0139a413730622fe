"""The facts of a case: what rules, tables and letters look up, computed when asked for and kept.

Paths are those of the workflow language (`application.channel`, `event.receive`, `clock.decision.due`,
`task.hosei`, `evidence.identity`, `table.x.y`, `fee.copy.total`, `notice.x.number`, `case.unit`, `setting.…`).
A field whose condition does not hold is missing, whatever was typed before.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from engine import tables
from engine.clocks.reckon import Extension, Pause, Reckoning, Terms, reckon
from engine.evidence import Verdict, judge
from engine.fees import Charge, charge
from engine.model.basics import MISSING, Missing, Period, Value
from engine.model.case import Case, Event, Instance
from engine.model.forms import Field, Form
from engine.model.rule import Facts, Rule, Type
from engine.model.workflow import Clock, Fee, Sort, Task, Workflow


@dataclass(frozen=True, slots=True)
class Moment:
    """When and for what facts are asked: the business date, the command, and who acts."""

    today: date
    command: str = ""
    actor: str = ""


class CaseFacts(Facts):
    """Facts of one case at one moment. `instance` looks at it from inside a task's instance."""

    __slots__ = ("_busy", "_clocks", "case", "instance", "moment", "workflow")

    def __init__(
        self,
        workflow: Workflow,
        case: Case,
        moment: Moment,
        instance: Instance | None = None,
        trial: Mapping[str, Value] | None = None,
    ) -> None:
        super().__init__(trial or {})
        self.workflow = workflow
        self.case = case
        self.moment = moment
        self.instance = instance
        self._busy: set[str] = set()
        self._clocks: dict[str, tuple[Clock, Reckoning] | None] = {}

    def __missing__(self, path: str) -> Value:
        if path in self._busy:
            return MISSING
        self._busy.add(path)
        head, _, rest = path.partition(".")
        provider = _PROVIDERS.get(head)
        value = provider(self, rest) if provider else self._of_form(head, rest)
        self._busy.discard(path)
        self[path] = value
        return value

    def inside(self, instance: Instance) -> CaseFacts:
        """The same case seen from inside an instance of a task."""
        return CaseFacts(self.workflow, self.case, self.moment, instance)

    # --- forms

    def _of_form(self, form_id: str, rest: str) -> Value:
        form = self.workflow.forms.get(form_id)
        if form is None:
            return MISSING
        data = self._data(form_id)
        if data is None:
            return MISSING
        return self._field(form, rest, data)

    def _data(self, form_id: str) -> Mapping[str, Any] | None:
        if self.instance is not None and form_id in self.instance.forms:
            return self.instance.forms[form_id]
        found = self.case.forms.get(form_id)
        if found is not None:
            return found
        for task in self.workflow.tasks.values():
            if task.max == 1:
                for instance in self.case.instances.get(task.id, ()):
                    if form_id in instance.forms:
                        return instance.forms[form_id]
        return None

    def _field(self, form: Form, path: str, data: Mapping[str, Any]) -> Value:
        name, _, deeper = path.partition(".")
        one = form.fields.get(name)
        if one is None or not self.shown(one):
            return MISSING
        if one.type.kind == "link":
            return self._link(f"{form.id}.{name}", deeper, one, data.get(name))
        raw: Any = data.get(name)
        while deeper:
            name, _, deeper = deeper.partition(".")
            inner = one.fields.get(name)
            if inner is None or not isinstance(raw, Mapping) or not self.shown(inner):
                return MISSING
            one, raw = inner, raw.get(name)
        return typed(raw, one.type)

    def shown(self, one: Field) -> bool:
        """Whether the field exists now: its condition is true, or it has none."""
        return one.when is None or one.when.run(self) is True

    def _link(self, path: str, deeper: str, one: Field, raw: Any) -> Value:
        if not isinstance(raw, str) or not raw:
            return MISSING
        if not deeper or deeper == "number":
            return raw
        kind = one.type.fields.get(deeper)
        return typed(self.case.links.get(path, {}).get(deeper), kind) if kind else MISSING

    # --- what the case is

    def _kind(self, _rest: str) -> Value:
        return self.case.kind or MISSING

    def _today(self, _rest: str) -> Value:
        return self.moment.today

    def _actor(self, _rest: str) -> Value:
        return self.moment.actor or MISSING

    def _command(self, _rest: str) -> Value:
        return self.moment.command or MISSING

    def _case(self, rest: str) -> Value:
        found = {"number": self.case.number, "unit": self.case.unit, "window": self.case.window}.get(rest, "")
        return found or MISSING

    def _event(self, rest: str) -> Value:
        command, _, part = rest.partition(".")
        events = self.case.occurrences.get(command, ())
        if self.instance is not None and command in self.workflow.tasks[self.instance.task].machine.commands:
            events = tuple(e for e in events if e.instance == self.instance.number)
        if part == "count":
            return len(events)
        if not events:
            return MISSING
        known: dict[str, Value] = {"": events[-1].date, "first": events[0].date, "by": events[-1].by.id}
        return known.get(part, MISSING)

    def _setting(self, rest: str) -> Value:
        return self.workflow.settings.get(rest, MISSING)

    def _org(self, rest: str) -> Value:
        org = self.workflow.org
        if rest == "calendar":
            return org.calendar  # type: ignore[no-any-return]  # the reserved path by which rules count open days
        if rest == "title":
            return org.title.ja
        if rest == "sender":
            return org.sender or MISSING
        head, _, deeper = rest.partition(".")
        window, _, part = deeper.partition(".")
        one = org.windows.get(window) if head == "windows" else None
        if one is None:
            return MISSING
        return {"address": one.address, "phone": one.phone, "hours": one.hours, "title": one.title.ja}.get(
            part
        ) or MISSING

    def _row(self, _rest: str) -> Value:
        return MISSING

    # --- tasks

    def _task(self, rest: str) -> Value:
        task = self.workflow.tasks.get(rest)
        if task is None:
            return MISSING
        return [element_of(self, task, one) for one in self.case.instances.get(rest, ()) if not one.cancelled]

    def _instance(self, rest: str) -> Value:
        one = self.instance
        if one is None:
            return MISSING
        known: dict[str, Value] = {
            "opened": one.opened,
            "number": one.number,
            "state": one.state,
            "open": one.open,
            "ended": not one.open,
        }
        return known.get(rest, MISSING)

    def _element(self, rest: str) -> Value:
        if self.instance is None:
            return MISSING
        task = self.workflow.tasks[self.instance.task]
        kind = task.element.fields.get(f"element.{rest}") if task.element else None
        return typed(self.instance.element.get(rest or "value"), kind or Type("text"))

    # --- clocks, evidence, tables, fees, letters

    def clock(self, clock_id: str) -> tuple[Clock, Reckoning] | None:
        """A clock with its reckoning; None if it does not exist here."""
        if clock_id not in self._clocks:
            clock = self._clock_of(clock_id)
            if clock is None or (clock.when is not None and clock.when.run(self) is not True):
                self._clocks[clock_id] = None
            else:
                terms = terms_of(self, clock)
                self._clocks[clock_id] = clock, reckon(terms, self.moment.today, self.workflow.org.calendar)
        return self._clocks[clock_id]

    def _clock_of(self, clock_id: str) -> Clock | None:
        if self.instance is not None:
            inner = self.workflow.tasks[self.instance.task].clocks.get(clock_id)
            if inner is not None:
                return inner
        return self.workflow.clocks.get(clock_id)

    def _clock(self, rest: str) -> Value:
        clock_id, _, part = rest.partition(".")
        found = self.clock(clock_id)
        if found is None:
            return MISSING
        clock, reckoning = found
        if part == "period":
            return period_of(self, clock) or MISSING
        value = {
            "due": reckoning.due,
            "left": reckoning.left,
            "elapsed": reckoning.elapsed,
            "expired": reckoning.overdue,
            "paused": reckoning.paused,
        }.get(part)
        return MISSING if value is None else value

    def verdict(self, rule_id: str) -> Verdict:
        """What an evidence rule says of the documents presented so far."""
        rule = self.workflow.evidence[rule_id]
        return judge(rule, list(presented(self)), self, self.workflow.org.documents, tuple(demanded(self)))

    def _evidence(self, rest: str) -> Value:
        return self.verdict(rest).status if rest in self.workflow.evidence else MISSING

    def _table(self, rest: str) -> Value:
        table_id, _, out = rest.partition(".")
        table = self.workflow.tables.get(table_id)
        if table is None:
            return MISSING
        if table.hit == "collect":
            return [row.out[out] for row in tables.collect(table, self) if out in row.out]
        return tables.look_up(table, self).out.get(out, MISSING)

    def charged(self, fee: Fee) -> Charge:
        """What a fee comes to with what was paid so far."""
        return charge(fee, self, paid_so_far(self.workflow, self.case, fee))

    def _fee(self, rest: str) -> Value:
        fee_id, _, part = rest.partition(".")
        fee = self.workflow.fees.get(fee_id)
        if fee is None:
            return MISSING
        charged = self.charged(fee)
        if part.startswith("line."):
            value: Value | None = next((x.yen for x in charged.lines if f"line.{x.id}" == part), None)
        else:
            value = {
                "sum": charged.sum,
                "total": charged.total,
                "paid": charged.paid,
                "balance": charged.balance,
                "applies": charged.applies,
            }.get(part)
        return MISSING if value is None else value

    def _notice(self, rest: str) -> Value:
        notice, _, part = rest.partition(".")
        for event in reversed(self.case.standing):
            for letter in event.letters:
                if letter.id == notice:
                    return letter.date if not part else letter.number or MISSING
        return MISSING


_PROVIDERS: Final[Mapping[str, Callable[[CaseFacts, str], Value]]] = {
    "kind": CaseFacts._kind,
    "today": CaseFacts._today,
    "actor": CaseFacts._actor,
    "command": CaseFacts._command,
    "case": CaseFacts._case,
    "event": CaseFacts._event,
    "setting": CaseFacts._setting,
    "org": CaseFacts._org,
    "row": CaseFacts._row,
    "task": CaseFacts._task,
    "instance": CaseFacts._instance,
    "element": CaseFacts._element,
    "clock": CaseFacts._clock,
    "evidence": CaseFacts._evidence,
    "table": CaseFacts._table,
    "fee": CaseFacts._fee,
    "notice": CaseFacts._notice,
}


# --- values


def typed(raw: Any, kind: Type) -> Value:
    """A JSON value as a value of rules: dates become dates; what is blank is missing."""
    if raw is None or raw == "" or raw == [] or raw == {}:
        return MISSING
    if kind.kind == "date":
        return date.fromisoformat(raw) if isinstance(raw, str) else raw
    if kind.kind == "text" and isinstance(raw, str):
        return raw if raw.strip() else MISSING
    if kind.kind == "list" and isinstance(raw, list):
        inner = kind.item
        return [typed(one, inner) for one in raw] if inner is not None else raw
    if kind.kind == "object" and isinstance(raw, Mapping):
        found = {name: typed(one, kind.fields[name]) for name, one in raw.items() if name in kind.fields}
        return {name: one for name, one in found.items() if not isinstance(one, Missing)}
    return raw  # type: ignore[no-any-return]  # the form was checked against its schema


def element_of(facts: CaseFacts, task: Task, one: Instance) -> dict[str, Any]:
    """An instance as an element of `task.<id>`: its own facts, its forms, and the entry it was opened for."""
    inner = facts.inside(one)
    element: dict[str, Any] = {}
    for name in task.element.fields if task.element else ():
        if name in ("open", "ended", "state", "number", "opened"):
            value = inner[f"instance.{name}"]
        elif name.startswith("element."):
            value = inner[name]
        else:
            value = inner[name] if name.partition(".")[0] in one.forms else _bare(inner, name, one)
        if not isinstance(value, Missing):
            element[name] = value
    return element


def _bare(inner: CaseFacts, name: str, one: Instance) -> Value:
    for form in one.forms:
        value = inner[f"{form}.{name}"]
        if not isinstance(value, Missing):
            return value
    return MISSING


# --- clocks


def period_of(facts: CaseFacts, clock: Clock) -> Period | None:
    """The period of a clock: as written, or what its table gives."""
    if clock.period_rule is None:
        return clock.period
    value = clock.period_rule.run(facts)
    return value if isinstance(value, Period) else None


def terms_of(facts: CaseFacts, clock: Clock) -> Terms:
    """Everything a clock depends on, out of the events of the case."""
    until = _date(clock.until, facts) if clock.until is not None else None
    basis = clock.basis.text if clock.basis else ""
    return Terms(
        start=_start(facts, clock),
        period=None if clock.until else period_of(facts, clock),
        until=until,
        counting=clock.counting,
        rolls=clock.rolls,
        pauses=tuple(_pauses(facts, clock)),
        extensions=tuple(_extensions(facts, clock)),
        soft=clock.soft,
        stopped_on=_stopped(facts, clock),
        awaits_date=clock.until is not None and until is None,
        start_title=_start_title(facts, clock),
        until_title=clock.title,
        basis=basis,
    )


def _start(facts: CaseFacts, clock: Clock) -> date | None:
    if not clock.starts.reads and clock.task and facts.instance is not None:
        return facts.instance.opened
    if clock.starts_event and not clock.again:
        first = facts[f"event.{clock.starts_event}.first"]
        return first if isinstance(first, date) else None
    return _date(clock.starts, facts)


def _start_title(facts: CaseFacts, clock: Clock) -> Any:
    command = facts.workflow.commands.get(clock.starts_event)
    return command.done if command else clock.title


def _date(rule: Rule | None, facts: Mapping[str, Value]) -> date | None:
    value = rule.run(facts) if rule is not None else MISSING
    return value if isinstance(value, date) else None


def _pauses(facts: CaseFacts, clock: Clock) -> Iterator[Pause]:
    for rule in clock.pauses:
        task = facts.workflow.tasks[rule.task]
        for one in facts.case.instances.get(rule.task, ()):
            inner = facts.inside(one)
            if rule.where is not None and rule.where.run(inner) is not True:
                continue
            start = _date(rule.start, inner) or one.opened
            ended = one.ended and (_date(rule.end, inner) or one.ended)
            yield Pause(start, ended, rule.count, task.title, task.basis.text if task.basis else "")


def _extensions(facts: CaseFacts, clock: Clock) -> Iterator[Extension]:
    for sort in clock.extensions.values():
        for event in facts.case.occurrences.get(sort.at, ()):
            if found := extension_of(facts, sort, event):
                yield found


def extension_of(facts: CaseFacts, sort: Sort, event: Event) -> Extension | None:
    """One extension as its own event says it, whatever was decided later."""
    form = facts.workflow.commands[sort.at].form
    case = _with_form(facts.case, form, event.form)
    seen = CaseFacts(facts.workflow, case, Moment(event.date, event.id, event.by.id), facts.instance)
    days, to = (rule.run(seen) if rule else None for rule in (sort.by, sort.to))
    if not isinstance(days, int | Period) and not isinstance(to, date):
        return None
    return Extension(
        sort.id,
        event.date,
        days if isinstance(days, int | Period) else None,
        to if isinstance(to, date) else None,
        sort.title,
        sort.basis.text if sort.basis else "",
    )


def _with_form(case: Case, form: str, data: Mapping[str, Any]) -> Case:
    return replace(case, forms={**case.forms, form: data}) if form else case


def _stopped(facts: CaseFacts, clock: Clock) -> date | None:
    """The day the clock was answered, or its machine came to an end."""
    days = [e.date for command in clock.stops for e in _events(facts, command)]
    if clock.after_end == "stop" and (ended := _ended(facts, clock)) is not None:
        days.append(ended)
    return min(days) if days else None


def _events(facts: CaseFacts, command: str) -> tuple[Event, ...]:
    events = facts.case.occurrences.get(command, ())
    one = facts.instance
    if one is not None and facts.workflow.commands[command].task == one.task:
        return tuple(e for e in events if e.instance == one.number)
    return events


def _ended(facts: CaseFacts, clock: Clock) -> date | None:
    if clock.task and facts.instance is not None:
        return facts.instance.ended
    state = facts.workflow.machine.states.get(facts.case.state)
    return facts.case.entered if state is not None and state.end else None


# --- documents and money


def presented(facts: CaseFacts) -> Iterator[Mapping[str, Any]]:
    """Every document presented so far: the entries of all evidence fields, over all events."""
    seen = [(e.id, e.form) for e in facts.case.standing]
    if not seen:
        start = next((c for c in facts.workflow.machine.commands.values() if c.start), None)
        seen = [(start.id, facts.case.forms.get(start.form, {}))] if start else []
    for command_id, data in seen:
        command = facts.workflow.commands.get(command_id)
        form = facts.workflow.forms.get(command.form) if command else None
        for one in form.fields.values() if form else ():
            if one.evidence:
                yield from (entry for entry in data.get(one.name) or () if isinstance(entry, Mapping))


def demanded(facts: CaseFacts) -> Iterator[str]:
    """The items an office chose to demand: lists called `demanded` in any form of the case."""
    for data in facts.case.forms.values():
        listed = data.get("demanded")
        yield from (one for one in (listed if isinstance(listed, list) else ()) if isinstance(one, str))


def paid_so_far(workflow: Workflow, case: Case, fee: Fee) -> int:
    """What was paid towards a fee, in yen."""
    total = 0
    for command, rule in fee.paid_at.items():
        form = workflow.commands[command].form
        for event in case.occurrences.get(command, ()):
            seen = CaseFacts(workflow, _with_form(case, form, event.form), Moment(event.date, command))
            value = rule.run(seen)
            total += value if isinstance(value, int) else 0
    return total


__all__ = [
    "CaseFacts",
    "Moment",
    "demanded",
    "element_of",
    "extension_of",
    "paid_so_far",
    "period_of",
    "presented",
    "terms_of",
    "typed",
]
