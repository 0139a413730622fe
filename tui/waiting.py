"""What keys wait for: a screen that opens, an answer that is taken."""

from __future__ import annotations

from typing import ClassVar, Final, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, Screen

from tui.house import house_of

Answer = TypeVar("Answer")

WITHIN: Final = frozenset(("up", "down", "pageup", "pagedown", "j", "k"))
PATIENCE: Final = 5.0  # seconds after which what waits goes on, whatever is still at work


class MovesWithin:
    """A list: keys `WITHIN` it lead nowhere else and are its own, so that they need not wait for each other."""


class Opening(Screen[Answer]):
    """A screen for which keys wait until it has opened."""

    FOCUSES: ClassVar[bool] = True
    """Whether something on it gets the focus when it opens; until then keys wait."""
    _come = False

    def on_mount(self) -> None:
        self.set_timer(PATIENCE, self.has_come)

    @property
    def opening(self) -> bool:
        """Whether what is typed now is meant for what is still coming."""
        return self.FOCUSES and not self._come

    def on_descendant_focus(self) -> None:
        self.has_come()

    def has_come(self) -> None:
        """What was typed meanwhile arrives."""
        if not self._come:
            self._come = True
            house_of(self).call_later(house_of(self).release)


class Answering(ModalScreen[Answer], Opening[Answer]):
    """What opens in front of a place and gives an answer, once: dialogs, and the lists and calendars of a form.

    Keys typed meanwhile are for what is there when the answer has been taken.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Answer, or None by Esc."""
        if self.app.screen is not self:
            return AwaitComplete()
        asked = self._result_callbacks[-1] if self._result_callbacks else None
        closing = super().dismiss(result)
        if asked is not None and asked.requester is not None:
            house_of(self).answering(asked.requester)
        return closing
