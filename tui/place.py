"""What rooms, screens and dialogs have in common: keys by the registry, labels, the frame around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Input, TextArea

from tui.actions import Action, by_key, in_fields, is_japanese, key_name
from tui.house import House, house_of
from tui.waiting import Answering, Opening
from tui.widgets.footer import Footer
from tui.widgets.topbar import TopBar

Answer = TypeVar("Answer")
Callback = Callable[..., Any]


class Keyed(Opening[Answer]):
    """A screen whose keys are those of the registry. `PLACES` are the places whose actions it has."""

    PLACES: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS: ClassVar[str | None] = None

    @property
    def house(self) -> House:
        return house_of(self)

    @property
    def is_open(self) -> bool:
        """Whether it still is on the screen, or beneath what is."""
        return any(self in stack for stack in self.app._screen_stacks.values())

    def call_after_refresh(self, callback: Callback, *args: Any, **kwargs: Any) -> bool:
        """Do something once it is drawn, unless it was closed meanwhile: on a slow machine keys come faster."""
        return super().call_after_refresh(self._if_open(partial(callback, *args, **kwargs)))

    def _if_open(self, callback: Callback) -> Callback:
        def unless_closed() -> Any:
            return callback() if self.is_open else None

        return unless_closed

    def word(self, name: str, **values: object) -> str:
        return self.house.word(name, **values)

    def actions(self) -> list[Action]:
        """What can be done here, own actions first. Screens add what their data offers (`own_actions`)."""
        found = [*self.own_actions(), *self.house.registry.at(self.PLACES)]
        return [a for a in found if not a.needs or self.house.has(a.needs)]

    def own_actions(self) -> Sequence[Action]:
        """Actions that come from data: the commands of the selected case."""
        return ()

    def on_key(self, event: events.Key) -> None:
        """Runs after the focused widget had the key. One that was on its way when this closed is for what is open.

        Once the app ends nothing is: its pages are being taken down.
        """
        if self.app._exit:
            event.stop()
            return
        if self.app.screen is not self:
            event.stop()
            self.app.post_message(events.Key(event.key, event.character))
            return
        self.pressed(key_name(event.key, event.character), event)

    def pressed(self, key: str, event: events.Key) -> None:
        """A key that no widget took. In a text field only those act that are never typed."""
        typing = isinstance(self.focused, Input | TextArea)
        if typing and not in_fields(key):
            return
        action = by_key(self.actions(), key) if key else None
        if action is None:
            if not typing and is_japanese(event.character):
                self.house.tell(self.word("ime.on"))
                event.stop()
            return
        event.stop()
        event.prevent_default()
        self.house.act(action, self)

    def relabel(self) -> None:
        """The language or the looks changed: draw again."""
        for widget in self.query(Widget):
            widget.refresh(layout=True)

    def office_changed(self) -> None:
        """Somebody wrote, here or elsewhere: read again what is shown."""

    def context(self) -> str:
        """What is selected, in a few words, for the title of the `.` menu."""
        return ""

    def title_on_paper(self) -> str:
        """What the screen is called where it is printed: the room, or what is open on top of it."""
        name = self.PLACES[0] if self.PLACES else ""
        known = {room for room, _ in self.house.rooms()}
        return self.word(f"room.{name if name in known else self.app.current_mode}")


class Place(Keyed[None]):
    """A room, or what opens on top of one: top bar, body, footer."""

    def compose(self) -> ComposeResult:
        yield TopBar()
        yield from self.body()
        yield Footer()

    def body(self) -> ComposeResult:
        """The widgets between top bar and footer."""
        yield from ()

    def room(self) -> str:
        """The room that is marked in the top bar."""
        return self.app.current_mode

    def back(self) -> None:
        """Esc: one level back. Popups and filters of this screen first; a screen on top of a room closes."""
        if len(self.app.screen_stack) > 1:
            self.app.pop_screen()


class Dialog(Answering[Answer], Keyed[Answer]):
    """Something in front of a place that gives an answer, or None by Esc."""

    def actions(self) -> list[Action]:
        quitting = self.house.registry.find("quit")
        return [*self.own_actions(), *([quitting] if quitting else [])]

    def pressed(self, key: str, event: events.Key) -> None:
        """Esc answers with nothing; everything else as in any screen."""
        if key == "Esc":
            event.stop()
            self.dismiss(None)
            return
        super().pressed(key, event)
