"""Papers as a table: who asks by which channel, and in each cell what is demanded there.

    matrix(workflow, language)            rows = who asks, columns = channels, a short text in every cell
    tree(workflow, matrix, cell, ...)     one cell as it is built: groups (すべて, どれか), papers, approvals
    cells_of(workflow, matrix, path)      the cells in which a group is asked for

The two axes are choices of the form that opens a case: the channel by which copies and windows go, and the choice
that most conditions of papers read. A condition on neither leaves a demand in the cell, said in words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from engine.advance.words import spoken
from engine.desk.workshop.scope import Path
from engine.desk.written import either, in_words
from engine.model.basics import Period, Value
from engine.model.forms import Field
from engine.model.rule import Facts, Rule, Type
from engine.model.workflow import EvidenceRule, Item, Workflow

NodeKind = Literal["rule", "any", "all", "n", "paper", "other", "approval", "silent", "refused"]
Place = tuple[str, str]
"""A cell: the value of the row and of the column."""

_ROOT: Final = "_"
_KEY: Final[Mapping[str, str]] = {"any": "any", "all": "all", "n": "of"}


@dataclass(frozen=True, slots=True)
class Axis:
    """A choice of the form that opens a case: `fact` as rules read it, its values with their labels."""

    fact: str
    title: str
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The table of papers. `said` are the cells in words."""

    rows: Axis
    columns: Axis
    said: Mapping[Place, str]

    @property
    def cells(self) -> tuple[Place, ...]:
        return tuple((row, column) for row in self.rows.values for column in self.columns.values)

    def cell_at(self, row: int, column: int) -> Place:
        return list(self.rows.values)[row], list(self.columns.values)[column]

    def title(self, cell: Place) -> str:
        return f"{self.rows.values[cell[0]]} x {self.columns.values[cell[1]]}"


@dataclass(frozen=True, slots=True)
class Demand:
    """One line of a cell's tree.

    `path` is where it stands in the workflow's file (of a paper the list with its position), `paper` the document
    type, `item` the demand that it serves. `when` is a condition that the cell leaves open, `about` it in words;
    `demand` one that is only asked for case by case. `notes` say how a paper must be.
    """

    kind: NodeKind
    path: Path
    title: str
    depth: int
    item: Item | None = None
    paper: str = ""
    when: Rule | None = None
    about: str = ""
    demand: bool = False
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return "/".join((*self.path, self.kind))


# --- the table


def matrix(workflow: Workflow, language: str) -> Matrix | None:
    """The table of a workflow; None where it asks for no papers, or its intake has no two choices to spread it over."""
    form = next((workflow.forms.get(c.form) for c in workflow.machine.commands.values() if c.start), None)
    choices = [one for one in form.walk() if one.type.kind == "choice" and one.type.values] if form else []
    if form is None or len(choices) < 2 or not workflow.evidence:
        return None
    facts = {f"{form.id}.{one.path}": one for one in choices}
    columns = _channel(workflow, facts)
    rest = {fact: one for fact, one in facts.items() if fact != columns}
    rows = _most_read(workflow, rest)
    offered = {c for window in workflow.org.windows.values() for c in window.channels}
    across = _axis(columns, facts[columns], language, offered)
    down = _axis(rows, rest[rows], language, frozenset())
    empty = Matrix(down, across, {})
    return Matrix(down, across, {cell: _said(workflow, empty, cell, language) for cell in empty.cells})


def _axis(fact: str, one: Field, language: str, offered: set[str] | frozenset[str]) -> Axis:
    known = {key: label.within(language) for key, label in one.type.values.items()}
    used = {key: label for key, label in known.items() if key in offered} or known
    return Axis(fact, one.title.within(language), used)


def _channel(workflow: Workflow, facts: Mapping[str, Field]) -> str:
    """The fact of the channel: the one by which copies are accepted, or requests come to a window."""
    named = [item.channel for item in _items(workflow) if item.channel]
    named += [one.channel.path for one in workflow.intakes.values() if one.channel is not None]
    return next((fact for fact in named if fact in facts), next(iter(facts)))


def _most_read(workflow: Workflow, facts: Mapping[str, Field]) -> str:
    """The choice that most conditions of papers read; the first one where none reads any."""
    count = Counter(fact for rule in _rules(workflow) for fact in rule.reads if fact in facts)
    return max(facts, key=lambda fact: count[fact])


def _rules(workflow: Workflow) -> Iterator[Rule]:
    for one in workflow.evidence.values():
        yield from (rule for rule, _, _ in one.refuse)
        if one.when is not None:
            yield one.when
    for item in _items(workflow):
        yield from (rule for rule in (item.when, *item.holder.values()) if rule is not None)


