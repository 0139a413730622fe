"""Keys, texts and clicks wait for what they are meant for: one may be faster than the screens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from textual import events
from textual.dom import DOMNode
from textual.geometry import Offset
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Input, TextArea

from tui.house import House
from tui.waiting import PATIENCE, WITHIN, MovesWithin, Opening

PRESSES: Final = events.MouseDown | events.MouseUp


class Patient(House, inherit_bindings=False):
    """An app that hands on one key or click when the one before it has done its work."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: list[events.Event] = []
        self._holds: set[Timer] = set()
        self._moves = False
        self._pressed: tuple[Offset, float, Screen[Any] | None] = (Offset(), 0.0, None)
        self._half = False

    async def on_event(self, event: events.Event) -> None:
        """Keys, texts and clicks are handed on in their order, each when it is its turn; all else at once."""
        if event.is_forwarded or not isinstance(event, events.Key | events.Paste | PRESSES):
            await super().on_event(event)
        else:
            self._waiting.append(event)
            await self.release()

    async def release(self) -> None:
        while self._waiting and not self._opening() and (not self._holds or self._goes_on(self._waiting[0])):
            await self._pass_on(self._waiting.pop(0))

    def _goes_on(self, event: events.Event) -> bool:
        """Along a list keys need not wait for each other: held down, they would fall behind."""
        return self._moves and isinstance(event, events.Key) and event.key in WITHIN

    @property
    def waits(self) -> bool:
        """Whether keys that were typed have still to be handed on, or one is at work."""
        return bool(self._waiting or self._holds)

    def _opening(self) -> bool:
        screen = self.screen if self._screen_stacks else None
        return isinstance(screen, Opening) and screen.opening

    async def _pass_on(self, event: events.Event) -> None:
        """A key or click ends what the footer said."""
        if isinstance(event, PRESSES) and self._is_half(event):
            return
        if not isinstance(event, events.MouseUp):
            self.said = ""
        self.touched()
        first = (self.focused or self.screen) if self._screen_stacks else self
        key = event.key if isinstance(event, events.Key) else ""
        self._moves = key in WITHIN and isinstance(first, MovesWithin)
        await super().on_event(event)
        if isinstance(event, events.MouseUp) and self._mouse_down_widget is not None:
            self._follow(self._mouse_down_widget)
        elif not isinstance(event, PRESSES) and not _is_text(event, first):
            self._follow(first)

    def _is_half(self, event: events.MouseEvent) -> bool:
        """Whether it belongs to the second click of two of which the first opened something: it is not for that."""
        if isinstance(event, events.MouseDown):
            at, when, screen = self._pressed
            again = at == event.screen_offset and event.time - when <= self.CLICK_CHAIN_TIME_THRESHOLD
            self._half = again and screen is not self.screen
            self._pressed = (event.screen_offset, event.time, screen if self._half else self.screen)
        return self._half

    def _follow(self, first: DOMNode) -> None:
        """What comes next waits for what the widget does, and for what it then says to those above it."""
        way = [*first.ancestors_with_self]
        self._go_along([*way, *way], self._hold())

    def answering(self, asker: MessagePump) -> None:
        """Keys wait until the answer of a dialog is taken and what follows from it is there."""
        asker.call_next(self._go_along_all, self._hold())

    def _go_along_all(self, held: Timer) -> None:
        parts = self.screen.walk_children(with_self=True, method="depth", reverse=True)
        self._go_along([*parts, self], held)

    def _go_along(self, way: Sequence[MessagePump], held: Timer) -> None:
        """Let keys go on when each on the way has done what came to it before: a password is no part of an id."""
        left = iter(way)

        def go_on() -> None:
            here = next(left, None)
            while here is not None and not here.call_later(go_on):
                here = next(left, None)  # it has gone
            if here is None:
                self._let_go(held)

        go_on()

    def _hold(self) -> Timer:
        """Keys wait until this is let go."""
        held: Timer = self.set_timer(PATIENCE, lambda: self._let_go(held))
        self._holds.add(held)
        return held

    def _let_go(self, held: Timer) -> None:
        held.stop()
        if held in self._holds:
            self._holds.discard(held)
            self.call_later(self.release)

    def touched(self) -> None:
        """A key was pressed or the mouse used."""


def _is_text(event: events.Event, first: DOMNode) -> bool:
    """Whether it only becomes a letter in a text field."""
    return isinstance(event, events.Key) and event.is_printable and isinstance(first, Input | TextArea)
