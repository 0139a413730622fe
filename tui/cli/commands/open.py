"""open, and `madoguchi` alone: the screens of an office. Textual is imported only here and only then."""

from __future__ import annotations

import sys
from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.commands.safety import leave, older_notes
from tui.cli.failing import Wrong
from tui.cli.printing import Printer
from tui.cli.signing import given_anyhow, password_for
from tui.cli.values import member_of, require_fresh_password
from tui.cli.words import say
from tui.memory import Memory, own_file

if TYPE_CHECKING:
    from engine.desk import Desk


def open_screens(printer: Printer, args: Namespace) -> int:
    """Open an office on the screen."""
    office, member = Path(args.office), member_of(args)
    if not args.plain:
        needs_terminal()
        if not given_anyhow(args) and _needs_password(office):
            return _enter(printer, "", (office, member or _last_member(office)), take_over=args.take_over)
    password = password_for(printer, args, office)
    return show(printer, office, member, password, plain=args.plain, take_over=args.take_over)


def open_last(printer: Printer) -> int:
    """`madoguchi` alone: the office that was open last; without one the door, which leads into one."""
    needs_terminal()
    found = Memory(own_file()).office()
    if found is None:
        return _enter(printer)
    from engine.desk import MadoguchiError

    try:
        if _needs_password(found[0]):
            return _enter(printer, sign_in=found)
    except MadoguchiError as no:
        return _enter(printer, no.within(printer.language))
    why = _against(printer, *found)
    return _enter(printer, why) if why else show(printer, *found)


def _enter(
    printer: Printer, why: str = "", sign_in: tuple[Path, str] | None = None, *, take_over: bool = False
) -> int:
    """By the door, then the office that was chosen there."""
    from tui.doorway import Doorway

    door = Doorway(Path.cwd(), printer.language, memory=Memory(own_file()), why=why, sign_in=sign_in)
    door.run()
    if door.failure is not None:
        raise door.failure
    return show(printer, *door.chosen, door.password, take_over=take_over) if door.chosen else 0


def _needs_password(office: Path) -> bool:
    """Whether somebody has to sign in. Raises UsageError, StoreError."""
    from engine.desk import door_of

    door = door_of(office)
    return door.encrypted and not door.password


def _last_member(office: Path) -> str:
    found = Memory(own_file()).office()
    return found[1] if found is not None and found[0] == office.resolve() else ""


def _against(printer: Printer, office: Path, member: str) -> str:
    """Why the last office does not open any more: its folder has gone, or the member has, or it is damaged."""
    from engine.desk import StoreError, UsageError, open_desk

    try:
        with open_desk(office, member, read_only=True) as desk:
            desk.signed_in()
    except (UsageError, StoreError) as no:
        return no.within(printer.language)
    return ""


def show(
    printer: Printer,
    office: Path,
    member: str = "",
    password: str | None = None,
    *,
    plain: bool = False,
    take_over: bool = False,
) -> int:
    """The screens of an office, until they are left. What no screen foresaw is told like any other error.

    `plain`: questions line by line instead, which need no terminal. `take_over`: see `open_desk`.
    """
    if not plain:
        needs_terminal()
    from engine.desk import open_desk

    with open_desk(office, member, printer.language, password=password, take_over=take_over) as desk:
        if not member and desk.practice:
            desk.close()
            return show(printer, office, _most_able(desk), plain=plain, take_over=take_over)
        signed_in = desk.signed_in()
        memory = Memory(own_file())
        memory.remember(office, signed_in.id)
        if printer.language == "ja":
            desk.language = memory.looks(signed_in.id)[1] or "ja"
        desk.notes.extend(older_notes(desk, memory))
        try:
            _until_left(printer, desk, memory, plain=plain)
        finally:
            _erase(printer, desk)
            leave(printer, desk, memory)
    return 0


def _until_left(printer: Printer, desk: Desk, memory: Memory, *, plain: bool) -> None:
    if plain:
        from tui.plain.counter import Counter

        desk.keep_log("plain")
        require_fresh_password(printer, desk, str(desk.path))
        Counter(desk, printer).run()
        return
    from tui.app import Madoguchi

    app = Madoguchi(desk, memory=memory)
    app.run()
    if app.failure is not None:
        raise app.failure


def _erase(printer: Printer, desk: Desk) -> None:
    """What was put out does not stay in clear text, and its register says so; what another program holds is named."""
    from engine.desk.leaving import note_erased
    from engine.desk.output import FOLDER, erase_outputs

    if not desk.keyed:
        return
    if not (held := erase_outputs(desk)):
        note_erased(desk)
    else:
        printer.complain(
            say(printer.language, "outputs.held", names=", ".join(f"{FOLDER}/{n}" for n in held))
        )


def _most_able(desk: Desk) -> str:
    """For practice nobody need say who they are: the one who may do most."""
    members = desk.members()
    return max(sorted(members), key=lambda one: len(members[one].get("roles", ())))


def needs_terminal() -> None:
    """`Wrong` where output or keys are no terminal."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise Wrong("open.no_terminal")
