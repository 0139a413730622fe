"""机: what needs a hand today, in groups; the case under the cursor is previewed where there is room."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.timer import Timer
from textual.widgets import Input

from tui.actions import Action, ranked
from tui.everywhere import show_tasks
from tui.filtered import Filtered, FilterField
from tui.house import own_drafts
from tui.screens.desk_deeds import ACTIONS, command_action, key_of, open_case
from tui.screens.desk_rows import COLUMNS, INK, called, columns_for, draft_item, group_label, item_of
from tui.widgets.chips import Chip, Chips
from tui.widgets.footer import Footer
from tui.widgets.preview import Divider, Preview
from tui.widgets.rows import Item, RowList
from tui.widgets.tasks import TaskLine

if TYPE_CHECKING:
    from engine.desk import Offer, Standing
    from engine.desk.drafts import Draft

WIDE = 100
THREE = 140
TALL = 34
MANY = 300  # cases from which on the list waits for a pause in typing
PATIENCE = 0.15
SOON = 0.02  # seconds after which the list has been drawn, and its first case is opened


class DeskRoom(Filtered):
    """The room. `group`, `organisation`, `mine` and the text of the field narrow the list down."""

    PLACES: ClassVar[tuple[str, ...]] = ("desk",)

    def __init__(self) -> None:
        super().__init__()
        self.group = ""
        self.organisation = ""
        self.mine = False
        self.marked: set[str] = set()
        self.standings: list[Standing] = []
        self._by_key: dict[str, Standing] = {}
        self.drafts: list[Draft] = []
        self._offers: tuple[str, list[Offer]] = ("", [])
        self._found: frozenset[tuple[str, str]] = frozenset()
        self._typing: Timer | None = None
        self._early = True  # the list is to be seen before the case under the cursor is opened

    def body(self) -> ComposeResult:
        yield TaskLine(id="desk-tasks")
        yield Chips(id="desk-chips")
        yield FilterField()
        with Horizontal(id="desk-body"):
            yield RowList(COLUMNS, id="desk-rows")
            yield Divider()
            yield Preview(id="desk-preview", focusable=False)

    def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self.office_changed()
        self.call_after_refresh(self.set_timer, SOON, self._whole)
        self.rows.focus()
        # At once and not by its message: list and pane are drawn together then, in half the time.
        self.watch(self.rows, "cursor", self._moved, init=False)

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def narrowed(self) -> RowList:
        return self.rows

    # --- what is shown

    def office_changed(self) -> None:
        stood = self._by_key.get(self.rows.cursor)
        self.standings = self.house.desk.overview()
        self._by_key = {key_of(standing): standing for standing in self.standings}
        if stood is not None:
            self._to_next_row(stood)
        self.drafts = own_drafts(self.house)
        self._offers = ("", [])
        self.fill()

    def _to_next_row(self, stood: Standing) -> None:
        """A step that takes the case under the cursor to another group leaves the cursor to the row below it."""
        now = self._by_key.get(self.rows.cursor)
        if now is not None and (now.group == stood.group or now.row.version == stood.row.version):
            return
        keys = self.rows.keys()
        at = keys.index(self.rows.cursor) if self.rows.cursor in keys else len(keys)
        near = next((key for key in [*keys[at + 1 :], *keys[:at][::-1]] if key in self._by_key), "")
        if near:
            self.rows.set_reactive(RowList.cursor, near)

    def on_screen_resume(self) -> None:
        """What was begun elsewhere meanwhile stands here as a draft; steps have been told already."""
        if self.is_mounted and own_drafts(self.house) != self.drafts:
            self.office_changed()

    def relabel(self) -> None:
        super().relabel()
        if self.is_mounted:
            self.office_changed()

    def fill(self) -> None:
        """Draw the list again from what is known."""
        seen = [s for s in self.standings if self._seen(s)]
        shown = [s for s in seen if not self.group or s.group == self.group]
        names = {} if self.organisation else called(self.house.desk)
        items: list[Item] = []
        group = ""
        for standing in shown:
            if standing.group != group:
                count = sum(s.group == standing.group for s in shown)
                label = group_label(standing.group, self.house.language, long=True)
                items.append(
                    Item("", heading=label, count=self.word("count", count=count), ink=INK[standing.group])
                )
            group = standing.group
            items.append(item_of(standing, names, self.house.language))
        drafts = self._drafts_seen()
        if drafts and self.group in ("", "draft"):
            items += self._draft_items(drafts, names)
        self.marked &= {item.key for item in items}
        self.rows.marked = frozenset(self.marked)
        self.rows.empty = self._nothing()
        self.rows.show(items, columns_for(self.house.language, bool(names)))
        self._chips(seen)
        self._preview()
        self.query_one(Footer).refresh()

    def _seen(self, standing: Standing) -> bool:
        row = standing.row
        if self.organisation and row.organisation != self.organisation:
            return False
        if self.mine and not standing.mine:
            return False
        return not self._found or (row.organisation, row.number) in self._found or self._matches(standing)

    def _drafts_seen(self) -> list[Draft]:
        """Drafts are few and one's own: only finding and choosing an organisation hide them."""
        text = self.field.value.strip()
        wanted = [d for d in self.drafts if self.organisation in ("", d.errand.organisation)]
        return [d for d in wanted if not text or text in d.title or text == d.errand.case]

    def _draft_items(self, drafts: Sequence[Draft], names: Mapping[str, str]) -> list[Item]:
        desk, language = self.house.desk, self.house.language
        count = self.word("count", count=len(drafts))
        items = [Item("", heading=self.word("group.draft.long"), count=count, ink=INK["draft"])]
        for draft in drafts:
            built = desk.organisations().get(draft.errand.organisation)
            kind = built.kinds.get(draft.errand.kind) if built else None
            title = kind.title.within(language) if kind else ""
            items.append(draft_item(draft, names, title, desk.today().isoformat(), language))
        return items

    def _matches(self, standing: Standing) -> bool:
        from engine.desk import folded

        row, text = standing.row, folded(self.field.value)
        return any(text in folded(part) for part in (row.number, row.name, row.kind_title, row.state_title))

    def _nothing(self) -> str:
        """The sentence of an empty list, with the key that leads on."""
        if self.field.value.strip():
            return self.word("desk.not_found", text=self.field.value.strip())
        if self.mine and self.standings:
            return self.word("desk.mine_empty")
        if self.group and self.standings:
            return self.word("desk.group_empty")
        return self.word("desk.none.start" if self.house.has("request") else "desk.none")

    def _chips(self, seen: Sequence[Standing]) -> None:
        from engine.desk import GROUPS

        chips = []
        for group in GROUPS:
            count = sum(s.group == group for s in seen)
            if count or group == self.group:
                chips.append(Chip(group, group_label(group, self.house.language), count, INK[group]))
        if self.drafts or self.group == "draft":
            count = len(self._drafts_seen())
            chips.append(Chip("draft", group_label("draft", self.house.language), count, INK["draft"]))
        self.query_one(Chips).show(chips, self.group, "  ".join(self._narrowed()))

    def _narrowed(self) -> list[str]:
        found = []
        if self.organisation:
            title = self.house.desk.about()[self.organisation].title
            found.append(title.within(self.house.language))
        if self.mine:
            found.append(self.word("desk.mine"))
        if self.marked:
            found.append(self.word("desk.marked", count=len(self.marked)))
        return found

    def _whole(self) -> None:
        """The case under the cursor beside the list, and its commands in the footer."""
        if self._early:
            self._early = False
            self._preview()
            self.query_one(Footer).refresh()

    def _moved(self) -> None:
        self._early = False
        self._preview()

    def pressed(self, key: str, event: events.Key) -> None:
        """A key may be that of a command of the case under the cursor."""
        self._whole()
        super().pressed(key, event)

    def _preview(self) -> None:
        preview = self.query_one(Preview)
        if self.has_class("wide") and not self._early:
            preview.show_case(self.selected(), self.offers(), self.command_keys())

    # --- what is selected

    def selected(self) -> Standing | None:
        """The case under the cursor."""
        return self._by_key.get(self.rows.cursor)

    def selected_draft(self) -> Draft | None:
        """The draft under the cursor."""
        return next((d for d in self.drafts if f"draft:{d.id}" == self.rows.cursor), None)

    def context(self) -> str:
        one = self.selected()
        return f"{one.row.number} {one.row.name}" if one else ""

    def offers(self) -> list[Offer]:
        """What may be done next with the case under the cursor."""
        one = self.selected()
        if one is None or self._early:
            return []
        if self._offers[0] != key_of(one):
            self._offers = key_of(one), self.house.desk.offers(one.row.number, one.row.organisation)
        return self._offers[1]

    def command_keys(self) -> dict[str, str]:
        """The letters of the commands as in the case itself, without those that mean something else here."""
        if not self.house.has("case"):
            return {}
        taken = {key for action in self.house.registry.at(self.PLACES) for key in action.keys}
        return {offer.id: offer.key for offer in self.offers() if offer.key not in taken}

    def own_actions(self) -> Sequence[Action]:
        """The commands of the case under the cursor; each opens the case with its page."""
        if not self.house.has("case"):
            return ()
        keys, language = self.command_keys(), self.house.language
        return [command_action(offer, keys.get(offer.id, ""), language) for offer in self.offers()]

    def actions(self) -> list[Action]:
        """Cases are marked to be printed: then that is among the first keys."""
        return ranked(super().actions(), {"desk.print": 1} if self.marked else {})

    # --- what happens

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_case(self)

    def on_task_line_opened(self, event: TaskLine.Opened) -> None:
        event.stop()
        show_tasks(self)

    def on_chips_picked(self, event: Chips.Picked) -> None:
        event.stop()
        self.group = "" if self.group == event.chip else event.chip
        self.fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self._typing is not None:
            self._typing.stop()
        if len(self.standings) < MANY:
            self._search()
        else:
            self._typing = self.set_timer(PATIENCE, self._search)

    def _search(self) -> None:
        text = self.field.value.strip()
        rows = self.house.desk.rows(text=text) if text else []
        self._found = frozenset((r.organisation, r.number) for r in rows) or frozenset(
            [("", "")] if text else []
        )
        self.fill()

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self.rows.show(self.rows.items)
        self.call_after_refresh(self._preview)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(width >= THREE, "three")
        self.set_class(height >= TALL, "tall")
        self.query_one(TaskLine).set_class(self.house.desk.practice, "practice")
        self.rows.spaced = height >= TALL

    def back(self) -> None:
        """Esc takes away one narrowing after the other; with none left it does nothing."""
        if self.end_filter():
            self.rows.focus()
        elif self.group or self.mine or self.organisation:
            self.group, self.mine, self.organisation = "", False, ""
            self.fill()


__all__ = ["ACTIONS", "DeskRoom", "key_of"]
