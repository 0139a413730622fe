"""The one registry of what can be done: footer, help, palette, `.` menu and keys read it.

A key is written as a person reads it: `n`, `?`, `1`, `Enter`, `Esc`, `Space`, `Tab`, `F1`, `Ctrl+P`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

EVERYWHERE: Final = ""

# Keys that move in a list or leave a field; no action takes them.
MOVING: Final = frozenset(
    ("Up", "Down", "PgUp", "PgDn", "Home", "End", "j", "k", "g", "G", "Tab", "Shift+Tab")
)
_CTRL: Final = frozenset("LPQS")  # all others are the field's own, the terminal's, or another key's byte
_FUNCTION: Final = frozenset(("F1", "F2", "F3", "F4", "F5", "F12"))
_NAMED: Final = frozenset(("Enter", "Esc", "Space", "Left", "Right"))

_NAMES: Final = {
    "enter": "Enter",
    "escape": "Esc",
    "space": "Space",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "home": "Home",
    "end": "End",
    "backspace": "Backspace",
    "delete": "Delete",
}


def nothing_against(_: Any) -> str:
    """The reason why not, of what can always be done."""
    return ""


@dataclass(frozen=True, slots=True)
class Action:
    """Something a person can do.

    `where` is the place it belongs to (`""` = everywhere). `run` and `when` get the place (a screen); `when`
    answers why not, in the language of the screen, or nothing. `right` answers the same of the person signed in,
    whatever is selected: the footer leaves out what they may never do. `needs` names a room or screen that must exist.
    `rank` orders the footer (small = first; 0 = never there). `kana` (also other words people have for it) and `en` are
    searched too. What `yields` leaves its key to a place that has another use for it, and is found by name there.
    """

    id: str
    ja: str
    en: str
    keys: tuple[str, ...]
    where: str
    run: Callable[[Any], object]
    when: Callable[[Any], str] = nothing_against
    kana: str = ""
    rank: int = 0
    needs: str = ""
    help_ja: str = ""
    help_en: str = ""
    right: Callable[[Any], str] = nothing_against
    yields: bool = False

    def against(self, place: Any) -> str:
        """Why it cannot be done at a place now; nothing if it can."""
        return self.right(place) or self.when(place)

    def label(self, language: str) -> str:
        return self.en if language == "en" else self.ja

    def help(self, language: str) -> str:
        return self.help_en if language == "en" else self.help_ja


class Registry:
    """All actions of the program."""

    def __init__(self, actions: Iterable[Action] = ()) -> None:
        self.actions: tuple[Action, ...] = tuple(actions)
        self._at: dict[tuple[str, ...], list[Action]] = {}

    def at(self, places: Sequence[str]) -> list[Action]:
        """What can be done at a place: its own first, then what can be done everywhere."""
        known = tuple(places)
        if known not in self._at:
            own = [a for a in self.actions if a.where and a.where in known]
            common = [a for a in self.actions if a.where == EVERYWHERE]
            taken = {key for a in own for key in a.keys}
            self._at[known] = own + [_yielding(a, taken) if a.yields else a for a in common]
        return list(self._at[known])

    def find(self, action_id: str) -> Action | None:
        return next((a for a in self.actions if a.id == action_id), None)


def _yielding(action: Action, taken: set[str]) -> Action:
    """The action without the keys that a place has another use for."""
    return replace(action, keys=tuple(key for key in action.keys if key not in taken))


def ranked(actions: Iterable[Action], ranks: Mapping[str, int]) -> list[Action]:
    """Some with another place in the footer; 0 leaves one to help and the menu."""
    return [replace(a, rank=ranks[a.id]) if a.id in ranks else a for a in actions]


def by_key(actions: Iterable[Action], key: str) -> Action | None:
    """The action of a key among those of a place."""
    return next((a for a in actions if key in a.keys), None)


def clashes(actions: Iterable[Action]) -> list[str]:
    """Keys that two actions of one place would share, and keys that may not be used."""
    found: list[str] = []
    seen: dict[str, str] = {}
    for action in actions:
        for key in action.keys:
            if key in seen and seen[key] != action.id:
                found.append(f"{key}: {seen[key]}, {action.id}")
            seen[key] = action.id
            if not allowed(key):
                found.append(f"{key}: {action.id} (not allowed)")
    return found


def key_known(key: str) -> bool:
    """Whether this is how a key is written here, whoever may use it."""
    if key in MOVING or key in _NAMED:
        return True
    head, _, last = key.rpartition("+")
    if head:
        return head in ("Ctrl", "Alt", "Shift", "Ctrl+Shift") and bool(last)
    if key[:1] == "F" and key[1:].isdigit():
        return 1 <= int(key[1:]) <= 24
    return len(key) == 1 and key.isascii() and key.isprintable() and key != " "


def allowed(key: str) -> bool:
    """Whether an action may use a key: input methods, fields, tmux and terminals keep some for themselves."""
    if key in MOVING:
        return False
    if key.startswith("Ctrl+"):
        return key.removeprefix("Ctrl+") in _CTRL
    return key in _FUNCTION or key in _NAMED or (len(key) == 1 and key.isascii() and key.isprintable())


# --- keys as they arrive


def key_name(key: str, character: str | None) -> str:
    """A key press by our name for it; full-width letters and digits are folded. Empty: no name."""
    if key in _NAMES:
        return _NAMES[key]
    if key.startswith("ctrl+"):
        return "Ctrl+" + key.removeprefix("ctrl+").upper()
    if len(key) > 1 and key[0] == "f" and key[1:].isdigit():
        return key.upper()
    if character == "　":
        return "Space"
    if character is None or not character.isprintable():
        return ""
    folded = unicodedata.normalize("NFKC", character)
    return folded if folded.isascii() and len(folded) == 1 else ""


def is_japanese(character: str | None) -> bool:
    """Whether a press brought kana, kanji or their punctuation: the input method is on."""
    if character is None or character.isascii():
        return False
    return any("\u3001" <= c <= "\u9fff" or "\uff61" <= c <= "\uff9f" for c in character)


def in_fields(key: str) -> bool:
    """Whether a key may act while somebody types: anything that a text field would not take."""
    return key in _FUNCTION or key == "Esc" or key.startswith("Ctrl+")


def shown(key: str) -> str:
    """A key as the footer writes it: `^P` for Ctrl+P."""
    return f"^{key.removeprefix('Ctrl+')}" if key.startswith("Ctrl+") else key
