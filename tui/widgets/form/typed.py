"""What was typed into a form, as it was typed, and what is recorded of it. Knows no screen.

Places in a form are JSON Pointers (`/documents/0/issued_on`). `typed` holds everything as it was typed; `payload`
is what the engine gets: dates in ISO, numbers as numbers, nothing that is hidden or cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from engine.desk.forms import Field, Objection, OpenForm, Reading, Trial
from tui.widgets.form.words import word

_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}")
_HYPHENS: Final = str.maketrans("ー‐‑–—―−", "-------")
_LOST: Final = re.compile("[\x00\ud800-\udfff]")
DAY: Final = "@date"  # places of what every step has and no form holds
BY: Final = "@by"
BY_NAME: Final = "@by_name"
YES: Final = "yes"
NO: Final = "no"


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence under a field. `hard` ones stop the step, the others are to be known."""

    text: str
    basis: str = ""
    hard: bool = True


@dataclass
class Typed:
    """What was typed, and what the engine said of it last."""

    form: OpenForm
    language: str = "ja"
    typed: dict[str, Any] = field(default_factory=dict)
    left: set[str] = field(default_factory=set)
    all_left: bool = False
    refused: tuple[Objection, ...] = ()
    trial: Trial = field(default_factory=lambda: Trial(frozenset(), frozenset()))
    gone: set[str] = field(default_factory=set)
    visited: set[str] = field(default_factory=set)
    removed: list[tuple[str, int, Any]] = field(default_factory=list)
    long: set[str] = field(default_factory=set)
    _readings: dict[str, Reading] = field(default_factory=dict)
    unread: dict[str, Fault] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.actors = self.form.actors()
        if DAY not in self.typed:
            self.typed[DAY] = self.form.short_day(self.form.today)
        self.judge()

    @property
    def day(self) -> date | None:
        """The business date that was typed; None if it cannot be read."""
        return self.read_day(str(self.typed.get(DAY) or "")).day

    @property
    def by(self) -> str:
        """Who acted, as the desk takes it; empty for the one signed in."""
        chosen = str(self.typed.get(BY) or "")
        return f"{str(self.typed.get(BY_NAME) or '').strip()}{chosen}" if chosen.startswith(":") else chosen

    @property
    def dirty(self) -> bool:
        """Whether anything was typed besides the date."""
        return any(not is_blank(v) for k, v in self.typed.items() if k not in (DAY, BY, BY_NAME))

    # --- typing

    def value(self, pointer: str) -> Any:
        """What was typed at a place; None if nothing."""
        found: Any = self.typed
        for part in parts_of(pointer):
            if isinstance(found, dict):
                found = found.get(part)
            elif isinstance(found, list) and part.isdigit() and int(part) < len(found):
                found = found[int(part)]
            else:
                return None
        return found

    def set(self, pointer: str, value: Any) -> None:
        """Put in what was typed and judge anew. Blank text takes the value out."""
        if isinstance(value, str):
            value = _LOST.sub("", value)
        put(self.typed, parts_of(pointer), value)
        self.refused = tuple(o for o in self.refused if not (o.field == pointer or not o.field))
        self.judge()

    def leave(self, pointer: str) -> None:
        """The field was left once: from now on it may be called wrong."""
        self.left.add(pointer)

    def settle(self) -> None:
        """Take empty entries out of lists (when the cursor is in none of them)."""
        for one in self.form.fields.values():
            listed = self.typed.get(one.name)
            if isinstance(listed, list) and one.type.kind == "list":
                kept = [entry for entry in listed if not is_blank(entry)]
                if len(kept) != len(listed):
                    self.typed[one.name] = kept
                    self.judge()

    def remove(self, entry: str) -> None:
        """Take an entry out of its list; `restore` brings it back."""
        above, _, index = entry.rpartition("/")
        listed = self.value(above)
        if isinstance(listed, list) and int(index) < len(listed):
            self.removed.append((above, int(index), listed.pop(int(index))))
            self.left = {p for p in self.left if not p.startswith(f"{above}/")}
            self.judge()

    def restore(self) -> bool:
        """Bring back the entry that was taken out last."""
        if not self.removed:
            return False
        above, index, entry = self.removed.pop()
        listed = self.value(above)
        if not isinstance(listed, list):
            listed = []
            put(self.typed, parts_of(above), listed)
        listed.insert(index, entry)
        self.judge()
        return True

    def read_day(self, text: str) -> Reading:
        if text not in self._readings:
            self._readings[text] = self.form.read_day(text)
        return self._readings[text]

    # --- judging

    def judge(self) -> None:
        """Ask the engine about everything typed so far."""
        before = self.trial.shown
        self.unread = {}
        data = {
            one.name: found
            for one in self.form.fields.values()
            if (found := self._stored(one, self.typed.get(one.name), f"/{one.name}", None)) is not None
        }
        if self.day is None:
            self._stored_day(str(self.typed.get(DAY) or ""), f"/{DAY}")
        self.trial = self.form.try_(data, self.day, self.by)
        vanished = {p for p in before - self.trial.shown if self._holds(p)}
        self.gone = {p for p in self.gone | vanished if p not in self.trial.shown and self._holds(p)}

    def payload(self) -> dict[str, Any]:
        """What is recorded: only fields that are shown, blank entries left out."""
        found: dict[str, Any] = {}
        for one in self.form.fields.values():
            if one.path in self.trial.shown:
                stored = self._stored(one, self.typed.get(one.name), f"/{one.name}", self.trial.shown)
                if not is_blank(stored):
                    found[one.name] = stored
        return found

    def _holds(self, path: str) -> bool:
        return not is_blank(self.value("/" + path.replace(".", "/")))

    def _stored(self, one: Field, value: Any, pointer: str, shown: frozenset[str] | None) -> Any:
        kind = one.type.kind
        if kind == "object":
            parts = value if isinstance(value, dict) else {}
            return {
                name: got
                for name, part in one.fields.items()
                if (shown is None or part.path in shown)
                and (got := self._stored(part, parts.get(name), f"{pointer}/{name}", shown)) is not None
            }
        if kind == "list":
            return self._stored_list(one, value, pointer, shown)
        if value is None or value == "":
            return None
        if kind == "date":
            return self._stored_day(str(value), pointer)
        if kind == "int":
            return self.stored_number(str(value), pointer)
        if kind == "bool":
            return value == YES if isinstance(value, str) else value
        if kind == "text":
            return self.form.as_recorded(pointer, str(value))
        return str(value).strip() if kind == "link" else value

    def _stored_list(self, one: Field, value: Any, pointer: str, shown: frozenset[str] | None) -> Any:
        listed = value if isinstance(value, list) else []
        if not one.item_fields:
            return [v for v in listed if not is_blank(v)] if shown is not None else listed or None
        found = []
        for index, entry in enumerate(listed):
            parts = entry if isinstance(entry, dict) else {}
            asked = set(self.form.entry_parts(one, self.kind_of(one, parts)))
            stored = {
                name: got
                for name, part in one.item_fields.items()
                if (shown is None or name in asked)
                and (got := self._stored(part, parts.get(name), f"{pointer}/{index}/{name}", shown))
                is not None
            }
            if stored or shown is None:
                found.append(stored)
        return found or None

    def _stored_day(self, text: str, pointer: str) -> str | None:
        reading = self.read_day(text)
        if reading.day is not None:
            return reading.day.isoformat()
        self.unread[pointer] = Fault(reading.en if self.language == "en" else reading.ja)
        return None

    def stored_number(self, text: str, pointer: str) -> int | None:
        plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).replace(",", "").strip().rstrip("円")
        if _NUMBER.fullmatch(plain):
            return int(plain)
        self.unread[pointer] = Fault(word("not_number", self.language))
        return None

    def kind_of(self, one: Field, entry: Any) -> str:
        """The value of an entry's first choice: the type of a document."""
        first = next((n for n, p in one.item_fields.items() if p.type.kind == "choice"), "")
        return str(entry.get(first) or "") if isinstance(entry, Mapping) else ""


def search_key(text: str) -> str:
    """A text as it is searched: any width, katakana as hiragana, no case, no spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain if not c.isspace())


def parts_of(pointer: str) -> list[str]:
    return [p.replace("~1", "/").replace("~0", "~") for p in pointer.split("/")[1:]]


def is_blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(is_blank(v) for v in value.values())
    if isinstance(value, list):
        return all(is_blank(v) for v in value)
    return value is None


def put(owner: Any, parts: list[str], value: Any) -> None:
    """Set a value in nested objects and lists, making what is missing on the way."""
    for part, after in zip(parts, [*parts[1:], None], strict=True):
        empty: Any = [] if after is not None and after.isdigit() else {}
        if isinstance(owner, list):
            index = int(part)
            while len(owner) <= index:
                owner.append(None)
            if after is None:
                owner[index] = value
                return
            if not isinstance(owner[index], (dict, list)):
                owner[index] = empty
            owner = owner[index]
        elif after is None:
            if value is None or value in ("", []):
                owner.pop(part, None)
            else:
                owner[part] = value
        else:
            if not isinstance(owner.get(part), (dict, list)):
                owner[part] = empty
            owner = owner[part]
