"""Pickers of actions: the help of a place, every action of every place, the menu of what is selected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tui.actions import Action, shown
from tui.place import Keyed
from tui.screens.picker import Entry, Picker


class ActionPicker(Picker):
    """Actions with their keys and, where they cannot be done now, the reason."""

    def __init__(self, place: Keyed[object], actions: Iterable[Action], title: str, about: str) -> None:
        super().__init__(title, about)
        self._place = place
        self._actions = list(actions)

    def entries(self, text: str) -> Sequence[Entry]:
        from engine.desk import folded

        words = [folded(part) for part in text.split()]
        every = [self._entry(action) for action in self._actions]
        return [e for e in every if all(w in e.search for w in words)]

    def _entry(self, action: Action) -> Entry:
        from engine.desk import folded

        language = self.house.language
        keys = " ".join(map(shown, action.keys[:2]))
        search = folded(" ".join([action.ja, action.en, action.kana, *action.keys, *map(shown, action.keys)]))
        about = action.help(language) or self._of(action)
        return Entry(action.id, (keys, action.label(language), about), search, why=self.why(action))

    def _of(self, action: Action) -> str:  # noqa: ARG002
        """What stands beside an action that needs no more words. It is found in the other language, too."""
        return ""

    def why(self, action: Action) -> str:
        """Why the action cannot be done now, or nothing."""
        return action.against(self._place)
