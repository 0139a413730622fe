"""The one façade of the engine: what screens and the command line may use.

Names load when they are first used, so that listing cases does not wait for the rule language or the typesetter.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.desk.access import (
        Door,
        door_of,
        lock_minutes,
        require_password,
        same_group,
        sheet_pdf,
        sheet_text,
    )
    from engine.desk.ask import ask_due, ask_evidence, ask_fee, ask_letter, ask_retention
    from engine.desk.definitions import bundled, check, effective, form_schema, load
    from engine.desk.demo import make_demo
    from engine.desk.desk import Desk, open_desk
    from engine.desk.disposal import Ended, dispose, retain, review
    from engine.desk.folding import folded
    from engine.desk.handover import hand_over
    from engine.desk.office import First, create_office
    from engine.desk.output import write_new
    from engine.desk.past import Matched, match_ledger, take_ledger
    from engine.desk.safety import (
        backup,
        days_of,
        leave_copy,
        older_than,
        rehearse,
        restore,
        seen_of,
        stopped,
    )
    from engine.desk.scenarios import run_scenarios
    from engine.desk.standing import GROUPS, SOON, Offer, Side, Span, Standing, Stop
    from engine.desk.upgrading import Upgrade, look_at_upgrade, upgrade
    from engine.desk.words import Line, Receipt, Row, Submission
    from engine.errors import (
        Conflict,
        DefinitionError,
        MadoguchiError,
        Objection,
        PasswordNeeded,
        Problem,
        Refused,
        StoreError,
        UsageError,
        WrongPassword,
        system_reason,
    )
    from engine.export.registers import Sheet, to_csv, to_xlsx
    from engine.load.build import Built
    from engine.store.platform import private
    from engine.wareki import DateError, format_wareki, parse_date, short_wareki, weekday

_HOME = {
    "Desk": "engine.desk.desk",
    "open_desk": "engine.desk.desk",
    "create_office": "engine.desk.office",
    "First": "engine.desk.office",
    "Door": "engine.desk.access",
    "door_of": "engine.desk.access",
    "lock_minutes": "engine.desk.access",
    "sheet_pdf": "engine.desk.access",
    "sheet_text": "engine.desk.access",
    "write_new": "engine.desk.output",
    "require_password": "engine.desk.access",
    "same_group": "engine.desk.access",
    "PasswordNeeded": "engine.errors",
    "WrongPassword": "engine.errors",
    "bundled": "engine.desk.definitions",
    "load": "engine.desk.definitions",
    "check": "engine.desk.definitions",
    "effective": "engine.desk.definitions",
    "form_schema": "engine.desk.definitions",
    "ask_due": "engine.desk.ask",
    "ask_letter": "engine.desk.ask",
    "ask_evidence": "engine.desk.ask",
    "ask_fee": "engine.desk.ask",
    "ask_retention": "engine.desk.ask",
    "backup": "engine.desk.safety",
    "days_of": "engine.desk.safety",
    "leave_copy": "engine.desk.safety",
    "older_than": "engine.desk.safety",
    "rehearse": "engine.desk.safety",
    "restore": "engine.desk.safety",
    "seen_of": "engine.desk.safety",
    "stopped": "engine.desk.safety",
    "run_scenarios": "engine.desk.scenarios",
    "Upgrade": "engine.desk.upgrading",
    "look_at_upgrade": "engine.desk.upgrading",
    "upgrade": "engine.desk.upgrading",
    "make_demo": "engine.desk.demo",
    "hand_over": "engine.desk.handover",
    "Matched": "engine.desk.past",
    "match_ledger": "engine.desk.past",
    "take_ledger": "engine.desk.past",
    "Ended": "engine.desk.disposal",
    "dispose": "engine.desk.disposal",
    "retain": "engine.desk.disposal",
    "review": "engine.desk.disposal",
    "Submission": "engine.desk.words",
    "Receipt": "engine.desk.words",
    "Row": "engine.desk.words",
    "Line": "engine.desk.words",
    "Sheet": "engine.export.registers",
    "to_csv": "engine.export.registers",
    "to_xlsx": "engine.export.registers",
    "Built": "engine.load.build",
    "GROUPS": "engine.desk.standing",
    "SOON": "engine.desk.standing",
    "Offer": "engine.desk.standing",
    "Side": "engine.desk.standing",
    "Span": "engine.desk.standing",
    "Standing": "engine.desk.standing",
    "Stop": "engine.desk.standing",
    "folded": "engine.desk.folding",
    "format_wareki": "engine.wareki",
    "short_wareki": "engine.wareki",
    "weekday": "engine.wareki",
    "parse_date": "engine.wareki",
    "DateError": "engine.wareki",
    "MadoguchiError": "engine.errors",
    "DefinitionError": "engine.errors",
    "Refused": "engine.errors",
    "UsageError": "engine.errors",
    "Conflict": "engine.errors",
    "StoreError": "engine.errors",
    "Objection": "engine.errors",
    "Problem": "engine.errors",
    "system_reason": "engine.errors",
    "private": "engine.store.platform",
}

__all__ = [
    "Desk",
    "open_desk",
    "create_office",
    "First",
    "Door",
    "door_of",
    "lock_minutes",
    "sheet_pdf",
    "sheet_text",
    "write_new",
    "require_password",
    "same_group",
    "PasswordNeeded",
    "WrongPassword",
    "bundled",
    "load",
    "check",
    "effective",
    "form_schema",
    "ask_due",
    "ask_letter",
    "ask_evidence",
    "ask_fee",
    "ask_retention",
    "backup",
    "days_of",
    "leave_copy",
    "older_than",
    "rehearse",
    "restore",
    "seen_of",
    "stopped",
    "run_scenarios",
    "Upgrade",
    "look_at_upgrade",
    "upgrade",
    "make_demo",
    "hand_over",
    "Matched",
    "match_ledger",
    "take_ledger",
    "Ended",
    "dispose",
    "retain",
    "review",
    "Submission",
    "Receipt",
    "Row",
    "Line",
    "Sheet",
    "to_csv",
    "to_xlsx",
    "Built",
    "GROUPS",
    "SOON",
    "Offer",
    "Side",
    "Span",
    "Standing",
    "Stop",
    "folded",
    "format_wareki",
    "short_wareki",
    "weekday",
    "parse_date",
    "DateError",
    "MadoguchiError",
    "DefinitionError",
    "Refused",
    "UsageError",
    "Conflict",
    "StoreError",
    "Objection",
    "Problem",
    "system_reason",
    "private",
]


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(name)
    found = getattr(import_module(_HOME[name]), name)
    globals()[name] = found  # asked once, then an ordinary name
    return found
