"""The facts of a workflow as the prover sees them: fields with their conditions, what derived facts read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.model.basics import Text
from engine.model.forms import Field, Form
from engine.model.rule import Node, Rule, Type
from engine.model.workflow import Command, Fee, Notice, Workflow

# Facts that may change without a command; what is drawn about them is drawn anew at every use.
_VOLATILE: Final = frozenset({"today", "actor", "clock", "fee", "task", "evidence", "instance", "org"})
_ATOMS: Final = frozenset(
    {"=", "!=", "<", "<=", ">", ">=", "in", "contains", "any", "every", "no", "path", "if", "otherwise"}
)


@dataclass(frozen=True, slots=True)
class FieldFact:
    """A field by its full path: its conditions (outermost first) and whether it must be filled in."""

    path: str
    field: Field
    whens: tuple[Rule, ...]
    required: bool
    parent: str


def field_facts(forms: Mapping[str, Form]) -> dict[str, FieldFact]:
    """Every field of every form by its path (`decision.outcome`)."""
    found: dict[str, FieldFact] = {}

    def add(one: Field, form: str, above: FieldFact | None) -> None:
        whens = above.whens if above else ()
        if one.when is not None:
            whens = (*whens, one.when)
        required = (
            (one.required or one.severity == "must") and not one.lenient and (above is None or above.required)
        )
        fact = FieldFact(f"{form}.{one.path}", one, whens, required, above.path if above else "")
        found[fact.path] = fact
        for part in one.fields.values():
            add(part, form, fact)

    for form in forms.values():
        for one in form.fields.values():
            add(one, form.id, None)
    return found


class Names:
    """What every rule of a workflow reads in the end, with labels; computed once and kept."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.fields = field_facts(workflow.forms)
        self.titles: dict[str, tuple[Text, Type]] = {}
        self._deep: dict[str, frozenset[str]] = {}
        self._texts: dict[int, str] = {}

    def field_of(self, path: str) -> FieldFact | None:
        """The field of a path, or the linked case or object that the path is a part of."""
        while path:
            if path in self.fields:
                return self.fields[path]
            path = path.rpartition(".")[0]
        return None

    def reads(self, rules: Iterable[Rule | None]) -> frozenset[str]:
        """Every fact the rules read, also through conditions of fields, tables, fees and clocks."""
        found: set[str] = set()
        for rule in rules:
            if rule is not None:
                for path in rule.reads:
                    found |= self.deep(path)
        return frozenset(found)

    def deep(self, path: str) -> frozenset[str]:
        """The fact and every fact it depends on."""
        if path not in self._deep:
            # Set first: a fact that depends on itself (a fee's own sum) ends here.
            self._deep[path] = frozenset({path})
            self._deep[path] = frozenset({path}) | self.reads(self._behind(path)) | self._above(path)
        return self._deep[path]

    def _above(self, path: str) -> frozenset[str]:
        head, _, rest = path.partition(".")
        if head == "event":
            return frozenset({f"event.{rest.partition('.')[0]}"})
        fact = self.field_of(path)
        above = fact.parent if fact and fact.path == path else fact.path if fact else ""
        return frozenset({above}) | self.deep(above) if above else frozenset()

    def _behind(self, path: str) -> Iterator[Rule | None]:
        head, _, rest = path.partition(".")
        name = rest.partition(".")[0]
        workflow = self.workflow
        if head == "table" and name in workflow.tables:
            table = workflow.tables[name]
            yield from table.inputs.values()
            yield from (row.when for row in table.rows.values())
        elif head == "fee" and name in workflow.fees:
            yield from fee_rules(workflow.fees[name])
        elif head == "clock":
            for clocks in (workflow.clocks, *(task.clocks for task in workflow.tasks.values())):
                if name in clocks:
                    clock = clocks[name]
                    yield from (clock.starts, clock.until, clock.when, clock.period_rule)
        else:
            fact = self.field_of(path)
            if fact is not None:
                yield from fact.whens
                options = fact.field.options
                if options is not None and options.source == "table" and options.name in workflow.tables:
                    yield from workflow.tables[options.name].inputs.values()

    def volatile(self, paths: Iterable[str]) -> bool:
        return any(path.partition(".")[0] in _VOLATILE for path in paths)

    def text(self, node: Node) -> str:
        """The node written out; equal for equal comparisons wherever they stand."""
        found = self._texts.get(id(node))
        if found is None:
            parts = (self.text(arg) if isinstance(arg, Node) else repr(arg) for arg in node.args)
            found = self._texts[id(node)] = f"{node.op}({' '.join(parts)})"
        return found

    def atoms(self, rules: Iterable[Rule | None]) -> Iterator[tuple[str, frozenset[str]]]:
        """Every comparison in the rules, as text, with the facts it reads."""
        for rule in rules:
            if rule is not None:
                self.learn(rule.node)
                for node in _walk(rule.node):
                    if node.op in _ATOMS:
                        yield self.text(node), frozenset(paths_in(node))

    def learn(self, node: Node) -> None:
        """Keep the labels of the facts a rule names."""
        for part in _walk(node):
            if part.op == "path" and len(part.args) == 1:
                self.titles.setdefault(str(part.args[0]), (part.title, part.type))


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for part in node.operands:
        yield from _walk(part)


def paths_in(node: Node) -> Iterator[str]:
    """The facts of the case that a node looks up."""
    return (str(part.args[0]) for part in _walk(node) if part.op == "path" and len(part.args) == 1)


def fee_rules(fee: Fee) -> Iterator[Rule | None]:
    yield fee.when
    yield fee.waived
    for line in fee.lines.values():
        yield from (line.when, line.amount)


def notice_rules(notice: Notice) -> Iterator[Rule | None]:
    """Every rule of a letter: its condition and each fact it prints."""
    yield notice.when
    yield notice.per
    for piece in (*notice.heading, *notice.sender):
        yield piece.rule
    for part in notice.body.values():
        yield from (part.when, part.each)
        yield from (piece.rule for piece in part.text)


def command_rules(workflow: Workflow, command: Command) -> Iterator[Rule | None]:
    """Every rule that the step of a command looks at."""
    yield command.when
    yield from (one.rule for one in command.require.values())
    yield from command.sets.values()
    yield from (rule for _, rule in command.target.branches)
    form = workflow.forms.get(command.form)
    if form is not None:
        yield from (one.when for one in form.walk())
    for notice in workflow.notices.values():
        if command.id in notice.at:
            yield from notice_rules(notice)
            if notice.number.startswith("table."):
                table = workflow.tables.get(notice.number.split(".")[1])
                yield from table.inputs.values() if table else ()
