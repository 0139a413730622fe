"""What a person's machine keeps between sessions, beside no office: the last office, looks, practice done.

One small JSON file. Where it cannot be read or written nothing is lost but the convenience.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

Kept = dict[str, Any]


def own_file() -> Path:
    """The file of whoever is logged in to this machine."""
    own = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_STATE_HOME")
    return (Path(own) if own else Path.home() / ".local" / "state") / "madoguchi" / "last.json"


class Memory:
    """The file; without one everything is forgotten at the end."""

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self._kept: Kept = {}

    def beside(self, name: str) -> Path | None:
        """A file of the person's own next to this one; None where nothing is kept."""
        return self._file.with_name(name) if self._file else None

    # --- the last office

    def office(self) -> tuple[Path, str] | None:
        """The folder and the member of the last time, even if the folder is gone."""
        kept = self._read()
        office, member = kept.get("office"), kept.get("member")
        return (Path(office), member) if isinstance(office, str) and isinstance(member, str) else None

    def remember(self, office: Path, member: str) -> None:
        self._change(lambda kept: kept.update(office=str(office.resolve()), member=member))

    # --- looks and language of a member

    def looks(self, member: str) -> tuple[str, str]:
        """Colours and language a member chose; empty where nothing was chosen."""
        found = _part(_part(self._read(), "members"), member)
        return str(found.get("look", "")), str(found.get("language", ""))

    def keep_looks(self, member: str, look: str = "", language: str = "") -> None:
        """Keep what is given and leave the rest."""
        chosen = {"look": look, "language": language}

        def change(kept: Kept) -> None:
            members = _part(kept, "members")
            before = _part(members, member)
            members[member] = {**before, **{name: value for name, value in chosen.items() if value}}
            kept["members"] = members

        self._change(change)

    # --- practice

    def done(self, office: str) -> frozenset[str]:
        """The tasks of practice that were done in an office (its id)."""
        found = _part(self._read(), "practice").get(office)
        return frozenset(map(str, found)) if isinstance(found, list) else frozenset()

    def keep_done(self, office: str, done: frozenset[str]) -> None:
        def change(kept: Kept) -> None:
            kept["practice"] = {**_part(kept, "practice"), office: sorted(done)}

        self._change(change)

    # --- how far the records had come

    def seen(self, office: str) -> dict[str, list[Any]]:
        """How far the books of an office (its id) had come when it was last seen here; numbers and hashes only."""
        found = _part(_part(self._read(), "seen"), office)
        return {book: told for book, told in found.items() if isinstance(told, list)}

    def keep_seen(self, office: str, seen: dict[str, list[Any]]) -> None:
        def change(kept: Kept) -> None:
            kept["seen"] = {**_part(kept, "seen"), office: seen}

        self._change(change)

    # --- the file

    def _read(self) -> Kept:
        """Read anew each time: another window may have written."""
        if self._file is None:
            return self._kept
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _change(self, change: Callable[[Kept], None]) -> None:
        kept = self._read()
        change(kept)
        if self._file is None:
            self._kept = kept
            return
        from engine.desk import private  # ids of members are nobody else's to read on this machine

        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        with contextlib.suppress(OSError):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with open(beside, "w", encoding="utf-8", newline="\n", opener=private) as file:
                file.write(json.dumps(kept, ensure_ascii=False))
            beside.replace(self._file)


def _part(kept: Kept, name: str) -> Kept:
    found = kept.get(name)
    return found if isinstance(found, dict) else {}
