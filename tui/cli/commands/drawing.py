"""draw, calendar: a workflow as a picture, due dates for any calendar program."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import Final, Literal

from tui.cli.failing import Wrong
from tui.cli.files import write_whole
from tui.cli.printing import Printer
from tui.cli.values import open_office
from tui.cli.words import say

_PICTURES: Final[dict[str, Literal["svg", "mmd"]]] = {".svg": "svg", ".mmd": "mmd"}


def draw(printer: Printer, args: Namespace) -> int:
    """The state machine of a workflow as SVG or Mermaid; without a file as Mermaid on standard output."""
    from engine.desk.drawing import draw as picture

    ending = Path(args.output).suffix.lower() if args.output else ".mmd"
    if ending not in _PICTURES:
        raise Wrong("usage.picture_file", file=args.output)
    text = picture(Path(args.path), args.workflow, _PICTURES[ending], printer.language)
    if not args.output:
        if printer.json:
            printer.document({"workflow": args.workflow, "text": text})
        else:
            printer.line(text.rstrip("\n"))
        return 0
    return _write(printer, args.output, text.encode("utf-8"))


def calendar(printer: Printer, args: Namespace) -> int:
    """The due dates of the open cases as an iCalendar file."""
    from engine.desk.calendar import ics_of

    if Path(args.output).suffix.lower() != ".ics":
        raise Wrong("usage.calendar_file", file=args.output)
    with open_office(printer, args) as desk:
        organisation = desk.key("", args.org)[0] if args.org else ""
        data = ics_of(desk, organisation)
        desk.note("exported", "calendar", organisation)
    return _write(printer, args.output, data)


def _write(printer: Printer, file: str, data: bytes) -> int:
    write_whole(file, [data])
    if printer.json:
        printer.document({"file": file, "bytes": len(data)})
    else:
        printer.line(say(printer.language, "notice.done", file=file))
    return 0
