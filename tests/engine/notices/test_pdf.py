"""A letter becomes PDF/A bytes: the same ones each time, complete, with its fonts inside."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pypdf.generic import DictionaryObject

from engine.notices.blanks import UnprintableError
from engine.notices.letter import Document, Line, Paragraph
from engine.notices.pdf import render_pdf, render_pdfs, render_pictures
from tests.engine.notices.pictures import is_white
from tests.engine.notices.samples import (
    HOSTILE,
    NAMES,
    REASON,
    WAREKI,
    blank_sheet,
    letter,
    long_letter,
    reader,
    sheet,
    slip,
    squeezed,
    text_of,
)

KINDS = pytest.mark.parametrize(
    "document", [letter(), long_letter(), sheet(), blank_sheet(), slip()], ids=lambda d: type(d).__name__
)


@KINDS
def test_is_a_pdf_that_declares_pdf_a_2b(document: Document) -> None:
    pdf = render_pdf(document)
    assert pdf.startswith(b"%PDF-")
    metadata = reader(pdf).xmp_metadata
    assert metadata is not None
    marks = metadata.rdf_root.toxml()
    assert "<pdfaid:part>2</pdfaid:part>" in marks
    assert "<pdfaid:conformance>B</pdfaid:conformance>" in marks


@KINDS
def test_equal_documents_give_equal_bytes(document: Document) -> None:
    assert render_pdf(document) == render_pdf(document)


def test_another_process_in_another_time_zone_gives_the_same_bytes() -> None:
    program = (
        "import hashlib; from engine.notices.pdf import render_pdf; "
        "from tests.engine.notices.samples import letter; "
        "print(hashlib.sha256(render_pdf(letter())).hexdigest())"
    )
    root = Path(__file__).parents[3]
    elsewhere = os.environ | {"TZ": "America/New_York", "PYTHONHASHSEED": "7", "PYTHONPATH": str(root)}
    made = subprocess.run([sys.executable, "-c", program], env=elsewhere, capture_output=True, text=True)
    assert made.stdout.strip() == hashlib.sha256(render_pdf(letter())).hexdigest()


@KINDS
def test_every_font_is_embedded(document: Document) -> None:
    descriptors = [part for part in _objects(render_pdf(document)) if part.get("/Type") == "/FontDescriptor"]
    fonts = [part for part in _objects(render_pdf(document)) if part.get("/Type") == "/Font"]
    assert descriptors
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(descriptor) for descriptor in descriptors)
    assert all("/FontDescriptor" in font or "/DescendantFonts" in font for font in fonts)


def _objects(pdf: bytes) -> list[DictionaryObject]:
    """Every dictionary of the file."""
    source = reader(pdf)
    numbers = range(1, int(cast(int, source.trailer["/Size"])))
    parts = [source.get_object(number) for number in numbers]
    return [part for part in parts if isinstance(part, DictionaryObject)]


def test_a_letter_says_everything_in_its_data() -> None:
    text = text_of(render_pdf(letter()))
    for part in (
        *("（様式第2号の2）", "見本第123号", WAREKI, "〒000-0000", "見本太郎様", "見本互助会"),
        *("理事長見本花子", "印", "決定通知書", "通知します。", "記", "1対象の情報", "給付記録"),
        *("2理由", REASON, "（1）見本の理由その一"),
        *("（2）見本の理由その二", "以上", "同封書類", "費用のお知らせ", "【問合せ先】", "電話000-000-0000"),
    ):  # fmt: skip
        assert squeezed(part) in text


def test_the_fixed_words_of_a_letter_in_english() -> None:
    text = text_of(render_pdf(letter(language="en")))
    assert squeezed("22 November 2026") in text
    assert squeezed("Enclosures") in text
    assert "以上" not in text


def test_running_text_alone_has_no_record() -> None:
    text = text_of(render_pdf(letter(paragraphs=(Paragraph("", "お知らせします。"),))))
    assert "以上" not in text


def test_a_long_letter_goes_on_with_numbered_pages_that_name_the_letter() -> None:
    pages = [squeezed(page.extract_text()) for page in reader(render_pdf(long_letter())).pages]
    assert len(pages) == 2
    assert "1／2" in pages[0]
    assert "2／2" in pages[1]
    assert "見本第123号決定通知書" in pages[1]


def test_a_letter_of_one_page_has_no_page_number() -> None:
    assert "／" not in text_of(render_pdf(letter()))


@pytest.mark.parametrize("page", ["naga3", "kaku2"])
def test_the_addressee_stands_where_the_window_of_the_envelope_is(page: str) -> None:
    left, top = {"naga3": (22, 15), "kaku2": (26, 24)}[page]
    places = [place for text, place in _placed(render_pdf(letter(page=page))) if "〒" in text]
    assert len(places) == 1
    x, y = places[0]
    assert abs(x - left) < 2
    assert top < y < top + 38


def _placed(pdf: bytes) -> list[tuple[str, tuple[float, float]]]:
    """Text with its place on the first page, in millimetres from the left upper corner."""
    found: list[tuple[str, tuple[float, float]]] = []

    def visit(text: str, cm: list[float], tm: list[float], *_: object) -> None:
        x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        found.append((text, (x * 25.4 / 72, 297 - y * 25.4 / 72)))

    reader(pdf).pages[0].extract_text(visitor_text=visit)
    return found


def test_a_specimen_says_so_and_an_issued_letter_does_not() -> None:
    assert render_pdf(letter(specimen=True)) != render_pdf(letter())
    assert "見本" not in text_of(render_pdf(slip(to=("宛先",), sender=())))
    assert "見本" in text_of(render_pdf(slip(to=("宛先",), sender=(), specimen=True)))


def test_an_application_shows_labels_values_and_what_was_ticked() -> None:
    text = text_of(render_pdf(sheet()))
    for part in ("申出者", "氏名", "見本太郎", "□✓開示", "□訂正等", "該当する□に印"):
        assert part in text


def test_a_blank_application_has_room_to_write_and_nothing_ticked() -> None:
    text = text_of(render_pdf(blank_sheet()))
    assert "✓" not in text
    assert WAREKI not in text
    assert "□開示" in text


def test_a_slip_has_its_number_and_the_place_of_the_stamp() -> None:
    text = text_of(render_pdf(slip()))
    assert "R8-012" in text
    assert "受付印" in text
    assert "受付印" not in text_of(render_pdf(slip(seal=False)))


@pytest.mark.parametrize("value", HOSTILE)
def test_markup_in_a_value_is_only_text(value: str) -> None:
    pdf = render_pdf(
        letter(to=(value,), paragraphs=(Paragraph("", value), Paragraph(value, value, (value,))))
    )
    assert text_of(pdf).count(squeezed(value)) == 5


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_names_print_as_they_are(name: str) -> None:
    pdf = render_pdf(letter(to=(f"{name} 様",)))
    expected = unicodedata.normalize("NFC", squeezed(name).replace("\U000e0100", ""))
    text = unicodedata.normalize("NFC", text_of(pdf).replace("\U000e0100", ""))
    assert f"{expected}様" in text


def test_a_variation_selector_chooses_the_shape_of_a_name() -> None:
    chosen, common = (render_pictures(letter(to=(name,))) for name in ("葛\U000e0100 様", "葛 様"))
    assert chosen != common


def test_control_and_bidirectional_characters_do_not_reach_the_paper() -> None:
    value = "見本\u202e太郎\u2066\u200f\x07\x1b[31m\x00"
    text = "".join(page.extract_text() for page in reader(render_pdf(letter(to=(value,)))).pages)
    assert "見本太郎[31m" in squeezed(text)
    assert not set("\u202e\u2066\u200f\x07\x1b\x00") & set(text)


@pytest.mark.parametrize("run", ["W" * 300, "ー" * 300, "」" * 300, "a/b-" * 100, "漢" * 300, "1" * 300])
def test_nothing_runs_over_the_edge(run: str) -> None:
    long_sheet = sheet(rows=((run, (Line(run, run), Line("x", "", options=(run,)))),), to=(run,), note=run)
    long_slip = slip(to=(run,), number=run, lines=(Line(run, run),), note=run)
    body = (Paragraph("", run), Paragraph(run, run, (run,)))
    for document in (letter(to=(run,), paragraphs=body, contact=(run,)), long_sheet, long_slip):
        for picture in render_pictures(document, ppi=20):
            assert is_white(picture, 192 / 210, 1)


@pytest.mark.parametrize("character", ["👍", "한", "\ue000"])
def test_a_character_without_a_shape_is_refused_by_name(character: str) -> None:
    with pytest.raises(UnprintableError) as caught:
        render_pdf(letter(to=(f"見本{character} 様",)))
    assert f"U+{ord(character):04X}" in caught.value.ja
    assert f"U+{ord(character):04X}" in caught.value.en


def test_pages_can_be_looked_at_before_printing() -> None:
    pictures = render_pictures(long_letter(), ppi=30)
    assert len(pictures) == 2
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_many_are_printed_in_their_order_and_as_one_by_one() -> None:
    documents: list[Document] = [letter(), slip(), long_letter(), sheet(), *([slip()] * 12), letter()]
    assert list(render_pdfs(documents)) == [render_pdf(one) for one in documents]
    with pytest.raises(UnprintableError):
        list(render_pdfs([letter(), replace(letter(), title="\U0001f600"), letter()]))
