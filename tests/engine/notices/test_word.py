"""The same letter as a Word file: the words of the PDF and no others, whatever somebody typed."""

from __future__ import annotations

import sys
from collections import Counter
from io import BytesIO

import pytest

from engine.errors import UsageError
from engine.notices.blanks import UnprintableError
from engine.notices.letter import Document, Paragraph
from engine.notices.pdf import render_pdf
from engine.notices.word import WINDOWS, render_word
from tests.engine.notices.samples import (
    HOSTILE,
    NAMES,
    blank_sheet,
    letter,
    long_letter,
    sheet,
    slip,
    squeezed,
    text_of,
)

pytest.importorskip("docx", reason="the extra for Word is not installed")

from docx import Document as WordFile
from docx.oxml.ns import qn


def words_of(data: bytes) -> str:
    """Every word of a file in reading order, the header first, without any space."""
    file = WordFile(BytesIO(data))
    parts = [file.sections[0].header._element, file.element.body]
    texts = (text.text or "" for part in parts for text in part.iter(qn("w:t")))
    return squeezed("".join(texts))


DOCUMENTS = [
    letter(),
    letter(language="en", specimen=True),
    letter(page="naga3", sheets=(blank_sheet(),)),
    letter(page="kaku2", seal=False),
    sheet(enclosures=("見本の写し",)),
    blank_sheet(),
    slip(),
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: f"{d.title} {d.language}")
def test_the_words_are_those_of_the_pdf(document: Document) -> None:
    ours, theirs = words_of(render_word(document)), text_of(render_pdf(document))
    assert Counter(ours.replace("☑", "□✓")) == Counter(theirs)


def test_a_long_letter_lacks_only_what_tells_pages_apart() -> None:
    document = long_letter()
    ours, theirs = Counter(words_of(render_word(document))), Counter(text_of(render_pdf(document)))
    assert theirs - ours == Counter("1／22／2見本第123号決定通知書")
    assert ours - theirs == Counter()


def test_values_are_never_read_as_anything_but_text() -> None:
    typed = (*HOSTILE, "{{ 7*7 }}", "{% for x in y %}", "<w:p/>", "&amp;", *NAMES, "見\ufffe本")
    said = words_of(render_word(letter(paragraphs=(Paragraph("", "\n".join(typed)),))))
    for text in (*HOSTILE, "{{ 7*7 }}", "{% for x in y %}", "<w:p/>", "&amp;", "𠮷野 見本", "葛󠄀城 花子"):
        assert squeezed(text) in said


def test_a_blank_is_refused_as_it_is_in_the_pdf() -> None:
    with pytest.raises(UnprintableError):
        render_word(letter(title=" "))


@pytest.mark.parametrize("page", sorted(WINDOWS))
def test_the_addressee_stands_in_the_window_of_the_envelope(page: str) -> None:
    body = WordFile(BytesIO(render_word(letter(page=page)))).element.body
    frame = next(body.iter(qn("w:framePr")))
    assert frame.get(qn("w:x")) == str(round(WINDOWS[page][0] * 56.7))
    assert "見本太郎様" in squeezed("".join(frame.getparent().getparent().itertext()))


def test_the_file_names_nobody() -> None:
    about = WordFile(BytesIO(render_word(letter()))).core_properties
    assert (about.title, about.author, about.last_modified_by) == ("決定通知書", "", "")


def test_without_the_part_for_word_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "docx", None)
    monkeypatch.delitem(sys.modules, "engine.notices.wordpaper", raising=False)
    with pytest.raises(UsageError) as no:
        render_word(letter())
    assert "python-docx" in no.value.ja and "python-docx" in no.value.en
