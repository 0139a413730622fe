"""Which presented papers prove what an evidence rule demands, and why a paper does not count.

Each paper is judged alone against each demand (an `Item`); a demand is `accepted`, `pending` (an approval or
a paper asked for case by case is awaited) or `missing`; the rule takes the worst of its demands. Pure: the
same entries and facts give the same verdict, in whatever order the entries were recorded.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Literal

from engine.clocks.civil import ALWAYS_OPEN, Calendar
from engine.evidence.papers import Desk, Rejection, as_date, rejection
from engine.model.basics import MISSING, Basis, Text, Value
from engine.model.workflow import DocumentType, EvidenceRule, Item
from engine.rules.frames import CALENDAR

Status = Literal["accepted", "pending", "missing"]

OTHER: Final = "other"
_ORDER: Final[tuple[Status, ...]] = ("accepted", "pending", "missing")


@dataclass(frozen=True, slots=True)
class Lacking:
    """A demand that is not met: its id, the document types that would meet it, and a sentence."""

    item: str
    types: tuple[str, ...]
    ja: str
    en: str
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of one evidence rule. A rule that does not apply is accepted and not `active`."""

    status: Status
    active: bool = True
    missing: tuple[Lacking, ...] = ()
    rejected: tuple[Rejection, ...] = ()


def worst(statuses: Iterable[Status]) -> Status:
    """The worst of the statuses (accepted > pending > missing); accepted if there are none."""
    return max(statuses, key=_ORDER.index, default="accepted")


