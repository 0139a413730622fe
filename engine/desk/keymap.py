"""A file of keys: which keys do what on the screens. Its shape is judged here, what its names mean by the screens."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.errors import DefinitionError, Problem, system_reason
from engine.model.basics import Place
from engine.model.keys import RESERVED

if TYPE_CHECKING:
    from engine.load.tree import Node

__all__ = ["RESERVED", "Bound", "KeyPlace", "read_keys"]

KeyPlace = Place


@dataclass(frozen=True, slots=True)
class Bound:
    """An action and its keys as they are written, none for no key; each key with its own place."""

    action: str
    place: Place
    keys: tuple[tuple[str, Place], ...]


def read_keys(file: Path) -> list[Bound]:
    """What a file says; one that is not there says nothing. DefinitionError with every problem and its place."""
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        why = system_reason(error)
        raise DefinitionError(
            [_problem(f"読めません: {why.ja}", f"Cannot be read: {why.en}", file)]
        ) from None
    from engine.load.source import Map, read_definition

    tree = read_definition(file.name, data)
    if not isinstance(tree, Map):
        said = (
            "「操作: キー」の行を並べてください。例: desk.new: a",
            "Write lines of “action: key”, such as desk.new: a",
        )
        raise DefinitionError([_problem(*said, file, tree.place)])
    bounds = [Bound(name, tree.key_places[name], tuple(_keys(node))) for name, node in tree.entries.items()]
    wrong = [_no_key(file, place) for one in bounds for key, place in one.keys if not key]
    if wrong:
        raise DefinitionError(wrong)
    return bounds


def _keys(node: Node) -> Iterator[tuple[str, Place]]:
    """One key, a list of keys, or nothing at all; what is none of these has no text."""
    from engine.load.source import Scalar, Seq

    if isinstance(node, Seq):
        for one in node.elements:
            yield (one.text if isinstance(one, Scalar) else ""), one.place
    elif isinstance(node, Scalar):
        if node.value is not None:
            yield node.text, node.place
    else:
        yield "", node.place


def _no_key(file: Path, place: Place) -> Problem:
    ja = "キーは一つか、[ ] の並びで書きます。記号は引用符で囲みます。例: [w, F5]"
    return _problem(ja, "Write one key, or a list in [ ]; quote signs. For instance: [w, F5]", file, place)


def _problem(ja: str, en: str, file: Path, place: Place | None = None) -> Problem:
    return Problem("keys", "", ja, en, place or Place(file.name, 1, 1))
