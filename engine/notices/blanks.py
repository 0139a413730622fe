"""No letter is printed with a blank in it: what is still empty, by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from engine.errors import MadoguchiError, Objection
from engine.notices.cleaning import is_blank
from engine.notices.letter import Document, Letter, Paragraph, Sheet, Slip

Gap = tuple[str, str, str]  # JSON Pointer into the document, its Japanese name, its English name


class UnprintableError(MadoguchiError):
    """A document cannot be printed: something in it is blank, or has no shape in the letter fonts."""

    code = "letter"

    def __init__(self, objections: Iterable[Objection]) -> None:
        self.objections = tuple(objections)
        super().__init__(
            "印刷できません。" + " ".join(o.ja for o in self.objections),
            "This cannot be printed. " + " ".join(o.en for o in self.objections),
        )


def unfilled(document: Document) -> tuple[Objection, ...]:
    """Every required part that is empty or holds only spaces; none if it may be printed.

    Values of a sheet may be empty, since it is also handed out as a paper form.
    """
    return tuple(
        Objection(
            rule="letter",
            field=field,
            ja=f"「{ja}」が空欄です。入力してください。",
            en=f"“{en}” is blank. Fill it in.",
        )
        for field, ja, en in _gaps(document)
    )


def _gaps(document: Document) -> Iterator[Gap]:
    if is_blank(document.title):
        yield "/title", "題名", "title"
    match document:
        case Letter():
            yield from _of_letter(document)
        case Sheet():
            yield from _of_sheet(document)
        case Slip():
            yield from _of_slip(document)


def _of_letter(letter: Letter) -> Iterator[Gap]:
    yield from _every("/to", letter.to, "宛先", "addressee")
    yield from _every("/sender", letter.sender, "差出人", "sender")
    if not letter.paragraphs:
        yield "/paragraphs", "本文", "body"
    for number, paragraph in enumerate(letter.paragraphs):
        yield from _of_paragraph(f"/paragraphs/{number}", paragraph)
    yield from _entries("/enclosures", letter.enclosures, "同封書類", "enclosures")
    yield from _entries("/contact", letter.contact, "問合せ先", "contact")
    yield from _of_sheets(letter.sheets)


def _of_paragraph(field: str, paragraph: Paragraph) -> Iterator[Gap]:
    ja, en = (paragraph.title, paragraph.title) if not is_blank(paragraph.title) else ("本文", "body")
    if is_blank(paragraph.text) and not (paragraph.title and paragraph.items):
        yield f"{field}/text", ja, en
    yield from _entries(f"{field}/items", paragraph.items, ja, en)


def _of_sheet(sheet: Sheet) -> Iterator[Gap]:
    if not any(lines for _, lines in sheet.rows):
        yield "/rows", "項目", "rows"
    for group, (_, lines) in enumerate(sheet.rows):
        for number, line in enumerate(lines):
            if is_blank(line.label):
                yield f"/rows/{group}/1/{number}/label", "項目名", "label"
    yield from _entries("/enclosures", sheet.enclosures, "添付書類", "enclosures")
    yield from _of_sheets(sheet.sheets)


def _of_sheets(sheets: tuple[Sheet, ...]) -> Iterator[Gap]:
    for number, sheet in enumerate(sheets):
        yield from ((f"/sheets/{number}{field}", ja, en) for field, ja, en in _gaps(sheet))


def _of_slip(slip: Slip) -> Iterator[Gap]:
    yield from _every("/to", slip.to, "宛先", "addressee")
    if is_blank(slip.number):
        yield "/number", "番号", "number"
    for number, line in enumerate(slip.lines):
        if is_blank(line.text) and not line.chosen:
            yield f"/lines/{number}/text", line.label, line.label


def _every(field: str, parts: tuple[str, ...], ja: str, en: str) -> Iterator[Gap]:
    if not parts:
        yield field, ja, en
    yield from _entries(field, parts, ja, en)


def _entries(field: str, parts: tuple[str, ...], ja: str, en: str) -> Iterator[Gap]:
    for number, part in enumerate(parts):
        if is_blank(part):
            yield f"{field}/{number}", ja, en
