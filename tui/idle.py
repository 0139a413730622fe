"""How long nobody touched the keys."""

from __future__ import annotations

from engine.desk.clock import steady_seconds


class Idle:
    """Told by the steady clock; on Windows it goes on while the machine sleeps."""

    def __init__(self) -> None:
        self.touched()

    def touched(self) -> None:
        """Somebody is there: it begins anew."""
        self.since = steady_seconds()

    def seconds(self) -> float:
        return steady_seconds() - self.since
