"""Proofs over the ways of a case, kept while only words change.

They are the dearest part of judging a working copy and depend on steps, rules, forms and letters alone, not on
titles, articles and messages. What was proved of a workflow that differs in those only is taken as it is; a
publication proves anew.
"""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Final

from engine.check import check_graph
from engine.errors import Problem
from engine.load.merge import are_ids
from engine.load.tree import Map, Node, Seq
from engine.model.workflow import Workflow

_WORDS: Final = frozenset({"title", "help", "note", "basis", "message", "done", "description", "x-group"})
_KEEP: Final = 64

_proved: OrderedDict[str, tuple[Problem, ...]] = OrderedDict()


def kept(trees: Mapping[str, Map]) -> Callable[[Workflow], tuple[Problem, ...]]:
    """Proofs for workflows built from these trees: those kept from before, or new ones."""
    house = [_meaning(tree, ()) for name, tree in trees.items() if name.endswith("/organisation")]

    def graph(workflow: Workflow) -> tuple[Problem, ...]:
        tree = trees.get(workflow.id)
        if tree is None:
            return tuple(check_graph(workflow))
        meaning = json.dumps([workflow.id, house, _meaning(tree, ())], ensure_ascii=False)
        key = hashlib.sha256(meaning.encode()).hexdigest()
        if key not in _proved:
            _proved[key] = tuple(check_graph(workflow))
        _proved.move_to_end(key)
        while len(_proved) > _KEEP:
            _proved.popitem(last=False)
        return _proved[key]

    return graph


def _meaning(node: Node, path: tuple[str, ...]) -> Any:
    """The tree without words; whether a word is there at all may matter."""
    if isinstance(node, Map):
        ids = are_ids(path)
        return {
            key: True if key in _WORDS and not ids else _meaning(value, (*path, key))
            for key, value in node.items()
        }
    if isinstance(node, Seq):
        return [_meaning(one, path) for one in node]
    return node.value
