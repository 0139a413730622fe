"""After the program was renewed: what it sees otherwise than the one before, then the new format, with a copy kept.

What was told to people stays as it was told. The due dates that each step told are reckoned again from the events, and
the state that lists showed is folded again; where this program comes to something else, it is listed before anything
is written. That the definitions which come with the program moved is listed as well: new cases get them by publishing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk import shelf
from engine.desk.access import disk_of
from engine.desk.disposal import require_authority
from engine.desk.safety import ENDING, copies_folder
from engine.errors import DefinitionError, MadoguchiError
from engine.model.basics import Text
from engine.store import copies, platform
from engine.store.disk import FORMAT
from engine.store.sealed import cannot_write
from engine.version import PROGRAM

if TYPE_CHECKING:
    from engine.desk.desk import Desk
    from engine.desk.ledger import Key
    from engine.model.case import Event
    from engine.model.workflow import Workflow

_SHOWN: Final = ("state", "due", "open", "kind_title", "received")
"""What of a list is compared with what the program before had put there."""


@dataclass(frozen=True, slots=True)
class Differs:
    """Something of a case that this program sees otherwise: what it is, as it was told or shown, as it is now."""

    organisation: str
    case: str
    what: Text
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What an upgrade would do: formats, programs, how many cases were looked at, what differs.

    `moved`: organisations whose definitions are not what was published, with the number of differences.
    """

    formats: tuple[int, int]
    programs: tuple[str, str]
    cases: int
    differs: tuple[Differs, ...]
    moved: tuple[tuple[str, int], ...]

    @property
    def needed(self) -> bool:
        """Whether there is anything to do, or to know."""
        return self.formats[0] != self.formats[1] or self.programs[0] != self.programs[1] or bool(self.moved)


def look_at_upgrade(desk: Desk) -> Upgrade:
    """Every case folded again by this program. StoreError if the records are damaged."""
    info = desk.office.info()
    desk.ledger.read_all()
    keys = sorted(desk.ledger.keys())
    shown = {key: one for book in desk.ledger.books() for key, one in _shown(desk, book)}
    differs = [one for key in keys for one in _of_case(desk, key, shown.get(key))]
    return Upgrade(
        (int(info["format"]), FORMAT),
        (str(info.get("program", "")), PROGRAM),
        len(keys),
        tuple(differs),
        tuple(_moved(desk)),
    )


def upgrade(desk: Desk) -> tuple[Upgrade, Path | None]:
    """Look, make a copy, then write the new format; the copy, or None where there was nothing to write.

    Refused without the authority; Conflict, StoreError.
    """
    require_authority(desk)
    found = look_at_upgrade(desk)
    if found.formats[0] == found.formats[1] and found.programs[0] == found.programs[1]:
        return found, None
    from engine.store.upgrading import raise_format

    office = disk_of(desk)
    folder = copies_folder(office.path)
    try:
        platform.keep_folder(folder)
    except OSError as error:
        raise cannot_write(folder, error) from None
    stamp = desk.clock.stamp()
    name = f"upgrade-{found.formats[0]}-{stamp[:19].replace(':', '').replace('T', '-')}"
    target = next(one for one in _free(folder, name) if not one.exists())
    with office.lock():
        copies.pack(office, target, stamp)
        raise_format(office, PROGRAM)
    return found, target


def _free(folder: Path, name: str) -> Iterator[Path]:
    yield folder / f"{name}{ENDING}"
    for number in range(2, 1000):
        yield folder / f"{name}-{number}{ENDING}"


# --- what differs


def _shown(desk: Desk, book: str) -> Iterator[tuple[Key, dict[str, Any]]]:
    """What lists showed of the cases of a book, if nothing was written into it since."""
    end = desk.ledger.positions[book]
    for one in shelf.read_by_name(desk.office, book, end.hash):
        yield (str(one["organisation"]), str(one["number"])), one


def _of_case(desk: Desk, key: Key, shown: dict[str, Any] | None) -> Iterator[Differs]:
    from engine.desk.listed import listed

    if key in desk.ledger.disposed:
        return
    try:
        workflow, case = desk.ledger.workflow_of(key), desk.ledger.case(key)
        now = listed(workflow, case, desk.today()).by_name()
        told = list(_told_otherwise(workflow, key, case.events))
    except (MadoguchiError, KeyError, ValueError, TypeError, AttributeError) as no:
        why = Text(f"読めません: {no}", f"it does not read: {getattr(no, 'en', no)}")
        yield Differs(*key, why, "", "")
        return
    yield from told
    for name in _SHOWN if shown is not None else ():
        before = (shown or {}).get(name)
        if before is not None and before != now[name]:
            yield Differs(*key, Text(f"一覧の {name}", f"{name} in lists"), str(before), str(now[name]))


def _told_otherwise(workflow: Workflow, key: Key, events: tuple[Event, ...]) -> Iterator[Differs]:
    """The due dates that steps told, reckoned again from the events up to each."""
    from engine.facts import CaseFacts, Moment
    from engine.fold import fold

    for number, event in enumerate(events, start=1):
        if not event.told:
            continue
        facts = CaseFacts(workflow, fold(workflow, list(events[:number])), Moment(event.date))
        for clock, before in event.told.items():
            known = workflow.clocks.get(clock)
            found = facts.clock(clock) if known is not None and not known.task else None
            now = found[1].due.isoformat() if found and found[1].due else ""
            if known is not None and not known.task and now != before:
                title = known.title
                what = Text(f"{number} 件目の{title.ja}", f"{title.within('en')} at event {number}")
                yield Differs(*key, what, before, now)


def _moved(desk: Desk) -> Iterator[tuple[str, int]]:
    """Organisations whose definitions, the program's and the office's own together, are not what was published."""
    from engine.desk.workshop import Workshop

    known = set(desk.definitions())
    for organisation in desk.ledger.organisations:
        if organisation in known:
            try:
                count = len(Workshop(desk, organisation).differences())
            except DefinitionError as no:
                count = len(no.problems)
            if count:
                yield organisation, count


__all__ = ["Differs", "Upgrade", "look_at_upgrade", "upgrade"]
