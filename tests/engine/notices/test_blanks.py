"""No letter is printed with a blank in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from engine.errors import MadoguchiError
from engine.notices.blanks import UnprintableError, unfilled
from engine.notices.letter import Document, Line, Paragraph
from engine.notices.pdf import render_pdf
from engine.notices.plain import render_text
from tests.engine.notices.samples import blank_sheet, letter, sheet, slip

BLANKS: list[tuple[Document, str, str]] = [
    (letter(title="　 "), "/title", "題名"),
    (letter(to=()), "/to", "宛先"),
    (letter(to=("〒000-0000", " ")), "/to/1", "宛先"),
    (letter(sender=()), "/sender", "差出人"),
    (letter(paragraphs=()), "/paragraphs", "本文"),
    (letter(paragraphs=(Paragraph("理由", " \n　"),)), "/paragraphs/0/text", "理由"),
    (letter(paragraphs=(Paragraph("理由", "\u200b\u202e\ufe0f"),)), "/paragraphs/0/text", "理由"),
    (letter(paragraphs=(Paragraph("", "", ("一",)),)), "/paragraphs/0/text", "本文"),
    (letter(paragraphs=(Paragraph("理由", "次のとおり", ("", "二")),)), "/paragraphs/0/items/0", "理由"),
    (letter(enclosures=(" ",)), "/enclosures/0", "同封書類"),
    (letter(contact=("窓口", "")), "/contact/1", "問合せ先"),
    (slip(number=""), "/number", "番号"),
    (slip(lines=(Line("窓口", ""),)), "/lines/0/text", "窓口"),
    (sheet(rows=()), "/rows", "項目"),
    (sheet(rows=(("", (Line(" ", "x"),)),)), "/rows/0/1/0/label", "項目名"),
]


@pytest.mark.parametrize("render", [render_pdf, render_text])
@pytest.mark.parametrize(("document", "field", "name"), BLANKS, ids=[field for _, field, _ in BLANKS])
def test_a_blank_is_refused_and_named(
    document: Document, field: str, name: str, render: Callable[[Document], object]
) -> None:
    with pytest.raises(MadoguchiError) as caught:
        render(document)
    assert isinstance(caught.value, UnprintableError)
    assert [o.field for o in caught.value.objections] == [field]
    assert f"「{name}」" in caught.value.ja
    assert "blank" in caught.value.en


def test_every_blank_is_named_at_once() -> None:
    found = unfilled(letter(title="", to=(), sender=()))
    assert [o.field for o in found] == ["/title", "/to", "/sender"]


@pytest.mark.parametrize("document", [letter(), sheet(), blank_sheet(), slip()], ids=lambda d: d.title)
def test_complete_documents_and_paper_forms_have_no_blank(document: Document) -> None:
    assert unfilled(document) == ()


def test_a_titled_paragraph_may_consist_of_its_items() -> None:
    assert unfilled(letter(paragraphs=(Paragraph("理由", "", ("一", "二")),))) == ()
