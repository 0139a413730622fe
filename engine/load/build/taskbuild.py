"""Tasks of a merged tree: when they open, how long they may stay open, what they hold up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from engine.load.build.bench import BOOL, Bench
from engine.load.build.machine import common
from engine.load.tree import Map
from engine.model.basics import Text
from engine.model.rule import Type
from engine.model.workflow import Machine, Opening, Task
from engine.rules import Vocabulary


def build_task(
    bench: Bench,
    task_id: str,
    node: Map,
    machine: Machine,
    case: Machine,
    all_tasks: Iterable[str],
    names: Vocabulary,
    phases: Mapping[str, Text],
    element_type: Type,
    every: Iterable[str],
) -> Task:
    """A task around its machine. Its clocks are added by the caller; `every` are all commands it may hold up."""
    where = f"tasks.{task_id}"
    i, t, p, b, h, n = common(node, task_id)
    during: set[str] | None = None
    for word, place in bench.words(node.entries.get("during"), f"{where}.during"):
        during = during or set()
        if any(s.phase == word for s in case.states.values()):
            during |= {s.id for s in case.states.values() if s.phase == word and not s.end}
        elif word in case.states:
            during.add(word)
        elif word in phases:
            pass
        elif word == "open":
            during |= {s.id for s in case.states.values() if not s.end}
        else:
            bench.unknown(where, "段階", "state", word, place, [*case.states, *phases])
    leave = bench.pick(node, "leave", where, ("block", "cancel", "keep"), "cancel")
    of = bench.text(node, "of", where)
    if of and of not in all_tasks:
        bench.unknown(f"{where}.of", "並行手続", "task", of, node.key_place("of"), all_tasks)
    commands = tuple(every)
    blocks = bench.words(node.entries.get("blocks"), f"{where}.blocks")
    for word, place in blocks:
        if word not in commands:
            bench.unknown(f"{where}.blocks", "操作", "command", word, place, commands)
    return Task(
        id=i,
        title=t,
        place=p,
        basis=b,
        help=h,
        note=n,
        machine=machine,
        clocks={},
        openings=_openings(bench, node, names, case, where),
        during=frozenset(during) if during is not None else None,
        leave="block" if leave == "block" else "keep" if leave == "keep" else "cancel",
        max_open=bench.whole(node, "max_open", where),
        max=bench.whole(node, "max", where),
        blocks=tuple(w for w, _ in blocks),
        of=of,
        shown_as=bench.text(node, "shown_as", where),
        element=element_type,
    )


def _openings(bench: Bench, node: Map, names: Vocabulary, case: Machine, where: str) -> tuple[Opening, ...]:
    found: list[Opening] = []
    at = node.entries.get("at")
    if isinstance(at, Map):
        for command, how in at.items():
            if command not in case.commands:
                bench.unknown(f"{where}.at", "操作", "command", command, at.key_place(command), case.commands)
                continue
            part = how if isinstance(how, Map) else Map({}, {}, at.place)
            found.append(
                Opening(
                    command,
                    bench.rule(part.entries.get("when"), names, BOOL, f"{where}.at.{command}.when"),
                    bench.rule(part.entries.get("each"), names, None, f"{where}.at.{command}.each"),
                )
            )
    else:
        for word, place in bench.words(at, f"{where}.at"):
            if word not in case.commands:
                bench.unknown(f"{where}.at", "操作", "command", word, place, case.commands)
            else:
                found.append(Opening(word))
    return tuple(found)
