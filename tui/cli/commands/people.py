"""member add, role, remove, password, sheet, list: who works in an office, and how they get in."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.failing import Unusable, Wrong, os_reason
from tui.cli.files import decoded, read_bytes, said
from tui.cli.printing import Printer
from tui.cli.signing import new_password, typed_line
from tui.cli.values import member_of, open_office
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Desk


def member_add(printer: Printer, args: Namespace) -> int:
    """Add a person with their roles; where the office has keys, with a first password."""
    with open_office(printer, args) as desk:
        password, made = new_password(printer, args, may_be_made=True) if desk.keyed else ("", False)
        password = desk.first_password() if made else password
        desk.set_member(args.id, args.name, roles_of(args), new=True, password=password)
        one, titles = {"id": args.id, **desk.members()[args.id]}, _role_titles(desk)
    _tell(printer, one, titles, "member.added", password if made else "")
    return 0


def member_role(printer: Printer, args: Namespace) -> int:
    """Give a person other roles instead of those held so far."""
    with open_office(printer, args) as desk:
        desk.set_member(args.id, "", roles_of(args), new=False)
        one, titles = {"id": args.id, **desk.members()[args.id]}, _role_titles(desk)
    _tell(printer, one, titles, "member.roles")
    return 0


def member_remove(printer: Printer, args: Namespace) -> int:
    """Take a person out; where the office has keys, everything after it has a new one."""
    with open_office(printer, args) as desk:
        desk.remove_member(args.id)
        keyed = desk.keyed
    if printer.json:
        printer.document({"removed": args.id, "rotated": keyed})
    else:
        printer.line(say(printer.language, "member.removed", id=args.id))
        if keyed:
            printer.line(say(printer.language, "member.rotated"))
    return 0


def member_password(printer: Printer, args: Namespace) -> int:
    """A new password: one's own, by the recovery sheet, or a first one for somebody who forgot theirs."""
    sheet = _sheet_at(printer, args.recovery) if args.recovery else ""
    with open_office(printer, args, sheet=sheet, renewing=True) as desk:
        member = args.id or (member_of(args) if sheet else desk.signed_in().id)
        if not member:
            raise Wrong("member.whose")
        others = not sheet and member != desk.signed_in().id
        password, made = new_password(printer, args, may_be_made=others)
        password = desk.first_password() if made else password
        desk.change_password(member, password)
    if printer.json:
        printer.document({"id": member, "changed": True, **({"password": password} if made else {})})
        return 0
    printer.line(say(printer.language, "member.password", id=member))
    if made:
        printer.line(say(printer.language, "member.first_password", password=password))
    return 0


def member_sheet(printer: Printer, args: Namespace) -> int:
    """A new recovery sheet; the one before is worth nothing any more."""
    target = sheet_target(args.output, Path(args.office))
    with open_office(printer, args) as desk:
        code = desk.new_sheet()
    given = give_sheet(printer, str(args.office), code, target)
    if printer.json:
        printer.document({"recovery": given})
    return 0


def member_list(printer: Printer, args: Namespace) -> int:
    """Who works in the office; the ids of others only for whom they are meant."""
    from engine.desk.membership import shown_ids

    with open_office(printer, args) as desk:
        ids = shown_ids(desk)
        found: list[dict[str, Any]] = [
            {"id": one if one in ids else "", **about} for one, about in sorted(desk.members().items())
        ]
        titles = _role_titles(desk)
    if printer.json:
        for one in found:
            printer.document(one)
    else:
        rows = [(str(m["id"]), str(m.get("name", "")), _roles(m.get("roles", ()), titles)) for m in found]
        printer.lines(table(rows) or [say(printer.language, "none")])
    return 0


# --- the sheet


def sheet_target(typed: str | None, office: Path) -> Path | None:
    """Where the recovery sheet goes, judged before anything is made. Never among the records it opens."""
    if typed is None:
        return None
    target, folder = Path(typed), office.resolve()
    if target.resolve() == folder or folder in target.resolve().parents:
        raise Wrong("sheet.beside", file=target)
    if target.exists():
        raise Wrong("sheet.exists", file=target)
    return target


def give_sheet(printer: Printer, office: str, code: str, target: Path | None) -> str:
    """Write the sheet to its file (a page if it is called .pdf), or print it where no file was named.

    Answers what a program is told. `Unusable` tells the code: the sheet before opens nothing any more.
    """
    from engine.desk import MadoguchiError, sheet_pdf, sheet_text, write_new

    name = Path(office).resolve().name
    if target is None:
        if not printer.json:
            printer.lines(sheet_text(name, code, printer.language).split("\n"))
            printer.complain(say(printer.language, "sheet.printed"))
        return code
    try:
        as_page = target.suffix.lower() == ".pdf"
        write_new(
            target,
            sheet_pdf(name, code, printer.language)
            if as_page
            else sheet_text(name, code, printer.language).encode("utf-8"),
        )
    except OSError as error:
        raise Unusable("sheet.unwritable", file=target, why=os_reason(error), code=code) from None
    except MadoguchiError as no:
        raise Unusable("sheet.unwritable", file=target, why=no, code=code) from None
    if not printer.json:
        printer.line(say(printer.language, "sheet.written", file=target))
    return str(target)


def _sheet_at(printer: Printer, name: str) -> str:
    """The code of a sheet that was written as text, or of what somebody types. A page is for paper: `Unusable`."""
    if name == "-" and (typed := typed_line(printer, "sheet.ask")) is not None:
        return typed
    data = read_bytes(name, 1024 * 1024)
    if data.startswith(b"%PDF"):
        raise Unusable("sheet.is_page", file=name)
    text = decoded(data, said(name))
    numbered = [line.split() for line in text.splitlines()]
    groups = [words[1] for words in numbered if len(words) == 2 and words[0].isdigit() and len(words[1]) == 5]
    return "-".join(groups) if groups else text.strip()


# --- roles


def roles_of(args: Namespace) -> list[str]:
    return [role.strip() for part in args.role or () for role in part.split(",") if role.strip()]


def _tell(
    printer: Printer, one: dict[str, Any], titles: Mapping[str, str], word: str, password: str = ""
) -> None:
    if printer.json:
        printer.document({**one, **({"password": password} if password else {})})
        return
    said = _roles(one["roles"], titles)
    printer.line(say(printer.language, word, id=one["id"], name=one["name"], roles=said))
    if password:
        printer.line(say(printer.language, "member.first_password", password=password))


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
