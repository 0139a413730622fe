"""What clocks allow: commands before or after a due date, and how far a period may be extended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.advance.order import Situation
from engine.advance.words import text_of
from engine.clocks import words
from engine.clocks.reckon import Limits, may_extend
from engine.errors import Objection
from engine.facts import CaseFacts, extension_of, terms_of
from engine.model.basics import Period
from engine.model.workflow import Clock, Sort
from engine.wareki import said_date


def gate_objections(now: Situation, clock: Clock) -> Iterator[Objection]:
    """A command that a clock refuses until it has run out, or once it has."""
    command = now.command
    if command.id in (*clock.not_before, *clock.until_commands):
        found = now.before.clock(clock.id)
        due = found[1].due if found else None
        today = now.order.date
        if due is not None and command.id in clock.not_before and today <= due:
            ja = f"「{clock.title.ja}」（{said_date(due)}）が過ぎるまで「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” only after “{clock.title.within('en')}” ({due})."
            yield Objection(f"clock.{clock.id}", ja, en, "", text_of(clock.basis))
        if due is not None and command.id in clock.until_commands and today > due:
            ja = f"「{clock.title.ja}」（{said_date(due)}）を過ぎたので「{command.title.ja}」はできません。"
            en = f"“{command.title.within('en')}” was possible until {due} (“{clock.title.within('en')}”)."
            yield Objection(f"clock.{clock.id}", ja, en, "", text_of(clock.basis))


def extension_objections(now: Situation, clock: Clock, sort: Sort) -> Iterator[Objection]:
    """The limits of an extension that the order would break; none is possible where there is no number of days."""
    for rule in (sort.by, sort.to):
        if rule is not None:
            rule.run(now.during)  # raises UnfitError where the length itself does not fit
    if (undefined := undefined_extension(now, clock, sort)) is not None:
        yield undefined
        return
    asked = extension_of(now.before, sort, now.event)
    if asked is None or now.before.clock(clock.id) is None:
        return
    terms = terms_of(now.before, clock)
    limits = limits_of(sort, now.during)
    exceeded = may_extend(
        terms, limits, asked.days, now.order.date, now.workflow.org.calendar, sort=sort.id, to=asked.to
    )
    for limit in exceeded:
        yield _exceeded(sort, limit, limits)
    if limits.record == "any" and _late(now, clock):
        yield _exceeded(sort, "record", limits, warn=True)


def undefined_extension(now: Situation, clock: Clock, sort: Sort) -> Objection | None:
    """What is said against extending a clock that has no number of days; None where there is one."""
    if now.before.clock(clock.id) is None:
        return None
    terms = terms_of(now.before, clock)
    if terms.period is not None or terms.until is not None or terms.awaits_date:
        return None
    return none_defined(sort, clock)


def closed_extension(now: Situation, clock: Clock, sort: Sort, unless: bool | None) -> list[Objection]:
    """What stands against an extension however short it were: no number of days, or limits that are used up.

    `unless` tells whether the other limits of the sort hold; None if that is not known yet.
    """
    if (undefined := undefined_extension(now, clock, sort)) is not None:
        return [undefined]
    if now.before.clock(clock.id) is None:
        return []
    terms, calendar = terms_of(now.before, clock), now.workflow.org.calendar
    either = [_limits(sort, other) for other in ((True, False) if unless is None else (unless,))]
    exceeded = [may_extend(terms, one, 1, now.order.date, calendar, sort=sort.id) for one in either]
    return [_exceeded(sort, limit, either[0]) for limit in exceeded[0] if all(limit in e for e in exceeded)]


def clocks_of(now: Situation) -> Iterable[Clock]:
    """The clocks a command has to do with: those of the case, and of its own task."""
    return (*now.workflow.clocks.values(), *(now.task.clocks.values() if now.task is not None else ()))


def none_defined(sort: Sort, clock: Clock) -> Objection:
    """An extension of a clock without a number of days."""
    ja = f"「{clock.title.ja}」には日数の定めがないので、延長できません（遅滞なく）。"
    en = f"“{clock.title.within('en')}” has no number of days, so there is nothing to extend."
    return Objection(f"extension.{sort.id}.none_defined", ja, en, "", text_of(clock.basis))


def limits_of(sort: Sort, facts: CaseFacts) -> Limits:
    """The limits of a sort as they are now: those of `unless` while its rule is true."""
    return _limits(sort, sort.unless is not None and sort.unless.run(facts) is True)


def _limits(sort: Sort, unless: bool) -> Limits:
    limits = {"times": sort.times, "each": sort.each, "sum": sort.sum, "cap": sort.cap, "record": sort.record}
    if unless:
        limits |= {k: v for k, v in sort.unless_limits.items() if k in limits}
    times, each, total, cap = (limits[k] for k in ("times", "each", "sum", "cap"))
    return Limits(
        times if isinstance(times, int) else None,
        each if isinstance(each, int) else None,
        total if isinstance(total, int) else None,
        cap if isinstance(cap, Period) else None,
        "any" if limits["record"] == "any" else "before_expiry",
    )


def _late(now: Situation, clock: Clock) -> bool:
    found = now.before.clock(clock.id)
    return bool(found and found[1].due is not None and now.order.date > found[1].due)


def _exceeded(sort: Sort, limit: str, limits: Limits, warn: bool = False) -> Objection:
    number = {"times": limits.times, "each": limits.each, "sum": limits.sum, "cap": limits.cap}.get(limit)
    ja, en = {
        "times": (
            f"「{sort.title.ja}」は{number}回までです。",
            f"“{sort.title.within('en')}”: {number} times at most.",
        ),
        "each": (f"一度に延長できるのは{number}日までです。", f"At most {number} days at a time."),
        "sum": (f"延長は合わせて{number}日までです。", f"At most {number} days of extension in all."),
        "cap": (
            f"全体の期間は{words.period(limits.cap).ja if limits.cap else ''}までです。",
            f"The whole period is {number} at most.",
        ),
        "record": (
            ("期限を過ぎてからの延長です。", "The extension is recorded after the due date.")
            if warn
            else ("期限を過ぎたので、もう延長できません。", "The due date has passed: no extension any more.")
        ),
    }[limit]
    return Objection(
        f"extension.{sort.id}.{limit}", ja, en, "", text_of(sort.basis), "warn" if warn else "block"
    )
