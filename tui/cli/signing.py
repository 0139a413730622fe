"""Passwords typed at the command line: from a file descriptor, the environment, or a prompt that shows nothing.

Never from an argument: every process of the machine can read those.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path
from typing import Final

from tui.cli.failing import Wrong, os_reason
from tui.cli.printing import Printer
from tui.cli.words import say

VARIABLE: Final = "MADOGUCHI_PASSWORD"
NEW_VARIABLE: Final = "MADOGUCHI_NEW_PASSWORD"
_MOST: Final = 4096


def password_for(printer: Printer, args: Namespace, office: Path, *, older: bool = False) -> str | None:
    """The password of whoever signs in; None where the office needs none, or publishes its own."""
    from engine.desk import door_of

    door = door_of(office, older=older)
    if not door.encrypted:
        return None
    if getattr(args, "password_fd", None) is not None:
        return _from_descriptor(args.password_fd, "--password-fd")
    if door.password:
        return None
    if (given := os.environ.get(VARIABLE)) is not None:
        return given
    if not _terminal():
        raise Wrong("password.needed", office=office)
    return _ask(say(printer.language, "password.ask"))


def given_anyhow(args: Namespace) -> bool:
    """Whether a password came without asking."""
    return args.password_fd is not None or VARIABLE in os.environ


def first_password(printer: Printer, args: Namespace) -> str:
    """The password for a new office: given once, or typed twice."""
    if args.password_fd is not None:
        return _from_descriptor(args.password_fd, "--password-fd")
    if (given := os.environ.get(VARIABLE)) is not None:
        return given
    if not _terminal():
        raise Wrong("password.first")
    return _twice(printer, "password.choose")


def new_password(printer: Printer, args: Namespace, *, may_be_made: bool) -> tuple[str, bool]:
    """Another password to be set, and whether one is to be made up because nobody gave one."""
    if args.new_password_fd is not None:
        return _from_descriptor(args.new_password_fd, "--new-password-fd"), False
    if (given := os.environ.get(NEW_VARIABLE)) is not None:
        return given, False
    if _terminal():
        typed = _twice(printer, "password.of_another" if may_be_made else "password.new", may_be_made)
        if typed or not may_be_made:
            return typed, False
    if not may_be_made:
        raise Wrong("password.new_needed")
    return "", True


def typed_line(printer: Printer, word: str) -> str | None:
    """A line that is asked for where somebody sits at a terminal, shown as it is typed; None elsewhere."""
    if not _terminal():
        return None
    print(say(printer.language, word), end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


def _terminal() -> bool:
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def _ask(prompt: str) -> str:
    import getpass

    try:
        return getpass.getpass(prompt, stream=sys.stderr)
    except EOFError:
        raise Wrong("password.none") from None


def _twice(printer: Printer, word: str, may_be_empty: bool = False) -> str:
    typed = _ask(say(printer.language, word))
    if may_be_empty and not typed:
        return ""
    if typed != _ask(say(printer.language, "password.again")):
        raise Wrong("password.differ")
    return typed


def _from_descriptor(number: int, name: str) -> str:
    """The first line that can be read there."""
    try:
        with os.fdopen(os.dup(number), "rb") as file:
            line = file.readline(_MOST)
        return line.decode("utf-8").rstrip("\r\n")
    except OSError as error:
        raise Wrong("password.descriptor", name=name, why=os_reason(error)) from None
    except UnicodeDecodeError:
        raise Wrong("password.encoding", name=name) from None
