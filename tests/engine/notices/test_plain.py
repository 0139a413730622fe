"""The same letter as plain text: nothing wider than 80 cells, nothing lost."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.notices.blanks import UnprintableError
from engine.notices.cells import cells, wrap
from engine.notices.cleaning import is_blank
from engine.notices.letter import Document, Line, Paragraph
from engine.notices.plain import render_text
from tests.engine.notices.samples import (
    HOSTILE,
    NAMES,
    REASON,
    WAREKI,
    blank_sheet,
    letter,
    long_letter,
    sheet,
    slip,
    squeezed,
)

DOCUMENTS = [letter(), letter(language="en", specimen=True), long_letter(), sheet(), blank_sheet(), slip()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.title)
def test_no_line_is_wider_than_eighty_cells(document: Document) -> None:
    text = render_text(document)
    assert max(cells(line) for line in text.splitlines()) <= 80
    assert text.endswith("\n")


def test_a_letter_says_everything_in_order() -> None:
    text = squeezed(render_text(letter()))
    places = [
        text.index(squeezed(part))
        for part in (
            *("様式第2号の2", "見本第123号", WAREKI, "〒000-0000", "見本太郎様", "見本互助会"),
            *("[印]", "決定通知書", "通知します。", "1対象の情報", "給付記録"),
            *("2理由", REASON, "(1)見本の理由その一", "以上"),
            *("同封書類", "費用のお知らせ", "【問合せ先】", "電話000-000-0000"),
        )
    ]  # fmt: skip
    assert places == sorted(places)


def test_a_specimen_says_so_first() -> None:
    assert render_text(letter(specimen=True)).splitlines()[0].strip() == "【見本】"


def test_running_text_after_the_record_closes_the_letter() -> None:
    paragraphs = (Paragraph("理由", "理由の文"), Paragraph("", "おわりの文"))
    text = render_text(letter(paragraphs=paragraphs))
    assert text.index("以上") < text.index("おわりの文")


def test_running_text_between_two_items_belongs_to_the_first() -> None:
    paragraphs = (Paragraph("一", "甲"), Paragraph("", "間の文"), Paragraph("二", "乙"))
    text = render_text(letter(paragraphs=paragraphs))
    assert text.index("甲") < text.index("間の文") < text.index("乙") < text.index("以上")


def test_a_form_shows_options_and_lines_to_write_on() -> None:
    filled, blank = render_text(sheet()), render_text(blank_sheet())
    assert "[x] 開示" in filled
    assert "[ ] 訂正等" in filled
    assert "[x]" not in blank
    assert blank.count("____\n") == 3


def test_free_text_beside_options_is_kept() -> None:
    line = Line("方法", "郵送を希望", options=("閲覧", "写し"), chosen=("写し",))
    text = render_text(sheet(rows=(("", (line,)),)))
    assert "[x] 写し" in text
    assert "郵送を希望" in text


@pytest.mark.parametrize("value", [*HOSTILE, *NAMES])
def test_values_stand_as_they_are(value: str) -> None:
    expected = unicodedata.normalize("NFC", squeezed(value))
    assert expected in squeezed(render_text(letter(to=(value,))))


def test_control_and_bidirectional_characters_are_left_out() -> None:
    text = render_text(letter(to=("見本\u202e太郎\x1b[31m\u0000",)))
    assert "見本太郎[31m" in text


PRINTED = st.text(
    st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs"]), min_size=1, max_size=120
)


@given(PRINTED, st.integers(min_value=20, max_value=80))
def test_wrapping_keeps_every_character_and_the_width(text: str, width: int) -> None:
    lines = wrap(text, width, "  ", "")
    assert all(cells(line) <= width for line in lines)
    assert "".join(lines).removeprefix("  ") == text


@given(PRINTED.filter(lambda text: not is_blank(text)))
def test_any_text_that_can_be_seen_fits_into_a_letter(text: str) -> None:
    made = render_text(letter(to=(text,), paragraphs=(Paragraph(text, text, (text,)),), sender=(text,)))
    assert all(cells(line) <= 80 for line in made.splitlines())


@given(st.text(st.characters(categories=["Mn", "Me"]), min_size=1, max_size=5))
def test_marks_without_a_letter_to_stand_on_are_a_blank(text: str) -> None:
    with pytest.raises(UnprintableError):
        render_text(letter(to=(text,)))


def test_no_line_begins_with_a_closing_mark() -> None:
    lines = wrap("あ" * 10 + "。" + "い" * 9 + "」" + "う" * 8 + "ー", 20)
    assert not [line for line in lines if line[0] in "。」ー"]


def test_words_and_numbers_stay_whole() -> None:
    assert wrap("電話は000-000-0000です", 12) == ["電話は", "000-000-0000", "です"]


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("見本", 4), ("ﾐﾎﾝ", 3), ("①", 2), ("葛󠄀", 2), ("か\u3099", 2)]
)
def test_width_in_cells(text: str, width: int) -> None:
    assert cells(text) == width
