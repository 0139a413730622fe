"""What was typed into a form, and what the engine says of it. Knows no screen.

Places in a form are JSON Pointers (`/documents/0/issued_on`). `typed` holds everything as it was typed; `payload`
is what the engine gets: dates in ISO, numbers as numbers, nothing that is hidden or cannot be read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from engine.desk.forms import Field, Objection, OpenForm, Reading, Text, Trial
from tui.widgets.form.words import word

RowKind = Literal["heading", "text", "long", "int", "date", "pick", "picks", "link", "gone"]
OPEN_CHOICES: Final = 7
_NUMBER: Final = re.compile(r"[-+]?[0-9]{1,15}")
_HYPHENS: Final = str.maketrans("ー‐‑–—―−", "-------")
_LOST: Final = re.compile("[\x00\ud800-\udfff]")
DAY: Final = "@date"  # places of what every step has and no form holds
BY: Final = "@by"
BY_NAME: Final = "@by_name"
YES: Final = "yes"
NO: Final = "no"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a form. `pointer` is its place, `entry` the pointer of the list entry it belongs to.

    `fresh` marks the empty line at the end of a list: what is typed there begins a new entry.
    """

    kind: RowKind
    pointer: str
    field: Field
    title: str
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    entry: str = ""
    fresh: bool = False
    depth: int = 0

    @property
    def key(self) -> tuple[str, str, bool]:
        """Rows of the same key are the same widget."""
        return self.kind, self.pointer, self.kind in ("pick", "picks") and len(self.choices) > OPEN_CHOICES

    @property
    def stops(self) -> bool:
        """Whether one can type or choose here."""
        return self.kind not in ("heading", "gone")


@dataclass(frozen=True, slots=True)
class Fault:
    """A sentence under a field. `hard` ones stop the step, the others are to be known."""

    text: str
    basis: str = ""
    hard: bool = True


@dataclass(slots=True)
class Progress:
    """How a section stands: `word` is an id of the word catalogue, `count` goes into its gap."""

    word: str
    count: int = 0


