"""What is asked of the desk, and what it answers. Screens and the command line speak these words only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple


@dataclass(frozen=True)
class Submission:
    """One step as it is asked for. `case` empty = a new one of `kind`.

    `member` signs in and types; `by` names who acted: a member id, or `NAME:ROLE` / `NAME:ROLE@UNIT` for an
    office-holder without an account; empty = the member. `date` None = today. `expect_version` None = any.
    `attachments` are (name, media type, bytes). `paper`: the number of a case that came on the same paper; one
    paper with several wishes is a case for each.
    """

    command: str = ""
    kind: str = ""
    case: str = ""
    organisation: str = ""
    form: Mapping[str, Any] = field(default_factory=dict)
    date: date | None = None
    task: int = 0
    member: str = ""
    by: str = ""
    acknowledge: frozenset[str] = frozenset()
    expect_version: int | None = None
    on_paper: Mapping[str, str] = field(default_factory=dict)
    attachments: tuple[tuple[str, str, bytes], ...] = ()
    paper: str = ""


class Receipt(NamedTuple):
    """What a durable step gave: the case with its version and state, and every number given out.

    `state` is the id of the state, or the `shown_as` of an open task. `letters` are (number of the letter in the
    case from 1, id, form number, title).
    """

    organisation: str
    case: str
    version: int
    state: str
    numbers: Mapping[str, str]
    letters: tuple[tuple[int, str, str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The answer of `batch`, `case new` and `case do`."""
        return {
            "ok": True,
            "case": self.case,
            "version": self.version,
            "state": self.state,
            "numbers": dict(self.numbers),
        }


class Row(NamedTuple):
    """One case in a list. `days` is the word shown (あと 3日, 4日超過, 停止中 残り21日, 12日目).

    A tuple, because lists make thousands of them.
    """

    organisation: str
    number: str
    kind: str
    kind_title: str
    name: str
    state: str
    state_title: str
    received: str
    due: str
    left: int | None
    elapsed: int | None
    paused: bool
    overdue: bool
    open: bool
    days: str
    version: int


@dataclass(frozen=True)
class Line:
    """One line of an explanation: fact, rule or article, with what it gave."""

    date: str
    text: str
    basis: str
    result: str
    met: bool | None = None


class Finding(NamedTuple):
    """What a scenario did differently: the step or expectation, what was expected, what came."""

    file: str
    scenario: str
    where: str
    expected: str
    got: str


class Tried(NamedTuple):
    """The result of running scenario files."""

    passed: int
    failed: int
    findings: tuple[Finding, ...] = ()
