"""What somebody typed cannot disturb the screen, and keeps its columns."""

from hypothesis import given
from hypothesis import strategies as st

from tui.cleaning import clean, cut, fit, lines_of, width, wrap

TEXTS = st.text(max_size=60)


def test_control_and_direction_characters_are_seen() -> None:
    assert clean("a\x1b[31mb") == "a⟨U+001B⟩[31mb"
    assert clean("\u202e見本") == "⟨U+202E⟩見本"
    assert clean("一行\n二行\t三") == "一行 二行 三"


def test_names_with_rare_characters_stay_as_they_are() -> None:
    for name in ("髙橋", "𠮷野", "葛󠄀城", "﨑山", "が"):
        assert clean(name) == name


@given(TEXTS)
def test_a_clean_text_is_printable(text: str) -> None:
    assert all(c.isprintable() or ord(c) >= 0xE000 or not c.isascii() for c in clean(text))
    assert "\x1b" not in clean(text)
    assert "\n" not in clean(text)


@given(TEXTS, st.integers(2, 40), st.booleans())
def test_a_fitted_text_takes_exactly_its_room(text: str, room: int, right: bool) -> None:
    assert width(fit(clean(text), room, right)) == room


@given(TEXTS, st.integers(2, 40))
def test_a_wrapped_text_is_whole_and_within_its_room(text: str, room: int) -> None:
    shown = clean(text)
    lines = wrap(shown, room)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_what_is_cut_says_so() -> None:
    assert cut("利用目的の通知", 8) == "利用目.."
    assert cut("開示", 4) == "開示"
    assert lines_of("一\r\n二\x07") == ["一", "二⟨U+0007⟩"]


def test_lines_break_between_words_and_not_before_closing_marks() -> None:
    assert wrap("決定がまだです。", 14) == ["決定がまだで", "す。"]
    assert wrap("まず「決定」する", 5) == ["まず", "「決", "定」", "する"]
    assert wrap("期限を過ぎた 第20条第2項", 16) == ["期限を過ぎた", "第20条第2項"]
    assert wrap("no letter yet", 9) == ["no letter", "yet"]
    assert wrap("数える(初日不算入)", 17) == ["数える(初日不算", "入)"]
    assert wrap("規程第20条第2項", 14) == ["規程", "第20条第2項"]
    assert wrap("数える(初日", 7) == ["数える", "(初日"]
