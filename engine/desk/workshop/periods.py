"""What a changed period does, from real counts: from when, for whom it does not, how many past cases took longer.

    said(shop, workflow, clock, language)   sentences; none where the period of no kind is another one

Past cases are known for the main period of a workflow: lists keep when it began, when it was answered and when it
would have run out. What they gained by pauses and extensions is given to them under the new period as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from engine.advance.words import spoken
from engine.clocks.reckon import Terms, reckon
from engine.desk.ask.trial import trial_facts
from engine.desk.written import either
from engine.facts.time import period_of
from engine.load.build import Built
from engine.model.basics import Period
from engine.model.rule import Type
from engine.model.workflow import Clock, Workflow
from engine.wareki import format_wareki

if TYPE_CHECKING:
    from engine.desk.listed import Listed
    from engine.desk.workshop.workshop import Workshop

_PERIOD: Final = Type("period")


@dataclass(frozen=True, slots=True)
class Changed:
    """Kinds of request whose period becomes another one, and what is known of their cases.

    `titles` are empty where it is the period of every kind.
    """

    kinds: tuple[str, ...]
    titles: tuple[str, ...]
    before: Period | None
    after: Period | None
    open_cases: int = 0
    past: int | None = None
    longer: int = 0


def said(shop: Workshop, workflow: str, clock: str, language: str) -> list[str]:
    """The effect of the working copy's period against the published one, in sentences."""
    built, published = shop.shaped().built, shop.published()
    new = built.workflows.get(workflow) if built is not None else None
    old = _published(published, new) if new is not None and published is not None else None
    if new is None or old is None or clock not in new.clocks or clock not in old.clocks:
        return []
    groups = changes(shop, old, new, clock, language)
    if not groups:
        return []
    found = [_from(new, language)]
    for one in groups:
        found += _of_group(one, language)
    return [*found, *_extensions(old.clocks[clock], new.clocks[clock], language)]


def _published(built: Built, new: Workflow) -> Workflow | None:
    """The workflow that new cases get now: the one of the same name, else the one of the same first kind."""
    kind = next(iter(new.kinds), "")
    return built.workflows.get(new.id) or built.of_kind(kind)


def changes(shop: Workshop, old: Workflow, new: Workflow, clock: str, language: str) -> list[Changed]:
    """The kinds whose period is another one, those that fare alike together."""
    day = shop.desk.today()
    alike: dict[tuple[Period | None, Period | None], list[str]] = {}
    for kind in new.kinds:
        if kind in old.kinds:
            pair = _period(old, clock, kind, day), _period(new, clock, kind, day)
            if pair[0] != pair[1]:
                alike.setdefault(pair, []).append(kind)
    cases = shop.listed() if alike else ()
    main = old.main_clock is not None and old.main_clock.id == clock
    found = []
    for (before, after), kinds in alike.items():
        own = [one for one in cases if one.station.kind in kinds]
        over = [one for one in own if not one.station.open and one.since and one.elapsed is not None]
        longer = sum(_longer(one, old, clock, before, after) for one in over) if main else 0
        titles = tuple(new.kinds[kind].title.within(language) for kind in kinds)
        titles = () if len(kinds) == len(new.kinds) else titles
        running = sum(one.station.open for one in own)
        found.append(
            Changed(tuple(kinds), titles, before, after, running, len(over) if main else None, longer)
        )
    return found


def _period(workflow: Workflow, clock: str, kind: str, day: date) -> Period | None:
    """The period of a kind: as written, or as its table gives it."""
    return period_of(trial_facts(workflow, kind, {}, day), workflow.clocks[clock])


def _longer(
    case: Listed, workflow: Workflow, clock: str, before: Period | None, after: Period | None
) -> bool:
    """Whether a case was answered after the day on which the new period would have ended."""
    since = date.fromisoformat(case.since)
    answered = since + timedelta(days=case.elapsed or 0)
    one = workflow.clocks[clock]
    was, would = _due(workflow, one, since, before), _due(workflow, one, since, after)
    if would is None:
        return False
    due = date.fromisoformat(case.due) if case.due else None
    gained = due - was if due is not None and was is not None else timedelta()
    return answered > would + max(gained, timedelta())


def _due(workflow: Workflow, clock: Clock, since: date, period: Period | None) -> date | None:
    if period is None:
        return None
    terms = Terms(start=since, period=period, counting=clock.counting, rolls=clock.rolls)
    return reckon(terms, since, workflow.org.calendar).due


# --- in words


def _from(new: Workflow, language: str) -> str:
    if new.effective_from is None:
        return either(
            "公開したあとの受付から変わります。",
            "It holds for requests taken in after publication.",
            language,
        )
    day = format_wareki(new.effective_from) if language == "ja" else new.effective_from.isoformat()
    return either(f"{day}の受付から変わります。", f"It holds for requests received from {day}.", language)


def _of_group(one: Changed, language: str) -> Iterator[str]:
    kinds = either("・", ", ", language).join(one.titles) or either("案件", "all kinds", language)
    before, after = _words(one.before, language), _words(one.after, language)
    if one.open_cases:
        yield either(
            f"進行中の{kinds} {one.open_cases}件は、{before}のままです。",
            f"{one.open_cases} open cases ({kinds}) keep {before}.",
            language,
        )
    if not one.past or one.after is None:
        return
    without = "補正などで止まった間と延長を除く"
    yield either(
        f"過去の{kinds} {one.past}件のうち {one.longer}件は、{after}を超えていました（{without}）。",
        f"Of {one.past} past cases {one.longer} took longer than {after} (pauses and extensions left out).",
        language,
    )


def _words(period: Period | None, language: str) -> str:
    return (
        spoken(period, _PERIOD, language) if period is not None else either("定めなし", "no period", language)
    )


def _extensions(old: Clock, new: Clock, language: str) -> Iterator[str]:
    """What may be added to the period, and whether that stays."""
    for key, sort in new.extensions.items():
        before = old.extensions.get(key)
        limit, was = _limit(sort, language), _limit(before, language) if before is not None else ""
        title = sort.title.within(language)
        if limit == was:
            yield either(
                f"{title}の上限 {limit}は、そのままです。", f"{title}: the limit, {limit}, stays.", language
            )
        else:
            yield either(
                f"{title}の上限は {was or 'なし'} から {limit}に。",
                f"{title}: the limit becomes {limit}.",
                language,
            )


def _limit(sort: Any, language: str) -> str:
    """The limits of an extension in words: each time, in all, at most so late."""
    unit = either("日", " days", language)
    parts = [f"{sort.each}{unit}"] if sort.each is not None else []
    parts += (
        [either(f"合わせて{sort.sum}{unit}", f"{sort.sum}{unit} in all", language)]
        if sort.sum is not None
        else []
    )
    parts += [_words(sort.cap, language)] if sort.cap is not None else []
    parts += [either(f"{sort.times}回", f"{sort.times} times", language)] if sort.times is not None else []
    return either("、", ", ", language).join(parts) or either("なし", "none", language)
