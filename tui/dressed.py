"""What both apps share, the office and the door to it: colours, language, doing an action, ending unforeseen."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from inspect import isawaitable
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.message_pump import MessagePump
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender
from textual.timer import Timer
from textual.widgets import Input, TextArea

from tui.actions import Action
from tui.house import House
from tui.place import Keyed
from tui.stylesheet import KeptStylesheet
from tui.terminal_watch import leave_with_terminal
from tui.theme import LOOKS, Look, theme_of, variables
from tui.waiting import WITHIN, MovesWithin, Opening

PATIENCE: Final = 5.0  # seconds after which keys go on, whatever one still does


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: the usual ends of its thumb are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Dressed(House, inherit_bindings=False):
    """An app in our colours whose screens are `Keyed`."""

    CSS_PATH = Path(__file__).with_name("style.tcss")
    TITLE = "Madoguchi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    failure: Exception | None = None
    """Why the app ended by itself; who started it tells, so that no trace reaches the screen."""

    def __init__(self, look: Look, language: str) -> None:
        super().__init__()
        for one in LOOKS:
            self.register_theme(theme_of(one))
        self.set_reactive(House.theme, look)
        self.stylesheet = KeptStylesheet(variables=self.get_css_variables())
        self.animation_level = "none"
        self._waiting: list[events.Event] = []
        self._holds: set[Timer] = set()
        self._moves = False
        self.set_reactive(House.look, look)
        self.set_reactive(House.language, language)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def dress(self) -> None:
        """Put the colours on; to be called when the app has mounted."""
        ScrollBar.renderer = PlainBar
        self.theme = self.look
        self.set_class(self.look == "plain", "plain")
        if not self.is_headless:
            loop = asyncio.get_running_loop()
            leave_with_terminal(lambda: loop.call_soon_threadsafe(self.exit))

    def watch_look(self, _: Look, look: Look) -> None:
        self.theme = look
        self.set_class(look == "plain", "plain")
        self.chose(look=look)
        self.redraw()

    def watch_language(self, _: str, language: str) -> None:
        self.chose(language=language)
        self.redraw()

    def chose(self, look: str = "", language: str = "") -> None:
        """Somebody chose other colours or the other language."""

    def redraw(self) -> None:
        for screen in self.keyed():
            screen.relabel()

    def keyed(self) -> list[Keyed[Any]]:
        stacks = self._screen_stacks.values()
        return [s for stack in stacks for s in stack if isinstance(s, Keyed) and s.is_mounted]

    def act(self, action: Action, place: Screen[Any]) -> None:
        against = action.against(place)
        if against:
            self.tell(self.word("blocked", why=against))
            return
        result = action.run(place)
        if isawaitable(result):
            self.run_worker(_awaited(result), exclusive=False)

    async def on_event(self, event: events.Event) -> None:
        """A key or click ends what the footer said. Keys wait while the screen they are meant for opens."""
        if event.is_forwarded or not isinstance(event, events.Key | events.Paste | events.MouseDown):
            await super().on_event(event)
        elif isinstance(event, events.MouseDown):
            await self._pass_on(event)
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
        self.said = ""
        self.touched()
        first = (self.focused or self.screen) if self._screen_stacks else self
        await super().on_event(event)
        if isinstance(event, events.Key) and not (event.is_printable and isinstance(first, Input | TextArea)):
            self._moves = isinstance(first, MovesWithin) and event.key in WITHIN
            way = [*first.ancestors_with_self]
            self._go_along([*way, *way], self._hold())  # once for the key, once for what the widget says then

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

    def _handle_exception(self, error: Exception) -> None:
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = self.failure or error
        self._return_code = 1
        self._close_messages_no_wait()


async def _awaited(result: Any) -> None:
    await result
