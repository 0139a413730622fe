"""The records of an office: journal, files, versions. Knows nothing of what they mean."""

from engine.store.cases import CaseTable
from engine.store.disk import DiskOffice, create, open_office
from engine.store.memory import MemoryOffice
from engine.store.port import Entry, Office, Position, Report, Rewritten, closing
from engine.store.verify import salvage, verify

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