@dataclass
class FormModel:
    """A form being filled in."""

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
    _unread: dict[str, Fault] = field(default_factory=dict)

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
        return any(not _blank(v) for k, v in self.typed.items() if k not in (DAY, BY, BY_NAME))

    # --- typing

    def value(self, pointer: str) -> Any:
        """What was typed at a place; None if nothing."""
        found: Any = self.typed
        for part in _parts(pointer):
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
        _put(self.typed, _parts(pointer), value)
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
                kept = [entry for entry in listed if not _blank(entry)]
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
            _put(self.typed, _parts(above), listed)
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
        self._unread = {}
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
                if not _blank(stored):
                    found[one.name] = stored
        return found

    def _holds(self, path: str) -> bool:
        return not _blank(self.value("/" + path.replace(".", "/")))

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
            return self._stored_number(str(value), pointer)
        if kind == "bool":
            return value == YES if isinstance(value, str) else value
        if kind == "text":
            return self.form.read_text(pointer, str(value))
        return str(value).strip() if kind == "link" else value

    def _stored_list(self, one: Field, value: Any, pointer: str, shown: frozenset[str] | None) -> Any:
        listed = value if isinstance(value, list) else []
        if not one.item_fields:
            return [v for v in listed if not _blank(v)] if shown is not None else listed or None
        found = []
        for index, entry in enumerate(listed):
            parts = entry if isinstance(entry, dict) else {}
            asked = set(self.form.entry_parts(one, self._kind_of(one, parts)))
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
        self._unread[pointer] = Fault(reading.en if self.language == "en" else reading.ja)
        return None

    def _stored_number(self, text: str, pointer: str) -> int | None:
        plain = unicodedata.normalize("NFKC", text).translate(_HYPHENS).replace(",", "").strip().rstrip("円")
        if _NUMBER.fullmatch(plain):
            return int(plain)
        self._unread[pointer] = Fault(word("not_number", self.language))
        return None

    # --- rows

    def sections(self) -> list[tuple[str, str]]:
        """The sections that hold a field now: (id, title). Fields without a group stand in one of their own."""
        used = dict.fromkeys(one.group for one in self.form.fields.values() if one.path in self.trial.shown)
        if not self.form.fields:
            return [("", self.title)]
        used |= dict.fromkeys(one.group for one in self.form.fields.values() if one.path in self.gone)
        named = self.form.sections
        order = [g for g in named if g in used] + [g for g in used if g not in named]
        return [(g, named[g].within(self.language) if g in named else self.title) for g in order]

    @property
    def title(self) -> str:
        return self.form.title.within(self.language)

    def rows(self, section: str) -> list[Row]:
        """The lines of a section as they are now."""
        first = next(iter(self.sections()), ("", ""))[0]
        found: list[Row] = list(self._own_rows()) if section == first else []
        for one in self.form.fields.values():
            if one.group == section:
                if one.path in self.trial.shown:
                    found += self._rows(one, f"/{one.name}", 0)
                elif one.path in self.gone:
                    found.append(Row("gone", f"/{one.name}", one, self._said(one.title)))
        return found

    def _own_rows(self) -> Iterator[Row]:
        """What every step asks: its date, and who acted where that is somebody else."""
        day = self.form.day_field
        yield Row("date", f"/{DAY}", day, self._said(day.title), True)
        if self.actors:
            choices = tuple((key, self._said(label)) for key, label in self.actors)
            yield Row("pick", f"/{BY}", day, word("by", self.language), True, choices)
            if str(self.typed.get(BY) or "").startswith(":"):
                yield Row("text", f"/{BY_NAME}", day, word("by_name", self.language), True)

    def _said(self, text: Text) -> str:
        return text.within(self.language)

    def _rows(self, one: Field, pointer: str, depth: int) -> Iterator[Row]:
        title = self._said(one.title)
        if one.type.kind == "object":
            yield Row("heading", pointer, one, title, one.required)
            for name, part in one.fields.items():
                if part.path in self.trial.shown:
                    yield from self._rows(part, f"{pointer}/{name}", depth + 1)
        elif one.item_fields:
            yield from self._entries(one, pointer, title)
        elif one.type.kind == "list" and not (one.type.item and one.type.item.kind in ("choice", "unit")):
            listed = self.value(pointer) or []
            yield Row("heading", pointer, one, title, one.required)
            for index in range(len(listed) + 1):
                fresh = index == len(listed)
                place = f"{pointer}/{index}"
                needed = one.required and not listed
                yield Row("text", place, one, str(index + 1), needed, entry=place, fresh=fresh)
        else:
            yield self._single(one, pointer, title, one.required, depth)

    def _single(self, one: Field, pointer: str, title: str, required: bool, depth: int, **more: Any) -> Row:
        kind = one.type.kind
        if kind == "bool":
            choices = ((YES, word("yes", self.language)), (NO, word("no", self.language)))
            return Row("pick", pointer, one, title, required, choices, depth=depth, **more)
        inner = one.type.item if kind == "list" and one.type.item else one.type
        if inner.kind in ("choice", "unit", "member"):
            offered = self.trial.offered.get(one.path)
            choices_of = (
                offered.items()
                if offered is not None
                else ((key, label.within(self.language)) for key, label in inner.values.items())
            )
            row: RowKind = "picks" if kind == "list" else "pick"
            return Row(row, pointer, one, title, required, tuple(choices_of), depth=depth, **more)
        plain: dict[str, RowKind] = {"int": "int", "date": "date", "link": "link"}
        row = plain.get(kind) or self._text(pointer)
        return Row(row, pointer, one, title, required, depth=depth, **more)

    def _text(self, pointer: str) -> RowKind:
        value = self.value(pointer)
        return "long" if pointer in self.long or (isinstance(value, str) and "\n" in value) else "text"

    def _kind_of(self, one: Field, entry: Any) -> str:
        """The value of an entry's first choice: the type of a document."""
        first = next((n for n, p in one.item_fields.items() if p.type.kind == "choice"), "")
        return str(entry.get(first) or "") if isinstance(entry, Mapping) else ""

    def _entries(self, one: Field, pointer: str, title: str) -> Iterator[Row]:
        yield Row("heading", pointer, one, title, one.required)
        listed = self.value(pointer) or []
        for index, entry in enumerate(listed):
            above = f"{pointer}/{index}"
            kind = self._kind_of(one, entry)
            for number, name in enumerate(self.form.entry_parts(one, kind)):
                part = one.item_fields[name]
                mark = self.form.mark_title(kind, name)
                label = self._said(mark or part.title)
                label = f"{index + 1} {label}" if number == 0 else label
                yield from self._part(part, f"{above}/{name}", label, min(number, 1), above)
        first = next(iter(one.item_fields))
        label = word("add", self.language, title)
        yield self._single(
            one.item_fields[first],
            f"{pointer}/{len(listed)}/{first}",
            label,
            one.required and not listed,
            0,
            entry=f"{pointer}/{len(listed)}",
            fresh=True,
        )

    def _part(self, part: Field, pointer: str, label: str, depth: int, entry: str) -> Iterator[Row]:
        if part.type.kind == "list" and not (part.type.item and part.type.item.kind in ("choice", "unit")):
            listed = self.value(pointer) or []
            for index in range(len(listed) + 1):
                yield Row(
                    "text",
                    f"{pointer}/{index}",
                    part,
                    label if index == 0 else "",
                    depth=depth,
                    entry=entry,
                    fresh=index == len(listed),
                )
        else:
            yield self._single(part, pointer, label, part.required, depth, entry=entry)

    # --- what is said at a field

    def faults(self, row: Row) -> list[Fault]:
        """The sentences under a line, once it was left."""
        if row.kind == "gone" or row.fresh:
            return []
        if row.pointer not in self.left and not self.all_left:
            return [self._fault(o) for o in self.refused if self._place_of(o) == row.pointer]
        return self._faults_at(row.pointer)

    def all_faults(self, row: Row) -> list[Fault]:
        """What is to be said of a line, left or not."""
        return self._faults_at(row.pointer)

    def _faults_at(self, pointer: str) -> list[Fault]:
        if pointer in self._unread:
            return [self._unread[pointer]]
        said = dict.fromkeys(
            o for o in (*self._standing(), *self.trial.notes) if self._place_of(o) == pointer
        )
        return [self._fault(o) for o in said]

    def _place_of(self, one: Objection) -> str:
        """Where an objection is said: the date and the one who acted have lines of their own."""
        if one.field == "/date" and "date" not in self.form.fields:
            return f"/{DAY}"
        return f"/{BY}" if one.rule == "role" and self.actors else one.field

    def _standing(self) -> tuple[Objection, ...]:
        return tuple(dict.fromkeys((*self.trial.objections, *self.refused)))

    def _fault(self, one: Objection) -> Fault:
        return Fault(one.within(self.language), one.basis, one.severity == "block")

    def general(self) -> list[Fault]:
        """What stands against the step and belongs to no line of the form."""
        places = {row.pointer for section, _ in self.sections() for row in self.rows(section)}
        return [self._fault(o) for o in self._standing() if self._place_of(o) not in places]

    def read_back(self, row: Row) -> str:
        """What was understood differently from how it was typed; empty where nothing needs saying."""
        value = self.value(row.pointer)
        if _blank(value) or not isinstance(value, str):
            return ""
        if row.kind == "date":
            reading = self.read_day(value)
            if reading.day is None:
                return word("means", self.language, reading.suggestion) if reading.suggestion else ""
            return reading.en if self.language == "en" else reading.ja
        if row.kind == "int" and row.pointer not in self._unread:
            shown = f"{self._stored_number(value, row.pointer):,}"
            return shown if shown != value else ""
        if row.kind == "text":
            read = self.form.read_text(row.pointer, value)
            return read if read != value else ""
        return ""

    def note(self, row: Row) -> str:
        """The help line of a field: shown while it is in use."""
        words = [row.field.help] if row.field.help and row.kind != "gone" else []
        if row.field.open_approver and self.value(row.pointer) == "other":
            words.append(word("approver", self.language, row.field.open_approver))
        return "  ".join(words)

    # --- how far it is

    def problems(self) -> list[tuple[str, str]]:
        """Every place with a problem in reading order: (section, pointer)."""
        found: list[tuple[str, str]] = []
        for section, _ in self.sections():
            rows = self.rows(section)
            for place, row in enumerate(rows):
                if row.kind == "gone" or not self._faults_at(row.pointer):
                    continue
                target = row if row.stops else next((r for r in rows[place:] if r.stops), None)
                if target is not None:
                    found.append((section, target.pointer))
            found += self._lacking(section, rows)
        return list(dict.fromkeys(found))

    def _lacking(self, section: str, rows: list[Row]) -> Iterator[tuple[str, str]]:
        """The line where a missing paper is added."""
        for paper in self.trial.papers:
            if paper.state == "missing":
                add = next((r for r in rows if r.fresh and r.pointer.startswith(f"{paper.field}/")), None)
                if add is not None:
                    yield section, add.pointer

    def blocking(self) -> int:
        """How many things stand against the step: reasons, and what cannot be read."""
        return len({(o.rule, o.field) for o in self.trial.blocking} | {("", p) for p in self._unread})

    def papers_left(self) -> int:
        return sum(paper.state in ("missing", "rejected") for paper in self.trial.papers)

    def progress(self, section: str, current: str = "") -> Progress:
        """How a section stands."""
        rows = self.rows(section)
        at = [r for r in rows if self._faults_at(r.pointer) and not r.fresh]
        hard = [r for r in at if any(f.hard for f in self._faults_at(r.pointer))]
        blank = [r for r in hard if _blank(self.value(r.pointer))]
        holds_papers = any(r.field.evidence for r in rows)
        if section == current:
            return Progress("now")
        if len(hard) > len(blank):
            return Progress("wrong", len(hard))
        if blank:
            return Progress("left", len(blank))
        if holds_papers and self.papers_left():
            return Progress("lacking", self.papers_left())
        filled = any(not _blank(self.value(r.pointer)) for r in rows)
        return Progress("done" if filled or section in self.visited else "later")

    def first_place(self) -> tuple[str, str]:
        """The first required line that is empty, else the first line: (section, pointer)."""
        first: tuple[str, str] = ("", "")
        for section, _ in self.sections():
            for row in self.rows(section):
                if row.pointer == f"/{DAY}":
                    continue
                if row.stops and not first[1]:
                    first = section, row.pointer
                if row.stops and row.required and _blank(self.value(row.pointer)):
                    return section, row.pointer
        return first if first[1] else (next(iter(self.sections()))[0], f"/{DAY}")

    def section_of(self, pointer: str) -> str:
        """The section a place belongs to."""
        name = (_parts(pointer) or [""])[0]
        one = self.form.fields.get(name)
        return one.group if one else next(iter(self.sections()), ("", ""))[0]

    def why(self, row: Row) -> list[tuple[str, list[str]]]:
        """The four parts of why a field is as it is: fact, rule, article, what would help."""
        language, faults = self.language, self.all_faults(row)
        typed = self.spoken(row) or word("blank", language)
        rules = [f.text for f in faults] or [word("why_nothing", language)]
        rules += [word("why_required", language)] if row.required else []
        if row.field.when is not None:
            rules.append(word("why_when", language, self.form.sentence(row.field, language)))
        rules += [row.field.help] if row.field.help else []
        bases = list(dict.fromkeys(f.basis for f in faults if f.basis)) or [word("silent", language)]
        blank = _blank(self.value(row.pointer))
        helps = [word("why_help_fill" if blank else "why_help_fix", language)] if faults else ["--"]
        heads = [word(key, language) for key in ("fact", "rule", "article", "help")]
        return list(zip(heads, ([typed], rules, bases, helps), strict=True))

    def spoken(self, row: Row) -> str:
        """A value as it is read: choices by their labels, dates as understood."""
        value = self.value(row.pointer)
        if _blank(value):
            return ""
        labels = dict(row.choices)
        if row.kind == "pick":
            return labels.get(str(value), str(value))
        if row.kind == "picks":
            return "、".join(labels.get(str(v), str(v)) for v in value)
        back = self.read_back(row)
        return back if row.kind == "date" and back else str(value)


def search_key(text: str) -> str:
    """A text as it is searched: any width, katakana as hiragana, no case, no spaces."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in plain if not c.isspace())


def _parts(pointer: str) -> list[str]:
    return [p.replace("~1", "/").replace("~0", "~") for p in pointer.split("/")[1:]]


def _blank(value: Any) -> bool:
    if isinstance(value, str):
        return not value.strip()
    if isinstance(value, dict):
        return all(_blank(v) for v in value.values())
    if isinstance(value, list):
        return all(_blank(v) for v in value)
    return value is None


def _put(owner: Any, parts: list[str], value: Any) -> None:
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
