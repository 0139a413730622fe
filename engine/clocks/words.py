"""The derivation of a due date in words, Japanese and English."""

from __future__ import annotations

from datetime import date

from engine.clocks.calendar import OfficeCalendar
from engine.clocks.civil import Calendar
from engine.clocks.terms import Counting, Reckoning, Rolls
from engine.model.basics import Period, Text, Unit

_UNITS_JA: dict[Unit, str] = {
    "day": "日",
    "week": "週間",
    "month": "か月",
    "year": "年",
    "business_day": "営業日",
}
_UNITS_EN: dict[Unit, str] = {
    "day": "day",
    "week": "week",
    "month": "month",
    "year": "year",
    "business_day": "business day",
}


def label(title: Text | str, ja: str, en: str) -> Text:
    """`title` in both languages, or the given words where nobody named it."""
    if isinstance(title, str):
        return Text(title, title) if title else Text(ja, en)
    return Text(title.ja, title.en or title.ja) if title.ja else Text(ja, en)


def together(titles: tuple[Text, ...]) -> Text:
    """The titles of pauses that share days, each once: `補正・照会`."""
    once = tuple(dict.fromkeys(titles))
    return Text("・".join(t.ja for t in once), ", ".join(t.en for t in once))


def period(p: Period) -> Text:
    """`30日`, `30 days`."""
    plural = "" if p.number == 1 else "s"
    return Text(f"{p.number}{_UNITS_JA[p.unit]}", f"{p.number} {_UNITS_EN[p.unit]}{plural}")


def counted(p: Period, counting: Counting) -> Text:
    """`+30日(初日不算入)`."""
    how = {
        "exclude_first": Text("初日不算入", "first day not counted"),
        "include_first": Text("初日算入", "first day counted"),
    }[counting]
    text = period(p)
    return Text(f"+{text.ja}({how.ja})", f"+{text.en} ({how.en})")


def near(d: date, beside: date | None) -> str:
    """`04-10` beside a date of the same year, otherwise `2025-04-10`."""
    return d.isoformat()[5:] if beside is not None and beside.year == d.year else d.isoformat()


def pause(titles: Text, first: date, last: date | None, beside: date | None) -> Text:
    """`補正 04-10〜04-20`; an open one ends in `〜`."""
    a, b = near(first, beside), "" if last is None else near(last, first)
    return Text(f"{titles.ja} {a}〜{b}", f"{titles.en} {a}–{b}")


def added(text: Text, days: int, business: bool) -> Text:
    """The text with `+10` after it, in open days `+10営業日`."""
    if not business:
        return Text(f"{text.ja} +{days}", f"{text.en} +{days}")
    unit = "business day" if days == 1 else "business days"
    return Text(f"{text.ja} +{days}営業日", f"{text.en} +{days} {unit}")


def rolled(d: date, rolls: Rolls, calendar: Calendar) -> Text:
    """`休み(土曜日)のため次の開庁日`."""
    ja = en = ""
    if isinstance(calendar, OfficeCalendar):
        ja, en = f"({calendar.why_closed(d)})", f" ({calendar.why_closed(d, 'en')})"
    if rolls == "previous_business_day":
        return Text(f"休み{ja}のため前の開庁日", f"closed{en}: previous open day")
    return Text(f"休み{ja}のため次の開庁日", f"closed{en}: next open day")


def derivation_line(reckoning: Reckoning, language: str = "ja") -> str:
    """The derivation on one line: `2024-04-01 受付 → +30日(初日不算入) → 補正 04-10〜04-20 +10 → 2024-05-11`.

    In place of a due date it ends in what there is: paused with the days left, or the days elapsed.
    """
    parts = [
        f"{step.date.isoformat()} {step.within(language)}" if step.kind == "start" else step.within(language)
        for step in reckoning.derivation
    ]
    return " → ".join(part for part in (*parts, _ending(reckoning).within(language)) if part)


def _ending(reckoning: Reckoning) -> Text:
    if reckoning.due is not None:
        return Text(reckoning.due.isoformat())
    if reckoning.left is not None:
        return Text(f"停止中(残り{reckoning.left}日)", f"paused ({reckoning.left} days left)")
    if not reckoning.label:
        return Text("")
    if reckoning.elapsed is None:
        return Text("遅滞なく", "without delay")
    return Text(f"遅滞なく(経過{reckoning.elapsed}日)", f"without delay ({reckoning.elapsed} days elapsed)")
