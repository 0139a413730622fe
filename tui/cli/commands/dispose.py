"""dispose: the review when retention ends, keeping longer with a reason, and disposal after the count was typed."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from tui.cli.failing import Wrong
from tui.cli.printing import Printer
from tui.cli.values import day_of, open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Desk, Ended


def dispose(printer: Printer, args: Namespace) -> int:
    """What has been kept long enough; with `--confirm N` those N that may go are disposed of."""
    if args.retain is not None:
        return _retain(printer, args)
    from engine.desk import review

    with open_office(printer, args) as desk:
        found = [one for one in review(desk) if args.org in (None, "", one.organisation)]
        free = [one for one in found if not one.held]
        if args.confirm is None:
            _list(printer, free if args.due else found, len(free))
            return 0
        return _dispose(printer, desk, free, args.confirm)


def _dispose(printer: Printer, desk: Desk, free: list[Ended], confirmed: int) -> int:
    from engine.desk import days_of
    from engine.desk import dispose as erase

    count = erase(desk, [one.key for one in free], confirmed)
    backup = days_of(desk)["backup"]
    if printer.json:
        cases = [{"organisation": one.organisation, "case": one.case} for one in free]
        printer.document({"disposed": cases, "last_backup": backup})
        return 0
    printer.line(say(printer.language, "dispose.done", count=count))
    never = say(printer.language, "safety.never")
    printer.line(say(printer.language, "dispose.elsewhere", day=backup or never))
    return 0


def _retain(printer: Printer, args: Namespace) -> int:
    from engine.desk import retain

    if args.until is None or args.reason is None:
        raise Wrong("usage.retain")
    until = day_of(args.until, "--until")
    with open_office(printer, args) as desk:
        key = retain(desk, args.retain, until, args.reason, args.org or "")
    if printer.json:
        printer.document({"organisation": key[0], "case": key[1], "until": until.isoformat()})
    else:
        printer.line(say(printer.language, "dispose.retained", case=key[1], until=until.isoformat()))
    return 0


def _list(printer: Printer, found: list[Ended], free: int) -> None:
    language = printer.language
    for one in found:
        held = [why.within(language) for why in one.held]
        if printer.json:
            rows = [
                {"register": title, "keep_through": day.isoformat(), "minimum": least}
                for title, day, least in one.registers
            ]
            told: dict[str, Any] = {"organisation": one.organisation, "case": one.case, "kind": one.kind}
            printer.document({**told, "registers": rows, "held": held})
            continue
        kept = [
            say(
                language,
                "dispose.register",
                title=title,
                day=day.isoformat(),
                least=say(language, "dispose.least") if least else "",
            )
            for title, day, least in one.registers
        ]
        why = say(language, "dispose.held", why="、".join(held)) if held else ""
        shown = {"case": one.case, "kind": one.kind, "registers": "、".join(kept), "why": why}
        printer.line(say(language, "dispose.row", **shown))
    if not printer.json:
        words = ("dispose.may", "dispose.next") if free else ("dispose.may",) if found else ("dispose.none",)
        printer.lines(say(language, word, count=free) for word in words)
