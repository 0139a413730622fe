"""The `.` menu: everything that can be done with what is selected, blocked things with the reason."""

from __future__ import annotations

from tui.cleaning import clean
from tui.place import Keyed
from tui.screens.finding import ActionPicker


class Menu(ActionPicker):
    """The menu of a place."""

    def __init__(self, place: Keyed[object]) -> None:
        about = place.word("menu.about", what=clean(place.context())) if place.context() else ""
        actions = [a for a in place.actions() if a.where]
        super().__init__(place, actions, place.word("menu.title"), about)
