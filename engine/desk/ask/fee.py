"""What a request costs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from engine.desk.ask.trial import Line, line, received_on, trial_facts, unread, workflow_of
from engine.facts import CaseFacts
from engine.fees import Charge
from engine.load.build.assemble import Built
from engine.model.workflow import Fee
from engine.rules import missing_facts, say


def ask_fee(
    built: Built, kind: str, form: Mapping[str, Any], today: date | None = None, language: str = "ja"
) -> dict[str, Any]:
    """The sum of all fees in yen. `yen` is null where the source is silent or something is not known."""
    workflow = workflow_of(built, kind, received_on(form, today))
    facts = trial_facts(workflow, kind, form, received_on(form, today))
    found = [(fee, facts.charged(fee)) for fee in workflow.fees.values()]
    asked = [(fee, charge) for fee, charge in found if charge.applies is not False]
    totals = [charge.total for _, charge in asked]
    answer = {
        "yen": None if None in totals else sum(yen for yen in totals if yen is not None),
        "exempt": bool(asked) and all(charge.exempt for _, charge in asked),
        "silent": any(charge.silent for _, charge in asked),
        "lines": [
            {"line": one.id, "yen": one.yen, "basis": str(one.basis or "")}
            for _, charge in asked
            for one in charge.lines
        ],
    }
    derivation = [text for fee, charge in found for text in _lines(fee, charge, facts, language)]
    if not found:
        derivation.append(line("手数料はありません" if language == "ja" else "there is no fee", None, "0"))
    return {"answer": answer, "derivation": derivation + unread(workflow, form, language)}


def _lines(fee: Fee, charge: Charge, facts: CaseFacts, language: str) -> list[Line]:
    title, ja = fee.title.within(language), language == "ja"
    if charge.applies is False:
        text = "この場合はかかりません" if ja else "does not apply here"
        return [line(f"{title}: {text}", fee.basis, "0")]
    if charge.silent:
        text = "額の定めがありません" if ja else "no amount is laid down"
        return [line(f"{title}: {text}", fee.basis)]
    lines = [
        line(one.title.within(language), one.basis or fee.basis, "" if one.yen is None else str(one.yen))
        for one in charge.lines
    ]
    if charge.total is None:
        lacking = "、".join(_lacking(fee, charge, facts))
        text = "まだ決まりません" if ja else "not known yet"
        return [*lines, line(f"{title}: {text} {lacking}".rstrip(), fee.basis)]
    lines.append(line("総額" if ja else "total before exemption", fee.basis, str(charge.sum)))
    if charge.exempt and fee.waived is not None:
        text = "免除" if ja else "exempt"
        lines.append(line(f"{text}: {say(fee.waived, language)}", fee.basis, "0"))
    return lines


def _lacking(fee: Fee, charge: Charge, facts: CaseFacts) -> list[str]:
    """The facts that leave the amount open."""
    rules = [fee.when] if charge.applies is None else []
    unknown = {one.id for one in charge.lines if one.yen is None}
    for name, one in fee.lines.items():
        rules += [one.when, one.amount] if name in unknown else []
    found = (path for rule in rules if rule is not None for path in missing_facts(rule, facts))
    return list(dict.fromkeys(found))
