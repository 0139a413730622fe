"""The records of an office: journal, files, versions. Knows nothing of what they mean.

Names load when they are first used: a list of cases must not wait for TinyDB.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.store.cases import CaseTable
    from engine.store.disk import DiskOffice
    from engine.store.memory import MemoryOffice
    from engine.store.opening import create, open_office
    from engine.store.port import Entry, Office, Position, Report, Rewritten, closing
    from engine.store.verifying import salvage, verify

__all__ = [
    "Office",
    "MemoryOffice",
    "DiskOffice",
    "create",
    "open_office",
    "Position",
    "Entry",
    "Rewritten",
    "closing",
    "CaseTable",
    "verify",
    "salvage",
    "Report",
]

_HOME = {
    "CaseTable": "cases",
    "DiskOffice": "disk",
    "create": "opening",
    "open_office": "opening",
    "MemoryOffice": "memory",
    "salvage": "verifying",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(name)
    found = getattr(import_module(f"engine.store.{_HOME.get(name, 'port')}"), name)
    globals()[name] = found
    return found
