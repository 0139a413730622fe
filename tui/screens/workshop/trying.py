"""試す: an invented request of every kind, as published and under the working copy; nothing is written."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.cleaning import clean
from tui.place import Dialog
from tui.widgets.blocks import Block, BlockList, Line, Piece, text_lines

if TYPE_CHECKING:
    from engine.desk.workshop import Workshop


class TryPage(Dialog[None]):
    """`<` `>` move the day of receipt, `h` puts a 補正 of ten days in; the dates and their chains move with it."""

    DEFAULT_CSS = """
    TryPage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    TryPage Static { height: 1; color: $muted; }
    TryPage BlockList { height: 1fr; }
    """

    def __init__(self, shop: Workshop, day: date) -> None:
        super().__init__()
        self.shop, self.day, self.paused = shop, day, False

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="try-title", markup=False)
            yield BlockList()
            yield Static(self.word("try.keys"), markup=False)

    def on_mount(self) -> None:
        self.query_one(BlockList).focus()
        self.show()

    def show(self) -> None:
        """Reckon again for the day."""
        from engine.desk import short_wareki, weekday
        from engine.desk.workshop import Example

        said = f"{short_wareki(self.day)} {weekday(self.day, self.house.language)}"
        title = Text(self.word("try.title", day=said), style="bold")
        self.query_one("#try-title", Static).update(title)
        hosei = ((self.day + timedelta(5), self.day + timedelta(15)),) if self.paused else ()
        found = self.shop.consequences(Example(self.day, hosei=hosei))
        self.query_one(BlockList).show(lambda room: list(self._blocks(found, room)))

    def _blocks(self, found: object, room: int) -> Iterator[Block]:
        for one in found if isinstance(found, tuple) else ():
            before, after = self._due(one.before), self._due(one.after)
            mark = self.word("try.changed") if one.changed else self.word("try.same")
            head: Line = (
                Piece(clean(one.title) + "  ", "ink", True),
                Piece(after, "accent" if one.changed else "muted"),
                Piece(f"  {mark}", "soon" if one.changed else "faint"),
            )
            lines: list[Line] = [head]
            if one.changed:
                lines += text_lines(self.word("try.before", due=before), room, "muted", 2)
            if one.after is not None and one.after.chain:
                lines += text_lines(" > ".join(one.after.chain), room, "faint", 2)
            if one.open_cases:
                lines += text_lines(self.word("try.open", count=one.open_cases), room, "faint", 2)
            yield Block(one.kind, tuple(lines))

    def _due(self, reckoned: object) -> str:
        due = getattr(reckoned, "due", "") or getattr(reckoned, "label", "")
        return str(due) or self.word("none")

    def pressed(self, key: str, event: events.Key) -> None:
        moves = {"<": -1, ">": 1, "Left": -1, "Right": 1}
        if key in moves:
            self.day += timedelta(moves[key])
        elif key == "h":
            self.paused = not self.paused
        else:
            super().pressed(key, event)
            return
        event.stop()
        self.show()
