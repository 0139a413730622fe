"""A workflow and its organisation, after loading: merged, typed, every setting filled in.

One machine serves cases and tasks. Effects name the command `at` which they happen; look them up through the
`*_at` maps of `Workflow`. An attribute that the source leaves `silent` is None here and listed in
`Workflow.open_points`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, Literal

from engine.errors import Problem
from engine.model.basics import Basis, Period, Place, Text, Value
from engine.model.forms import Form
from engine.model.law import Law
from engine.model.rule import Fact, Rule, Type


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Element:
    """What every element of a definition carries."""

    id: str
    title: Text
    place: Place | None = None
    basis: Basis | None = None
    help: str = ""
    note: str = ""


# --- the machine


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class State(Element):
    """A step on the drawn path. `end` is empty, `done` (the normal end) or `aside`."""

    phase: str = ""
    end: Literal["", "done", "aside"] = ""
    only_when: Rule | None = None
    no_letter: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who may act: a role, or a role in the unit a fact names (`handling_manager of case.unit`)."""

    role: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a command leads: `stay`, `next`, `state` (branches[0]), or `map` (rules in order, `otherwise` last)."""

    how: Literal["stay", "next", "state", "map"]
    branches: tuple[tuple[str, Rule | None], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Requirement(Element):
    """A named objection of a command: `rule` must be true, else `message`."""

    rule: Rule
    message: Text
    severity: Literal["block", "warn", "off"] = "block"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Command(Element):
    """What somebody may ask the engine to do. `task` is empty for commands of the case itself.

    `sources` are state ids; `start` opens the machine. `sets` may hold only `case.unit` and `case.window`.
    """

    done: Text
    sources: frozenset[str]
    start: bool
    by: tuple[Actor, ...]
    target: Target
    form: str = ""
    when: Rule | None = None
    require: Mapping[str, Requirement] = field(default_factory=dict)
    sets: Mapping[str, Rule] = field(default_factory=dict)
    key: str = ""
    task: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Machine:
    """States in drawn order, the commands between them, and the done end."""

    states: Mapping[str, State]
    commands: Mapping[str, Command]
    done: str


@dataclass(frozen=True, slots=True)
class Opening:
    """A task opened by a command of the case: `when` holds; once, or once for each entry of the list `each`."""

    command: str
    when: Rule | None = None
    each: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Task(Element):
    """A machine inside a case. `during` are case state ids; `leave` what happens to open ones when they end.

    `blocks` are commands refused while an instance is open; of commands of the task that this one is attached to
    (`of`), only those of the very instance.
    """

    machine: Machine
    clocks: Mapping[str, Clock]
    openings: tuple[Opening, ...] = ()
    during: frozenset[str] | None = None
    leave: Literal["block", "cancel", "keep"] = "cancel"
    max_open: int | None = None
    max: int | None = None
    blocks: tuple[str, ...] = ()
    of: str = ""
    shown_as: str = ""
    element: Type | None = None


# --- time


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class PauseRule:
    """Which task pauses a clock and how its days count. `start`, `end` replace opening and end of the instance."""

    task: str
    count: Literal["diff", "inclusive", "exclusive"]
    where: Rule | None = None
    start: Rule | None = None
    end: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Sort(Element):
    """One sort of extension. None = no limit; `unless` replaces limits while its rule is true."""

    at: str
    by: Rule | None = None
    to: Rule | None = None
    times: int | None = None
    each: int | None = None
    sum: int | None = None
    cap: Period | None = None
    record: Literal["before_expiry", "any"] = "before_expiry"
    unless: Rule | None = None
    unless_limits: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Clock(Element):
    """A period. Neither `period` nor `until` = 遅滞なく: elapsed days only, never overdue."""

    starts: Rule
    starts_event: str = ""
    again: bool = False
    period: Period | None = None
    period_rule: Rule | None = None
    until: Rule | None = None
    counting: Literal["exclude_first", "include_first"] = "exclude_first"
    rolls: Literal["none", "next_business_day", "previous_business_day"] = "none"
    pauses: tuple[PauseRule, ...] = ()
    extensions: Mapping[str, Sort] = field(default_factory=dict)
    stops: tuple[str, ...] = ()
    expired: str = ""
    main: bool = False
    when: Rule | None = None
    soft: bool = False
    until_commands: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    after_end: Literal["keep", "stop"] = "stop"
    task: str = ""


# --- evidence


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Mark:
    """A mark asked about a presented document. `must`: the reason given when the mark is not made."""

    id: str
    title: Text
    type: Type
    must: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class DocumentType(Element):
    """A kind of paper (or a check that is no paper) with its marks."""

    ask: Mapping[str, Mark] = field(default_factory=dict)
    form_number: str = ""
    valid_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Item(Element):
    """One demand of an evidence rule.

    Exactly one of: `parts` (nested items joined by `join`), `documents` (types joined by `join`), or
    `approved` (a command that accepts something else). `count` is for `join = n`.
    `accepts_copy` are the values of the fact `channel` by which a copy is enough; others want the paper itself.
    `holder` are the people whose paper it may be, each while its rule is true; empty = nobody in particular.
    """

    join: Literal["any", "all", "n"]
    documents: tuple[str, ...] = ()
    parts: Mapping[str, Item] = field(default_factory=dict)
    count: int = 1
    when: Rule | None = None
    accepts_copy: frozenset[str] = frozenset()
    channel: str = ""
    max_age: Period | None = None
    min_age: Period | None = None
    open: bool = False
    approved: str = ""
    approved_by: str = ""
    on_demand: bool = False
    holder: Mapping[str, Rule] = field(default_factory=dict)
    shows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class EvidenceRule(Element):
    """Which documents prove what. `need` None = the source is silent: `checked_by` answers it case by case.

    Ages count from the date rule `on`, without one from the fact `received` (the day of the intake).
    """

    need: Item | None
    on: Rule | None = None
    when: Rule | None = None
    refuse: tuple[tuple[Rule, Text, Basis | None], ...] = ()
    checked_by: str = ""
    received: str = ""


# --- tables, letters, registers, fees, invariants


@dataclass(frozen=True, slots=True)
class Cell:
    """One condition of a table row.

    op: any · in (values) · not (values) · < <= > >= (one value) · between (two values) · missing
    """

    op: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Row(Element):
    """A row: a cell for each input, the outputs, and for collect tables perhaps a rule."""

    cells: Mapping[str, Cell]
    out: Mapping[str, Value]
    when: Rule | None = None
    unmapped: bool = False
    impossible: bool = False
    offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Table(Element):
    """Inputs (name → fact path) to outputs; `unique` is complete and disjoint, `collect` gives all rows that hold."""

    hit: Literal["unique", "collect"]
    inputs: Mapping[str, Rule]
    outputs: Mapping[str, Type]
    rows: Mapping[str, Row]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a letter's text: `text` as it is, or the fact of `rule`."""

    text: str = ""
    rule: Rule | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class BodyPart(Element):
    """A paragraph. With `each` it repeats for the entries of a list, whose facts are `element.…`."""

    text: tuple[Piece, ...]
    when: Rule | None = None
    each: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Notice(Element):
    """A letter. `number`: text, `table.x.y`, or empty for an unnumbered one.

    `per` is the list of a task's instances (`task.x`): one letter for each value of `per_field` among them.

    `alternative_form`, `alternative_reason` are the facts by which another form is chosen with its reason:
    always where the table says unmapped, and everywhere if `alternative` is true.
    """

    at: tuple[str, ...]
    to: str
    body: Mapping[str, BodyPart]
    when: Rule | None = None
    number: str = ""
    heading: tuple[Piece, ...] = ()
    sender: tuple[Piece, ...] = ()
    serial: str = ""
    seal: bool = True
    page: Literal["a4", "naga3", "kaku2"] = "a4"
    decides: bool = False
    per: Rule | None = None
    per_field: str = ""
    enclose: tuple[str, ...] = ()
    slip: bool = False
    alternative: bool = False
    alternative_form: str = ""
    alternative_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Retention:
    """How long rows are kept. `period` None = the source is silent."""

    starts: Rule
    period: Period | None
    counting: Literal["exclude_first", "include_first"] = "exclude_first"
    then: str = "review"
    minimum: bool = False
    hold: Rule | None = None
    basis: Basis | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Column(Element):
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Register(Element):
    """台帳/簿. The first command of `at` writes the row, later ones fill it. `per`: `case` or a task id."""

    at: tuple[str, ...]
    columns: Mapping[str, Column]
    per: str = "case"
    when: Rule | None = None
    later: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()
    retain: Retention | None = None
    form_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Report(Element):
    """Yearly figures over a register: rows by year and by the columns `by`, their number and perhaps a sum.

    Rules read the register's columns by name. `fiscal`: by fiscal years (from April), else by calendar years.
    """

    register: str
    columns: Mapping[str, Column]
    by: tuple[str, ...] = ()
    count: Rule | None = None
    sum: Rule | None = None
    where: Rule | None = None
    fiscal: bool = True


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class FeeLine(Element):
    amount: Rule | None
    when: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Fee(Element):
    """A fee: lines that are summed, `waived` makes the total 0, `before` are refused while a balance is open.

    `ways` are how it may be paid, each while its rule is true; `way_at` names for each paying command the choice
    field of its form that says which. `refund`: money goes back `never`, is `allowed` to, or (empty) it is not said.
    """

    lines: Mapping[str, FeeLine]
    when: Rule | None = None
    waived: Rule | None = None
    ways: Mapping[str, Rule] = field(default_factory=dict)
    way_at: Mapping[str, Fact] = field(default_factory=dict)
    paid_at: Mapping[str, Rule] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    balance: str = ""
    refund: str = ""
    silent: bool = False


