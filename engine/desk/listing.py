"""Lists of cases: one small document for each, kept in TinyDB and in the office's cache.

A document says nothing that depends on today: days left are worked out when a row is shown.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from engine.desk import shelf
from engine.desk.folding import folded
from engine.desk.ledger import Key, Ledger, book_of
from engine.desk.shelf import Document, Shelf
from engine.desk.timekeeping import latest_of, newest_of
from engine.desk.words import Row
from engine.store.port import Position, Rewritten

if TYPE_CHECKING:
    from engine.facts import CaseFacts
    from engine.model.case import Case
    from engine.model.workflow import Workflow

FORMAT = 7
LATEST = "9999"  # stands after every recording time


# --- documents


def document_of(workflow: Workflow, case: Case, today: date) -> Document:
    """What a list needs to know about a case."""
    from engine.desk.standing import next_by, stage_of
    from engine.facts import CaseFacts, Moment

    facts = CaseFacts(workflow, case, Moment(today))
    state, title, title_en = shown_state(workflow, case)
    start = next((c.form for c in workflow.machine.commands.values() if c.start), "")
    names = [
        str(facts[f"{start}.{part}"])
        for part in ("name", "kana", "agent.name")
        if isinstance(facts[f"{start}.{part}"], str) and not _hidden(facts, f"{start}.{part}")
    ]
    kind = workflow.kinds.get(case.kind)
    return {
        "organisation": case.organisation,
        "number": case.number,
        "kind": case.kind,
        "kind_title": kind.title.ja if kind else case.kind,
        "kind_title_en": kind.title.within("en") if kind else case.kind,
        "name": names[0] if names else "",
        "state": state,
        "state_title": title,
        "state_title_en": title_en,
        "received": case.path[0][1].isoformat() if case.path else "",
        "open": not workflow.machine.states[case.state].end,
        "waiting": state != case.state,
        "stage": stage_of(workflow, case.state),
        "next_by": next_by(workflow, case),
        "version": case.version,
        "search": folded(" ".join([case.number, *names, kind.title.ja if kind else ""])),
        **_clock(facts),
        "auto": _next_automatic(facts),
    }


def _hidden(facts: CaseFacts, path: str) -> bool:
    """Whether a field must not be shown in lists now (`x-hide-when`)."""
    form_id, _, name = path.partition(".")
    form = facts.workflow.forms.get(form_id)
    one = form.fields.get(name.partition(".")[0]) if form is not None else None
    rule = one.hide_when if one is not None and "lists" in one.hide_from else None
    return rule is not None and rule.run(facts) is True


def shown_state(workflow: Workflow, case: Case) -> tuple[str, str, str]:
    """The state as lists call it: that of an open task with `shown_as`, else the case's own."""
    for task in workflow.tasks.values():
        if task.shown_as:
            for one in case.instances.get(task.id, ()):
                if one.open:
                    inner = task.machine.states[one.state].title
                    return task.shown_as, inner.ja, inner.within("en")
    state = workflow.machine.states[case.state]
    return case.state, state.title.ja, state.title.within("en")


def _clock(facts: CaseFacts) -> Document:
    main = facts.workflow.main_clock
    found = facts.clock(main.id) if main else None
    if found is None or main is None:
        return {
            "due": "",
            "since": "",
            "left": None,
            "elapsed": None,
            "paused": False,
            "stopped": True,
            "soft": False,
        }
    from engine.facts import terms_of

    reckoning, terms = found[1], terms_of(facts, main)
    stopped = terms.stopped_on is not None and terms.stopped_on <= facts.moment.today
    return {
        "due": reckoning.due.isoformat() if reckoning.due else "",
        "since": terms.start.isoformat() if terms.start else "",
        "left": reckoning.left if reckoning.paused or stopped else None,
        "elapsed": reckoning.elapsed if stopped else None,
        "paused": reckoning.paused,
        "stopped": stopped,
        "soft": main.soft,
    }


def _next_automatic(facts: CaseFacts) -> str:
    """The earliest due date after which the desk would act by itself, or nothing."""
    days: list[date] = []
    for clock in facts.workflow.clocks.values():
        found = facts.clock(clock.id) if clock.expired in facts.workflow.commands else None
        if found and found[1].due:
            days.append(found[1].due)
    for task in facts.workflow.tasks.values():
        for clock in task.clocks.values():
            if clock.expired in facts.workflow.commands:
                for one in facts.case.instances.get(task.id, ()):
                    inner = facts.inside(one).clock(clock.id) if one.open else None
                    if inner and inner[1].due:
                        days.append(inner[1].due)
    return min(days).isoformat() if days else ""


# --- rows


def row_of(document: Mapping[str, Any], today: date, language: str = "ja") -> Row:
    """A document as a row on a day."""
    due = date.fromisoformat(document["due"]) if document["due"] else None
    left = document["left"]
    if left is None and due is not None:
        left = (due - today).days
    elapsed = document["elapsed"]
    if elapsed is None and document["since"]:
        elapsed = (today - date.fromisoformat(document["since"])).days
    overdue = bool(due and left is not None and left < 0 and not document["soft"] and not document["stopped"])
    english = language == "en"
    return Row(
        document["organisation"],
        document["number"],
        document["kind"],
        document["kind_title_en" if english else "kind_title"],
        document["name"],
        document["state"],
        document["state_title_en" if english else "state_title"],
        document["received"],
        document["due"],
        left,
        elapsed,
        document["paused"],
        overdue,
        document["open"],
        _days(document, left, elapsed, english),
        document["version"],
    )


