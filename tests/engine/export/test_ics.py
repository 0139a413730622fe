"""iCalendar as RFC 5545 asks for it: lines of 75 octets, escaped text, stable ids."""

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from engine.export.ics import Entry, to_ics

STAMP = datetime(2026, 11, 24, 1, 42, tzinfo=UTC)


def unfolded(data: bytes) -> list[str]:
    return data.decode().replace("\r\n ", "").split("\r\n")


def test_a_due_date_is_a_whole_day() -> None:
    lines = unfolded(to_ics([Entry("a@b", date(2026, 12, 31), "期限 R8-001")], "見本", "madoguchi", STAMP))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert "UID:a@b" in lines
    assert "DTSTAMP:20261124T014200Z" in lines
    assert "DTSTART;VALUE=DATE:20261231" in lines
    assert "DTEND;VALUE=DATE:20270101" in lines
    assert lines[-2:] == ["END:VCALENDAR", ""]


@given(st.text(max_size=120), st.text(max_size=120))
def test_any_text_keeps_the_form(summary: str, description: str) -> None:
    try:
        summary.encode()
        description.encode()
    except UnicodeEncodeError:
        return
    data = to_ics([Entry("u", date(2026, 1, 1), summary, description)], summary, "p", STAMP)
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    lines = unfolded(data)
    assert sum(line.startswith("BEGIN:") for line in lines) == 2
    (said,) = [line for line in lines if line.startswith("SUMMARY:")]
    plain = said.removeprefix("SUMMARY:")
    for escaped, character in (("\\n", "\n"), ("\\,", ","), ("\\;", ";")):
        plain = plain.replace("\\\\", "\0").replace(escaped, character).replace("\0", "\\\\")
    kept = "".join(
        c for c in summary.replace("\r\n", "\n") if c == "\n" or (ord(c) >= 0x20 and ord(c) != 0x7F)
    )
    assert plain.replace("\\\\", "\\") == kept
