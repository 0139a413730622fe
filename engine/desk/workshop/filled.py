"""Letters filled in: with what real cases hold, and with the longest that may stand in them; how many pages that is.

    samples(shop, workflow, notice, ...)  real cases, the newest first, then the longest values
    letter_of(sample, notice)             the letter as they fill it
    overflows(workflow, known)            letters that no longer fit one page with the longest values

The longest value of a field is the longest that any known case holds; where there is none, its longest choice, or
some words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from engine.advance.letters import compose
from engine.desk.ask.trial import event, trial_case
from engine.desk.letters import readable
from engine.desk.workshop.scope import Path
from engine.desk.workshop.view import View
from engine.desk.written import either
from engine.errors import Problem
from engine.facts import CaseFacts, Moment
from engine.model.basics import Period, Value
from engine.model.case import Issued
from engine.model.forms import Field
from engine.model.rule import Type
from engine.model.workflow import Notice, Piece, Workflow

if TYPE_CHECKING:
    from engine.desk.workshop.workshop import Workshop

Known = Mapping[str, Any]
"""The longest value that any known case holds, by `form.field`."""

_MOST_CASES: Final = 12
_LOOKED_AT: Final = 200  # of the newest cases
_MOST_WAYS: Final = 48  # combinations of choices over which a letter is the longest
_LINE: Final = 24  # characters of a text of which nothing is known
_SHORT: Final = 24  # a letter of so few lines fits its page
_DAY: Final = date(2046, 12, 28)
_FACT: Final = re.compile(r"\{([^{}]*)\}")
_FILLER: Final = "見本の文字列"


@dataclass(frozen=True, slots=True)
class Sample:
    """What a letter is filled with. `title` names the case, or says that these are the longest values."""

    title: str
    facts: CaseFacts


# --- real cases


def known_values(shop: Workshop) -> dict[str, Any]:
    """What the newest cases of the organisation hold, the longest of each field."""
    found: dict[str, Any] = {}
    for case in _cases(shop):
        for form, data in case.forms.items():
            for name, value in _flat(data):
                path = f"{form}.{name}"
                if _size(value) > _size(found.get(path)):
                    found[path] = value
    return found


def _cases(shop: Workshop) -> Iterator[Any]:
    desk = shop.desk
    rows = sorted(desk.rows(organisation=shop.organisation), key=lambda row: row.number, reverse=True)
    for row in rows[:_LOOKED_AT]:
        yield desk.case((row.organisation, row.number))


def _flat(data: Mapping[str, Any], above: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in data.items():
        if isinstance(value, Mapping):
            yield from _flat(value, f"{above}{name}.")
        else:
            yield f"{above}{name}", value


def _size(value: Any) -> int:
    if isinstance(value, list):
        return 1 + sum(1 + _size(one) for one in value)
    if isinstance(value, Mapping):
        return sum(_size(one) for one in value.values())
    return 0 if value is None else len(str(value))


def samples(shop: Workshop, workflow: Workflow, notice: Notice, known: Known, language: str) -> list[Sample]:
    """Real cases in which the letter went out, the newest first; then the longest values."""
    found: list[Sample] = []
    for case in _cases(shop):
        command = next((c for c in notice.at if c in case.occurrences), "")
        if not command or case.kind not in workflow.kinds or len(found) == _MOST_CASES:
            continue
        facts = CaseFacts(workflow, case, Moment(case.occurrences[command][-1].date, command))
        if notice.when is None or notice.when.run(facts) is True:
            found.append(Sample(f"{case.number} {workflow.kinds[case.kind].title.within(language)}", facts))
    long = longest(workflow, notice, known)
    return [
        *found,
        *([replace(long, title=either("いちばん長い値", "longest values", language))] if long else []),
    ]


def letter_of(sample: Sample, notice: Notice) -> Issued | None:
    """The letter as these facts fill it, whatever is still blank in it."""
    letters, _ = compose(sample.facts, notice, {})
    return letters[0] if letters else None


def rewritten(view: View, notice: Notice, part: str, text: str) -> Notice:
    """The notice with another text in one paragraph, as a file would have it; a fact that is not read is left out."""
    path: Path = ("notices", notice.id, "body", part, "text")
    if part not in notice.body:
        return notice
    pieces: list[Piece] = []
    for n, words in enumerate(_FACT.split(text)):
        rule = view.scope.reading(words, path) if n % 2 else None
        pieces += (
            [Piece(rule=rule, source=words)] if rule is not None else [Piece(words)] if not n % 2 else []
        )
    return replace(notice, body={**notice.body, part: replace(notice.body[part], text=tuple(pieces))})


# --- the longest


class _Longest(CaseFacts):
    """Facts of a request in which everything is as long as it may be; `chosen` are those that are given."""

    __slots__ = ("known", "types")

    def __init__(
        self, workflow: Workflow, known: Known, chosen: Mapping[str, Value], types: Mapping[str, Type]
    ) -> None:
        start = next((c for c in workflow.machine.commands.values() if c.start), None)
        case = trial_case(
            workflow, next(iter(workflow.kinds), ""), {}, [event(start.id, _DAY)] if start else []
        )
        super().__init__(workflow, case, Moment(_DAY), trial=chosen)
        self.known, self.types = known, types

    def __missing__(self, path: str) -> Value:
        head = path.partition(".")[0]
        value: Value
        if head in self.workflow.forms:
            value = _value(path, self.types.get(path) or _type_of(self.workflow, path), self.known)
        else:
            value = (
                _DAY
                if head == "event" and not path.endswith((".count", ".by"))
                else super().__missing__(path)
            )
        self[path] = value
        return value


def _type_of(workflow: Workflow, path: str) -> Type:
    form, _, rest = path.partition(".")
    one: Field | None = next((f for f in workflow.forms[form].walk() if f.path == rest), None)
    return one.type if one is not None else Type("text")


def _value(path: str, kind: Type, known: Known) -> Any:
    """The longest value of a fact."""
    if path in known and kind.kind in ("text", "list", "int"):
        return known[path]
    if kind.kind in ("choice", "unit", "member") and kind.values:
        return max(kind.values, key=lambda key: len(kind.values[key].ja))
    if kind.kind == "list":
        return _entries(path, kind, known)
    fixed: dict[str, Any] = {"date": _DAY, "int": 9_999_999, "bool": True, "period": Period(30, "day")}
    return fixed.get(kind.kind, (_FILLER * _LINE)[:_LINE])


def _entries(path: str, kind: Type, known: Known) -> list[Any]:
    """Three entries of a list, the longest there are."""
    item = kind.item or Type("text")
    if item.values:
        return sorted(item.values, key=lambda key: -len(item.values[key].ja))[:3]
    if item.fields:
        return [{name: _value(f"{path}.{name}", part, known) for name, part in item.fields.items()}] * 3
    return [_value(f"{path}.*", item, known)] * 3


def longest(workflow: Workflow, notice: Notice, known: Known) -> Sample | None:
    """The facts that make the letter longest among the ways its paragraphs may come together."""
    types, best, most = _read(notice), None, -1
    for chosen in _ways(workflow, notice):
        sample = Sample("", _Longest(workflow, known, chosen, types))
        if notice.when is not None and notice.when.run(sample.facts) is False:
            continue
        letter = letter_of(sample, notice)
        if letter is not None and _words(letter) > most:
            best, most = sample, _words(letter)
    return best


def _words(letter: Issued) -> int:
    return sum(len(p.title) + len(p.text) + sum(map(len, p.items)) + 20 for p in letter.paragraphs)


def _read(notice: Notice) -> dict[str, Type]:
    """The types of facts that stand in the letter's texts by themselves."""
    texts = [notice.heading, notice.sender, *(part.text for part in notice.body.values())]
    rules = [piece.rule for text in texts for piece in text if piece.rule is not None]
    rules += [part.each for part in notice.body.values() if part.each is not None]
    return {
        str(rule.node.args[0]): rule.type
        for rule in rules
        if rule.node.op == "path" and len(rule.node.args) == 1
    }


