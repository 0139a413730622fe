"""Values typed at the command line that several commands read: dates, members, lists of ids."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tui.cli.failing import Unusable, Wrong
from tui.cli.printing import Printer
from tui.cli.signing import password_for
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Desk

MEMBER_VARIABLE: Final = "MADOGUCHI_MEMBER"


def day_of(text: str, name: str) -> date:
    """The day somebody typed after `name`: ISO, or with an era in any width. `Unusable` if there is none."""
    from engine.desk import DateError, parse_date

    try:
        return parse_date(text)
    except DateError as no:
        raise Unusable("input.date", name=name, ja=no.ja, en=no.en) from None


def maybe_day(text: str | None, name: str) -> date | None:
    return None if text is None else day_of(text, name)


def member_of(args: Namespace) -> str:
    """Who signs in: `--as`, else MADOGUCHI_MEMBER, else nobody (the desk then takes the only member)."""
    return str(args.member or os.environ.get(MEMBER_VARIABLE, "").strip())


def ids_of(typed: Iterable[str] | None) -> frozenset[str]:
    """The ids of `--acknowledge a,b --acknowledge c`."""
    return frozenset(one.strip() for part in typed or () for one in part.split(",") if one.strip())


def paper_of(text: str | None) -> dict[str, str]:
    """`NUMBER` or `NUMBER@DATE` of a decision on paper."""
    if text is None:
        return {}
    number, at, day = text.partition("@")
    if not number.strip() or (at and not day.strip()):
        raise Wrong("usage.paper", got=text)
    return {"number": number.strip(), **({"date": day_of(day, "--paper").isoformat()} if at else {})}


def require_fresh_password(printer: Printer, desk: Desk, office: str) -> None:
    """A password beyond its days opens nothing (`Unusable`, the desk closed); one that somebody else chose is told."""
    due = desk.password_due()
    if due == "old":
        desk.close()
        raise Unusable("password.too_old", office=office)
    if due and not printer.json:
        printer.complain(say(printer.language, "password.due_given"))


def open_office(
    printer: Printer,
    args: Namespace,
    *,
    read_only: bool = False,
    sheet: str = "",
    renewing: bool = False,
    older: bool = False,
) -> Desk:
    """The office of a command, with whoever signs in. What the office has to say goes to stderr.

    Where a password was shown, it is known who this is: the log is kept. A password beyond its days opens nothing
    but `renewing` it (`Unusable`). `older`: also one of an older format, to upgrade it.
    """
    from engine.desk import open_desk

    member = member_of(args) if "member" in args else ""
    office = Path(args.office)
    password = None if sheet else password_for(printer, args, office, older=older)
    desk = open_desk(
        office,
        member,
        printer.language,
        read_only=read_only,
        password=password,
        sheet=sheet,
        take_over="take_over" in args and args.take_over,
        older=older,
    )
    if desk.keyed and not desk.practice:
        desk.keep_log("sheet" if sheet else "command")
        if not (sheet or renewing):
            require_fresh_password(printer, desk, args.office)
    if not printer.json:
        for ja, en in desk.notes:
            printer.complain(en if printer.language == "en" else ja)
    return desk
