"""The looks: one table of tokens for each theme, from which Textual's themes and our own styles are made.

Panels differ by tone, states by a word and a colour; without colours nothing but the colour is lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from rich.style import Style
from textual.theme import Theme

Token = Literal[
    "bg", "side", "field", "hi", "ink", "muted", "faint",
    "over", "soon", "pause", "ok", "accent",
    "over-bg", "soon-bg", "pause-bg", "ok-bg", "accent-bg",
]  # fmt: skip
Look = Literal["sumi", "washi", "plain"]

SURFACES: Final[tuple[Token, ...]] = ("bg", "side", "field", "hi")
INKS: Final[tuple[Token, ...]] = ("ink", "muted", "faint", "over", "soon", "pause", "ok", "accent")
CHIPS: Final[tuple[tuple[Token, Token], ...]] = (
    ("over", "over-bg"),
    ("soon", "soon-bg"),
    ("pause", "pause-bg"),
    ("ok", "ok-bg"),
    ("accent", "accent-bg"),
)
_BEHIND: Final[Mapping[Token, Token]] = dict(CHIPS)
LOOKS: Final[tuple[Look, ...]] = ("sumi", "washi", "plain")

_TABLE: Final[Mapping[Token, tuple[str, str, str]]] = {
    "bg": ("#14181d", "#faf8f3", "#000000"),
    "side": ("#1a1f26", "#f3f0e8", "#000000"),
    "field": ("#222932", "#e9e5da", "#000000"),
    "hi": ("#2a333f", "#dcd7c8", "#000000"),
    "ink": ("#e4e6e3", "#1f2428", "#f2f2f2"),
    "muted": ("#a9b4bf", "#434d55", "#f2f2f2"),
    "faint": ("#909daa", "#555f67", "#f2f2f2"),
    "over": ("#f2786a", "#a12a1c", "#f2f2f2"),
    "soon": ("#e6b450", "#7a4b00", "#f2f2f2"),
    "pause": ("#b3a5ec", "#4b3f9e", "#f2f2f2"),
    "ok": ("#7fc58c", "#225f32", "#f2f2f2"),
    "accent": ("#5ec4d4", "#0b6478", "#f2f2f2"),
    "over-bg": ("#4a2323", "#f3d5cf", "#000000"),
    "soon-bg": ("#3f3418", "#f5e3bd", "#000000"),
    "pause-bg": ("#2d2944", "#dfdaf2", "#000000"),
    "ok-bg": ("#1f3527", "#d5e8d6", "#000000"),
    "accent-bg": ("#17424b", "#c3e1e6", "#000000"),
}


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. In `plain` every ink is the same: weight, `>`, `[ ]` and reverse speak."""

    look: Look

    @property
    def plain(self) -> bool:
        return self.look == "plain"

    def __getitem__(self, token: Token) -> str:
        return _TABLE[token][LOOKS.index(self.look)]

    def style(self, ink: Token = "ink", on: Token = "bg", *, bold: bool = False) -> Style:
        """An ink on a surface."""
        return _style(self[ink], self[on], bold)

    def chip(self, ink: Token) -> Style:
        """The filled label of a state: its tone, or bold and reversed without colours."""
        if self.plain:
            return _style(self["ink"], self["bg"], bold=True, reverse=True)
        return _style(self[ink], self[_BEHIND.get(ink, "field")], bold=True)


@cache
def _style(color: str, on: str, bold: bool, reverse: bool = False) -> Style:
    """The same object for the same colours: a screen asks for some thousand of them at each drawing."""
    return Style(color=color, bgcolor=on, bold=bold, reverse=reverse)


def theme_of(look: Look) -> Theme:
    """The theme as Textual takes it; every token is a variable of the style sheet (`$bg`, `$over-bg` …)."""
    palette = Palette(look)
    return Theme(
        name=look,
        primary=palette["accent"],
        secondary=palette["accent"],
        accent=palette["accent"],
        warning=palette["soon"],
        error=palette["over"],
        success=palette["ok"],
        foreground=palette["ink"],
        background=palette["bg"],
        surface=palette["side"],
        panel=palette["field"],
        boost=palette["field"],
        dark=look != "washi",
        text_alpha=1.0,
        variables={**variables(look), **_textual(palette)},
    )


def variables(look: Look = "sumi") -> dict[str, str]:
    """Our tokens as style sheet variables."""
    palette = Palette(look)
    return {token: palette[token] for token in _TABLE}


def _textual(palette: Palette) -> dict[str, str]:
    """What Textual's own widgets draw with."""
    return {
        "border": palette["field"],
        "border-blurred": palette["field"],
        "block-cursor-foreground": palette["ink"],
        "block-cursor-background": palette["hi"],
        "input-cursor-background": palette["ink"],
        "input-cursor-foreground": palette["bg"],
        "input-selection-background": palette["accent-bg"] if not palette.plain else "#444444",
        "scrollbar": palette["hi"] if not palette.plain else "#666666",
        "scrollbar-hover": palette["faint"],
        "scrollbar-active": palette["accent"],
        "scrollbar-background": palette["bg"],
        "scrollbar-background-hover": palette["bg"],
        "scrollbar-background-active": palette["bg"],
        "scrollbar-corner-color": palette["bg"],
        "text": palette["ink"],
        "text-muted": palette["muted"],
        "text-disabled": palette["faint"],
        "foreground-muted": palette["muted"],
        "foreground-disabled": palette["faint"],
    }


# --- contrast


def contrast(one: str, other: str) -> float:
    """The contrast of two colours `#rrggbb`, 1 to 21 (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
