"""The faces of a thing in one line, with counts; the chosen one is lit, or stands in [ ] without colours."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widget import Widget

from tui.cleaning import clean, width
from tui.house import house_of

Tab = tuple[str, str, int | None]  # id, label, count


class Tabs(Widget):
    """The line. Says `Picked` when one is clicked. Never takes the focus: its pane does."""

    class Picked(Message):
        def __init__(self, tab: str) -> None:
            super().__init__()
            self.tab = tab

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.tabs: tuple[Tab, ...] = ()
        self.chosen = ""
        self._starts: list[tuple[int, int, str]] = []

    def show(self, tabs: Sequence[Tab], chosen: str) -> None:
        self.tabs, self.chosen = tuple(tabs), chosen
        self.refresh()

    def render(self) -> Text:
        palette = house_of(self).palette
        line = Text(style=palette.style("muted", "bg"))
        self._starts = []
        said = [
            (tab, clean(label) if count is None else f"{clean(label)} {count}")
            for tab, label, count in self.tabs
        ]
        pad, gap = self._spacing([width(text) for _, text in said])
        for tab, text in said:
            lit = tab == self.chosen
            shown = f"[{text}]" if palette.plain and lit else f"{pad}{text}{pad}"
            start = width(line.plain)
            line.append(shown, palette.chip("accent") if lit else palette.style("muted", "bg"))
            self._starts.append((start, width(line.plain), tab))
            line.append(gap)
        return line

    def _spacing(self, widths: list[int]) -> tuple[str, str]:
        """What stands around a label and between labels: less where the line is short."""
        room, labels, between = self.content_size.width, sum(widths), len(widths) - 1
        if labels + 2 * len(widths) + between <= room:
            return " ", " "
        return "", "  " if labels + 2 + 2 * between <= room else " "

    def on_click(self, event: events.Click) -> None:
        for start, end, tab in self._starts:
            if start <= event.x - 1 < end:
                self.post_message(self.Picked(tab))
