"""The laws of clocks, over all units. Where a law has a smaller domain than all clocks, the test says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.clocks.calendar import OfficeCalendar
from engine.clocks.civil import after, before, from_, last_day, shift
from engine.clocks.due import first_counted, roll
from engine.clocks.reckon import Extension, Pause, Reckoning, Terms, reckon
from engine.model.basics import Period
from tests.engine.clocks import oracle
from tests.engine.clocks.strategies import UNITS, calendars, clocks, dates, pauses, periods, rolls

FAR = date(2030, 1, 1)


def due(terms: Terms, calendar: OfficeCalendar, today: date = FAR) -> date:
    found = reckon(terms, today, calendar).due
    assert found is not None
    return found


@given(clocks(), calendars)
def test_the_day_by_day_walk_agrees(terms: Terms, calendar: OfficeCalendar) -> None:
    """Domain: no `inclusive` pause on a starting day that is not counted.

    The formula gives that day as one of the two ends, although it could not have run.
    """
    assume(not _gives_the_uncounted_day(terms))
    extension = sum(e.days for e in terms.extensions if isinstance(e.days, int))
    assert due(terms, calendar) == oracle.due_date(terms, FAR, calendar, extension)


def _gives_the_uncounted_day(terms: Terms) -> bool:
    assert terms.start is not None
    return terms.counting == "exclude_first" and any(
        p.count == "inclusive" and p.start <= terms.start <= (p.end or FAR) for p in terms.pauses
    )


@given(st.data(), clocks(), calendars)
def test_l1_the_order_of_recording_is_irrelevant(
    data: st.DataObject, terms: Terms, calendar: OfficeCalendar
) -> None:
    shuffled = replace(
        terms,
        pauses=tuple(data.draw(st.permutations(terms.pauses))),
        extensions=tuple(data.draw(st.permutations(terms.extensions))),
    )
    assert reckon(shuffled, FAR, calendar) == reckon(terms, FAR, calendar)


@given(st.data(), clocks(), calendars)
def test_l2_a_pause_within_another_counts_once(
    data: st.DataObject, terms: Terms, calendar: OfficeCalendar
) -> None:
    assume(terms.pauses)
    outer = data.draw(st.sampled_from(terms.pauses))
    assert outer.end is not None
    a = data.draw(st.dates(outer.start, outer.end))
    b = data.draw(st.dates(a, outer.end))
    again = replace(terms, pauses=(*terms.pauses, outer, replace(outer, start=a, end=b)))
    assert due(again, calendar) == due(terms, calendar)


@given(st.data(), clocks(), calendars)
def test_l3_a_pause_never_makes_it_earlier(
    data: st.DataObject, terms: Terms, calendar: OfficeCalendar
) -> None:
    assert terms.start is not None
    count = terms.pauses[0].count if terms.pauses else "diff"
    more = data.draw(pauses(terms.start, count))
    assert due(replace(terms, pauses=(*terms.pauses, *more)), calendar) >= due(terms, calendar)


@given(clocks(), calendars, st.integers(0, 90), st.integers(0, 40))
def test_l3_an_extension_never_makes_it_earlier(
    terms: Terms, calendar: OfficeCalendar, on: int, days: int
) -> None:
    assert terms.start is not None
    new = Extension("further", terms.start + timedelta(days=on), days)
    assert due(replace(terms, extensions=(*terms.extensions, new)), calendar) >= due(terms, calendar)


@given(st.data(), clocks(), calendars)
def test_l4_taking_an_event_back_restores_the_date_before(
    data: st.DataObject, terms: Terms, calendar: OfficeCalendar
) -> None:
    assert terms.start is not None
    more = data.draw(pauses(terms.start, "inclusive"))
    earlier = reckon(terms, FAR, calendar)
    with_more = replace(terms, pauses=(*more, *terms.pauses))
    reckon(with_more, FAR, calendar)
    taken_back = replace(with_more, pauses=with_more.pauses[len(more) :])
    assert reckon(taken_back, FAR, calendar) == earlier


@given(clocks(), calendars, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_l5_while_paused_the_days_left_stand_still(
    terms: Terms, calendar: OfficeCalendar, opened: int, one: int, other: int
) -> None:
    """Domain: `diff`, units day to year, and days on which everything recorded has happened.

    `exclusive` gives nothing for the first two days, so `left` falls by one once; a business-day clock
    measures its pause in open days and `left` in calendar days.
    """
    assert terms.start is not None and terms.period is not None
    assume(terms.period.unit != "business_day")
    start = terms.start + timedelta(days=opened)
    past = tuple(replace(p, count="diff") for p in terms.pauses if p.end is not None and p.end < start)
    paused = replace(terms, pauses=(*past, Pause(start)))
    first = reckon(paused, start + timedelta(days=one), calendar)
    second = reckon(paused, start + timedelta(days=other), calendar)
    assert (first.paused, first.left) == (second.paused, second.left) or not first.paused
    assert first.paused == second.paused
    if first.paused:
        assert first.due is None and not first.overdue


@given(periods, dates, calendars)
def test_l6_after_is_from_the_next_day(period: Period, d: date, calendar: OfficeCalendar) -> None:
    assert after(period, d, calendar) == from_(period, d + timedelta(days=1), calendar)


@given(periods, dates, st.integers(0, 40), st.integers(0, 5), calendars)
def test_l6_both_never_decrease(
    period: Period, d: date, later: int, longer: int, calendar: OfficeCalendar
) -> None:
    more = Period(period.number + longer, period.unit)
    for count in (after, from_):
        assert count(period, d, calendar) <= count(period, d + timedelta(days=later), calendar)
        assert count(period, d, calendar) <= count(more, d, calendar)


@given(periods, dates, calendars)
def test_l7_before_is_the_earliest_day_that_reaches(
    period: Period, d: date, calendar: OfficeCalendar
) -> None:
    x = before(period, d, calendar)
    assert after(period, x, calendar) >= d
    assert after(period, x - timedelta(days=1), calendar) < d


@given(clocks(), calendars)
def test_l8_rolling_happens_once_and_at_the_end(terms: Terms, calendar: OfficeCalendar) -> None:
    found = reckon(terms, FAR, calendar)
    assert found.due is not None
    assert roll(found.due, terms.rolls, calendar) == found.due
    assert found.due == roll(found.rolled_from or found.due, terms.rolls, calendar)
    kinds = [step.kind for step in found.derivation]
    assert "roll" not in kinds[:-1]
    assert (kinds[-1] == "roll") == (found.rolled_from is not None)


@given(clocks(), calendars)
def test_l9_the_derivation_replays_to_the_same_date(terms: Terms, calendar: OfficeCalendar) -> None:
    found = reckon(terms, FAR, calendar)
    assert replay(terms, found, calendar) == found.due


def replay(terms: Terms, found: Reckoning, calendar: OfficeCalendar) -> date:
    """Follow the links by their own words: each must lead from the result before to its own."""
    assert terms.period is not None
    at, *rest = found.derivation
    d = at.date
    for step in rest:
        if step.kind == "period":
            assert step.days is not None
            d = last_day(first_counted(d, terms), Period(step.days, terms.period.unit), calendar)
        elif step.kind == "roll":
            d = roll(d, terms.rolls, calendar)
        else:
            assert step.days is not None
            d = shift(d, step.days, terms.business, calendar)
        assert d == step.result
    return d


@given(clocks(), calendars, st.integers(-10, 120))
def test_l10_a_new_holiday_moves_only_what_it_touches(
    terms: Terms, calendar: OfficeCalendar, away: int
) -> None:
    """Domain: no pause begins between a date and the open day it rolls to, with or without the holiday.

    Such a pause counts because of the rolling, so there a holiday may also decide whether a pause counts.
    """
    assert terms.start is not None
    holiday = terms.start + timedelta(days=away)
    later = replace(calendar, closed_days={**calendar.closed_days, holiday: "新しい休日"})
    assume(not _rolling_decides(terms, calendar) and not _rolling_decides(terms, later))
    old = due(terms, calendar)
    if due(terms, later) != old:
        inside = terms.business and first_counted(terms.start, terms) <= holiday <= old
        assert inside or (terms.rolls != "none" and holiday == old)


def _rolling_decides(terms: Terms, calendar: OfficeCalendar) -> bool:
    """Whether some pause would count differently if dates were not rolled."""
    steps = reckon(terms, FAR, calendar).derivation
    unrolled = reckon(replace(terms, rolls="none"), FAR, calendar).derivation
    return [s.days for s in steps if s.kind != "roll"] != [s.days for s in unrolled]


@given(dates, rolls, calendars)
def test_rolling_ends_on_the_nearest_open_day(d: date, rule: str, calendar: OfficeCalendar) -> None:
    assert roll(d, rule, calendar) == oracle.rolled(d, rule, calendar)  # type: ignore[arg-type]


@given(clocks(), calendars, st.integers(-5, 70), st.integers(0, 40))
def test_an_extension_to_a_date_stays_true(
    terms: Terms, calendar: OfficeCalendar, on: int, ahead: int
) -> None:
    """`to` a later date gives that date, and still does when a pause before it is taken back.

    Domain: days, not rolled; the extension is decided in time, also without that pause, and every pause ended
    before it. (Decided late, a pause that had begun after the due date counts once the extension covers it.)
    """
    assert terms.start is not None
    decided = terms.start + timedelta(days=on)
    past = tuple(p for p in terms.pauses if p.end is not None and p.end <= decided)
    plain = replace(terms, period=Period(30, "day"), rolls="none", pauses=past, extensions=())
    assume(decided <= due(replace(plain, pauses=past[1:]), calendar))
    to = due(plain, calendar) + timedelta(days=ahead)
    extended = replace(plain, extensions=(Extension("further", decided, to=to),))
    assert due(extended, calendar) == to
    assert due(replace(extended, pauses=past[1:]), calendar) == to


def test_every_unit_is_drawn() -> None:
    assert set(UNITS) == {"day", "week", "month", "year", "business_day"}
