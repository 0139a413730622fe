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

from tui.actions import Action
from tui.house import House
from tui.place import Keyed
from tui.stylesheet import KeptStylesheet
from tui.terminal_watch import leave_with_terminal
from tui.theme import LOOKS, Look, theme_of, variables

MOVING: Final = frozenset(("enter", "tab", "shift+tab", "up", "down", "f3"))  # keys that may move the focus
PATIENCE: Final = 1.0  # seconds after which keys go on, whatever a moving one still does


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
        self._held = False
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
        while self._waiting and not self._opening() and not self._held:
            await self._pass_on(self._waiting.pop(0))

    def _opening(self) -> bool:
        screen = self.screen if self._screen_stacks else None
        return isinstance(screen, Keyed) and screen.opening

    async def _pass_on(self, event: events.Event) -> None:
        self.said = ""
        self.touched()
        await super().on_event(event)
        screen = self.screen if self._screen_stacks else None
        moving = isinstance(event, events.Key) and event.key in MOVING
        if moving and isinstance(screen, Keyed) and screen.HOLDS and self.focused is not None:
            self._hold([*self.focused.ancestors_with_self])

    def _hold(self, way: Sequence[MessagePump]) -> None:
        """Keys wait until this one has run its way up and moved the focus: a password is no part of an id."""
        self._held = True
        patience = self.set_timer(PATIENCE, self._let_go)

        def go_on(at: int = 0) -> None:
            if at == len(way):
                patience.stop()
                self._let_go()
            elif not way[at].call_later(go_on, at + 1):
                self._let_go()

        go_on()

    def _let_go(self) -> None:
        self._held = False
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