@dataclass(frozen=True, slots=True)
class Intake:
    """What a window takes in: requests of which `accepts` is true, by a channel it names.

    `channel` is the choice of the intake's form that says how a request came; the window lists the values.
    """

    accepts: Rule | None = None
    channel: Fact | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Invariant(Element):
    """Holds after every command unless it is false; `assume`: not proved, enforced and used by the prover.

    `finding`: as what a check reports that it can be broken (kind, path), where a statute judges one element.
    """

    rule: Rule
    severity: Literal["block", "warn"] = "block"
    assume: bool = False
    finding: tuple[str, str] | None = None


# --- the whole


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Workflow(Element):
    """One workflow of an organisation, ready to run. `id` is `organisation/name`."""

    organisation: str
    kinds: Mapping[str, Element]
    phases: Mapping[str, Text]
    machine: Machine
    tasks: Mapping[str, Task]
    forms: Mapping[str, Form]
    clocks: Mapping[str, Clock]
    evidence: Mapping[str, EvidenceRule]
    tables: Mapping[str, Table]
    notices: Mapping[str, Notice]
    registers: Mapping[str, Register]
    fees: Mapping[str, Fee]
    invariants: Mapping[str, Invariant]
    exports: Mapping[str, Rule]
    intakes: Mapping[str, Intake] = field(default_factory=dict)
    settings: Mapping[str, Value]
    org: Organisation
    effective_from: date | None = None
    effective_by: Rule | None = None
    version: str = ""
    open_points: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()
    commands: Mapping[str, Command] = field(default_factory=dict)
    """Every command by id: of the case and of its tasks."""

    def start_for(self, kind: str) -> Command | None:
        """The command that creates a case of this kind."""
        return (
            next((c for c in self.machine.commands.values() if c.start), None) if kind in self.kinds else None
        )

    @property
    def main_clock(self) -> Clock | None:
        return next((c for c in self.clocks.values() if c.main), None)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Role(Element):
    """What a person may be. `per_unit`: held for one unit; `recorded_by`: roles that may type for it;
    `administers`: may add members, change what they may do, and remove them; may change and publish the rules."""

    per_unit: bool = False
    recorded_by: tuple[str, ...] = ()
    administers: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Access(Element):
    """A rule about using the program itself: minutes without a key until it locks, days a password serves."""

    minutes: int = 0
    days: int = 0


