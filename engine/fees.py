"""What a fee comes to: lines that apply are summed, a waiver makes the total nothing, payments are taken off.

What is not known is None and never 0: a fee may be charged later, but not promised too low.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import final

from engine.model.basics import MISSING, Basis, Text, Value
from engine.model.workflow import Fee


@dataclass(frozen=True, slots=True)
class ChargedLine:
    """A line that applies, in yen; None where its amount is not known yet or the source is silent."""

    id: str
    yen: int | None
    title: Text
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Charge:
    """A fee for one case, in yen. `sum` before and `total` after the waiver; `balance` is total − paid.

    `applies` None: it is not known yet whether there is a fee. A negative balance was paid too much.
    """

    applies: bool | None
    silent: bool
    lines: tuple[ChargedLine, ...]
    sum: int | None
    total: int | None
    exempt: bool
    paid: int
    balance: int | None


@final
class _Beside(Mapping[str, Value]):
    """Facts with a few more in front of them; nothing is copied, so derived facts stay derived."""

    def __init__(self, own: Mapping[str, Value], facts: Mapping[str, Value]) -> None:
        self._own, self._facts = own, facts

    def __getitem__(self, path: str) -> Value:
        return self._own[path] if path in self._own else self._facts[path]

    def __iter__(self) -> Iterator[str]:
        yield from self._own
        yield from (path for path in self._facts if path not in self._own)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def charge(fee: Fee, facts: Mapping[str, Value], paid: int = 0) -> Charge:
    """Work out a fee; `paid` is what was paid so far, in yen.

    A line whose condition is not known counts as not known. The waiver may read `fee.<id>.sum` and
    `fee.<id>.line.<line>` (0 for a line that does not apply).
    """
    applies = _truth(True if fee.when is None else fee.when.run(facts))
    if applies is False:
        return Charge(False, fee.silent, (), 0, 0, False, paid, -paid)
    lines = tuple(_lines(fee, facts))
    if applies is None or fee.silent:
        return Charge(applies, fee.silent, lines, None, None, False, paid, None)
    amounts = [line.yen for line in lines]
    total = None if None in amounts else sum(yen for yen in amounts if yen is not None)
    whole, exempt = total, False
    if fee.waived is not None:
        waived = _truth(fee.waived.run(_Beside(_own(fee, lines, total), facts)))
        exempt = waived is True
        total = 0 if exempt else None if waived is None else total
    return Charge(True, False, lines, whole, total, exempt, paid, None if total is None else total - paid)


def _lines(fee: Fee, facts: Mapping[str, Value]) -> Iterator[ChargedLine]:
    for line in fee.lines.values():
        holds = _truth(True if line.when is None else line.when.run(facts))
        if holds is False:
            continue
        amount = line.amount.run(facts) if line.amount is not None and holds else MISSING
        known = amount if isinstance(amount, int) and not isinstance(amount, bool) else None
        yield ChargedLine(line.id, known, line.title, line.basis or fee.basis)


def _own(fee: Fee, lines: tuple[ChargedLine, ...], total: int | None) -> dict[str, Value]:
    """The fee's own facts, as its waiver reads them."""
    own: dict[str, Value] = {f"fee.{fee.id}.line.{name}": 0 for name in fee.lines}
    own |= {f"fee.{fee.id}.line.{line.id}": MISSING if line.yen is None else line.yen for line in lines}
    own[f"fee.{fee.id}.sum"] = MISSING if total is None else total
    return own


def _truth(value: Value) -> bool | None:
    return value if isinstance(value, bool) else None
