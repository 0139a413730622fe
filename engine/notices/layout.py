"""Documents as the plain data that the typst templates read: every string cleaned for print."""

from __future__ import annotations

from datetime import date
from typing import Any

from engine.notices.cleaning import breakable, for_print
from engine.notices.letter import Document, Letter, Line, Paragraph, Sheet, Slip
from engine.notices.outline import outline
from engine.notices.words import words, written_date


def template_of(document: Document) -> str:
    """The name of the template file of this kind of document."""
    match document:
        case Letter():
            return "letter"
        case Sheet():
            return "sheet"
        case Slip():
            return "slip"


def layout(document: Document) -> dict[str, Any]:
    """The data of one document; text parts are lists of lines, dates are written out."""
    match document:
        case Letter():
            return _common(document, document.date) | _letter(document)
        case Sheet():
            return _common(document, document.date) | _sheet(document)
        case Slip():
            return _common(document, document.date) | _slip(document)


def _common(document: Document, day: date | None) -> dict[str, Any]:
    language = "en" if document.language == "en" else "ja"
    stamp = day or date(1970, 1, 1)  # a PDF/A needs a date; a form to fill in by hand has none
    return {
        "language": language,
        "words": words(language).as_data(),
        "title": _one_line(document.title),
        "date": written_date(day, language),
        "day": [stamp.year, stamp.month, stamp.day],
        "to": _strings(document.to),
        "specimen": document.specimen,
    }


def _letter(letter: Letter) -> dict[str, Any]:
    parts = outline(letter.paragraphs)
    return {
        "form_number": _one_line(letter.form_number),
        "document_number": _one_line(letter.document_number),
        "sender": _strings(letter.sender),
        "seal": letter.seal,
        "page": letter.page,
        "opening": [_paragraph(p) for p in parts.opening],
        "record": [
            {"title": _one_line(item.title), "parts": [_paragraph(p) for p in item.parts]}
            for item in parts.record
        ],
        "closing": [_paragraph(p) for p in parts.closing],
        "enclosures": _strings(letter.enclosures),
        "contact": _strings(letter.contact),
        "sheets": [_behind(one) for one in letter.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, Any]:
    return {
        "form_number": _one_line(sheet.form_number),
        "groups": [
            {"title": _one_line(title), "lines": [_line(line) for line in lines]}
            for title, lines in sheet.rows
        ],
        "note": _lines(sheet.note),
        "enclosures": _strings(sheet.enclosures),
        "sheets": [_behind(one) for one in sheet.sheets],
    }


def _behind(sheet: Sheet) -> dict[str, Any]:
    """A sheet that is printed behind another document."""
    return _common(sheet, sheet.date) | _sheet(sheet)


def _slip(slip: Slip) -> dict[str, Any]:
    return {
        "number": _one_line(slip.number),
        "lines": [_line(line) for line in slip.lines],
        "note": _lines(slip.note),
        "seal": slip.seal,
        "sender": _strings(slip.sender),
    }


def _paragraph(paragraph: Paragraph) -> dict[str, Any]:
    return {"text": _lines(paragraph.text), "items": [_lines(item) for item in paragraph.items]}


def _line(line: Line) -> dict[str, Any]:
    options = [{"text": _one_line(o), "ticked": line.ticked(o)} for o in line.options]
    return {
        "label": _one_line(line.label),
        "text": _lines(line.written),
        "options": options,
        "room": max(1, line.room),
    }


def _strings(parts: tuple[str, ...]) -> list[str]:
    return [_one_line(part) for part in parts]


def _one_line(text: str) -> str:
    return breakable(" ".join(for_print(text).split("\n")).strip(" "))


def _lines(text: str) -> list[str]:
    return [breakable(line.rstrip()) for line in for_print(text).strip("\n").split("\n") if line.strip()]
