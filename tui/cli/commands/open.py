"""open, and `madoguchi` alone: the screens of an office. Textual is imported only here and only then."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.failing import Wrong
from tui.cli.printing import Printer
from tui.cli.recent import last_office, remember
from tui.cli.values import member_of

if TYPE_CHECKING:
    from engine.desk import Desk


def open_screens(printer: Printer, args: Namespace) -> int:
    """Open an office on the screen."""
    return show(printer, Path(args.office), member_of(args))


def open_last(printer: Printer) -> int:
    """`madoguchi` alone: the office that was open last."""
    needs_terminal()
    found = last_office()
    if found is None:
        raise Wrong("open.none")
    return show(printer, *found)


def show(printer: Printer, office: Path, member: str = "") -> int:
    """The screens of an office, until they are left. What no screen foresaw is told like any other error."""
    needs_terminal()
    from engine.desk import open_desk

    with open_desk(office, member, printer.language) as desk:
        if not member and desk.practice:
            desk.close()
            return show(printer, office, _most_able(desk))
        signed_in = desk.signed_in()
        remember(office, signed_in.id)
        from tui.app import Madoguchi

        app = Madoguchi(desk)
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
