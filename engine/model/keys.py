"""The letters of commands on screen: given by the workflow, else the next free one. They never depend on a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from engine.model.workflow import Command

FREE: Final = "abcdefhilqrstxz"
"""What a command without a `key` may get, in this order."""

RESERVED: Final = frozenset("gGjkmnopuUvwyT0123456789")
"""What the screens keep for themselves wherever a command has its letter: moving, a note, printing, undoing, why."""


def keys_of(commands: Mapping[str, Command]) -> dict[str, str]:
    """The letter of each command in the order of the workflow; empty where none is left. A start has none."""
    given = {command.key for command in commands.values() if command.key}
    free = (letter for letter in FREE if letter not in given)
    return {
        name: command.key or ("" if command.start and not command.task else next(free, ""))
        for name, command in commands.items()
    }
