"""Long work of a screen, on another thread: nothing, then a word, then a bar with what is left and how to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Final

from tui.place import Keyed
from tui.sentences import sentence

BAR: Final = 24
QUIET, BARLESS = 0.3, 1.0  # seconds in which nothing is said, and in which a word is enough

Told = Callable[[int, int], None]
"""Called with what is done and how much there is. It raises to stop the work."""


def _now() -> float:
    return asyncio.get_running_loop().time()


class Work:
    """One piece of work at a time. `say` draws a line of it; `done` gets its answer, `failed` what was refused."""

    def __init__(self, place: Keyed[Any], say: Callable[[str], None]) -> None:
        self._place = place
        self._say = say
        self._label = ""
        self._reached = (0, 0)
        self._begun = 0.0
        self._stopping = False

    @property
    def running(self) -> bool:
        return bool(self._label)

    def start(
        self,
        label: str,
        do: Callable[[Told], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Begin, unless something is under way."""
        if self.running:
            return
        self._label, self._reached, self._begun, self._stopping = label, (0, 0), _now(), False
        timer = self._place.set_interval(0.2, lambda: self._say(self.line()))
        app = self._place.app

        def end(answer: Callable[[], None]) -> None:
            timer.stop()
            self._label = ""
            self._say("")
            answer()

        def work() -> None:
            from engine.desk import MadoguchiError

            try:
                found = do(self._told)
            except MadoguchiError as no:
                said = sentence(no.within(self._place.house.language))
                app.call_from_thread(end, lambda: failed(said))
            else:
                app.call_from_thread(end, lambda: done(found))

        self._place.run_worker(work, thread=True, group="work")

    def stop(self) -> None:
        self._stopping = True

    def line(self) -> str:
        """What is said of it now."""
        spent, (done, whole) = _now() - self._begun, self._reached
        if not self.running or spent < QUIET:
            return ""
        if spent < BARLESS or not whole:
            return self._label
        left = round(spent / done * (whole - done)) if done else 0
        bar = f"[{'#' * (BAR * done // whole):<{BAR}}] {done} / {whole}"
        return f"{self._label}  {bar}  {self._place.word('many.left', seconds=left)}  {self._place.word('work.stop')}"

    def _told(self, done: int, whole: int) -> None:
        self._reached = (done, whole)
        if self._stopping:
            from engine.desk import stopped

            raise stopped()
