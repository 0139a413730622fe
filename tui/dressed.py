"""What both apps share, the office and the door to it: colours, language, doing an action, ending unforeseen."""

from __future__ import annotations

import asyncio
from inspect import isawaitable
from pathlib import Path
from typing import Any, ClassVar

from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.actions import Action
from tui.house import House
from tui.patience import Patient
from tui.place import Keyed
from tui.stylesheet import KeptStylesheet
from tui.terminal_watch import leave_with_terminal
from tui.theme import LOOKS, Look, theme_of, variables


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: the usual ends of its thumb are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Dressed(Patient, inherit_bindings=False):
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

    def _handle_exception(self, error: Exception) -> None:
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = self.failure or error
        self._return_code = 1
        self._close_messages_no_wait()


async def _awaited(result: Any) -> None:
    await result
