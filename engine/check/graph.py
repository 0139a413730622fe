"""Proofs over the graph: ways to an end, a letter at every end, no letter with a blank, no dead command."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property, reduce

from engine.check.env import Env, joined, touches
from engine.check.found import Finding, Findings
from engine.check.letters import Letters
from engine.check.live import START, Course
from engine.check.names import Names, command_rules
from engine.check.truth import World
from engine.check.walk import CAP, Ground, Key, Walk, Watching
from engine.errors import Problem
from engine.model.basics import Text
from engine.model.workflow import Machine, Task, Workflow


def check_graph(workflow: Workflow) -> list[Problem]:
    """Every finding of the graph of a workflow, over all its kinds; a template without kinds has none."""
    found = Findings(workflow)
    grounds = Grounds(workflow)
    unmet: list[dict[tuple[str, str], Finding]] = []
    for kind in workflow.kinds:
        walk = _case(grounds, kind, found)
        missing = dict(_unmet(workflow.machine, walk, ""))
        for task in workflow.tasks.values():
            inner = _task(grounds, kind, found, walk, task)
            if inner is not None:
                missing |= _unmet(task.machine, inner, f"tasks.{task.id}.")
            else:
                missing |= _never(task)
        unmet.append(missing)
    problems = found.problems()
    if unmet:
        # What one kind never uses another may: dead is only what no kind meets.
        everywhere = set.intersection(*(set(one) for one in unmet))
        never = Findings(workflow)
        for kind in workflow.kinds:
            for key in unmet[0]:
                if key in everywhere:
                    never.add(kind, unmet[0][key])
        problems = never.problems() + problems
    return problems


def watch_letters(workflow: Workflow, watching: Watching) -> None:
    """Follow every way of a workflow with somebody else looking at the letters that are issued on it."""
    found = Findings(workflow)
    grounds = Grounds(workflow)
    for kind in workflow.kinds:
        walk = _walk(grounds, kind, found, watching)
        for task in workflow.tasks.values():
            _task(grounds, kind, found, walk, task, watching)


class Grounds:
    """The machines of a workflow with what all its kinds share on them."""

    def __init__(self, workflow: Workflow) -> None:
        self.workflow = workflow
        self.names = Names(workflow)
        for command in workflow.commands.values():
            list(self.names.atoms(command_rules(workflow, command)))
        self._tasks: dict[str, Ground] = {}

    @cached_property
    def case(self) -> Ground:
        """The machine of the case, with the commands of tasks that its rules know of."""
        workflow = self.workflow
        return Ground(Course(workflow, self.names, workflow.machine, _beside(workflow, self.names)))

    def task(self, task: Task) -> Ground:
        """The machine of a task."""
        if task.id not in self._tasks:
            self._tasks[task.id] = Ground(Course(self.workflow, self.names, task.machine, {}))
        return self._tasks[task.id]


def _walk(grounds: Grounds, kind: str, found: Findings, letters: Watching = Letters) -> Walk:
    walk = Walk(World(grounds.workflow, kind, grounds.names), grounds.case, found, letters=letters)
    # The unit and the window may come from the counter where the case was taken in.
    walk.run([(START, Env(possible=frozenset({"case.unit", "case.window"})))])
    return walk


def _case(grounds: Grounds, kind: str, found: Findings) -> Walk:
    workflow = grounds.workflow
    walk = _walk(grounds, kind, found)
    _sound(walk, workflow.machine, found, "")
    for key in walk.known:
        state = workflow.machine.states.get(key[0])
        if state is not None and state.end and not state.no_letter and not key[1]:
            sentence = Text(
                "決定の通知なしに終わります。", "the case ends here without a letter that decides."
            )
            finding = Finding(
                "no_letter", f"states.{state.id}", state.title, sentence, state.place, walk.example(key)
            )
            found.add(kind, finding)
    return walk


def _task(
    grounds: Grounds, kind: str, found: Findings, case: Walk, task: Task, letters: Watching = Letters
) -> Walk | None:
    """A task is a machine of its own; of the case it knows what holds wherever it may be open."""
    workflow = grounds.workflow
    here = [
        env
        for key, env in case.known.items()
        if key[0] and (task.during is None or key[0] in task.during) and not _ended(workflow, key[0], task)
    ]
    if not here:
        return None
    env = _fresh(reduce(joined, here), task, workflow)
    world = World(workflow, kind, grounds.names, task)
    walk = Walk(world, grounds.task(task), found, f"tasks.{task.id}.", letters)
    first = next((s.id for s in task.machine.states.values() if not s.end), task.machine.done)
    begin = [(START, env)]
    if task.openings or any(fee.balance == task.id for fee in workflow.fees.values()):
        begin.append((first, env))
    walk.run(begin)
    _sound(walk, task.machine, found, f"tasks.{task.id}.")
    return walk


def _ended(workflow: Workflow, state: str, task: Task) -> bool:
    return task.during is None and task.leave != "keep" and bool(workflow.machine.states[state].end)


def _fresh(env: Env, task: Task, workflow: Workflow) -> Env:
    """What a new instance knows: the facts of the case, and none of its own forms or events."""
    own = [f"event.{name}" for name in task.machine.commands]
    own += [command.form for command in task.machine.commands.values() if command.form]
    own = [head for head in own if not _shared(head, task, workflow)]

    def outside(paths: frozenset[str]) -> frozenset[str]:
        return frozenset(path for path in paths if not any(touches(path, head) for head in own))

    return Env(certain=outside(env.certain), guarded=outside(env.guarded), possible=outside(env.possible))


def _shared(form: str, task: Task, workflow: Workflow) -> bool:
    """Whether a command of the case fills in the same form."""
    return any(command.form == form and command.task != task.id for command in workflow.commands.values())


def _beside(workflow: Workflow, names: Names) -> dict[str, frozenset[str] | None]:
    """Commands of tasks that the case's own rules know of: by a fact they write or a letter that answers."""
    rules = [rule for c in workflow.machine.commands.values() for rule in command_rules(workflow, c)]
    rules += [state.only_when for state in workflow.machine.states.values()]
    rules += [one.rule for one in workflow.invariants.values()]
    reads = names.reads(rules)
    deciding = {name for notice in workflow.notices.values() if notice.decides for name in notice.at}
    found: dict[str, frozenset[str] | None] = {}
    for task in workflow.tasks.values():
        for command in task.machine.commands.values():
            heads = [f"event.{command.id}", *([command.form] if command.form else [])]
            if command.id in deciding or any(touches(read, head) for read in reads for head in heads):
                found[command.id] = task.during
    return found


