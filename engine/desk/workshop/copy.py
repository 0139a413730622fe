"""The working copy of one organisation: its own files, the journal of their edits, and what they say together.

A file may be changed by this desk, by another administrator's, or by hand. All three are seen before anything is
written; what somebody else did is a line of the journal and can be undone like any edit.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from engine.desk.workshop.authority import require_authority
from engine.desk.workshop.files import OwnFiles
from engine.desk.workshop.journal import Change, Entry, Journal, changes_of
from engine.desk.workshop.library import WorkingLibrary
from engine.errors import Conflict, DefinitionError, Problem, UsageError
from engine.load.source import read_definition

if TYPE_CHECKING:
    from engine.desk.desk import Desk

OUTSIDE = ("外で変更", "changed outside")


@dataclass(frozen=True, slots=True)
class Noticed:
    """What changed since this copy was last read, that this desk did not do."""

    who: str
    at: str
    what: str
    file: str
    lines: tuple[str, ...]


class WorkingCopy:
    """Reads, writes and takes back. Every write is old or new, never half, whenever the program dies."""

    def __init__(self, desk: Desk, path: Path, organisation: str) -> None:
        self.desk = desk
        self.files = OwnFiles(path, organisation)
        self.journal = Journal(path, organisation)
        self.texts: dict[str, bytes] = {}
        self.broken: dict[str, Problem] = {}
        self.library = WorkingLibrary(self.files.root, {})
        self.noticed: tuple[Noticed, ...] = ()
        self.refresh()

    # Reading

    def refresh(self) -> tuple[Noticed, ...]:
        """Read the files and the journal again; gives what others changed meanwhile."""
        told = self.journal.read()
        before = self.texts or {name: text for name, text in told.texts.items() if text is not None}
        disk = self._carried_out(self.files.read())
        self.noticed = tuple(self._noticed(c) for c in changes_of(before, disk)) if before else ()
        if disk != self.library.texts or not self.library.alone:
            self._stand_on(disk)
        return self.noticed

    def _carried_out(self, disk: dict[str, bytes]) -> dict[str, bytes]:
        """The files with a deed carried out whose line stands in the journal but whose files were not written."""
        pending = self.journal.told.pending
        if pending is None or not any(disk.get(c.file) == c.old != c.new for c in pending.changes):
            return disk
        if any(disk.get(c.file) not in (c.old, c.new) for c in pending.changes):
            return disk
        wanted = {c.file: c.new for c in pending.changes if disk.get(c.file) != c.new}
        if not self.desk.office.read_only:
            self.files.write(wanted)
        merged = {**disk, **{n: t for n, t in wanted.items() if t is not None}}
        return {n: t for n, t in merged.items() if wanted.get(n, t) is not None}

    def _stand_on(self, disk: dict[str, bytes]) -> None:
        self.texts = disk
        self.broken = {}
        good = dict(disk)
        for name in disk:
            try:
                WorkingLibrary(self.files.root, disk, self.library).tree(self.files.root / name)
            except DefinitionError as error:
                self.broken[name] = error.problems[0]
                good[name] = self._last_good(name)
        self.library = WorkingLibrary(self.files.root, good, self.library)

    def _last_good(self, name: str) -> bytes:
        """The last text of a file that could be read; of one that never could, what it extends as it is."""
        for entry in reversed(self.journal.told.done):
            for change in entry.changes:
                for text in (change.new, change.old):
                    if change.file == name and text is not None and _readable(name, text):
                        return text
        base = self.journal.told.texts.get(name)
        if base is not None and _readable(name, base):
            return base
        if name.endswith(".json"):
            return b"{}"
        extends = _EXTENDS.search(self.texts.get(name, b""))
        return b"language: 1\n" + (extends[0] + b"\n" if extends else b"")

    def _noticed(self, change: Change) -> Noticed:
        entry = self.journal.told.last.get(change.file)
        known = entry is not None and any(c.new == change.new for c in entry.changes)
        who, at = (entry.who, entry.at) if known and entry is not None else ("", "")
        what = entry.what if known and entry is not None else OUTSIDE
        said = what[1] if self.desk.language == "en" else what[0]
        return Noticed(who, at, said, change.file, unified(change.old, change.new))

    # Writing

    def write(self, after: Mapping[str, bytes | None], what: tuple[str, str]) -> tuple[Change, ...]:
        """Make these files stand instead of what this copy was read from. Conflict if that changed meanwhile."""
        changes = tuple(changes_of({name: self.texts.get(name) for name in after}, after))
        if not changes:
            return ()
        self._do("edit", changes, what)
        return changes

    def undo(self) -> Entry | None:
        """Take back the last edit that stands; None if there is none."""
        return self._back("undo")

    def redo(self) -> Entry | None:
        """Do again what was taken back last; None if there is nothing."""
        return self._back("redo")

    def _back(self, do: str) -> Entry | None:
        told = self.journal.told
        entry = (told.done if do == "undo" else told.undone)[-1:]
        if not entry:
            return None
        aim = entry[0]
        if do == "undo":
            self._do("undo", tuple(Change(c.file, c.new, c.old) for c in aim.changes), aim.what)
        else:
            self._do("redo", aim.changes, aim.what)
        return aim

    def _do(self, do: str, changes: tuple[Change, ...], what: tuple[str, str]) -> None:
        require_authority(self.desk)
        who = self.desk.signed_in()
        with self.desk.office.lock():
            self.journal.read()
            disk = self._carried_out(self.files.read())
            if disk != self.texts:
                raise self._clash(disk)
            self._ground(disk)
            entry = Entry(self.desk.clock.stamp(), who.id, what, do, changes)  # type: ignore[arg-type]
            self.journal.append(entry)
            self.files.write({c.file: c.new for c in changes})
        after = {**disk, **{c.file: c.new for c in changes if c.new is not None}}
        for change in changes:
            if change.new is None:
                after.pop(change.file, None)
        self._stand_on(after)

    def _ground(self, disk: Mapping[str, bytes]) -> None:
        """Tell the journal what it does not know: files seen for the first time, or changed by hand."""
        known, at = self.journal.told.texts, self.desk.clock.stamp()
        fresh = tuple(Change(n, None, t) for n, t in disk.items() if n not in known)
        if fresh:
            self.journal.append(Entry(at, "", ("", ""), "seen", fresh))
        moved = tuple(changes_of({n: t for n, t in known.items() if t is not None}, disk))
        if moved:
            self.journal.append(Entry(at, "", OUTSIDE, "outside", moved))

    def _clash(self, disk: dict[str, bytes]) -> Conflict:
        """Somebody else changed it: who and what; this copy stands on theirs from now on."""
        news = [self._noticed(c) for c in changes_of(self.texts, disk)]
        self._stand_on(disk)
        self.noticed = tuple(news)
        ja = "、".join(f"{n.file}（{n.who or n.what}{f' {n.at[:16]}' if n.at else ''}）" for n in news)
        first = " / ".join(line for n in news for line in n.lines[:4])
        return Conflict(
            f"ほかで変更されました: {ja}。いまの内容を読み直しました。違いを見て、もう一度直してください。 {first}",
            f"It was changed meanwhile: {ja}. The present state was read; look at the difference and edit again. "
            f"{first}",
        )


_EXTENDS: Final = re.compile(rb"^extends: *[a-z][a-z0-9_]*/[a-z][a-z0-9_]*", re.MULTILINE)


def _readable(name: str, data: bytes) -> bool:
    try:
        read_definition(name, data)
    except DefinitionError:
        return False
    return True


def unified(old: bytes | None, new: bytes | None) -> tuple[str, ...]:
    """The lines that differ, `-` old and `+` new."""
    before, after = ((t or b"").decode("utf-8", "replace").splitlines() for t in (old, new))
    found = list(difflib.unified_diff(before, after, n=0, lineterm=""))
    return tuple(line for line in found[2:] if not line.startswith("@@"))


def require_folder(path: Path | None) -> Path:
    if path is None:
        raise UsageError(
            "この窓口はフォルダにないので、設定を変えられません。",
            "This office is in no folder; it cannot be edited.",
        )
    return path