def _items(workflow: Workflow) -> Iterator[Item]:
    for one in workflow.evidence.values():
        yield from _within(one.need)


def _within(item: Item | None) -> Iterator[Item]:
    if item is not None:
        yield item
        for part in item.parts.values():
            yield from _within(part)


def facts_at(workflow: Workflow, table: Matrix, cell: Place) -> Facts:
    """What is known in a cell: who asks, by which channel, and the settings."""
    known: dict[str, Value] = {f"setting.{name}": value for name, value in workflow.settings.items()}
    return Facts({**known, table.rows.fact: cell[0], table.columns.fact: cell[1]})


# --- a cell in words


def _said(workflow: Workflow, table: Matrix, cell: Place, language: str) -> str:
    facts = facts_at(workflow, table, cell)
    found: list[str] = []
    more = 0
    for rule in workflow.evidence.values():
        if any(when.run(facts) is True for when, _, _ in rule.refuse):
            return either("受け付けない", "not accepted", language)
        state = _state(rule.when, facts)
        if state is False:
            continue
        if rule.need is None:
            found.append(either("規程に定めなし", "the rules are silent", language))
        elif state is None:
            more += 1
        else:
            said, open_ = _short(workflow, rule.need, facts, language)
            found += [said] if said else []
            more += open_
    if more:
        found.append(either(f"場合により {more}", f"{more} at times", language))
    return " + ".join(dict.fromkeys(found)) or "-"


def _short(workflow: Workflow, item: Item, facts: Facts, language: str) -> tuple[str, int]:
    """A demand in a few words, and how many more there are under a condition that is open here.

    What somebody may accept instead of papers is not said: it is in the tree.
    """
    state = _state(item.when, facts)
    if state is not True or item.on_demand:
        return "", int(state is not False)
    if item.parts:
        listed = [one for one in item.parts.values() if not one.approved] or list(item.parts.values())
        parts = [_short(workflow, part, facts, language) for part in listed]
        said = [text for text, _ in parts if text]
        return (" + " if item.join == "all" else " / ").join(said), sum(more for _, more in parts)
    if item.approved:
        return item.title.within(language), 0
    return papers_said(workflow, item, language), 0


def papers_said(workflow: Workflow, item: Item, language: str) -> str:
    """The papers of one demand in a few words: the only one by its title, several by their number."""
    count = len(item.documents)
    etc = either(" 等", " etc.", language) if item.open else ""
    if count == 1:
        return paper_title(workflow, item.documents[0], language) + etc
    said = {
        "any": either(f"どれか1つ {count}種", f"one of {count}", language),
        "all": either(f"すべて {count}種", f"all {count}", language),
        "n": either(f"{count}種のうち{item.count}つ", f"{item.count} of {count}", language),
    }
    return said[item.join] + etc


def paper_title(workflow: Workflow, paper: str, language: str) -> str:
    known = workflow.org.documents.get(paper)
    return known.title.within(language) if known is not None else paper


def _state(rule: Rule | None, facts: Facts) -> bool | None:
    """Whether a condition holds; None where it depends on what the cell does not say."""
    if rule is None:
        return True
    value = rule.run(facts)
    return value if isinstance(value, bool) else None


# --- a cell as a tree


def tree(workflow: Workflow, table: Matrix, cell: Place, language: str) -> list[Demand]:
    """What is demanded in a cell, as it is built; what never holds there is left out."""
    facts = facts_at(workflow, table, cell)
    found: list[Demand] = []
    for rule in workflow.evidence.values():
        if _state(rule.when, facts) is not False:
            found += _of_rule(workflow, rule, facts, cell, language)
    return found


def _of_rule(
    workflow: Workflow, rule: EvidenceRule, facts: Facts, cell: Place, language: str
) -> Iterator[Demand]:
    path: Path = ("evidence", rule.id)
    open_ = rule.when if _state(rule.when, facts) is None else None
    yield Demand("rule", path, rule.title.within(language), 0, when=open_, about=in_words(open_, language))
    for when, message, _ in rule.refuse:
        if _state(when, facts) is not False:
            said = either(f"受け付けない: {message.ja}", f"not accepted: {message.within('en')}", language)
            yield Demand("refused", (*path, "refuse"), said, 1, about=in_words(when, language))
    if rule.need is None:
        said = either("規程に定めなし", "the rules are silent", language)
        yield Demand("silent", (*path, "need"), said, 1)
    elif rule.need.id == _ROOT and rule.need.join == "all" and rule.need.parts:
        for key, part in rule.need.parts.items():
            yield from _of_item(workflow, part, (*path, "need", key), facts, cell, 1, language)
    else:
        yield from _of_item(workflow, rule.need, (*path, "need"), facts, cell, 1, language)


