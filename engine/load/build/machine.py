"""States, commands and tasks of a merged tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Final, Literal

from engine.load.build.bench import BOOL, Bench, basis, label
from engine.load.tree import Map, Node, Scalar
from engine.model.basics import Basis, Place, Text
from engine.model.rule import Rule
from engine.model.workflow import (
    Actor,
    Command,
    Element,
    Machine,
    Requirement,
    Role,
    State,
    Target,
)
from engine.rules import Vocabulary

NamesFor = Callable[[str, str], Vocabulary]
"""(form id, task id) → the names in reach."""

_ID: Final = re.compile(r"[a-z][a-z0-9_]*\Z")
BUILT_IN = ("take_back", "note", "attach", "amend")


def common(node: Map, element_id: str) -> tuple[str, Text, Place, Basis | None, str, str]:
    """id, title, place, basis, help, note: what every element carries."""
    title = label(node.entries.get("title"), element_id)
    return (
        element_id,
        title,
        node.place,
        basis(node.entries.get("basis")),
        label(node.entries.get("help"), "").ja,
        label(node.entries.get("note"), "").ja,
    )


def element(node: Node | None, element_id: str) -> Element:
    """A plain element; a scalar is its title."""
    if not isinstance(node, Map):
        return Element(id=element_id, title=label(node, element_id), place=node.place if node else None)
    i, t, p, b, h, n = common(node, element_id)
    return Element(id=i, title=t, place=p, basis=b, help=h, note=n)


def command_nodes(root: Map) -> list[tuple[str, Map, str]]:
    """Every command of a machine as (id, node, state it is written in)."""
    found: list[tuple[str, Map, str]] = []
    for state_id, state in root.map("states").items():
        if isinstance(state, Map):
            found += [(c, n, state_id) for c, n in state.map("commands").items() if isinstance(n, Map)]
    found += [(c, n, "") for c, n in root.map("commands").items() if isinstance(n, Map)]
    return found


def commands_in(bench: Bench, owner: Map, key: str, path: str, allowed: Iterable[str]) -> tuple[str, ...]:
    """Command ids under `key`; an unknown one is a problem. `key: alert` and the like are handled by the caller."""
    names = tuple(allowed)
    found = bench.words(owner.entries.get(key), f"{path}.{key}")
    for word, place in found:
        if word not in names:
            bench.unknown(f"{path}.{key}", "操作", "command", word, place, names)
    return tuple(word for word, _ in found if word in names)


def enclosures(bench: Bench, owner: Map, path: str, forms: Iterable[str]) -> tuple[str, ...]:
    """The papers that go with a letter or a form: forms by their id, others by their name as it is printed."""
    names = tuple(forms)
    found = bench.words(owner.entries.get("enclose"), f"{path}.enclose")
    for word, place in found:
        if _ID.match(word) and word not in names:
            bench.unknown(f"{path}.enclose", "様式", "form", word, place, names)
    return tuple(word for word, _ in found)


class MachineBuilder:
    """Builds one machine: the case's own, or a task's."""

    def __init__(
        self,
        bench: Bench,
        root: Map,
        task: str,
        names: NamesFor,
        roles: Mapping[str, Role],
        forms: Iterable[str],
        phases: Mapping[str, Text],
    ) -> None:
        self.bench = bench
        self.root = root
        self.task = task
        self.names = names
        self.roles = roles
        self.forms = frozenset(forms)
        self.phases = phases
        self.where = f"tasks.{task}." if task else ""

    def build(self) -> Machine:
        states = {s: self._state(s, n) for s, n in self.root.map("states").items() if isinstance(n, Map)}
        ends = [s for s in states.values() if s.end == "done"]
        if len(ends) != 1:
            self.bench.problem(
                "shape",
                f"{self.where}states",
                "ふつうの終わり（end: done）はちょうど一つ要ります。",
                "There must be exactly one normal end (end: done).",
                self.root.key_place("states"),
            )
        commands: dict[str, Command] = {}
        for command_id, node, inside in command_nodes(self.root):
            if command_id in commands:
                self.bench.problem(
                    "duplicate",
                    f"{self.where}commands.{command_id}",
                    f"操作「{command_id}」が二つあります。",
                    f"There are two commands “{command_id}”.",
                    node.place,
                )
            commands[command_id] = self._command(command_id, node, inside, states)
        return Machine(states=states, commands=commands, done=ends[0].id if ends else "")

    def _state(self, state_id: str, node: Map) -> State:
        where = f"{self.where}states.{state_id}"
        i, t, p, b, h, n = common(node, state_id)
        phase = self.bench.text(node, "phase", where)
        if phase and phase not in self.phases:
            self.bench.unknown(where, "段階のまとまり", "phase", phase, node.key_place("phase"), self.phases)
        end = node.text("end")
        if end not in ("", "done", "aside"):
            self.bench.unknown(
                where, "終わり方", "kind of end", end, node.key_place("end"), ("done", "aside")
            )
        kind: Literal["", "done", "aside"] = "done" if end == "done" else "aside" if end == "aside" else ""
        return State(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            phase=phase,
            end=kind,
            only_when=self.bench.rule(
                node.entries.get("only_when"), self.names("", self.task), BOOL, f"{where}.only_when"
            ),
            no_letter=label(node.entries.get("no_letter"), "").ja,
        )

    def _command(self, command_id: str, node: Map, inside: str, states: Mapping[str, State]) -> Command:
        where = f"{self.where}commands.{command_id}"
        i, t, p, b, h, n = common(node, command_id)
        form = self.bench.text(node, "form", where)
        if form and form not in self.forms:
            self.bench.unknown(where, "様式", "form", form, node.key_place("form"), self.forms)
            form = ""
        names = self.names(form, self.task)
        start, sources = self._sources(node, inside, states, where)
        return Command(
            id=i,
            title=t,
            place=p,
            basis=b,
            help=h,
            note=n,
            done=label(node.entries.get("done"), t.ja) if "done" in node else t,
            sources=sources,
            start=start,
            by=self._by(node, where),
            form=form,
            key=node.text("key"),
            task=self.task,
            target=self._target(node, names, states, where),
            when=self.bench.rule(node.entries.get("when"), names, BOOL, f"{where}.when"),
            require=self._require(node, names, where),
            sets=self._sets(node, names, where),
        )

    def _sources(
        self, node: Map, inside: str, states: Mapping[str, State], where: str
    ) -> tuple[bool, frozenset[str]]:
        if inside and "from" not in node:
            return False, frozenset((inside,))
        found: set[str] = set()
        start = False
        for word, place in self.bench.words(node.entries.get("from"), f"{where}.from"):
            if word == "start":
                start = True
            elif word == "open":
                found |= {s.id for s in states.values() if not s.end}
            elif any(s.phase == word for s in states.values()):
                # Phases come first: a phase may bear the name of one of its own states.
                found |= {s.id for s in states.values() if s.phase == word and not s.end}
            elif word in states:
                found.add(word)
            elif word not in self.phases and word not in self.root.map("states").removed:
                self.bench.unknown(
                    where, "段階", "state", word, place, [*states, *self.phases, "open", "start"]
                )
        if not inside and "from" not in node:
            self.bench.problem(
                "shape",
                where,
                "どの段階から行うか（from）が書かれていません。",
                "`from` is missing.",
                node.place,
            )
        return start, frozenset(found | ({inside} if inside else set()))

    def _by(self, node: Map, where: str) -> tuple[Actor, ...]:
        actors: list[Actor] = []
        for word, place in self.bench.words(node.entries.get("by"), f"{where}.by"):
            role, _, of = (part.strip() for part in word.partition(" of "))
            if role not in self.roles:
                self.bench.unknown(where, "役割", "role", role, place, self.roles)
            elif of not in ("", "case.unit"):
                self.bench.unknown(where, "担当の項目", "unit fact", of, place, ("case.unit",))
            else:
                actors.append(Actor(role, of))
        return tuple(actors)

    def _target(self, node: Map, names: Vocabulary, states: Mapping[str, State], where: str) -> Target:
        to = self.bench.resolve(node.entries.get("to"), f"{where}.to")
        if isinstance(to, Map):
            branches: list[tuple[str, Rule | None]] = []
            for state, rule in to.items():
                if state not in states:
                    self.bench.unknown(where, "段階", "state", state, to.key_place(state), states)
                elif isinstance(rule, Scalar) and rule.text == "otherwise":
                    branches.append((state, None))
                else:
                    branches.append((state, self.bench.rule(rule, names, BOOL, f"{where}.to.{state}")))
            return Target("map", tuple(sorted(branches, key=lambda b: b[1] is None)))
        word = to.text if isinstance(to, Scalar) else "stay"
        if word == "next":
            return Target("next")
        if word == "stay":
            return Target("stay")
        if word not in states:
            self.bench.unknown(
                f"{where}.to", "段階", "state", word, node.key_place("to"), [*states, "next", "stay"]
            )
        return Target("state", ((word, None),))

    def _require(self, node: Map, names: Vocabulary, where: str) -> dict[str, Requirement]:
        found: dict[str, Requirement] = {}
        for key, one in node.map("require").items():
            path = f"{where}.require.{key}"
            if not isinstance(one, Map):
                one = Map({"rule": one}, {"rule": one.place}, one.place)
            rule = self.bench.rule(one.entries.get("rule"), names, BOOL, f"{path}.rule")
            if rule is None:
                continue
            i, t, p, b, h, n = common(one, key)
            message = label(one.entries.get("message"), t.ja)
            severity = self.bench.pick(one, "severity", path, ("block", "warn", "off"), "block")
            found[key] = Requirement(
                id=i,
                title=t if "title" in one else message,
                place=p,
                basis=b,
                help=h,
                note=n,
                rule=rule,
                message=message,
                severity="warn" if severity == "warn" else "off" if severity == "off" else "block",
            )
        return found

    def _sets(self, node: Map, names: Vocabulary, where: str) -> dict[str, Rule]:
        found: dict[str, Rule] = {}
        for path, one in node.map("sets").items():
            if path not in ("case.unit", "case.window"):
                self.bench.unknown(
                    f"{where}.sets",
                    "決められる項目",
                    "settable fact",
                    path,
                    one.place,
                    ("case.unit", "case.window"),
                )
            elif rule := self.bench.rule(one, names, None, f"{where}.sets.{path}"):
                found[path] = rule
        return found
