"""open, and `madoguchi` alone: the screens of an office. Textual is imported only here and only then."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.failing import Wrong
from tui.cli.printing import Printer
from tui.cli.values import member_of
from tui.memory import Memory, own_file

if TYPE_CHECKING:
    from engine.desk import Desk


def open_screens(printer: Printer, args: Namespace) -> int:
    """Open an office on the screen."""
    return show(printer, Path(args.office), member_of(args), plain=args.plain)


def open_last(printer: Printer) -> int:
    """`madoguchi` alone: the office that was open last; without one the door, which leads into one."""
    needs_terminal()
    found = Memory(own_file()).office()
    why = _against(printer, *found) if found else ""
    if found is None or why:
        found = _at_the_door(printer, why)
    return show(printer, *found) if found else 0


def _against(printer: Printer, office: Path, member: str) -> str:
    """Why the last office does not open any more: its folder has gone, or the member has, or it is damaged."""
    from engine.desk import StoreError, UsageError, open_desk

    try:
        with open_desk(office, member, read_only=True) as desk:
            desk.signed_in()
    except (UsageError, StoreError) as no:
        return no.within(printer.language)
    return ""


def _at_the_door(printer: Printer, why: str) -> tuple[Path, str] | None:
    """The first run: which office, and as whom; None where somebody left instead."""
    from tui.doorway import Doorway

    door = Doorway(Path.cwd(), printer.language, memory=Memory(own_file()), why=why)
    door.run()
    if door.failure is not None:
        raise door.failure
    return door.chosen


def show(printer: Printer, office: Path, member: str = "", *, plain: bool = False) -> int:
    """The screens of an office, until they are left. What no screen foresaw is told like any other error.

    `plain`: questions line by line instead, which need no terminal.
    """
    if not plain:
        needs_terminal()
    from engine.desk import open_desk

    with open_desk(office, member, printer.language) as desk:
        if not member and desk.practice:
            desk.close()
            return show(printer, office, _most_able(desk), plain=plain)
        signed_in = desk.signed_in()
        memory = Memory(own_file())
        memory.remember(office, signed_in.id)
        if printer.language == "ja":
            desk.language = memory.looks(signed_in.id)[1] or "ja"
        if plain:
            from tui.plain.counter import Counter

            Counter(desk, printer).run()
            return 0
        from tui.app import Madoguchi

        app = Madoguchi(desk, memory=memory)
        app.run()
        if app.failure is not None:
            raise app.failure
    return 0


def _most_able(desk: Desk) -> str:
    """For practice nobody need say who they are: the one who may do most."""
    members = desk.members()
    return max(sorted(members), key=lambda one: len(members[one].get("roles", ())))


def needs_terminal() -> None:
    """`Wrong` where output or keys are no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Wrong("open.no_terminal")
