"""通知文: one paragraph of a letter in words and pieces, the page as it grows beside it, facts from a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static, TextArea

from tui.cleaning import clean, lines_of, wrap
from tui.place import Dialog
from tui.screens.case_words import told
from tui.screens.workshop.asking import Chooser, entry
from tui.theme import Token
from tui.widgets.page import Page
from tui.widgets.pieces import PieceEditor

if TYPE_CHECKING:
    from engine.desk.workshop import Workshop
    from engine.desk.workshop.filled import Notice, Sample
    from engine.desk.workshop.rows import Cell
    from engine.desk.workshop.view import View

WIDE = 100
REST = 0.3  # seconds without a key after which the pages are counted


class LetterPage(Dialog[str]):
    """Answers the text as the file has it (Ctrl+S), or None by Esc. F4 lists the facts."""

    DEFAULT_CSS = """
    LetterPage > Vertical { width: 100%; height: 100%; background: $bg; padding: 0 1; }
    LetterPage Static { height: 1; color: $muted; }
    LetterPage #letter-both { height: 1fr; layout: vertical; }
    LetterPage.wide #letter-both { layout: horizontal; }
    LetterPage PieceEditor { width: 1fr; }
    LetterPage.wide PieceEditor { height: 1fr; max-height: 100%; }
    LetterPage #letter-side { width: 1fr; height: 1fr; background: $side; }
    LetterPage #letter-sample { background: $side; padding: 0 1; }
    LetterPage Page { background: $side; }
    """

    def __init__(self, shop: Workshop, view: View, cell: Cell) -> None:
        super().__init__()
        self.shop, self.view, self.cell = shop, view, cell
        self.names: dict[str, str] = {}
        self.samples: Sequence[Sample] = ()
        self.sample = 0  # 0 shows the facts by their labels, then the samples in order
        self.pages = 0
        self._line = 0  # of the page on which the edited paragraph begins
        self._waiting: Timer | None = None

    @property
    def part(self) -> tuple[str, ...]:
        """The paragraph whose text it is."""
        return self.cell.path[:4]

    def compose(self) -> ComposeResult:
        from engine.desk.workshop.letter import heading, shown

        text, self.names = shown(self.view, self.cell.path, self.cell.text)
        with Vertical():
            yield Static(Text(clean(heading(self.view, self.part)), style="bold"), markup=False)
            with Horizontal(id="letter-both"):
                yield PieceEditor(text)
                with Vertical(id="letter-side"):
                    yield Static(id="letter-sample", markup=False)
                    yield Page(id="letter-page")
            yield Static(self.word("letter.keys"), markup=False)

    def on_mount(self) -> None:
        self.set_class(self.app.size.width >= WIDE, "wide")
        editor = self.query_one(PieceEditor)
        editor.focus()
        editor.move_cursor(editor.document.end)
        self._draw()
        self.call_after_refresh(self._gather)
        self.call_after_refresh(self._to_paragraph)

    def _to_paragraph(self) -> None:
        """The page at the paragraph that is edited."""
        page = self.query_one(Page)
        page.scroll_to(y=max(self._line - 1, 0), animate=False)

    # --- filled in

    def _gather(self) -> None:
        """Real cases in which this letter went out, and the longest values."""
        from engine.desk.workshop.filled import samples

        notice = self._notice()
        built = self.shop.shaped().built
        if notice is not None and built is not None:
            workflow = built.workflows[self.view.workflow]
            self.samples = samples(self.shop, workflow, notice, self.shop.known(), self.view.language)
        self._draw()

    def _notice(self) -> Notice | None:
        """The letter with the text as it is typed now; None where the working copy cannot be put together."""
        from engine.desk.workshop.filled import rewritten
        from engine.desk.workshop.letter import written

        built = self.shop.shaped().built
        workflow = built.workflows.get(self.view.workflow) if built is not None else None
        notice = workflow.notices.get(self.part[1]) if workflow is not None else None
        if notice is None or len(self.part) < 4:
            return None
        text = written(self.query_one(PieceEditor).text, self.names)
        return rewritten(self.view, notice, self.part[3], text)

    def flip(self, step: int) -> None:
        """[ and ]: the page filled in by the case before or after, by the longest values, by labels."""
        self.sample = (self.sample + step) % (len(self.samples) + 1)
        self._draw()

    def _weigh(self) -> None:
        """How many pages it takes as it stands."""
        from engine.desk.workshop.filled import letter_of, pages_of

        notice = self._notice()
        if self.sample and notice is not None:
            letter = letter_of(self.samples[self.sample - 1], notice)
            self.pages = pages_of(letter) if letter is not None else 0
        self._say()

    def _say(self) -> None:
        palette = self.house.palette
        if not self.sample:
            said = self.word("letter.labels", count=len(self.samples))
            line = Text(said, style=palette.style("faint", "side"))
        else:
            title = clean(self.samples[self.sample - 1].title)
            line = Text(f"{self.sample}/{len(self.samples)}  {title}", style=palette.style("accent", "side"))
        if self.sample and self.pages > 1:
            line.append(
                f"  {self.word('letter.pages', count=self.pages)}", palette.style("over", "side", bold=True)
            )
        self.query_one("#letter-sample", Static).update(line)

    @on(TextArea.Changed)
    def _changed(self, event: TextArea.Changed) -> None:
        event.stop()
        self._draw()

    def _draw(self) -> None:
        self.pages = 0
        self._say()
        self.query_one(Page).show(
            lambda room: self._filled(room) if self.sample else self._page(room), top=False
        )
        if self._waiting is not None:
            self._waiting.stop()
        self._waiting = self.set_timer(REST, self._weigh) if self.sample else None

    def _filled(self, room: int) -> Iterator[Text]:
        """The letter as the sample fills it."""
        from engine.desk.workshop.filled import letter_of

        palette, notice = self.house.palette, self._notice()
        letter = letter_of(self.samples[self.sample - 1], notice) if notice is not None else None
        if letter is None:
            return
        for said in (letter.number, *letter.to, letter.title):
            for piece in wrap(clean(said), room) if said else ():
                yield Text(piece, style=palette.style("muted", "side"))
        yield Text("")
        for one in letter.paragraphs:
            if one.title:
                yield Text(clean(one.title), style=palette.style("faint", "side"))
            for said in (one.text, *one.items):
                for raw in lines_of(said) if said else ():
                    for piece in wrap(raw, room):
                        yield Text(piece, style=palette.style("ink", "side"))

    def _page(self, room: int) -> Iterator[Text]:
        """The letter with every paragraph, the one that is edited in ink."""
        from engine.desk.workshop.letter import page

        text = self.query_one(PieceEditor).text
        found: list[Text] = []
        self._line = -1
        for title, said, when in page(self.view, self.part[:2], self.part, text):
            if said == text and self._line < 0:
                self._line = len(found)
            found += self._paragraph(title, said, when, room, "ink" if said == text else "muted")
        return iter(found)

    def _paragraph(self, title: str, said: str, when: str, room: int, ink: Token) -> Iterator[Text]:
        palette = self.house.palette
        if title:
            yield Text(clean(title), style=palette.style("faint", "side"))
        for piece in wrap(clean(said), room):
            yield Text(piece, style=palette.style(ink, "side"))
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
        page = self.query_one(Page)
        if key == "F4":
            self.facts()
        elif key in ("Tab", "Shift+Tab"):
            (self.query_one(PieceEditor) if page.has_focus else page).focus()
        elif key in ("[", "]") and page.has_focus:
            self.flip(1 if key == "]" else -1)
        elif key in ("Ctrl+S", "F12"):
            from engine.desk.workshop.letter import written

            self.dismiss(written(self.query_one(PieceEditor).text, self.names))
        else:
            super().pressed(key, event)
            return
        event.stop()
        event.prevent_default()
