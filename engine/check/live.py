"""What is worth remembering at a state: the facts that rules of the steps still to come may read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from engine.check.env import ATOM
from engine.check.names import Names, command_rules
from engine.model.rule import Node
from engine.model.workflow import Command, Machine, Workflow

START: Final = ""


@dataclass(frozen=True, slots=True)
class Course:
    """A machine with the commands of tasks that may happen beside it, and during which states."""

    workflow: Workflow
    names: Names
    machine: Machine
    beside: Mapping[str, frozenset[str] | None]

    def commands_at(self, state: str) -> Iterator[Command]:
        """Every command that somebody may try in a state."""
        for command in self.machine.commands.values():
            if (state == START and command.start) or state in command.sources:
                yield command
        for name, during in self.beside.items():
            if state != START and (during is None or state in during):
                yield self.workflow.commands[name]


class Live:
    """Which decisions later rules may still read, by state."""

    def __init__(self, course: Course) -> None:
        names, machine, workflow = course.names, course.machine, course.workflow
        shared = [one.rule for one in workflow.invariants.values()]
        only = [state.only_when for state in machine.states.values()]
        self._reads: dict[str, frozenset[str]] = {}
        self._atoms: dict[str, frozenset[str]] = {}
        per_command: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for command in (*machine.commands.values(), *(workflow.commands[name] for name in course.beside)):
            rules = [*command_rules(workflow, command), *shared, *only]
            reads = names.reads(rules)
            rules += [when for path in reads if path in names.fields for when in names.fields[path].whens]
            atoms = dict(names.atoms(rules))
            self._atoms |= {text: _deep(names, paths) for text, paths in atoms.items()}
            per_command[command.id] = reads, frozenset(atoms)
        steady = frozenset(text for text, reads in self._atoms.items() if not names.volatile(reads))
        follow = _following(course)
        for state, reachable in follow.items():
            here = [c.id for s in reachable for c in course.commands_at(s)]
            paths = frozenset(p for c in here for p in per_command[c][0] if not names.volatile([p]))
            texts = frozenset(ATOM + t for c in here for t in per_command[c][1] if t in steady)
            self._reads[state] = paths | texts
        everything = frozenset(p for reads, _ in per_command.values() for p in reads)
        self.events = frozenset(p for p in everything if p.startswith("event.") and p.count(".") == 1)

    def keeps(self, state: str, path: str) -> bool:
        return path in self._reads.get(state, frozenset())

    def atom_reads(self, text: str) -> frozenset[str]:
        return self._atoms.get(text, frozenset())


def is_about_another(node: Node, command: str) -> bool:
    """Whether `condition implies …` says nothing of a command, because its condition names others."""
    return node.op == "implies" and _rules_out(node.operands[0], command)


def _rules_out(node: Node, command: str) -> bool:
    """Whether a condition is false of the command, whatever else is known."""
    if node.op == "and":
        return any(_rules_out(part, command) for part in node.operands)
    if node.op == "or":
        return all(_rules_out(part, command) for part in node.operands)
    if node.op not in ("=", "in") or node.operands[0].args != ("command",):
        return False
    values = node.operands[1:]
    return all(one.op == "literal" and one.args[0] != command for one in values)


def _deep(names: Names, paths: Iterable[str]) -> frozenset[str]:
    """The facts and everything behind them."""
    return frozenset(deep for path in paths for deep in names.deep(path))


def _following(course: Course) -> dict[str, frozenset[str]]:
    """The states that may come after each state, by the arrows drawn, the state itself included."""
    machine = course.machine
    order = list(machine.states)
    steps: dict[str, set[str]] = {state: {state} for state in (START, *order)}
    for state in steps:
        for command in course.commands_at(state):
            target = command.target
            if command.id in course.beside or target.how == "stay":
                continue
            if target.how == "next":
                steps[state] |= {*order[order.index(state) + 1 if state else 0 :], machine.done}
            else:
                steps[state] |= {branch for branch, _ in target.branches}
    found: dict[str, frozenset[str]] = {}
    for state in steps:
        seen, queue = {state}, [state]
        while queue:
            for following in steps.get(queue.pop(), ()):
                if following not in seen:
                    seen.add(following)
                    queue.append(following)
        found[state] = frozenset(seen)
    return found
