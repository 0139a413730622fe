"""なぜ, of what is worked out: a due date, the form number of a letter, a fee, until when a row is kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from engine import tables
from engine.advance import blocked
from engine.advance.words import spoken
from engine.clocks.reckon import WITHOUT_DELAY
from engine.desk.case_data import day_words, instance_of
from engine.desk.reasons import Reason, Teller
from engine.desk.reasons_facts import doing, facts_of, fits, of_rule
from engine.errors import UsageError
from engine.model.basics import Basis
from engine.rules import say

if TYPE_CHECKING:
    from engine.clocks.reckon import Reckoning
    from engine.facts import CaseFacts
    from engine.fees import Charge
    from engine.model.case import Event, Issued
    from engine.model.rule import Rule
    from engine.model.workflow import Clock, Fee, Notice

Answer = tuple[str, list[Reason]]


# --- a due date


def of_clock(teller: Teller, rest: str) -> Answer:
    """How a due date was reached: the events it counts from, the rule of its days, its articles, what moves it."""
    facts, clock = _clock(teller, rest)
    found = facts.clock(clock.id)
    if found is None:
        no = ("この期限はこの件にはありません。", "This clock does not exist here.")
        return teller(clock.title), [teller.rule(teller.both(*no), clock)]
    reckoning = found[1]
    reasons = list(_derived(teller, clock, reckoning))
    reasons += _days_rule(teller, clock, reckoning)
    reasons += teller.articles(*(s.basis for s in reckoning.derivation), clock.basis)
    reasons += _moving(teller, clock, reckoning)
    return teller(clock.title), reasons


def _clock(teller: Teller, rest: str) -> tuple[CaseFacts, Clock]:
    workflow = teller.facts.workflow
    name, *where = rest.split()[:3] if rest else ["", ""]
    if len(where) == 2 and where[0] in workflow.tasks:
        run = instance_of(teller.facts, where[0], int(where[1]))
        inner = workflow.tasks[where[0]].clocks.get(name)
        if run is not None and inner is not None:
            return teller.facts.inside(run), inner
    clock = workflow.clocks.get(name) if name else workflow.main_clock
    if clock is None and not name:
        raise UsageError("この件に期限はありません。", "This case has no due date.")
    if clock is None:
        raise UsageError(f"「{rest}」という期限はありません。", f"There is no clock “{rest}”.")
    return teller.facts, clock


def _derived(teller: Teller, clock: Clock, reckoning: Reckoning) -> Iterator[Reason]:
    """The steps of the derivation; one that an event caused leads to it."""
    for step in reckoning.derivation:
        event = _event_on(teller, clock, step.date, step.kind)
        fact = step.kind in ("start", "pause", "late_pause", "extension", "until")
        same = step.result == step.date  # said once: where it was recorded, or what it came to
        result = day_words(step.result, teller.language) if step.result and not (fact and same) else ""
        yield Reason(
            "fact" if fact else "rule",
            step.within(teller.language),
            None,
            "" if same and not fact else step.date.isoformat(),
            "" if event is None else event.by.name,
            step.basis,
            result,
            goto="" if event is None else f"event {event.seq}",
        )


def _event_on(teller: Teller, clock: Clock, day: date, kind: str) -> Event | None:
    """The event behind a step of a derivation."""
    case = teller.facts.case
    if kind == "start":
        found = case.occurrences.get(clock.starts_event, ()) or case.standing[:1]
    elif kind == "extension":
        found = tuple(e for s in clock.extensions.values() for e in case.occurrences.get(s.at, ()))
    elif kind in ("pause", "late_pause"):
        tasks = {p.task for p in clock.pauses}
        found = tuple(e for e in case.standing if e.task in tasks)
    else:
        return None
    return next((e for e in found if e.date == day), found[0] if kind == "start" and found else None)


def _days_rule(teller: Teller, clock: Clock, reckoning: Reckoning) -> Iterator[Reason]:
    if clock.period_rule is not None:
        yield from of_rule(teller, clock.period_rule, clock)
    if reckoning.label == WITHOUT_DELAY:
        ja = f"日数の定めはありません(遅滞なく)。{reckoning.elapsed}日目です。"
        yield teller.rule(
            teller.both(ja, f"No number of days (without delay). Day {reckoning.elapsed}."), clock
        )
        return
    counting = {
        "exclude_first": teller.both("初日は数えません", "the first day is not counted"),
        "include_first": teller.both("初日も数えます", "the first day is counted"),
    }[clock.counting]
    rolls = {
        "none": teller.both("休業日でも延びません", "closed days do not move it"),
        "next_business_day": teller.both(
            "休業日なら次の開庁日まで", "a closed day moves it to the next open day"
        ),
        "previous_business_day": teller.both(
            "休業日なら前の開庁日まで", "a closed day moves it to the open day before"
        ),
    }[clock.rolls]
    yield teller.rule(f"{counting}{teller.both('。', '; ')}{rolls}", clock)
    if reckoning.paused:
        left = teller.both(f"停止中です。残り{reckoning.left}日。", f"Paused; {reckoning.left} days left.")
        yield teller.rule(left, clock)
    elif reckoning.due is not None:
        due = f"{teller(clock.title)}: {day_words(reckoning.due, teller.language)}"
        over = teller.both("過ぎています", "passed") if reckoning.overdue else ""
        yield teller.rule(f"{due}  {over}".rstrip(), clock)


def _moving(teller: Teller, clock: Clock, reckoning: Reckoning) -> Iterator[Reason]:
    """What answers the clock, and what would move it."""
    workflow, case = teller.facts.workflow, teller.facts.case
    answered = [e for c in clock.stops for e in case.occurrences.get(c, ())]
    if answered:
        first = answered[0]
        said = teller.both("済み", "Answered")
        yield Reason(
            "fact",
            f"{said}: {teller(workflow.commands[first.id].done)}",
            True,
            first.date.isoformat(),
            first.by.name,
            goto=f"event {first.seq}",
        )
        return
    for pause in clock.pauses:
        for one in workflow.tasks[pause.task].machine.commands.values():
            if fits(teller, one):
                yield doing(teller, one.id)
    for command in clock.stops:
        if fits(teller, workflow.commands[command]) or case.state in workflow.commands[command].sources:
            yield doing(teller, command)
    for sort in clock.extensions.values() if reckoning.label != WITHOUT_DELAY else ():
        extend = workflow.commands[sort.at]
        against = blocked(workflow, case, extend, teller.facts.moment.today)
        if not any(one.severity == "block" for one in against):
            yield teller.help(teller(extend.title), f"do {sort.at}", str(sort.basis or ""))


# --- the form number of a letter


def of_letter(teller: Teller, which: str) -> Answer:
    """Why a letter has its form number: the cells of its table's row, or the choice that was made."""
    issued = [(event, letter) for event in teller.facts.case.events for letter in event.letters]
    if not which.isdigit() or not 1 <= int(which) <= len(issued):
        raise UsageError(f"通知「{which}」はありません。", f"There is no letter “{which}”.")
    event, letter = issued[int(which) - 1]
    notice = teller.facts.workflow.notices.get(letter.id)
    number = letter.number or teller.both("様式番号なし", "no form number")
    reasons = [teller.happened(event, f"{letter.title} {number}", letter.number)]
    if letter.reason:
        reasons.append(
            teller.happened(
                event, teller.both(f"この様式による理由: {letter.reason}", f"Why: {letter.reason}")
            )
        )
    if notice is not None:
        reasons += _numbered(teller, notice, letter)
        reasons += teller.articles(notice.basis)
    reasons.append(
        teller.help(teller.both("発行した通知は変えられません。", "An issued letter cannot be changed."))
    )
    return f"{letter.title} {letter.number}".strip(), reasons


