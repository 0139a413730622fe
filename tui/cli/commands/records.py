"""export, import, handover: the records as JSON Lines, and everything as files for people."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from tui.cli.files import text_of, write_whole
from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say

MOST_IMPORTED = 1024 * 1024 * 1024


def export(printer: Printer, args: Namespace) -> int:
    """One line for each case, exactly as the desk writes it."""
    with open_office(printer, args) as desk:
        lines = (line.rstrip("\n").encode("utf-8") + b"\n" for line in desk.export(args.view or "full"))
        if args.output:
            write_whole(args.output, lines)
        else:
            for line in lines:
                printer.data(line)
    return 0


def import_file(printer: Printer, args: Namespace) -> int:
    """Records of a full export into an empty office, all or nothing."""
    text = text_of(args.file, MOST_IMPORTED)
    with open_office(printer, args) as desk:
        count = desk.import_records(line for line in text.split("\n") if line.strip())
    if printer.json:
        printer.document({"imported": count})
    else:
        printer.line(say(printer.language, "import.done", count=count))
    return 0


def handover(printer: Printer, args: Namespace) -> int:
    """Letters, registers, records and papers in a new folder."""
    from engine.desk import hand_over

    with open_office(printer, args) as desk:
        items = hand_over(desk, Path(args.dir))
    if printer.json:
        files = [{"file": i.place, "what": i.what, "bytes": i.size, "sha256": i.hash} for i in items]
        printer.document({"folder": args.dir, "files": files})
    else:
        printer.line(say(printer.language, "handover.done", files=len(items), folder=args.dir))
    return 0
