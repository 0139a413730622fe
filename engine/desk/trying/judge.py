"""What a scenario expects at its end, against what came. Only the keys that are written are judged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.advance.letters import number_of
from engine.advance.step import available, blocked
from engine.clocks.reckon import Reckoning
from engine.desk.trying.walk import names_of
from engine.errors import Objection
from engine.export.registers import kept, plain_value, row_facts
from engine.facts import CaseFacts, Moment
from engine.model.case import Case, Issued
from engine.model.workflow import Notice, Workflow

Difference = tuple[str, Any, Any]
"""Key of `expect`, what was expected, what came."""

_NOWHERE: Final = "—"


@dataclass(slots=True)
class Judge:
    """The end of a scenario: the case on the day `today`, with the objections its steps met."""

    workflow: Workflow
    case: Case
    today: date
    refused: tuple[Objection, ...] = ()

    def differences(self, expect: Mapping[str, Any]) -> list[Difference]:
        """Every key whose value is another one."""
        found: list[Difference] = []
        for key, wanted in expect.items():
            if key not in ("at", "check"):
                found += _JUDGES[key](self, wanted)
        return found

    @property
    def facts(self) -> CaseFacts:
        return CaseFacts(self.workflow, self.case, Moment(self.today))

    # --- where it is

    def state(self, wanted: Any) -> Iterator[Difference]:
        """The state, or what it is shown as while a task is open."""
        shown = [
            task.shown_as
            for task in self.workflow.tasks.values()
            if task.shown_as and any(one.open for one in self.case.instances.get(task.id, ()))
        ]
        if wanted not in (self.case.state, *shown):
            yield "state", wanted, " / ".join((self.case.state, *shown))

    def tasks(self, wanted: Any) -> Iterator[Difference]:
        """How many instances are open, ended, in all (`count`), called off (`cancelled`), or in a state."""
        for task, counts in wanted.items():
            if task not in self.workflow.tasks:
                yield f"tasks.{task}", counts, _NOWHERE
                continue
            instances = self.case.instances.get(task, ())
            standing = [one for one in instances if not one.cancelled]
            for what, number in counts.items():
                got = {
                    "open": sum(one.open for one in standing),
                    "ended": sum(not one.open for one in standing),
                    "count": len(standing),
                    "cancelled": len(instances) - len(standing),
                }.get(what, sum(one.state == what for one in standing))
                if got != number:
                    yield f"tasks.{task}.{what}", number, got

    def available(self, wanted: Any) -> Iterator[Difference]:
        got = available(self.workflow, self.case, self.today)
        if sorted(got) != sorted(wanted):
            yield "available", wanted, got

    def blocked(self, wanted: Any) -> Iterator[Difference]:
        """What stands against a command: the names written, or anything at all (`true`), or nothing."""
        for command_id, names in wanted.items():
            command = self.workflow.commands.get(command_id)
            if command is None:
                yield f"blocked.{command_id}", names, _NOWHERE
                continue
            objections = blocked(self.workflow, self.case, command, self.today)
            known = {name for one in objections for name in names_of(one)}
            fits = (
                bool(known) is bool(names)
                if not isinstance(names, list) or not names
                else known >= set(names)
            )
            if not fits:
                yield f"blocked.{command_id}", names, sorted({one.rule for one in objections})

    # --- time

    def _main(self) -> Reckoning | None:
        clock = self.workflow.main_clock
        found = self.facts.clock(clock.id) if clock else None
        return found[1] if found else None

    def due(self, wanted: Any) -> Iterator[Difference]:
        main = self._main()
        yield from _dates("due", wanted, main.due if main else None)

    def clocks(self, wanted: Any) -> Iterator[Difference]:
        """Due dates of clocks by id; that of a task is the one of its newest instance, an open one first."""
        for clock, day in wanted.items():
            where = self._seen(clock)
            found = where.clock(clock) if where is not None else None
            if where is None:
                yield f"clocks.{clock}", day, _NOWHERE
            else:
                yield from _dates(f"clocks.{clock}", day, found[1].due if found else None)

    def _seen(self, clock: str) -> CaseFacts | None:
        if clock in self.workflow.clocks:
            return self.facts
        for task in self.workflow.tasks.values():
            if clock in task.clocks:
                instances = [one for one in self.case.instances.get(task.id, ()) if not one.cancelled]
                newest = max(instances, key=lambda one: (one.open, one.number), default=None)
                return self.facts.inside(newest) if newest else self.facts
        return None

    def remaining_days(self, wanted: Any) -> Iterator[Difference]:
        main = self._main()
        yield from _same("remaining_days", wanted, main.left if main else None)

    def elapsed_days(self, wanted: Any) -> Iterator[Difference]:
        main = self._main()
        yield from _same("elapsed_days", wanted, main.elapsed if main else None)

    def overdue(self, wanted: Any) -> Iterator[Difference]:
        main = self._main()
        yield from _same("overdue", wanted, bool(main and main.overdue))

    def paused(self, wanted: Any) -> Iterator[Difference]:
        main = self._main()
        yield from _same("paused", wanted, bool(main and main.paused))

    # --- letters

    def _letters(self) -> list[Issued]:
        return [letter for event in self.case.standing for letter in event.letters]

    def notices(self, wanted: Any) -> Iterator[Difference]:
        """Exactly these letters in this order: by number, a numberless one by id, perhaps with addressee."""
        letters = self._letters()
        fits = len(letters) == len(wanted) and all(map(_is_letter, letters, wanted))
        if not fits:
            yield "notices", wanted, [letter.number or letter.id for letter in letters]

    def unmapped(self, wanted: Any) -> Iterator[Difference]:
        """Letters for which the source knows no form: issued, refused for it, or next to be issued."""
        got = sorted(set(self._unmapped()))
        if (sorted(wanted) if isinstance(wanted, list) else wanted) != (
            got if isinstance(wanted, list) else bool(got)
        ):
            yield "unmapped", wanted, got

    def _unmapped(self) -> Iterator[str]:
        yield from (letter.id for letter in self._letters() if letter.unmapped)
        stopped = {one.rule.removeprefix("letter.") for one in self.refused if one.rule.startswith("letter.")}
        for notice in self.workflow.notices.values():
            numbered = number_of(self.workflow, self.facts, notice)
            awaited = notice.decides and self._next(notice) and not numbered.missing
            if numbered.unmapped and (notice.id in stopped or awaited):
                yield notice.id

    def _next(self, notice: Notice) -> bool:
        commands = (self.workflow.commands[c] for c in notice.at if c in self.workflow.commands)
        return any(self.case.state in command.sources for command in commands)

    # --- papers, money, books

    def evidence(self, wanted: Any) -> Iterator[Difference]:
        facts = self.facts
        for rule, status in wanted.items():
            got = facts.verdict(rule).status if rule in self.workflow.evidence else _NOWHERE
            yield from _same(f"evidence.{rule}", status, got)

    def missing(self, wanted: Any) -> Iterator[Difference]:
        """Items that the papers presented so far do not meet: at least these, and none if none is named."""
        facts = self.facts
        got = {lack.item for rule in self.workflow.evidence for lack in facts.verdict(rule).missing}
        if (got and not wanted) or not set(wanted) <= got:
            yield "missing", wanted, sorted(got)

    def fee(self, wanted: Any) -> Iterator[Difference]:
        totals = [self.facts.charged(fee).total for fee in self.workflow.fees.values()]
        got = None if any(t is None for t in totals) else sum(t for t in totals if t is not None)
        yield from _same("fee", wanted, got)

    def registers(self, wanted: Any) -> Iterator[Difference]:
        for register, number in wanted.items():
            known = register in self.workflow.registers
            got = sum(row.register == register for row in self.case.rows) if known else _NOWHERE
            yield from _same(f"registers.{register}", number, got)

    def retain_until(self, wanted: Any) -> Iterator[Difference]:
        """The last day for which the newest row of a register is kept."""
        for register_id, day in wanted.items():
            register = self.workflow.registers.get(register_id)
            rows = [row for row in self.case.rows if row.register == register_id]
            if register is None or (not rows and day not in (None, "none")):
                yield f"retain_until.{register_id}", day, _NOWHERE
            elif rows:
                facts = row_facts(self.workflow, self.case, rows[-1], self.today)
                yield from _dates(f"retain_until.{register_id}", day, kept(register, facts).keep_through)

    def fact(self, wanted: Any) -> Iterator[Difference]:
        """Facts by path, or a field of the first form by its name alone."""
        facts = self.facts
        start = self.workflow.start_for(self.case.kind)
        for path, value in wanted.items():
            form = self.workflow.forms.get(start.form) if start else None
            bare = form is not None and path.partition(".")[0] in form.fields
            got = plain_value(facts[f"{form.id}.{path}" if bare and form else path])
            yield from _same(f"facts.{path}", value, got)


def _is_letter(letter: Issued, wanted: Any) -> bool:
    if isinstance(wanted, str):
        return wanted == (letter.number or letter.id)
    number, to = wanted.get("number", letter.number), wanted.get("to")
    return (
        (number or "") in (letter.number, "" if letter.number else letter.id)
        and wanted.get("id", letter.id) == letter.id
        and (to is None or to in (letter.to_whom, letter.to_whom.rpartition(".")[2], *letter.to))
    )


def _dates(key: str, wanted: Any, got: date | None) -> Iterator[Difference]:
    yield from _same(key, None if wanted == "none" else wanted, got.isoformat() if got else None)


def _same(key: str, wanted: Any, got: Any) -> Iterator[Difference]:
    unset = wanted in ("none", "null") and got is None
    if not unset and (wanted != got or isinstance(wanted, bool) != isinstance(got, bool)):
        yield key, wanted, got


_JUDGES: Final[Mapping[str, Callable[[Judge, Any], Iterator[Difference]]]] = {
    **{
        name: getattr(Judge, name)
        for name in (
            *("state", "tasks", "available", "blocked", "due", "clocks", "remaining_days", "elapsed_days"),
            *(
                "overdue",
                "paused",
                "notices",
                "unmapped",
                "evidence",
                "missing",
                "fee",
                "registers",
                "retain_until",
            ),
        )
    },
    "facts": Judge.fact,
}