def _numbered(teller: Teller, notice: Notice, letter: Issued) -> Iterator[Reason]:
    workflow = teller.facts.workflow
    if not notice.number.startswith("table."):
        yield teller.rule(teller.both("様式は一つに決まっています。", "There is one form for it."), notice)
        return
    table = workflow.tables[notice.number.removeprefix("table.").partition(".")[0]]
    row = tables.look_up(table, teller.facts).row
    found = letter.number if row is not None and not row.unmapped else ""
    yield teller.rule(f"{teller(table.title)}: {found}".rstrip(": "), row or table)
    for rule in table.inputs.values():
        value = spoken(rule.run(teller.facts), rule.type, teller.language)
        yield teller.rule(f"{say(rule, teller.language)} = {value}", table, True)
        yield from facts_of(teller, rule)
    yield from teller.articles(row.basis if row else None, table.basis)
    if letter.unmapped:
        none = ("表に様式がないので、選んだ様式です。", "The table has no form for it; it was chosen.")
        yield teller.rule(teller.both(*none), table)


# --- a fee


def of_fee(teller: Teller, fee_id: str) -> Answer:
    """What a fee comes to, line by line, why it is waived or not known, and how to pay it."""
    fee = teller.facts.workflow.fees.get(fee_id)
    if fee is None:
        raise UsageError(f"「{fee_id}」という手数料はありません。", f"There is no fee “{fee_id}”.")
    charged = teller.facts.charged(fee)
    reasons = list(_charged(teller, fee, charged))
    for rule in (fee.when, fee.waived):
        reasons += of_rule(teller, rule, fee) if rule is not None else ()
    for line in fee.lines.values():
        for one in (line.when, line.amount):
            reasons += facts_of(teller, one) if one is not None else ()
    for command in fee.paid_at:
        reasons += [teller.happened(e) for e in teller.facts.case.occurrences.get(command, ())]
        if charged.balance:
            reasons.append(
                teller.help(teller(teller.facts.workflow.commands[command].title), f"do {command}")
            )
    bases: list[Basis | str | None] = [one.basis for one in charged.lines]
    reasons += teller.articles(*bases, fee.basis)
    return teller(fee.title), reasons