def _days(document: Mapping[str, Any], left: int | None, elapsed: int | None, english: bool) -> str:
    if document["stopped"] or not document["open"]:
        return ""
    if document["paused"]:
        return f"paused, {left} left" if english else f"停止中 残り{left}日"
    if left is None:
        return "" if elapsed is None else (f"day {elapsed}" if english else f"{elapsed}日目")
    if left < 0:
        return f"{-left} over" if english else f"{-left}日超過"
    return f"{left} left" if english else f"あと{left}日"


# --- the books in use, kept in the cache


class Listing:
    """The documents of the books in use. Catches up with the journal before it answers.

    A book whose cases are all closed stays on the shelf until something is written into it.
    """

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.documents: dict[Key, Document] = {}
        self._positions: dict[str, Position] = {}
        self._shelved: dict[str, tuple[Position, Shelf]] = {}
        self._stale = False

    def catch_up(self, today: date) -> None:
        """Bring the documents up to date with every book."""
        for book in self.ledger.books():
            if book in self._shelved and self._rests(book, self._shelved[book][0]):
                continue
            if book in self._positions:
                self._follow(book, today)
            else:
                self._open(book, today)

    def read_to(self, book: str) -> Position | None:
        """How far a book was read for its documents."""
        kept = self._shelved.get(book)
        return kept[0] if kept else self._positions.get(book)

    def newest(self, book: str) -> str:
        """The last recording time of any event in a book that was caught up with."""
        if book in self._positions:
            return max((d["newest"] for k, d in self.documents.items() if book_of(k[1]) == book), default="")
        head = _json(self.ledger.office.cache_read(f"list-{book}-head"))
        return str(head["newest"]) if isinstance(head, dict) and "newest" in head else LATEST

    def shelved(self, words: str, today: date) -> list[Document]:
        """The documents of shelved books with these words (folded) in their text; all of them without words."""
        found: list[Document] = []
        for book, (_position, closed) in list(self._shelved.items()):
            documents = closed.search(words)
            if documents is None:
                self._rebuild(book, today)
            else:
                found += documents
        return found

    def save(self) -> None:
        """Write the documents back to the cache, where they changed."""
        if self._stale and not self.ledger.office.read_only:
            for book in self._positions:
                self._write(book)
            self._stale = False

    def _rests(self, book: str, position: Position) -> bool:
        """Whether nothing was written into a book since."""
        try:
            return not self.ledger.office.read(book, position)[0]
        except Rewritten:
            return False

    def _open(self, book: str, today: date) -> None:
        self._shelved.pop(book, None)
        head = _json(self.ledger.office.cache_read(f"list-{book}-head"))
        if not isinstance(head, dict) or head.get("format") != FORMAT:
            self._rebuild(book, today)
            return
        position, office = Position.from_json(head["position"]), self.ledger.office
        if head["open"] == 0 and book != _this_book(today) and self._rests(book, position):
            self._shelved[book] = position, Shelf(office, book, position.hash, head["count"])
            return
        documents = shelf.read(office, book, position.hash)
        if documents is None:
            self._rebuild(book, today)
            return
        self._positions[book] = position
        self.documents.update({(d["organisation"], d["number"]): d for d in documents})
        self._follow(book, today)

    def _follow(self, book: str, today: date) -> None:
        """Read on from where the documents stand; only cases with new events are folded."""
        try:
            entries, position = self.ledger.office.read(book, self._positions[book])
        except Rewritten:
            self._rebuild(book, today)
            return
        if entries:
            self.ledger.read(book)
            for key in {(str(e["organisation"]), str(e["case"])) for e in entries}:
                self._put(key, today)
            self._stale = True
        self._positions[book] = position

    def _rebuild(self, book: str, today: date) -> None:
        self._shelved.pop(book, None)
        self.documents = {key: d for key, d in self.documents.items() if book_of(key[1]) != book}
        self.ledger.read(book)
        for key in list(self.ledger.raw):
            if book_of(key[1]) == book:
                self._put(key, today)
        self._positions[book] = self.ledger.positions[book]
        self._stale = True

    def _put(self, key: Key, today: date) -> None:
        document = document_of(self.ledger.workflow_of(key), self.ledger.case(key), today)
        events, gone = self.ledger.raw[key], self.ledger.disposed.get(key, {})
        told = {"at": latest_of(events), "newest": newest_of(events, gone)}
        self.documents[key] = {**document, **told}

    def _write(self, book: str) -> None:
        """The head, which tells whether a book may stay closed, is written last."""
        documents = [d for key, d in self.documents.items() if book_of(key[1]) == book]
        position = self._positions[book]
        head = {
            "format": FORMAT,
            "position": position.to_json(),
            "count": len(documents),
            "open": sum(d["open"] for d in documents),
            "latest": max((d["at"] for d in documents), default=""),
            "newest": max((d["newest"] for d in documents), default=""),
        }
        office = self.ledger.office
        shelf.write(office, book, position.hash, documents)
        office.cache_write(f"list-{book}-head", json.dumps(head).encode())


def _json(data: bytes | None) -> Any:
    if data is None:
        return None
    try:
        return json.loads(data)
    except ValueError:
        return None


def _this_book(today: date) -> str:
    from engine.wareki import fiscal_label

    return fiscal_label(today)
