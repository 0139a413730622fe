"""A case and the events it is made of. Events are the truth; a case is always folded from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

Record = TypeVar("Record")


def changed(record: Record, /, **changes: Any) -> Record:
    """A copy of a record of this module with some fields replaced.

    `dataclasses.replace` runs `__init__` over every field again, which was a quarter of the time of a step.
    """
    copy: Record = object.__new__(type(record))
    copy.__dict__.update(record.__dict__)
    copy.__dict__.update(changes)
    return copy


@dataclass(frozen=True)
class Person:
    """Who acted: a member of the office, a named office-holder without an account, or the desk itself.

    `roles` are the roles the person held then; a role held in one unit reads `role@unit`.
    """

    id: str
    name: str = ""
    roles: tuple[str, ...] = ()
    member: bool = True

    def holds(self, role: str, unit: str = "") -> bool:
        """Whether the person holds the role, in the unit where one is asked for."""
        if unit:
            return f"{role}@{unit}" in self.roles
        return role in self.roles or any(held.partition("@")[0] == role for held in self.roles)


SYSTEM = Person(id="system", name="system", member=False)


@dataclass(frozen=True)
class Attachment:
    """A scan or an issued letter by the hash of its bytes; `where` tells where the paper lies."""

    hash: str
    name: str
    type: str
    where: str = ""


@dataclass(frozen=True)
class IssuedParagraph:
    title: str
    text: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True)
class Issued:
    """A letter as it was issued: every word of it, and the hash of its bytes once it was printed.

    A slip bears `mark`, how the book ended before it (see `engine.desk.marks`).
    """

    id: str
    title: str
    number: str
    date: date
    to: tuple[str, ...]
    sender: tuple[str, ...]
    paragraphs: tuple[IssuedParagraph, ...]
    document_number: str = ""
    reason: str = ""
    seal: bool = True
    page: str = "a4"
    slip: bool = False
    enclosures: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    decides: bool = False
    unmapped: bool = False
    to_whom: str = ""
    mark: str = ""
    hash: str = ""


@dataclass(frozen=True)
class Event:
    """What happened. `seq` is its number in the case, from 1; `at` the recording time (ISO, with offset).

    `date` is the business date. `told` holds for each clock the due date as it stood then (ISO, or empty).
    `numbers` are the numbers given out (`case`, letter serials). `links` hold the frozen exports of linked cases
    by field path. `clock_set` says that the machine's clock was replaced for practice.
    """

    seq: int
    id: str
    date: date
    at: str
    by: Person
    recorded_by: Person
    form: Mapping[str, Any] = field(default_factory=dict)
    task: str = ""
    instance: int = 0
    on_paper: Mapping[str, str] = field(default_factory=dict)
    acknowledged: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)
    letters: tuple[Issued, ...] = ()
    told: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    clock_set: bool = False
    language: int = 1
    program: str = ""


@dataclass(frozen=True)
class Instance:
    """One run of a task. `element` are the facts of the entry it was opened for."""

    task: str
    number: int
    state: str
    opened: date
    ended: date | None = None
    cancelled: bool = False
    element: Mapping[str, Any] = field(default_factory=dict)
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parent: int = 0
    entered: date | None = None

    @property
    def open(self) -> bool:
        return self.ended is None


@dataclass(frozen=True)
class RegisterRow:
    """When a register row was written and by which events it was filled (event numbers)."""

    register: str
    written: date
    events: tuple[int, ...]
    instance: int = 0


@dataclass(frozen=True)
class Case:
    """A case folded from its events. `version` counts events and is what `--expect-version` compares.

    `occurrences` maps a command id to its events that stand (not taken back, amended ones as amended), in the
    order of business date; `path` lists the states with the date each was entered. `paper` is the number of the
    first case of those that came on one paper, empty for that one and for a case by itself.
    """

    organisation: str
    kind: str
    number: str
    state: str
    events: tuple[Event, ...] = ()
    standing: tuple[Event, ...] = ()
    forms: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    occurrences: Mapping[str, tuple[Event, ...]] = field(default_factory=dict)
    instances: Mapping[str, tuple[Instance, ...]] = field(default_factory=dict)
    rows: tuple[RegisterRow, ...] = ()
    unit: str = ""
    window: str = ""
    path: tuple[tuple[str, date], ...] = ()
    workflow: str = ""
    workflow_version: str = ""
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    paper: str = ""

    @property
    def version(self) -> int:
        return len(self.events)

    @property
    def entered(self) -> date | None:
        """The date on which the present state was entered."""
        return self.path[-1][1] if self.path else None


@dataclass(frozen=True)
class Order:
    """What somebody asks the engine to do now: one command with its data, on one business date."""

    command: str
    date: date
    by: Person
    recorded_by: Person
    form: Mapping[str, Any] = field(default_factory=dict)
    instance: int = 0
    acknowledged: frozenset[str] = frozenset()
    on_paper: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[Attachment, ...] = ()
    links: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    kind: str = ""
    paper: str = ""
