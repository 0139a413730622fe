"""batch: many steps as JSON Lines, one answer for each. An answered line is durable."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from tui.cli.failing import REFUSED, Failure, Stop, Unusable, Wrong, os_reason
from tui.cli.files import MOST_BYTES, decoded, parse_object, said
from tui.cli.printing import Printer
from tui.cli.values import day_of, open_office
from tui.cli.words import say

if TYPE_CHECKING:
    from engine.desk import Desk, Submission

# The keys of a line with what each must be.
_KEYS: Final = {
    "op": "text",
    "id": "",
    "organisation": "text",
    "kind": "text",
    "case": "text",
    "command": "text",
    "task": "number",
    "form": "object",
    "date": "text",
    "as": "text",
    "by": "text",
    "acknowledge": "list",
    "expect_version": "number",
    "on_paper": "object",
}
_NEEDED: Final = {"new": ("kind",), "do": ("case", "command")}


def batch(printer: Printer, args: Namespace) -> int:
    """Do each line. A line that cannot be done gets its error, and the rest goes on; exit 1 if any failed."""
    name = args.file
    count = failed = 0
    with _opened(name) as file, open_office(printer, args) as desk:
        for line, raw in enumerate(_lines(file), start=1):
            if not raw.strip():
                continue
            count += 1
            answer = _answer(desk, raw, (said(name), line), args, printer.language)
            failed += not answer["ok"]
            printer.document(answer)
            printer.flush()
    if failed and not printer.json:
        printer.complain(say(printer.language, "batch.failed", failed=failed, count=count))
    return REFUSED if failed else 0


def _answer(desk: Desk, raw: bytes, place: tuple[str, int], args: Namespace, language: str) -> dict[str, Any]:
    from engine.desk import MadoguchiError

    asked: dict[str, Any] = {}
    try:
        if len(raw) > MOST_BYTES:
            raise Unusable("file.large", file=":".join(map(str, place)), most=MOST_BYTES // 1024)
        asked = parse_object(decoded(raw, *place), *place)
        receipt = desk.submit(submission(asked, ":".join(map(str, place)), args, language))
    except (Stop, MadoguchiError) as error:
        return {"id": asked.get("id"), "ok": False, "error": Failure(error, language).as_object()}
    return {"id": asked.get("id"), **receipt.as_json()}


def submission(asked: dict[str, Any], where: str, args: Namespace, language: str) -> Submission:
    """A line as a step. Unknown keys, wrong types and missing keys are refused by name."""
    from engine.desk import Submission

    _judge(asked, where, language)
    return Submission(
        command=asked.get("command", ""),
        kind=asked.get("kind", "") if asked["op"] == "new" else "",
        case=asked.get("case", "") if asked["op"] == "do" else "",
        organisation=asked.get("organisation") or args.org or "",
        form=asked.get("form") or {},
        date=day_of(asked["date"], "date") if asked.get("date") else None,
        task=asked.get("task") or 0,
        member=asked.get("as") or "",
        by=asked.get("by") or "",
        acknowledge=frozenset(asked.get("acknowledge") or ()),
        expect_version=asked.get("expect_version"),
        on_paper=asked.get("on_paper") or {},
    )


def _judge(asked: dict[str, Any], where: str, language: str) -> None:
    unknown = [name for name in asked if name not in _KEYS]
    if unknown:
        raise Unusable("batch.keys", where=where, names=", ".join(unknown))
    for name, wanted in _KEYS.items():
        if asked.get(name) is not None and not _fits(asked[name], wanted):
            raise Unusable("batch.type", where=where, name=name, wanted=say(language, f"batch.{wanted}"))
    op = asked.get("op")
    if op not in _NEEDED:
        raise Unusable("batch.op", where=where, got=op or "")
    for name in _NEEDED[op]:
        if not asked.get(name):
            raise Unusable("batch.needs", where=where, name=name)


def _fits(value: Any, wanted: str) -> bool:
    if wanted == "list":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if wanted == "number":
        return type(value) is int and value >= 0
    kinds: dict[str, type] = {"text": str, "object": dict, "": object}
    return isinstance(value, kinds[wanted])


def _opened(name: str) -> AbstractContextManager[BinaryIO]:
    if name == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return Path(name).open("rb")
    except OSError as error:
        raise Wrong("file.unreadable", file=name, why=os_reason(error)) from None


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines as they arrive, so that a program may wait for each answer; a huge one loses its rest."""
    while line := file.readline(MOST_BYTES + 1):
        rest = line
        while len(line) > MOST_BYTES and rest and not rest.endswith(b"\n"):
            rest = file.readline(MOST_BYTES)
        yield line
