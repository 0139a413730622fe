"""The facts of a case: what rules, tables and letters look up, computed when asked for and kept.

Paths are those of the workflow language (`application.channel`, `event.receive`, `clock.decision.due`,
`task.hosei`, `evidence.identity`, `table.x.y`, `fee.copy.total`, `notice.x.number`, `case.unit`, `setting.…`).
A field whose condition does not hold is missing, whatever was typed before.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine import tables
from engine.clocks.reckon import Reckoning, Terms, reckon
from engine.evidence import Verdict, judge
from engine.facts.papers import demanded, paid_so_far, presented
from engine.facts.time import as_told, period_of, terms_of
from engine.facts.values import Entry, UnfitError, element_of, typed
from engine.fees import Charge, charge
from engine.model.basics import MISSING, Value
from engine.model.case import Case, Event, Instance, changed
from engine.model.forms import Field, Form
from engine.model.rule import Facts, Type
from engine.model.workflow import Clock, Fee, Workflow


@dataclass(slots=True)
class Watch:
    """Learns whether an answer hangs on the day it is asked for, so that it may be another one tomorrow."""

    day_matters: bool = False


@dataclass(frozen=True, slots=True)
class Moment:
    """When and for what facts are asked: the business date, the command, and who acts."""

    today: date
    command: str = ""
    actor: str = ""
    watch: Watch | None = None

    def day(self) -> date:
        """Today, for an answer that hangs on it."""
        if self.watch is not None:
            self.watch.day_matters = True
        return self.today


class CaseFacts(Facts):
    """Facts of one case at one moment. `instance` looks at it from inside a task's instance.

    `unfit` are fields (`form.field`) whose value does not fit: to look one up raises UnfitError.
    """

    __slots__ = ("_busy", "_clocks", "case", "instance", "moment", "unfit", "workflow")

    def __init__(
        self,
        workflow: Workflow,
        case: Case,
        moment: Moment,
        instance: Instance | None = None,
        trial: Mapping[str, Value] | None = None,
        unfit: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(trial or {})
        self.workflow = workflow
        self.case = case
        self.moment = moment
        self.instance = instance
        self.unfit = unfit
        self._busy: set[str] = set()
        self._clocks: dict[str, tuple[Clock, Reckoning] | None] = {}

    def __missing__(self, path: str) -> Value:
        if path in self._busy:
            return MISSING
        self._busy.add(path)
        head, _, rest = path.partition(".")
        provider = _PROVIDERS.get(head)
        try:
            value = provider(self, rest) if provider else self._of_form(head, rest)
        finally:
            self._busy.discard(path)
        self[path] = value
        return value

    def inside(self, instance: Instance) -> CaseFacts:
        """The same case seen from inside an instance of a task."""
        return CaseFacts(self.workflow, self.case, self.moment, instance, unfit=self.unfit)

    def at_event(self, event: Event) -> CaseFacts:
        """The case with the data of one event, on its day, as if no later one had used the same form."""
        command = self.workflow.commands[event.id]
        moment = Moment(event.date, event.id, event.by.id)
        case, one = self.case, self.instance
        if command.form and command.task and one is not None and one.task == command.task:
            one = as_told(one, command.form, event)
        elif command.form:
            case = changed(case, forms={**case.forms, command.form: event.form})
        return CaseFacts(self.workflow, case, moment, one)

    # --- forms

    def _of_form(self, form_id: str, rest: str) -> Value:
        form = self.workflow.forms.get(form_id)
        if form is None:
            return MISSING
        if self.unfit and f"{form_id}.{rest.partition('.')[0]}" in self.unfit:
            raise UnfitError
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
        raw: Any = data.get(name)
        while deeper and one.type.kind != "link":
            name, _, deeper = deeper.partition(".")
            inner = one.fields.get(name)
            if inner is None or not isinstance(raw, Mapping) or not self.shown(inner):
                return MISSING
            one, raw = inner, raw.get(name)
        if one.type.kind == "link":
            return self._link(f"{form.id}.{one.path}", deeper, one, raw)
        value = typed(raw, one.type)
        if one.item_fields and isinstance(value, list):
            return [self.entry(one, entry) for entry in value]
        return value

    def entry(self, one: Field, entry: Any) -> Any:
        """An entry of a list without the fields whose condition does not hold in it."""
        if not isinstance(entry, Mapping) or all(part.when is None for part in one.item_fields.values()):
            return entry
        inside = Entry({f"element.{name}": value for name, value in entry.items()}, self)
        hidden = {
            n for n, p in one.item_fields.items() if p.when is not None and p.when.run(inside) is not True
        }
        return {name: value for name, value in entry.items() if name not in hidden}

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
        return self.moment.day()

    def _actor(self, _rest: str) -> Value:
        return self.moment.actor or MISSING

    def _command(self, _rest: str) -> Value:
        return self.moment.command or MISSING

    def _case(self, rest: str) -> Value:
        one = self.case
        known = {"number": one.number, "unit": one.unit, "window": one.window, "on_paper_of": one.paper}
        found = known.get(rest, "")
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
        written = {"address": one.address, "phone": one.phone, "fax": one.fax, "email": one.email}
        return {**written, "hours": one.hours, "title": one.title.ja}.get(part) or MISSING

    def _law(self, rest: str) -> Value:
        """The number an article has today; nothing before it was in force."""
        law_id, _, article_id = rest.partition(".")
        law = self.workflow.org.laws.get(law_id)
        article = law.articles.get(article_id) if law is not None else None
        return (article.on(self.moment.day()) or MISSING) if article is not None else MISSING

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
            "attached_to": one.parent or MISSING,
        }
        return known.get(rest, MISSING)

    def _element(self, rest: str) -> Value:
        if self.instance is None:
            return MISSING
        task = self.workflow.tasks[self.instance.task]
        name = f"element.{rest}" if rest else "element"
        kind = task.element.fields.get(name) if task.element else None
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
                self._clocks[clock_id] = clock, reckon(terms, self._day_of(terms), self.workflow.org.calendar)
        return self._clocks[clock_id]

    def _day_of(self, terms: Terms) -> date:
        """Today. A clock that was answered stands still from then on, and one that never began says nothing."""
        stands = terms.stopped_on is not None and terms.stopped_on <= self.moment.today
        stands = stands or (terms.start is None and terms.until is None)
        return self.moment.today if stands else self.moment.day()

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
        return charge(fee, self, paid_so_far(self, fee))

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
    "law": CaseFacts._law,
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


__all__ = ["CaseFacts", "Moment"]
