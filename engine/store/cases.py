"""The cases folded from the journal, in stock TinyDB: what answers every list, search and register.

A write of TinyDB rebuilds its whole table, so its cost grows with the cases held. Replacing only marks a
case; what is marked goes to TinyDB in one write when the next question comes. The truth is the journal;
nothing here is on disk.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document

Plain = dict[str, Any]


class MemoryStorage(Storage):
    """Holds TinyDB's tables as they are handed over; nothing else has them."""

    def __init__(self) -> None:
        self._kept: dict[str, dict[str, Any]] | None = None

    def read(self) -> dict[str, dict[str, Any]] | None:
        return self._kept

    def write(self, data: dict[str, dict[str, Any]]) -> None:
        self._kept = data


class CaseTable:
    """Cases by key. What goes in and what comes out are private copies; documents are JSON objects."""

    def __init__(self) -> None:
        self._db = TinyDB(storage=MemoryStorage)
        self._table = self._db.table("cases", cache_size=0)  # its cache hands the same objects out again
        self._ids: dict[str, int] = {}
        self._waiting: dict[str, str] = {}
        self._gone: set[str] = set()

    def replace(self, documents: Mapping[str, Plain]) -> None:
        """Add or replace cases by key. Costs what these cases cost, however many are held."""
        texts = {key: json.dumps(document, ensure_ascii=False) for key, document in documents.items()}
        self._waiting.update(texts)
        self._gone -= texts.keys()

    def remove(self, keys: set[str]) -> None:
        """Forget cases; unknown keys are nothing to forget."""
        for key in keys:
            self._waiting.pop(key, None)
        self._gone |= keys & self._ids.keys()

    def get(self, key: str) -> Plain | None:
        """One case, or None. Does not make TinyDB write."""
        if key in self._waiting:
            return _load(self._waiting[key])
        if key in self._gone or key not in self._ids:
            return None
        found = self._table.get(doc_id=self._ids[key])
        return _copy(found) if isinstance(found, Document) else None

    def search(self, query: QueryLike) -> list[Plain]:
        """The cases that a `tinydb.Query` finds, in the order they were first added."""
        self._flush()
        return [_copy(found) for found in self._table.search(query)]

    def all(self) -> list[Plain]:
        self._flush()
        return [_copy(found) for found in self._table.all()]

    def count(self) -> int:
        return len((self._ids.keys() | self._waiting.keys()) - self._gone)

    def __contains__(self, key: str) -> bool:
        return key in self._waiting or (key in self._ids and key not in self._gone)

    def _flush(self) -> None:
        """Hand everything that waits to TinyDB in one write each for what is gone, changed and new."""
        if self._gone:
            gone = [self._ids.pop(key) for key in sorted(self._gone)]
            self._table.remove(doc_ids=gone)
            self._gone.clear()
        if not self._waiting:
            return
        waiting = {key: _load(text) for key, text in self._waiting.items()}
        changed = {self._ids[key]: document for key, document in waiting.items() if key in self._ids}
        new = {key: document for key, document in waiting.items() if key not in self._ids}
        if changed:
            self._change(changed)
        if new:
            numbers = self._table.insert_multiple(new.values())
            self._ids.update(zip(new, numbers, strict=True))
        self._waiting.clear()

    def _change(self, changed: dict[int, Plain]) -> None:
        """Replace whole documents (TinyDB's own update merges fields), by their numbers, in one write."""
        following = iter(changed.values())  # TinyDB asks in the order of the numbers it was given

        def become(document: Mapping[str, Any]) -> None:
            if isinstance(document, dict):
                document.clear()
                document.update(next(following))

        self._table.update(become, doc_ids=list(changed))


def _load(text: str) -> Plain:
    document: Plain = json.loads(text)
    return document


def _copy(document: Mapping[str, Any]) -> Plain:
    return _load(json.dumps(document, ensure_ascii=False))
