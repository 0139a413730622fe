"""What the fees of a case come to and what was paid, in yen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.facts import CaseFacts, Moment

if TYPE_CHECKING:
    from datetime import date

    from engine.model.case import Case
    from engine.model.workflow import Workflow


@dataclass(frozen=True, slots=True)
class Owed:
    """One fee. `total` and `balance` None: not known yet, or (`silent`) not laid down; `exempt`: waived."""

    title: str
    total: int | None
    paid: int
    balance: int | None
    exempt: bool
    silent: bool


def fees_of(workflow: Workflow, case: Case, today: date, language: str) -> list[Owed]:
    """The fees of a case that apply or may apply."""
    facts = CaseFacts(workflow, case, Moment(today))
    found = [(fee, facts.charged(fee)) for fee in workflow.fees.values()]
    return [
        Owed(fee.title.within(language), one.total, one.paid, one.balance, one.exempt, one.silent)
        for fee, one in found
        if one.applies is not False
    ]


def payments_of(workflow: Workflow, case: Case, today: date) -> dict[int, int]:
    """What each event brought in, by event number."""
    facts = CaseFacts(workflow, case, Moment(today))
    found: dict[int, int] = {}
    for fee in workflow.fees.values():
        for command, rule in fee.paid_at.items():
            for event in case.occurrences.get(command, ()):
                value = rule.run(facts.at_event(event))
                if isinstance(value, int):
                    found[event.seq] = found.get(event.seq, 0) + value
    return found
