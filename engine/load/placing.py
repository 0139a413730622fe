"""The order of elements: `after: id` and `before: id` in an element say beside which neighbour it stands."""

from __future__ import annotations

from engine.errors import Problem
from engine.load.near import nearest
from engine.load.tree import Map, Scalar

_Moves = dict[str, tuple[bool, Scalar]]


def placed(result: Map, child: Map, path: tuple[str, ...], problems: list[Problem]) -> Map:
    """`result` with the elements of `child` that name a neighbour put beside it, and those keys used up.

    Elements placed after the same neighbour keep the order in which they were written. An unknown neighbour,
    or neighbours in a circle, are added to `problems`.
    """
    moves = _moves(result, child)
    if not moves:
        return result
    entries = {
        k: v.without("after", "before") if k in moves and isinstance(v, Map) else v for k, v in result.items()
    }
    order = _order(list(entries), _known(list(entries), moves, path, problems), path, problems)
    return Map({k: entries[k] for k in order}, result.key_places, result.place, result.removed)


def _moves(result: Map, child: Map) -> _Moves:
    moves: _Moves = {}
    for key, element in child.items():
        if key not in result or not isinstance(element, Map):
            continue
        for word in ("after", "before"):
            anchor = element.get(word)
            if isinstance(anchor, Scalar) and anchor.value is not None:
                moves[key] = (word == "after", anchor)
    return moves


def _known(order: list[str], moves: _Moves, path: tuple[str, ...], problems: list[Problem]) -> _Moves:
    """The moves whose neighbour exists."""
    known: _Moves = {}
    for key, (is_after, anchor) in moves.items():
        if anchor.text in order and anchor.text != key:
            known[key] = (is_after, anchor)
            continue
        ja = f"「{key}」を置く目印「{anchor.text}」がありません。"
        en = f"“{key}” is to stand beside “{anchor.text}”, which does not exist."
        near = nearest(anchor.text, [k for k in order if k != key])
        problems.append(Problem("extends", ".".join((*path, key)), ja, en, anchor.place, near=near))
    return known


def _order(order: list[str], waiting: _Moves, path: tuple[str, ...], problems: list[Problem]) -> list[str]:
    last: dict[str, str] = {}
    while waiting:
        ready = next((k for k, (_, a) in waiting.items() if a.text not in waiting), None)
        if ready is None:
            key, (_, anchor) = next(iter(waiting.items()))
            ja, en = (
                f"「{key}」の after・before が輪になっています。",
                f"after/before of “{key}” run in a circle.",
            )
            problems.append(Problem("extends", ".".join((*path, key)), ja, en, anchor.place))
            break
        is_after, anchor = waiting.pop(ready)
        order.remove(ready)
        beside = last.get(anchor.text, anchor.text) if is_after else anchor.text
        order.insert(order.index(beside) + is_after, ready)
        if is_after:
            last[anchor.text] = ready
    return order
