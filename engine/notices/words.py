"""The fixed words of printed documents, in the language of the document, and its date as written."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from engine.wareki import format_wareki


@dataclass(frozen=True, slots=True)
class Words:
    """The words a layout adds by itself."""

    record: str
    end: str
    seal: str
    stamp: str
    specimen: str
    enclosures: str
    attached: str
    contact: str
    number: str
    blank_date: str
    record_mark: str

    def as_data(self) -> dict[str, str]:
        return asdict(self)


_JA = Words(
    record="記",
    end="以上",
    seal="印",
    stamp="受付印",
    specimen="見本",
    enclosures="同封書類",
    attached="添付する書類",
    contact="問合せ先",
    number="受付番号",
    blank_date="　　　　年　　　月　　　日",
    record_mark="照合値",
)
_EN = Words(
    record="Particulars",
    end="End",
    seal="Seal",
    stamp="Received",
    specimen="SPECIMEN",
    enclosures="Enclosures",
    attached="To be attached",
    contact="Contact",
    number="Number",
    blank_date="Date: ____ / ____ / ________",
    record_mark="Head",
)
_MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)


def words(language: str) -> Words:
    """The fixed words in `ja` or `en`."""
    return _EN if language == "en" else _JA


def written_date(day: date | None, language: str) -> str:
    """The date as a document states it: 和暦, or day, month and year in English; None is left to fill in."""
    if day is None:
        return words(language).blank_date
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}" if language == "en" else format_wareki(day)
