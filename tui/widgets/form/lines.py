"""The lines of a form as they are now: which fields are shown, in which section, with which choices."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from engine.desk.forms import Field, Text
from tui.widgets.form.typed import BY, BY_NAME, DAY, NO, YES, Typed
from tui.widgets.form.words import word

RowKind = Literal["heading", "text", "long", "int", "date", "pick", "picks", "link", "gone"]
OPEN_CHOICES: Final = 7


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


class Lines(Typed):
    """A form with its lines."""

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

    def _numbered(self, one: Field, index: int) -> str:
        """What an entry of a list is, with its number: 書類 1."""
        return f"{self._said(one.entry_title)} {index + 1}"

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
                yield Row("text", place, one, self._numbered(one, index), needed, entry=place, fresh=fresh)
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

    def _entries(self, one: Field, pointer: str, title: str) -> Iterator[Row]:
        yield Row("heading", pointer, one, title, one.required)
        listed = self.value(pointer) or []
        for index, entry in enumerate(listed):
            above = f"{pointer}/{index}"
            kind = self.kind_of(one, entry)
            for number, name in enumerate(self.form.entry_parts(one, kind)):
                part = one.item_fields[name]
                mark = self.form.mark_title(kind, name)
                label = self._said(mark or part.title)
                label = f"{self._numbered(one, index)} {label}" if number == 0 else label
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
