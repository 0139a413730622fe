"""The app: rooms as modes, looks, language, and what opens on top of a room.

Rooms and screens stand in two tables; a room that is not in the table does not exist for anybody.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from textual import events
from textual.screen import Screen

from tui.actions import Registry
from tui.dressed import Dressed
from tui.everywhere import actions as common_actions
from tui.idle import Idle
from tui.keymap import with_files
from tui.memory import Memory
from tui.messages import Looked, OpenCase, OpenDraft, OpenNotice, OpenPlace, OpenWhy, Published, Wrote
from tui.place import Keyed
from tui.practising import TASKS, done_by_step
from tui.theme import LOOKS, Look
from tui.widgets.topbar import under_bar

if TYPE_CHECKING:
    from engine.desk import Desk

POLL: Final = 0.8  # seconds between looks at what others wrote
IDLE: Final = 300.0  # seconds without a key after which names are hidden
LEAST: Final = (80, 24)
KEYS: Final = "keymap.yaml"  # a file of other keys, beside what it is for


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
    Room("workshop", "5", "tui.screens.workshop.room:WorkshopRoom"),
    Room("log", "6", "tui.screens.log:LogRoom"),
)
# Screens are made with what their message carries: OpenCase, OpenNotice, OpenWhy, OpenPlace; members with nothing.
OPENS: Final[Mapping[str, str]] = {
    "notice": "tui.screens.notice:NoticeScreen",
    "case": "tui.screens.case:CaseScreen",
    "why": "tui.screens.why:WhyDrawer",
    "change.window": "tui.screens.workshop.change:window",
    "change.members": "tui.screens.workshop.change:members",
    "change.period": "tui.screens.workshop.change:period",
    "change.papers": "tui.screens.workshop.change:papers",
    "change.numbers": "tui.screens.workshop.change:numbers",
    "change.wording": "tui.screens.workshop.change:wording",
    "change.fee": "tui.screens.workshop.change:fee",
    "change.settings": "tui.screens.workshop.change:settings",
    "tables": "tui.screens.workshop.tables:TablesScreen",
    "reading": "tui.screens.workshop.reading:ReadingScreen",
    "walk": "tui.screens.workshop.walking:WalkScreen",
    "members": "tui.screens.members:MembersScreen",
    "disposal": "tui.screens.disposal:DisposalScreen",
}


class Madoguchi(Dressed):
    """The counter in a terminal."""

    def __init__(self, desk: Desk, look: Look | None = None, memory: Memory | None = None) -> None:
        self.desk = desk
        self.memory = memory or Memory()
        self._rooms = {room.id: room for room in ROOMS}
        self._member = desk.signed_in().id
        self.idle, self.patience = Idle(), IDLE
        super().__init__(look or self._kept_look(), desk.language)
        self._modes = {room.id: _maker(room.screen) for room in ROOMS}
        self.registry, self.key_problems = with_files(registry(), self._keymaps())
        self.tasks = self.memory.done(self._office()) if desk.practice else frozenset()
        self._others: int | None = None
        self._small = ""  # what was said of a screen that is too small
        self._day = desk.today()
        self._asking = False

    def _keymaps(self) -> list[Path]:
        """Where keys may be changed: for everybody in the office's folder, over that for oneself."""
        own = self.memory.beside(KEYS)
        return [*([self.desk.path / KEYS] if self.desk.path else []), *([own] if own else [])]

    def _kept_look(self) -> Look:
        """Without colours where the terminal is asked for none, else as the member left it."""
        kept = self.memory.looks(self._member)[0]
        if os.environ.get("NO_COLOR"):
            return "plain"
        return next((look for look in LOOKS if look == kept), LOOKS[0])

    def on_mount(self) -> None:
        from engine.desk import lock_minutes

        self.desk.keep_log("screen")
        self.dress()
        self.notes = under_bar(self)
        self.desk.settle()  # before asking what lists show: what others write is told against that
        self.switch_mode(ROOMS[0].id)
        if (
            not self.is_headless
        ):  # what stands by then stays until the end: the collector need not look at it again
            self.call_after_refresh(gc.freeze)
        self._others = self._by_others(self.desk.revision_seen())
        self.set_interval(POLL, self._look_around)
        self.patience = lock_minutes(self.desk) * 60.0 or IDLE
        self._ask_for_new_password()

    def _ask_for_new_password(self) -> None:
        """Where the password was chosen by somebody else, or is too old, it is asked for first."""
        due = self.desk.password_due()
        if due:
            from tui.screens.own_password import OwnPassword

            self.push_screen(OwnPassword(due))

    # --- looks and language

    def watch_language(self, before: str, language: str) -> None:
        self.desk.language = language
        self.notes = under_bar(self)
        super().watch_language(before, language)

    def chose(self, look: str = "", language: str = "") -> None:
        self.memory.keep_looks(self._member, look, language)

    # --- practice

    def tick(self, *done: str) -> None:
        """Tasks that were done: kept and told, in a practice office only."""
        new = frozenset(done) - self.tasks
        if not new or not self.desk.practice:
            return
        self.tasks |= new
        self.memory.keep_done(self._office(), self.tasks)
        task = self.word(f"task.{next(one for one in TASKS if one in new)}")
        told = self.word("tasks.ticked", task=task, done=len(self.tasks), all=len(TASKS))
        self.call_later(lambda: self.tell(f"{self.said}  {told}".strip()))

    def _office(self) -> str:
        return str(self.desk.office.info().get("id", ""))

    def on_looked(self, message: Looked) -> None:
        if message.at == "papers":
            self.tick("missing")

    # --- where to

    def rooms(self) -> list[tuple[str, str]]:
        found = ((room.id, self.registry.find(f"room.{room.id}")) for room in ROOMS)
        return [(name, action.keys[0] if action and action.keys else "") for name, action in found]

    def has(self, place: str) -> bool:
        return place in self._rooms or place in OPENS or (place == "practice" and self.desk.practice)

    def go(self, room: str) -> None:
        """Go to a room; what was open on top of it is still there."""
        while isinstance(self.screen, Keyed) and self.screen.is_modal and len(self.screen_stack) > 1:
            self.pop_screen()
        self.switch_mode(room)

    def on_open_case(self, message: OpenCase) -> None:
        self.desk.seen("case", message.organisation, message.number)
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
        self.desk.seen("notice", message.organisation, message.number, str(message.n))
        self._open("notice", message.organisation, message.number, message.n, message.command)
        self.tick("preview")

    def on_open_why(self, message: OpenWhy) -> None:
        self._open("why", message.organisation, message.number, message.question)
        self.tick("why")

    def on_open_place(self, message: OpenPlace) -> None:
        self._open(message.place, message.organisation)

    def _open(self, name: str, *what: object) -> None:
        if name in OPENS:
            self.push_screen(_class(OPENS[name])(*what))

    def touched(self) -> None:
        """The waiting for idleness begins anew."""
        self.idle.touched()

    def on_resize(self, event: events.Resize) -> None:
        told = self.said == self._small
        self._small = ""
        if event.size.width < LEAST[0] or event.size.height < LEAST[1]:
            self._small = self.word("small", width=event.size.width, height=event.size.height)
            self.tell(self._small)
        elif told:
            self.said = ""

    # --- the office moves on

    def on_wrote(self, message: Wrote) -> None:
        self._tell_all()
        if self.desk.practice:
            self.tick(*done_by_step(self.desk, message.organisation, message.number))

    def on_published(self, message: Published) -> None:
        message.stop()
        self._tell_all()

    def _tell_all(self) -> None:
        for screen in self.keyed():
            screen.office_changed()

    def _look_around(self) -> None:
        """Ask on another thread whether anybody wrote; a slow disk never holds up a key."""
        self.notes = under_bar(self)
        if self.idle.seconds() >= self.patience:
            self._hide()
        if self.desk.today() != self._day:
            self._day = self.desk.today()
            self._tell_all()
        if not self._asking:
            self._asking = True
            self.run_worker(self._ask, thread=True, group="revision", exit_on_error=False)

    def _ask(self) -> None:
        """On another thread: what waits for the log is written here too."""
        try:
            if self.desk.audit is not None:
                self.desk.audit.flush()
            found = self.desk.revision()
        finally:
            self._asking = False
        self.call_from_thread(self._compare, found)

    def _by_others(self, revision: Sequence[tuple[str, int]]) -> int:
        """The lines that this desk did not write itself."""
        return sum(lines for _, lines in revision) - self.desk.written

    def _compare(self, found: Sequence[tuple[str, int]]) -> None:
        """Fewer lines than before: it was asked while we wrote ourselves, and the next look is right."""
        others = self._by_others(found)
        if self._others is None or others > self._others:
            self._others = others
            self._tell_all()
            self.tell(self.word("desk.changed"))

    def _hide(self) -> None:
        """Nobody typed for a while: names are hidden, and where the office has keys the password brings them back."""
        from tui.screens.lock import lock_now

        lock_now(self)


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
