"""The help, made from the table of commands."""

from __future__ import annotations

from collections.abc import Iterable

from tui.cli.table import COMMANDS, COMMON, GROUPS, Arg, Command, commands_of, usage
from tui.cli.words import say
from tui.width import table


def help_lines(command: Command | None, group: str, language: str) -> list[str]:
    """The help of a command, of a group of commands, or of the whole program."""
    if command is not None:
        return _of_command(command, language)
    return _of_group(group, language) if group else _of_program(language)


def _of_program(language: str) -> list[str]:
    firsts = dict.fromkeys(c.path[0] for c in COMMANDS)
    rows = [(f"  {_name(first)}", say(language, f"help.{first}")) for first in firsts]
    return [
        say(language, "help.program"),
        "",
        say(language, "help.commands"),
        *table(rows),
        "",
        say(language, "help.more"),
        say(language, "help.exit"),
    ]


def _name(first: str) -> str:
    if first not in GROUPS:
        return first
    return f"{first} {'|'.join(c.path[-1] for c in commands_of(first))}"


def _of_group(group: str, language: str) -> list[str]:
    rows = [(f"  {usage(c)}", "") for c in commands_of(group)]
    said = [(f"  {c.name}", say(language, f"help.{c.id}")) for c in commands_of(group)]
    return [say(language, f"help.{group}"), "", *table(said), "", *table(rows)]


def _of_command(command: Command, language: str) -> list[str]:
    places = [a for a in command.args if not a.is_option]
    options = [*(a for a in command.args if a.is_option), *COMMON]
    lines = [say(language, "usage.line", usage=usage(command)), "", say(language, f"help.{command.id}")]
    for title, args in (("help.places", places), ("help.options", options)):
        if args:
            lines += ["", say(language, title), *table(_rows(args, language))]
    return lines


def _rows(args: Iterable[Arg], language: str) -> list[tuple[str, str]]:
    rows = []
    for arg in args:
        spelled = f"{arg.short}, {arg.name}" if arg.short else arg.name
        rows.append((f"  {spelled} {arg.value}".rstrip(), say(language, f"arg.{arg.name}")))
    return rows
