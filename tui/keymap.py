"""The keymap: actions get other keys from a file, for an office and for a person. A wrong file changes nothing.

What a file may not touch: the keys that go on, back and do it (dialogs have no other), those of moving, of input
methods, fields and terminals, and the letters that the commands of a case may have.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.actions import EVERYWHERE, MOVING, Action, Registry, allowed, key_known

if TYPE_CHECKING:
    from engine.desk import Problem
    from engine.desk.keymap import Bound, KeyPlace

FIXED: Final = frozenset(("Enter", "Esc", "Ctrl+S", "F12"))
"""Keys of going on, going back and doing it: pages and lists know no other."""


def with_files(registry: Registry, files: Sequence[Path]) -> tuple[Registry, list[Problem]]:
    """The registry under the keys of the files, the later ones over the earlier; and what is wrong in them.

    A file with a problem is left out whole: half a keymap would be a surprise.
    """
    problems: list[Problem] = []
    for file in files:
        if file.is_file():
            registry, wrong = _with_file(registry, file)
            problems += wrong
    return registry, problems


def _with_file(registry: Registry, file: Path) -> tuple[Registry, list[Problem]]:
    from engine.desk import DefinitionError
    from engine.desk.keymap import read_keys

    try:
        bounds = read_keys(file)
    except DefinitionError as no:
        return registry, list(no.problems)
    wrong = [one for bound in bounds for one in _against(registry, bound)]
    if wrong:
        return registry, wrong
    changed = Registry(_rebound(registry.actions, bounds))
    wrong = list(_doubles(registry, changed, bounds))
    return (registry, wrong) if wrong else (changed, [])


def _rebound(actions: Iterable[Action], bounds: Sequence[Bound]) -> Iterator[Action]:
    wanted = {one.action: tuple(key for key, _ in one.keys) for one in bounds}
    for action in actions:
        yield replace(action, keys=wanted[action.id]) if action.id in wanted else action


# --- what stands against it


def _against(registry: Registry, bound: Bound) -> Iterator[Problem]:
    action = registry.find(bound.action)
    if action is None:
        near = _nearest(bound.action, [one.id for one in registry.actions])
        ja = f"「{bound.action}」という操作はありません。Ctrl+P「キーの割り当て」に一覧があります。"
        en = f"There is no action “{bound.action}”. Ctrl+P, Keys, lists them."
        yield _problem(ja, en, bound.place, near)
        return
    if FIXED & set(action.keys):
        ja = f"「{action.ja}」のキーは変えられません。どの画面でも同じに働くキーです。"
        en = f"The key of “{action.en}” cannot be changed: it does the same on every screen."
        yield _problem(ja, en, bound.place)
    for key, place in bound.keys:
        said = _against_key(action, key)
        if said is not None:
            yield _problem(*said, place)


def _against_key(action: Action, key: str) -> tuple[str, str] | None:
    if not key_known(key):
        ja = f'「{key}」というキーはありません。例: n  "?"  F4  Ctrl+P  Space'
        return ja, f'There is no key “{key}”. Such as: n  "?"  F4  Ctrl+P  Space'
    if key in FIXED:
        ja = f"{key} は、進む・戻る・行うのキーとして決まっています。"
        return ja, f"{key} is kept for going on, going back and doing it."
    if key in MOVING:
        return f"{key} は一覧や欄を移るキーです。", f"{key} moves in lists and fields."
    if not allowed(key):
        ja = f"{key} は日本語入力、欄、端末のどれかが使うキーです。"
        return ja, f"{key} belongs to input methods, fields or terminals."
    if _may_be_a_commands(key) and action.where in (EVERYWHERE, "case"):
        ja = f"{key} は、団体の決まりが件の操作に使う文字です。ほかの文字か、F か Ctrl のキーにしてください。"
        en = f"{key} is a letter that an organisation gives to the commands of a case. Choose another."
        return ja, en
    return None


def _may_be_a_commands(key: str) -> bool:
    from engine.desk.keymap import RESERVED

    return len(key) == 1 and key.isalpha() and key not in RESERVED


def _doubles(before: Registry, after: Registry, bounds: Sequence[Bound]) -> Iterator[Problem]:
    """Keys that two actions of one place would share, each told once where the file gives it."""
    told: set[tuple[str, frozenset[str]]] = set()
    for where in dict.fromkeys(one.where for one in before.actions):
        for action in after.at((where,)):
            for key in action.keys:
                both = [one for one in after.at((where,)) if key in one.keys]
                place = _place_of(key, both, bounds)
                pair = key, frozenset(one.id for one in both)
                if len(both) > 1 and place is not None and pair not in told:
                    told.add(pair)
                    ja = f"{key} が「{both[0].ja}」({both[0].id}) と「{both[1].ja}」({both[1].id}) の両方になります。"
                    en = f"{key} would be both “{both[0].en}” ({both[0].id}) and “{both[1].en}” ({both[1].id})."
                    yield _problem(ja, en, place)


def _place_of(key: str, actions: Sequence[Action], bounds: Sequence[Bound]) -> KeyPlace | None:
    ids = {one.id for one in actions}
    given = (place for one in bounds if one.action in ids for name, place in one.keys if name == key)
    return next(given, None)


def _problem(ja: str, en: str, place: KeyPlace, near: str = "") -> Problem:
    from engine.desk import Problem

    return Problem("keys", "", ja, en, place, near=near)


def _nearest(name: str, names: Sequence[str]) -> str:
    from difflib import get_close_matches

    return next(iter(get_close_matches(unicodedata.normalize("NFKC", name)[:80], names, n=1)), "")
