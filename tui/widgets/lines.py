"""Lines to read, drawn one by one: what is out of sight costs nothing, and other lines lay out nothing anew."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.segment import Segment
from rich.style import Style
from rich.text import Text
from textual.geometry import Region, Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

NARROWEST: Final = 20  # cells lines are drawn for at least


class Lines(ScrollView):
    """A pane of lines in the surface of its style. Longer ones are wrapped, or cut where they are `no_wrap`."""

    DEFAULT_CSS = "Lines { overflow-x: hidden; }"

    def __init__(self, id: str | None = None, classes: str | None = None, *, focusable: bool = False) -> None:
        super().__init__(id=id, classes=classes)
        self.can_focus = focusable
        self._whole: tuple[Text, ...] = ()
        self._lines: list[Text] = []
        self._ground = Style()

    @property
    def room(self) -> int:
        """The cells of a line."""
        return max(self.scrollable_content_region.width, NARROWEST)

    def put(self, lines: Iterable[Text], *, top: bool = True) -> None:
        """Other lines, from the top or from where one was."""
        self._whole = tuple(lines)
        self._lines = [piece for line in self._whole for piece in self._pieces(line)]
        self._measure()
        if top:
            self.scroll_home(animate=False)
        self.refresh()

    def _measure(self) -> None:
        """As high as its lines, at least as the pane: others that fit as well lay out nothing anew."""
        room = self.scrollable_content_region
        self.virtual_size = Size(room.width, max(len(self._lines), room.height))
        self.show_vertical_scrollbar = len(self._lines) > room.height > 0

    def on_resize(self) -> None:
        self._measure()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        super().watch_scroll_y(old_value, new_value)
        self.refresh()  # what is drawn anew by itself leaves out as much as the padding is wide and high

    def _pieces(self, line: Text) -> Iterable[Text]:
        if line.no_wrap or line.cell_len <= self.room:
            return (line,)
        return line.wrap(self.app.console, self.room)

    def plain(self) -> str:
        """Every line as plain text."""
        return "\n".join(line.plain for line in self._whole)

    def render_lines(self, crop: Region) -> list[Strip]:
        self._ground = self.rich_style  # asked for once, not for each line
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        at, ground = y + round(self.scroll_y), self._ground
        drawn = self._drawn(self._lines[at], ground) if 0 <= at < len(self._lines) else []
        return Strip(drawn).adjust_cell_length(self.scrollable_content_region.width, ground)

    def _drawn(self, line: Text, ground: Style) -> list[Segment]:
        """The pieces of a line. One without spans is told apart here: rendered alone it says nothing of its style."""
        console = self.app.console
        own = ground + console.get_style(line.style)
        return [Segment(one.text, own + one.style if one.style else own) for one in line.render(console)]