def _sound(walk: Walk, machine: Machine, found: Findings, where: str) -> None:
    kind = walk.world.kind
    if walk.full:
        sentence = Text(
            f"場合分けが{CAP:,}を超えたので、最後まで確かめられません。選択肢の項目に頼る決まりを減らしてください。",
            f"there are more than {CAP:,} situations, too many to prove. Let fewer rules depend on choices.",
        )
        title = walk.workflow.title
        found.add(kind, Finding("too_large", f"{where}states", title, sentence, walk.workflow.place))
        return
    for key in _deepest(walk):
        state = machine.states[key[0]]
        sentence = Text("ここから終わりに行けません。", "no end can be reached from here.")
        example = walk.example(key)
        path = f"{where}states.{state.id}"
        found.add(kind, Finding("stuck", path, state.title, sentence, state.place, example))


def _deepest(walk: Walk) -> list[Key]:
    """Where cases get stuck, without the steps before that lead only there."""
    stuck = walk.stuck()
    last = [key for key in stuck if all(after[0] == key[0] for after in walk.edges.get(key, ()))]
    return last or stuck


def _unmet(machine: Machine, walk: Walk, where: str) -> Iterator[tuple[tuple[str, str], Finding]]:
    """States and commands that were never met; nothing is claimed of a graph that was cut off."""
    if walk.full:
        return
    visited = walk.visited
    for state in machine.states.values():
        if state.id not in visited:
            sentence = Text("どこからも来られない状態です。", "this state can never be reached.")
            path = f"{where}states.{state.id}"
            yield ("unreachable", path), Finding("unreachable", path, state.title, sentence, state.place)
    yield from _dead(machine, walk.used, where)


def _dead(machine: Machine, used: Iterable[str], where: str) -> Iterator[tuple[tuple[str, str], Finding]]:
    for command in machine.commands.values():
        if command.id not in set(used):
            sentence = Text("一度も使えない操作です。", "this can never be done.")
            path = f"{where}commands.{command.id}"
            yield ("dead", path), Finding("dead", path, command.title, sentence, command.place)


def _never(task: Task) -> dict[tuple[str, str], Finding]:
    """A task whose time never comes."""
    return dict(_dead(task.machine, (), f"tasks.{task.id}."))
