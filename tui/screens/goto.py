"""移動: rooms, one's drafts, and cases by number or name."""

from __future__ import annotations

from collections.abc import Sequence

from tui.cleaning import clean
from tui.house import own_drafts
from tui.place import Keyed
from tui.screens.picker import Entry, Picker
from tui.widgets.rows import Column

MOST = 200  # entries shown; typing narrows them down


class GoTo(Picker):
    """Answers `room:desk`, `case:ORGANISATION/NUMBER` or `draft:ID`."""

    COLUMNS = (Column("key", "", 6, 10), Column("label", "", 16, 30), Column("about", "", 12, 60))

    def __init__(self, place: Keyed[object]) -> None:
        super().__init__(place.word("goto.title"), place.word("goto.about"))
        self._cases = place.house.has("case")
        self._drafts = own_drafts(place.house)

    def entries(self, text: str) -> Sequence[Entry]:
        from engine.desk import folded

        wanted = folded(text)
        found = [e for e in (*self._rooms(), *self._begun()) if wanted in e.search]
        if not self._cases:
            return found
        rows = self.house.desk.rows(text=text) if text.strip() else self.house.desk.rows()
        cases = [
            Entry(
                f"case:{row.organisation}/{row.number}",
                (row.number, row.name, f"{row.kind_title}  {row.state_title}  {row.days}"),
                folded(f"{row.number} {row.name}"),
                group=self.word("screen.case"),
            )
            for row in rows
            if row.open or text.strip()
        ]
        return (cases + found if text.strip() else found + cases)[:MOST]

    def _begun(self) -> list[Entry]:
        from engine.desk import folded

        group = self.word("group.draft.long")
        return [
            Entry(
                f"draft:{one.id}",
                (one.errand.case or "--", clean(one.title), f"{self.word('draft.state')} {one.saved[11:16]}"),
                folded(f"{one.errand.case} {one.title} {group}"),
                group=group,
            )
            for one in self._drafts
        ]

    def _rooms(self) -> list[Entry]:
        from engine.desk import folded

        other = "ja" if self.house.language == "en" else "en"
        found = []
        for room, key in self.house.rooms():
            label, also = self.word(f"room.{room}"), _other(room, other)
            entry = Entry(
                f"room:{room}",
                (key, label, ""),
                folded(f"{key}{label}{also}"),
                group=self.word("goto.room"),
            )
            found.append(entry)
        return found


def _other(room: str, language: str) -> str:
    from tui.labels import word

    return word(f"room.{room}", language)
