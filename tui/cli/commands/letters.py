"""notice, register: what leaves the program as a file for people."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.failing import Wrong
from tui.cli.files import write_whole
from tui.cli.printing import Printer, as_json
from tui.cli.values import open_office
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Sheet

_FORMATS = {".csv": "csv", ".xlsx": "xlsx", ".json": "json"}


def notice(printer: Printer, args: Namespace) -> int:
    """A letter as it was issued, as PDF, Word or plain text."""
    kind = Path(args.output).suffix.lower().lstrip(".")
    if kind not in ("pdf", "docx", "txt"):
        raise Wrong("usage.letter_file", file=args.output)
    with open_office(printer, args) as desk:
        data = desk.letter_bytes(args.case, args.n, kind, args.org or "")
        write_whole(args.output, [data])
        desk.note("printed", "notice", *desk.key(args.case, args.org or ""), args.n, kind)
    return _written(printer, args.output, len(data))


def register(printer: Printer, args: Namespace) -> int:
    """A register or a report as a table, JSON, CSV or an Excel file; without a name, which there are."""
    from engine.desk.leaving import leaving

    shape = args.format or _FORMATS.get(Path(args.output or "").suffix.lower(), "csv" if args.output else "")
    if shape == "xlsx" and not args.output:
        raise Wrong("usage.binary")
    with open_office(printer, args) as desk:
        if args.name is None:
            return _names(printer, [*desk.register_titles(), *desk.report_titles()], args.org or "")
        sheet = desk.register(args.name, args.org or "")
        if args.output or shape:
            leaving(desk, args.name, args.org or "")
            desk.note("exported", "register", args.org or "", "", args.name, shape)
        else:
            desk.seen("register", args.org or "", "", args.name)
    if not args.output:
        _show(printer, sheet, "json" if printer.json else shape)
        return 0
    data = _bytes(sheet, shape)
    write_whole(args.output, [data])
    return _written(printer, args.output, len(data))


def _names(printer: Printer, titles: list[tuple[str, str, str]], org: str) -> int:
    found = [one for one in dict.fromkeys(titles) if org in ("", one[0])]
    if printer.json:
        printer.document([{"organisation": o, "id": name, "title": title} for o, name, title in found])
    else:
        printer.lines(table(found) or [say(printer.language, "none")])
    return 0


def _show(printer: Printer, sheet: Sheet, shape: str) -> None:
    if shape == "csv":
        printer.data(_bytes(sheet, shape))
    elif shape == "json":
        printer.document(_document(sheet))
    else:
        rows = [tuple(str(row.get(name, "")) for name in sheet.columns) for row in sheet.rows]
        printer.line(f"{sheet.title} {sheet.form_number}".rstrip())
        printer.lines(table([sheet.titles, *rows]))


def _bytes(sheet: Sheet, shape: str) -> bytes:
    from engine.desk import to_csv, to_xlsx

    if shape == "json":
        return (as_json(_document(sheet)) + "\n").encode("utf-8")
    return to_xlsx(sheet) if shape == "xlsx" else to_csv(sheet)


def _document(sheet: Sheet) -> dict[str, Any]:
    return {
        "id": sheet.id,
        "title": sheet.title,
        "form_number": sheet.form_number,
        "columns": list(sheet.columns),
        "titles": list(sheet.titles),
        "rows": [dict(row) for row in sheet.rows],
        "about": [dict(row) for row in sheet.about],
    }


def _written(printer: Printer, file: str, size: int) -> int:
    if printer.json:
        printer.document({"file": file, "bytes": size})
    else:
        printer.line(say(printer.language, "notice.done", file=file))
    return 0
