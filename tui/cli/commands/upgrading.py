"""upgrade: what the renewed program sees otherwise, then the new format with a copy of the old state kept."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from pathlib import Path

    from engine.desk import Upgrade


def upgrade(printer: Printer, args: Namespace) -> int:
    """List what would differ; without `--dry-run` then write the new format. Exit 0 either way."""
    from engine.desk import look_at_upgrade
    from engine.desk import upgrade as make

    copy: Path | None = None
    with open_office(printer, args, read_only=args.dry_run, older=True) as desk:
        if args.dry_run:
            found = look_at_upgrade(desk)
        else:
            found, copy = make(desk)
    if printer.json:
        printer.document(_document(found, copy))
    else:
        printer.lines(_lines(printer.language, found, copy, dry=args.dry_run))
    return 0


def _document(found: Upgrade, copy: Path | None) -> dict[str, object]:
    return {
        "needed": found.needed,
        "format": {"from": found.formats[0], "to": found.formats[1]},
        "program": {"from": found.programs[0], "to": found.programs[1]},
        "cases": found.cases,
        "differs": [
            {
                "organisation": one.organisation,
                "case": one.case,
                "what": one.what.within("en"),
                "before": one.before,
                "now": one.now,
            }
            for one in found.differs
        ],
        "definitions": [{"organisation": org, "differences": count} for org, count in found.moved],
        "copy": None if copy is None else str(copy),
    }


def _lines(language: str, found: Upgrade, copy: Path | None, *, dry: bool) -> Iterator[str]:
    older, newer = found.formats
    before, now = found.programs
    yield say(language, "upgrade.formats", older=older, newer=newer, before=before or "?", now=now)
    word = "upgrade.differs" if found.differs else "upgrade.same"
    yield say(language, word, cases=found.cases, count=len(found.differs))
    for one in found.differs:
        words = {"case": one.case, "what": one.what.within(language), "before": one.before, "now": one.now}
        yield say(language, "upgrade.one", **words)
    for organisation, count in found.moved:
        yield say(language, "upgrade.moved", organisation=organisation, count=count)
    if copy is not None:
        yield say(language, "upgrade.done", copy=copy)
    elif not found.needed:
        yield say(language, "upgrade.none")
    elif dry:
        yield say(language, "upgrade.dry")
