"""What a change does, on an example: the same invented request reckoned before and after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engine.desk.ask.due import ask_due
from engine.errors import MadoguchiError
from engine.load.build import Built


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A due date with its chain: `due` is empty where there is none, `label` then says why (遅滞なく)."""

    due: str
    label: str
    chain: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Consequence:
    """One kind of request on the example day. `before` is None for a new kind, `after` for one that goes.

    `open_cases` counts those that go on under the version they began with.
    """

    kind: str
    title: str
    before: Reckoned | None
    after: Reckoned | None
    open_cases: int = 0

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Example:
    """An invented request: received on a day, with 補正 and extensions if the change is about those."""

    received: date
    hosei: tuple[tuple[date, date | None], ...] = ()
    extensions: tuple[tuple[int, date], ...] = ()
    clock: str = ""


def consequences(
    before: Built | None, after: Built | None, example: Example, language: str
) -> Sequence[tuple[str, str, Reckoned | None, Reckoned | None]]:
    """Every kind of either version: (kind, title, before, after)."""
    found = []
    kinds = {**(before.kinds if before else {}), **(after.kinds if after else {})}
    for kind, element in kinds.items():
        found.append(
            (
                kind,
                element.title.within(language),
                _reckoned(before, kind, example, language),
                _reckoned(after, kind, example, language),
            )
        )
    return found


def _reckoned(built: Built | None, kind: str, example: Example, language: str) -> Reckoned | None:
    if built is None or built.of_kind(kind) is None:
        return None
    days = [example.received, *(d for pair in example.hosei for d in pair if d is not None)]
    today = max([*days, *(day for _, day in example.extensions)])
    try:
        told: dict[str, Any] = ask_due(
            built,
            kind,
            example.received,
            example.hosei,
            example.extensions,
            {},
            today,
            example.clock,
            language,
        )
    except MadoguchiError as error:
        return Reckoned("", error.within(language), ())
    answer = told["answer"]
    chain = tuple(f"{one['text']} {one['result']}".strip() for one in told["derivation"])
    return Reckoned(answer["due"] or "", answer["label"], chain)
