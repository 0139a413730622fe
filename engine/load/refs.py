"""`$ref` in forms: shared parts are copied in when a form is read; nothing is ever fetched.

`base/person` is the file `person.schema.json` of the folder `base`; `#/$defs/x` a part of the same form.
Keys beside `$ref` are laid over the part.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.load.merge import merge
from engine.load.near import nearest
from engine.load.tree import Map, Node, Scalar, Seq
from engine.model.basics import Place

_MAX_COPIES: Final = 300
_MAX_NESTING: Final = 12
_LOCAL: Final = "#/$defs/"


class _Copies:
    def __init__(self, part: Callable[[str], Map | None], names: Callable[[], list[str]]) -> None:
        self.part = part
        self.names = names
        self.left = _MAX_COPIES

    def walk(self, node: Node, home: Map, stack: tuple[tuple[int, str], ...]) -> Node:
        if isinstance(node, Seq):
            return Seq([self.walk(part, home, stack) for part in node], node.place)
        if not isinstance(node, Map):
            return node
        ref = node.get("$ref")
        if isinstance(ref, Scalar):
            return self.copy(node, ref, home, stack)
        entries = {k: self.walk(v, home, stack) for k, v in node.items() if k != "$defs"}
        return Map(entries, node.key_places, node.place, node.removed)

    def copy(self, node: Map, ref: Scalar, home: Map, stack: tuple[tuple[int, str], ...]) -> Node:
        target, new_home = self.target(ref, home)
        mark = (id(new_home), ref.text if ref.text.startswith("#") else "")
        self.left -= 1
        if mark in stack:
            raise _stop(
                ref.place,
                f"$ref「{ref.text}」が輪になっています。",
                f"$ref “{ref.text}” leads back to itself.",
            )
        if self.left < 0 or len(stack) >= _MAX_NESTING:
            raise _stop(ref.place, "$ref が多すぎます。", "Too many $ref.")
        part = self.walk(target.without("$schema", "$id"), new_home, (*stack, mark))
        rest = self.walk(node.without("$ref"), home, stack)
        return merge(part, rest) if len(node) > 1 else part

    def target(self, ref: Scalar, home: Map) -> tuple[Map, Map]:
        text = ref.text
        if text.startswith(_LOCAL):
            defs = home.map("$defs")
            part = defs.get(text[len(_LOCAL) :])
            if isinstance(part, Map):
                return part, home
            near = nearest(text, [_LOCAL + key for key in defs])
            raise _stop(ref.place, f"「{text}」がこの様式にありません。", f"This form has no “{text}”.", near)
        if ":" in text or "#" in text:
            ja = (
                f"$ref「{text}」は使えません。「base/…」か「#/$defs/…」だけです（外部へは取りに行きません）。"
            )
            raise _stop(ref.place, ja, f"$ref “{text}”: only “base/…” or “#/$defs/…”; nothing is fetched.")
        found = self.part(text)
        if found is None:
            near = nearest(text, self.names())
            raise _stop(ref.place, f"「{text}」という部品はありません。", f"There is no part “{text}”.", near)
        return found, found


def _stop(place: Place, ja: str, en: str, near: str = "") -> DefinitionError:
    return DefinitionError([Problem("reference", "$ref", ja, en, place, near=near)])


def inline(form: Map, part: Callable[[str], Map | None], names: Callable[[], list[str]]) -> Map:
    """`form` with every `$ref` copied in. `part` gives a shared part (`folder/id`), `names` all."""
    result = _Copies(part, names).walk(form, form, ((id(form), ""),))
    assert isinstance(result, Map)
    return result
