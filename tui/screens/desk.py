"""机: what needs a hand today, in groups; the case under the cursor is previewed where there is room."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input

from tui.actions import Action
from tui.messages import OpenCase, OpenWhy
from tui.place import Place
from tui.screens.desk_rows import COLUMNS, INK, columns_for, group_label, item_of, short_names
from tui.widgets.chips import Chip, Chips
from tui.widgets.preview import Preview
from tui.widgets.rows import Item, RowList

if TYPE_CHECKING:
    from engine.desk import Offer, Standing

WIDE = 100
TALL = 34


class DeskRoom(Place):
    """The room. `group`, `organisation`, `mine` and the text of the field narrow the list down."""

    PLACES: ClassVar[tuple[str, ...]] = ("desk",)

    def __init__(self) -> None:
        super().__init__()
        self.group = ""
        self.organisation = ""
        self.mine = False
        self.marked: set[str] = set()
        self.standings: list[Standing] = []
        self._offers: tuple[str, list[Offer]] = ("", [])

    def body(self) -> ComposeResult:
        yield Chips(id="desk-chips")
        field = Input(id="desk-filter")
        field.cursor_blink = False
        yield field
        with Horizontal(id="desk-body"):
            yield RowList(COLUMNS, id="desk-rows")
            yield Preview(id="desk-preview")

    def on_mount(self) -> None:
        self._fit(self.app.size.width, self.app.size.height)
        self.office_changed()
        self.rows.focus()

    @property
    def rows(self) -> RowList:
        return self.query_one(RowList)

    @property
    def field(self) -> Input:
        return self.query_one("#desk-filter", Input)

    # --- what is shown

    def office_changed(self) -> None:
        self.standings = self.house.desk.overview()
        self._offers = ("", [])
        self.fill()

    def relabel(self) -> None:
        super().relabel()
        self.office_changed()

    def fill(self) -> None:
        """Draw the list again from what is known."""
        seen = [s for s in self.standings if self._seen(s)]
        shown = [s for s in seen if not self.group or s.group == self.group]
        titles = {org: built.organisation.title.ja for org, built in self.house.desk.organisations().items()}
        names = short_names(titles) if len(titles) > 1 and not self.organisation else {}
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
        self.marked &= {item.key for item in items}
        self.rows.marked = frozenset(self.marked)
        self.rows.empty = self._nothing()
        self.rows.show(items, columns_for(self.house.language))
        self._chips(seen)
        self._preview()

    def _seen(self, standing: Standing) -> bool:
        row = standing.row
        if self.organisation and row.organisation != self.organisation:
            return False
        if self.mine and not standing.mine:
            return False
        return not self._found or (row.organisation, row.number) in self._found or self._matches(standing)

    _found: frozenset[tuple[str, str]] = frozenset()

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
        self.query_one(Chips).show(chips, self.group, "  ".join(self._narrowed()))

    def _narrowed(self) -> list[str]:
        found = []
        if self.organisation:
            title = self.house.desk.organisations()[self.organisation].organisation.title
            found.append(title.within(self.house.language))
        if self.mine:
            found.append(self.word("desk.mine"))
        if self.marked:
            found.append(self.word("desk.marked", count=len(self.marked)))
        return found

    def _preview(self) -> None:
        preview = self.query_one(Preview)
        if self.has_class("wide"):
            preview.show(self.selected(), self.offers() if self.selected() else [])

    # --- what is selected

    def selected(self) -> Standing | None:
        """The case under the cursor."""
        return next((s for s in self.standings if key_of(s) == self.rows.cursor), None)

    def context(self) -> str:
        one = self.selected()
        return f"{one.row.number} {one.row.name}" if one else ""

    def offers(self) -> list[Offer]:
        """What may be done next with the case under the cursor."""
        one = self.selected()
        if one is None:
            return []
        if self._offers[0] != key_of(one):
            self._offers = key_of(one), self.house.desk.offers(one.row.number, one.row.organisation)
        return self._offers[1]

    def own_actions(self) -> Sequence[Action]:
        """The commands of the case under the cursor: without keys here, they are for the `.` menu."""
        if not self.house.has("case"):
            return ()
        return [command_action(offer, self.house.language) for offer in self.offers()]

    # --- what happens

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        event.stop()
        self.call_after_refresh(self._preview)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        open_case(self)

    def on_chips_picked(self, event: Chips.Picked) -> None:
        event.stop()
        self.group = "" if self.group == event.chip else event.chip
        self.fill()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        text = event.value.strip()
        rows = self.house.desk.rows(text=text) if text else []
        self._found = frozenset((r.organisation, r.number) for r in rows) or frozenset(
            [("", "")] if text else []
        )
        self.fill()

    def pressed(self, key: str, event: events.Key) -> None:
        """In the field Enter and the arrows lead into the list."""
        if self.focused is self.field and key in ("Enter", "Down"):
            event.stop()
            event.prevent_default()
            self.rows.focus()
            return
        super().pressed(key, event)

    def on_resize(self, event: events.Resize) -> None:
        self._fit(event.size.width, event.size.height)
        self.rows.show(self.rows.items)
        self.call_after_refresh(self._preview)

    def _fit(self, width: int, height: int) -> None:
        self.set_class(width >= WIDE, "wide")
        self.set_class(height >= TALL, "tall")
        self.rows.spaced = height >= TALL

    def back(self) -> None:
        """Esc takes away one narrowing after the other; with none left it does nothing."""
        if self.field.has_class("open"):
            self.field.remove_class("open")
            self.rows.focus()
            self.field.value = ""
        elif self.group or self.mine or self.organisation:
            self.group, self.mine, self.organisation = "", False, ""
            self.fill()


def key_of(standing: Standing) -> str:
    return f"{standing.row.organisation}/{standing.row.number}"


# --- actions


def command_action(offer: Offer, language: str) -> Action:
    """A command of the selected case: its page opens with the case."""

    def why(_: Any) -> str:
        return next((o.within(language) for o in offer.against if o.severity == "block"), "")

    def run(place: DeskRoom) -> None:
        one = place.selected()
        if one is not None:
            place.house.post_message(OpenCase(one.row.organisation, one.row.number, offer.id))

    return Action(
        f"command.{offer.id}",
        offer.title,
        offer.title,
        (),
        "case",
        run,
        why,
        help_ja=offer.basis,
        help_en=offer.basis,
    )


def no_case(place: DeskRoom) -> str:
    return "" if place.selected() else place.word("why.no_case")


def open_case(place: DeskRoom) -> None:
    one = place.selected()
    if one is not None:
        place.house.post_message(OpenCase(one.row.organisation, one.row.number))


def open_why(place: DeskRoom) -> None:
    one = place.selected()
    if one is not None:
        place.house.post_message(OpenWhy(one.row.organisation, one.row.number, "due"))


def new_request(place: DeskRoom) -> None:
    place.house.go("request")


def start_filter(place: DeskRoom) -> None:
    place.field.add_class("open")
    place.field.focus()


def mark(place: DeskRoom) -> None:
    place.marked ^= {place.rows.cursor}
    place.rows.marked = frozenset(place.marked)
    place.rows.move(1)
    place.fill()


def only_mine(place: DeskRoom) -> None:
    place.mine = not place.mine
    place.fill()


def one_organisation(place: DeskRoom) -> str:
    return "" if len(place.house.desk.organisations()) > 1 else place.word("why.one_org")


def next_organisation(place: DeskRoom) -> None:
    known = ["", *place.house.desk.organisations()]
    place.organisation = known[(known.index(place.organisation) + 1) % len(known)]
    place.fill()


def next_group(place: DeskRoom) -> None:
    _turn(place, 1)


def last_group(place: DeskRoom) -> None:
    _turn(place, -1)


def _turn(place: DeskRoom, step: int) -> None:
    from engine.desk import GROUPS

    having = {s.group for s in place.standings}
    known = ["", *(g for g in GROUPS if g in having)]
    at = known.index(place.group) if place.group in known else 0
    place.group = known[(at + step) % len(known)]
    place.fill()


ACTIONS: tuple[Action, ...] = (
    Action("desk.open", "開く", "Open", ("Enter",), "desk", open_case, no_case, kana="ひらく", rank=1, needs="case"),
    Action("desk.new", "受付", "New request", ("n",), "desk", new_request, kana="うけつけ", rank=2, needs="request"),
    Action("desk.why", "なぜ", "Why", ("w", "F5"), "desk", open_why, no_case, kana="なぜ", rank=3, needs="why"),
    Action("desk.filter", "探す", "Find", ("/",), "desk", start_filter, kana="さがす", rank=4),
    Action("desk.group", "次の群", "Next group", ("]", "Right"), "desk", next_group, kana="つぎのぐん", rank=5),
    Action("desk.group.back", "前の群", "Previous group", ("[", "Left"), "desk", last_group, kana="まえのぐん"),
    Action("desk.organisation", "団体", "Organisation", ("o",), "desk", next_organisation, one_organisation,
           kana="だんたい", rank=7),
    Action("desk.mine", "自分の件", "Mine", ("t",), "desk", only_mine, kana="じぶんのけん", rank=8),
    Action("desk.mark", "選ぶ", "Mark", ("Space",), "desk", mark, no_case, kana="えらぶ", rank=6),
)  # fmt: skip
