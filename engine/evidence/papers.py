"""One presented paper against one demand: every reason why it does not count."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from engine.clocks.civil import Calendar, after, before
from engine.model.basics import Text, Value
from engine.model.workflow import DocumentType, Item

_REASONS: Final[Mapping[str, Text]] = {
    "too_old": Text("作成の日が古すぎます", "it was issued too long ago"),
    "future": Text("作成の日が求められた日より後です", "it was issued later than allowed"),
    "no_date": Text(
        "作成の日が分からないので、新しさを確かめられません", "its age cannot be judged without a date"
    ),
    "not_original": Text("写しではなく原本が必要です", "the paper itself is needed, not a copy"),
    "not_signed": Text("署名がありません", "it is not signed"),
    "not_sealed": Text("押印がありません", "it is not sealed"),
    "no_address": Text("住所の記載がありません", "it does not show the address"),
    "not_listed": Text("ここで認められる書類ではありません", "it is not among the papers accepted here"),
    "expired": Text("この種類の書類はもう使えません", "papers of this type are no longer valid"),
    "other_holder": Text("求められた人の書類ではありません", "it is somebody else's paper"),
    "shows_not": Text("求められた事柄を示していません", "it does not show what is asked"),
    "no_description": Text("どのような書類かの説明がありません", "it is not described"),
    "no_day": Text("基準となる日が分かりません", "the day from which its age counts is not known"),
}
# Reasons a person is told in finer words than the stable names callers see.
_STABLE: Final = {
    "expired": "too_old",
    "other_holder": "not_listed",
    "shows_not": "not_listed",
    "no_description": "not_listed",
    "no_day": "no_date",
}


@dataclass(frozen=True, slots=True)
class Rejection:
    """A presented paper that does not count. `index` is its place among the entries, from 0.

    `reason` is one of too_old, future, no_date, not_original, not_listed, or the name a mark of the
    document type gives (not_signed, not_sealed, no_address).
    """

    document: str
    index: int
    reason: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Desk:
    """What papers are judged by: their types, the facts, the day ages count from, the latest day of issue."""

    documents: Mapping[str, DocumentType]
    facts: Mapping[str, Value]
    counted_from: date | None
    latest: date | None
    calendar: Calendar

    def title(self, kind: str) -> Text:
        return self.documents[kind].title if kind in self.documents else Text(kind)

    def _copy_is_enough(self, item: Item) -> bool:
        return bool(item.channel) and self.facts[item.channel] in item.accepts_copy

    def _may_hold(self, item: Item, holder: str) -> bool:
        return holder in item.holder and item.holder[holder].run(self.facts) is True

    def faults(self, item: Item, entry: Mapping[str, Any]) -> Iterator[str]:
        """Every reason why the paper does not meet the item, though its type is named there."""
        if entry.get("copy") is True and not self._copy_is_enough(item):
            yield "not_original"
        yield from self._ages(item, entry)
        document = self.documents.get(str(entry["type"]))
        for mark in document.ask.values() if document else ():
            if mark.must and entry.get(mark.id) is not True:
                yield mark.must
        if item.holder and entry.get("holder") and not self._may_hold(item, str(entry["holder"])):
            yield "other_holder"
        if item.shows and entry.get("shows") and item.shows not in entry["shows"]:
            yield "shows_not"

    def _ages(self, item: Item, entry: Mapping[str, Any]) -> Iterator[str]:
        document, day = self.documents.get(str(entry["type"])), self.counted_from
        if document and document.valid_until and day and day > document.valid_until:
            yield "expired"
        issued = as_date(entry.get("issued_on"))
        aged = item.max_age is not None or item.min_age is not None
        if issued is None:
            if aged:
                yield "no_date"
        elif self.latest is not None and issued > self.latest:
            yield "future"
        elif aged and day is None:
            yield "no_day"
        elif day is not None and aged:
            if item.max_age is not None and issued < before(item.max_age, day, self.calendar):
                yield "too_old"
            if issued > day or (item.min_age and after(item.min_age, issued, self.calendar) > day):
                yield "future"


def as_date(value: object) -> date | None:
    """A date, also written as ISO text; None for anything else."""
    if isinstance(value, date):
        return value
    if isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return None
    return None


def rejection(document: str, index: int, reason: str, title: Text) -> Rejection:
    why = _REASONS.get(reason, Text(f"「{reason}」が確かめられていません", f"“{reason}” is not confirmed"))
    return Rejection(
        document,
        index,
        _STABLE.get(reason, reason),
        f"「{title}」は数えられません。{why.ja}",
        f"“{title.within('en')}” does not count: {why.within('en')}",
    )
