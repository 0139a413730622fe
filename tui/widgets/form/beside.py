"""What stands beside a form, or above it in a line or two: drawn as one text, with places to go to."""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.geometry import Size
from textual.widget import Widget

from tui.widgets.form.model import FormModel

_INKS = ("ok", "soon", "over", "accent", "muted", "faint", "ink", "here")


class Beside(Widget, can_focus=True):
    """`upright`: a column beside the form; else lines above it. `here` is the place under the cursor."""

    COMPONENT_CLASSES: ClassVar[set[str]] = {f"beside--{ink}" for ink in _INKS}
    DEFAULT_CSS = """
    Beside { background: $side; color: $muted; padding: 0 1; height: auto; }
    Beside .beside--ok { color: $ok; }
    Beside .beside--soon { color: $soon; }
    Beside .beside--over { color: $over; }
    Beside .beside--accent { color: $accent; text-style: bold; }
    Beside .beside--muted { color: $muted; }
    Beside .beside--faint { color: $faint; }
    Beside .beside--ink { color: $ink; }
    Beside .beside--here { background: $hi; }
    """

    def __init__(self, model: FormModel, *, upright: bool) -> None:
        super().__init__()
        self.model = model
        self.upright = upright
        self.here = 0
        self._spots: list[tuple[int, int, int]] = []

    @abstractmethod
    def _draw(self, room: int) -> Text:
        """What is seen in that many cells. Places that can be clicked go into `_spots`: (line, column, place)."""

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002
        return self._draw(max(width, 1)).plain.count("\n") + 1

    def render(self) -> Text:
        return self._draw(max(self.content_size.width, 1))

    def _style(self, ink: str) -> Style:
        return self.get_component_rich_style(f"beside--{ink}", partial=True)

    def _underline(self, text: Text, place: int, start: int) -> None:
        """Show where the cursor is."""
        if self.has_focus and place == self.here:
            text.stylize(self._style("here"), start, len(text))

    def _moved(self, event: events.Key, count: int) -> bool:
        """Whether the key was an arrow: it goes round among so many places."""
        step = {"up": -1, "left": -1, "down": 1, "right": 1}.get(event.key)
        if step is None or not count:
            return False
        self.here = (self.here + step) % count
        self.refresh()
        return True

    def _clicked(self, event: events.Click, *, tall: bool = False) -> int | None:
        """The place that a click was on; `tall` ones reach down to the next."""
        at = event.get_content_offset(self)
        if at is None:
            return None
        found = [
            place
            for line, column, place in self._spots
            if (at.y >= line if tall else at.y == line) and at.x >= column
        ]
        return found[-1] if found else None
