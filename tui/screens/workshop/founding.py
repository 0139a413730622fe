"""n: a new organisation, from a bundled one, from a template, or from nothing; asked for in three short lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.cleaning import clean
from tui.messages import OpenPlace
from tui.screens.workshop.asking import AskText, Chooser, entry
from tui.sentences import sentence

if TYPE_CHECKING:
    from tui.screens.workshop.room import WorkshopRoom

NOTHING = "*nothing"
TABLES = "tables"


def found_one(place: WorkshopRoom) -> None:
    """What it starts from, what it is called, its id, and its kinds of request where the start has none."""
    from engine.desk.workshop import Workshop

    desk = place.house.desk
    entries = [entry(NOTHING, place.word("found.nothing"), place.word("found.nothing.about"))]
    sources = Workshop.sources(desk)
    titles = [title for _, title in sources]
    for name, title in sources:
        about = place.word("found.template" if "/" in name else "found.organisation")
        about += f"  {clean(name)}" if titles.count(title) > 1 else ""
        entries.append(entry(name, clean(title), about))

    def take(source: str | None) -> None:
        if source is not None:
            _title(place, "" if source == NOTHING else source)

    place.app.push_screen(Chooser(place.word("found.title"), place.word("found.from"), entries), take)


def _asked(place: WorkshopRoom, title: str, about: str, value: str, then: Callable[[str], None]) -> None:
    def take(text: str | None) -> None:
        if text:
            then(text)

    place.app.push_screen(AskText(place.word(title), place.word(about), value), take)


def _title(place: WorkshopRoom, source: str) -> None:
    _asked(place, "found.name", "ask.label.about", "", lambda title: _id(place, source, title))


def _id(place: WorkshopRoom, source: str, title: str) -> None:
    from engine.desk.workshop.naming import propose

    proposed = propose(title, "organisations", place.house.desk.definitions())

    def then(org: str) -> None:
        if source and "/" not in source:
            _make(place, source, title, org, "")
        else:
            _asked(
                place,
                "found.kinds",
                "found.kinds.about",
                "",
                lambda kinds: _make(place, source, title, org, kinds),
            )

    _asked(place, "found.id", "found.id.about", proposed, then)


def _make(place: WorkshopRoom, source: str, title: str, org: str, kinds: str) -> None:
    """Write its files and open its tables; nothing takes cases before it is published."""
    from engine.desk import MadoguchiError, Refused
    from engine.desk.workshop import Workshop
    from engine.desk.workshop.naming import propose

    named: dict[str, str] = {}
    for label in (one.strip() for one in kinds.replace("、", ",").split(",")):
        if label:
            named[propose(label, "kinds", named)] = label
    language = place.house.language
    try:
        Workshop.start(place.house.desk, org, title, source, named)
    except Refused as no:
        place.house.tell(sentence(" ".join(one.within(language) for one in no.objections)))
        return
    except MadoguchiError as no:
        place.house.tell(sentence(no.within(language).split("\n")[0]))
        return
    place.organisation = org
    place.read_again()
    place.house.post_message(OpenPlace(TABLES, org))
