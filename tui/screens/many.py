"""Writing many letters: one after the other, with how many are done and Esc; what is written stays."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.timer import Timer
from textual.widgets import Static

from tui.cleaning import clean, cut
from tui.place import Dialog
from tui.sentences import sentence
from tui.theme import Token

if TYPE_CHECKING:
    from engine.desk.letters import Paper

BAR = 40
SHOWN = 8  # cases that are named at the end


class PrintMany(Dialog[int]):
    """Writes the letters as PDF. Answers how many were written; `without` names cases that have no letter yet."""

    FOCUSES: ClassVar[bool] = False

    CSS = """
    PrintMany > Vertical { width: 70; max-width: 96%; height: auto; max-height: 20; background: $field; padding: 1 2; }
    PrintMany Static { width: 1fr; height: auto; background: $field; }
    """

    def __init__(self, papers: Sequence[Paper], without: Sequence[str] = ()) -> None:
        super().__init__()
        self.without = tuple(without)
        self.papers = list(papers)
        self.done: list[Paper] = []
        self.failed: list[tuple[Paper, str]] = []
        self.running = True
        self._begun = 0.0
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(id="many-page", markup=False)

    def on_mount(self) -> None:
        self._begun = asyncio.get_running_loop().time()
        self._draw()
        self._timer = self.set_interval(0.001, self._one)

    def _one(self) -> None:
        """Write the next letter; then the screen is drawn and keys are read before the one after it."""
        at = len(self.done) + len(self.failed)
        if not self.running or at >= len(self.papers):
            self._end()
            return
        self._write(self.papers[at])
        if at + 1 == len(self.papers):
            self._end()
        self._draw()

    def _write(self, paper: Paper) -> None:
        from engine.desk import MadoguchiError
        from engine.desk.letters import paper_file, paper_name
        from engine.desk.output import write_output

        desk = self.house.desk
        try:
            write_output(desk, paper_name(desk, paper), "pdf", paper_file(desk, paper))
        except MadoguchiError as no:
            self.failed.append((paper, sentence(no.within(self.house.language))))
            return
        self.done.append(paper)

    def _end(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
            audit = self.house.desk.audit
            if audit is not None and self.done:
                numbers = dict.fromkeys(paper.case for paper in self.done)
                audit.note("printed", "letters", "", "", str(len(self.done)), *numbers)
        self.running = False
        self._draw()

    def pressed(self, key: str, event: events.Key) -> None:
        """Esc stops, and closes once it has stopped."""
        if key != "Esc":
            super().pressed(key, event)
            return
        event.stop()
        if self.running:
            self.running = False
            self._end()
        else:
            self.dismiss(len(self.done))

    # --- drawing

    def _draw(self) -> None:
        from engine.desk.output import FOLDER

        palette, lines = self.house.palette, [Text(self.word("many.title"), style="bold")]
        done, count = len(self.done) + len(self.failed), len(self.papers)
        if self.running:
            bar = f"[{'#' * (BAR * done // max(count, 1)):<{BAR}}]  {done} / {count}"
            lines.append(Text(bar, style=palette.style("accent", "field")))
            spent = asyncio.get_running_loop().time() - self._begun
            left = round(spent / done * (count - done)) if done and spent > 1 else None
            said = self.word("many.left", seconds=left) + "  " if left is not None else ""
            lines.append(Text(said + self.word("many.stop"), style=palette.style("muted", "field")))
        else:
            whole = done == count
            said = self.word("many.done" if whole else "many.stopped", done=len(self.done), count=count)
            lines.append(
                Text(said, style=palette.style("ok" if whole and not self.failed else "soon", "field"))
            )
            lines += self._names(
                "many.failed", [(f"{p.case} {p.title}: {why}", "over") for p, why in self.failed]
            )
            lines += self._names(
                "many.not_done", [(f"{p.case} {p.title}", "muted") for p in self.papers[done:]]
            )
            lines += self._names("many.without", [(one, "muted") for one in self.without])
            if self.done:
                lines.append(
                    Text(self.word("many.where", folder=FOLDER), style=palette.style("ink", "field"))
                )
            lines.append(Text(self.word("many.close"), style=palette.style("accent", "field")))
        self.query_one("#many-page", Static).update(Text("\n").join(lines))

    def _names(self, heading: str, named: Sequence[tuple[str, Token]]) -> list[Text]:
        palette = self.house.palette
        if not named:
            return []
        lines = [Text(self.word(heading, count=len(named)), style=palette.style("faint", "field"))]
        lines += [
            Text("  " + cut(clean(t), 62), style=palette.style(ink, "field")) for t, ink in named[:SHOWN]
        ]
        return lines
