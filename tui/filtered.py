"""Places whose list narrows by a text: `/` opens the field, Enter and the arrows lead on, Esc takes the text away."""

from __future__ import annotations

from textual import events
from textual.widget import Widget
from textual.widgets import Input

from tui.place import Place
from tui.widgets.fields import Field


class FilterField(Field):
    """The field; it is seen while it is `open`."""

    DEFAULT_CSS = """
    FilterField { display: none; }
    FilterField.open { display: block; }
    """

    def __init__(self) -> None:
        super().__init__(id="filter")


class Filtered(Place):
    """`narrowed` is what the text narrows and where the field leads; `fill` draws it again."""

    AUTO_FOCUS = ""  # else the field has the focus before it is hidden, and takes what was typed ahead

    @property
    def field(self) -> FilterField:
        return self.query_one(FilterField)

    @property
    def narrowed(self) -> Widget:
        raise NotImplementedError

    def fill(self) -> None:
        """Draw again what the text leaves."""
        raise NotImplementedError

    def end_filter(self) -> bool:
        """Take the text away; whether there was a field to close."""
        if not self.field.has_class("open"):
            return False
        self.field.remove_class("open")
        self.field.value = ""
        return True

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self.fill()

    def pressed(self, key: str, event: events.Key) -> None:
        """In the field Enter and the arrows lead into the list."""
        if self.focused is self.field and key in ("Enter", "Down"):
            event.stop()
            event.prevent_default()
            self.narrowed.focus()
            return
        super().pressed(key, event)


def start_filter(place: Filtered) -> None:
    """/: a text that narrows the list."""
    place.field.add_class("open")
    place.field.focus()