def _of_item(
    workflow: Workflow, item: Item, path: Path, facts: Facts, cell: Place, depth: int, language: str
) -> Iterator[Demand]:
    state = _state(item.when, facts)
    if state is False:
        return
    open_ = item.when if state is None else None
    kind: NodeKind = "approval" if item.approved else item.join
    notes = tuple(_notes(item, cell, language)) if item.documents else ()
    yield Demand(
        kind, path, item.title.within(language), depth, item, when=open_, about=in_words(open_, language),
        demand=item.on_demand, notes=notes,
    )  # fmt: skip
    listed = (*path, _KEY[item.join])
    for key, part in item.parts.items():
        yield from _of_item(workflow, part, (*listed, _step(key)), facts, cell, depth + 1, language)
    for at, paper in enumerate(item.documents):
        known = workflow.org.documents.get(paper)
        until = known.valid_until if known is not None else None
        note = (_until(spoken(until, Type("date"), language), language),) if until is not None else ()
        title = paper_title(workflow, paper, language)
        yield Demand("paper", (*listed, str(at)), title, depth + 1, item, paper, notes=note)
    if item.open and item.documents:
        said = either("そのほかの書類 (内容を書く)", "another paper, described", language)
        yield Demand("other", (*path, "open"), said, depth + 1, item)


def _step(key: str) -> str:
    """A part without a name of its own stands in a list: `part2` is its second."""
    position = key.removeprefix("part")
    return str(int(position) - 1) if key.startswith("part") and position.isdigit() else key


def joined(kind: NodeKind, count: int, language: str) -> str:
    """How the members of a group are joined."""
    words = {
        "any": ("どれか", "any one"),
        "all": ("すべて", "all"),
        "n": (f"うち{count}つ", f"{count} of"),
        "approval": ("承認", "approval"),
    }
    return either(*words.get(kind, ("", "")), language)


def _until(day: str, language: str) -> str:
    return either(f"{day}まで使える", f"valid until {day}", language)


def _notes(item: Item, cell: Place, language: str) -> Iterator[str]:
    """How a paper must be: itself or a copy, and how old."""
    copy = cell[1] in item.accepts_copy
    yield either(
        "写しでもよい" if copy else "原本", "a copy will do" if copy else "the paper itself", language
    )
    if item.max_age is not None:
        yield either(
            f"作成から{_period(item.max_age, 'ja')}以内",
            f"at most {_period(item.max_age, 'en')} old",
            language,
        )
    if item.min_age is not None and item.min_age.number:
        yield either(
            f"作成から{_period(item.min_age, 'ja')}以上",
            f"at least {_period(item.min_age, 'en')} old",
            language,
        )


def _period(period: Period, language: str) -> str:
    return spoken(period, Type("period"), language)


# --- which cells a group is in


def cells_of(workflow: Workflow, table: Matrix, path: Path) -> tuple[Place, ...]:
    """The cells in which the group at a path is asked for, always or at times."""
    found = []
    for cell in table.cells:
        if any(one.path == path for one in tree(workflow, table, cell, "ja")):
            found.append(cell)
    return tuple(found)


def condition(table: Matrix, chosen: frozenset[Place], shared: tuple[Place, ...]) -> str:
    """The rule that holds in the chosen cells among those that share a group; empty for all of them."""
    if chosen >= set(shared):
        return ""
    columns = {row: frozenset(c for r, c in chosen if r == row) for row, _ in chosen}
    every = {row: frozenset(c for r, c in shared if r == row) for row, _ in shared}
    alike: dict[frozenset[str], list[str]] = {}
    for row in (r for r in table.rows.values if r in columns):
        alike.setdefault(frozenset() if columns[row] == every[row] else columns[row], []).append(row)
    parts = []
    for across, rows in alike.items():
        clauses = [] if len(alike) == 1 and set(rows) == set(every) else [_among(table.rows, rows)]
        clauses += [_among(table.columns, [c for c in table.columns.values if c in across])] if across else []
        parts.append(" and ".join(clauses))
    return parts[0] if len(parts) == 1 else " or ".join(f"({part})" for part in parts)


def _among(axis: Axis, values: list[str]) -> str:
    return f"{axis.fact} = {values[0]}" if len(values) == 1 else f"{axis.fact} in [{', '.join(values)}]"


__all__ = [
    "Axis", "Demand", "Matrix", "NodeKind", "Place", "Workflow", "cells_of", "condition", "facts_at", "joined",
    "matrix", "paper_title", "papers_said", "tree",
]  # fmt: skip