def _ways(workflow: Workflow, notice: Notice) -> Iterator[dict[str, Value]]:
    """The choices on which it depends which paragraphs are printed."""
    conditions = [rule for rule in (notice.when, *(p.when for p in notice.body.values())) if rule is not None]
    asked = sorted({path for rule in conditions for path in rule.reads})
    values = {path: listed for path in asked if (listed := _choices(workflow, path))}
    ways = product(*values.values())
    for n, chosen in enumerate(ways):
        if n == _MOST_WAYS:
            return
        yield dict(zip(values, chosen, strict=True))


def _choices(workflow: Workflow, path: str) -> list[Value]:
    if path == "kind":
        return list(workflow.kinds)
    if path.partition(".")[0] not in workflow.forms:
        return []
    kind = _type_of(workflow, path)
    return [True, False] if kind.kind == "bool" else list(kind.values) if kind.kind == "choice" else []


# --- pages


def pages_of(letter: Issued) -> int:
    """How many pages a letter takes; 0 where it cannot be set."""
    from engine.desk.letters import paged

    return paged(letter)


def overflows(workflow: Workflow, known: Known) -> Iterator[Problem]:
    """A note for each letter that no longer fits its page when everything in it is as long as it may be."""
    for notice in workflow.notices.values():
        sample = None if notice.slip else longest(workflow, notice, known)
        letter = letter_of(sample, notice) if sample is not None else None
        if letter is None or len(readable(letter)) <= _SHORT:
            continue
        pages = pages_of(letter)
        if pages > 1:
            title = notice.title
            ja = f"「{title.ja}」は、いちばん長い値が入ると{pages}ページになります。"
            en = f"“{title.within('en')}” takes {pages} pages with the longest values."
            yield Problem("overflow", f"notices.{notice.id}", ja, en, notice.place, "note")


__all__ = [
    "Known", "Notice", "Sample", "known_values", "letter_of", "longest", "overflows", "pages_of", "rewritten",
    "samples",
]  # fmt: skip
