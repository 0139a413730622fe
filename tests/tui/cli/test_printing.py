"""What reaches a terminal: nothing hidden, columns that line up."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.cli.printing import as_json, visible
from tui.width import cells, pad, table

HIDDEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}
ANY = st.text(st.characters(), max_size=40)
TOLD = ANY.filter(lambda text: not re.search("[\ud800-\udbff][\udc00-\udfff]", text))
"""In JSON a first and a second half of a character beside each other are that character."""


@given(ANY)
def test_nothing_hidden_reaches_a_person(text: str) -> None:
    assert not any(unicodedata.category(c) in HIDDEN for c in visible(text))


@given(ANY)
def test_what_can_be_seen_is_left_alone(text: str) -> None:
    seen = "".join(c for c in text if unicodedata.category(c) not in HIDDEN)
    assert visible(seen) == seen


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31m赤", "⟨U+001B⟩[31m赤"),
        ("見本\u202e太郎", "見本⟨U+202E⟩太郎"),
        ("\u2066a\u2069", "⟨U+2066⟩a⟨U+2069⟩"),
        ("\ud800", "⟨U+D800⟩"),
        ("髙﨑𠮷葛󠄀ゟ ﾊﾝｶｸ　全角", "髙﨑𠮷葛󠄀ゟ ﾊﾝｶｸ　全角"),
    ],
)
def test_marks_name_the_character(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(
    st.dictionaries(
        TOLD, st.one_of(TOLD, st.lists(TOLD, max_size=3), st.integers(), st.booleans()), max_size=4
    )
)
def test_json_says_the_same_with_nothing_hidden(value: dict[str, object]) -> None:
    text = as_json(value)
    assert json.loads(text) == value
    assert not any(unicodedata.category(c) in HIDDEN for c in text)


def test_japanese_stays_readable_in_json() -> None:
    assert as_json({"氏名": "見本 太郎\u202e\U000e0041"}) == '{"氏名": "見本 太郎\\u202e\\udb40\\udc41"}'


def test_full_width_characters_take_two_cells() -> None:
    assert [cells(t) for t in ("abc", "窓口", "ﾏﾄﾞ", "が", "か\u3099", "葛\U000e0100")] == [3, 4, 3, 2, 2, 2]


def test_columns_line_up_by_cells() -> None:
    assert table([("番号", "段階", "残"), ("1", "本人確認", "12")], right=frozenset((2,))) == [
        "番号  段階      残",
        "1     本人確認  12",
    ]
    assert pad("窓", 4, right=True) == "  窓"
    assert table([]) == []
    assert table([("見本\n太郎", "x"), ("\u202e", "y")]) == ["見本 太郎  x", "⟨U+202E⟩   y"]
