"""case new, do, list, why and attach: requests taken in, moved on, found and explained."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tui.cli.days import day
from tui.cli.failing import Wrong
from tui.cli.files import read_bytes, read_form
from tui.cli.printing import Printer
from tui.cli.values import ids_of, maybe_day, member_of, open_office, paper_of
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Desk, Receipt, Row

MOST_ATTACHED: Final = 64 * 1024 * 1024
_COLUMNS: Final = ("number", "kind", "name", "state", "due", "days")


def new(printer: Printer, args: Namespace) -> int:
    """Take a request in."""
    paper = args.same_paper or ""
    return _submit(printer, args, kind=args.kind, form=read_form(args.form), paper=paper)


def do(printer: Printer, args: Namespace) -> int:
    """One step of a case, or of one of its tasks."""
    return _submit(
        printer, args, case=args.case, command=args.command, task=args.task or 0, form=read_form(args.form)
    )


def attach(printer: Printer, args: Namespace) -> int:
    """A scan to a case."""
    path = Path(args.file)
    if path.is_dir():
        raise Wrong("usage.not_file", file=args.file)
    data = read_bytes(args.file, MOST_ATTACHED)
    form = {key: value for key, value in (("note", args.note), ("where", args.where)) if value}
    kept = ((path.name, _media_type(path), data),)
    return _submit(printer, args, case=args.case, command="attach", form=form, attachments=kept)


def _submit(printer: Printer, args: Namespace, **asked: Any) -> int:
    from engine.desk import Submission

    submission = Submission(
        organisation=args.org or "",
        date=maybe_day(args.date, "--date"),
        member=member_of(args),
        by=args.by or "",
        acknowledge=ids_of(getattr(args, "acknowledge", None)),
        expect_version=args.expect_version,
        on_paper=paper_of(args.paper),
        **asked,
    )
    with open_office(printer, args) as desk:
        receipt = desk.submit(submission)
        if printer.json:
            printer.document(receipt.as_json())
        else:
            printer.lines(_receipt_lines(receipt, _state_title(desk, receipt), printer.language))
    return 0


def _receipt_lines(receipt: Receipt, state: str, language: str) -> list[str]:
    lines = [say(language, "case.done", case=receipt.case, state=state, version=receipt.version)]
    for n, _, form, title in receipt.letters:
        lines.append("  " + say(language, "case.letter", n=n, title=title, form=form).rstrip())
    return lines


def _state_title(desk: Desk, receipt: Receipt) -> str:
    from engine.desk.listed import shown_state

    key = (receipt.organisation, receipt.case)
    state = shown_state(desk.workflow(key), desk.case(key))
    return state[2] if desk.language == "en" else state[1]


def list_cases(printer: Printer, args: Namespace) -> int:
    """Cases, the most pressing first; with a text also the rows of earlier ledgers that have it."""
    with open_office(printer, args) as desk:
        rows = desk.rows(args.state or "", args.due_within, args.text or "", args.org or "")
        many = len({row.organisation for row in rows}) > 1
        titles = _organisation_titles(desk) if many else {}
        past = [] if printer.json or not args.text else _past(desk, args.text, args.org or "")
    if printer.json:
        for row in rows:
            printer.document(row_object(row))
    elif rows:
        printer.lines(_list_lines(rows, titles, printer.language))
    elif not past:
        printer.line(say(printer.language, "list.empty"))
    for one in past:
        said = {"number": one.number, "register": one.register, "cells": " | ".join(one.cells.values())}
        printer.line(
            say(printer.language, "list.past", **said, day=day(one.written.isoformat(), printer.language))
        )
    return 0


def _past(desk: Desk, text: str, organisation: str) -> list[Any]:
    """The rows of earlier ledgers that have a text. Imported only for it: it brings the rule language."""
    from engine.desk.past import found_past

    return found_past(desk, text, organisation)


def row_object(row: Row) -> dict[str, Any]:
    """A row as JSON, by the names the desk gives them."""
    return row._asdict()


def _organisation_titles(desk: Desk) -> dict[str, str]:
    return {org: one.title.within(desk.language) for org, one in desk.about().items()}


def _list_lines(rows: list[Row], organisations: Mapping[str, str], language: str) -> list[str]:
    """The list as a table; `organisations` are the titles, empty if all cases are of one."""
    columns = ("organisation", *_COLUMNS) if organisations else _COLUMNS
    titles = tuple(say(language, f"column.{name}") for name in columns)
    shown = [
        (
            *([organisations.get(row.organisation, row.organisation)] if organisations else []),
            row.number,
            row.kind_title,
            row.name,
            row.state_title,
            day(row.due, language),
            row.days,
        )
        for row in rows
    ]
    lines = table([titles, *shown], right=frozenset((len(columns) - 1,)))
    return [*lines, say(language, "list.count", count=len(rows))]


def show(printer: Printer, args: Namespace) -> int:
    """A case: the record for programs, a summary for people."""
    with open_office(printer, args) as desk:
        desk.seen("case", *desk.key(args.case, args.org or ""))
        if printer.json:
            printer.document(desk.record(args.case, args.org or ""), sort=True)
            return 0
        from tui.cli.summary import summary_lines

        printer.lines(summary_lines(desk, args.case, args.org or ""))
    return 0


def why(printer: Printer, args: Namespace) -> int:
    """The chain fact, rule, article."""
    with open_office(printer, args) as desk:
        lines = desk.why(args.case, " ".join(args.question), args.org or "")
        desk.seen("why", *desk.key(args.case, args.org or ""))
    if printer.json:
        printer.document(
            [
                {"date": k.date, "text": k.text, "basis": k.basis, "result": k.result, "met": k.met}
                for k in lines
            ]
        )
        return 0
    language = printer.language
    rows = [
        (day(k.date, language), _mark(k.met, language), k.text, day(k.result, language), k.basis)
        for k in lines
    ]
    printer.lines(table(rows) or [say(printer.language, "none")])
    return 0


def _mark(met: bool | None, language: str) -> str:
    if met is None:
        return ""
    return say(language, "met.yes" if met else "met.no")


def _media_type(path: Path) -> str:
    from mimetypes import MimeTypes

    return MimeTypes().guess_type(path.name)[0] or "application/octet-stream"
