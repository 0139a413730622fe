"""export, import, handover, import-ledger: the records as JSON Lines, and everything as files for people."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING

from tui.cli.files import read_bytes, read_settings, text_of, write_whole
from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Matched

MOST_LEDGER = 32 * 1024 * 1024
SHOWN_ROWS = 5
MOST_IMPORTED = 1024 * 1024 * 1024


def export(printer: Printer, args: Namespace) -> int:
    """One line for each case, exactly as the desk writes it."""
    from engine.desk.leaving import leaving

    view = args.view or "full"
    with open_office(printer, args) as desk:
        if view == "full":
            leaving(desk, "export")
        lines = desk.export_bytes(view)
        if args.output:
            write_whole(args.output, lines)
        else:
            for line in lines:
                printer.data(line)
        desk.note("exported", "export", "", "", view)
    return 0


def import_file(printer: Printer, args: Namespace) -> int:
    """Records of a full export into an empty office, all or nothing."""
    text = text_of(args.file, MOST_IMPORTED)
    with open_office(printer, args) as desk:
        count = desk.import_records(line for line in text.split("\n") if line.strip())
        desk.note("done", "import", "", "", str(count))
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


def import_ledger(printer: Printer, args: Namespace) -> int:
    """Rows of an earlier ledger: shown as they were matched, and written with `--confirm`."""
    from engine.desk import match_ledger, take_ledger

    data, excel = read_bytes(args.file, MOST_LEDGER), args.file.lower().endswith(".xlsx")
    names = {title: str(column) for title, column in read_settings(args.map).items()}
    with open_office(printer, args, read_only=not args.confirm) as desk:
        matched = match_ledger(desk, args.register, data, excel, names, args.org or "")
        numbers = take_ledger(desk, matched) if args.confirm else []
        if numbers:
            desk.note("done", "import_ledger", matched.organisation, "", matched.register, str(len(numbers)))
    if printer.json:
        about = {
            "organisation": matched.organisation,
            "register": matched.register,
            "rows": len(matched.rows),
        }
        columns = {"columns": dict(matched.columns), "not_taken": list(matched.left)}
        printer.document({**about, **columns, "written": bool(numbers), "numbers": numbers})
        return 0
    _show_matched(printer, matched)
    told = {"title": matched.title, "count": len(matched.rows)}
    if numbers:
        printer.line(say(printer.language, "ledger.done", **told, first=numbers[0], last=numbers[-1]))
    else:
        printer.line(say(printer.language, "ledger.shown", **told))
    return 0


def _show_matched(printer: Printer, matched: Matched) -> None:
    language = printer.language
    for title, column in matched.columns.items():
        printer.line(say(language, "ledger.column", title=title, column=column))
    if matched.left:
        printer.line(say(language, "ledger.left", titles="、".join(matched.left)))
    for day, cells in matched.rows[:SHOWN_ROWS]:
        printer.line(say(language, "ledger.row", day=day.isoformat(), cells=" | ".join(cells.values())))
