"""The tasks of practice as one line above the desk: all of them, or the next one and how it is done."""

from __future__ import annotations

from rich.text import Text
from textual.message import Message
from textual.widget import Widget

from tui.cleaning import fit, width
from tui.house import House, house_of
from tui.practising import KEY, TASKS
from tui.theme import Token


class TaskLine(Widget):
    """Each task with its tick; a click opens the list with what to do."""

    DEFAULT_CSS = """
    TaskLine { height: 1; padding: 0 1; background: $bg; color: $muted; display: none; }
    TaskLine.practice { display: block; }
    """

    class Opened(Message):
        """Somebody clicked the line."""

    def on_mount(self) -> None:
        house = house_of(self)
        for name in ("tasks", "language", "look"):
            self.watch(house, name, self._changed, init=False)

    def _changed(self, *_: object) -> None:
        self.refresh()

    def render(self) -> Text:
        whole = self._all()
        return whole if width(whole.plain) <= self.size.width else self._next()

    def _next(self) -> Text:
        house = house_of(self)
        palette = house.palette
        task = next((one for one in TASKS if one not in house.tasks), "")
        if not task:
            return Text(house.word("tasks.all"), palette.style("ok", "bg"))
        key = house.word("tasks.list", key=KEY)
        said = house.word("tasks.next", done=len(house.tasks), all=len(TASKS), task=house.word(f"task.{task}"),
                          how=house.word(f"task.{task}.how"))  # fmt: skip
        line = Text(fit(said, self.size.width - width(key) - 2) + "  ", palette.style("muted", "bg"))
        return line.append(key, palette.style("accent", "bg"))

    def _all(self) -> Text:
        house = house_of(self)
        palette = house.palette
        line = Text()
        for task in TASKS:
            ink: Token = "ok" if task in house.tasks else "muted"
            line.append(f"{tick(house, task)} {house.word(f'task.{task}')}  ", palette.style(ink, "bg"))
        count = house.word("tasks.key", key=KEY, done=len(house.tasks), all=len(TASKS))
        space = self.size.width - width(line.plain) - width(count)
        return line.append(" " * max(space, 0)).append(count, palette.style("faint", "bg"))

    def on_click(self) -> None:
        self.post_message(self.Opened())


def tick(house: House, task: str) -> str:
    return "[x]" if task in house.tasks else "[ ]"
