"""init, verify, demo: an office, and whether its records are sound."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui.cli.commands.people import give_sheet, roles_of, sheet_target
from tui.cli.commands.safety import look_for_older
from tui.cli.failing import DAMAGED, Stop
from tui.cli.printing import Printer
from tui.cli.signing import first_password
from tui.cli.values import open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Desk, First

DEMO_FOLDER: Final = "madoguchi-demo"
FIRST: Final = "admin"


def init(printer: Printer, args: Namespace) -> int:
    """Make an office of one or more organisations, encrypted with the password of its first member."""
    from engine.desk import create_office

    target = sheet_target(args.recovery, Path(args.office))
    somebody = args.member or args.name or args.role
    first = None if args.no_encryption and not somebody else _first(printer, args)
    encrypted = not args.no_encryption
    code = create_office(Path(args.office), args.sources, encrypted=encrypted, first=first)
    made: dict[str, Any] = {"office": args.office, "organisations": args.sources, "encrypted": encrypted}
    if first is not None:
        made["member"] = first.id
    if not printer.json:
        words = ("init.done", *(() if encrypted else ("init.plain",)), "init.next")
        printer.lines(say(printer.language, word, office=args.office) for word in words)
    if encrypted:
        made["recovery"] = give_sheet(printer, str(args.office), code, target)
    if printer.json:
        printer.document(made)
    return 0


def _first(printer: Printer, args: Namespace) -> First:
    """The first member: `--as` with a name and roles, else `admin`, who can add the others."""
    from engine.desk import First

    member = args.member or FIRST
    password = "" if args.no_encryption else first_password(printer, args)
    return First(member, args.name or member, tuple(roles_of(args)), password)


def demo(printer: Printer, args: Namespace) -> int:
    """Make a practice office with invented cases, and open it."""
    from tui.cli.commands.open import needs_terminal, show

    if not args.no_ui:
        needs_terminal()
    from engine.desk import make_demo

    folder = args.dir or DEMO_FOLDER
    summary = make_demo(Path(folder))
    if not args.no_ui:
        return show(printer, Path(folder))
    if printer.json:
        printer.document({"office": folder, **summary})
        return 0
    printer.line(say(printer.language, "demo.done" if summary["made"] else "demo.there", office=folder))
    for org, count in summary["organisations"].items():
        printer.line(say(printer.language, "demo.cases", organisation=org, count=count))
    members = ", ".join(summary["members"])
    printer.line(say(printer.language, "demo.next", office=folder, members=members))
    return 0


def _opened_to_verify(printer: Printer, args: Namespace) -> Desk:
    """To be read only; where records leave the program also for the log, as far as the damage lets it be written."""
    from engine.desk import StoreError

    if args.salvage is not None:
        try:
            return open_office(printer, args)
        except StoreError:
            pass  # what was begun cannot be ended here: then it is only read
    return open_office(printer, args, read_only=True)


def verify(printer: Printer, args: Namespace) -> int:
    """Whether every line of the records is there and unchanged."""
    from engine.desk import days_of
    from engine.desk.marks import borne_out

    with _opened_to_verify(printer, args) as desk:
        if args.salvage is not None:
            count = desk.salvage(Path(args.salvage))
            printer.complain(say(printer.language, "verify.salvaged", count=count, file=args.salvage))
        borne = borne_out(desk, args.mark) if args.mark else None
        found = desk.verify()
        days = days_of(desk)
        older = look_for_older(printer, desk) if found.ok else []
    english = printer.language == "en"
    if not found.ok:
        reasons = [
            {"field": place, "rule": "damage", "basis": "", "message": f"{place}: {en if english else ja}"}
            for place, ja, en in found.problems
        ]
        raise Stop(DAMAGED, "store", "verify.bad", reasons=reasons, count=len(reasons))
    if borne is False:
        raise Stop(DAMAGED, "store", "verify.mark_bad", mark=args.mark)
    notes = [{"place": place, "message": en if english else ja} for place, ja, en in found.notes]
    if printer.json:
        books = {name: {"lines": lines, "head": head} for name, (lines, head) in found.books.items()}
        printer.document(
            {
                "ok": True,
                "keyed": found.keyed,
                "lines": found.lines,
                "files": found.files,
                "head": found.head,
                "books": books,
                "notes": notes,
                **days,
                "older_than_seen": older,
                **({} if borne is None else {"mark": borne}),
            }
        )
        return 0
    said = say(printer.language, "verify.good", lines=found.lines, files=found.files, head=found.head)
    printer.line(said)
    if borne:
        printer.line(say(printer.language, "verify.mark_good", mark=args.mark))
    never = say(printer.language, "safety.never")
    printer.line(say(printer.language, "verify.safety", **{name: day or never for name, day in days.items()}))
    printer.lines(f"{note['place']}: {note['message']}" for note in notes)
    return 0
