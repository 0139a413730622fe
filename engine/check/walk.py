"""The graph of one machine for one kind: every point a case can reach, and what is known there."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from heapq import heappop, heappush
from typing import Final

from engine.check.entering import Entering
from engine.check.env import ATOM, Env, Known, Mark, joined
from engine.check.found import Finding, Findings, told
from engine.check.letters import Letters
from engine.check.live import Course, Live, is_about_another
from engine.check.names import Names
from engine.check.truth import World, distinct
from engine.model.basics import MISSING, Text
from engine.model.rule import Rule
from engine.model.workflow import Command, Invariant, Machine, State, Workflow

CAP: Final = 200_000
Key = tuple[str, bool, frozenset[tuple[str, Known]]]


@dataclass(frozen=True, slots=True)
class Parent:
    """How a point was first reached."""

    key: Key | None
    command: Text
    env: Env


class Queue:
    """Points to be followed, each once: by the drawn order of their states, among those as they came."""

    def __init__(self, machine: Machine) -> None:
        self._order = {state: place for place, state in enumerate(machine.states, 1)}
        self._heap: list[tuple[int, int, Key]] = []
        self._waiting: set[Key] = set()
        self._came = 0

    def __bool__(self) -> bool:
        return bool(self._heap)

    def push(self, key: Key) -> None:
        if key not in self._waiting:
            self._waiting.add(key)
            self._came += 1
            heappush(self._heap, (self._order.get(key[0], 0), self._came, key))

    def pop(self) -> Key:
        key = heappop(self._heap)[2]
        self._waiting.discard(key)
        return key


Watching = Callable[[World, Findings], Letters]


class Ground:
    """What is the same for every kind that goes over a machine."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.live = Live(course)
        self.entering = Entering(course.names, self.live)
        self._concerned: dict[str, tuple[Invariant, ...]] = {}

    def concerned(self, command: Command) -> tuple[Invariant, ...]:
        """The blocking invariants that do not hold of the command already because of which one it is."""
        if command.id not in self._concerned:
            self._concerned[command.id] = tuple(
                one
                for one in self.course.workflow.invariants.values()
                if one.severity == "block" and not is_about_another(one.rule.node, command.id)
            )
        return self._concerned[command.id]


