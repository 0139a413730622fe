"""案件: where a case stands, what can be done with it and what blocks that, its data, history and letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.widgets import Static

from tui.actions import Action
from tui.messages import Looked, OpenNotice
from tui.place import Place
from tui.screens import case_deeds, case_drawing, case_faces
from tui.screens.case_style import STYLE
from tui.screens.case_words import say
from tui.widgets.blocks import BlockList
from tui.widgets.footer import Footer
from tui.widgets.path import path_lines
from tui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from engine.desk.case_view import CaseView, Deed, Timer
    from engine.desk.trial import Undo

WIDE: Final = 100
THREE: Final = 140
TALL: Final = 34
FEW: Final = 8  # lines that what can be done may take on a narrow screen


class CaseScreen(Place):
    """One case. `command` is begun at once when the screen opens; `goto` is gone to (`event 3`, `do decide`)."""

    PLACES: ClassVar[tuple[str, ...]] = ("case",)
    DEFAULT_CSS = STYLE

    def __init__(self, organisation: str, number: str, command: str = "", goto: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.goto = goto or (f"do {command}" if command else "")
        self.view: CaseView | None = None
        self.tab = "data"
        self._on_its_way = bool(self.goto)
        self._undo: tuple[int, Undo] | None = None
        self._written = 0  # what the desk had written when the case was read

    def body(self) -> ComposeResult:
        yield Static(id="case-head", markup=False)
        yield Static(id="case-path", markup=False)
        with Container(id="case-body"):
            with Vertical(id="case-side"):
                yield Static(id="case-can", classes="heading", markup=False)
                yield BlockList(id="case-deeds")
                yield Static(id="case-timers-heading", classes="heading", markup=False)
                yield BlockList(id="case-timers", surface="side")
            with Vertical(id="case-main"):
                yield Tabs(id="case-tabs")
                yield BlockList(id="case-face")
            with Vertical(id="case-third"):
                yield Static(id="case-past-heading", classes="heading", markup=False)
                yield BlockList(id="case-past")
        yield BlockList(id="case-line", surface="side")

    def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        if not self.read():
            return
        self.deeds.focus()
        self.watch(self.face, "cursor", self._renew_keys, init=False)
        if self.goto:
            self.call_after_refresh(self._go_on)

    def _renew_keys(self) -> None:
        """Enter is something else on a letter than on a date."""
        self.query_one(Footer).refresh()

    @property
    def opening(self) -> bool:
        return super().opening or self._on_its_way

    def _go_on(self) -> None:
        """To where it was opened for; keys wait for what that is."""
        self.go(self.goto)
        self._on_its_way = False
        self.app.call_later(self.house.release)

    # --- the parts

    @property
    def deeds(self) -> BlockList:
        return self.query_one("#case-deeds", BlockList)

    @property
    def face(self) -> BlockList:
        return self.query_one("#case-face", BlockList)

    @property
    def timers(self) -> BlockList:
        return self.query_one("#case-timers" if self.has_class("wide") else "#case-line", BlockList)

    @property
    def past(self) -> BlockList:
        return self.query_one("#case-past", BlockList)

    @property
    def key(self) -> tuple[str, str]:
        return self.organisation, self.number

    # --- what is shown

    def read(self) -> bool:
        """Ask the desk again and draw; False if there is no such case (any more)."""
        from engine.desk import UsageError
        from engine.desk.case_view import case_view

        before, stood = (self.view.version, self.view.row.state_title) if self.view else (0, "")
        first = self._first()
        sent, written = len(self.view.letters) if self.view else 0, self._written
        self._written = self.house.desk.written
        try:
            self.view = case_view(self.house.desk, self.number, self.organisation)
        except UsageError as no:
            self.house.tell(no.within(self.house.language))
            self.app.pop_screen()
            return False
        self._undo = None
        self.fill()
        if before and self.view.version != before:
            self._to_what_can_be_done(self.view.row.state_title != stood or self._first() != first)
            if len(self.view.letters) > sent and self._written != written:
                self.go(f"notice {self.view.letters[sent].n}")  # one's own letter is what is printed next
        return True

    def _first(self) -> str:
        """What can be done first, or nothing."""
        deeds = self.view.deeds if self.view else ()
        return next((case_drawing.deed_key(d) for d in deeds if not d.blocked), "")

    def _to_what_can_be_done(self, moved: bool) -> None:
        """Where something else comes first now, the cursor goes to it; else it only leaves what is not possible."""
        here, first = self.deed(self.deeds.cursor), self._first()
        if first and (moved or here is None or here.blocked):
            self.deeds.cursor = first

    def office_changed(self) -> None:
        """Somebody wrote: what changed in this case is said, and shown."""
        before = self.view.version if self.view else 0
        if self.read() and self.view and before and self.view.version > before:
            last = self.view.history[-1]
            by = last.typed_by or last.by
            if by != self.house.desk.signed_in().name:
                self.app.call_later(
                    self.house.tell, say("clash.told", self.house.language, by=by, title=last.title)
                )

    def relabel(self) -> None:
        super().relabel()
        if self.view is not None:
            self.read()

    def fill(self) -> None:
        """Draw everything from what is known."""
        view, language, palette = self.view, self.house.language, self.house.palette
        if view is None:
            return
        self.set_class(palette.plain, "plain")
        room = max(self.app.size.width - 2, 20)
        self.query_one("#case-head", Static).update(case_drawing.head(view, palette, room))
        path = path_lines(view.path, room, palette, "side", language)
        most = 5 if self.has_class("tall") else 4
        self.query_one("#case-path", Static).update(Text("\n").join(path[:most]))
        self.query_one("#case-can", Static).update(say("case.can", language))
        self.query_one("#case-timers-heading", Static).update(say("due", language))
        self.query_one("#case-past-heading", Static).update(say("tab.history", language))
        self.deeds.surface = "side" if self.has_class("wide") else "bg"
        keys, wide, tall = self.letters(), self.has_class("wide"), self.has_class("tall")
        self.deeds.show(lambda r: list(case_drawing.deed_blocks(view.deeds, keys, r, language, wide)))
        self.query_one("#case-timers", BlockList).show(
            lambda r: list(case_drawing.timer_blocks(view.timers, r, language))
        )
        self._line(view.main or next(iter(view.timers), None))
        self.past.show(lambda r: list(case_faces.history_blocks(view, r, language, tall)))
        self._face()
        self.call_after_refresh(self._heights)

    def _line(self, timer: Timer | None) -> None:
        language = self.house.language
        line = self.query_one("#case-line", BlockList)
        line.show(lambda r: list(case_drawing.short_timer(timer, r, language)) if timer else [])

    def _face(self) -> None:
        view, language = self.view, self.house.language
        if view is None:
            return
        make, tall = case_faces.FACES[self.tab], self.has_class("tall")
        self.face.show(lambda r: list(make(view, r, language, tall)))
        counts = case_faces.counts(view)
        tabs = [(name, say(f"tab.{name}", language), counts.get(name)) for name in self.tabs()]
        self.query_one(Tabs).show(tabs, self.tab)

    def tabs(self) -> list[str]:
        """The faces; 経過 has a pane of its own where there is room for three."""
        return [name for name in case_faces.TABS if not (name == "history" and self.has_class("three"))]

    def _heights(self) -> None:
        """What can be done takes the lines it needs, and leaves the rest to the data."""
        wide = self.has_class("wide")
        free = self.query_one("#case-body").size.height
        below = self.query_one("#case-timers", BlockList).height_of_all + 4
        most = max(free // 2, free - below, 4) if wide else FEW if free > FEW + 6 else max(free - 6, 3)
        self.deeds.styles.height = max(min(self.deeds.height_of_all, most), 1)
        line = self.query_one("#case-line", BlockList)
        line.styles.height = min(line.height_of_all, 3)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self.fill()

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(width >= THREE, "three")
        self.set_class(height >= TALL, "tall")
        if self.tab not in self.tabs():
            self.tab = "data"

    # --- what can be done

    def letters(self) -> dict[str, str]:
        """The letter of each deed by its key; the second run of a task has none."""
        if self.view is None:
            return {}
        deeds = sorted(self.view.deeds, key=lambda d: (d.later, d.place, d.instance))
        named = {d.id: d.offer.key for d in deeds}
        return {case_drawing.deed_key(d): named.pop(d.id, "") for d in deeds}

    def deed(self, key: str) -> Deed | None:
        """The deed of a key."""
        deeds = self.view.deeds if self.view else ()
        return next((d for d in deeds if case_drawing.deed_key(d) == key), None)

    def own_actions(self) -> Sequence[Action]:
        if self.view is None:
            return ()
        keys = self.letters()
        return [
            case_deeds.deed_action(deed, keys.get(case_drawing.deed_key(deed), ""), n, self.house.language)
            for n, deed in enumerate(self.view.deeds)
        ]

    def actions(self) -> list[Action]:
        """Enter opens a letter, and does what can be done."""
        found = super().actions()
        if self.chosen().startswith(("notice ", "coming ")):
            opens = say("opens", "ja"), say("opens", "en")
            found = [replace(a, ja=opens[0], en=opens[1]) if a.id == "case.open" else a for a in found]
        return found

    def undo(self) -> Undo:
        """What `u` would take back, worked out once for each state of the case."""
        from engine.desk.case_view import undo_view

        version = self.view.version if self.view else 0
        if self._undo is None or self._undo[0] != version:
            self._undo = version, undo_view(self.house.desk, self.number, self.organisation)
        return self._undo[1]

    def begin(self, command: str) -> None:
        """Begin a command by its id, or say why not."""
        deeds = self.view.deeds if self.view else ()
        deed = next((d for d in deeds if d.id == command), None)
        if deed is not None:
            self.deeds.cursor = case_drawing.deed_key(deed)
            self.house.act(case_deeds.deed_action(deed, "", 0, self.house.language), self)

    def context(self) -> str:
        return f"{self.number} {self.view.row.name}" if self.view else self.number

    # --- moving about

    def question(self) -> str:
        """What なぜ is asked for: what is under the cursor, else the due date."""
        focused = self.focused
        if not isinstance(focused, BlockList) or not focused.cursor:
            return "due"
        head, _, rest = focused.cursor.partition(" @")[0].partition(" ")
        if focused is self.deeds:
            deed = self.deed(focused.cursor)
            if deed is None:
                return "due"
            return f"may {deed.id}" if deed.for_others else deed.id
        if head == "coming":
            return rest
        return f"{head} {rest}" if head != "event" else "due"

    def turn(self, step: int) -> None:
        """The next face of the case."""
        tabs = self.tabs()
        self.pick(tabs[(tabs.index(self.tab) + step) % len(tabs)])
        self.face.focus()

    def pick(self, tab: str) -> None:
        if tab != self.tab:
            self.tab = tab
            self.face.scroll_to(y=0, animate=False)
            self._face()
            self.house.post_message(Looked(tab))

    def pressed(self, key: str, event: events.Key) -> None:
        """Tab leads from pane to pane, and through the faces one after the other."""
        if key in ("Tab", "Shift+Tab"):
            event.stop()
            event.prevent_default()
            self._onward(1 if key == "Tab" else -1)
            return
        super().pressed(key, event)

    def _onward(self, step: int) -> None:
        stops: list[tuple[BlockList, str]] = [(self.deeds, "")]
        if self.has_class("wide"):
            stops.append((self.timers, ""))
        stops += [(self.face, name) for name in self.tabs()]
        if self.has_class("three"):
            stops.append((self.past, ""))
        if not self.has_class("wide"):
            stops.append((self.timers, ""))
        here = next(
            (n for n, (w, name) in enumerate(stops) if w is self.focused and name in ("", self.tab)), 0
        )
        widget, name = stops[(here + step) % len(stops)]
        if name:
            self.pick(name)
        widget.focus()

    def go(self, goto: str) -> None:
        """Where an answer of なぜ leads, or a step: to an event, a letter, a field, a command."""
        head, _, rest = goto.partition(" ")
        if head == "do":
            self.begin(rest)
        elif head == "event" and self.has_class("three"):
            self.past.cursor = goto
            self.past.focus()
        else:
            self.pick({"event": "history", "notice": "letters"}.get(head, "data"))
            self.face.cursor = next(
                (k for k in self.face.order() if k.partition(" @")[0] == goto), self.face.cursor
            )
            self.face.focus()

    def on_tabs_picked(self, event: Tabs.Picked) -> None:
        event.stop()
        self.pick(event.tab)
        self.face.focus()

    def on_block_list_chosen(self, event: BlockList.Chosen) -> None:
        event.stop()
        event.blocks.focus()
        case_deeds.open_chosen(self)

    def chosen(self) -> str:
        """The key of what is under the cursor of the pane in use."""
        return self.focused.cursor.partition(" @")[0] if isinstance(self.focused, BlockList) else ""

    def open_letter(self, n: int, command: str = "") -> None:
        """A letter that was issued, or (0) the one that comes by a command."""
        self.house.post_message(OpenNotice(self.organisation, self.number, n, command))


ACTIONS = case_deeds.ACTIONS
