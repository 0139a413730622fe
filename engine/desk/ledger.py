"""The cases of an office as they stand in its books, folded when somebody looks at them.

Raw events are kept by case; a case is folded once and then moved on event by event. A book is read when a
case of it is needed; another process's lines are read before every step.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from engine.errors import StoreError, UsageError
from engine.store.names import LOG, is_log
from engine.store.port import Entry, Office, Position, Rewritten

if TYPE_CHECKING:
    from engine.desk.naming import About
    from engine.load.build import Built
    from engine.model.case import Case
    from engine.model.workflow import Workflow

Key = tuple[str, str]
"""(organisation, number of the case)."""

RETAINED: Final = "retained"
"""The book of what is kept longer than its period, and why. It holds no case."""

PAST: Final = "past"
"""The book of the rows of earlier ledgers. It holds no case."""

EXPORTS: Final = "exports"
"""The book of what may be exported, by whom, and what was. It holds no case."""

_NO_CASES: Final = frozenset((RETAINED, PAST, EXPORTS))


def log_book(at: str) -> str:
    """The book of what was done beside the cases at an ISO time (`log-2026-11`): months keep adding a line quick."""
    return f"{LOG}-{at[:7]}"


def holds_cases(book: str) -> bool:
    return book not in _NO_CASES and not is_log(book)


def book_of(number: str) -> str:
    """The book of a case: the fiscal year in its number."""
    return number.partition("-")[0]


def in_order(key: Key) -> tuple[str, str, int, str]:
    """Cases in the order of organisation, book and number."""
    book, _, number = key[1].partition("-")
    return key[0], book, int(number) if number.isdigit() else 0, key[1]


@dataclass(frozen=True)
class _Published:
    """A published version. Its name is the hash of its content, so two of one name are the same."""

    version: str
    read: Callable[[str], dict[str, Any]] = field(compare=False)


@lru_cache(maxsize=16)
def _built(published: _Published) -> Built:
    from engine.load.build import Builder
    from engine.load.snapshot import Snapshot

    snapshot = Snapshot(published.read(published.version))
    return Builder(snapshot, snapshot.org, {}, shapes=False).build()


class Ledger:
    """Everything read so far."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.raw: dict[Key, list[dict[str, Any]]] = {}
        self.disposed: dict[Key, Mapping[str, Any]] = {}
        self.positions: dict[str, Position] = {}
        self._folded: dict[Key, tuple[int, Case]] = {}
        self._counts: dict[Key, int] = {}
        self._serials: dict[tuple[str, str, str], int] = {}
        self._built: dict[str, Built] = {}
        self._about: dict[str, About] = {}
        self._pinned: dict[tuple[str, str, str], Workflow] = {}

    # --- definitions

    @property
    def organisations(self) -> Mapping[str, Any]:
        """The organisations of the office with the version each has published."""
        found = self.office.info().get("organisations")
        if not isinstance(found, dict) or not found:
            raise UsageError(
                "この窓口は作りかけです。フォルダを消して、もう一度 init してください。",
                "This office was not finished. Delete its folder and run init again.",
            )
        return found

    def built(self, version: str) -> Built:
        """The definitions of a published version."""
        if version not in self._built:
            self._built[version] = _built(_Published(version, self.office.get_version))
        return self._built[version]

    def current(self, organisation: str) -> Built:
        """The definitions that new cases of an organisation get."""
        return self.built(str(self.organisations[organisation]["version"]))

    def version(self, organisation: str) -> str:
        return str(self.organisations[organisation]["version"])

    def about(self, organisation: str) -> About:
        """What an organisation is called and how it locks, as it is published now; its rules are not built for that."""
        from engine.desk import naming  # a list of one organisation does not name it

        version = self.version(organisation)
        if version not in self._about:
            found = naming.kept(self.office, organisation, version)
            if found is None:
                found = naming.about_of(self.current(organisation).organisation)
                naming.keep(self.office, organisation, version, found)
            self._about[version] = found
        return self._about[version]

    def for_new(self, organisation: str, kind: str, day: date) -> tuple[Workflow | None, str]:
        """The workflow that a request of `kind` received on `day` gets, and the version it is from.

        A version whose workflow applies from a later day leaves such a request to the one published before it.
        """
        told = self.organisations[organisation]
        acts = [str(act["version"]) for act in told.get("acts", ())] or [str(told["version"])]
        current = self.built(acts[-1]).of_kind(kind, day)
        for version in reversed(acts if current is not None else ()):
            found = self.built(version).of_kind(kind, day)
            if found is not None and (found.effective_from is None or found.effective_from <= day):
                return found, version
        return current, acts[-1]

    # --- books

    def read(self, book: str) -> None:
        """Read what a book holds beyond what is known."""
        if not holds_cases(book):
            return
        try:
            entries, position = self.office.read(book, self.positions.get(book))
        except Rewritten:
            self._forget(book)
            entries, position = self.office.read(book)
        self.positions[book] = position
        self.take(entries)

    def books(self) -> list[str]:
        """The books that hold cases; what people did besides stands in one of its own."""
        return [book for book in self.office.books() if holds_cases(book)]

    def read_all(self, books: Iterable[str] | None = None) -> None:
        for book in self.books() if books is None else books:
            self.read(book)

    def refresh(self) -> None:
        """Read on in every book that was opened."""
        for book in list(self.positions):
            self.read(book)

    def take(self, entries: Iterable[Entry]) -> None:
        """Add the events of journal entries to their cases."""
        for entry in entries:
            key = (str(entry["organisation"]), str(entry["case"]))
            if key not in self.raw:
                self.raw[key] = []
                year = key[0], book_of(key[1])
                self._counts[year] = self._counts.get(year, 0) + 1
            self.raw[key].extend(entry["events"])
            if "disposed" in entry:
                self.disposed[key] = entry["disposed"]
            for event in entry["events"]:
                if numbers := event.get("numbers"):
                    self._count_letters(key, numbers)

    def _count_letters(self, key: Key, numbers: Mapping[str, Any]) -> None:
        for name, value in numbers.items():
            if name.startswith("letter."):
                serial = key[0], book_of(key[1]), name.removeprefix("letter.")
                self._serials[serial] = max(self._serials.get(serial, 0), int(value))

    def _forget(self, book: str) -> None:
        for key in [k for k in self.raw if book_of(k[1]) == book]:
            del self.raw[key]
            self.disposed.pop(key, None)
            self._folded.pop(key, None)
        self._counts = {k: n for k, n in self._counts.items() if k[1] != book}
        self._serials = {k: n for k, n in self._serials.items() if k[1] != book}
        self.positions.pop(book, None)

    # --- cases

    def keys(self) -> list[Key]:
        return list(self.raw)

    def key(self, case: str, organisation: str = "") -> Key:
        """The key of a case by its number (`R6-001`, or `organisation/R6-001`). Raises UsageError."""
        if "/" in case and not organisation:
            organisation, _, case = case.partition("/")
        known = self.organisations
        if organisation:
            if organisation not in known:
                raise UsageError(
                    f"この窓口に団体「{organisation}」はありません。あるもの: {'、'.join(known)}",
                    f"This office has no organisation “{organisation}”. It has: {', '.join(known)}",
                )
            return organisation, case
        if len(known) == 1:
            return next(iter(known)), case
        if self.is_book(book_of(case)):
            self.read(book_of(case))
        found = [org for org in known if (org, case) in self.raw]
        if len(found) == 1:
            return found[0], case
        if not found:
            raise UsageError(f"「{case}」という番号の件はありません。", f"There is no case “{case}”.")
        raise UsageError(
            f"「{case}」は {'、'.join(found)} にあります。--org で団体を指定してください。",
            f"“{case}” exists in {', '.join(found)}: say which with --org.",
        )

    def is_book(self, name: str) -> bool:
        """Whether there is a book of cases of that name."""
        return holds_cases(name) and name in self.office.books()

    def workflow_of(self, key: Key) -> Workflow:
        """The workflow version a case is pinned to."""
        first = self.raw[key][0]
        numbers = first.get("numbers", {})
        pinned = str(numbers["version"]), str(numbers["kind"]), str(first["date"])
        workflow = self._pinned.get(pinned)
        if workflow is None:
            version, kind, day = pinned
            workflow = self.built(version).of_kind(kind, date.fromisoformat(day))
            if workflow is None:
                ja = f"{key[1]} の種別「{kind}」が、その版の定義にありません。"
                raise StoreError(ja, f"The kind of {key[1]} is not in the version it is pinned to.")
            self._pinned[pinned] = workflow
        return workflow

    def case(self, key: Key) -> Case:
        """The case folded from its events. UsageError if there is none."""
        if book_of(key[1]) not in self.positions:
            self.read(book_of(key[1]))
        events = self.raw.get(key)
        if events is None:
            ja, en = f"「{key[1]}」という番号の件はありません。", f"There is no case “{key[1]}”."
            raise UsageError(ja, en)
        known = self._folded.get(key)
        if known is not None and known[0] == len(events):
            return known[1]
        case = self._fold(key, events, known)
        self._folded[key] = len(events), case
        return case

    def _fold(self, key: Key, events: list[dict[str, Any]], known: tuple[int, Case] | None) -> Case:
        from engine.export.events import event_from_json
        from engine.fold import apply, fold

        workflow = self.workflow_of(key)
        if key in self.disposed:
            from engine.desk.tombstone import case_of

            return case_of(workflow, events, self.disposed[key])
        if known is None:
            return fold(workflow, [event_from_json(e) for e in events])
        case = known[1]
        for raw in events[known[0] :]:
            case = apply(workflow, case, event_from_json(raw))
        return case

    def put(self, key: Key, case: Case) -> None:
        """Keep the case that a step made, so that it need not be folded again."""
        self._folded[key] = case.version, case

    # --- numbers

    def next_number(self, organisation: str, book: str) -> str:
        """The number of the next case: counted for each organisation and fiscal year, without gaps."""
        if book not in self.positions:
            self.read(book)
        return f"{book}-{self._counts.get((organisation, book), 0) + 1:03d}"

    def serials(self, organisation: str, book: str) -> dict[str, int]:
        """The next number of each letter that is numbered, in one book."""
        return {
            n: last + 1
            for (org, year, n), last in self._serials.items()
            if (org, year) == (organisation, book)
        }
