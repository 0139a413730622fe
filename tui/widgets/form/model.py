"""A form being filled in: what is said at its lines, how far its sections are, where the problems are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from engine.desk.forms import Objection, Paper
from tui.widgets.form.lines import OPEN_CHOICES, Lines, Row
from tui.widgets.form.typed import BY, DAY, Fault, is_blank, parts_of, search_key
from tui.widgets.form.words import WORDS, word


@dataclass(slots=True)
class Progress:
    """How a section stands: `word` is an id of the word catalogue, `count` goes into its gap."""

    word: str
    count: int = 0


class FormModel(Lines):
    """A form being filled in."""

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
        if pointer in self.unread:
            return [self.unread[pointer]]
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
        if is_blank(value) or not isinstance(value, str):
            return ""
        if row.kind == "date":
            reading = self.read_day(value)
            if reading.day is None:
                return word("means", self.language, reading.suggestion) if reading.suggestion else ""
            return reading.en if self.language == "en" else reading.ja
        if row.kind == "int" and row.pointer not in self.unread:
            shown = f"{self.stored_number(value, row.pointer):,}"
            return shown if shown != value else ""
        if row.kind == "text":
            read = self.form.as_recorded(row.pointer, value)
            return read if read != value else ""
        return ""

    def note(self, row: Row) -> str:
        """The help line of a field: shown while it is in use."""
        words = [row.field.help] if row.field.help and row.kind != "gone" else []
        if row.field.open_approver and self.value(row.pointer) == "other":
            words.append(word("approver", self.language, row.field.open_approver))
        if (
            row.kind in ("pick", "picks")
            and len(row.choices) <= OPEN_CHOICES
            and is_blank(self.value(row.pointer))
        ):
            words.append(word("pick_one" if row.kind == "pick" else "pick_some", self.language))
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
        return len({(o.rule, o.field) for o in self.trial.blocking} | {("", p) for p in self.unread})

    def papers_left(self) -> int:
        return len(self.lacking())

    def lacking(self) -> list[Paper]:
        """The papers that are missing or do not count."""
        return [paper for paper in self.trial.papers if paper.state in ("missing", "rejected")]

    def standing(self, paper: Paper) -> str:
        """How a paper stands, in a word; of one that does not count, why."""
        return word(paper.reason if paper.reason in WORDS else paper.state, self.language)

    def progress(self, section: str, current: str = "") -> Progress:
        """How a section stands."""
        rows = self.rows(section)
        at = [r for r in rows if self._faults_at(r.pointer) and not r.fresh]
        hard = [r for r in at if any(f.hard for f in self._faults_at(r.pointer))]
        blank = [r for r in hard if is_blank(self.value(r.pointer))]
        holds_papers = any(r.field.evidence for r in rows)
        if section == current:
            return Progress("now")
        if len(hard) > len(blank):
            return Progress("wrong", len(hard))
        if blank:
            return Progress("left", len(blank))
        if holds_papers and self.papers_left():
            return Progress("lacking", self.papers_left())
        filled = any(not is_blank(self.value(r.pointer)) for r in rows)
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
                if row.stops and row.required and is_blank(self.value(row.pointer)):
                    return section, row.pointer
        return first if first[1] else (next(iter(self.sections()))[0], f"/{DAY}")

    def section_of(self, pointer: str) -> str:
        """The section a place belongs to."""
        name = (parts_of(pointer) or [""])[0]
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
        bases = list(dict.fromkeys(f.basis for f in faults if f.basis)) or [self._article()]
        blank = is_blank(self.value(row.pointer))
        helps = (
            [word("why_help_fill" if blank else "why_help_fix", language)]
            if faults
            else [word("why_help_none", language)]
        )
        return self._parts([typed], rules, bases, helps)

    def _article(self) -> str:
        """What a field rests on that has no article of its own."""
        basis = self.form.basis
        return word("why_step", self.language, basis) if basis else word("silent", self.language)

    def why_paper(self, paper: Paper) -> list[tuple[str, list[str]]]:
        """The four parts of why a paper is asked for and how it stands."""
        language = self.language
        facts = [self.standing(paper)]
        facts += [detail] if (detail := paper.detail.within(language)) else []
        rules = [paper.rule.within(language), paper.title.within(language)]
        rules += [one.within(language) for one in paper.types]
        helps = (
            ["why_help_paper", "why_help_guide"]
            if paper.state in ("missing", "rejected")
            else ["why_help_none"]
        )
        bases = [paper.basis or word("silent", language)]
        return self._parts(facts, list(dict.fromkeys(rules)), bases, [word(one, language) for one in helps])

    def _parts(self, *parts: list[str]) -> list[tuple[str, list[str]]]:
        heads = (word(key, self.language) for key in ("fact", "rule", "article", "help"))
        return list(zip(heads, parts, strict=True))

    def spoken(self, row: Row) -> str:
        """A value as it is read: choices by their labels, dates as understood."""
        value = self.value(row.pointer)
        if is_blank(value):
            return ""
        labels = dict(row.choices)
        if row.kind == "pick":
            return labels.get(str(value), str(value))
        if row.kind == "picks":
            return "、".join(labels.get(str(v), str(v)) for v in value)
        back = self.read_back(row)
        return back if row.kind == "date" and back else str(value)


__all__ = ["DAY", "OPEN_CHOICES", "Fault", "FormModel", "Progress", "Row", "search_key"]
