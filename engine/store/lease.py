"""lease.json: one PC at a time writes in an office on a network share or in a synced folder.

Locks of the operating system may do nothing there, and say nothing. So the PC that writes says so in a file beside
the records: which PC, which member, since when. It is made by an exclusive creation, which file servers do in one
move, read again before every step, and renewed while somebody works. The processes of one PC share it; what keeps
them apart is a lock on that PC's own disk.

A lease that nobody renewed for a while is stale: its PC may have died, or somebody went to lunch. It is never taken
silently; somebody says so (`take_over`), and whoever had it finds out before the next step and only reads from then
on. How old it is says the clock that the files themselves bear, so that the clocks of two PCs need not agree.

What this cannot do: a synced folder brings the file to the other PC late. Two who begin within those seconds both
write, and the service keeps two copies of a book; the chain then shows it, and nothing is overwritten in silence.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from engine.errors import Conflict
from engine.store import beside, platform
from engine.store.codec import BadLine, seal, unseal
from engine.store.port import Said

FILE: Final = "lease.json"
STALE: Final = 600.0  # seconds without a step after which it may be taken over knowingly
_RENEW: Final = 60.0
_MOST: Final = 4096  # bytes


@dataclass(frozen=True, slots=True)
class Holder:
    """Who uses an office: the PC (its id, its name), the member, since when (ISO), seconds since the last step."""

    machine: str
    name: str
    member: str
    since: str
    idle: float

    @property
    def stale(self) -> bool:
        return self.idle > STALE

    def said(self) -> Said:
        """Who it is and what can be done, in one line."""
        ja = f"{self.name or '別の PC'} の {self.member or '職員'} が {self.since[5:16].replace('T', ' ')} から使用中"
        en = f"In use by {self.member or 'somebody'} at {self.name or 'another PC'} since {self.since[5:16]}"
        if not self.stale:
            return f"{ja}。ここでは閲覧のみです。", f"{en}. Here it can only be read."
        minutes = int(self.idle // 60)
        return (
            f"{ja}（{minutes}分動きなし）。閲覧のみです。その PC で閉じてあれば --take-over で引き継げます。",
            f"{en} (no step for {minutes} minutes). Read-only here. If it is closed there, --take-over takes it.",
        )

    def refusal(self) -> Conflict:
        ja, en = self.said()
        return Conflict(f"{ja}何も記録していません。", f"{en} Nothing was recorded.")


class Lease:
    """The lease of one office, as this process sees it."""

    def __init__(self, root: Path, member: str, since: str) -> None:
        self._root = root
        self._path = root / FILE
        self._machine, self._name = platform.machine()
        mine = {"machine": self._machine, "name": self._name, "member": member, "since": since}
        self._mine = seal({**mine, "process": os.urandom(8).hex()})

    def take(self, *, take_over: bool = False) -> Holder | None:
        """Take it, or join this PC's. Who has it, if somebody else does and it is not taken over. OSError."""
        while not self._create():
            holder = self._holder()
            if holder is None:
                continue  # given back in between
            if holder.machine == self._machine:
                return None
            if not (take_over and holder.stale):
                return holder
            beside.write_beside(self._root, self._path, self._mine)
        return None

    def require(self) -> None:
        """Before a step: still this PC's, and renewed. Conflict if another one has taken it. OSError."""
        try:
            handle = platform.open_file(self._path, write=True)
        except FileNotFoundError:
            if (holder := self.take()) is not None:
                raise holder.refusal() from None
            return
        try:
            data = platform.read_at(handle, _MOST, 0)
            if _content(data).get("machine") != self._machine:
                raise (self._holder() or Holder("", "", "", "", 0.0)).refusal()
            if platform.seconds_since_written(handle) > _RENEW:
                platform.write_at(handle, data, 0)  # on the file that was read, whatever bears its name now
        finally:
            platform.close(handle)

    def give_back(self) -> None:
        """Let others have it, if this process took it. What fails is left to go stale. OSError."""
        if self._bytes() == self._mine:
            platform.remove(self._path)

    def _create(self) -> bool:
        handle = platform.create_new(self._path)
        if handle is None:
            return False
        try:
            platform.write_at(handle, self._mine, 0)
            platform.datasync(handle)
        finally:
            platform.close(handle)
        return True

    def _holder(self) -> Holder | None:
        data = self._bytes()
        idle = platform.seconds_between(self._path, self._root / beside.FOLDER)
        if data is None or idle is None:
            return None
        told = {name: str(value) for name, value in _content(data).items()}
        machine, name, member, since = (told.get(one, "") for one in ("machine", "name", "member", "since"))
        return Holder(machine, name, member, since, idle)

    def _bytes(self) -> bytes | None:
        try:
            return self._path.read_bytes()
        except FileNotFoundError:
            return None


def _content(data: bytes) -> dict[str, Any]:
    """What a lease says. One that does not read is nobody's we know."""
    try:
        return unseal(data)
    except (BadLine, json.JSONDecodeError):
        return {}
