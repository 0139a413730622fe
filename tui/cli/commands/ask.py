"""ask: a rule asked on the telephone, without a case. The answer first, then why."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from tui.cli.days import day
from tui.cli.failing import Unusable
from tui.cli.files import read_form, read_settings
from tui.cli.printing import Printer
from tui.cli.values import day_of, maybe_day
from tui.cli.words import say
from tui.width import table

if TYPE_CHECKING:
    from engine.desk import Built

Answer = dict[str, Any]


def due(printer: Printer, args: Namespace) -> int:
    """Until when."""
    from engine.desk import ask_due
    from engine.desk.ask.trial import received_on
    from engine.desk.clock import office_clock

    form = read_form(args.form)
    hosei = [_hosei(text) for text in args.hosei or ()]
    extensions = [_extension(text) for text in args.extend or ()]
    asked_today = maybe_day(args.today, "--today")
    received = maybe_day(args.received, "--received") or received_on(form, asked_today)
    today = asked_today or office_clock().today()
    found = ask_due(
        _built(args), args.kind, received, hosei, extensions, form, today, args.clock or "", printer.language
    )
    return _print(printer, found, _due_lines(found["answer"], printer.language))


def letter(printer: Printer, args: Namespace) -> int:
    """Which form."""
    from engine.desk import ask_letter

    found = ask_letter(_built(args), args.kind, args.outcome, language=printer.language)
    return _print(printer, found, _letter_lines(found["answer"], printer.language))


def evidence(printer: Printer, args: Namespace) -> int:
    """Whether the documents suffice, and what is missing."""
    from engine.desk import ask_evidence

    form, today = read_form(args.form), maybe_day(args.today, "--today")
    found = ask_evidence(_built(args), form, today, printer.language)
    return _print(printer, found, _evidence_lines(found["answer"], printer.language))


def fee(printer: Printer, args: Namespace) -> int:
    """What it costs."""
    from engine.desk import ask_fee

    form, today = read_form(args.form), maybe_day(args.today, "--today")
    built = _built(args)
    found = ask_fee(built, args.kind, form, today, printer.language)
    titles = _line_titles(built, args.kind, printer.language)
    return _print(printer, found, _fee_lines(found["answer"], titles, printer.language))


def retention(printer: Printer, args: Namespace) -> int:
    """How long a row of a register is kept."""
    from engine.desk import ask_retention

    recorded = day_of(args.recorded, "--recorded")
    found = ask_retention(_built(args), args.register, recorded, printer.language)
    answer = found["answer"]
    word = "ask.keep" if answer["keep_through"] else "ask.keep_silent"
    keep, dispose = (day(answer[name], printer.language) for name in ("keep_through", "disposable_from"))
    said = say(printer.language, word, keep=keep, dispose=dispose or "-")
    return _print(printer, found, [said])


def _built(args: Namespace) -> Built:
    from engine.desk import load

    return load(args.org, read_settings(args.settings))


def _hosei(text: str) -> tuple[date, date | None]:
    start, dots, end = text.partition("..")
    if not dots or not start.strip():
        raise Unusable("input.hosei", got=text)
    return day_of(start, "--hosei"), day_of(end, "--hosei") if end.strip() else None


def _extension(text: str) -> tuple[int, date]:
    days, at, day = text.partition("@")
    days = days.strip()
    if not at or not (days.isascii() and days.isdigit() and len(days) <= 6):
        raise Unusable("input.extend", got=text)
    return int(days), day_of(day, "--extend")


def _print(printer: Printer, found: dict[str, Any], lines: list[str]) -> int:
    if printer.json:
        printer.document({"answer": found["answer"], "derivation": found["derivation"]})
        return 0
    printer.lines(lines)
    language = printer.language
    rows = [
        (f"  {day(one['date'], language)}", one["text"], day(one["result"], language), one["basis"])
        for one in found["derivation"]
    ]
    if rows:
        printer.lines(["", say(printer.language, "ask.why"), *table(rows)])
    return 0


def _due_lines(answer: Answer, language: str) -> list[str]:
    said = say(language, "ask.due", date=day(answer["due"], language)) if answer["due"] else ""
    label = answer["label"] or say(language, "show.no_due")
    parts = [said or say(language, "ask.no_due", label=label)]
    left, elapsed = answer["remaining_days"], answer["elapsed_days"]
    if left is not None:
        word = "show.paused" if answer["paused"] else "show.over" if left < 0 else "show.remaining"
        parts.append(say(language, word, days=abs(left)))
    elif elapsed is not None:
        parts.append(say(language, "show.elapsed", days=elapsed))
    refused = [
        say(language, "ask.refused", message=f"{r['message']} [{r['rule']}]") for r in answer["refused"]
    ]
    return ["  ".join(parts), *refused]


def _letter_lines(answer: Answer, language: str) -> list[str]:
    lines = ["  ".join(part for part in (answer["number"], answer["title"]) if part)]
    if answer["freeform"]:
        lines.append(say(language, "ask.freeform"))
    elif answer["unmapped"]:
        lines.insert(0, say(language, "ask.unmapped"))
    lines = [one for one in lines if one]
    if answer["offer"]:
        lines.append(say(language, "ask.offer", offer=answer["offer"]))
    return lines


def _evidence_lines(answer: Answer, language: str) -> list[str]:
    lines = [say(language, f"ask.{answer['status']}")]
    lines += [
        say(language, "ask.missing_item", text=_with_basis(m["text"], m["basis"])) for m in answer["missing"]
    ]
    lines += [
        say(language, "ask.rejected_item", document=r["document"], text=r["text"]) for r in answer["rejected"]
    ]
    return lines


def _line_titles(built: Built, kind: str, language: str) -> dict[str, str]:
    """The lines of the fees of a kind by id."""
    workflow = built.of_kind(kind)
    fees = workflow.fees.values() if workflow is not None else ()
    return {one.id: one.title.within(language) for fee in fees for one in fee.lines.values()}


def _fee_lines(answer: Answer, titles: Mapping[str, str], language: str) -> list[str]:
    word = "ask.silent" if answer["yen"] is None else "ask.yen"
    first = say(language, word, yen=_yen(answer["yen"]))
    if answer["exempt"]:
        first += f"  {say(language, 'ask.exempt')}"
    rows = [
        (f"  {titles.get(one['line'], one['line'])}", _yen(one["yen"]), one["basis"])
        for one in answer["lines"]
    ]
    return [first, *table(rows, right=frozenset((1,)))]


def _yen(amount: int | None) -> str:
    return "-" if amount is None else f"{amount:,}"


def _with_basis(text: str, basis: str) -> str:
    return f"{text} [{basis}]" if basis else text
