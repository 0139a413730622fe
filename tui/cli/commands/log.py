"""log, download: who did what and looked at what; permissions to export and what became of the exports."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from tui.cli.printing import Printer
from tui.cli.values import maybe_day, open_office
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk.log import Logged

MOST: Final = 2000
RESULTS: Final = {
    "done": "log.done",
    "refused": "log.refused",
    "printed": "log.printed",
    "exported": "log.exported",
    "checked": "log.checked",
    "viewed": "log.viewed",
    "signed": "log.signed",
    "failed": "log.failed",
}
"""What came of something → its word."""


def log(printer: Printer, args: Namespace) -> int:
    """The log, the newest line first; a JSON line for each with `--json`."""
    from engine.desk.log import log_of, sifted_log

    since, until = maybe_day(args.since, "--since"), maybe_day(args.until, "--until")
    results = (args.result,) if args.result else ()
    with open_office(printer, args) as desk:
        desk.seen("log")
        everything = 10**9 if since or until or results or args.text else args.most or MOST
        lines = sifted_log(log_of(desk, everything), args.text or "", results, since, until)
    shown = [one for one in lines if args.org in (None, "", one.organisation)][: args.most or MOST]
    if printer.json:
        for one in shown:
            printer.document(asdict(one))
    else:
        printer.lines(_rows(shown, printer.language) or [say(printer.language, "none")])
    return 0


def _rows(lines: list[Logged], language: str) -> list[str]:
    rows = [
        (
            f"{one.at[:10]} {one.at[11:16]}",
            one.who,
            say(language, RESULTS[one.result]),
            one.what,
            one.case,
            one.detail,
        )
        for one in lines
    ]
    return table(rows)


def permit(printer: Printer, args: Namespace) -> int:
    """Permit a member one export."""
    from engine.desk.leaving import permit as give

    with open_office(printer, args) as desk:
        number = give(desk, args.id, args.content, args.org or "")
    if printer.json:
        printer.document({"number": number, "member": args.id})
    else:
        printer.line(say(printer.language, "download.permitted", number=number, id=args.id))
    return 0


def erased(printer: Printer, args: Namespace) -> int:
    """What was exported under a number was erased."""
    from engine.desk.leaving import erased as note

    with open_office(printer, args) as desk:
        note(desk, args.number, args.org or "")
    if printer.json:
        printer.document({"number": args.number, "erased": True})
    else:
        printer.line(say(printer.language, "download.erased", number=args.number))
    return 0
