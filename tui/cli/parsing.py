"""Words of the command line → a command and its values, or a sentence that says what is wrong with them."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple, NoReturn

from tui.cli.failing import Wrong
from tui.cli.table import COMMANDS, COMMON, GROUPS, UNBUILT, Arg, Command, find, options_with_value, usage

# argparse has no messages in Japanese: its sentences are known by their shape and said in ours.
_SENTENCES: Final = (
    ("usage.required", r"the following arguments are required: (?P<names>.+)"),
    ("usage.unknown_option", r"unrecognized arguments: (?P<names>.+)"),
    ("usage.needs_value", r"argument (?P<name>\S+): expected (?:one|at least one) argument"),
    ("usage.no_value", r"argument (?P<name>\S+): ignored explicit argument .*"),
    ("usage.choice", r"argument (?P<name>\S+): invalid choice: (?P<got>.*) \(choose from (?P<choices>.*)\)"),
    ("usage.whole", r"argument (?P<name>\S+): WHOLE (?P<least>\d+) (?P<got>.*)"),
)


class Asked(NamedTuple):
    """What was typed before any command is known: the command (None: only help, or nothing) and its words.

    `group` is the group whose help is wanted when no command of it was named.
    """

    command: Command | None
    words: list[str]
    group: str = ""


def _formatter(prog: str) -> argparse.HelpFormatter:
    """Of a fixed width: what is printed is written elsewhere, and to ask for the terminal's costs an import."""
    return argparse.HelpFormatter(prog, width=80)


class Parser(argparse.ArgumentParser):
    """argparse, with its complaints in our words and without a process exit."""

    def __init__(self, command: Command) -> None:
        super().__init__("madoguchi", formatter_class=_formatter, add_help=False, allow_abbrev=False)
        self.command = command
        for arg in (*command.args, *COMMON):
            self._add(arg)

    def _add(self, arg: Arg) -> None:
        if arg.is_option and not arg.value:
            self.add_argument(*_spellings(arg), dest=arg.dest, action="store_true")
            return
        kind = _whole(arg.least) if arg.whole else str
        choices = list(arg.choices) or None
        if not arg.is_option:
            nargs = arg.times or None
            self.add_argument(arg.dest, metavar=arg.name, nargs=nargs, type=kind, choices=choices)
            return
        self.add_argument(
            *_spellings(arg),
            dest=arg.dest,
            metavar=arg.value,
            action="append" if arg.times else "store",
            type=kind,
            choices=choices,
            required=arg.required,
        )

    def error(self, message: str) -> NoReturn:
        said = usage(self.command)
        for word, shape in _SENTENCES:
            if found := re.fullmatch(shape, message, re.DOTALL):
                raise Wrong(word, usage=said, **found.groupdict())
        raise Wrong("usage.other", usage=said, message=message)


def parse(asked: Asked) -> argparse.Namespace:
    """The values of a command. `Wrong` (exit 2) says what does not fit and how the command is written."""
    assert asked.command is not None
    # Options first: argparse gives up a place that may be left out as soon as an option stands before it.
    places = _places(asked.words, asked.command)
    options = [word for i, word in enumerate(asked.words) if i not in places and word != "--"]
    rest = ["--", *(asked.words[i] for i in places)] if places else []
    return Parser(asked.command).parse_args([*options, *rest])


def look(words: Sequence[str]) -> Asked:
    """The command that the words name, and the words without its name."""
    places = _places(words)
    if not places:
        return Asked(None, list(words))
    name = words[places[0]]
    if name in UNBUILT:
        raise Wrong("usage.unbuilt", name=name)
    if name in GROUPS:
        return _in_group(name, words, places)
    command = find(name)
    if command is None:
        near = _near(name, {c.path[0] for c in COMMANDS})
        raise Wrong("usage.near_command" if near else "usage.unknown_command", name=name, near=near)
    return Asked(command, _without(words, places[0]))


def wants(words: Sequence[str], *names: str) -> bool:
    """Whether one of the switches was typed, before a `--` and not as the value of another option."""
    taking = options_with_value()
    for i, word in enumerate(words):
        if word == "--":
            return False
        if word in names and not (i and words[i - 1] in taking):
            return True
    return False


def language_of(words: Sequence[str]) -> str:
    """`en` when English was asked for; needed before anything else can be said."""
    for i, word in enumerate(words):
        if word == "--lang=en" or (word == "--lang" and list(words[i + 1 : i + 2]) == ["en"]):
            return "en"
    return "ja"


def _in_group(group: str, words: Sequence[str], places: list[int]) -> Asked:
    members = [c for c in COMMANDS if c.path[0] == group]
    at = 1 + members[0].after
    if len(places) <= at:
        return Asked(None, list(words), group)
    name = words[places[at]]
    if f"{group}.{name}" in UNBUILT:
        raise Wrong("usage.unbuilt", name=f"{group} {name}")
    command = find(group, name)
    if command is None:
        names = [c.path[-1] for c in members]
        near = _near(name, set(names))
        word = "usage.near_of_group" if near else "usage.unknown_of_group"
        raise Wrong(word, group=group, name=name, names=", ".join(names), near=near)
    return Asked(command, _without(words, places[0], places[at]))


def _places(words: Sequence[str], command: Command | None = None) -> list[int]:
    """Where the words stand that are neither an option nor the value of one."""
    taking = options_with_value(command)
    found: list[int] = []
    skip = False
    for i, word in enumerate(words):
        if skip:
            skip = False
        elif word == "--":
            found.extend(range(i + 1, len(words)))
            break
        elif word.startswith("-") and word != "-":
            skip = word in taking
        else:
            found.append(i)
    return found


def _without(words: Sequence[str], *places: int) -> list[str]:
    return [word for i, word in enumerate(words) if i not in places]


def _spellings(arg: Arg) -> list[str]:
    return [arg.short, arg.name] if arg.short else [arg.name]


def _whole(least: int) -> Callable[[str], int]:
    """A reader of whole numbers of at least `least`, at most six digits."""

    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or int(text) < least:
            raise argparse.ArgumentTypeError(f"WHOLE {least} {text}")
        return int(text)

    return read


def _near(name: str, names: set[str]) -> str:
    import difflib

    return ", ".join(difflib.get_close_matches(name, sorted(names), 1))
