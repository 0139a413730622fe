"""One line of names with counts; one of them may be chosen and filters what is below."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.cleaning import clean, width
from tui.house import house_of
from tui.theme import Token


@dataclass(frozen=True, slots=True)
class Chip:
    id: str
    label: str
    count: int
    ink: Token = "muted"


class Chips(Widget):
    """The line. Says `Picked` when one is clicked."""

    class Picked(Message):
        def __init__(self, chip: str) -> None:
            super().__init__()
            self.chip = chip

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.chips: tuple[Chip, ...] = ()
        self.chosen = ""
        self.right = ""
        self._starts: list[tuple[int, int, str]] = []

    def show(self, chips: Sequence[Chip], chosen: str = "", right: str = "") -> None:
        """Other chips; `chosen` is lit, `right` stands at the right edge where there is room."""
        self.chips, self.chosen, self.right = tuple(chips), chosen, right
        self.refresh()

    def render(self) -> Text:
        palette = house_of(self).palette
        line = Text(style=palette.style("muted", "bg"))
        self._starts = []
        gap = self._gap()
        for chip in self.chips:
            line.append(gap if self._starts else "")
            start, lit = width(line.plain), chip.id == self.chosen
            said = f"{clean(chip.label)} {chip.count}"
            if lit:
                line.append(f"[{said}]" if palette.plain else said, palette.chip(chip.ink))
            else:
                line.append(clean(chip.label), palette.style(chip.ink, "bg"))
                line.append(f" {chip.count}", palette.style("ink", "bg", bold=True))
            self._starts.append((start, width(line.plain), chip.id))
        right = clean(self.right)
        space = self.size.width - width(line.plain) - width(right)
        if right and space >= 2:
            line.append(" " * space + right, palette.style("muted", "bg"))
        return line

    def _gap(self) -> str:
        """As much space as the line allows."""
        used = sum(width(f"{clean(c.label)} {c.count}") for c in self.chips) + 2
        between = max(len(self.chips) - 1, 1)
        return " " * min(max((self.size.width - used) // between, 1), 3)

    def on_click(self, event: events.Click) -> None:
        for start, end, chip in self._starts:
            if start <= event.x - 1 < end:
                self.post_message(self.Picked(chip))
