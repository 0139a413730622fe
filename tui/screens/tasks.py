"""練習の課題: the five small tasks with how each one is done, ticked as they happen."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from tui.place import Dialog
from tui.practising import TASKS
from tui.widgets.tasks import tick


class Tasks(Dialog[None]):
    """Only shows; Esc or a click closes it."""

    FOCUSES: ClassVar[bool] = False

    DEFAULT_CSS = """
    Tasks > Vertical { width: 72; max-width: 96%; height: auto; background: $field; padding: 1 2; }
    Tasks Static { width: 1fr; height: auto; background: $field; }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._page(), markup=False)

    def _page(self) -> Text:
        palette, done = self.house.palette, self.house.tasks
        page = Text().append(self.word("tasks.title") + "\n", palette.style("ink", "field", bold=True))
        said = "tasks.all" if done >= set(TASKS) else "tasks.about"
        page.append(self.word(said) + "\n\n", palette.style("muted", "field"))
        for task in TASKS:
            here = task in done
            line = f"{tick(self.house, task)} {self.word(f'task.{task}')}\n"
            page.append(line, palette.style("ok" if here else "ink", "field", bold=not here))
            page.append(f"    {self.word(f'task.{task}.how')}\n", palette.style("muted", "field"))
        published = self.word("practice.password", password=self.house.desk.first_password())
        page.append(f"\n{published}\n", palette.style("muted", "field"))
        return page.append("\n" + self.word("tasks.back"), palette.style("accent", "field", bold=True))

    def on_click(self) -> None:
        self.dismiss(None)
