"""Every ink can be read on every surface it stands on, in every look."""

import pytest

from tui.theme import CHIPS, INKS, LOOKS, SURFACES, Look, Palette, contrast, theme_of, variables


@pytest.mark.parametrize("look", LOOKS)
def test_every_ink_on_every_surface(look: Look) -> None:
    palette = Palette(look)
    pairs = [(ink, on) for ink in INKS for on in SURFACES] + list(CHIPS)
    low = [(ink, on) for ink, on in pairs if contrast(palette[ink], palette[on]) < 4.5]
    assert low == []


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#123456", "#123456") == 1


def test_every_token_is_a_variable_of_every_theme() -> None:
    for look in LOOKS:
        theme = theme_of(look)
        assert set(variables()) <= set(theme.variables)
    assert theme_of("sumi").dark
    assert not theme_of("washi").dark


def test_without_colours_a_chip_is_reversed_and_bold_and_inks_are_one() -> None:
    palette = Palette("plain")
    assert palette.chip("over").reverse
    assert palette.chip("over").bold
    assert len({palette[ink] for ink in INKS}) == 1
    assert not Palette("sumi").chip("over").reverse
