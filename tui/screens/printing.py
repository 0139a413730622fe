"""A screen on paper: everything that stands on it, also what is out of sight, as plain text in the output folder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from rich.text import Text
from textual.widget import Widget
from textual.widgets import Input, Static, TextArea

from tui.cleaning import clean, lines_of
from tui.place import Keyed
from tui.widgets.blocks import BlockList
from tui.widgets.footer import Footer
from tui.widgets.lines import Lines
from tui.widgets.rows import RowList
from tui.widgets.topbar import TopBar, day_words


def print_screen(place: Keyed[Any]) -> None:
    """Write the screen in front out, under the name of its room or of what is open on it."""
    from tui.screens.writing import write_file

    name = place.title_on_paper()
    write_file(
        place, (name,), "txt", lambda: printed(place).encode("utf-8"), "printed", ("", "", place.PLACES[0])
    )


def printed(place: Keyed[Any]) -> str:
    """The text: a heading, then one pane below the other as they are read."""
    from engine.desk.marks import mark_now

    house = place.house
    heading = f"{place.title_on_paper()}  {day_words(house.desk.today(), house.language)}"
    panes = [pane for widget in seen(place) if (pane := list(lines_in(widget)))]
    mark = mark_now(house.desk)
    foot = ["", f"{house.word('printed.mark')} {mark}"] if mark else []
    return "\n".join([heading, *(line for pane in panes for line in ("", *pane)), *foot]) + "\n"


def seen(place: Keyed[Any]) -> Iterator[Widget]:
    """The widgets of a screen that hold text, in reading order; bar and keys are no part of it."""
    return _within(place.children)


def _within(widgets: Iterable[Widget]) -> Iterator[Widget]:
    for widget in widgets:
        if not widget.display or isinstance(widget, TopBar | Footer):
            continue
        if widget.children and not isinstance(widget, RowList | BlockList | Lines):
            yield from _within(widget.children)
        else:
            yield widget


def lines_in(widget: Widget) -> Iterator[str]:
    """What a widget says, whole: a list with the rows that are out of sight."""
    if isinstance(widget, RowList | BlockList | Lines):
        text = widget.plain()
    elif isinstance(widget, Input):
        text = widget.value
    elif isinstance(widget, TextArea):
        text = widget.text
    else:
        drawn = widget.content if isinstance(widget, Static) else widget.render()
        text = drawn.plain if isinstance(drawn, Text) else str(drawn)
    for line in lines_of(text):
        if line.strip():
            yield clean(line).rstrip()
