"""Every edit of an organisation's working copy, in order: what undo, redo and a crash are answered from.

One JSON line for each deed, synced before a file is touched:

    {"at", "who", "what": [ja, en], "do": "edit"|"undo"|"redo"|"outside"|"seen",
     "changes": [{"file", "start", "old", "new", "before", "after"}]}

`start`, `old` and `new` say which text became which; `before` and `after` are hashes of the whole file ("" = no
file). `seen` holds a file's whole text in `new`: the ground the later lines stand on. The files are what counts:
a deed whose line was written and whose files were not is carried out by the next one who looks.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from engine.store import platform
from engine.store.codec import hash_of
from engine.store.sealed import cannot_write

FOLDER: Final = "workshop"
Do = Literal["edit", "undo", "redo", "outside", "seen"]


@dataclass(frozen=True, slots=True)
class Change:
    """One file from one text to another. None: there is no file."""

    file: str
    old: bytes | None
    new: bytes | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    at: str
    who: str
    what: tuple[str, str]
    do: Do
    changes: tuple[Change, ...]


@dataclass(slots=True)
class Told:
    """What the journal says: the text of every file as it left it, the deeds that stand and those taken back."""

    texts: dict[str, bytes | None] = field(default_factory=dict)
    done: list[Entry] = field(default_factory=list)
    undone: list[Entry] = field(default_factory=list)
    last: dict[str, Entry] = field(default_factory=dict)
    pending: Entry | None = None

    def take(self, entry: Entry) -> None:
        for change in entry.changes:
            self.texts[change.file] = change.new
            self.last[change.file] = entry
        if entry.do in ("edit", "outside"):
            self.done.append(entry)
            self.undone.clear()
        elif entry.do == "undo" and self.done:
            self.undone.append(self.done.pop())
        elif entry.do == "redo" and self.undone:
            self.done.append(self.undone.pop())
        self.pending = entry


class Journal:
    """The journal of one organisation."""

    def __init__(self, office: Path, organisation: str) -> None:
        self.folder = office / FOLDER
        self.path = self.folder / f"{organisation}.jsonl"
        self.told = Told()
        self._at = 0

    def read(self) -> Told:
        """Everything written so far; a line torn by a crash is no line."""
        data = b""
        if self.path.exists():
            with self.path.open("rb") as file:
                file.seek(self._at)
                data = file.read()
        for line in data.splitlines(keepends=True):
            entry = _entry(line, self.told.texts)
            if entry is None:
                break
            self.told.take(entry)
            self._at += len(line)
        return self.told

    def append(self, entry: Entry) -> None:
        """Write one deed, durable on return. Under the office's lock, after `read`."""
        line = _line(entry)
        try:
            if not self.path.exists():
                platform.keep_folder(self.folder)
                handle = platform.create_file(self.path)
            else:
                handle = platform.open_file(self.path, write=True)
            try:
                if platform.size_of(handle) > self._at:
                    platform.truncate(handle, self._at)
                platform.write_at(handle, line, self._at)
                platform.datasync(handle)
            finally:
                platform.close(handle)
            if self._at == 0:
                platform.sync_folder(self.folder)
        except OSError as error:
            raise cannot_write(self.path, error) from None
        self.told.take(entry)
        self._at += len(line)


def _line(entry: Entry) -> bytes:
    raw = {
        "at": entry.at,
        "who": entry.who,
        "what": list(entry.what),
        "do": entry.do,
        "changes": [_change(one) for one in entry.changes],
    }
    body = json.dumps(raw, ensure_ascii=True, separators=(",", ":")).encode()
    return hash_of(body)[:16].encode() + b" " + body + b"\n"


def _change(change: Change) -> dict[str, Any]:
    old, new = change.old or b"", change.new or b""
    start = _shared(old, new)
    tail = _shared(old[start:][::-1], new[start:][::-1])
    return {
        "file": change.file,
        "start": start,
        "old": old[start : len(old) - tail].decode("utf-8", "surrogateescape"),
        "new": new[start : len(new) - tail].decode("utf-8", "surrogateescape"),
        "before": _hash(change.old),
        "after": _hash(change.new),
    }


def _hash(data: bytes | None) -> str:
    return "" if data is None else hash_of(data)


def _shared(a: bytes, b: bytes) -> int:
    """How many bytes two texts have in common at their beginning."""
    low, high = 0, min(len(a), len(b))
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if a[:middle] == b[:middle] else (low, middle - 1)
    return low


def _entry(line: bytes, texts: Mapping[str, bytes | None]) -> Entry | None:
    """The deed of a line on top of these texts; None for a line that was torn or does not fit."""
    if not line.endswith(b"\n") or hash_of(line[17:-1])[:16].encode() != line[:16]:
        return None
    raw = json.loads(line[17:-1])
    changes = tuple(_applied(one, texts, raw["do"]) for one in raw["changes"])
    if any(_hash(c.new) != one["after"] for c, one in zip(changes, raw["changes"], strict=True)):
        return None
    return Entry(raw["at"], raw["who"], (raw["what"][0], raw["what"][1]), raw["do"], changes)


def _applied(raw: Mapping[str, Any], texts: Mapping[str, bytes | None], do: str) -> Change:
    known = None if do == "seen" else texts.get(raw["file"])
    held, start = known or b"", int(raw["start"])
    old, new = raw["old"].encode("utf-8", "surrogateescape"), raw["new"].encode("utf-8", "surrogateescape")
    made = held[:start] + new + held[start + len(old) :]
    return Change(raw["file"], known, None if raw["after"] == "" else made)


def changes_of(before: Mapping[str, bytes | None], after: Mapping[str, bytes | None]) -> Sequence[Change]:
    """The files that differ."""
    names = dict.fromkeys([*before, *after])
    return [
        Change(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]
