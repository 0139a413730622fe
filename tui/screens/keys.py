"""キーの割り当て: every action by its id with its keys, for a keymap; what is wrong in one comes first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.actions import shown
from tui.cleaning import clean
from tui.place import Keyed
from tui.screens.picker import Entry, Picker
from tui.sentences import sentence
from tui.widgets.rows import Column

if TYPE_CHECKING:
    from engine.desk import Problem


class Keys(Picker):
    """A list to look things up in."""

    COLUMNS = (Column("keys", "", 3, 12), Column("id", "", 12, 24), Column("label", "", 16, 60))

    def __init__(self, place: Keyed[object], problems: Sequence[Problem]) -> None:
        super().__init__(place.word("keys.title"), place.word("keys.about"))
        self._problems = problems

    def entries(self, text: str) -> Sequence[Entry]:
        from engine.desk import folded

        house, words = self.house, [folded(part) for part in text.split()]
        found = [
            Entry(
                f"wrong {n}",
                ("", str(one.place or ""), sentence(one.within(house.language))),
                "",
                group=self.word("keys.wrong"),
            )
            for n, one in enumerate(self._problems)
            if not words
        ]
        for action in house.registry.actions:
            search = folded(" ".join((action.id, action.ja, action.en, action.kana, *action.keys)))
            if all(word in search for word in words):
                keys = " ".join(map(shown, action.keys))
                label = clean(action.label(house.language))
                found.append(Entry(action.id, (keys, action.id, label), search, group=self.word("keys.all")))
        return found