def together(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict of several rules over the same entries: the worst status, and everything that is said.

    A paper counts as not listed only if no rule that applies knows it.
    """
    active = [v for v in verdicts if v.active]
    if not active:
        return Verdict("accepted", active=False)
    unknown = [{r.index for r in v.rejected if r.reason == "not_listed"} for v in active]
    nowhere = set.intersection(*unknown)
    rejected = {r: None for v in active for r in v.rejected if r.reason != "not_listed" or r.index in nowhere}
    return Verdict(
        worst(v.status for v in active),
        True,
        tuple(dict.fromkeys(lack for v in active for lack in v.missing)),
        tuple(sorted(rejected, key=lambda r: r.index)),
    )


def judge(
    rule: EvidenceRule,
    entries: Sequence[Mapping[str, Any]],
    facts: Mapping[str, Value],
    documents: Mapping[str, DocumentType],
    demanded: Collection[str] = (),
    calendar: Calendar | None = None,
) -> Verdict:
    """Judge the presented papers by one evidence rule.

    `entries` are objects with `type` and, as known, `copy`, `issued_on` (date or ISO text), `holder`,
    `shows`, `for`, `approved_by`, `description` and the marks of their type; `demanded` the ids of the items
    that were asked for case by case. `calendar` counts ages in business days; by default the office's own,
    as rules find it among the facts.
    """
    if rule.when is not None and rule.when.run(facts) is not True:
        return Verdict("accepted", active=False)
    refused = tuple(
        Lacking(rule.id, (), message.ja, message.within("en"), basis or rule.basis)
        for when, message, basis in rule.refuse
        if when.run(facts) is True
    )
    if rule.need is None:
        answer = _silent(rule, entries, facts)
    else:
        answer = _Judge(rule, entries, facts, documents, demanded, calendar).verdict(rule.need)
    if refused:
        return replace(answer, status="missing", missing=refused + answer.missing)
    return answer


def _silent(rule: EvidenceRule, entries: Sequence[Mapping[str, Any]], facts: Mapping[str, Value]) -> Verdict:
    """Where the source has no list of papers, a person answers for each case."""
    done = bool(rule.checked_by) and facts[f"event.{rule.checked_by}"] is not MISSING
    if done or any(entry.get("approved_by") for entry in entries):
        return Verdict("accepted")
    lack = Lacking(
        rule.id,
        (),
        f"「{rule.title}」に使う書類の定めがありません。何を確かめたかを記録してください",
        f"No papers are laid down for “{rule.title.within('en')}”: record what was checked",
        rule.basis,
    )
    return Verdict("pending", True, (lack,))


@dataclass(frozen=True, slots=True)
class _Result:
    """Status of an active item, the leaves it lacks, and how many of its leaves are met."""

    status: Status
    lacking: tuple[Lacking, ...] = ()
    met: int = 0
    approval: bool = False

    @property
    def rank(self) -> tuple[int, bool, int, int]:
        # Of equal alternatives the one with most progress is shown; an approval is nobody's first choice.
        return _ORDER.index(self.status), self.approval, -self.met, len(self.lacking)


class _Judge:
    """One judgement: the entries with their dates read, the day ages count from, and what was rejected."""

    def __init__(
        self,
        rule: EvidenceRule,
        entries: Sequence[Mapping[str, Any]],
        facts: Mapping[str, Value],
        documents: Mapping[str, DocumentType],
        demanded: Collection[str],
        calendar: Calendar | None,
    ) -> None:
        self.facts, self.entries, self.demanded = facts, entries, frozenset(demanded)
        counted_from = as_date(rule.on.run(facts) if rule.on else facts[rule.received])
        # Without a date of its own a rule still accepts nothing that is dated after today.
        latest = counted_from if rule.on else as_date(facts["today"])
        self.desk = Desk(documents, facts, counted_from, latest, calendar or _calendar(facts))
        self.failed: dict[tuple[int, str], list[str]] = {}
        self.served: set[int] = set()
        self.unmet: set[str] = set()

    def verdict(self, need: Item) -> Verdict:
        leaves = list(self._leaves(need))
        self.named = _named(need)
        self.others = {
            i: self._server(i, leaves) for i, e in enumerate(self.entries) if e.get("type") == OTHER
        }
        result = self._item(need)
        if result is None:
            return Verdict("accepted", active=False)
        return Verdict(result.status, True, result.lacking, tuple(self._rejections()))

    # --- items ---------------------------------------------------------------------------------------------

    def _active(self, item: Item) -> bool:
        if item.on_demand and item.id not in self.demanded:
            return False
        return item.when is None or item.when.run(self.facts) is True

    def _leaves(self, item: Item) -> Iterator[Item]:
        """The active items that name papers or an approval."""
        if self._active(item):
            if not item.parts:
                yield item
            for part in item.parts.values():
                yield from self._leaves(part)

    def _item(self, item: Item) -> _Result | None:
        """The result of an item, or None if it is not asked here."""
        if not self._active(item):
            return None
        if item.approved:
            result: _Result | None = self._approval(item)
        elif item.parts:
            result = self._joined(item)
        else:
            result = self._papers(item)
        if result is not None and item.on_demand and result.status == "missing":
            return replace(result, status="pending")
        return result

    def _joined(self, item: Item) -> _Result | None:
        parts = [r for r in map(self._item, item.parts.values()) if r is not None]
        if not parts:
            return None
        if item.join == "all":
            chosen = parts
        else:
            number = 1 if item.join == "any" else item.count
            chosen = sorted(parts, key=lambda r: r.rank)[:number]
            if len(chosen) < number:
                chosen.append(_Result("missing", (self._lacking(item, ()),)))
        return _Result(
            worst(r.status for r in chosen),
            tuple(lack for r in chosen for lack in r.lacking),
            sum(r.met for r in parts),
        )

    def _papers(self, item: Item) -> _Result:
        met: set[str] = set()
        for index, entry in enumerate(self.entries):
            kind = str(entry.get("type", ""))
            if kind == OTHER:
                if self.others[index] is not item:
                    continue
            elif kind not in item.documents:
                continue
            reasons = list(self.desk.faults(item, entry))
            if reasons:
                self.failed[index, item.id] = reasons
            else:
                self.served.add(index)
                met.add(kind if kind != OTHER else f"{OTHER}:{entry.get('description')}")
        # A list that names nothing is met by nothing.
        every = bool(met) and met >= set(item.documents)
        if {"any": bool(met), "all": every, "n": len(met) >= item.count}[item.join]:
            return _Result("accepted", (), 1)
        self.unmet.add(item.id)
        wanted = tuple(d for d in item.documents if d not in met)
        return _Result("missing", (self._lacking(item, wanted),), 0)

    def _approval(self, item: Item) -> _Result:
        offered = [self.entries[i] for i, served in self.others.items() if served is item]
        self.served.update(i for i, served in self.others.items() if served is item)
        if not offered:
            return _Result("missing", (self._lacking(item, ()),), 0, True)
        if self.facts[f"event.{item.approved}"] is not MISSING or any(e.get("approved_by") for e in offered):
            return _Result("accepted", (), 1)
        lack = Lacking(
            item.id,
            (),
            f"「{item.title}」がまだ済んでいません",
            f"“{item.title.within('en')}” is still awaited",
            item.basis,
        )
        return _Result("pending", (lack,))

    def _lacking(self, item: Item, wanted: tuple[str, ...]) -> Lacking:
        titles = [self.desk.title(d) for d in wanted]
        which = {
            "any": Text("次のいずれか", "any one of"),
            "all": Text("次のすべて", "all of"),
            "n": Text(f"次のうち{item.count}点", f"{item.count} of"),
        }[item.join]
        ja, en = f"「{item.title}」がそろっていません", f"“{item.title.within('en')}” is not complete"
        if titles and titles != [item.title]:
            lead = (f"{which.ja}: ", f"{which.en}: ") if len(titles) > 1 else ("", "")
            ja += f"（{lead[0]}{'、'.join(t.ja for t in titles)}）"
            en += f" ({lead[1]}{', '.join(t.within('en') for t in titles)})"
        return Lacking(item.id, wanted, ja, en, item.basis)

    def _server(self, index: int, leaves: list[Item]) -> Item | None:
        """The one active item that a paper outside the list serves, or None with its reason noted."""
        entry = self.entries[index]
        able = [leaf for leaf in leaves if leaf.approved or leaf.open]
        approving = [leaf for leaf in able if leaf.approved]
        if entry.get("for"):
            found = next((leaf for leaf in able if leaf.id == entry["for"]), None)
        elif approving:
            found = approving[0]
        else:
            found = able[0] if len(able) == 1 else None
        if found is None or str(entry.get("description") or "").strip():
            return found
        self.failed[index, found.id] = ["no_description"]
        return None

    def _rejections(self) -> Iterator[Rejection]:
        """Papers that serve nothing, and papers that fail a demand which nothing else meets."""
        for index, entry in enumerate(self.entries):
            reasons: dict[str, None] = {}
            for (place, item), faults in self.failed.items():
                if place == index and (index not in self.served or item in self.unmet):
                    reasons |= dict.fromkeys(faults)
            if not reasons and index not in self.served and entry.get("type") not in self.named:
                reasons["not_listed"] = None
            title = self.desk.title(str(entry.get("type", "")))
            for reason in reasons:
                yield rejection(str(entry.get("type", "")), index, reason, title)


def _calendar(facts: Mapping[str, Value]) -> Calendar:
    found: Any = facts[CALENDAR]
    return ALWAYS_OPEN if found is MISSING else found


def _named(item: Item) -> frozenset[str]:
    """Every document type the item or a part of it names, also where it is not asked now."""
    return frozenset(item.documents).union(*(_named(part) for part in item.parts.values()))
