"""P1, P2: one durable step through the desk, against SQLite and against the same office without a past."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from engine.desk import Desk, Submission
from engine.desk.ledger import Ledger
from tests.benchmarks.measure import Figure, in_turn, p99, slower
from tests.benchmarks.offices import CHECK, ORG, enter, today


class Steps:
    """The same real step (a form with its checks) on one open case after the other."""

    def __init__(self, office: Path) -> None:
        self.desk: Desk = enter(office)
        rows = [row for row in self.desk.rows() if row.open and row.version == 1]
        self._cases: Iterator[str] = iter(row.number for row in rows)
        self.left = len(rows)
        self()  # definitions are compiled once, at the first step

    def __call__(self) -> None:
        case = next(self._cases)
        self.desk.submit(
            Submission(command="record_check", case=case, organisation=ORG, form=CHECK, date=today())
        )
        self.last = case

    def event(self) -> str:
        """The entry that the last step stored."""
        events = self.desk.ledger.raw[(ORG, self.last)][-1:]
        return json.dumps({"organisation": ORG, "case": self.last, "events": events}, ensure_ascii=False)


class Sqlite:
    """The peer: the same event in one committed transaction, synced, in a table of that many cases."""

    def __init__(self, path: Path, event: str, cases: int) -> None:
        self._base = sqlite3.connect(path, isolation_level=None)
        self._base.execute("pragma journal_mode = wal")
        self._base.execute("pragma synchronous = full")
        self._base.execute("create table event (id integer primary key, org text, number text, body text)")
        self._base.execute("create index of_case on event (org, number)")
        self._base.execute("begin")
        for n in range(cases):
            self._insert(str(n), event)
        self._base.execute("commit")
        self._event = event
        self._n = 0

    def _insert(self, case: str, event: str) -> None:
        self._base.execute("insert into event (org, number, body) values (?, ?, ?)", (ORG, case, event))

    def __call__(self) -> None:
        self._base.execute("begin immediate")
        self._insert(str(self._n), self._event)
        self._base.execute("commit")
        self._n += 1


class Bare:
    """Only the journal: the event of the step appended under the lock. What the store itself costs."""

    def __init__(self, steps: Steps) -> None:
        self._office = steps.desk.office
        self._entry = json.loads(steps.event())

    def __call__(self) -> None:
        with self._office.lock():
            self._office.append("bench", self._entry)


def against_sqlite(office: Path, folder: Path, rounds: int, *, keys: bool = False) -> list[Figure]:
    steps = Steps(office)
    event = steps.event()
    peer = Sqlite(folder / f"{office.name}.sqlite", event, steps.left)
    times = in_turn(steps, peer, rounds)
    store = in_turn(Bare(steps), peer, rounds)
    steps.desk.close()
    more = f"p99 {p99(times[0]) * 1e3:.2f} ms (≤ 50), event {len(event.encode())} B"
    mark, said, most = ("k", ", encrypted", 1.3) if keys else ("", "", 1.0)
    return [
        slower(f"P1{mark}", f"one durable step{said} / SQLite WAL FULL", times, most, more),
        slower(f"P1s{mark}", f"  of it the journal alone{said} / SQLite", store, most),
    ]


def exporting(locked: Path, clear: Path, rounds: int) -> list[Figure]:
    """Every case as a record, read anew each time, from an office with keys and from one without."""
    with enter(locked) as ours, enter(clear) as peer:

        def write(desk: Desk) -> None:
            desk.ledger = Ledger(desk.office)
            for _ in desk.export():
                pass

        times = in_turn(lambda: write(ours), lambda: write(peer), rounds)
    return [slower("P9k", "export of all records, encrypted / not", times, 1.3)]


def against_no_past(young: Path, old: Path, rounds: int, *, keys: bool = False) -> list[Figure]:
    with_past, without = Steps(old), Steps(young)
    times = in_turn(with_past, without, rounds)
    with_past.desk.close()
    without.desk.close()
    mark, said = ("k", ", encrypted,") if keys else ("", "")
    return [slower(f"P2{mark}", f"the same step{said} with the past / without", times, 1.1)]


def opening(young: Path, old: Path, rounds: int, *, keys: bool = False) -> list[Figure]:
    """An office opened until its list stands, with the past books and without them."""

    def listed(office: Path) -> None:
        with enter(office) as desk:
            desk.rows()

    times = in_turn(lambda: listed(old), lambda: listed(young), rounds)
    mark, said = ("k", ", encrypted,") if keys else ("", ",")
    return [slower(f"P3{mark}", f"an office opened{said} with the past / without", times, 1.2)]
