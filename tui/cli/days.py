"""Dates and recording times as a person reads them; programs get ISO 8601 from `--json`."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import Final

_ISO: Final = r"\d{4}-\d{2}-\d{2}"


@cache
def day(value: date | str | None, language: str) -> str:
    """`R8.11.26 木`, in English `2026-11-26 Thu`; what is no ISO date stays as it is."""
    from engine.desk import short_wareki, weekday

    if value is None or isinstance(value, str):
        if not value or not re.fullmatch(_ISO, value):
            return value or ""
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return str(value)
    spelled = value.isoformat() if language == "en" else short_wareki(value)
    return f"{spelled} {weekday(value, language)}"


def recorded(at: str) -> str:
    """`11-23 19:12` of a recording time."""
    return at[5:16].replace("T", " ")
