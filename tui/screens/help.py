"""ヘルプ: what can be done at a place, with keys; searchable, Enter does it, blocked ones say why."""

from __future__ import annotations

from tui.place import Keyed
from tui.screens.finding import ActionPicker


class Help(ActionPicker):
    """The help of a place."""

    def __init__(self, place: Keyed[object]) -> None:
        keyed_first = sorted(place.actions(), key=lambda a: not a.keys)
        super().__init__(place, keyed_first, place.word("help.title"), place.word("help.about"))
