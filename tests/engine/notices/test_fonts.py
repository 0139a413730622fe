"""Which characters the letter fonts lack can be told while they are typed."""

from __future__ import annotations

import pytest

from engine.notices.cleaning import breakable, for_print
from engine.notices.fonts import font_folder, missing_glyphs, without_glyph
from tests.engine.notices.samples import NAMES


@pytest.mark.parametrize("name", NAMES)
def test_ordinary_names_lack_nothing(name: str) -> None:
    assert missing_glyphs(name) == ""


def test_each_lacking_character_is_named_once_in_order() -> None:
    assert missing_glyphs("見👍本한👍") == "👍한"


def test_a_variant_without_a_shape_is_named_but_can_be_printed() -> None:
    variant = "葛\U000e01ef"
    assert missing_glyphs(variant) == variant
    assert without_glyph(variant) == ""


def test_characters_that_are_never_printed_are_not_lacking() -> None:
    assert missing_glyphs("見\u202e本\t\n\x07\u200b") == ""


def test_the_fonts_are_those_that_come_with_the_program() -> None:
    assert {path.suffix for path in font_folder().iterdir() if path.suffix == ".otf"} == {".otf"}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("見本 太郎", "見本 太郎"),
        ("一\r\n二\r三\u2028四", "一\n二\n三\n四"),
        ("\u202e逆\u202c", "逆"),
        ("a\x00b\x1bc", "abc"),
        ("a\tb\u00a0c", "a b c"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("\ud800見", "見"),
        ("神", "神"),
        ("e" + "\u0301" * 50, "\u00e9" + "\u0301" * 3),
        ("か\u3099", "が"),
    ],
)
def test_text_for_paper(typed: str, printed: str) -> None:
    assert for_print(typed) == printed


def test_only_runs_longer_than_any_word_get_places_to_break() -> None:
    assert breakable("共済組合ホームページ https://a.test") == "共済組合ホームページ https://a.test"
    assert breakable("W" * 22).count("\u200b") == 4
    assert breakable("ー" * 11).count("\u200b") == 2