def _charged(teller: Teller, fee: Fee, charged: Charge) -> Iterator[Reason]:
    for line in charged.lines:
        yield teller.rule(f"{teller(line.title)}: {_yen(teller, line.yen)}", fee.lines.get(line.id))
    if charged.applies is False:
        yield teller.rule(teller.both("手数料はかかりません。", "There is no fee."), fee, True)
    elif charged.silent:
        yield teller.rule(teller.both("額の定めがありません。", "No amount is laid down."), fee)
    else:
        exempt = teller.both(" 免除", " waived") if charged.exempt else ""
        total = teller.both("合計", "Total")
        paid = teller.both("入金", "paid")
        text = f"{total} {_yen(teller, charged.total)}{exempt}  {paid} {_yen(teller, charged.paid)}"
        yield teller.rule(text, fee, charged.balance == 0 if charged.balance is not None else None)


def _yen(teller: Teller, yen: int | None) -> str:
    if yen is None:
        return teller.both("まだ決まりません", "not known yet")
    return f"{yen:,}{teller.both('円', ' yen')}"


# --- until when a row is kept


def of_retention(teller: Teller, rest: str) -> Answer:
    """Until when a register row is kept, and from when that counts."""
    from engine.export.registers import kept, row_facts

    name, _, number = rest.partition(" ")
    register = teller.facts.workflow.registers.get(name)
    row = next(
        (r for r in teller.facts.case.rows if r.register == name and str(r.instance) == (number or "0")), None
    )
    if register is None or row is None:
        raise UsageError(f"台帳「{rest}」の行はこの件にはありません。", f"This case has no row in “{rest}”.")
    events = {e.seq: e for e in teller.facts.case.events}
    reasons = [teller.happened(events[seq]) for seq in row.events if seq in events]
    keeping = kept(
        register, row_facts(teller.facts.workflow, teller.facts.case, row, teller.facts.moment.today)
    )
    retain = register.retain
    if retain is None or retain.period is None:
        no = ("保存の期間の定めがありません。", "No retention period is laid down.")
        reasons.append(teller.rule(teller.both(*no), register))
    else:
        reasons += _kept_rule(
            teller, register.title.within(teller.language), retain.starts, keeping.keep_through
        )
    if keeping.held:
        reasons.append(
            teller.rule(teller.both("いまは廃棄できません。", "No disposal for now."), register, False)
        )
        reasons += of_rule(teller, retain.hold, register) if retain and retain.hold else ()
    reasons += teller.articles(retain.basis if retain else None, register.basis)
    return teller(register.title), reasons


def _kept_rule(teller: Teller, title: str, starts: Rule, through: date | None) -> Iterator[Reason]:
    begun = teller.both("数え始め", "counted from")
    yield teller.rule(f"{begun}: {say(starts, teller.language)}", None, None, str(starts.place or ""))
    yield from facts_of(teller, starts)
    if through is None:
        yield teller.rule(teller.both("まだ数え始めていません。", "It has not begun yet."), None)
    else:
        until = teller.both("保存の終わり", "Keep until")
        yield teller.rule(f"{title} {until}: {day_words(through, teller.language)}", None)


__all__ = ["of_clock", "of_fee", "of_letter", "of_retention"]
