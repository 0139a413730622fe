"""Sign-ins that failed. The log is sealed with a key that nobody had opened then, so they wait beside it in clear text.

One line each, in `attempts.jsonl`: when, and a hash of the id that was typed (somebody may have typed a password
there, or a name). Whoever signs in next brings them into the log. A file that somebody removes is missed by nobody:
it is a hint for honest people, no proof (see docs/security.ja.md).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.store import platform

if TYPE_CHECKING:
    from engine.desk.desk import Desk

FILE: Final = "attempts.jsonl"
SHEET: Final = "sheet"
STRANGER: Final = "?"
MOST_BYTES: Final = 64 * 1024


def keep_attempt(office: Path, office_id: str, member: str, at: str) -> None:
    """Remember one; where the folder does not take it, nothing is said: the door answers all the same."""
    file = office / FILE
    line = json.dumps({"at": at, "who": _label(office_id, member)}) + "\n"
    with suppress(OSError):
        if not file.exists() or file.stat().st_size < MOST_BYTES:
            with open(file, "a", encoding="utf-8", opener=platform.private) as out:
                out.write(line)


@dataclass(frozen=True, slots=True)
class Attempts:
    """Those that waited, as entries of the log; `forget` them once they are in it."""

    file: Path | None = None
    size: int = 0
    entries: tuple[dict[str, Any], ...] = ()

    def forget(self) -> None:
        with suppress(OSError):
            if self.file is not None and self.size and self.file.stat().st_size == self.size:
                platform.remove(self.file)


def attempts_of(desk: Desk) -> Attempts:
    """What waits beside the log of this office. Under the office's lock."""
    if desk.path is None:
        return Attempts()
    file = desk.path / FILE
    try:
        data = file.read_bytes()
    except OSError:
        return Attempts()
    ids = {_label(_id_of(desk), one): one for one in (*desk.members(), SHEET)}
    return Attempts(file, len(data), tuple(_entries(data, ids)))


def _entries(data: bytes, ids: dict[str, str]) -> Iterator[dict[str, Any]]:
    """A line that does not read is left out: anybody may have written here."""
    for line in data.split(b"\n"):
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            at, who = datetime.fromisoformat(told["at"]).isoformat(), ids.get(told["who"], STRANGER)
            entry = {"at": at, "who": who, "organisation": "", "number": "", "what": "sign_in"}
            yield {**entry, "result": "failed"}


def _id_of(desk: Desk) -> str:
    return str(desk.office.info().get("id", ""))


def _label(office: str, member: str) -> str:
    return hashlib.sha256(f"attempt {office} {member}".encode()).hexdigest()[:32]
