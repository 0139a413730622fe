"""The line at the bottom: what can be done here, most used first; or what was just said, until the next key."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import events
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.actions import Action, in_fields, shown
from tui.cleaning import clean, cut, width
from tui.house import house_of

if TYPE_CHECKING:
    from tui.place import Keyed


class Footer(Widget):
    """As many keys as fit, help always; not those of what the one signed in may never do. A key is a button.

    In a text field only keys that are not typed there.
    """

    def on_mount(self) -> None:
        house = house_of(self)
        for name in ("said", "language", "look"):
            self.watch(house, name, self._changed, init=False)
        self.watch(self.screen, "focused", self._changed, init=False)

    def _changed(self, *_: object) -> None:
        self.refresh()

    def render(self) -> Text:
        house = house_of(self)
        palette = house.palette
        room = self.size.width
        self._starts: list[tuple[int, int, Action]] = []
        if house.said:
            return Text(cut(clean(house.said), max(room, 0)), style=palette.style("soon", "side", bold=True))
        line = Text(style=palette.style("muted", "side"))
        place = self._place()
        offered = [action for action in place.actions() if not action.right(place)]
        if isinstance(self.screen.focused, Input | TextArea):
            offered = [replace(action, keys=_untyped(action)) for action in offered]
        for action in chosen(offered, room, house.language):
            if line.plain:
                line.append("  ")
            start = width(line.plain)
            line.append(shown(action.keys[0]), palette.style("accent", "side", bold=True))
            line.append(f" {clean(action.label(house.language))}", palette.style("muted", "side"))
            self._starts.append((start, width(line.plain), action))
        return line

    def _place(self) -> Keyed[object]:
        return cast("Keyed[object]", self.screen)

    def on_click(self, event: events.Click) -> None:
        for start, end, action in getattr(self, "_starts", ()):
            if start <= event.x - 1 < end:
                house_of(self).act(action, self._place())


def chosen(actions: list[Action], room: int, language: str) -> list[Action]:
    """The actions that fit a line of `room` cells, by rank; the one with the last rank (help) always."""
    ranked = sorted((a for a in actions if a.rank and a.keys), key=lambda a: a.rank)
    if not ranked:
        return []
    last = ranked.pop()
    taken, used = [], _room_of(last, language)
    for action in ranked:
        used += _room_of(action, language) + 2
        if used > room:
            break
        taken.append(action)
    return [*taken, last]


def _untyped(action: Action) -> tuple[str, ...]:
    """The keys of an action that do it also from a text field, which leaves Enter to its screen."""
    return tuple(key for key in action.keys if in_fields(key) or key == "Enter")


def _room_of(action: Action, language: str) -> int:
    return width(f"{shown(action.keys[0])} {clean(action.label(language))}")
