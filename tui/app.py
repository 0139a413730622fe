"""The app: rooms as modes, looks, language, and what opens on top of a room.

Rooms and screens stand in two tables; a room that is not in the table does not exist for anybody.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.screen import Screen
from textual.scrollbar import ScrollBar, ScrollBarRender

from tui.actions import Action, Registry
from tui.everywhere import actions as common_actions
from tui.house import House
from tui.messages import OpenCase, OpenDraft, OpenNotice, OpenWhy, Wrote
from tui.place import Keyed
from tui.theme import LOOKS, Look, theme_of, variables

if TYPE_CHECKING:
    from engine.desk import Desk

POLL: Final = 0.8  # seconds between looks at what others wrote
IDLE: Final = 300.0  # seconds without a key after which names are hidden
LEAST: Final = (80, 24)


class Room(NamedTuple):
    """A room: its key in the top bar and `module:Class` of its screen (a Place without arguments)."""

    id: str
    key: str
    screen: str


# One line for each room and for each screen that opens on top of one, in the order of their keys.
ROOMS: Final[tuple[Room, ...]] = (
    Room("desk", "1", "tui.screens.desk:DeskRoom"),
    Room("request", "2", "tui.screens.request:RequestRoom"),
    Room("registers", "3", "tui.screens.registers:RegistersRoom"),
    Room("calendar", "4", "tui.screens.calendar:CalendarRoom"),
    Room("workshop", "5", "tui.screens.workshop:WorkshopRoom"),
    Room("log", "6", "tui.screens.log:LogRoom"),
)
# Screens are made with what their message carries: OpenCase, OpenNotice, OpenWhy.
OPENS: Final[Mapping[str, str]] = {
    "notice": "tui.screens.notice:NoticeScreen",
    "case": "tui.screens.case:CaseScreen",
    "why": "tui.screens.why:WhyDrawer",
}


class PlainBar(ScrollBarRender):
    """A scrollbar of blanks: the usual ends of its thumb are of ambiguous width."""

    VERTICAL_BARS: ClassVar[list[str]] = [" "] * 8
    HORIZONTAL_BARS: ClassVar[list[str]] = [" "] * 8


class Madoguchi(House, inherit_bindings=False):
    """The counter in a terminal."""

    CSS_PATH = "style.tcss"
    TITLE = "Madoguchi"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, desk: Desk, look: Look | None = None) -> None:
        self.desk = desk
        self._rooms = {room.id: room for room in ROOMS}
        super().__init__()
        self._modes = {room.id: _maker(room.screen) for room in ROOMS}
        self.registry = registry()
        for one in LOOKS:
            self.register_theme(theme_of(one))
        self.animation_level = "none"
        self.set_reactive(House.look, look or ("plain" if os.environ.get("NO_COLOR") else "sumi"))
        self.set_reactive(House.language, desk.language)
        self._revision: object = None
        self._day = desk.today()
        self._asking = False

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return variables()

    def on_mount(self) -> None:
        from engine.desk.log import Audit

        self.desk.audit = Audit(self.desk)
        ScrollBar.renderer = PlainBar
        self.theme = self.look
        self.set_class(self.look == "plain", "plain")
        self.switch_mode(ROOMS[0].id)
        self._revision = self.desk.revision()
        self.set_interval(POLL, self._look_around)
        self._idle = self.set_timer(IDLE, self._hide)

    # --- what nobody foresaw

    failure: Exception | None = None
    """Why the app ended by itself; who started it tells, so that no trace reaches the screen."""

    def _handle_exception(self, error: Exception) -> None:
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.failure = self.failure or error
        self._return_code = 1
        self._close_messages_no_wait()

    # --- looks and language

    def watch_look(self, _: Look, look: Look) -> None:
        self.theme = look
        self.set_class(look == "plain", "plain")
        self._redraw()

    def watch_language(self, _: str, language: str) -> None:
        self.desk.language = language
        self._redraw()

    def _redraw(self) -> None:
        for screen in self._keyed():
            screen.relabel()

    def _keyed(self) -> list[Keyed[Any]]:
        stacks = self._screen_stacks.values()
        return [s for stack in stacks for s in stack if isinstance(s, Keyed) and s.is_mounted]

    # --- where to

    def rooms(self) -> list[tuple[str, str]]:
        return [(room.id, room.key) for room in ROOMS]

    def has(self, place: str) -> bool:
        return place in self._rooms or place in OPENS

    def go(self, room: str) -> None:
        """Go to a room; what was open on top of it is still there."""
        while isinstance(self.screen, Keyed) and self.screen.is_modal and len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_mode(room)

    def on_open_case(self, message: OpenCase) -> None:
        self._open("case", message.organisation, message.number, message.command)

    async def on_open_draft(self, message: OpenDraft) -> None:
        """A new request goes on in its room, a step of a case on top of that."""
        errand = message.draft.errand
        if errand.case:
            self._open("case", errand.organisation, errand.case, errand.command)
            return
        await self.switch_mode("request")
        resume = getattr(self.screen, "resume", None)
        if resume is not None:
            resume(message.draft)

    def on_open_notice(self, message: OpenNotice) -> None:
        self._open("notice", message.organisation, message.number, message.n)

    def on_open_why(self, message: OpenWhy) -> None:
        self._open("why", message.organisation, message.number, message.question)

    def _open(self, name: str, *what: object) -> None:
        if name in OPENS:
            self.push_screen(_class(OPENS[name])(*what))

    # --- doing

    def act(self, action: Action, place: Screen[Any]) -> None:
        against = action.when(place)
        if against:
            self.tell(self.word("blocked", why=against))
            return
        result = action.run(place)
        if isawaitable(result):
            self.run_worker(_awaited(result), exclusive=False)

    async def on_event(self, event: events.Event) -> None:
        """A key or click ends what the footer said, and the waiting for idleness."""
        if isinstance(event, events.Key | events.MouseDown | events.Paste) and not event.is_forwarded:
            self.said = ""
            if hasattr(self, "_idle"):
                self._idle.reset()
        await super().on_event(event)

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width < LEAST[0] or event.size.height < LEAST[1]:
            self.tell(self.word("small", width=event.size.width, height=event.size.height))

    # --- the office moves on

    def on_wrote(self, _: Wrote) -> None:
        self._revision = self.desk.revision()
        self._tell_all()

    def _tell_all(self) -> None:
        for screen in self._keyed():
            screen.office_changed()

    def _look_around(self) -> None:
        """Ask on another thread whether anybody wrote; a slow disk never holds up a key."""
        if self.desk.today() != self._day:
            self._day = self.desk.today()
            self._tell_all()
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask, thread=True, group="revision", exit_on_error=False)

    def _ask(self) -> None:
        try:
            found: object = self.desk.revision()
        finally:
            self._asking = False
        self.call_from_thread(self._compare, found)

    def _compare(self, found: object) -> None:
        if found != self._revision:
            self._revision = found
            self._tell_all()
            self.tell(self.word("desk.changed"))

    def _hide(self) -> None:
        from tui.screens.curtain import Curtain

        if not isinstance(self.screen, Curtain):
            self.push_screen(Curtain(), lambda _: self._idle.reset())
        self._idle = self.set_timer(IDLE, self._hide)


def registry() -> Registry:
    """Every action there is: those of everywhere, and `ACTIONS` of each room's and screen's module."""
    modules = dict.fromkeys(path.partition(":")[0] for path in [*(r.screen for r in ROOMS), *OPENS.values()])
    own = [action for name in modules for action in getattr(import_module(name), "ACTIONS", ())]
    return Registry([*own, *common_actions([(room.id, room.key) for room in ROOMS])])


def _class(path: str) -> Callable[..., Screen[Any]]:
    module, name = path.split(":")
    found: Callable[..., Screen[Any]] = getattr(import_module(module), name)
    return found


def _maker(path: str) -> Callable[[], Screen[Any]]:
    return lambda: _class(path)()


async def _awaited(result: Any) -> None:
    await result
