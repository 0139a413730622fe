"""Every hostile input in turn, against an office that takes none of them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from engine.desk import Desk, Submission, open_desk
from tests import formoffice
from tests.faults.hostile import definitions, records, typed
from tests.faults.hostile.attack import Attack

REAL = Path(__file__).resolve().parents[2] / "patterns/reimei_kumiai/workflows/reimei_kumiai/inquiry.yaml"


class Victim:
    """An office with one case, and an empty one that is put back whenever something got in."""

    def __init__(self, root: Path) -> None:
        office = formoffice.make(root)
        self._whole = shutil.copytree(office, root / "whole")
        self._empty = root / "empty"
        self._open: Desk | None = None
        self.desk = open_desk(office, "sato")
        self.desk.submit(Submission(kind="disclosure", form=formoffice.REQUEST))
        self.record = next(self.desk.export())

    def fresh(self) -> Desk:
        """An office without cases."""
        if self._open is None or self._open.ledger.raw:
            self.close_fresh()
            shutil.rmtree(self._empty, ignore_errors=True)
            shutil.copytree(self._whole, self._empty)
            self._open = open_desk(self._empty, "sato")
        return self._open

    def close_fresh(self) -> None:
        if self._open is not None:
            self._open.close()
        self._open = None

    def close(self) -> None:
        self.close_fresh()
        self.desk.close()


def attacks(root: Path, victim: Victim, every: int) -> Iterator[Attack]:
    """All of them; of the mechanical replacements each `every`-th."""
    yield from definitions.of_reader(root / "definitions")
    yield from definitions.of_elements(root / "definitions")
    yield from definitions.of_rules(root / "definitions")
    yield from definitions.of_nodes(root / "definitions", REAL, every * 4)
    yield from records.of_lines(victim.fresh)
    yield from records.of_changes(victim.fresh, victim.record)
    yield from records.of_places(victim.fresh, victim.record, every)
    yield from typed.of_texts(lambda: victim.desk)
    yield from typed.of_names(lambda: victim.desk)
    yield from typed.of_files(root / "files")
