"""Now, in Japan. `MADOGUCHI_NOW` replaces the clock for practice and tests, and is written into every event."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Final

from engine.errors import UsageError

JAPAN: Final = timezone(timedelta(hours=9), "Asia/Tokyo")
VARIABLE: Final = "MADOGUCHI_NOW"


@dataclass(frozen=True, slots=True)
class Clock:
    """The machine's clock, or one that stands at `fixed`."""

    fixed: datetime | None = None

    def now(self) -> datetime:
        return self.fixed or datetime.now(JAPAN)

    def today(self) -> date:
        return self.now().date()

    def stamp(self) -> str:
        """The recording time as events carry it: ISO with offset, to the millisecond."""
        return self.now().isoformat(timespec="milliseconds")


def office_clock() -> Clock:
    """The clock to use: the machine's, or the one of `MADOGUCHI_NOW`. Raises UsageError if that is no time."""
    text = os.environ.get(VARIABLE, "").strip()
    if not text:
        return Clock()
    import pendulum  # late: only a replaced clock needs it

    try:
        found: object = pendulum.parse(text, tz="Asia/Tokyo")
    except (ValueError, OverflowError):
        found = None
    if not isinstance(found, datetime):
        raise UsageError(
            f"{VARIABLE} の「{text}」は時刻ではありません（例: 2026-11-24T09:00）。",
            f"{VARIABLE}: “{text}” is no time (such as 2026-11-24T09:00).",
        )
    return Clock(datetime.fromtimestamp(found.timestamp(), JAPAN))


def steady_seconds() -> float:
    """A count of seconds that nobody sets, to tell how long something took; `MADOGUCHI_NOW` does not hold it."""
    return time.monotonic()
