"""What lies in the output folder, to be erased by hand."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from tui.cleaning import clean
from tui.place import Keyed
from tui.screens.picker import Entry, Picker
from tui.sentences import sentence
from tui.widgets.rows import Column


class OutputPicker(Picker):
    """The files; Enter erases one, after it was asked once more by the list itself: they can be written again."""

    COLUMNS = (Column("name", "", 20, 58), Column("size", "", 6, 12, right=True))

    def entries(self, text: str) -> Sequence[Entry]:
        from engine.desk import folded
        from engine.desk.output import outputs

        words = [folded(part) for part in text.split()]
        found = []
        for one in outputs(self.house.desk):
            search = folded(one.name)
            if all(word in search for word in words):
                found.append(Entry(one.name, (clean(one.name), f"{-(-one.size // 1024):,} KB"), search))
        return found


def show_outputs(place: Keyed[Any]) -> None:
    """The list in front of a place; what is chosen there is erased."""
    from engine.desk.output import FOLDER, outputs

    house = place.house
    if not outputs(house.desk):
        house.tell(place.word("outputs.none", folder=FOLDER))
        return
    title = place.word("outputs.title", folder=FOLDER)
    place.app.push_screen(OutputPicker(title, place.word("outputs.about")), partial(_erase, place))


def _erase(place: Keyed[Any], name: str | None) -> None:
    from engine.desk import MadoguchiError
    from engine.desk.output import erase_output

    if name is None:
        return
    try:
        erase_output(place.house.desk, name)
    except MadoguchiError as no:
        place.house.tell(place.word("file.write_failed", why=sentence(no.within(place.house.language))))
        return
    place.house.tell(place.word("outputs.erased", file=clean(name)))
