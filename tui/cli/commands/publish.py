"""publish: an organisation's own definitions become the version that new requests get."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from tui.cli.failing import REFUSED, Stop, Wrong
from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Desk
    from engine.desk.workshop import Page, Trouble, Version, Workshop


def publish(printer: Printer, args: Namespace) -> int:
    """Show what would change and what stands against it (`--dry-run`), publish it, or give an earlier one back."""
    with open_office(printer, args, read_only=args.dry_run) as desk:
        from engine.desk.workshop import Workshop

        organisation = _organisation(desk, args.org)
        shop = Workshop(desk, organisation)
        if args.back_to is not None:
            return _done(printer, organisation, shop.back_to(args.back_to), "publish.back")
        accepted = _accepted(shop, args)
        if args.dry_run:
            return _told(printer, organisation, shop.page(accepted))
        return _done(printer, organisation, shop.publish(accepted), "publish.done")


def _organisation(desk: Desk, named: str | None) -> str:
    known = sorted(desk.definitions())
    if named is None and len(known) == 1:
        return known[0]
    if named not in known:
        raise Wrong("publish.which", names=", ".join(known))
    return named


def _accepted(shop: Workshop, args: Namespace) -> dict[str, str]:
    """`--accept NAME=REASON`, and for the rest of what is open the one reason of `--accept-open`."""
    found: dict[str, str] = {}
    for typed in args.accept or ():
        name, _, why = typed.partition("=")
        if not why.strip():
            raise Wrong("publish.accept", got=typed)
        found[name.strip()] = why.strip()
    if args.accept_open:
        found = {**{one.name: args.accept_open for one in shop.problems() if one.open_point}, **found}
    return found


def _done(printer: Printer, organisation: str, version: Version, word: str) -> int:
    if printer.json:
        answer = {"organisation": organisation, "number": version.number, "version": version.hash}
        printer.document({**answer, "at": version.at, "by": version.who})
    else:
        printer.line(say(printer.language, word, organisation=organisation, number=version.number))
    return 0


def _told(printer: Printer, organisation: str, page: Page) -> int:
    if page.stops:
        reasons = [{"field": "", "rule": "publish", "basis": "", "message": one} for one in page.stops]
        if not printer.json:
            printer.lines(_page_lines(page, printer.language))
        raise Stop(REFUSED, "refused", "publish.stopped", reasons=reasons, number=page.number)
    if printer.json:
        printer.document(_page(organisation, page))
    else:
        printer.lines(_page_lines(page, printer.language))
        printer.line(say(printer.language, "publish.possible", number=page.number))
    return 0


def _page(organisation: str, page: Page) -> dict[str, Any]:
    return {
        "organisation": organisation,
        "number": page.number,
        "differences": [
            {
                "tab": one.tab,
                "text": one.text,
                "definition": one.definition,
                "path": ".".join(one.path),
                "before": one.before,
                "after": one.after,
            }
            for one in page.differences
        ],
        "problems": [_problem(one) for one in page.troubles],
        "to_accept": [one.name for one in page.to_accept],
        "accepted": dict(page.accepted),
        "scenarios": {
            "passed": page.scenarios[0],
            "failed": page.scenarios[1],
            "failing": list(page.failing),
        },
        "cases": dict(page.tiers),
        "effective": dict(page.effective),
    }


def _problem(one: Trouble) -> dict[str, str]:
    return {"name": one.name, "severity": one.severity, "place": one.place, "message": one.text}


def _page_lines(page: Page, language: str) -> Iterator[str]:
    from engine.desk.workshop import TABS

    tab = ""
    for one in page.differences:
        if one.tab != tab:
            tab = one.tab
            yield TABS[tab].within(language)
        yield f"  {one.text}"
    for trouble in page.troubles:
        yield f"{say(language, f'severity.{trouble.severity}')}: {trouble.name}: {trouble.text} {trouble.place}"
    counts = dict(page.tiers)
    yield say(language, "publish.scenarios", passed=page.scenarios[0], failed=page.scenarios[1])
    yield say(language, "publish.cases", **counts)
    for title, since in page.effective:
        if since:
            yield say(language, "publish.effective", title=title, day=since)
