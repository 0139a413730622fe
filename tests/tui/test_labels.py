"""Labels: both languages, the same names to fill in, no character of unsure width, English not much wider."""

import re
import unicodedata

import pytest

from tui.cleaning import width
from tui.labels import LABELS, word

NAMES = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("name", LABELS)
def test_both_languages_say_the_same_things(name: str) -> None:
    ja, en = LABELS[name]
    assert ja.strip()
    assert en.strip()
    assert set(NAMES.findall(ja)) == set(NAMES.findall(en))


@pytest.mark.parametrize("name", LABELS)
def test_no_character_that_some_terminals_draw_wider(name: str) -> None:
    for text in LABELS[name]:
        assert [c for c in text if unicodedata.east_asian_width(c) == "A"] == []


@pytest.mark.parametrize("name", LABELS)
def test_english_is_not_much_wider(name: str) -> None:
    ja, en = LABELS[name]
    assert width(en) <= max(1.6 * width(ja), 24)


def test_names_are_filled_in() -> None:
    assert word("over", days=4) == "4日超過"
    assert word("over", "en", days=4) == "4 over"
    with pytest.raises(KeyError):
        word("no.such.label")
