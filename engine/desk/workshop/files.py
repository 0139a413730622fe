"""The files of one organisation in the office's own folder: the working copy, read and written whole.

A file is named relative to the folder of definitions (`workflows/<org>/request.yaml`), as places name it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from engine.errors import DefinitionError, Problem
from engine.load.text import MAX_BYTES
from engine.model.basics import Place
from engine.store import beside, platform
from engine.store.codec import hash_of
from engine.store.sealed import cannot_write

DEFINITIONS: Final = "definitions"
ABSENT: Final = ""
"""The hash of a file that is not there."""


def hash_text(data: bytes | None) -> str:
    return ABSENT if data is None else hash_of(data)


def organisations_in(office: Path) -> list[str]:
    """The organisations whose definitions the office's folder holds."""
    found = (office / DEFINITIONS / "workflows").glob("*/organisation.yaml")
    return sorted(path.parent.name for path in found if path.parent.name != "base")


class OwnFiles:
    """Reads and writes them. `office` is the office's folder."""

    def __init__(self, office: Path, organisation: str) -> None:
        self.office = office
        self.root = office / DEFINITIONS
        self.organisation = organisation

    def path(self, name: str) -> Path:
        return self.root / name

    def read(self) -> dict[str, bytes]:
        """Every definition and form of the organisation as it stands on the disk."""
        found: dict[str, bytes] = {}
        for kind, pattern in (("workflows", "*.yaml"), ("schemas", "*.schema.json")):
            for path in sorted((self.root / kind / self.organisation).glob(pattern)):
                found[path.relative_to(self.root).as_posix()] = _bytes(path)
        return found

    def write(self, changes: Mapping[str, bytes | None]) -> None:
        """Put these files on the disk, each old or new and never half; None removes one."""
        for name, data in changes.items():
            path = self.path(name)
            try:
                if data is None:
                    platform.remove(path)
                    platform.sync_folder(path.parent)
                else:
                    self._folders(path)
                    beside.write_beside(self.office, path, data)
            except OSError as error:
                raise cannot_write(path, error) from None

    def _folders(self, path: Path) -> None:
        missing = [
            p for p in (path.parent, *path.parent.parents) if self.office in p.parents and not p.exists()
        ]
        for folder in reversed(missing):
            platform.keep_folder(folder)
        with contextlib.suppress(FileExistsError):
            platform.make_folder(self.office / beside.FOLDER)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        from engine.errors import system_reason

        why, place = system_reason(error), Place(path.name, 1, 1)
        ja, en = f"読めません（{why.ja}）。", f"Cannot be read ({why.within('en')})."
        raise DefinitionError([Problem("yaml", "", ja, en, place)]) from None
