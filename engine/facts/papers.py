"""Documents presented, items demanded and money paid, over all events of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from engine.facts.values import UnfitError
from engine.model.workflow import Fee, Item

if TYPE_CHECKING:
    from engine.facts.case import CaseFacts


def presented(facts: CaseFacts) -> Iterator[Mapping[str, Any]]:
    """Every document presented so far: the entries of all evidence fields that exist, over all events."""
    seen = [(e.id, e.form) for e in facts.case.standing]
    if not seen:
        start = next((c for c in facts.workflow.machine.commands.values() if c.start), None)
        seen = [(start.id, facts.case.forms.get(start.form, {}))] if start else []
    for command_id, data in seen:
        command = facts.workflow.commands.get(command_id)
        form = facts.workflow.forms.get(command.form) if command else None
        for one in form.fields.values() if form else ():
            if one.evidence and one.name in data and facts.shown(one):
                if form and f"{form.id}.{one.name}" in facts.unfit:
                    raise UnfitError
                yield from (entry for entry in data[one.name] or () if isinstance(entry, Mapping))


def demanded(facts: CaseFacts) -> Iterator[str]:
    """The items an office chose to demand: lists called `demanded` in any form of the case and its tasks."""
    filled = [
        *facts.case.forms.items(),
        *(f for many in facts.case.instances.values() for one in many for f in one.forms.items()),
    ]
    for form_id, data in filled:
        form = facts.workflow.forms.get(form_id)
        one = form.fields.get("demanded") if form else None
        listed = data.get("demanded") if one is not None and facts.shown(one) else None
        yield from (word for word in (listed if isinstance(listed, list) else ()) if isinstance(word, str))


def demands(item: Item, facts: CaseFacts) -> Iterator[Item]:
    """The demands within one that apply now and stand beside each other: alternatives count as one."""
    if item.when is not None and item.when.run(facts) is not True:
        return
    if item.on_demand and item.id not in set(demanded(facts)):
        return
    if item.join == "all" and item.parts:
        for part in item.parts.values():
            yield from demands(part, facts)
    else:
        yield item


def paid_so_far(facts: CaseFacts, fee: Fee) -> int:
    """What was paid towards a fee, in yen."""
    total = 0
    for command, rule in fee.paid_at.items():
        for event in facts.case.occurrences.get(command, ()):
            value = rule.run(facts.at_event(event))
            total += value if isinstance(value, int) else 0
    return total
