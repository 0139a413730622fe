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
        room = self.scrollable_content_region
        self.virtual_size = Size(room.width, max(len(self._lines), room.height))
        if top:
            self.scroll_home(animate=False)
        self.refresh()

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
        ground = self._ground
        at = y + round(self.scroll_y)
        segments = self._lines[at].render(self.app.console) if 0 <= at < len(self._lines) else ()
        drawn = [Segment(one.text, ground + one.style if one.style else ground) for one in segments]
        return Strip(drawn).adjust_cell_length(self.scrollable_content_region.width, ground)