class Walk:
    """Explores a machine from the given beginning; afterwards `known`, `edges` and `used` tell what was met."""

    def __init__(
        self, world: World, ground: Ground, found: Findings, where: str = "", letters: Watching = Letters
    ) -> None:
        self.world, self.machine, self.found, self.where = world, ground.course.machine, found, where
        self.workflow: Workflow = world.workflow
        self.names: Names = world.names
        self.course = ground.course
        self.beside = self.course.beside
        self.known: dict[Key, Env] = {}
        self.parents: dict[Key, Parent] = {}
        self.edges: dict[Key, set[Key]] = {}
        self.used: set[str] = set()
        self.full = False
        self.letters = letters(world, found)
        self._live, self._entering, self._concerned = ground.live, ground.entering, ground.concerned

    def run(self, begin: Iterable[tuple[str, Env]]) -> None:
        """Follow every command from every point until nothing new is learned.

        The earliest state in drawn order comes first: what is known of a point has come together from the points
        before it when it is followed on, so few are followed twice.
        """
        queue = Queue(self.machine)
        for state, env in begin:
            self._meet(queue, None, Text(""), state, False, env)
        while queue:
            if len(self.known) > CAP:
                self.full = True
                return
            key = queue.pop()
            for command in self.course.commands_at(key[0]):
                for state, answered, env in self._step(key, command):
                    self._meet(queue, key, command.title, state, answered, env)

    def _meet(
        self, queue: Queue, before: Key | None, command: Text, state: str, answered: bool, env: Env
    ) -> None:
        kept = env.keep(path for path in env.decided if self._live.keeps(state, path))
        key: Key = (state, answered, kept.key)
        if before is not None:
            self.edges.setdefault(before, set()).add(key)
        old = self.known.get(key)
        new = kept if old is None else joined(old, kept)
        if old is None:
            self.parents[key] = Parent(before, command, env)
        if new != old:
            self.known[key] = new
            queue.push(key)

    # --- one step ------------------------------------------------------------------------------------------

    def _step(self, key: Key, command: Command) -> Iterator[tuple[str, bool, Env]]:
        here = self.known[key]
        env = Env(here.decided, here.certain, here.guarded, here.possible, command.id)
        if command.start and not command.task:
            # The day on which a case begins is known while it is judged whether it may.
            begun = {f"event.{command.id}"}
            env = Env(env.decided, env.certain | begun, env.guarded, env.possible | begun, command.id)
        form = self.workflow.forms.get(command.form)
        envs = self.world.passes(command.when, env if form is None else self._entering.filled(form, env))
        for one in command.require.values():
            if one.severity == "block":
                envs = distinct(after for before in envs for after in self.world.passes(one.rule, before))
        if not envs:
            return
        self.used.add(command.id)
        for done in distinct(self._happened(command, before) for before in envs):
            for after in self._lawful(key, command, done):
                for issued, decides in self.letters.issue(command, after, partial(self.way_to, key, command)):
                    for state, end in self._targets(key, command, issued):
                        yield state, key[1] or decides, end

    def _happened(self, command: Command, env: Env) -> Env:
        event = f"event.{command.id}"
        env = self._entering.changed(env, event)
        set_ = {event}
        maybe = {event, *command.sets}
        for path, rule in command.sets.items():
            env = self._entering.changed(env, path)
            if all(value is not MISSING for value, _ in self.world.ways(rule.node, env, False)):
                set_.add(path)
        for notice in self.workflow.notices.values():
            if command.id in notice.at:
                maybe |= {f"notice.{notice.id}", f"notice.{notice.id}.number"}
                set_ |= set() if notice.when or notice.per else {f"notice.{notice.id}"}
        env = Env(env.decided, env.certain | set_, env.guarded, env.possible | maybe, env.command)
        return env.decide(event, Mark.PRESENT) if event in self._live.events else env

    def _lawful(self, key: Key, command: Command, env: Env) -> list[Env]:
        """The ways on which no invariant breaks; one that breaks by decided facts alone is a finding."""
        envs = [env]
        for one in self._concerned(command):
            following: list[Env] = []
            for before in envs:
                for truth, after in self.world.truths(one.rule.node, before):
                    if truth is not False:
                        following.append(after)
                    elif not one.assume and all(
                        p in before.decided for p in after.decided if p.startswith(ATOM)
                    ):
                        sentence = Text("破れることがあります。", "this can be broken.")
                        example = told(self.names, self.world.kind, self.way_to(key, command), after)
                        kind, path = one.finding or ("broken", f"invariants.{one.id}")
                        finding = Finding(kind, path, one.title, sentence, one.place, example)
                        self.found.add(self.world.kind, finding)
            envs = distinct(following)
        return envs

    # --- where to ------------------------------------------------------------------------------------------

    def _targets(self, key: Key, command: Command, env: Env) -> Iterator[tuple[str, Env]]:
        target = command.target
        if command.id in self.beside or target.how == "stay":
            yield key[0], env
        elif target.how == "state":
            yield target.branches[0][0], env
        elif target.how == "next":
            yield from self._next(key[0], env)
        else:
            yield from self._mapped(key, command, env)

    def _next(self, state: str, env: Env) -> Iterator[tuple[str, Env]]:
        """The following state that is no end and whose condition is not false; after the last, the end."""
        order = list(self.machine.states)
        envs = [env]
        for following in order[order.index(state) + 1 if state else 0 :]:
            one: State = self.machine.states[following]
            if one.end:
                continue
            if one.only_when is None:
                yield from ((following, entered) for entered in envs)
                return
            passed: list[Env] = []
            for before in envs:
                for truth, after in self.world.truths(one.only_when.node, before):
                    if truth is False:
                        passed.append(after)
                    else:
                        yield following, after
            envs = distinct(passed)
        yield from ((self.machine.done, end) for end in envs)

    def _mapped(self, key: Key, command: Command, env: Env) -> Iterator[tuple[str, Env]]:
        rules = [(state, rule) for state, rule in command.target.branches if rule is not None]
        otherwise = next((state for state, rule in command.target.branches if rule is None), "")
        for true, after in self._chosen(rules, env):
            if len(true) > 1:
                self._unclear("overlap", key, command, after)
            if true or otherwise:
                yield true[0] if true else otherwise, after
            else:
                self._unclear("gap", key, command, after)

    def _chosen(self, rules: list[tuple[str, Rule]], env: Env) -> list[tuple[list[str], Env]]:
        found: list[tuple[list[str], Env]] = [([], env)]
        for state, rule in rules:
            found = [
                ([*true, state] if truth is True else true, after)
                for true, before in found
                for truth, after in self.world.truths(rule.node, before)
            ]
        return found

    def _unclear(self, kind: str, key: Key, command: Command, env: Env) -> None:
        sentence = (
            Text("行き先が二つ以上になることがあります。", "more than one state can be next.")
            if kind == "overlap"
            else Text("行き先が決まらないことがあります。", "there can be no next state.")
        )
        example = told(self.names, self.world.kind, self.way_to(key, command), env)
        path = f"{self.where}commands.{command.id}"
        self.found.add(self.world.kind, Finding(kind, path, command.title, sentence, command.place, example))

    # --- afterwards ----------------------------------------------------------------------------------------

    def way_to(self, key: Key | None, command: Command | None = None) -> list[Text]:
        """The labels of the commands that lead to a point, and perhaps one more."""
        steps: list[Text] = [command.title] if command else []
        while key is not None:
            parent = self.parents[key]
            if parent.command.ja:
                steps.append(parent.command)
            key = parent.key
        return steps[::-1]

    def example(self, key: Key) -> Text:
        """A way to a point, in labels."""
        return told(self.names, self.world.kind, self.way_to(key), self.parents[key].env)

    @property
    def visited(self) -> frozenset[str]:
        return frozenset(key[0] for key in self.known)

    def stuck(self) -> list[Key]:
        """Points outside the ends from which no end can be reached."""
        back: dict[Key, list[Key]] = {}
        for key, targets in self.edges.items():
            for target in targets:
                back.setdefault(target, []).append(key)
        good = {key for key in self.known if key[0] and self.machine.states[key[0]].end}
        queue = deque(good)
        while queue:
            for before in back.get(queue.popleft(), ()):
                if before not in good:
                    good.add(before)
                    queue.append(before)
        return [key for key in self.known if key[0] and key not in good]
