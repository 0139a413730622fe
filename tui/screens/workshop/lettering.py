"""通知文: one paragraph of a letter in words and pieces, the page as it grows beside it, facts from a list."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Static, TextArea

from tui.cleaning import clean, wrap
from tui.place import Dialog
from tui.screens.case_words import told
from tui.screens.workshop.asking import Chooser, entry
from tui.widgets.page import Page
from tui.widgets.pieces import PieceEditor

if TYPE_CHECKING:
    from engine.desk.workshop import Workshop
    from engine.desk.workshop.rows import Cell
    from engine.desk.workshop.view import View

WIDE = 100


class LetterPage(Dialog[str]):
    """Answers the text as the file has it (Ctrl+S), or None by Esc. F4 lists the facts."""

    DEFAULT_CSS = """
    LetterPage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    LetterPage Static { height: 1; color: $muted; }
    LetterPage #letter-both { height: 1fr; layout: vertical; }
    LetterPage.wide #letter-both { layout: horizontal; }
    LetterPage PieceEditor { width: 1fr; }
    LetterPage.wide PieceEditor { height: 1fr; max-height: 100%; }
    LetterPage Page { background: $side; width: 1fr; }
    """

    def __init__(self, shop: Workshop, view: View, cell: Cell) -> None:
        super().__init__()
        self.shop, self.view, self.cell = shop, view, cell
        self.names: dict[str, str] = {}

    @property
    def part(self) -> tuple[str, ...]:
        """The paragraph whose text it is."""
        return self.cell.path[:4]

    def compose(self) -> ComposeResult:
        from engine.desk.workshop.letter import shown

        text, self.names = shown(self.view, self.cell.path, self.cell.text)
        with Vertical():
            yield Static(Text(clean(self.cell.title), style="bold"), markup=False)
            with Horizontal(id="letter-both"):
                yield PieceEditor(text)
                yield Page(id="letter-page", focusable=False)
            yield Static(self.word("letter.keys"), markup=False)

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "wide")
        editor = self.query_one(PieceEditor)
        editor.focus()
        editor.move_cursor(editor.document.end)
        self._draw()

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._draw()

    def _draw(self) -> None:
        self.query_one(Page).show(lambda room: self._page(room), top=False)

    def _page(self, room: int) -> Iterator[Text]:
        """The letter with every paragraph, the one that is edited in ink."""
        from engine.desk.workshop.letter import page

        palette = self.house.palette
        text = self.query_one(PieceEditor).text
        for title, said, when in page(self.view, self.part[:2], self.part, text):
            ink = "ink" if said == text else "muted"
            if title:
                yield Text(clean(title), style=palette.style("faint", "side"))
            for piece in wrap(clean(said), room):
                yield Text(piece, style=palette.style(ink, "side"))  # type: ignore[arg-type]  # one of two inks
            if when:
                about = self.word("letter.when", when=clean(when))
                for piece in wrap(about, room):
                    yield Text(piece, style=palette.style("soon", "side"))
            yield Text("")

    def facts(self) -> None:
        """F4: the facts that are surely set here; the others greyed, with a way on which they would be blank."""
        from engine.desk.workshop.letter import label_for, offered

        listed = {one.name: one for one in offered(self.shop, self.view, self.part)}
        entries = [
            entry(one.name, clean(one.title), clean(one.group), why=told(clean(one.why)))
            for one in listed.values()
        ]

        def take(name: str | None) -> None:
            if name is not None:
                self.query_one(PieceEditor).put(label_for(self.names, listed[name].title, name))

        self.app.push_screen(
            Chooser(self.word("letter.facts"), self.word("letter.facts.about"), entries), take
        )

    def pressed(self, key: str, event: events.Key) -> None:
        if key == "F4":
            self.facts()
        elif key in ("Ctrl+S", "F12"):
            from engine.desk.workshop.letter import written

            self.dismiss(written(self.query_one(PieceEditor).text, self.names))
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