LEDGERS: Final = ("members", "exports")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class HouseLedger(Element):
    """A register of how the program is used, `of` members (their ids) or exports. Columns: id → title, and the word
    of what stands there. `permitted_by`: roles whose permission an export needs beforehand; empty = none."""

    of: str
    columns: Mapping[str, tuple[Text, str]]
    form_number: str = ""
    readers: tuple[str, ...] = ()
    permitted_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Setting(Element):
    """An ambiguity as a named choice. `values` empty = a number of days."""

    values: Mapping[str, Text]
    value: Value
    consequence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Unit(Element):
    """課・グループ・施設; `holders` tell the title of a role's holder there."""

    holders: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Window(Element):
    address: str = ""
    phone: str = ""
    fax: str = ""
    email: str = ""
    hours: str = ""
    channels: tuple[str, ...] = ()
    unit: str = ""
    accepts: str = ""
    accepts_place: Place | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Party(Element):
    """A standing addressee of letters."""

    postal_code: str = ""
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class Organisation(Element):
    """A body with its own rules. `calendar` is the calendar as written; the shell makes an OfficeCalendar of it."""

    roles: Mapping[str, Role]
    units: Mapping[str, Unit]
    windows: Mapping[str, Window]
    settings: Mapping[str, Setting]
    documents: Mapping[str, DocumentType]
    catalogues: Mapping[str, Mapping[str, Text]]
    parties: Mapping[str, Party]
    calendar: Any
    short: Text = field(default_factory=lambda: Text(""))  # what lists call it; empty = nobody said
    calendar_bases: tuple[Basis, ...] = ()
    access: Mapping[str, Access] = field(default_factory=dict)
    ledgers: Mapping[str, HouseLedger] = field(default_factory=dict)
    amend: tuple[str, ...] = ()
    sender: str = ""
    articles: Mapping[str, Place | None] = field(default_factory=dict)
    office: Mapping[str, Any] = field(default_factory=dict)
    laws: Mapping[str, Law] = field(default_factory=dict)
