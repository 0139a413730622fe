"""The door: what is shown while no office is open. It ends with the office that was chosen, or with none."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual import events
from textual.screen import Screen

from tui.actions import Registry
from tui.dressed import Dressed
from tui.everywhere import actions as common_actions
from tui.memory import Memory
from tui.theme import Look

NOT_HERE = frozenset(("goto", "tasks", "lock", "own_password", "members", "print", "keys"))


class Doorway(Dressed):
    """`here` is where folders are made and looked for; `why` says why the last office does not open.

    With `sign_in`, an office and a member, it begins at their password.
    """

    def __init__(
        self,
        here: Path,
        language: str = "ja",
        look: Look | None = None,
        memory: Memory | None = None,
        why: str = "",
        sign_in: tuple[Path, str] | None = None,
    ) -> None:
        super().__init__(look or ("plain" if os.environ.get("NO_COLOR") else "sumi"), language)
        from tui.screens import sheet
        from tui.screens import sign_in as signing
        from tui.screens.first_run import ACTIONS

        self.here = here
        self.memory = memory or Memory()
        self.why = why
        self.chosen: tuple[Path, str] | None = None
        self.password: str | None = None
        self._sign_in = sign_in
        common = (a for a in common_actions([]) if a.id not in NOT_HERE)
        self.registry = Registry([*ACTIONS, *signing.ACTIONS, *sheet.ACTIONS, *common])
        self._looks: dict[str, str] = {}

    def on_mount(self) -> None:
        from tui.screens.first_run import FirstRun

        self.dress()
        self.push_screen(FirstRun())
        if self._sign_in is not None:
            from tui.screens.sign_in import SignInPage

            self.push_screen(SignInPage(*self._sign_in))

    def chose(self, look: str = "", language: str = "") -> None:
        """Nobody has signed in yet: it is kept for whoever does."""
        self._looks |= {"look": look} if look else {"language": language}

    def enter(self, office: Path, member: str, password: str | None = None) -> None:
        """Leave by the door into an office, with what opens it."""
        if self._looks:
            self.memory.keep_looks(member, **self._looks)
        self.chosen = office, member
        self.password = password
        self.exit()

    def on_resize(self, event: events.Resize) -> None:
        if event.size.width < 80 or event.size.height < 24:
            self.tell(self.word("small", width=event.size.width, height=event.size.height))

    def has(self, place: str) -> bool:  # noqa: ARG002
        return False

    def go(self, room: str) -> None:
        """There are no rooms before an office is open."""

    def rooms(self) -> list[tuple[str, str]]:
        return []


def doorway_of(screen: Screen[Any]) -> Doorway:
    assert isinstance(screen.app, Doorway)
    return screen.app
