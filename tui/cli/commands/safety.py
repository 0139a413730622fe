"""backup, restore, and what is looked for and done when an office is opened and left."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.cli.failing import DAMAGED, Stop
from tui.cli.printing import Printer
from tui.cli.signing import password_for
from tui.cli.values import member_of, open_office
from tui.cli.words import say
from tui.memory import Memory, own_file

if TYPE_CHECKING:
    from engine.desk import Desk


def backup(printer: Printer, args: Namespace) -> int:
    """The office into one file; with `--rehearse` that file is tried, and made first only if it is not there."""
    from engine.desk import backup as make
    from engine.desk import rehearse, seen_of

    file, said = Path(args.file), []
    answer: dict[str, Any] = {"file": args.file}
    with open_office(printer, args) as desk:
        if not (args.rehearse and file.exists()):
            made = make(desk, file)
            answer |= {"made": made.made, "files": made.files}
            desk.note("done", "backup")
            said.append(say(printer.language, "safety.made", file=file, files=made.files))
        if args.rehearse:
            report = rehearse(desk, file)
            desk.note("checked", "rehearsal", "", "", "ok" if report.ok else "problems")
            _require_sound(printer, report)
            answer["rehearsal"] = {"lines": report.lines, "files": report.files, "head": report.head}
            said.append(say(printer.language, "safety.rehearsed", **answer["rehearsal"]))
        _remember(desk, seen_of(desk))
    _tell(printer, answer, said)
    return 0


def restore(printer: Printer, args: Namespace) -> int:
    """The office of a backup, in a folder that is not there yet."""
    from engine.desk import open_desk
    from engine.desk import restore as make

    office = Path(args.office)
    signed: list[tuple[str, str | None]] = []

    def sign_in(staged: Path) -> tuple[str, str | None]:
        signed.append((member_of(args), password_for(printer, args, staged)))
        return signed[0]

    report = make(Path(args.file), office, sign_in)
    _require_sound(printer, report)
    (member, password) = signed[0]
    with open_desk(office, member, printer.language, read_only=True, password=password) as desk:
        older = look_for_older(printer, desk, keep=False)
    found = {"lines": report.lines, "files": report.files, "head": report.head}
    answer = {"office": args.office, **found, "older_than_seen": older}
    _tell(printer, answer, [say(printer.language, "safety.restored", office=office, **found)])
    return 0


def look_for_older(printer: Printer, desk: Desk, *, keep: bool = True) -> list[str]:
    """Tell somebody that the records are older than what this machine saw last; what is there is kept as seen."""
    from engine.desk import older_than, seen_of

    memory = Memory(own_file())
    older = older_than(desk, memory.seen(_id(desk)))
    if older and not printer.json:
        printer.complain(say(printer.language, "safety.older", books=", ".join(older)))
    if keep and not older:
        memory.keep_seen(_id(desk), seen_of(desk))
    return older


def older_notes(desk: Desk, memory: Memory) -> list[tuple[str, str]]:
    """The same for the screens, as a note of the office: one line at their top."""
    from engine.desk import older_than

    older = older_than(desk, memory.seen(_id(desk)))
    return [(say("ja", "safety.older_line"), say("en", "safety.older_line"))] if older else []


def leave(printer: Printer, desk: Desk, memory: Memory) -> None:
    """At leaving: a copy beside the office, and how far the records have come. What fails is said, and no more."""
    from engine.desk import MadoguchiError, leave_copy, seen_of

    try:
        leave_copy(desk)
        memory.keep_seen(_id(desk), seen_of(desk))
    except MadoguchiError as no:
        printer.complain(say(printer.language, "safety.no_copy", why=no.within(printer.language)))


def _remember(desk: Desk, seen: dict[str, list[Any]]) -> None:
    Memory(own_file()).keep_seen(_id(desk), seen)


def _id(desk: Desk) -> str:
    return str(desk.office.info().get("id", ""))


def _require_sound(printer: Printer, report: Any) -> None:
    if not report.ok:
        english = printer.language == "en"
        reasons = [
            {"field": place, "rule": "damage", "basis": "", "message": f"{place}: {en if english else ja}"}
            for place, ja, en in report.problems
        ]
        raise Stop(DAMAGED, "store", "safety.bad", reasons=reasons, count=len(reasons))


def _tell(printer: Printer, answer: dict[str, Any], said: list[str]) -> None:
    if printer.json:
        printer.document(answer)
    else:
        printer.lines(said)
