"""init, member, verify, demo: an office, its people, whether its records are sound."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui.cli.failing import DAMAGED, Stop, Wrong
from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Desk

DEMO_FOLDER: Final = "madoguchi-demo"


def init(printer: Printer, args: Namespace) -> int:
    """Make an office of one or more organisations."""
    if not args.no_encryption:
        raise Wrong("usage.no_encryption")
    from engine.desk import create_office

    create_office(Path(args.office), args.sources, encrypted=False)
    if printer.json:
        printer.document({"office": args.office, "organisations": args.sources, "encrypted": False})
        return 0
    for word in ("init.done", "init.plain", "init.next"):
        printer.line(say(printer.language, word, office=args.office))
    return 0


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


def member_add(printer: Printer, args: Namespace) -> int:
    """Add a person with their roles."""
    return _member(printer, args, args.name, "member.added")


def member_role(printer: Printer, args: Namespace) -> int:
    """Give a person other roles instead of those held so far."""
    return _member(printer, args, "", "member.roles")


def _member(printer: Printer, args: Namespace, name: str, word: str) -> int:
    roles = [role.strip() for part in args.role for role in part.split(",") if role.strip()]
    with open_office(printer, args) as desk:
        desk.set_member(args.id, name, roles, new=word == "member.added")
        one = {"id": args.id, **desk.members()[args.id]}
        titles = _role_titles(desk)
    if printer.json:
        printer.document(one)
    else:
        said = _roles(one["roles"], titles)
        printer.line(say(printer.language, word, id=one["id"], name=one["name"], roles=said))
    return 0


def member_list(printer: Printer, args: Namespace) -> int:
    """Who works in the office."""
    with open_office(printer, args, read_only=True) as desk:
        found: list[dict[str, Any]] = [{"id": one, **about} for one, about in sorted(desk.members().items())]
        titles = _role_titles(desk)
    if printer.json:
        for one in found:
            printer.document(one)
    else:
        rows = [(str(m["id"]), str(m.get("name", "")), _roles(m.get("roles", ()), titles)) for m in found]
        printer.lines(table(rows) or [say(printer.language, "none")])
    return 0


def _role_titles(desk: Desk) -> dict[str, str]:
    """Roles, and roles held in a unit, by id."""
    found: dict[str, str] = {}
    for built in desk.organisations().values():
        for role, one in built.organisation.roles.items():
            title = one.title.within(desk.language)
            found.setdefault(role, title)
            for unit, of in built.organisation.units.items():
                found.setdefault(f"{role}@{unit}", f"{of.title.within(desk.language)} {title}")
    return found


def _roles(held: Iterable[str], titles: Mapping[str, str]) -> str:
    """Roles by title, with the id that is typed in brackets."""
    return ", ".join(f"{titles[one]} [{one}]" if one in titles else one for one in held)


def verify(printer: Printer, args: Namespace) -> int:
    """Whether every line of the records is there and unchanged."""
    with open_office(printer, args, read_only=True) as desk:
        found = desk.verify()
    english = printer.language == "en"
    if not found.ok:
        reasons = [
            {"field": place, "rule": "damage", "basis": "", "message": f"{place}: {en if english else ja}"}
            for place, ja, en in found.problems
        ]
        raise Stop(DAMAGED, "store", "verify.bad", reasons=reasons, count=len(reasons))
    notes = [{"place": place, "message": en if english else ja} for place, ja, en in found.notes]
    if printer.json:
        books = {name: {"lines": lines, "head": head} for name, (lines, head) in found.books.items()}
        printer.document(
            {
                "ok": True,
                "lines": found.lines,
                "files": found.files,
                "head": found.head,
                "books": books,
                "notes": notes,
            }
        )
        return 0
    said = say(printer.language, "verify.good", lines=found.lines, files=found.files, head=found.head)
    printer.line(said)
    printer.lines(f"{note['place']}: {note['message']}" for note in notes)
    return 0
