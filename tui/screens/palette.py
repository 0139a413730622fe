"""操作を探す: every action of every place by name, kana, English or key."""

from __future__ import annotations

from tui.actions import Action
from tui.place import Keyed
from tui.screens.finding import ActionPicker


class FindAction(ActionPicker):
    """All actions: those of this place first; those of a room lead there."""

    def __init__(self, place: Keyed[object]) -> None:
        here = place.actions()
        known = {a.id for a in here}
        house = place.house
        rooms = {room for room, _ in house.rooms()}
        away = [a for a in house.registry.actions if a.id not in known and a.where in rooms]
        self._away = {a.id for a in away}
        super().__init__(place, [*here, *away], place.word("palette.title"), place.word("palette.about"))

    def why(self, action: Action) -> str:
        """An action of another room is judged there."""
        return "" if action.id in self._away else super().why(action)

    def _of(self, action: Action) -> str:
        return self.word(f"room.{action.where}") if action.id in self._away else super()._of(action)
