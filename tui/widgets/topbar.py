"""The line at the top: where one is, the date, who is signed in; under it what the office has to say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.geometry import Size
from textual.widget import Widget

from tui.cleaning import clean, cut, width, wrap
from tui.house import House, house_of
from tui.sentences import sentence

if TYPE_CHECKING:
    from engine.desk import Problem


MOST: Final = 3  # lines under the bar


class TopBar(Vertical):
    """Where one is; under it, only when there is something to say, as many lines as that takes."""

    def compose(self) -> ComposeResult:
        yield RoomLine()
        yield NoteLine()


class NoteLine(Widget):
    """Read-only, a torn line that was cut off, a network share: in words, never in front of what one does.

    What to do stands at the end of a sentence, so it is wrapped and cut only after `MOST` lines.
    """

    def on_mount(self) -> None:
        self.watch(house_of(self), "notes", self._changed)

    def _changed(self, notes: tuple[str, ...]) -> None:
        self.set_class(not notes, "hidden")
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return len(self._lines(width))

    def render(self) -> Text:
        style = house_of(self).palette.style("soon", "side")
        return Text("\n".join(self._lines(self.size.width)), style=style)

    def _lines(self, room: int) -> list[str]:
        lines = wrap("  ".join(house_of(self).notes), max(room, 1))
        return [*lines[: MOST - 1], cut(" ".join(lines[MOST - 1 :]), room)] if len(lines) > MOST else lines


def under_bar(house: House) -> tuple[str, ...]:
    """What the office has to say, what came last first; then a stopped clock, but not where all is practice."""
    desk = house.desk
    said = [sentence(en if house.language == "en" else ja) for ja, en in reversed(desk.notes)]
    if desk.office.read_only and not said:
        said.append(house.word("read_only"))
    if house.key_problems:
        first = house.key_problems[0]
        said.append(house.word("keys.note", place=first.place, why=sentence(_bare(first, house.language))))
    if desk.clock.fixed is not None and not desk.practice:
        said.append(house.word("note.clock", now=f"{desk.clock.fixed:%Y-%m-%d %H:%M}"))
    return tuple(said)


def _bare(problem: Problem, language: str) -> str:
    """What is wrong, without its place."""
    return problem.en if language == "en" else problem.ja


class RoomLine(Widget):
    """窓口, the rooms with their keys, and at the right the date and the member. Room names are buttons."""

    _starts: Sequence[tuple[int, int, str]] = ()

    def render(self) -> Text:
        """The roomiest way that fits: the name of the program goes first, then the weekday and the member."""
        house = house_of(self)
        rights = right_words(house)
        for gap, named in ((2, True), (1, True), (1, False)):
            left, starts = self._left(gap, named)
            space = [self.size.width - width(left.plain) - width(right) for right in rights]
            fitting = next((n for n, one in enumerate(space) if one >= 2), None)
            if fitting is not None:
                left.append(" " * space[fitting] + rights[fitting], house.palette.style("ink", "side"))
                break
        self._starts = starts
        return left

    def _left(self, gap: int, named: bool) -> tuple[Text, list[tuple[int, int, str]]]:
        """Name, practice, rooms; and where each room stands."""
        house = house_of(self)
        palette, between = house.palette, " " * gap
        line = Text(style=palette.style("muted", "side"))
        if named:
            line.append(house.word("app") + between, palette.style("ink", "side", bold=True))
        if house.desk.practice:
            line.append(f" {house.word('practice')} ", palette.chip("soon")).append(between)
        starts = []
        for n, (room, key) in enumerate(house.rooms()):
            here = room == house.current_mode
            label = house.word(f"room.{room}")
            keyed = f"{key} {label}".lstrip()
            shown = f"[{keyed}]" if here and palette.plain else keyed
            line.append(between if n else "")
            start = width(line.plain)
            line.append(shown, palette.style("accent" if here else "muted", "side", bold=here))
            starts.append((start, width(line.plain), room))
        return line, starts

    def on_click(self, event: events.Click) -> None:
        x = event.x - 1
        for start, end, room in self._starts:
            if start <= x < end:
                house_of(self).go(room)


def right_words(house: House) -> tuple[str, ...]:
    """Date and member, the fullest first."""
    name, today = clean(house.desk.signed_in().name), house.desk.today()
    day = day_words(today, house.language)
    return f"{day}  {name}", f"{day}  {name.split(' ')[0]}", day, day.split(" ")[0]


def day_words(day: date, language: str) -> str:
    """`R8.11.24 火`, in English `2026-11-24 Tue`."""
    from engine.desk import short_wareki, weekday

    return f"{day if language == 'en' else short_wareki(day)} {weekday(day, language)}"
