"""Due dates as an iCalendar file (RFC 5545): whole-day events, without a name of any person."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

_LINE: Final = 75  # octets of a line before it is folded (RFC 5545, 3.1)


@dataclass(frozen=True, slots=True)
class Entry:
    """One due date. `uid` stays the same from one file to the next, so that a moved date moves its entry."""

    uid: str
    day: date
    summary: str
    description: str = ""


def to_ics(entries: Iterable[Entry], name: str, product: str, stamp: datetime) -> bytes:
    """The calendar called `name`. `stamp` is the moment of writing, with its time zone."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//{_text(product)}//JA",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for entry in entries:
        lines += _event(entry, stamp)
    lines.append("END:VCALENDAR")
    return "".join(folded + "\r\n" for line in lines for folded in _folded(line)).encode("utf-8")


def _event(entry: Entry, stamp: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(entry.uid)}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{entry.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{entry.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(entry.summary)}"
    if entry.description:
        yield f"DESCRIPTION:{_text(entry.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _text(text: str) -> str:
    """A value as RFC 5545, 3.3.11 writes it; other control characters are left out."""
    escaped = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,").replace("\r\n", "\n")
    return "".join(c for c in escaped if c == "\n" or (ord(c) >= 0x20 and ord(c) != 0x7F)).replace(
        "\n", "\\n"
    )


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of at most 75 octets; no character is cut, those that follow begin with a space."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode("utf-8"))
        if size + octets > _LINE:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
