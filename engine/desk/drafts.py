"""Drafts: what was typed and not yet recorded. They hold no number and reserve nothing.

One file for each draft below `drafts/` of the office, written beside and renamed, named by a hash of member
and place, so that a folder listing tells nothing about anybody.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from engine.desk.forms import Errand
from engine.errors import StoreError, system_reason
from engine.store import beside, platform
from engine.store.codec import BadLine, canonical, hash_of, seal, unseal
from engine.store.sealed import cannot_write

if TYPE_CHECKING:
    from engine.desk.desk import Desk

FOLDER: Final = "drafts"
_PATIENCE: Final = 0.5  # seconds a draft waits for somebody else's step; it is tried again with the next key


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody typed at one place. `data` is as typed; `at` the field in use (dotted path); `saved` ISO time.

    `serial` tells several new requests of one kind apart; `open` is true while its screen is open, so that
    after a crash the same screen comes back.
    """

    member: str
    errand: Errand
    data: Mapping[str, Any] = field(default_factory=dict)
    at: str = ""
    saved: str = ""
    serial: int = 0
    open: bool = False
    version: int | None = None
    title: str = ""

    @property
    def id(self) -> str:
        """The name of its file."""
        place = {"member": self.member, "errand": asdict(self.errand), "serial": self.serial}
        return hash_of(canonical(place))[:32]


class Drafts:
    """The drafts of an office. Everything raises StoreError if the disk fails; an office read-only keeps none."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._root = desk.path

    def save(self, draft: Draft) -> None:
        """Keep it. Conflict if somebody else holds the office for long: what was there stays."""
        if self._root is None or self._desk.office.read_only:
            return
        value = {**asdict(draft), "data": dict(draft.data)}
        self._write(self._root / FOLDER / f"{draft.id}.json", self._sealed(value))

    def _sealed(self, value: dict[str, Any]) -> bytes:
        # The one place where a draft becomes bytes: it is encrypted here as soon as the office is.
        return seal(value)

    def _write(self, path: Path, data: bytes) -> None:
        root = self._root
        if root is None:
            return
        with self._desk.office.lock(timeout=_PATIENCE):
            try:
                platform.make_folder(root / FOLDER)
                platform.make_folder(root / beside.FOLDER)
                beside.write_beside(root, path, data)
            except OSError as error:
                raise cannot_write(path, error) from None

    def throw_away(self, draft: Draft) -> None:
        """Remove it: it was recorded, or somebody decided so."""
        if self._root is None or self._desk.office.read_only:
            return
        with self._desk.office.lock(timeout=_PATIENCE), suppress(FileNotFoundError):
            platform.remove(self._root / FOLDER / f"{draft.id}.json")

    def all(self, member: str = "") -> list[Draft]:
        """Every draft that can be read, of one member if named; the latest first."""
        if self._root is None:
            return []
        found = [d for p in sorted((self._root / FOLDER).glob("*.json")) if (d := _read(p)) is not None]
        return sorted((d for d in found if member in ("", d.member)), key=lambda d: d.saved, reverse=True)

    def find(self, member: str, errand: Errand, serial: int = 0) -> Draft | None:
        """The draft of one place."""
        wanted = Draft(member, errand, serial=serial).id
        return _read(self._root / FOLDER / f"{wanted}.json") if self._root is not None else None

    def new_serial(self, member: str, errand: Errand) -> int:
        """A serial that no draft of this place has."""
        taken = [d.serial for d in self.all(member) if d.errand == errand]
        return max(taken, default=0) + 1

    def interrupted(self, member: str) -> Draft | None:
        """The draft whose screen was open when the program ended, the latest one."""
        return next((d for d in self.all(member) if d.open), None)


def _read(path: Path) -> Draft | None:
    """A draft, or None if it is not there. One that is damaged is left alone and not offered."""
    try:
        value = unseal(path.read_bytes())
        errand = Errand(**value.pop("errand"))
        return Draft(errand=errand, **value)
    except (BadLine, TypeError, FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise StoreError(
            f"下書き {path.name} を読めません（{system_reason(error).ja}）。",
            f"The draft {path.name} cannot be read ({system_reason(error).within('en')}).",
        ) from None


__all__ = ["Draft", "Drafts"]
