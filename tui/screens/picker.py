"""A list in front of a place, searched by typing: help, find an action, go to, the `.` menu are made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from tui.cleaning import clean, cut
from tui.place import Dialog
from tui.theme import Token
from tui.widgets.fields import Field
from tui.widgets.rows import Cell, Column, Item, RowList


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be picked. `search` is what typing is compared with; `why` says why it cannot be done."""

    key: str
    cells: tuple[str, ...]
    search: str
    group: str = ""
    why: str = ""


class Picker(Dialog[str]):
    """Answers the key of the entry that was chosen."""

    COLUMNS: tuple[Column, ...] = (
        Column("key", "", 3, 8),
        Column("label", "", 20, 40),
        Column("about", "", 10, 60),
    )

    KEYS = "picker.keys"

    def __init__(self, title: str, about: str) -> None:
        super().__init__()
        self._title_text = title
        self._about = about
        self._found: dict[str, Entry] = {}
        self._shown = ""

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._headline(), classes="line", id="picker-title")
            field = Field(id="picker-field")
            yield field
            rows = RowList(self.COLUMNS, header=False, id="picker-rows", surface="field")
            rows.can_focus = False
            yield rows
            yield Static(self.word(self.KEYS), classes="line", id="picker-said", markup=False)

    def _headline(self) -> Text:
        palette = self.house.palette
        line = Text().append(self._title_text, palette.style("ink", "field", bold=True))
        return line.append(f"  {self._about}", palette.style("muted", "field"))

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self._show("")

    def entries(self, text: str) -> Sequence[Entry]:
        """What matches the text that was typed."""
        raise NotImplementedError

    def on_input_changed(self, event: Input.Changed) -> None:
        self._catch_up(event.value)

    def _catch_up(self, text: str) -> None:
        """Keys come faster than what the field says of them."""
        if text != self._shown:
            self._show(text)

    def _show(self, text: str) -> None:
        self._shown = text
        found = self.entries(text)
        self._found = {entry.key: entry for entry in found}
        items: list[Item] = []
        group = ""
        for entry in found:
            if entry.group and entry.group != group:
                items.append(Item("", heading=entry.group))
            group = entry.group
            items.append(Item(entry.key, tuple(self._cells(entry))))
        rows = self.query_one(RowList)
        rows.empty = self.word("picker.none", text=text)
        rows.show(items)
        if text and rows.keys():
            rows.cursor = rows.keys()[0]

    def _cells(self, entry: Entry) -> list[Cell]:
        inks: tuple[Token, ...] = ("accent", "faint" if entry.why else "ink", "muted")
        cells = [
            Cell(text, ink, bold=n == 0) for n, (text, ink) in enumerate(zip(entry.cells, inks, strict=False))
        ]
        if entry.why:
            cells[-1] = Cell(self.word("blocked", why=entry.why), "soon")
        return cells

    def pressed(self, key: str, event: events.Key) -> None:
        rows = self.query_one(RowList)
        steps = {"Up": -1, "Down": 1, "PgUp": -10, "PgDn": 10}
        self._catch_up(self.query_one(Input).value)
        if key in steps:
            rows.move(steps[key])
        elif key == "Enter":
            self.choose(rows.cursor)
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()

    def on_row_list_selected(self, event: RowList.Selected) -> None:
        """Why not stands whole in the last line: in the list it is cut."""
        event.stop()
        entry, palette = self._found.get(event.key), self.house.palette
        said = Text(self.word("picker.keys"), palette.style("muted", "field"))
        if entry is not None and entry.why:
            room = self.query_one("#picker-said").size.width - 2
            said = Text(cut(self.word("blocked", why=clean(entry.why)), room), palette.style("soon", "field"))
        self.query_one("#picker-said", Static).update(said)

    def on_row_list_chosen(self, event: RowList.Chosen) -> None:
        event.stop()
        self.choose(event.key)

    def choose(self, key: str) -> None:
        """Answer with an entry; with none where nothing was found."""
        if key:
            self.dismiss(key)
