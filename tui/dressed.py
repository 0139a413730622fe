"""What both apps share, the office and the door to it: colours, language, doing an action, ending unforeseen."""

from __future__ import annotations

from inspect import isawaitable
from typing import Any, ClassVar

from textual import events
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.actions import Action
from tui.house import House
from tui.place import Keyed
from tui.theme import LOOKS, Look, theme_of, variables


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: the usual ends of its thumb are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Dressed(House, inherit_bindings=False):
    """An app in our colours whose screens are `Keyed`."""

    CSS_PATH = "style.tcss"
    TITLE = "Madoguchi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    failure: Exception | None = None
    """Why the app ended by itself; who started it tells, so that no trace reaches the screen."""

    def __init__(self, look: Look, language: str) -> None:
        super().__init__()
        for one in LOOKS:
            self.register_theme(theme_of(one))
        self.animation_level = "none"
        self._waiting: list[events.Event] = []
        self.set_reactive(House.look, look)
        self.set_reactive(House.language, language)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def dress(self) -> None:
        """Put the colours on; to be called when the app has mounted."""
        ScrollBar.renderer = PlainBar
        self.theme = self.look
        self.set_class(self.look == "plain", "plain")

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
        while self._waiting and not self._opening():
            await self._pass_on(self._waiting.pop(0))

    def _opening(self) -> bool:
        screen = self.screen if self._screen_stacks else None
        return isinstance(screen, Keyed) and screen.opening

    async def _pass_on(self, event: events.Event) -> None:
        self.said = ""
        self.touched()
        await super().on_event(event)

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
