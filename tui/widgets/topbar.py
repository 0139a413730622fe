"""The line at the top: where one is, the date, who is signed in; under it what the office has to say."""

from __future__ import annotations

from datetime import date

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from tui.cleaning import clean, cut, width
from tui.house import house_of


class TopBar(Vertical):
    """Two lines at most; the second only when there is something to say."""

    def compose(self) -> ComposeResult:
        yield RoomLine()
        notes = house_of(self).desk.notes
        if house_of(self).desk.office.read_only or notes:
            yield NoteLine()


class NoteLine(Widget):
    """Read-only, a torn line that was cut off, a network share: in words, never in front of what one does."""

    def render(self) -> Text:
        house = house_of(self)
        notes = [en if house.language == "en" else ja for ja, en in house.desk.notes]
        said = "  ".join(map(clean, notes)) or house.word("read_only")
        return Text(cut(said, max(self.size.width - 2, 0)), style=house.palette.style("soon", "side"))


class RoomLine(Widget):
    """窓口, the rooms with their keys, and at the right the date and the member. Room names are buttons."""

    def render(self) -> Text:
        house = house_of(self)
        palette = house.palette
        left = Text(style=palette.style("muted", "side"))
        left.append(house.word("app"), palette.style("ink", "side", bold=True))
        if house.desk.practice:
            left.append("  ")
            left.append(f" {house.word('practice')} ", palette.chip("soon"))
        self._starts: list[tuple[int, int, str]] = []
        for room, key in house.rooms():
            here = room == house.current_mode
            label = house.word(f"room.{room}")
            shown = f"[{key} {label}]" if here and palette.plain else f"{key} {label}"
            left.append("  ")
            start = width(left.plain)
            left.append(shown, palette.style("accent" if here else "muted", "side", bold=here))
            self._starts.append((start, width(left.plain), room))
        return self._with_right(left)

    def _with_right(self, left: Text) -> Text:
        house = house_of(self)
        name = clean(house.desk.signed_in().name)
        day = day_words(house.desk.today(), house.language)
        room = self.size.width - 2
        for right in (f"{day}  {name}", day, ""):
            space = room - width(left.plain) - width(right)
            if space >= 2 or not right:
                left.append(" " * max(space, 0) + right, house.palette.style("ink", "side"))
                break
        return left

    def on_click(self, event: events.Click) -> None:
        x = event.x - 1
        for start, end, room in getattr(self, "_starts", ()):
            if start <= x < end:
                house_of(self).go(room)


def day_words(day: date, language: str) -> str:
    """`R8.11.24 火`, in English `2026-11-24 Tue`."""
    from engine.desk import short_wareki, weekday

    return f"{day if language == 'en' else short_wareki(day)} {weekday(day, language)}"
