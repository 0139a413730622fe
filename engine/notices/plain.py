"""The same documents as plain text, 80 cells wide, for mail, a terminal or a reader program."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from engine.notices.blanks import UnprintableError, unfilled
from engine.notices.cells import cells, centre, right, wrap
from engine.notices.cleaning import for_print
from engine.notices.letter import Document, Letter, Line, Paragraph, Sheet, Slip
from engine.notices.outline import Numbered, outline
from engine.notices.words import Words, words, written_date

WIDTH: Final = 80
_RULE: Final = "-" * WIDTH
_LABEL: Final = 28


def render_text(document: Document) -> str:
    """The document in lines of at most 80 cells, in the order of the printed one, ended by a line end.

    Raises `UnprintableError` naming every blank part, as the PDF does. Characters that the letter fonts lack
    are no obstacle here.
    """
    gaps = unfilled(document)
    if gaps:
        raise UnprintableError(gaps)
    fixed = words(document.language)
    match document:
        case Letter():
            lines = _letter(document, fixed)
        case Sheet():
            lines = _sheet(document, fixed)
        case Slip():
            lines = _slip(document, fixed)
    head = centre(_bracketed(fixed.specimen, document), WIDTH) if document.specimen else []
    return "\n".join(line.rstrip() for line in [*head, *lines]).rstrip() + "\n"


def _letter(letter: Letter, fixed: Words) -> Iterator[str]:
    parts = outline(letter.paragraphs)
    yield from _form_number(letter)
    yield from _right(letter.document_number)
    yield from _right(written_date(letter.date, letter.language))
    yield ""
    yield from _block(letter.to, "  ")
    yield ""
    yield from _sender(letter.sender, fixed.seal if letter.seal else "")
    yield ""
    yield from centre(_flat(letter.title), WIDTH)
    yield ""
    for paragraph in parts.opening:
        yield from _paragraph(paragraph, letter, "")
    if parts.record:
        yield from ["", *centre(fixed.record, WIDTH), ""]
        for number, item in enumerate(parts.record, start=1):
            yield from _numbered(number, item, letter)
        yield from right(fixed.end, WIDTH)
    for paragraph in parts.closing:
        yield from _paragraph(paragraph, letter, "")
    yield from _enclosures(letter.enclosures, fixed.enclosures)
    yield from _contact(letter, fixed)
    yield from _behind(letter.sheets, fixed)


def _numbered(number: int, item: Numbered, letter: Letter) -> Iterator[str]:
    mark = f"{number}  "
    yield from wrap(_flat(item.title), WIDTH, mark, " " * len(mark))
    for paragraph in item.parts:
        yield from _paragraph(paragraph, letter, "    ")


def _paragraph(paragraph: Paragraph, document: Document, indent: str) -> Iterator[str]:
    lead = "" if document.language == "en" else "  "
    for line in _lines(paragraph.text):
        yield from wrap(line, WIDTH, indent + lead, indent)
    for number, item in enumerate(paragraph.items, start=1):
        first = f"{indent}{lead}({number}) "
        for line in _lines(item):
            yield from wrap(line, WIDTH, first, " " * len(first))
            first = " " * len(first)


def _enclosures(names: tuple[str, ...], heading: str) -> Iterator[str]:
    if names:
        yield from ["", heading]
    for number, name in enumerate(names, start=1):
        mark = f"  {number}  "
        yield from wrap(_flat(name), WIDTH, mark, " " * len(mark))


def _contact(letter: Letter, fixed: Words) -> Iterator[str]:
    if letter.contact:
        yield from ["", _bracketed(fixed.contact, letter)]
        yield from _block(letter.contact, "  ")


def _sender(sender: tuple[str, ...], seal: str) -> Iterator[str]:
    """At the right edge, with one left edge of its own; the last line ends with the place of the seal."""
    lines = [_flat(line) for line in sender]
    if seal and lines:
        lines[-1] += f"  [{seal}]"
    indent = max(0, WIDTH - max((cells(line) for line in lines), default=0))
    for line in lines:
        yield from wrap(line, WIDTH, " " * indent, "")


def _behind(sheets: tuple[Sheet, ...], fixed: Words) -> Iterator[str]:
    for sheet in sheets:
        yield from ["", "=" * WIDTH, ""]
        yield from _sheet(sheet, fixed)


def _sheet(sheet: Sheet, fixed: Words) -> Iterator[str]:
    yield from _form_number(sheet)
    yield from centre(_flat(sheet.title), WIDTH)
    yield ""
    yield from _right(written_date(sheet.date, sheet.language))
    yield from _block(sheet.to, "")
    yield _RULE
    for group, lines in sheet.rows:
        if group.strip():
            yield from wrap(_bracketed(_flat(group), sheet), WIDTH)
        for line in lines:
            yield from _row(line)
        yield _RULE
    yield from _note(sheet.note)
    yield from _enclosures(sheet.enclosures, fixed.attached)
    yield from _behind(sheet.sheets, fixed)


def _slip(slip: Slip, fixed: Words) -> Iterator[str]:
    yield from centre(_flat(slip.title), WIDTH)
    yield ""
    yield from _block(slip.to, "")
    yield from _right(f"{fixed.number} {_flat(slip.number)}")
    yield from _right(written_date(slip.date, slip.language))
    yield _RULE
    for line in slip.lines:
        yield from _row(line)
    yield _RULE
    if slip.seal:
        yield from right(f"[{fixed.stamp}]", WIDTH)
    yield from _note(slip.note)
    yield from _sender(slip.sender, "")


def _row(line: Line) -> Iterator[str]:
    """The label in its column, the value beside it; both go on below where they are longer."""
    labels = wrap(_flat(line.label), _LABEL - 2)
    values = [part for text in _values(line) for part in wrap(text, WIDTH - _LABEL)]
    for at in range(max(len(labels), len(values))):
        label = labels[at] if at < len(labels) else ""
        value = values[at] if at < len(values) else ""
        yield label + " " * (_LABEL - cells(label)) + value


def _values(line: Line) -> list[str]:
    options = [f"[{'x' if line.ticked(option) else ' '}] {_flat(option)}" for option in line.options]
    written = _lines(line.written)
    return options + written or ["_" * (WIDTH - _LABEL)] * max(1, line.room)


def _note(note: str) -> Iterator[str]:
    for line in _lines(note):
        yield from wrap(line, WIDTH)


def _form_number(document: Letter | Sheet) -> Iterator[str]:
    if document.form_number.strip():
        number = _flat(document.form_number)
        yield from wrap(f"({number})" if document.language == "en" else f"（{number}）", WIDTH)


def _block(lines: tuple[str, ...], indent: str) -> Iterator[str]:
    for line in lines:
        yield from wrap(_flat(line), WIDTH, indent, indent)


def _right(text: str) -> list[str]:
    return right(_flat(text), WIDTH) if text.strip() else []


def _bracketed(word: str, document: Document) -> str:
    return f"[{word}]" if document.language == "en" else f"【{word}】"


def _flat(text: str) -> str:
    return " ".join(for_print(text).split("\n")).strip(" ")


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in for_print(text).split("\n") if line.strip()]
