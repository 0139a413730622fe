"""Proofs over the ways of a case, kept while only words change.

They are the dearest part of judging a working copy and depend on steps, rules, forms and letters alone, not on
titles, articles and messages, nor on how long a period is, unless a rule asks for that. What was proved of a workflow
that differs in those only is taken as it is; a publication proves anew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from engine.check import check_graph
from engine.desk.workshop.filled import Known, overflows
from engine.errors import Problem
from engine.load.build import Built
from engine.load.merge import are_ids
from engine.load.tree import Map, Node, Scalar, Seq, plain
from engine.model.workflow import Workflow

_WORDS: Final = frozenset({"title", "help", "note", "basis", "message", "done", "description", "x-group"})
_LENGTH: Final = re.compile(r"[1-9][0-9]* [a-z_]+")
_KEEP: Final = 64

_proved: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
_set: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()
_OF_LETTERS: Final = ("notices", "forms", "tables", "kinds")


def kept(trees: Mapping[str, Map]) -> Callable[[Workflow], tuple[Problem, ...]]:
    """Proofs for workflows built from these trees: those kept from before, or new ones."""
    asked = any(_asks_for_periods(tree) for tree in trees.values())
    house = [_meaning(tree, (), asked) for name, tree in trees.items() if name.endswith("/organisation")]

    def graph(workflow: Workflow) -> tuple[Problem, ...]:
        tree = trees.get(workflow.id)
        if tree is None:
            return tuple(check_graph(workflow))
        key = _hash([workflow.id, house, _meaning(tree, (), asked)])
        if key not in _proved:
            _proved[key] = tuple(check_graph(workflow))
        return _recent(_proved, key)

    return graph


def pages(built: Built, trees: Mapping[str, Map], known: Known) -> Iterator[Problem]:
    """Letters that overflow their page; set anew only where letters, forms, tables or what fills them are others."""
    for name, workflow in built.workflows.items():
        parts = [plain(trees[name].map(key)) for key in _OF_LETTERS] if name in trees else []
        house = [plain(tree) for other, tree in trees.items() if other.endswith("/organisation")]
        key = _hash([name, parts, house, dict(known)])
        if key not in _set:
            _set[key] = tuple(overflows(workflow, known))
        yield from _recent(_set, key)


def _hash(meaning: Any) -> str:
    return hashlib.sha256(json.dumps(meaning, ensure_ascii=False, default=str).encode()).hexdigest()


def _recent(kept: OrderedDict[str, tuple[Problem, ...]], key: str) -> tuple[Problem, ...]:
    """What is kept under a key, which becomes the last to be forgotten."""
    kept.move_to_end(key)
    while len(kept) > _KEEP:
        kept.popitem(last=False)
    return kept[key]


def _asks_for_periods(node: Node) -> bool:
    """Whether a rule may look at how long a period is (`clock.x.period`)."""
    if isinstance(node, Scalar):
        return ".period" in node.text
    return any(_asks_for_periods(one) for one in (node.values() if isinstance(node, Map) else node))


def _meaning(node: Node, path: tuple[str, ...], asked: bool) -> Any:
    """The tree without words, and without lengths that nothing asks for; whether one is there at all may matter."""
    if isinstance(node, Map):
        ids = are_ids(path)
        return {
            key: True if key in _WORDS and not ids else _meaning(value, (*path, key), asked)
            for key, value in node.items()
        }
    if isinstance(node, Seq):
        return [_meaning(one, path, asked) for one in node]
    long = not asked and path[-3:-2] == ("clocks",) and path[-1] == "period"
    return "long" if long and _LENGTH.fullmatch(node.text) else node.value
