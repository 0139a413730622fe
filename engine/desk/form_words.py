"""What is asked of forms, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from engine.desk.checklist import Paper
from engine.errors import Objection
from engine.model.basics import Text


@dataclass(frozen=True, slots=True)
class Errand:
    """Which form is meant: that of a new request of `kind`, or of `command` of a `case` (its `task`-th instance)."""

    organisation: str
    kind: str = ""
    case: str = ""
    command: str = ""
    task: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the step would do if it were done now. `due` is None where no number of days is laid down, or while
    the period is `paused`.

    `letters` are (number, title, addressee) of what would be issued, `slips` those of them that are slips,
    `rows` the titles of register rows that would be written; `number` is that of the case.
    """

    number: str
    before: Text
    state: Text
    day: date
    due: date | None
    due_before: date | None
    due_title: Text
    basis: str
    letters: tuple[tuple[str, str, str], ...] = ()
    slips: tuple[str, ...] = ()
    rows: tuple[Text, ...] = ()
    paused: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """What the engine says of data, without writing.

    `shown` and `required` are dotted paths of fields; `offered` the values a field offers now with their labels
    (only fields whose list depends on facts); `objections` everything that stands against the step, warnings
    included; `notes` what is to be said of presented papers, by JSON Pointer; `papers` the checklist;
    `outcome` what would happen, None while something stands against it.
    """

    shown: frozenset[str]
    required: frozenset[str]
    offered: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    objections: tuple[Objection, ...] = ()
    notes: tuple[Objection, ...] = ()
    papers: tuple[Paper, ...] = ()
    outcome: Outcome | None = None

    @property
    def warnings(self) -> tuple[Objection, ...]:
        """Objections that an acknowledgement is enough for."""
        return tuple(o for o in self.objections if o.severity == "warn")

    @property
    def blocking(self) -> tuple[Objection, ...]:
        return tuple(o for o in self.objections if o.severity != "warn")
