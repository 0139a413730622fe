"""What a screen or widget tells those above it; the app opens what is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from engine.desk.drafts import Draft


class OpenCase(Message):
    """Show a case; with `command` its page for that step is opened at once."""

    def __init__(self, organisation: str, number: str, command: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.command = command


class OpenNotice(Message):
    """Show a letter: the N-th of a case as it was issued, or (`n` = 0) the one that comes next, by `command`."""

    def __init__(self, organisation: str, number: str, n: int = 0, command: str = "") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.n = n
        self.command = command


class OpenWhy(Message):
    """Show why: of the due date (`due`), of a command, of a letter (`notice N`)."""

    def __init__(self, organisation: str, number: str, question: str = "due") -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number
        self.question = question


class OpenPlace(Message):
    """Show a screen about an organisation, by its name among those that open on top of a room."""

    def __init__(self, place: str, organisation: str) -> None:
        super().__init__()
        self.place = place
        self.organisation = organisation


class OpenDraft(Message):
    """Go on with something half written: a new request, or a step of a case."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft


class Wrote(Message):
    """A step was recorded: lists are read again."""

    def __init__(self, organisation: str, number: str) -> None:
        super().__init__()
        self.organisation = organisation
        self.number = number


class Published(Message):
    """Other definitions hold for new cases of an organisation: lists and forms are read again."""

    def __init__(self, organisation: str) -> None:
        super().__init__()
        self.organisation = organisation


class Looked(Message):
    """Somebody looked at a face of a case: `papers`, `history` …"""

    def __init__(self, at: str) -> None:
        super().__init__()
        self.at = at
